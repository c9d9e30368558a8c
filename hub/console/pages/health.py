"""«Состояние обмена»: the board with its matrix, and the ways down from it: to a pair, a gateway, a message.

A participant's people see its own row and column; the secretariat and the hub's operator see all. Of a message only
what the log says is shown: who, to whom, which type, when, what was said of it; never what is in it.
"""

from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo

from aiohttp import web

from hub.console.health_board import Measure, Side, find_side, make_cell, make_cells, sides_of, trouble
from hub.console.rendering import render
from hub.console.rights import may, require
from hub.console.routing import Route, go_to
from hub.console.visit import Visit, visit_of
from hub.core.console.policy import Ownership
from hub.core.errors import MissingError
from hub.workflows.health.read_health import Health, Period, read_health
from hub.workflows.health.show_health import state_of
from hub.workflows.log.read_passages import find_passages, read_gateway, read_message_trace, read_pair

PAGE = 50
LARGEST = 2**53 - 1
SAMPLE = {"sender": "kz-mvd", "id": "01932f3e-7d00-7000-8000-00000000f10e"}
Choice = TypeVar("Choice", bound=StrEnum)


async def show(request: web.Request) -> web.Response:
    """Show the board."""
    return await _board(request, "health/board.html")


async def show_part(request: web.Request) -> web.Response:
    """Show the part of the board that is refreshed."""
    return await _board(request, "health/part.html")


async def _board(request: web.Request, template: str) -> web.Response:
    visit = visit_of(request)
    period, chosen = _chosen(request, Period, Period.DAY), _chosen(request, Measure, Measure.COUNT)
    health = await _health(visit, period)
    everybody = sides_of(visit.exchange)
    return render(
        request,
        template,
        health=health,
        period=period,
        periods=list(Period),
        measure=chosen,
        measures=list(Measure),
        paused="paused" in request.query,
        updated=_clock_of(visit, health.at),
        sides=everybody,
        cells=make_cells(health, everybody, chosen),
        states={each.participant: state_of(health, each) for each in health.gateways},
        silent=trouble(health, health.at),
        may_announce=may(visit, "announce"),
    )


async def show_pair(request: web.Request) -> web.Response:
    """Show what flows from one side to another."""
    visit, period = visit_of(request), _chosen(request, Period, Period.DAY)
    sender, recipient = (_side(visit, request.match_info[name]) for name in ("sender", "recipient"))
    senders, recipients = _own(visit, sender, recipient)
    health = await _health(visit, period)
    pairs = [each for each in health.pairs if each.sender in senders and each.recipient in recipients]
    if not pairs:
        raise MissingError
    found = await read_pair(visit.exchange, senders, recipients, before=_number(request, "before"), limit=PAGE)
    return render(
        request,
        "health/pair.html",
        sender=sender,
        recipient=recipient,
        health=health,
        pairs=pairs,
        period=period,
        periods=list(Period),
        cell=make_cell(health, pairs, Measure.COUNT),
        found=found,
    )


async def show_gateway(request: web.Request) -> web.Response:
    """Show how a participant's gateway keeps up, and what it was sent last."""
    visit, name = visit_of(request), request.match_info["participant"]
    require(visit, "health-gateway", owner=name)
    health = await _health(visit, Period.DAY)
    gateway = next((each for each in health.gateways if each.participant == name), None)
    if gateway is None:
        raise MissingError
    return render(
        request,
        "health/gateway.html",
        gateway=gateway,
        state=state_of(health, gateway),
        health=health,
        found=await read_gateway(visit.exchange, name, before=_number(request, "before"), limit=PAGE),
        keys=[each for each in health.keys if each.participant == name],
    )


async def show_message(request: web.Request) -> web.Response:
    """Show what the log says of a message, and prove that it stands in the log."""
    visit = visit_of(request)
    trace = await read_message_trace(visit.exchange, *(request.match_info[name] for name in ("sender", "id")))
    require(visit, "health-message", owner=trace.sender, parties=[each.recipient for each in trace.passages])
    return render(request, "health/message.html", trace=trace)


async def find(request: web.Request) -> web.Response:
    """Find a message by its id: show it, or say that there is none that is the visitor's to see."""
    visit, wanted = visit_of(request), request.query.get("id", "").strip()[:64]
    found = [each for each in await find_passages(visit.exchange, wanted) if _sees(visit, each.sender, each.parties)]
    if len(found) == 1:
        return go_to(f"/health/messages/{found[0].sender}/{found[0].id}")
    return render(request, "health/find.html", wanted=wanted, found=found)


async def _health(visit: Visit, period: Period) -> Health:
    return await read_health(visit.exchange, period=period, reader=reader_of(visit))


def reader_of(visit: Visit) -> str | None:
    """Return whose row and column the visitor sees; None: everybody's."""
    if visit.console.policy.may(visit.account, "health-pair", Ownership.FOREIGN):
        return None
    return visit.party


def _side(visit: Visit, code: str) -> Side:
    found = find_side(visit.exchange, code)
    if found is None:
        raise MissingError
    return found


def _own(visit: Visit, sender: Side, recipient: Side) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the participants on both sides as far as the visitor may see their messages.

    Raises:
        MissingError: he may not see any.
    """
    reader = reader_of(visit)
    if reader is None:
        return sender.participants, recipient.participants
    if reader in sender.participants:
        return (reader,), recipient.participants
    if reader in recipient.participants:
        return sender.participants, (reader,)
    raise MissingError


def _sees(visit: Visit, sender: str, parties: tuple[str, ...]) -> bool:
    reader = reader_of(visit)
    return reader is None or reader in (sender, *parties)


def _chosen(request: web.Request, choices: type[Choice], default: Choice) -> Choice:
    try:
        return choices(request.query.get(choices.__name__.lower(), default))
    except ValueError:
        raise MissingError from None


def _number(request: web.Request, name: str) -> int:
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else LARGEST


def _clock_of(visit: Visit, at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(visit.zone)):%H:%M:%S}"


ROUTES = (
    Route(method="GET", path="/health", handler=show, action="health-board"),
    Route(method="GET", path="/health/part", handler=show_part, action="health-board", swept=False),
    Route(
        method="GET",
        path="/health/pairs/{sender}/{recipient}",
        handler=show_pair,
        action="health-pair",
        sample={"sender": "KZ", "recipient": "TJ"},
    ),
    Route(
        method="GET",
        path="/health/gateways/{participant}",
        handler=show_gateway,
        action="health-gateway",
        sample={"participant": "tj-mvd"},
    ),
    Route(method="GET", path="/health/messages", handler=find, action="health-message", query="id=nobody"),
    Route(
        method="GET",
        path="/health/messages/{sender}/{id}",
        handler=show_message,
        action="health-message",
        sample=SAMPLE,
    ),
)
