"""Open what the console works with: its secret, its address, its policy table, how long sessions last."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from hub.core.console import policy
from hub.core.console.account import Limits
from hub.core.console.policy import Policy
from hub.core.errors import OverloadedError
from hub.settings import Settings
from hub.store import accounts
from hub.store.accounts import KeptConsoleSecret
from hub.store.connection import Pool
from hub.workflows.at_rest.open_keyring import source_of
from hub.workflows.process.open_exchange import Process
from keys import console_secret
from keys.console_secret import ConsoleSecret
from keys.master_key import MasterKey
from keys.passkey import Site
from schemas import console_policy

HASHES = 2  # passwords checked at the same time: each takes 64 MiB and four threads
WAITING = 64
RETRY_AFTER = 5
Result = TypeVar("Result")


class Hashing:
    """Passwords are hashed in threads, a few at a time; beyond `WAITING` one is told to come again."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(HASHES)
        self._waiting = 0

    async def run(self, work: Callable[[], Result]) -> Result:
        """Return what `work` returns, from a thread.

        Raises:
            OverloadedError: too many wait already.
        """
        if self._waiting >= WAITING:
            raise OverloadedError(retry_after=RETRY_AFTER)
        self._waiting += 1
        try:
            async with self._turns:
                return await asyncio.to_thread(work)
        finally:
            self._waiting -= 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """What pages and their workflows share in one process. `site` is the address that passkeys and forms hold for."""

    secret: ConsoleSecret = field(repr=False)
    site: Site
    policy: Policy
    limits: Limits
    hashing: Hashing = field(default_factory=Hashing)

    @property
    def is_secure(self) -> bool:
        """Tell whether browsers reach the console by TLS, so that cookies can demand it."""
        return self.site.origin.startswith("https:")


async def open_console(process: Process) -> Console:
    """Return the console of this process.

    Raises:
        SettingsError: the master key is not named.
        KeysError: it cannot be had, or is not the one that the console's secret was wrapped by.
    """
    settings = process.settings
    return Console(
        secret=await open_secret(settings, process.exchange.pool),
        site=Site(origin=address_of(settings)),
        policy=policy.parse(console_policy.load()),
        limits=Limits(
            idle=timedelta(seconds=settings.session_idle), absolute=timedelta(seconds=settings.session_lifetime)
        ),
    )


def address_of(settings: Settings) -> str:
    """Return the console's address as people's browsers know it."""
    return settings.console_url or f"http://localhost:{settings.console_listen[1]}"


async def open_secret(settings: Settings, pool: Pool) -> ConsoleSecret:
    """Unwrap the console's secret, made when there is none; one wrapped by an older master key is wrapped anew.

    Raises:
        KeysError: the master key cannot be had, or did not wrap it.
    """
    masters = source_of(settings).masters()
    async with pool.acquire() as conn:
        kept = await accounts.read_console_secret(conn)
        if kept is None:
            await accounts.write_console_secret(conn, _keep(ConsoleSecret.generate(), masters[0]))
            kept = await accounts.read_console_secret(conn)
        if kept is None:
            raise LookupError("the console's secret was written and is not there")
        secret = console_secret.unwrap(kept.wrapped, kept.master, masters)
        if kept.master != masters[0].id:
            await accounts.rewrap_console_secret(conn, _keep(secret, masters[0]), kept.master)
        return secret


def _keep(secret: ConsoleSecret, master: MasterKey) -> KeptConsoleSecret:
    return KeptConsoleSecret(master=master.id, wrapped=secret.wrap(master))
