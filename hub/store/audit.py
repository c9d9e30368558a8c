"""Every table of the exchange as it stands, for an audit that believes nothing but the leaves.

Every function takes a connection and none opens a transaction: an audit reads all of it in one.
"""

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from hub.core.head import HeadKey
from hub.store import queries
from hub.store.connection import Connection
from hub.store.messages import StoredBody, body_of
from keys.note import NoteSignature

_SQL = queries.load()
_PAGE = 1000
HeadState = tuple[str, int, tuple[str, ...], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The log's end as it stands, sound or not."""

    size: int
    root: bytes
    frontier: bytes
    at: datetime
    trust_epoch: int
    stopped: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message's row; `erased` is the key under which it is noted as erased, `erased_at` when."""

    index: int
    sender: str
    id: str
    sha256: str
    type: str
    kid: str
    group_size: int
    erased: str | None
    erased_at: datetime | None
    body: StoredBody


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxNumber:
    """One number of an inbox as it is kept."""

    number: int
    index: int
    tombstone: str | None
    released: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that judges messages: its kind or id, its version, the place of its leaf, its bytes.

    `root` is the version of the root that one of the trust list was published under, 0 where that is not known.
    """

    name: str
    version: int
    index: int | None
    body: bytes
    root: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a leaf of an act vouches for: its kind, whose it is, who signed it, the digest (hex), the bytes.

    `about` is the key, the payload or the message that it speaks of, or what it states of retention; `said` is when.
    """

    index: int
    kind: str
    participant: str | None
    kid: str | None
    about: str
    said: datetime | None
    sha256: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEnd:
    """The end of a key as it is noted: `erased` messages under it, and the place of the leaf that says so."""

    key: str
    emptied: datetime
    erased: int
    destroyed: datetime | None
    index: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedNote:
    """A checkpoint named for witnessing: when, when it had its quorum, and the cosignatures with their witnesses."""

    size: int
    note: bytes
    at: datetime
    witnessed: datetime | None
    lines: tuple[tuple[str, NoteSignature], ...]


async def read_head(conn: Connection) -> Head | None:
    """Return the log's end; None where there is none."""
    row = await conn.fetchrow(_SQL["audit_head"])
    return None if row is None else Head(**row)


async def read_strays(conn: Connection, size: int) -> list[tuple[str, int]]:
    """Return what has a place outside of the log: the table's word and the first place."""
    return [
        (row["what"], row["index"]) for row in await conn.fetch(_SQL["audit_strays"], size) if row["index"] is not None
    ]


async def read_groups(conn: Connection, after: int, until: int) -> list[tuple[int, bytes]]:
    """Return size and root of the groups that end after `after`, up to `until`."""
    return [(row["size"], row["root"]) for row in await conn.fetch(_SQL["audit_groups"], after, until)]


async def read_tile(conn: Connection, level: int, number: int) -> tuple[bytes, bytes] | None:
    """Return root and hashes of a kept tile, as they are."""
    row = await conn.fetchrow(_SQL["audit_tiles"], level, number, number + 1)
    return None if row is None else (row["root"], row["hashes"])


async def read_tile_places(conn: Connection) -> list[tuple[int, int]]:
    """Return level and number of every kept tile."""
    return [(row["level"], row["number"]) for row in await conn.fetch(_SQL["audit_tile_places"])]


async def read_messages(conn: Connection, begin: int, end: int) -> list[Message]:
    """Return the messages at places from `begin` up to, not including, `end`."""
    return [
        Message(
            index=row["index"],
            sender=row["sender"],
            id=str(row["id"]),
            sha256=row["sha256"].hex(),
            type=row["type"],
            kid=row["kid"],
            group_size=row["group_size"],
            erased=row["erased"],
            erased_at=row["erased_at"],
            body=body_of(row),
        )
        for row in await conn.fetch(_SQL["audit_messages"], begin, end)
    ]


async def read_inboxes(conn: Connection) -> dict[tuple[str, str], int | None]:
    """Return the last number of every inbox; None for one that has entries and no last number."""
    found: dict[tuple[str, str], int | None] = {}
    for row in await conn.fetch(_SQL["audit_inbox_heads"]):
        found.setdefault((row["recipient"], row["lane"]), row["number"])
    return found


async def read_inbox(conn: Connection, recipient: str, lane: str) -> AsyncIterator[InboxNumber]:
    """Yield every number of an inbox, in order."""
    after = -(2**62)
    while True:
        rows = await conn.fetch(_SQL["audit_inbox"], recipient, lane, after, _PAGE)
        for row in rows:
            yield InboxNumber(**row)
        if len(rows) < _PAGE:
            return
        after = rows[-1]["number"]


async def read_deliveries(conn: Connection) -> AsyncIterator[tuple[int, str, str, int, int]]:
    """Yield what recipients said: index, recipient, status, place of the last receipt and of the first."""
    after: tuple[int, str] = (-(2**62), "")
    while True:
        rows = await conn.fetch(_SQL["audit_deliveries"], *after, _PAGE)
        for row in rows:
            yield row["index"], row["recipient"], row["status"], row["receipt"], row["first"]
        if len(rows) < _PAGE:
            return
        after = rows[-1]["index"], rows[-1]["recipient"]


async def read_heads(conn: Connection) -> AsyncIterator[tuple[HeadKey, HeadState]]:
    """Yield heads: kind, owner and subject; state, version, parties and the last message's id."""
    after = HeadKey("", "", "")
    while True:
        rows = await conn.fetch(_SQL["audit_heads"], *after, _PAGE)
        for row in rows:
            key = HeadKey(row["kind"], row["owner"], row["subject"])
            yield key, (row["state"], row["version"], tuple(row["parties"]), str(row["last"]))
            after = key
        if len(rows) < _PAGE:
            return


async def read_trust_documents(conn: Connection) -> list[Document]:
    """Return every document of the trust list, those of a kind in the order of publication."""
    return [
        Document(name=row["kind"], root=row["root"], version=row["version"], index=row["index"], body=row["body"])
        for row in await conn.fetch(_SQL["audit_trust_documents"])
    ]


async def read_agreements(conn: Connection) -> list[tuple[Document, str]]:
    """Return every version of every agreement with the digest (hex) in its row."""
    return [
        (Document(name=row["id"], version=row["version"], index=row["index"], body=row["body"]), row["sha256"].hex())
        for row in await conn.fetch(_SQL["audit_agreements"])
    ]


async def read_statements(conn: Connection) -> list[Statement]:
    """Return everything that a leaf of an act vouches for and that is kept beside it."""
    return [
        Statement(
            index=row["index"],
            kind=row["kind"],
            participant=row["participant"],
            kid=row["kid"],
            about=row["about"],
            said=row["said"],
            sha256=row["sha256"].hex(),
            body=row["body"],
        )
        for row in await conn.fetch(_SQL["audit_statements"])
    ]


async def read_suspensions(conn: Connection) -> list[tuple[int, int | None, datetime, bytes]]:
    """Return each suspension: its leaf's place, the place from which messages are held, its time, its statement."""
    return [(row["index"], row["first"], row["at"], row["body"]) for row in await conn.fetch(_SQL["audit_suspensions"])]


async def read_key_ends(conn: Connection) -> list[KeyEnd]:
    """Return the keys that wrap nothing any more."""
    return [KeyEnd(**row) for row in await conn.fetch(_SQL["audit_key_ends"])]


async def read_loose_erasures(conn: Connection) -> list[int]:
    """Return the places of what is noted as erased and is not."""
    return [row["index"] for row in await conn.fetch(_SQL["audit_loose_erasures"])]


async def read_holds(conn: Connection) -> dict[int, tuple[int, int | None]]:
    """Return the legal holds by the leaf that opened them: the message's place, and the leaf that closed it."""
    return {row["opened"]: (row["message"], row["closed"]) for row in await conn.fetch(_SQL["audit_holds"])}


async def read_named(conn: Connection) -> AsyncIterator[NamedNote]:
    """Yield every checkpoint that was named for witnessing as the log signed it, and the cosignatures collected."""
    after = -(2**62)
    while True:
        rows = await conn.fetch(_SQL["audit_named"], after, _PAGE)
        lines = defaultdict(list)
        for line in await conn.fetch(_SQL["read_cosignatures"], [row["size"] for row in rows]):
            parts = NoteSignature(name=line["name"], key_hash=line["key_hash"], signature=line["signature"])
            lines[line["size"]].append((line["witness"], parts))
        for row in rows:
            yield NamedNote(
                size=row["size"],
                note=row["note"],
                at=row["at"],
                witnessed=row["witnessed"],
                lines=tuple(lines[row["size"]]),
            )
        if len(rows) < _PAGE:
            return
        after = rows[-1]["size"]


async def read_loose_cosignatures(conn: Connection) -> list[tuple[int, str]]:
    """Return size and witness of cosignatures whose checkpoint was not named."""
    return [(row["size"], row["witness"]) for row in await conn.fetch(_SQL["audit_loose_cosignatures"])]


async def resume(conn: Connection, size: int, root: bytes) -> bool:
    """Take the stop mark away; False if the log does not end there any more."""
    return await conn.fetchval(_SQL["resume_log"], size, root) is not None
