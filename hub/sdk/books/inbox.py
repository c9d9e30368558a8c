"""What the member is told: how far each lane was read, what was applied, what is kept in quarantine.

What a page led to is stored in one transaction: the cursor moves, effects are noted, our receipts wait in the outbox.
After a crash before it, the page is read and applied again, which changes nothing; after it, it is never read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from hub.core import instant
from hub.sdk.books import ban_book, list_notes
from hub.sdk.books.notices import Notice
from hub.sdk.books.outbox import Acknowledged, Signed, acknowledge_in, put_in
from hub.sdk.books.search_book import SearchNote, note_in
from hub.sdk.state import State


class Lane(StrEnum):
    """The two lanes of an inbox."""

    URGENT = "urgent"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """A message that was not applied, and why; the bytes stay at the member's site."""

    message_id: str
    sender: str
    number: int
    code: str
    envelope: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """All that one page led to; `number` is where the lane was read to, `applied` are pairs of id and sender."""

    lane: Lane
    number: int
    applied: Sequence[tuple[str, str]] = field(default_factory=tuple)
    quarantined: Sequence[Quarantined] = field(default_factory=tuple)
    acknowledged: Sequence[Acknowledged] = field(default_factory=tuple)
    receipts: Sequence[Signed] = field(default_factory=tuple)
    notices: Sequence[Notice] = field(default_factory=tuple)
    searches: Sequence[SearchNote] = field(default_factory=tuple)
    bans: Sequence[ban_book.BanSeen] = field(default_factory=tuple)
    lists: Sequence[list_notes.Noted] = field(default_factory=tuple)


class Inbox:
    """The receiving half of a gateway's state. Blocking; each method is one transaction."""

    def __init__(self, state: State) -> None:
        self._state = state

    def cursor(self, lane: Lane) -> int:
        """Return the last number read from a lane, 0 at the beginning."""
        row = self._state.connection.execute("SELECT number FROM inbox WHERE lane = ?", (str(lane),)).fetchone()
        return 0 if row is None else int(row["number"])

    def known(self, names: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
        """Return which messages, by id and sender, were applied or put aside before: they have no effect again."""
        query = (
            "SELECT 1 FROM applied WHERE message_id = ?1 AND sender = ?2"
            " UNION ALL SELECT 1 FROM quarantine WHERE message_id = ?1 AND sender = ?2 LIMIT 1"
        )
        return {name for name in names if self._state.connection.execute(query, name).fetchone()}

    def store_page(self, page: PageResult, now: datetime) -> int:
        """Store what a page led to and move the cursor; returns how many acknowledgements were not about us."""
        at = instant.format(now)
        with self._state.transaction() as connection:
            connection.executemany(
                "INSERT INTO applied (message_id, sender, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                [(message_id, sender, at) for message_id, sender in page.applied],
            )
            connection.executemany(
                "INSERT INTO quarantine (message_id, sender, lane, number, code, envelope, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [
                    (item.message_id, item.sender, str(page.lane), item.number, item.code, item.envelope, at)
                    for item in page.quarantined
                ],
            )
            connection.executemany(
                "INSERT INTO notice (message_id, kind, record, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                [(notice.message_id, notice.kind, notice.record, at) for notice in page.notices],
            )
            foreign = sum(not acknowledge_in(connection, said, now) for said in page.acknowledged)
            for note in page.searches:
                note_in(connection, note)
            ban_book.note_in(connection, page.bans, now)
            for noted in page.lists:
                list_notes.note_in(connection, noted, now)
            for receipt in page.receipts:
                put_in(connection, receipt, now)
            connection.execute(
                "INSERT INTO inbox (lane, number) VALUES (?1, ?2)"
                " ON CONFLICT (lane) DO UPDATE SET number = max(number, excluded.number)",
                (str(page.lane), page.number),
            )
        return foreign

    def notices(self) -> dict[str, int]:
        """Return how many notices of the hub there are, by kind."""
        rows = self._state.connection.execute("SELECT kind, count(*) AS number FROM notice GROUP BY kind")
        return {row["kind"]: int(row["number"]) for row in rows}

    def counts(self) -> dict[str, int]:
        """Return how many messages were applied and put aside."""
        tables = ("applied", "quarantine")
        return {
            table: int(self._state.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
            for table in tables
        }

    def quarantined(self) -> list[Quarantined]:
        """Return what waits for a person, oldest first."""
        rows = self._state.connection.execute(
            "SELECT message_id, sender, number, code, envelope FROM quarantine ORDER BY at, message_id"
        )
        return [Quarantined(**{name: row[name] for name in row.keys()}) for row in rows]  # noqa: SIM118  (sqlite3.Row)

    def forget(self, before: datetime) -> None:
        """Remove the notes of effects before an instant; quarantine waits for a person."""
        with self._state.transaction() as connection:
            connection.execute("DELETE FROM applied WHERE at < ?", (instant.format(before),))
