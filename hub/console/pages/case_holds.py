"""Hold a case and release it: from its page, or from a draft, which may be of a case that nobody has opened yet.

    POST /readmission/{owner}/{case}/hold    POST /readmission/{owner}/{case}/release
    POST /drafts/{draft}/hold                POST /drafts/{draft}/release

Nothing is asked, and no reason is kept. Who may not see the case finds no such page.
"""

from aiohttp import web

from hub.console import case_words
from hub.console.case_address import PATH
from hub.console.pages.cases import key_of
from hub.console.rights import require
from hub.console.routing import Route, go_to
from hub.console.visit import visit_of
from hub.core.errors import MissingError
from hub.core.mover import HeadKey
from hub.workflows.cases.hold_case import HOLD, RELEASE, hold_case, release_case
from hub.workflows.cases.open_case import open_case
from hub.workflows.drafts.read_drafts import read_draft

DRAFT = "/drafts/{draft}"


async def hold(request: web.Request) -> web.Response:
    """Hold a case."""
    key = await _case(request, HOLD)
    await hold_case(visit_of(request).exchange, visit_of(request).person, key)
    return go_to(case_words.path(key))


async def release(request: web.Request) -> web.Response:
    """Release a case."""
    key = await _case(request, RELEASE)
    await release_case(visit_of(request).exchange, visit_of(request).person, key)
    return go_to(case_words.path(key))


async def hold_draft(request: web.Request) -> web.Response:
    """Hold the case of a draft."""
    name, key = await _draft(request, HOLD)
    await hold_case(visit_of(request).exchange, visit_of(request).person, key)
    return go_to(f"/drafts/{name}")


async def release_draft(request: web.Request) -> web.Response:
    """Release the case of a draft."""
    name, key = await _draft(request, RELEASE)
    await release_case(visit_of(request).exchange, visit_of(request).person, key)
    return go_to(f"/drafts/{name}")


async def _case(request: web.Request, action: str) -> HeadKey:
    """Return the case that the path names.

    Raises:
        MissingError: there is none that is the visitor's participant's.
    """
    visit, key = visit_of(request), key_of(request)
    found = await open_case(visit.exchange, party=visit.party, key=key)
    require(visit, action, owner=key.owner, parties=found.case.rows[-1].head.parties)
    return key


async def _draft(request: web.Request, action: str) -> tuple[str, HeadKey]:
    """Return the draft that the path names, and its case.

    Raises:
        MissingError: there is no such draft of the visitor's participant, or it is of no case.
    """
    visit = visit_of(request)
    draft = await read_draft(visit.exchange, request.match_info["draft"])
    require(visit, action, owner=draft.kept.participant)
    if draft.kept.key is None:
        raise MissingError
    return draft.kept.id, draft.kept.key


_CASE = {"owner": "kz-mvd", "case": "KZ-TEST-0001"}
_SAMPLE = {"draft": "00000000-0000-7000-8000-0000000000d1"}
ROUTES = (
    Route(method="POST", path=f"{PATH}/hold", handler=hold, action=HOLD, sample=_CASE),
    Route(method="POST", path=f"{PATH}/release", handler=release, action=RELEASE, sample=_CASE),
    Route(method="POST", path=f"{DRAFT}/hold", handler=hold_draft, action=HOLD, sample=_SAMPLE),
    Route(method="POST", path=f"{DRAFT}/release", handler=release_draft, action=RELEASE, sample=_SAMPLE),
)
