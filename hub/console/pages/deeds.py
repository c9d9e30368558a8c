"""The audit of the console: what people did, searched by action and outcome, and whether the chain of it is whole.

An administrator or auditor sees what his participant's people did; the hub's operator sees all.
"""

import functools

from aiohttp import web

from hub.console.deed_words import OUTCOMES, WAYS, outcome_of
from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.core.console.audit import AuditEntry
from hub.workflows.accounts.name_accounts import name_accounts
from hub.workflows.audit_console import first_broken, read_deeds

PAGE = 50
PATH = "/audit"


async def show(request: web.Request) -> web.Response:
    """Show deeds, the newest first."""
    return await _show(request)


async def verify(request: web.Request) -> web.Response:
    """Go through the whole chain, and say whether any entry is missing or was changed."""
    broken = await first_broken(visit_of(request).exchange)
    return await _show(request, is_verified=True, broken=broken)


async def _show(request: web.Request, *, is_verified: bool = False, broken: int | None = None) -> web.Response:
    visit, text = visit_of(request), request.query.get("before", "")
    titles = visit.console.policy.titles
    action, outcome = request.query.get("action", ""), request.query.get("outcome", "")[:32]
    action = action if action in titles else ""
    found = await read_deeds(
        visit.exchange,
        visit.person.participant,
        before=int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None,
        action=action or None,
        outcome=outcome or None,
        limit=PAGE + 1,
    )
    return render(
        request,
        "deeds/list.html",
        deeds=found[:PAGE],
        logins=await name_accounts(visit.exchange, {name for each in found for name in _accounts(each)}),
        more=len(found) > PAGE,
        titles=titles,
        action=action,
        actions=sorted(titles, key=lambda name: titles[name][visit.lang]),
        outcome=outcome,
        ways=WAYS,
        outcome_of=functools.partial(outcome_of, lang=visit.lang),
        outcomes=[(code, outcome_of(code, visit.lang)) for code in OUTCOMES],
        is_verified=is_verified,
        broken=broken,
    )


def _accounts(entry: AuditEntry) -> tuple[str, ...]:
    """Return what may be the name of an account: who did it, and to whom."""
    return tuple(name for name in (entry.deed.account, entry.deed.object) if name)


ROUTES = (
    Route(method="GET", path=PATH, handler=show, action="deeds-read"),
    Route(method="POST", path=f"{PATH}/verify", handler=verify, action="deeds-read"),
)
