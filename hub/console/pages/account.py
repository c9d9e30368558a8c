"""One's own account: language and city, passkeys, password with codes, sessions; a newcomer's first way in."""

from typing import Any
from zoneinfo import available_timezones

from aiohttp import web

from hub.console.pages.sign_in import agent_of, sign_in_again, with_session
from hub.console.pages.typed import read_typed
from hub.console.rendering import city_of, render
from hub.console.routing import Route, go_to
from hub.console.visit import LANGUAGE_COOKIE, Visit, visit_of
from hub.core.console.account import Level, Session
from hub.core.errors import (
    CodeWrongError,
    ForbiddenError,
    HubError,
    MissingError,
    PasswordWeakError,
    UnauthenticatedError,
)
from hub.web import language
from hub.workflows.accounts.lock_account import change_tongue
from hub.workflows.accounts.open_session import list_sessions, revoke_session, revoke_sessions, rotate_session
from hub.workflows.accounts.register_passkey import drop_passkey, list_passkeys, register_passkey, registration_options
from hub.workflows.accounts.set_password import NewSecret, draw_secret, same_secret, set_password
from keys import base64url
from keys.errors import PasskeyError

FRESH_SECONDS = 15 * 60  # ways in are changed by who has signed in just now
ZONES = (
    "Asia/Almaty", "Asia/Ashgabat", "Asia/Baku", "Asia/Bishkek", "Asia/Dushanbe", "Asia/Qyzylorda", "Asia/Samarkand",
    "Asia/Tashkent", "Asia/Vladivostok", "Asia/Yekaterinburg", "Asia/Yerevan", "Europe/Minsk", "Europe/Moscow", "UTC",
)  # fmt: skip


async def show(request: web.Request) -> web.Response:
    """Show the account."""
    return await _page(request)


async def change(request: web.Request) -> web.Response:
    """Change language and city."""
    visit, typed = visit_of(request), await read_typed(request, "lang", "zone")
    if typed["lang"] not in language.LANGUAGES or typed["zone"] not in available_timezones():
        raise MissingError
    await change_tongue(visit.exchange, visit.person, lang=typed["lang"], zone=typed["zone"])
    answer = go_to("/account")
    answer.del_cookie(LANGUAGE_COOKIE)
    return answer


async def show_password(request: web.Request) -> web.Response:
    """Show a new secret of codes, and ask for a password with it."""
    visit, session = _signed_in(request)
    if not _may_change(visit, session):
        return sign_in_again(request.path)
    shown = draw_secret(visit.exchange, visit.console, visit.person, session)
    return _password_page(request, shown)


async def keep_password(request: web.Request) -> web.Response:
    """Keep password and codes."""
    visit, session = _signed_in(request)
    if not _may_change(visit, session):
        return sign_in_again(request.path)
    typed = await read_typed(request, "password", "again", "sealed", "code")
    shown = same_secret(visit.exchange, visit.console, visit.person, session, typed["sealed"])
    if typed["password"] != typed["again"]:
        return _password_page(request, shown, is_other=True)
    try:
        await set_password(
            visit.exchange,
            visit.console,
            visit.person,
            session,
            password=typed["password"],
            sealed=typed["sealed"],
            code=typed["code"],
        )
    except (PasswordWeakError, CodeWrongError) as error:
        return _password_page(request, shown, error=error)
    return await _go_on(request, session, Level.PASSWORD)


async def add_passkey(request: web.Request) -> web.Response:
    """Keep the passkey that the browser made."""
    visit, session = _signed_in(request)
    if not _may_change(visit, session):
        return sign_in_again("/account")
    typed = await read_typed(request, "answer", "name")
    try:
        await register_passkey(
            visit.exchange, visit.console, visit.person, session, answer=typed["answer"], name=typed["name"].strip()
        )
    except PasskeyError as error:
        return await (_setup_page if session.level is Level.INVITATION else _page)(request, error=error)
    return await _go_on(request, session, Level.PASSKEY)


async def remove_passkey(request: web.Request) -> web.Response:
    """Let a passkey go."""
    visit, session = _signed_in(request)
    if not _may_change(visit, session):
        return sign_in_again("/account")
    try:
        chosen = base64url.decode(request.match_info["id"].encode("ascii", "replace"))
    except ValueError:
        raise MissingError from None
    await drop_passkey(visit.exchange, visit.person, chosen)
    return go_to("/account")


