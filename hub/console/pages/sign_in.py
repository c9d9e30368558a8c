"""Signing in: by passkey, by password and one-time code, by invitation, in the demo by a click; and signing out.

Whoever signs in gets a new session in any case, and comes back to the page that he had asked for.
"""

from collections.abc import Iterable
from itertools import groupby
from urllib.parse import quote

from aiohttp import web

from hub.console.late_forms import LATE
from hub.console.pages.typed import read_typed
from hub.console.rendering import render
from hub.console.routing import Route, go_to, local_path
from hub.console.visit import session_cookie, visit_of
from hub.core.console.account import Account
from hub.core.errors import HubError, InvitationError, SignInError
from hub.workflows.accounts.list_demo_accounts import list_demo_accounts
from hub.workflows.accounts.open_session import end_replaced, sign_out
from hub.workflows.accounts.register_passkey import sign_in_by_passkey, sign_in_options
from hub.workflows.accounts.sign_in import Credentials, accept_invitation, sign_in, sign_in_demo
from keys.errors import PasskeyError

SET_UP = "/setup"
LATE_FORM = "/late-form"


async def show(request: web.Request) -> web.Response:
    """Show the ways in."""
    return await _page(request, back=request.query.get("next", ""))


async def enter(request: web.Request) -> web.Response:
    """Sign in by login, password and code."""
    visit, typed = visit_of(request), await read_typed(request, "login", "password", "code", "next")
    given = Credentials(login=typed["login"], password=typed["password"], code=typed["code"])
    try:
        token = await sign_in(visit.exchange, visit.console, given, agent_of(request))
    except SignInError as error:
        return await _page(request, back=typed["next"], login=typed["login"], error=error)
    return await _begin(request, token, typed["next"])


async def enter_by_passkey(request: web.Request) -> web.Response:
    """Sign in by what the browser's passkey has answered."""
    visit, typed = visit_of(request), await read_typed(request, "answer", "next")
    try:
        token = await sign_in_by_passkey(visit.exchange, visit.console, typed["answer"], agent_of(request))
    except (SignInError, PasskeyError) as error:
        return await _page(request, back=typed["next"], error=error)
    return await _begin(request, token, typed["next"])


async def enter_demo(request: web.Request) -> web.Response:
    """Sign in to an account of the demo."""
    visit, typed = visit_of(request), await read_typed(request, "login", "next")
    try:
        token = await sign_in_demo(visit.exchange, typed["login"], agent_of(request))
    except SignInError as error:
        return await _page(request, back=typed["next"], error=error)
    return await _begin(request, token, typed["next"])


async def show_invitation(request: web.Request) -> web.Response:
    """Ask for the code of an invitation."""
    return render(request, "sign-in/invitation.html", error=None)


async def enter_by_invitation(request: web.Request) -> web.Response:
    """Sign in as a newcomer, who sets his own ways in."""
    visit, typed = visit_of(request), await read_typed(request, "code")
    try:
        token = await accept_invitation(visit.exchange, typed["code"], agent_of(request))
    except InvitationError as error:
        return render(request, "sign-in/invitation.html", status=403, error=error)
    return await _begin(request, token, SET_UP)


async def leave(request: web.Request) -> web.Response:
    """End the session."""
    visit = visit_of(request)
    if visit.session is not None and visit.account is not None:
        await sign_out(visit.exchange, visit.session, visit.account)
    answer = go_to("/sign-in")
    answer.del_cookie(session_cookie(visit.console), secure=visit.console.is_secure, httponly=True, samesite="Lax")
    return answer


async def _begin(request: web.Request, token: str, path: str) -> web.Response:
    """Give the new session to the browser; the one that it had ends."""
    visit = visit_of(request)
    if visit.session is not None:
        await end_replaced(visit.exchange, visit.session)
    if request.app[LATE].waiting:
        path = f"{LATE_FORM}?next={quote(local_path(path), safe='')}"
    return with_session(request, token, path)


async def show_late_form(request: web.Request) -> web.Response:
    """Show what was typed before the session ended, to be sent now; where nothing waits, go on."""
    visit, after = visit_of(request), local_path(request.query.get("next"))
    form = request.app[LATE].take(visit.person.id, visit.now)
    if form is None:
        return go_to(after)
    return render(request, "sign-in/late-form.html", form=form, after=after)


async def _page(
    request: web.Request, *, back: str = "", login: str = "", error: HubError | PasskeyError | None = None
) -> web.Response:
    visit, back = visit_of(request), local_path(back, "")
    return render(
        request,
        "sign-in/sign-in.html",
        status=200 if error is None else 403,
        back=back,
        login=login,
        error=error,
        options=sign_in_options(visit.exchange, visit.console),
        demo=_by_participant(await list_demo_accounts(visit.exchange)),
    )


def _by_participant(accounts: Iterable[Account]) -> list[tuple[str, list[Account]]]:
    """Return accounts by their participant ("": the hub itself)."""
    found = sorted(accounts, key=lambda each: (each.participant or "~", each.login))
    return [(key, list(group)) for key, group in groupby(found, key=lambda each: each.participant or "")]


def agent_of(request: web.Request) -> str:
    """Return what the browser calls itself, for the list of sessions."""
    return request.headers.get("User-Agent", "")


def with_session(request: web.Request, token: str, path: str = "") -> web.Response:
    """Return the answer that gives a session to the browser, and sends it where it wanted to go."""
    console = visit_of(request).console
    answer = go_to(local_path(path))
    answer.set_cookie(session_cookie(console), token, secure=console.is_secure, httponly=True, samesite="Lax", path="/")
    return answer


def sign_in_again(path: str) -> web.Response:
    """Return the answer that asks who is there, and then goes on to the path."""
    return go_to(f"/sign-in?next={quote(path, safe='')}")


ROUTES = (
    Route(method="GET", path="/sign-in", handler=show, action="sign-in"),
    Route(method="POST", path="/sign-in", handler=enter, action="sign-in"),
    Route(method="POST", path="/sign-in/passkey", handler=enter_by_passkey, action="sign-in"),
    Route(method="POST", path="/sign-in/demo", handler=enter_demo, action="sign-in"),
    Route(method="GET", path="/invitation", handler=show_invitation, action="sign-in"),
    Route(method="POST", path="/invitation", handler=enter_by_invitation, action="sign-in"),
    Route(method="POST", path="/sign-out", handler=leave, action="sign-out"),
    Route(method="GET", path=LATE_FORM, handler=show_late_form, action="account", swept=False),
)
