"""Participants of the exchange: who takes part, with which keys, and how these stand. Nothing of any person."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from aiohttp import web

from hub.console import document_words
from hub.console.pages import keys
from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route
from hub.console.visit import Visit, visit_of
from hub.core.errors import MissingError
from hub.workflows.adoption.read_conformance import KeptResult, read_newest_results, read_passed_types
from hub.workflows.trust.read_participants import KeyState, list_participants, read_participant

NEWEST = "conformance-newest"  # who sees the results of others
ROLES = ("member", "observer", "body", "secretariat", "hub")


async def show_all(request: web.Request) -> web.Response:
    """Show all participants, those of one role where the filter names it."""
    visit = visit_of(request)
    everybody = list_participants(visit.exchange)
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
        results=await _results(visit, [each.id for each in shown]) if may(visit, NEWEST) else None,
        type_title=_title_in(visit.lang),
        key_requests=await keys.count_open(visit),
    )


async def show_one(request: web.Request) -> web.Response:
    """Show one participant with its keys."""
    visit = visit_of(request)
    participant = read_participant(visit.exchange, request.match_info["id"])
    is_own = may(visit, "conformance-read") and visit.person.participant == participant.id
    return render(
        request,
        "participants/one.html",
        participant=participant,
        results=await _results(visit, [participant.id]) if is_own or may(visit, NEWEST) else None,
        passed=await read_passed_types(visit.exchange, participant.id),
        is_own=is_own,
        type_title=_title_in(visit.lang),
        **await keys.of_participant(visit, participant.id),
    )


async def _results(visit: Visit, participants: Sequence[str]) -> Mapping[str, KeptResult]:
    """Return the newest results of conformance runs by participant."""
    return await read_newest_results(visit.exchange, participants)


def _title_in(lang: str) -> Callable[[str], str]:
    return lambda code: document_words.type_title(code, lang)


ROUTES = (
    Route(method="GET", path="/participants", handler=show_all, action="participants"),
    Route(method="GET", path="/participants/{id}", handler=show_one, action="participants", sample={"id": "tj-mvd"}),
)
