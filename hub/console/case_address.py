"""Where the pages of a readmission case are: by the participant that opened it and the number it gave.

/readmission/kz-mvd/KZ-R-2026-0042          /readmission/kz-mvd/KZ-R-2026-0042/decision
"""

from urllib.parse import quote

from aiohttp import web

from hub.core.mover import HeadKey
from hub.core.readmission.movers import CASE_KIND

PATH = "/readmission/{owner}/{case}"


def address(owner: str, case_id: str, *rest: str) -> str:
    """Return the address of a case, or of a page below it."""
    return "/readmission/" + "/".join(quote(part, safe="") for part in (owner, case_id, *rest))


def key_of(request: web.Request) -> HeadKey:
    """Return the case that a request is about."""
    return HeadKey(CASE_KIND, request.match_info["owner"], request.match_info["case"])
