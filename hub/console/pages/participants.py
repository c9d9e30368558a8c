"""Participants of the exchange: who takes part, with which keys, and how these stand. Nothing of any person."""

from collections import Counter

from aiohttp import web

from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.core.errors import MissingError
from hub.workflows.trust.read_participants import KeyState, list_participants, read_participant

ROLES = ("member", "observer", "body", "secretariat", "hub")


async def show_all(request: web.Request) -> web.Response:
    """Show all participants, those of one role where the filter names it."""
    everybody = list_participants(visit_of(request).exchange)
    role = request.query.get("role", "")
    if role and role not in ROLES:
        raise MissingError
    shown = [each for each in everybody if role in ("", each.role)]
    counts = Counter(key.state.value for each in everybody for key in each.keys)
    return render(
        request,
        "participants/list.html",
        participants=shown,
        role=role,
        roles=ROLES,
        counts={state.value: counts[state.value] for state in KeyState},
    )


async def show_one(request: web.Request) -> web.Response:
    """Show one participant with its keys."""
    participant = read_participant(visit_of(request).exchange, request.match_info["id"])
    return render(request, "participants/one.html", participant=participant)


ROUTES = (
    Route(method="GET", path="/participants", handler=show_all, action="participants"),
    Route(method="GET", path="/participants/{id}", handler=show_one, action="participants", sample={"id": "tj-mvd"}),
)
