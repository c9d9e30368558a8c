"""Dead letters: messages that were rejected or have expired, and asking their sender to send them again."""

from aiohttp import web

from hub.console.pages.health import LARGEST, reader_of
from hub.console.rendering import render
from hub.console.rights import may, require
from hub.console.routing import Route, go_to
from hub.console.visit import visit_of
from hub.workflows.health.ask_resend import ask_resend, find_dead_letter, read_dead_letters

PAGE = 50
PATH = "/health/dead-letters"


async def show(request: web.Request) -> web.Response:
    """Show them, newest first."""
    visit, text = visit_of(request), request.query.get("before", "")
    before = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else LARGEST
    found = await read_dead_letters(visit.exchange, reader=reader_of(visit), before=before, limit=PAGE)
    return render(
        request,
        "health/dead-letters.html",
        found=found,
        party=reader_of(visit),
        may_ask=may(visit, "dead-letter-ask"),
    )


async def ask(request: web.Request) -> web.Response:
    """Ask the sender to send a message again."""
    visit = visit_of(request)
    names = {name: request.match_info[name] for name in ("sender", "recipient")}
    letter = await find_dead_letter(visit.exchange, message_id=request.match_info["id"], **names)
    require(visit, "dead-letter-ask", owner=letter.sender, parties=[letter.recipient])
    await ask_resend(visit.exchange, letter, by=visit.person)
    return go_to(PATH)


ROUTES = (
    Route(method="GET", path=PATH, handler=show, action="dead-letters"),
    Route(
        method="POST",
        path=PATH + "/{sender}/{id}/{recipient}/ask",
        handler=ask,
        action="dead-letter-ask",
        sample={"sender": "ru-guvm", "id": "01932f3e-7d00-7000-8000-00000000f10e", "recipient": "tj-mvd"},
    ),
)
