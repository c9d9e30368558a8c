"""What was taken from the national system and is not yet known to be safe: one SQLite file in the adapter's state.

    unit     one queue message or one file: taken completely or not at all
    item     one change of a unit, in order; the last item of each unit is an end mark without a change
    cursor   {"spool": identity of this file, "seq": number of the last item given away}

          add                 read(after)              settled(upto)            finish
    unit ------> items on disk ---------> the gateway ---------------> act -----------> changes forgotten
                                          stores them      (acknowledge the message,    (outcomes are kept until
                                          with the cursor   move the file away)          the unit is reported)

A unit is settled once a cursor beyond its end mark comes back: then the gateway has every change of it. Before that
nothing in the national system is touched, so a crash at any point loses nothing; and because the items stay here,
the same cursor gives the same changes. Should this file be lost, cursors of the old one settle nothing.
"""

import secrets
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from adapters._parts import sqlite
from hub.sdk.ports import Change, Part, Problem, Sent, Verdict

MAX_BATCH_BYTES = 4 * 1024 * 1024
"""Changes of one batch in bytes of JSON: half of what a line to the gateway may hold."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS identity (value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS unit (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, info BLOB NOT NULL,
  end_seq INTEGER, finished INTEGER NOT NULL DEFAULT 0, reported INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS item (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, unit INTEGER NOT NULL REFERENCES unit, place TEXT, change BLOB,
  subject TEXT, message_id TEXT, verdict TEXT, problems BLOB);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS item_unit ON item (unit, seq);
CREATE INDEX IF NOT EXISTS unit_unfinished ON unit (end_seq) WHERE finished = 0;
CREATE INDEX IF NOT EXISTS unit_unreported ON unit (number) WHERE reported = 0;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One message or file: its name in the national system and what the adapter noted about it."""

    number: int
    name: str
    info: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicted:
    """What became of one item: `message_id` is empty when it never left the adapter."""

    place: str
    subject: str | None
    message_id: str
    verdict: Verdict
    problems: Sequence[Problem] = field(default=())


