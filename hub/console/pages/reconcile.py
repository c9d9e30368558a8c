"""«Сверка списков запретов»: by the log, how many bans of an issuer its reader should hold, and what both have stated.

    /entry-bans/reconcile                     the pairs of the visitor's participant; the secretariat sees all
    /entry-bans/reconcile/{issuer}/{reader}   one pair, compared anew; that is noted with what was found

No person and no reference of a ban stands here: buckets for the two sides, totals alone for the secretariat.
"""

from aiohttp import web

from hub.console.rendering import render
from hub.console.rights import require
from hub.console.routing import Route
from hub.console.visit import Visit, visit_of
from hub.core.console.policy import Ownership
from hub.core.errors import MissingError
from hub.workflows.bans.reconcile_pair import ACTION, FRESH, list_pairs, reconcile

PATH = "/entry-bans/reconcile"
_SAMPLE = {"issuer": "ru-guvm", "reader": "tj-mvd"}


async def show_all(request: web.Request) -> web.Response:
    """Show the pairs."""
    visit = visit_of(request)
    reader = None if _sees_all(visit) else visit.party
    pairs = await list_pairs(visit.exchange, visit.person, reader=reader)
    return render(
        request,
        "entry-bans/reconcile.html",
        held=[each for each in pairs if each.issuer != visit.party],
        own=[each for each in pairs if each.issuer == visit.party],
        sees_all=reader is None,
        late_before=visit.now - FRESH,
    )


async def show_one(request: web.Request) -> web.Response:
    """Compare one pair, and show what came out."""
    visit = visit_of(request)
    issuer, reader = request.match_info["issuer"], request.match_info["reader"]
    participants = visit.exchange.judgement.trust.participants
    if issuer not in participants or reader not in participants:
        raise MissingError
    ownership = require(visit, ACTION, owner=issuer, parties=[reader])
    found = await reconcile(visit.exchange, visit.person, issuer=issuer, reader=reader)
    said, since = found.statements, visit.now - FRESH
    other = reader if issuer == visit.party else issuer
    return render(
        request,
        "entry-bans/pair.html",
        found=found,
        other=other,
        late={holder for holder in (issuer, reader) if holder not in said or said[holder].as_of < since},
        is_own=issuer == visit.party,
        is_party=ownership is not Ownership.FOREIGN,
    )


def _sees_all(visit: Visit) -> bool:
    return visit.console.policy.may(visit.account, ACTION, Ownership.FOREIGN)


ROUTES = (
    Route(method="GET", path=PATH, handler=show_all, action=ACTION),
    Route(method="GET", path=f"{PATH}/{{issuer}}/{{reader}}", handler=show_one, action=ACTION, sample=_SAMPLE),
)
