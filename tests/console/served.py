"""One console, served as in `hub serve`, on a hub with real records, with an account for each role and participant."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import aiohttp
from playwright.async_api import Browser
from yarl import URL

from hub.api.app import ROUTES, record_schemas
from hub.api.operations import make_openapi
from hub.conform.kit import read_kit
from hub.console.routing import Route
from hub.console.serve import listening
from hub.console.visit import LANGUAGE_COOKIE, session_cookie
from hub.core.console.account import Account, Level
from hub.core.enquiry.errors import ScreeningBehindError
from hub.demo.accounts import make_accounts
from hub.workflows.accounts.create_account import Wanted, create_account
from hub.workflows.accounts.open_session import open_session
from hub.workflows.process.open_console import Console, open_console
from hub.workflows.process.open_screening import open_screening
from hub.workflows.screening.screen import Screening
from schemas import catalogue
from tests.console import browser as browsers
from tests.console.browser import Watched
from tests.console.seeding import seed
from tests.console.seeding_keys import seed_keys
from tests.integration.hubs import Hub, open_hub
from tests.support.hub import Site

VISITOR = "visitor"
KIT = read_kit()  # whose results integrators hand in
API = make_openapi(ROUTES, record_schemas(catalogue.load()))  # what integrators read
NEWCOMER = Wanted(login="newcomer", participant="tj-mvd", name="Проба Новичкова", roles=frozenset({"liaison"}))
OWNERS = ("tj-mvd", "cis-ec", None)  # whose people open a page first; then everybody else's


@dataclass(kw_only=True)
class Served:
    """The address, the accounts by login, and how somebody signs in without clicking."""

    hub: Hub
    console: Console
    url: str
    accounts: Mapping[str, Account]
    _cookies: dict[str, dict[str, str]] = field(default_factory=dict)

    async def cookies(self, login: str) -> dict[str, str]:
        """Return the cookies of somebody who has signed in; of a visitor none."""
        if login == VISITOR:
            return {}
        if login not in self._cookies:
            exchange = self.hub.exchange
            async with exchange.pool.acquire() as conn, conn.transaction():
                token = await open_session(conn, exchange, self.accounts[login], Level.DEMO, "tests")
            self._cookies[login] = {session_cookie(self.console): token}
        return self._cookies[login]

    def visitors(self) -> Sequence[str]:
        """Return everybody: a visitor who has not signed in, then all logins, those of Tajikistan first."""
        order = {owner: number for number, owner in enumerate(OWNERS)}
        logins = sorted(self.accounts, key=lambda each: order.get(self.accounts[each].participant, len(order)))
        return [VISITOR, *logins]

    def account(self, login: str) -> Account | None:
        """Return the account of a login; None is a visitor."""
        return self.accounts.get(login)

    def openers(self, route: Route) -> Iterator[str]:
        """Yield who may open a page, by the policy table."""
        for login in self.visitors():
            if self.console.policy.may_ever(self.account(login), route.action):
                yield login

    async def opener(self, route: Route) -> str:
        """Return the first visitor to whom a page opens, its object being his to see.

        Raises:
            AssertionError: there is nobody.
        """
        for login in self.openers(route):
            async with self.client(login) as client, client.get(route.address(), allow_redirects=False) as answer:
                if answer.status == 200:
                    return login
        raise AssertionError(f"{route.path} opens to nobody")

    @contextlib.asynccontextmanager
    async def visitor(
        self, browser: Browser, login: str = VISITOR, *, lang: str = "ru", dark: bool = False, js: bool = True
    ) -> AsyncIterator[Watched]:
        """Open a browser profile in which somebody has signed in."""
        cookies = await self.cookies(login)
        async with browsers.visitor(browser, self.url, lang=lang, dark=dark, cookies=cookies, js=js) as watched:
            yield watched

    async def sign_in(self, watched: Watched, login: str, *, lang: str) -> None:
        """Sign somebody in to a profile that is open already, instead of whoever used it before."""
        await watched.page.context.clear_cookies()
        await browsers.give_cookies(
            watched.page.context, self.url, {LANGUAGE_COOKIE: lang, **await self.cookies(login)}
        )

    @contextlib.asynccontextmanager
    async def client(self, login: str = VISITOR, *, lang: str = "ru") -> AsyncIterator[aiohttp.ClientSession]:
        """Open a client without a browser, for answers alone; it follows no redirect by itself."""
        jar = aiohttp.CookieJar(unsafe=True)
        jar.update_cookies({LANGUAGE_COOKIE: lang, **await self.cookies(login)}, URL(self.url))
        async with aiohttp.ClientSession(self.url, cookie_jar=jar) as session:
            yield session


async def filled(screening: Screening) -> None:
    """Wait until the index of bans has all that was released."""
    async with asyncio.timeout(20):
        while True:
            try:
                return screening.index.require_ready()
            except ScreeningBehindError:
                await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def open_served(site: Site, dsn: str) -> AsyncIterator[Served]:
    """Serve a console of this site on a database of its own until the block ends."""
    async with open_hub(site, dsn, roles="api,console,worker", HUB_CONSOLE_LISTEN="127.0.0.1:0") as hub:
        await seed(hub)
        console = await open_console(hub.process)
        made = await make_accounts(hub.exchange, console)
        await create_account(hub.exchange, console, NEWCOMER, by=None)
        async with open_screening(hub.process) as screening, listening(hub.process, screening, API, KIT) as url:
            await filled(screening)
            accounts = {each.login: each for each in made}
            await seed_keys(hub, accounts)
            yield Served(hub=hub, console=console, url=url, accounts=accounts)
