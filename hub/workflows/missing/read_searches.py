"""Read searches for missing persons and proposals of matches that a participant sent or received; look for a person.

Names stay encrypted, so a search by name opens the newest searches, `LOOKED_AT` of them, and compares. Whoever shows a
person logs it before (`log_access`).
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.core.envelope import Envelope
from hub.core.errors import MissingError
from hub.core.missing.search import MATCH, PERSON, UPDATE
from hub.core.screening import person, score
from hub.core.screening.score import Scored, Verdict
from hub.store import access, log, searches
from hub.store.connection import Connection
from hub.store.searches import SearchRow
from hub.workflows.data_protection.log_access import Access, log_access
from hub.workflows.exchange import Exchange
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.retention.retain_messages import read_envelope

LOOKED_AT, LAST = 500, 2**62
AT_ONCE = 50
QUESTION = "missing"
PURPOSE = "missing-persons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One record with its envelope, for whoever may read it; None where it was erased or is held back."""

    row: SearchRow
    envelope: Envelope | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A search whose person may be the one asked about."""

    opened: Opened
    scored: Scored


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look for a person came to; `access` is the leaf of the look, `is_whole`: all searches were looked at."""

    alike: Sequence[Alike]
    looked_at: int
    is_whole: bool
    access: int


async def list_searches(
    exchange: Exchange, *, reader: str, record_type: str, before: int | None, limit: int
) -> Sequence[SearchRow]:
    """Return searches, remains or proposals that a participant sent or received, those that moved last first."""
    async with exchange.pool.acquire() as conn:
        return await searches.read_page(
            conn, reader=reader, type=record_type, before=LAST if before is None else before, limit=limit
        )


async def read_search(exchange: Exchange, *, reader: str, owner: str, subject: str) -> Sequence[Opened]:
    """Return the search and what was told of it, the last record first.

    Raises:
        MissingError: there is none, or none that the reader sent or received.
    """
    return await _read(exchange, reader, (PERSON, UPDATE), owner, subject, needed=PERSON)


async def read_match(exchange: Exchange, *, reader: str, owner: str, subject: str) -> Sequence[Opened]:
    """Return the stages of a proposal, the last one first.

    Raises:
        MissingError: there is none, or none that the reader sent or received.
    """
    return await _read(exchange, reader, (MATCH,), owner, subject, needed=MATCH)


async def look_for(
    exchange: Exchange, committer: GroupCommitter, *, reader: str, asked: Mapping[str, Any], case: str
) -> Found:
    """Look for a person among the searches that a participant sent or received, and log it.

    Raises:
        UnavailableError, OverloadedError, IntegrityError: the log cannot be written, so nothing is shown.
    """
    described, alike, looked, before = person.describe(asked), list[Alike](), 0, LAST
    while looked < LOOKED_AT:
        async with exchange.pool.acquire() as conn:
            rows = await searches.read_page(conn, reader=reader, type=PERSON, before=before, limit=AT_ONCE)
            opened = await _open(exchange, conn, rows, reader)
        alike += [each for each in (_compare(described, one) for one in opened) if each is not None]
        looked += len(rows)
        if len(rows) < AT_ONCE:
            break
        before = rows[-1].index
        await asyncio.sleep(0)
    shown = [each.opened.row.index for each in alike]
    said = Access(participant=reader, question=QUESTION, purpose=PURPOSE, case=case, facts={"shown": shown})
    leaf = await log_access(exchange, committer, said)
    ordered = sorted(alike, key=lambda each: (each.scored.verdict is not Verdict.HIT, -each.scored.score))
    return Found(alike=ordered, looked_at=looked, is_whole=looked < LOOKED_AT, access=leaf)


async def log_shown(
    exchange: Exchange, committer: GroupCommitter, opened: Sequence[Opened], *, reader: str, case: str
) -> int:
    """Log that the person of a search is shown; return the place of the leaf. Until then, nothing may be shown.

    Raises:
        UnavailableError, OverloadedError, IntegrityError: the log cannot be written.
    """
    shown = [each.row.index for each in opened if each.envelope is not None]
    said = Access(participant=reader, question=QUESTION, purpose=PURPOSE, case=case, facts={"shown": shown})
    return await log_access(exchange, committer, said)


def _compare(asked: person.Described, opened: Opened) -> Alike | None:
    if opened.envelope is None:
        return None
    scored = score.score(asked, person.describe(opened.envelope.record["person"]))
    return None if scored.verdict is Verdict.NO_MATCH else Alike(opened=opened, scored=scored)


async def _read(
    exchange: Exchange, reader: str, types: Sequence[str], owner: str, subject: str, *, needed: str
) -> Sequence[Opened]:
    async with exchange.pool.acquire() as conn:
        rows = await searches.read_of(conn, reader=reader, types=types, owner=owner, subject=subject)
        if not any(each.type == needed for each in rows):
            raise MissingError
        return await _open(exchange, conn, rows, reader)


async def _open(exchange: Exchange, conn: Connection, rows: Sequence[SearchRow], reader: str) -> list[Opened]:
    """Return records with what the reader may read of them."""
    released, _ = await log.read_release(conn)
    stored = await access.read_screened(conn, [each.index for each in rows], participant=reader, size=released)
    known = {each.message.index: read_envelope(exchange, each.message) for each in stored}
    return [Opened(row=each, envelope=known.get(each.index)) for each in rows]
