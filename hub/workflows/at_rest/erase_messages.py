"""Erase messages whose retention is over, and erase again what a restored older database has brought back.

    journal (a file outside the database)  ->  one transaction: data keys, ciphertext and tokens go

What the journal says is followed before anything else, at every start and before every erasure: so a crash between the
two is finished, and a database from a backup is brought to where erasure stood. From then on the message is a tombstone
in its inboxes; its leaf, its receipts and their proofs stay. The key that wrapped it is destroyed after the backup
horizon (`rotate_keys`); only then does the log say that what was erased is gone for good.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from hub.core import instant, retention
from hub.settings import StartError
from hub.store import erasure
from hub.store import retention as stored
from hub.store.connection import Connection
from hub.store.erasure import KeptMessage
from hub.telemetry import Event
from hub.workflows.at_rest.erasure_journal import Entry, ErasureJournal
from hub.workflows.at_rest.open_keyring import KeyringSource
from hub.workflows.exchange import Exchange
from hub.workflows.projections import ALL
from keys import keyring

_logger = structlog.get_logger()
BATCH = 500


class JournalBehindError(StartError):
    """The journal is older than the database: the folder of the keyring was restored from an old copy."""

    def __init__(self) -> None:
        super().__init__(
            "erasure-journal-behind",
            "Ведомость стирания в HUB_KEYRING_DIR старше базы: восстановлена старая копия папки. Верните последнюю.",
            "The erasure record in HUB_KEYRING_DIR is older than the database: an old copy was restored. Put back the "
            "newest one.",
        )


async def follow_journal(exchange: Exchange, source: KeyringSource, *, writes: bool) -> int:
    """Erase what the journal names and this database still has; return how many entries were followed.

    Only a process that `writes` destroys keys in the keyring. Each refuses a journal that is older than the database.

    Raises:
        JournalBehindError: it is older than the database.
        KeyPlaceError: it cannot be read, or a destroyed key cannot be taken out of the keyring.
    """
    async with exchange.pool.acquire() as conn, conn.transaction():
        return await _follow(conn, exchange, source, writes=writes)


async def _follow(conn: Connection, exchange: Exchange, source: KeyringSource, *, writes: bool) -> int:
    journal, position = ErasureJournal(source.folder), await erasure.read_journal_position(conn)
    if journal.size < position:
        raise JournalBehindError
    entries, end = await asyncio.to_thread(journal.read, position)
    for entry in entries:
        if entry.messages:
            await _erase(conn, entry)
    destroyed = [entry.destroyed for entry in entries if entry.destroyed]
    if destroyed:
        if writes:
            await _destroy(source, destroyed, exchange.clock.now())
        await erasure.note_destroyed(conn, destroyed, exchange.shift)
    if entries:
        await erasure.move_journal_position(conn, end)
    return len(entries)


async def _erase(conn: Connection, entry: Entry) -> None:
    """Erase what an entry names, and let the projections forget it."""
    await erasure.erase(conn, entry.messages, entry.key)
    for projection in ALL:
        await projection.forget(conn, [index for index, _ in entry.messages])


async def _destroy(source: KeyringSource, names: Sequence[str], now: datetime) -> None:
    await asyncio.to_thread(lambda: keyring.destroy(source.folder, names, origin=source.origin, today=now.date()))


async def erase_due(exchange: Exchange, source: KeyringSource) -> int:
    """Erase one batch under every key whose month is over; return how many messages were erased.

    Raises:
        JournalBehindError, KeyPlaceError: as `follow_journal`; nothing was erased.
    """
    month = retention.month_of(exchange.clock.now())
    due = [name for name in exchange.vault.keyring.wrapping if retention.is_due(name, month)]
    return sum([await _erase_under(exchange, source, name) for name in due])


async def _erase_under(exchange: Exchange, source: KeyringSource, name: str) -> int:
    async with exchange.pool.acquire() as conn, conn.transaction():
        if not (found := await erasure.read_kept(conn, name, BATCH)):
            return 0
        await _follow(conn, exchange, source, writes=True)
        entry = _entry(name, found, exchange.clock.now())
        await asyncio.to_thread(ErasureJournal(source.folder).append, [entry])
        await _follow(conn, exchange, source, writes=True)
    _logger.info(Event.MESSAGES_ERASED, key=name, count=len(found))
    return len(found)


def _entry(name: str, found: Sequence[KeptMessage], now: datetime) -> Entry:
    return Entry(key=name, at=instant.format(now), messages=tuple((each.index, each.sha256) for each in found))


async def is_unused(conn: Connection, name: str) -> bool:
    """Say whether nothing that is kept needs a key: no message, or no token of its year."""
    kind, _, year = name.partition("/")
    if kind == retention.BLIND:
        return not await stored.has_tokens(conn, int(year))
    return await erasure.is_empty(conn, name)


async def destroy_keys(exchange: Exchange, source: KeyringSource, names: Sequence[str]) -> None:
    """Destroy keys that wrap nothing any more: in the journal first, then in the keyring, then in the tables.

    Raises:
        JournalBehindError, KeyPlaceError: as `follow_journal`; nothing was destroyed.
    """
    async with exchange.pool.acquire() as conn, conn.transaction():
        await _follow(conn, exchange, source, writes=True)
        entries, at = [], instant.format(exchange.clock.now())
        for name in names:
            if await is_unused(conn, name):
                entries.append(Entry(destroyed=name, at=at))
            else:
                await erasure.reopen_key(conn, name)
        await asyncio.to_thread(ErasureJournal(source.folder).append, entries)
        await _follow(conn, exchange, source, writes=True)
    for entry in entries:
        _logger.info(Event.KEY_DESTROYED, key=entry.destroyed)