async def end_session(request: web.Request) -> web.Response:
    """End one session."""
    visit = visit_of(request)
    await revoke_session(visit.exchange, visit.person, request.match_info["id"], by=visit.person)
    return go_to("/account")


async def end_others(request: web.Request) -> web.Response:
    """End all sessions but this one."""
    visit, session = _signed_in(request)
    await revoke_sessions(visit.exchange, visit.person, by=visit.person, but=session)
    return go_to("/account")


async def show_setup(request: web.Request) -> web.Response:
    """Show a newcomer the two ways in that he can set."""
    return await _setup_page(request)


async def _setup_page(request: web.Request, *, error: HubError | PasskeyError | None = None) -> web.Response:
    visit = visit_of(request)
    return render(
        request,
        "account/setup.html",
        status=200 if error is None else 422,
        options=await registration_options(visit.exchange, visit.console, visit.person),
        error=error,
    )


async def _page(request: web.Request, *, error: HubError | PasskeyError | None = None) -> web.Response:
    visit, session = _signed_in(request)
    account = visit.person
    return render(
        request,
        "account/account.html",
        status=200 if error is None else 422,
        sessions=await list_sessions(visit.exchange, visit.console, account.id),
        passkeys=[(_text(each.id), each) for each in await list_passkeys(visit.exchange, account.id)],
        options=await registration_options(visit.exchange, visit.console, account),
        is_fresh=account.is_demo or is_fresh(visit, session),
        zones=sorted({*ZONES, account.zone}, key=lambda zone: city_of(zone, visit.lang)),
        error=error,
    )


def _password_page(request: web.Request, shown: NewSecret, **values: Any) -> web.Response:
    status = 422 if values else 200
    return render(
        request, "account/password.html", status=status, shown=shown, **{"error": None, "is_other": False, **values}
    )


async def _go_on(request: web.Request, session: Session, level: Level) -> web.Response:
    """Go on after a way in was set; whoever was a newcomer is one no more."""
    if session.level is not Level.INVITATION:
        return go_to("/account")
    token = await rotate_session(visit_of(request).exchange, session, level, agent_of(request))
    return with_session(request, token)


def _signed_in(request: web.Request) -> tuple[Visit, Session]:
    visit = visit_of(request)
    if visit.session is None:
        raise UnauthenticatedError
    return visit, visit.session


def _may_change(visit: Visit, session: Session) -> bool:
    """Tell whether ways in may be changed now; accounts of the demo have none.

    Raises:
        ForbiddenError: it is an account of the demo.
    """
    if visit.person.is_demo:
        raise ForbiddenError
    return session.level is Level.INVITATION or is_fresh(visit, session)


def is_fresh(visit: Visit, session: Session) -> bool:
    """Say whether a session was opened just now."""
    return (visit.now - session.opened_at).total_seconds() < FRESH_SECONDS


def _text(raw: bytes) -> str:
    return base64url.encode(raw).decode("ascii")


ROUTES = (
    Route(method="GET", path="/account", handler=show, action="account"),
    Route(method="POST", path="/account", handler=change, action="account"),
    Route(method="GET", path="/account/password", handler=show_password, action="account-keys", swept=False),
    Route(method="POST", path="/account/password", handler=keep_password, action="account-keys"),
    Route(method="POST", path="/account/passkeys", handler=add_passkey, action="account-keys"),
    Route(
        method="POST",
        path="/account/passkeys/{id}/remove",
        handler=remove_passkey,
        action="account-keys",
        sample={"id": "AAAA"},
    ),
    Route(
        method="POST",
        path="/account/sessions/{id}/end",
        handler=end_session,
        action="account-sessions",
        sample={"id": "none"},
    ),
    Route(method="POST", path="/account/sessions/end-others", handler=end_others, action="account-sessions"),
    Route(method="GET", path="/setup", handler=show_setup, action="account-setup", swept=False),
    Route(method="GET", path="/setup/password", handler=show_password, action="account-setup", swept=False),
    Route(method="POST", path="/setup/password", handler=keep_password, action="account-setup"),
    Route(method="POST", path="/setup/passkey", handler=add_passkey, action="account-setup"),
)
