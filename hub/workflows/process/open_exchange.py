"""Open the exchange in this process: pool, keys, trust list, committer and releaser, until the block ends."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from hub.clock import make_clock
from hub.core.quota import Quotas
from hub.settings import Settings, SettingsError
from hub.store import migrate, register
from hub.store.connection import Connection, Pool, open_pool
from hub.store.failures import FAILURES
from hub.store.notifications import JUDGEMENT, RELEASED, Bell, listen
from hub.telemetry import Event, Metrics
from hub.workflows.agreements.change_agreement import seed_agreements
from hub.workflows.at_rest.erase_messages import follow_journal
from hub.workflows.at_rest.open_keyring import KeyringFollower, KeyringSource, open_vault, prepare_keys, reporting
from hub.workflows.exchange import Exchange, Judgement
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.log.own_log import check_start
from hub.workflows.log.release_log import Releaser, empty_note, release_rest
from hub.workflows.trust.open_keys import open_key
from hub.workflows.trust.publish_trust import newest_root, publish_newer, read_folder, seed_trust
from hub.workflows.trust.read_trust import read_judgement, refresh_judgement
from hub.workflows.trust.renew_status import is_named, renew_status
from keys import trust_chain, trust_root
from keys.errors import KeysError
from keys.jwk import Signer
from keys.trust_folder import Published
from schemas import agreements, catalogue

_logger = structlog.get_logger()
DRAIN_SECONDS = 10.0
PAUSE = 0.5
CANCEL_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """The running parts of one process: its view of the exchange, its committer, and the bell of releases.

    `status_key` and `notice_key` are there only where the worker renews the status and sends the hub's notices;
    `keyring` keeps the keys of records at rest up to date.
    """

    exchange: Exchange
    committer: GroupCommitter
    released: Bell
    settings: Settings
    status_key: Signer | None
    notice_key: Signer | None
    keyring: KeyringFollower


@contextlib.asynccontextmanager
async def open_process(settings: Settings) -> AsyncIterator[Process]:
    """Open the pool, check the log's own state, and run the committer until the block ends.

    Raises:
        StartError: the settings or the database are not fit.
        KeysError: keys or trust list are not.
        IntegrityError: the stored log is not what was signed.
    """
    async with open_pool(settings) as pool:
        status_key = _read_worker_key(settings, "status_key_file")
        exchange, source = await _make_exchange(settings, pool, status_key)
        await check_start(exchange)
        keys = await _follow_keyring(exchange, source, writes="worker" in settings.roles)
        await release_rest(exchange)
        releaser = Releaser(exchange)
        committer = GroupCommitter(exchange, releaser)
        bells = {RELEASED: Bell(), JUDGEMENT: Bell()}
        background = [committer.run(), releaser.run(), listen(pool, bells), _follow(exchange, bells[JUDGEMENT])]
        async with reporting(keys), _running([*background, keys.run()]):
            await _take_newer(exchange, committer, settings, status_key)
            await seed_agreements(exchange, committer, agreements.load())
            yield Process(
                exchange=exchange,
                committer=committer,
                released=bells[RELEASED],
                settings=settings,
                status_key=status_key,
                notice_key=_read_worker_key(settings, "notice_key_file"),
                keyring=keys,
            )
            await committer.drain(DRAIN_SECONDS)
        await releaser.flush()


async def _follow_keyring(exchange: Exchange, source: KeyringSource, *, writes: bool) -> KeyringFollower:
    """Erase what the journal names, drop what was destroyed, and make the keys that will be needed.

    Raises:
        JournalBehindError, KeyPlaceError: they are older than the database, or cannot be used.
    """
    await follow_journal(exchange, source, writes=writes)
    keys = KeyringFollower(source=source, vault=exchange.vault, pool=exchange.pool, clock=exchange.clock, writes=writes)
    await keys.look()
    if writes and await prepare_keys(source, exchange.vault, exchange.clock):
        await keys.look()
    return keys


async def _make_exchange(settings: Settings, pool: Pool, status_key: Signer | None) -> tuple[Exchange, KeyringSource]:
    settings.need("origin", "trust_anchor")
    clock, key = make_clock(settings), open_key(settings, "log_key_file")
    judgement = await _judge(settings, pool, status_key, key=key, now=clock.now)
    vault, source = await open_vault(settings, catalogue.load())
    exchange = Exchange(
        origin=str(settings.origin),
        pool=pool,
        catalogue=catalogue.load(),
        log_key=key,
        clock=clock,
        metrics=Metrics(),
        judgement=judgement,
        vault=vault,
        anchor=str(settings.trust_anchor),
        quotas=Quotas(rate=settings.quota_rate, burst=settings.quota_burst),
        group_limit=settings.group_limit,
        waiting_limit=settings.queue_limit,
    )
    return exchange, source


async def _judge(
    settings: Settings, pool: Pool, status_key: Signer | None, *, key: Signer, now: Callable[[], datetime]
) -> Judgement:
    """Begin the log if there is none, and read what messages are judged by."""
    origin, anchor = str(settings.origin), str(settings.trust_anchor)
    published = read_folder(settings.path("trust_dir"))
    async with pool.acquire() as conn:
        await migrate.require_current(conn)
        async with conn.transaction():
            await seed_trust(
                conn,
                published,
                anchor=anchor,
                now=now(),
                empty_note=empty_note(origin, key),
                status_key=status_key,
            )
            await _require_own(conn, origin, key, published)
        if status_key is not None and await is_named(pool, status_key):
            await renew_status(pool, key=status_key, now=now())
        return await read_judgement(conn, anchor=anchor, now=now())


async def _require_own(conn: Connection, origin: str, key: Signer, published: Published) -> None:
    """Refuse to be another hub than the trust list's, or to sign its log by a key that nobody would believe.

    Raises:
        SettingsError: HUB_ORIGIN is not that of the root in force, or HUB_LOG_KEY_FILE neither its log key nor the one
            of the root that the folder holds to follow it.
    """
    documents = await register.read_trust_documents(conn)
    root = trust_root.parse(trust_chain.text_of(documents["root"], trust_root.KIND))
    if root.hub != origin:
        raise SettingsError(
            "origin-mismatch",
            f"HUB_ORIGIN не совпадает с узлом списка доверия ({root.hub}). Исправьте её или HUB_TRUST_DIR.",
            f"HUB_ORIGIN is not the hub of the trust list ({root.hub}). Mend it, or HUB_TRUST_DIR.",
        )
    if key.public.x not in (root.log.public_key.x, newest_root(published).log.public_key.x):
        raise SettingsError(
            "log-key-mismatch",
            "Ключ в HUB_LOG_KEY_FILE не тот, что назван в корневом документе. Укажите ключ журнала этого узла.",
            "The key of HUB_LOG_KEY_FILE is not the one that the root names. Name the key of this hub's log.",
        )


def _read_worker_key(settings: Settings, name: str) -> Signer | None:
    """Return a key that only the worker needs: for the status, for the hub's notices."""
    if getattr(settings, name) is None or "worker" not in settings.roles:
        return None
    return open_key(settings, name)


