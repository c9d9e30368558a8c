"""Announcements to everybody, and windows in which a participant's gateway is being maintained."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from aiohttp import web

from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route, go_to
from hub.console.visit import ANNOUNCED, Visit, visit_of
from hub.workflows.health.announce import (
    KINDS,
    LONGEST,
    MAINTENANCE,
    Announcement,
    announce,
    read_announcements,
    withdraw,
)

PATH = "/announcements"
SHORTEST = 3  # characters of a text
FIELDS = {"kind": 16, "participant": 32, "ru": 500, "en": 500, "starts": 16, "ends": 16}
WORDS = {
    "kind": ("Выберите, что это.", "Choose what it is."),
    "participant": ("Назовите участника, чей шлюз обслуживается.", "Name the participant whose gateway is maintained."),
    "text": ("Напишите текст на этом языке, от 3 знаков.", "Write the text in this language, 3 characters at least."),
    "time": ("Укажите день и час, например 2026-11-30T18:00.", "Give day and hour, such as 2026-11-30T18:00."),
    "order": (
        "Конец должен быть позже начала и ещё не пройти.",
        "The end has to be later than the begin, and not over yet.",
    ),
    "long": ("Слишком долго: не больше 92 дней.", "Too long: 92 days at most."),
}


async def show(request: web.Request) -> web.Response:
    """Show what holds and what will, and the form."""
    return await _show(request, Form(values={"kind": "announcement"}))


async def create(request: web.Request) -> web.Response:
    """Announce what was typed."""
    visit, form = visit_of(request), await read_form(request, FIELDS)
    form, made = _read(visit, form)
    if made is None:
        return await _show(request, form, status=422)
    await announce(visit.exchange, made, by=visit.person)
    request.app[ANNOUNCED].read_at = None
    return go_to(PATH)


async def take_back(request: web.Request) -> web.Response:
    """Take an announcement back."""
    visit = visit_of(request)
    await withdraw(visit.exchange, int(request.match_info["number"]), by=visit.person)
    request.app[ANNOUNCED].read_at = None
    return go_to(PATH)


async def _show(request: web.Request, form: Form, status: int = 200) -> web.Response:
    visit = visit_of(request)
    return render(
        request,
        "announcements/list.html",
        status=status,
        form=form,
        found=await read_announcements(visit.exchange),
        participants=sorted(name for name in visit.exchange.judgement.trust.participants if name != "hub"),
        may_announce=may(visit, "announce"),
    )


def _read(visit: Visit, form: Form) -> tuple[Form, Announcement | None]:
    """Return the form with its faults, and the announcement where there is none."""
    starts, ends = (_instant(visit, form[name]) for name in ("starts", "ends"))
    for field, word in (*_text_faults(visit, form), *_time_faults(visit, starts, ends)):
        form = form.fault(field, WORDS[word][1 if visit.lang == "en" else 0])
    if form.faults or starts is None or ends is None:
        return form, None
    return form, Announcement(
        id=0,
        kind=form["kind"],
        participant=form["participant"] if form["kind"] == MAINTENANCE else None,
        ru=form["ru"],
        en=form["en"],
        starts_at=starts,
        ends_at=ends,
    )


def _text_faults(visit: Visit, form: Form) -> Iterator[tuple[str, str]]:
    if form["kind"] not in KINDS:
        yield "kind", "kind"
    if form["kind"] == MAINTENANCE and form["participant"] not in visit.exchange.judgement.trust.participants:
        yield "participant", "participant"
    yield from ((name, "text") for name in ("ru", "en") if len(form[name]) < SHORTEST)


def _time_faults(visit: Visit, starts: datetime | None, ends: datetime | None) -> Iterator[tuple[str, str]]:
    yield from ((name, "time") for name, at in (("starts", starts), ("ends", ends)) if at is None)
    if starts is not None and ends is not None:
        if ends <= max(starts, visit.now):
            yield "ends", "order"
        elif ends - starts > LONGEST:
            yield "ends", "long"


def _instant(visit: Visit, text: str) -> datetime | None:
    """Return a typed day and hour of the visitor's city."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=ZoneInfo(visit.zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


ROUTES = (
    Route(method="GET", path=PATH, handler=show, action="announcements"),
    Route(method="POST", path=PATH, handler=create, action="announce"),
    Route(
        method="POST",
        path=PATH + "/{number:[0-9]{1,15}}/withdraw",
        handler=take_back,
        action="announce",
        sample={"number": "1"},
    ),
)
