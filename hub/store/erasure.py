"""Erasure: which keys wrap which messages, what was erased, which process has which keys, when a key ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from hub.store import queries
from hub.store.connection import Connection
from hub.store.messages import StoredBody, body_of
from keys.at_rest import Ciphertext

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptMessage:
    """A message as it is kept, and what names it: place, digest of its envelope (hex), record type."""

    index: int
    sha256: str
    type: str
    body: StoredBody


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedKey:
    """A key that wraps nothing any more: since when, how many messages were erased under it, when it was destroyed."""

    name: str
    emptied: datetime
    erased: int
    destroyed: datetime | None


def kept(row: "asyncpg.Record") -> KeptMessage:
    """Return the message of a row."""
    return KeptMessage(index=row["index"], sha256=row["sha256"].hex(), type=row["type"], body=body_of(row))


# ------------------------------------------------------- who has which keys


async def report_keys(conn: Connection, *, process: str, keys: Sequence[str] | None) -> None:
    """Say that a process runs and has these keys in memory; None: the same as it last reported."""
    if keys is None:
        await conn.execute(_SQL["report_alive"], process)
    else:
        await conn.execute(_SQL["report_keys"], process, keys)


async def forget_process(conn: Connection, process: str) -> None:
    """Say that a process has ended."""
    await conn.execute(_SQL["forget_process"], process)


async def read_holders(conn: Connection, key: str, within: timedelta) -> list[str]:
    """Return the processes heard of within this time that still report a key."""
    return [row["process"] for row in await conn.fetch(_SQL["read_holders"], key, within)]


# ------------------------------------------------------------- what is kept


async def read_kept(conn: Connection, key: str, limit: int) -> list[KeptMessage]:
    """Return messages that a key wraps, oldest first, locked for a change."""
    return [kept(row) for row in await conn.fetch(_SQL["read_kept"], key, limit)]


async def read_plain(conn: Connection, limit: int) -> list[KeptMessage]:
    """Return messages from before records were encrypted, locked for a change."""
    return [kept(row) for row in await conn.fetch(_SQL["read_plain"], limit)]


async def read_at(conn: Connection, indexes: Sequence[int]) -> list[KeptMessage]:
    """Return the messages at these places, locked for a change."""
    return [kept(row) for row in await conn.fetch(_SQL["read_at"], indexes)]


async def is_empty(conn: Connection, key: str) -> bool:
    """Say whether a key wraps nothing any more."""
    return bool(await conn.fetchval(_SQL["is_empty"], key))


async def count_kept(conn: Connection) -> dict[str, int]:
    """Return how many messages each key wraps; "" for messages that are still plain."""
    return {row["key"] or "": row["count"] for row in await conn.fetch(_SQL["count_kept"])}


async def count_ends(conn: Connection) -> tuple[int, int, int]:
    """Return how many messages were erased, how many ended keys wait for the horizon, how many were destroyed."""
    row = await conn.fetchrow(_SQL["count_ends"])
    return (0, 0, 0) if row is None else (row["erased"], row["waiting"], row["destroyed"])


async def rewrap(conn: Connection, changed: Sequence[tuple[int, Ciphertext]]) -> None:
    """Keep the data keys of these messages, wrapped anew; what was erased meanwhile stays erased."""
    await conn.execute(
        _SQL["rewrap"],
        [index for index, _ in changed],
        [ciphertext.key for _, ciphertext in changed],
        [ciphertext.wrapped for _, ciphertext in changed],
    )


async def encrypt_plain(conn: Connection, changed: Sequence[tuple[int, Ciphertext]]) -> None:
    """Put ciphertext into the place of plain messages."""
    await conn.execute(
        _SQL["encrypt_plain"],
        [index for index, _ in changed],
        [ciphertext.key for _, ciphertext in changed],
        [ciphertext.wrapped for _, ciphertext in changed],
        [ciphertext.body for _, ciphertext in changed],
    )


# ---------------------------------------------------------- what was erased


async def erase(conn: Connection, named: Sequence[tuple[int, str]], key: str) -> list[int]:
    """Erase the messages at these places whose digest (hex) is the one named; return the places."""
    places, digests = [index for index, _ in named], [bytes.fromhex(sha256) for _, sha256 in named]
    return [row["index"] for row in await conn.fetch(_SQL["erase"], places, digests, key)]


async def read_erased(conn: Connection, begin: int, end: int) -> list[int]:
    """Return the places of erased messages from `begin` up to, not including, `end`."""
    return [row["index"] for row in await conn.fetch(_SQL["read_erased"], begin, end)]


async def count_erased(conn: Connection, key: str) -> int:
    """Return how many messages were erased under a key."""
    return int(await conn.fetchval(_SQL["count_erased"], key))


async def read_journal_position(conn: Connection) -> int:
    """Return up to which byte this database has followed the erasure journal; nobody else erases meanwhile."""
    return int(await conn.fetchval(_SQL["read_journal_position"]))


async def move_journal_position(conn: Connection, position: int) -> None:
    """Say up to which byte this database has followed the erasure journal."""
    await conn.execute(_SQL["move_journal_position"], position)


# ------------------------------------------------------------ ends of keys


async def end_key(conn: Connection, key: str, erased: int, shift: timedelta) -> None:
    """Say that nothing is wrapped by a key any more."""
    await conn.execute(_SQL["end_key"], key, erased, shift)


async def reopen_key(conn: Connection, key: str) -> None:
    """Say that something is wrapped by a key after all."""
    await conn.execute(_SQL["reopen_key"], key)


async def read_ended_keys(conn: Connection) -> list[EndedKey]:
    """Return the keys that ended and are not settled yet: not destroyed, or not logged."""
    return [
        EndedKey(name=row["key"], emptied=row["emptied"], erased=row["erased"], destroyed=row["destroyed"])
        for row in await conn.fetch(_SQL["read_ended_keys"])
    ]


async def read_ended_names(conn: Connection) -> set[str]:
    """Return the names of all keys that ended, settled or not."""
    return {row["key"] for row in await conn.fetch(_SQL["read_ended_names"])}


async def note_destroyed(conn: Connection, keys: Sequence[str], shift: timedelta) -> None:
    """Say that these keys were destroyed."""
    await conn.execute(_SQL["note_destroyed"], keys, shift)


async def read_destroyed_names(conn: Connection) -> frozenset[str]:
    """Return the names of all keys that were destroyed."""
    return frozenset(row["key"] for row in await conn.fetch(_SQL["read_destroyed_names"]))


async def read_keyring_serial(conn: Connection) -> int:
    """Return the highest serial of the keyring that any process has used."""
    return int(await conn.fetchval(_SQL["read_keyring_serial"]))


async def raise_keyring_serial(conn: Connection, serial: int) -> None:
    """Say that the keyring is used in this state."""
    await conn.execute(_SQL["raise_keyring_serial"], serial)


async def note_logged(conn: Connection, key: str, index: int) -> None:
    """Say that the leaf at `index` tells of a key's end."""
    await conn.execute(_SQL["note_logged"], key, index)


async def write_act(conn: Connection, index: int, what: str, body: bytes) -> None:
    """Keep the document that a leaf states; `what` is stated once.

    Raises:
        NumberTakenError: it was stated before.
    """
    await conn.execute(_SQL["write_retention_act"], index, what, body)