async def _take_newer(
    exchange: Exchange, committer: GroupCommitter, settings: Settings, status_key: Signer | None
) -> None:
    """Publish what the folder holds, before anything is signed: a changed log key comes into force by a restart.

    Raises:
        SettingsError: the log key is not the one in force, and there is no status key to publish its root with.
        TrustListError: the folder's root names the log key, and cannot be published.
    """
    is_own = exchange.judgement.trust.log_verifier.public_key.x == exchange.log_key.public.x
    if status_key is None and not is_own:
        raise SettingsError(
            "log-key-early",
            "Ключ в HUB_LOG_KEY_FILE ещё не введён в действие. Запустите сначала процесс worker с ключом статуса.",
            "The key of HUB_LOG_KEY_FILE is not in force yet. Start the worker that has the status key first.",
        )
    if status_key is not None:
        try:
            await publish_newer(exchange, committer, settings.path("trust_dir"), status_key)
        except (KeysError, SettingsError) as error:
            if not is_own:
                raise
            _logger.warning(Event.TRUST_LIST_REFUSED, code=error.code)


async def _follow(exchange: Exchange, changed: Bell) -> None:
    """Judge by the newest trust list and register whenever they change."""
    while True:
        rung = changed.waiter()
        try:
            await refresh_judgement(exchange)
        except KeysError as error:  # those in use serve until they expire; then everything is refused
            _logger.warning(Event.TRUST_LIST_REFUSED, code=error.code)
        except FAILURES as error:
            _logger.warning(Event.TRUST_LIST_REFUSED, error=type(error).__name__)
            await asyncio.sleep(PAUSE)
            continue
        await rung.wait()


@contextlib.asynccontextmanager
async def _running(jobs: list[Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(job) for job in jobs]
    try:
        yield
    finally:
        await end(tasks)


async def end(tasks: Sequence["asyncio.Task[None]"]) -> None:
    """Cancel tasks until they have ended: a driver that is opening a connection may take a cancellation for its own."""
    waiting = set(tasks)
    while waiting:
        for task in waiting:
            task.cancel()
        _, waiting = await asyncio.wait(waiting, timeout=CANCEL_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
