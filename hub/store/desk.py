"""The desk: cases as lists show them to each party."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from hub.core.mover import HeadKey
from hub.store import queries
from hub.store.connection import Connection
from hub.store.messages import StoredBody, body_of

_SQL = queries.load()
NEVER = datetime.max.replace(tzinfo=UTC)
ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyTerm:
    """What a case is to one of its parties: who has to act there, by which term, until when (None: no day yet)."""

    party: str
    inbound: bool
    other: str
    acting: str | None = None
    term: str | None = None
    verified: bool = False
    stopped: bool = False
    due_on: date | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCase:
    """A case with what it is to its parties; see the table's comment for the names."""

    key: HeadKey
    stage: str
    open: bool
    opened: int
    newest: int
    opened_at: datetime
    moved_at: datetime
    judged: str
    until: datetime
    terms: Sequence[PartyTerm] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRow:
    """A case on the desk of one party. `assignee` is an account's id, `assignee_name` its name."""

    key: HeadKey
    party: str
    inbound: bool
    other: str
    stage: str
    open: bool
    opened: int
    newest: int
    opened_at: datetime
    moved_at: datetime
    acting: str | None
    term: str | None
    verified: bool
    stopped: bool
    due_on: date | None
    due_at: datetime | None
    assignee: str | None
    assignee_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases of a party a list shows; None is any. `acting`: only where the party itself has to act.

    `begin` and `end` bound the end of the term.
    """

    party: str
    inbound: bool | None = None
    open: bool = True
    stage: str | None = None
    other: str | None = None
    assignees: Sequence[str] | None = None
    unassigned: bool = False
    acting: bool = False
    begin: datetime = ALWAYS
    end: datetime | None = None

    @property
    def who(self) -> tuple[Any, ...]:
        """The arguments that all lists have, in their order."""
        assignees = None if self.assignees is None else [UUID(each) for each in self.assignees]
        return self.party, self.inbound, self.open, self.stage, self.other, assignees, self.unassigned, self.acting


def _row(row: Any) -> DeskRow:
    return DeskRow(
        key=HeadKey(row["kind"], row["owner"], row["subject"]),
        assignee=None if row["assignee"] is None else str(row["assignee"]),
        **{
            name: row[name]
            for name in (
                *("party", "inbound", "other", "stage", "open", "opened", "newest", "opened_at", "moved_at"),
                *("acting", "term", "verified", "stopped", "due_on", "due_at", "assignee_name"),
            )
        },
    )


async def put(conn: Connection, case: DeskCase) -> None:
    """Put a case on the desks of its parties, as it stands now."""
    await drop(conn, case.key)
    terms = case.terms
    await conn.execute(
        _SQL["add_desk_rows"],
        *([each.party for each in terms], *case.key, [each.inbound for each in terms]),
        *([each.other for each in terms], case.stage, case.open, case.opened, case.newest),
        *(case.opened_at, case.moved_at, [each.acting for each in terms], [each.term for each in terms]),
        *([each.verified for each in terms], [each.stopped for each in terms]),
        *([each.due_on for each in terms], [each.due_at for each in terms], case.judged, case.until),
    )


async def drop(conn: Connection, key: HeadKey) -> None:
    """Take a case from all desks."""
    await conn.execute(_SQL["drop_desk_rows"], *key)


async def forget(conn: Connection, key: HeadKey) -> None:
    """Let a case of which records were erased be counted again; one without any record left is on no desk."""
    await conn.execute(_SQL["forget_desk"], *key)


async def clear(conn: Connection) -> None:
    """Take all cases from all desks."""
    await conn.execute(_SQL["clear_desk"])


async def find_cases(conn: Connection, indexes: Sequence[int]) -> Sequence[HeadKey]:
    """Return the cases to which records at these places belong."""
    return [HeadKey(*row) for row in await conn.fetch(_SQL["find_desk_cases"], list(indexes))]


async def read_stale(conn: Connection, judged: str, now: datetime, limit: int) -> Sequence[HeadKey]:
    """Return cases whose terms have to be counted again: by other registers, or as one has ended meanwhile."""
    found = await conn.fetch(_SQL["read_passed_cases"], now, limit)
    found = found or await conn.fetch(_SQL["read_judged_cases"], judged, limit)
    return [HeadKey(*row) for row in found]


async def list_by_due(conn: Connection, wanted: Wanted, *, after: tuple[datetime, int], limit: int) -> list[DeskRow]:
    """Return a page, the term that ends first at first; `after` is the last of the page before."""
    async with conn.transaction():
        await conn.execute("SET LOCAL plan_cache_mode = force_custom_plan")  # each filter has an index of its own
        rows = await conn.fetch(_SQL["list_desk_by_due"], *wanted.who, wanted.begin, wanted.end, *after, limit)
    return [_row(row) for row in rows]


async def list_by_move(conn: Connection, wanted: Wanted, *, before: int, limit: int) -> list[DeskRow]:
    """Return a page, the case that moved last first."""
    async with conn.transaction():
        await conn.execute("SET LOCAL plan_cache_mode = force_custom_plan")
        rows = await conn.fetch(_SQL["list_desk_by_move"], *wanted.who, before, limit)
    return [_row(row) for row in rows]


async def search(conn: Connection, wanted: Wanted, text: str, limit: int) -> list[DeskRow]:
    """Return cases whose number begins with a text."""
    end = text[:-1] + chr(min(ord(text[-1]) + 1, 0x10FFFF))
    rows = await conn.fetch(_SQL["search_desk"], wanted.party, wanted.inbound, text, end, limit)
    return [_row(row) for row in rows]


async def list_waiting(conn: Connection, party: str, limit: int) -> list[DeskRow]:
    """Return cases in which the party itself has to act, the term that ends first at first."""
    return [_row(row) for row in await conn.fetch(_SQL["list_waiting"], party, limit)]


async def count_waiting(conn: Connection, party: str, begin: datetime, end: datetime | None, most: int) -> int:
    """Return in how many cases a term of the party itself ends between two instants; no more than `most`."""
    return int(await conn.fetchval(_SQL["count_waiting"], party, begin, end, most))


async def count_unassigned(conn: Connection, party: str, most: int) -> int:
    """Return how many open cases sent to a party nobody works on; no more than `most`."""
    return int(await conn.fetchval(_SQL["count_unassigned"], party, most))


async def list_dated(conn: Connection, party: str, accounts: Sequence[str], limit: int) -> list[DeskRow]:
    """Return open cases with a last day on which one of these accounts, or nobody, works."""
    rows = await conn.fetch(_SQL["list_dated"], party, [UUID(each) for each in accounts], limit)
    return [_row(row) for row in rows]


async def read(conn: Connection, party: str, key: HeadKey) -> DeskRow | None:
    """Return a case on the desk of a party."""
    row = await conn.fetchrow(_SQL["read_desk_row"], party, *key)
    return None if row is None else _row(row)


async def read_records(conn: Connection, indexes: Sequence[int], reader: str) -> Mapping[int, StoredBody]:
    """Return records as they are kept that the reader sent or has, by place."""
    rows = await conn.fetch(_SQL["read_desk_records"], list(indexes), reader)
    return {row["index"]: body_of(row) for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another case in which the same number or name stands."""

    key: HeadKey
    stage: str
    inbound: bool
    other: str
    moved_at: datetime


async def find_related(
    conn: Connection, indexes: Sequence[int], *, party: str, key: HeadKey, limit: int
) -> Sequence[Related]:
    """Return other cases on the party's desk with records at these places."""
    rows = await conn.fetch(_SQL["find_related"], list(indexes), party, *key, limit)
    return [
        Related(
            key=HeadKey(row["kind"], row["owner"], row["subject"]),
            **{name: row[name] for name in ("stage", "inbound", "other", "moved_at")},
        )
        for row in rows
    ]
