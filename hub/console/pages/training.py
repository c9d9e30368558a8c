"""The demonstration's start page with three doors, the steps behind each door, and the virtual clock.

All of it is there only in a training environment; elsewhere there is no such page. What the pages order is done by the
process that leads the demonstration (`hub.demo.orders`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

from hub.console.forms import Form, read_form
from hub.console.pages.sign_in import agent_of, with_session
from hub.console.rendering import render
from hub.console.routing import Route, go_to
from hub.console.visit import Visit, visit_of
from hub.core.errors import MissingError
from hub.settings import Settings
from hub.web.state import PROCESS
from hub.workflows.accounts.open_session import end_replaced
from hub.workflows.accounts.sign_in import sign_in_demo
from hub.workflows.deadline.legal_day import zone_of
from hub.workflows.training import folder_of, give_order, read_story, skip_working_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """One of the three: its name in addresses, and the account that goes through it."""

    name: str
    login: str


DOORS: Mapping[str, Door] = {
    each.name: each
    for each in (
        Door(name="liaison", login="tj-mvd.liaison"),
        Door(name="secretariat", login="cis-ec.secretariat-officer"),
        Door(name="integrator", login="tj-mvd.integrator"),
    )
}
CLOCK_OWNER = "tj-mvd"  # by whose working days the virtual clock goes
CELL = {"cell": 60}


async def show(request: web.Request) -> web.Response:
    """Show the doors."""
    visit = _visit(request)
    return render(
        request, "training/doors.html", doors=list(DOORS), has_clock=_folder(request) is not None, mine=mine(visit)
    )


async def enter(request: web.Request) -> web.Response:
    """Go through a door: as the person whose work is behind it."""
    visit, door = _visit(request), _door(request)
    token = await sign_in_demo(visit.exchange, door.login, agent_of(request))
    if visit.session is not None:
        await end_replaced(visit.exchange, visit.session)
    return with_session(request, token, f"/training/{door.name}")


async def show_door(request: web.Request) -> web.Response:
    """Show the steps behind a door."""
    return await _steps(request, Form(values={"cell": ""}))


async def _steps(
    request: web.Request, form: Form, *, done: str = "", answer: Mapping[str, Any] | None = None
) -> web.Response:
    visit, door = _visit(request), _door(request)
    return render(
        request,
        f"training/{door.name}.html",
        status=422 if form.faults else 200,
        door=door,
        inside=visit.account is not None and visit.account.login == door.login,
        story=await read_story(_settings(request)),
        has_clock=_folder(request) is not None,
        form=form,
        done=done,
        answer=answer,
    )


async def skip_day(request: web.Request) -> web.Response:
    """Let a working day pass, and keep the visitor signed in over it."""
    visit, settings = _visit(request), _settings(request)
    _required(request)
    zone = getattr(zone_of(visit.exchange.judgement.trust, CLOCK_OWNER), "key", visit.zone)
    skip_working_day(visit.exchange, settings, visit.exchange.judgement.trust.state_of(CLOCK_OWNER), zone)
    place = mine(visit)
    path = f"/training/{place}" if place else "/training"
    if visit.account is None:
        return go_to(path)
    return with_session(request, await sign_in_demo(visit.exchange, visit.account.login, agent_of(request)), path)


async def restart(request: web.Request) -> web.Response:
    """Start the gateway that has fallen silent."""
    answer = await give_order(_required(request), "restart")
    return await _steps(request, Form(values={"cell": ""}), done="restart", answer=answer)


async def break_cell(request: web.Request) -> web.Response:
    """Put a table into the member's folder with this text in one cell, and show what its gateway says of it."""
    visit, form = _visit(request), await read_form(request, CELL)
    folder = _required(request)
    if not form["cell"].strip():
        return await _steps(request, form.fault("cell", _said(visit)))
    answer = await give_order(folder, "break", cell=form["cell"])
    return await _steps(request, form, done="break", answer=answer)


async def verify(request: web.Request) -> web.Response:
    """Verify the record's evidence without the hub, as it is or with one bit flipped."""
    folder, form = _required(request), await read_form(request, {"flip": 4})
    answer = await give_order(folder, "verify", flip=form["flip"] == "yes")
    return await _steps(
        request, Form(values={"cell": ""}), done="flip" if form["flip"] == "yes" else "verify", answer=answer
    )


def mine(visit: Visit) -> str:
    """Return the door of whoever has signed in; "" is none."""
    login = "" if visit.account is None else visit.account.login
    return next((each.name for each in DOORS.values() if each.login == login), "")


def _said(visit: Visit) -> str:
    if visit.lang == "ru":
        return "Ячейка пуста. Впишите в неё что-нибудь, чего там быть не может, например «много»."
    return "The cell is empty. Write something into it that cannot be there, such as “много”."


def _visit(request: web.Request) -> Visit:
    """Return the visit.

    Raises:
        MissingError: this is no training environment.
    """
    visit = visit_of(request)
    if not visit.is_training:
        raise MissingError
    return visit


def _door(request: web.Request) -> Door:
    """Return the door that the path names; orders are those of the door before them.

    Raises:
        MissingError: there is none of this name.
    """
    found = DOORS.get(request.match_info["door"])
    if found is None:
        raise MissingError
    return found


def _settings(request: web.Request) -> Settings:
    return request.app[PROCESS].settings


def _folder(request: web.Request) -> Path | None:
    return folder_of(_settings(request))


def _required(request: web.Request) -> Path:
    """Return the demonstration's folder.

    Raises:
        MissingError: no demonstration runs.
    """
    found = _folder(request)
    if found is None:
        raise MissingError
    return found


_DOOR = {"door": "liaison"}
ROUTES = (
    Route(method="GET", path="/training", handler=show, action="training"),
    Route(method="POST", path="/training/clock", handler=skip_day, action="training-clock"),
    Route(method="GET", path="/training/{door}", handler=show_door, action="training", sample=_DOOR),
    Route(method="POST", path="/training/{door}/enter", handler=enter, action="training", sample=_DOOR),
    Route(
        method="POST",
        path="/training/{door:secretariat}/restart",
        handler=restart,
        action="training-restart",
        sample={"door": "secretariat"},
    ),
    Route(
        method="POST",
        path="/training/{door:integrator}/break",
        handler=break_cell,
        action="training-sample",
        sample={"door": "integrator"},
    ),
    Route(
        method="POST",
        path="/training/{door:integrator}/verify",
        handler=verify,
        action="training-sample",
        sample={"door": "integrator"},
    ),
)
