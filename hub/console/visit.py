"""One request as a page sees it: who asks, in which language and city, when, and of which exchange.

Who asks is found by the cookie before any page is chosen (`visits`); whether he may is asked next (`rights`).

async def show(request: web.Request) -> web.Response:
visit = visit_of(request)
rows = await list_something(visit.exchange, party=visit.party, now=visit.now)
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from hub.console.announced import Announced
from hub.console.routing import READING, Handler
from hub.core.console.account import Account, Session
from hub.core.errors import ForbiddenError, UnauthenticatedError
from hub.web import language
from hub.web.state import PROCESS
from hub.workflows.accounts.open_session import find_ended, find_session
from hub.workflows.exchange import Exchange
from hub.workflows.health.announce import Announcement
from hub.workflows.process.open_console import Console

LANGUAGE_COOKIE = "hub-language"
CONSOLE = web.AppKey("console", Console)
ANNOUNCED = web.AppKey("announced", Announced)
ZONE = "UTC"  # of whom nobody knows yet; whoever has signed in has a city


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request. Without an account, nobody has signed in; `environment` is that of the hub's origin.

    `path` is what was asked for, with its query. `back` is where the page is found again by a link: of an answer to a
    form it is the same address or the nearest above it that is a page. `announced` is what everybody who has signed in
    is told today.
    """

    account: Account | None
    session: Session | None
    lang: str
    zone: str
    environment: str
    now: datetime
    path: str
    back: str
    exchange: Exchange
    console: Console
    announced: Sequence[Announcement] = ()

    @property
    def is_training(self) -> bool:
        """Tell whether all persons here are fictitious."""
        return self.environment in {"training", "test"}

    @property
    def csrf(self) -> str:
        """Return what every form of this session carries, and no other site can know."""
        return csrf_of(self.console, self.session)

    @property
    def person(self) -> Account:
        """Return who has signed in.

        Raises:
            UnauthenticatedError: nobody has.
        """
        if self.account is None:
            raise UnauthenticatedError
        return self.account

    @property
    def party(self) -> str:
        """Return the participant that the visitor works for: whose rows and whose column he sees.

        Raises:
            UnauthenticatedError: nobody has signed in.
            ForbiddenError: he works for none of them.
        """
        if self.person.participant is None:
            raise ForbiddenError
        return self.person.participant


VISIT = web.RequestKey("visit", Visit)
ENDED: web.RequestKey[tuple[Session, Account] | None] = web.RequestKey("ended")


def csrf_of(console: Console, session: Session | None) -> str:
    """Return the token of a session's forms."""
    value = b"" if session is None else session.digest
    return base64.urlsafe_b64encode(console.secret.token("form", value)).decode("ascii").rstrip("=")


def is_from_here(request: web.Request) -> bool:
    """Tell whether a form comes from a page of ours; an old browser names at least its page's origin."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is None:
        return request.headers.get("Origin") == request.app[CONSOLE].site.origin
    return site == "same-origin"


def visit_of(request: web.Request) -> Visit:
    """Return the visit that this request belongs to; nobody's while it is not known yet who asks."""
    return request[VISIT] if VISIT in request else make_visit(request, None, None, back="/")


def make_visit(
    request: web.Request,
    account: Account | None,
    session: Session | None,
    *,
    back: str,
    announced: Sequence[Announcement] = (),
) -> Visit:
    """Return the visit of this account, or of nobody."""
    process = request.app[PROCESS]
    return Visit(
        account=account,
        session=session,
        lang=language_of(request, account),
        zone=account.zone if account else ZONE,
        environment=process.settings.environment,
        now=process.exchange.clock.now(),
        path=request.path_qs,
        back=back,
        exchange=process.exchange,
        console=request.app[CONSOLE],
        announced=announced,
    )


def session_cookie(console: Console) -> str:
    """Return the name of the cookie that holds a session's token: bound to the host wherever there is TLS."""
    return "__Host-hub-session" if console.is_secure else "hub-session"


@web.middleware
async def visits(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find out who asks."""
    console = request.app[CONSOLE]
    token = request.cookies.get(session_cookie(console))
    exchange = request.app[PROCESS].exchange
    request[ENDED] = None if request.method in READING else await find_ended(exchange, console, token)
    session, account = await find_session(exchange, console, token) or (None, None)
    announced = await request.app[ANNOUNCED].holding(exchange, exchange.clock.now()) if account else ()
    request[VISIT] = make_visit(request, account, session, back=await _way_back(request), announced=announced)
    return await handler(request)


async def _way_back(request: web.Request) -> str:
    path, asked = request.path, request.path_qs
    if request.method in READING:
        return asked
    while path != "/":
        found = await request.app.router.resolve(request.clone(method="GET", rel_url=asked))
        if found.http_exception is None:
            return asked
        path = asked = path.rpartition("/")[0] or "/"
    return path


def language_of(request: web.Request, account: Account | None = None) -> str:
    """Return "ru" or "en": what was chosen in this browser, else the account's, else what the browser asks for."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in language.LANGUAGES:
        return chosen
    if account is not None:
        return account.lang
    return language.choose(request.headers.get("Accept-Language"), request.app[PROCESS].settings.language)
