"""Attachments: uploads in pieces, and which message refers to which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hub.store import queries
from hub.store.connection import Connection
from hub.store.erasure import KeptMessage, kept

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """An upload that is whole: its digest in hexadecimal, its length in bytes, when it came or came again."""

    sha256: str
    size: int
    at: datetime
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An attachment that may be read: its number in the store, its length in bytes."""

    id: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """That a file was opened: its place, the mark that was said of it, whether that could be compared, and when."""

    index: int
    item: int
    mark: bytes
    is_checked: bool
    at: datetime


async def begin(conn: Connection, owner: str, at: datetime) -> int:
    """Begin an upload and return its number."""
    return int(await conn.fetchval(_SQL["begin_attachment"], owner, at))


async def write_chunk(conn: Connection, upload: int, number: int, body: bytes) -> None:
    """Keep a piece."""
    await conn.execute(_SQL["write_attachment_chunk"], upload, number, body, len(body))


async def end(conn: Connection, upload: int, sha256: str, at: datetime) -> bool:
    """Say that an upload is whole, and what its digest is; False if its owner has the same bytes already."""
    return await conn.fetchval(_SQL["end_attachment"], upload, bytes.fromhex(sha256), at) is not None


async def renew(conn: Connection, owner: str, sha256: str, at: datetime) -> int | None:
    """Let the term of an upload begin again, and return its length; None where there is none."""
    size: int | None = await conn.fetchval(_SQL["renew_attachment"], owner, bytes.fromhex(sha256), at)
    return size


async def drop(conn: Connection, upload: int) -> None:
    """Let go of an upload that came to nothing."""
    await conn.execute(_SQL["drop_attachment"], upload)


async def measure(conn: Connection, owner: str) -> int:
    """Return how many bytes a participant has uploaded that no message refers to."""
    return int(await conn.fetchval(_SQL["measure_attachments"], owner))


async def drop_old(conn: Connection, before: datetime, limit: int) -> int:
    """Let go of uploads that no message has referred to since then; return how many."""
    return int((await conn.execute(_SQL["drop_old_attachments"], before, limit)).rpartition(" ")[2])


async def find_uploads(conn: Connection, owner: str, digests: Sequence[str]) -> dict[str, Upload]:
    """Return a participant's own uploads of these digests (hex), by digest."""
    rows = await conn.fetch(_SQL["find_attachments"], owner, [bytes.fromhex(each) for each in digests])
    found = [Upload(sha256=row["sha256"].hex(), size=row["size"], at=row["at"], kept=row["kept"]) for row in rows]
    return {each.sha256: each for each in found}


async def find(conn: Connection, sha256: str, reader: str) -> Found | None:
    """Return an attachment that this participant may read."""
    row = await conn.fetchrow(_SQL["find_attachment"], bytes.fromhex(sha256), reader)
    return None if row is None else Found(id=row["id"], size=row["size"])


async def read_chunk(conn: Connection, found: int, number: int) -> bytes | None:
    """Return a piece; None behind the last one."""
    body: bytes | None = await conn.fetchval(_SQL["read_attachment_chunk"], found, number)
    return body


async def write_use(conn: Connection, index: int, owner: str, digests: Sequence[str]) -> None:
    """Note that a message refers to these attachments of its sender."""
    await conn.execute(_SQL["write_attachment_use"], index, owner, [bytes.fromhex(each) for each in digests])


async def write_about(conn: Connection, index: int, sender: str, record: str) -> None:
    """Note that the descriptor at a place belongs to this record of that sender."""
    await conn.execute(_SQL["write_attachment_about"], index, sender, UUID(record))


async def read_descriptors(conn: Connection, records: Sequence[tuple[str, str]], reader: str) -> Sequence[KeptMessage]:
    """Return the descriptors of files of these records (sender, id) that a participant sent or got, in log order."""
    senders, ids = [each[0] for each in records], [UUID(each[1]) for each in records]
    return [kept(row) for row in await conn.fetch(_SQL["read_descriptors"], senders, ids, reader)]


async def note_opened(conn: Connection, account: str, opened: Opened) -> None:
    """Note that an account has opened a file; said anew, it takes the place of what was said before."""
    place = (opened.index, opened.item, opened.mark, opened.is_checked, opened.at)
    await conn.execute(_SQL["open_attachment"], UUID(account), *place)


async def read_opened(conn: Connection, account: str, indexes: Sequence[int]) -> dict[tuple[int, int], bool]:
    """Return the files (descriptor's place, own place) that an account has opened, and whether that was checked."""
    rows = await conn.fetch(_SQL["read_opened_attachments"], UUID(account), list(indexes))
    return {(row["index"], row["item"]): row["checked"] for row in rows}


async def forget(conn: Connection, indexes: Sequence[int]) -> None:
    """Let go of what only these messages refer to."""
    await conn.execute(_SQL["forget_attachments"], list(indexes))
    await conn.execute(_SQL["forget_attachments_about"], list(indexes))


async def clear(conn: Connection) -> None:
    """Forget which message refers to what."""
    await conn.execute(_SQL["clear_attachment_uses"])
    await conn.execute(_SQL["clear_attachments_about"])
