"""Before a signature is taken: is it still the person who has signed in?

    await require_confirmation(request)          # in the handler, before the workflow
    render(request, …, **confirmation(request))  # what the form asks for: nothing, a passkey, or password and code

The question stands in the form of the signature itself, so it costs no further click.
"""

from typing import Any

from aiohttp import web

from hub.console.visit import visit_of
from hub.core.console.account import Level
from hub.core.errors import UnauthenticatedError
from hub.workflows.accounts.confirm_person import (
    confirm_by_passkey,
    confirm_by_password,
    confirmation_options,
    require_confirmed,
)

LONGEST = 20_000
DONE = web.RequestKey("confirmed", bool)


async def require_confirmation(request: web.Request) -> None:
    """Take what was answered or typed to confirm the visitor, where his session is not from just now.

    Raises:
        ConfirmationWantedError: nothing was.
        PasskeyError, SignInError, OverloadedError: it does not hold.
    """
    visit = visit_of(request)
    session, person = visit.session, visit.person
    if session is None:
        raise UnauthenticatedError
    if session.is_confirmed(visit.exchange.clock.now()):
        return
    typed = await _typed(request)
    if session.level is Level.PASSKEY and typed["answer"]:
        await confirm_by_passkey(visit.exchange, visit.console, person, session, typed["answer"])
    elif session.level is Level.PASSWORD and typed["password"]:
        said = {"password": typed["password"], "code": typed["code"]}
        await confirm_by_password(visit.exchange, visit.console, person, session, **said)
    else:
        require_confirmed(visit.exchange, session)
    request[DONE] = True


async def _typed(request: web.Request) -> dict[str, str]:
    """Return what was answered or typed, as it is: a password may begin with a blank; what is too long is none."""
    posted = await request.post()
    given = {name: posted.get(name, "") for name in ("answer", "password", "code")}
    return {name: text if isinstance(text, str) and len(text) <= LONGEST else "" for name, text in given.items()}


def confirmation(request: web.Request) -> dict[str, Any]:
    """Return what a form of a signature asks for: `confirm_by` is "", "passkey" or "password"."""
    visit = visit_of(request)
    session = visit.session
    if session is None or DONE in request or session.is_confirmed(visit.exchange.clock.now()):
        return {"confirm_by": "", "confirm_options": ""}
    if session.level is Level.PASSKEY:
        options = confirmation_options(visit.exchange, visit.console, session)
        return {"confirm_by": "passkey", "confirm_options": options}
    return {"confirm_by": "password", "confirm_options": ""}