class Spool:
    """The units and items of one adapter. One process at a time works on it."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite.connect(path, _SCHEMA)
        row = self._db.execute("SELECT value FROM identity").fetchone()
        if row is None:
            row = (secrets.token_hex(8),)
            self._db.execute("INSERT INTO identity VALUES (?)", row)
        self.identity: str = row[0]

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def together(self) -> AbstractContextManager[None]:
        """Return a transaction around several units: they reach the disk at once, all of them or none."""
        return sqlite.together(self._db)

    def cursor(self, seq: int) -> str:
        """Return the cursor text of a position."""
        return msgspec.json.encode({"spool": self.identity, "seq": seq}).decode()

    def position(self, cursor: str | None) -> int:
        """Return the position of a cursor; 0 when it is None or speaks of another spool."""
        if cursor is None:
            return 0
        value = msgspec.json.decode(cursor)
        return int(value["seq"]) if value["spool"] == self.identity else 0

    def find(self, name: str) -> Unit | None:
        """Return the unit of that name, taken at any time."""
        row = self._db.execute("SELECT number, name, info FROM unit WHERE name = ?", (name,)).fetchone()
        return None if row is None else _unit(row)

    def is_finished(self, unit: Unit) -> bool:
        """Say whether the national system was told that a unit is safe."""
        row = self._db.execute("SELECT finished FROM unit WHERE number = ?", (unit.number,)).fetchone()
        return bool(row[0])

    def pending(self, after: int) -> int:
        """Return how many items stand after a position."""
        row = self._db.execute("SELECT count(*) FROM item WHERE seq > ?", (after,)).fetchone()
        return int(row[0])

    def add(
        self,
        name: str,
        info: dict[str, Any],
        changes: Iterable[Change],
        verdicts: Iterable[Verdicted] = (),
    ) -> Unit:
        """Keep one unit with its changes, and verdicts on items that will not be sent; all or nothing.

        `changes` is read once, one by one; whatever it raises leaves the spool as it was. `verdicts` is read after it.
        A change whose origin has a `fact` (name) is also kept as that fact, for later changes to be compared with.
        """
        with sqlite.together(self._db):
            number = self._db.execute(
                "INSERT INTO unit (name, info) VALUES (?, ?)", (name, msgspec.json.encode(info))
            ).lastrowid
            for change in changes:
                self._add_change(number, change)
            for verdict in verdicts:
                self._add_verdict(number, verdict)
            end = self._db.execute("INSERT INTO item (unit) VALUES (?)", (number,)).lastrowid
            self._db.execute("UPDATE unit SET end_seq = ? WHERE number = ?", (end, number))
        return Unit(number=int(number or 0), name=name, info=info)

    def _add_change(self, unit: int | None, change: Change) -> None:
        self._db.execute(
            "INSERT INTO item (unit, place, change, subject) VALUES (?, ?, ?, ?)",
            (unit, change.origin["place"], msgspec.json.encode(change), change.subject),
        )
        if "fact" in change.origin:
            fact = (change.origin["fact"], msgspec.json.encode(change.record))
            self._db.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", fact)

    def _add_verdict(self, unit: int | None, verdict: Verdicted) -> None:
        self._db.execute(
            "INSERT INTO item (unit, place, subject, message_id, verdict, problems) VALUES (?, ?, ?, ?, ?, ?)",
            (unit, verdict.place, verdict.subject, "", str(verdict.verdict), _pack(verdict.problems)),
        )

    def fact(self, name: str) -> Any:
        """Return the record last kept under a name, or None."""
        row = self._db.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return None if row is None else msgspec.json.decode(row[0])

    def read(self, after: int, limit: int) -> tuple[list[Change], int, bool]:
        """Return at most `limit` changes after a position, the position reached, and whether more stand behind it."""
        changes: list[Change] = []
        reached, size = after, 0
        rows = self._db.execute("SELECT seq, unit, change FROM item WHERE seq > ? ORDER BY seq", (after,))
        for seq, unit, raw in rows:
            if raw is not None:
                if len(changes) == limit or (changes and size + len(raw) > MAX_BATCH_BYTES):
                    rows.close()
                    return changes, reached, True
                size += len(raw)
                changes.append(_change(raw, {"spool": self.identity, "unit": unit, "seq": seq}))
            reached = seq
        return changes, reached, False

    def settled(self, upto: int) -> list[Unit]:
        """Return the units that end at or before a position and are not finished."""
        rows = self._db.execute(
            "SELECT number, name, info FROM unit WHERE finished = 0 AND end_seq <= ? ORDER BY number", (upto,)
        )
        return [_unit(row) for row in rows]

    def count(self, unit: Unit) -> int:
        """Return how many items a unit has, as long as it is not both finished and reported."""
        sql = "SELECT count(*) FROM item WHERE unit = ? AND place IS NOT NULL"
        return int(self._db.execute(sql, (unit.number,)).fetchone()[0])

    def finish(self, unit: Unit, *, forget_name: bool = False) -> None:
        """Note that the national system knows a unit to be safe; its changes are forgotten.

        Its name is remembered, so that the same unit is known when it comes again, unless `forget_name` says otherwise.
        """
        with sqlite.together(self._db):
            self._db.execute("UPDATE unit SET finished = 1 WHERE number = ?", (unit.number,))
            self._db.execute("UPDATE item SET change = NULL WHERE unit = ?", (unit.number,))
            if forget_name:
                self._db.execute("UPDATE unit SET name = 'was ' || number WHERE number = ?", (unit.number,))
            self._forget(unit)

    def decide(self, outcomes: Sequence[Sent]) -> list[int]:
        """Keep final outcomes of changes; returns the numbers of the units concerned."""
        units: dict[int, None] = {}
        with sqlite.together(self._db):
            for outcome in outcomes:
                if outcome.origin.get("spool") != self.identity:
                    continue
                units[int(outcome.origin["unit"])] = None
                self._db.execute(
                    "UPDATE item SET message_id = ?, verdict = ?, problems = ? WHERE seq = ? AND verdict IS NULL",
                    (outcome.message_id, str(outcome.verdict), _pack(outcome.problems), outcome.origin["seq"]),
                )
        return list(units)

    def unreported(self) -> list[Unit]:
        """Return the units whose every item has its outcome and whose report is still due."""
        rows = self._db.execute(
            "SELECT number, name, info FROM unit WHERE reported = 0 AND NOT EXISTS (SELECT 1 FROM item"
            " WHERE item.unit = unit.number AND seq < end_seq AND verdict IS NULL) ORDER BY number"
        )
        return [_unit(row) for row in rows]

    def verdicts(self, unit: Unit) -> list[Verdicted]:
        """Return what became of each item of a unit so far, in order."""
        rows = self._db.execute(
            "SELECT place, subject, message_id, verdict, problems FROM item"
            " WHERE unit = ? AND verdict IS NOT NULL ORDER BY seq",
            (unit.number,),
        )
        return [
            Verdicted(
                place=place,
                subject=subject,
                message_id=message_id,
                verdict=Verdict(verdict),
                problems=msgspec.json.decode(problems, type=list[Problem]),
            )
            for place, subject, message_id, verdict, problems in rows
        ]

    def close_report(self, unit: Unit) -> None:
        """Note that the outcomes of a unit were told to the national system."""
        with sqlite.together(self._db):
            self._db.execute("UPDATE unit SET reported = 1 WHERE number = ?", (unit.number,))
            self._forget(unit)

    def note(self, unit: Unit, info: dict[str, Any]) -> None:
        """Replace what is noted about a unit."""
        self._db.execute("UPDATE unit SET info = ? WHERE number = ?", (msgspec.json.encode(info), unit.number))

    def _forget(self, unit: Unit) -> None:
        """Drop the items of a unit that is both finished and reported; nobody asks for them again."""
        self._db.execute(
            "DELETE FROM item WHERE unit = (SELECT number FROM unit WHERE number = ? AND finished AND reported)",
            (unit.number,),
        )


def _unit(row: tuple[Any, ...]) -> Unit:
    return Unit(number=row[0], name=row[1], info=msgspec.json.decode(row[2]))


def _pack(problems: Sequence[Problem]) -> bytes:
    return msgspec.json.encode(problems)


def _change(raw: bytes, mark: dict[str, Any]) -> Change:
    value = msgspec.json.decode(raw)
    parts = msgspec.convert(value["parts"], list[Part])
    return Change(**{**value, "parts": parts, "origin": {**value["origin"], **mark}})
