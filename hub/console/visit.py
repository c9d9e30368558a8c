"""One request as a page sees it: who asks, in which language and city, when, and of which exchange.

async def show(request: web.Request) -> web.Response:
visit = visit_of(request)
rows = await list_something(visit.exchange, party=visit.party, now=visit.now)
"""

from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from hub.core.console.account import Account, Session
from hub.core.errors import ForbiddenError, UnauthenticatedError
from hub.web import language
from hub.web.state import PROCESS
from hub.workflows.exchange import Exchange

LANGUAGE_COOKIE = "hub-language"
ZONE = "UTC"  # of whom nobody knows yet; whoever has signed in has a city


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request. Without an account, nobody has signed in; `environment` is that of the hub's origin."""

    account: Account | None
    session: Session | None
    lang: str
    zone: str
    environment: str
    now: datetime
    exchange: Exchange

    @property
    def is_training(self) -> bool:
        """Tell whether all persons here are fictitious."""
        return self.environment in {"training", "test"}

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


def visit_of(request: web.Request) -> Visit:
    """Return the visit that this request belongs to."""
    return request[VISIT]


def make_visit(request: web.Request, account: Account | None, session: Session | None) -> Visit:
    """Return the visit of this account, or of nobody."""
    process = request.app[PROCESS]
    return Visit(
        account=account,
        session=session,
        lang=language_of(request, account),
        zone=account.zone if account else ZONE,
        environment=process.settings.environment,
        now=process.exchange.clock.now(),
        exchange=process.exchange,
    )


def language_of(request: web.Request, account: Account | None = None) -> str:
    """Return "ru" or "en": what was chosen in this browser, else the account's, else what the browser asks for."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    if chosen in language.LANGUAGES:
        return chosen
    if account is not None:
        return account.lang
    return language.choose(request.headers.get("Accept-Language"), request.app[PROCESS].settings.language)
