"""Notices on legislation: what states have told each other of new and changed rules; a list to read, by state."""

from aiohttp import web

from hub.console import choices
from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.core.council.publication import NOTICE
from hub.core.errors import MissingError
from hub.workflows.council.read_council import Read, list_notices, read_document

LIMIT = 200
PAGE = 50
PATH = "/legislation/{owner}/{notice}"


async def show_all(request: web.Request) -> web.Response:
    """Show the newest revision of each notice, the last ones first."""
    visit, before = visit_of(request), request.query.get("before", "")
    place = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    state = request.query.get("state", "")
    if state and state not in dict(choices.options("states", visit.lang)):
        raise MissingError
    read = await list_notices(visit.exchange, visit.party, before=place, limit=LIMIT)
    found = [each for each in read if state in ("", each.record.get("state"))]
    return render(
        request,
        "legislation/list.html",
        found=found[:PAGE],
        state=state,
        states=choices.options("states", visit.lang),
        next=_next(read, found, state),
    )


def _next(read: list[Read], found: list[Read], state: str) -> str:
    """Return the address of the next page; "" where there is none."""
    last = found[PAGE - 1] if len(found) > PAGE else read[-1] if len(read) == LIMIT else None
    return "" if last is None else f"/legislation?state={state}&before={last.kept.index}"


async def show_one(request: web.Request) -> web.Response:
    """Show one notice with its revisions, the last one first."""
    visit, owner, notice = visit_of(request), request.match_info["owner"], request.match_info["notice"]
    if "\0" in owner + notice:
        raise MissingError
    revisions = await read_document(visit.exchange, visit.party, (NOTICE, owner, notice))
    return render(request, "legislation/one.html", revisions=revisions[::-1], newest=revisions[-1])


ROUTES = (
    Route(method="GET", path="/legislation", handler=show_all, action="legislation"),
    Route(
        method="GET",
        path=PATH,
        handler=show_one,
        action="legislation",
        sample={"owner": "tj-mvd", "notice": "TJ-LEG-TEST-1"},
    ),
)
