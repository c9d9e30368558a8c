"""«Просроченные ответы»: who owes whom how many, by age; single cases for whom they concern; a letter to remind."""

from datetime import UTC, datetime

from aiohttp import web

from hub.console.pages.health import reader_of
from hub.console.reminder_letter import LANGUAGES, both, write
from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route
from hub.console.visit import Visit, visit_of
from hub.core.errors import MissingError
from hub.workflows.desk.read_overdue import Debt, note_letter, read_debt, read_overdue

PAGE = 50


async def show(request: web.Request) -> web.Response:
    """Show them."""
    visit = visit_of(request)
    found = await read_overdue(visit.exchange, reader=reader_of(visit), after=_after(request), limit=PAGE)
    return render(
        request,
        "overdue/list.html",
        found=found,
        sees_all=reader_of(visit) is None,
        may_write=may(visit, "overdue-letter"),
    )


async def show_letter(request: web.Request) -> web.Response:
    """Show the draft of the letter."""
    visit = visit_of(request)
    debt = await _debt(visit, request.match_info["participant"])
    letters = {lang: write(debt, lang) for lang in LANGUAGES}
    return render(request, "overdue/letter.html", debt=debt, letters=letters)


async def take_letter(request: web.Request) -> web.Response:
    """Give the letter as a text, in both languages, and note who took it."""
    visit = visit_of(request)
    debt = await _debt(visit, request.match_info["participant"])
    await note_letter(visit.exchange, debt.participant, by=visit.person)
    name = f"reminder-{debt.participant}-{debt.at:%Y-%m-%d}.txt"
    return web.Response(text=both(debt), headers={"Content-Disposition": f'attachment; filename="{name}"'})


async def _debt(visit: Visit, participant: str) -> Debt:
    if participant not in visit.exchange.judgement.trust.participants:
        raise MissingError
    return await read_debt(visit.exchange, participant)


def _after(request: web.Request) -> tuple[datetime, int] | None:
    """Return behind which case the page begins: `after` is the end of its term and its place, as the link said."""
    text, _, place = request.query.get("after", "").partition("~")
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC), int(place[:16])
    except (ValueError, OverflowError):
        return None


ROUTES = (
    Route(method="GET", path="/overdue", handler=show, action="overdue"),
    Route(
        method="GET",
        path="/overdue/letters/{participant}",
        handler=show_letter,
        action="overdue-letter",
        sample={"participant": "tj-mvd"},
    ),
    Route(
        method="POST",
        path="/overdue/letters/{participant}",
        handler=take_letter,
        action="overdue-letter",
        sample={"participant": "tj-mvd"},
    ),
)
