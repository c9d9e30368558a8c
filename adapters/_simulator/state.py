"""The state of a simulated system, in one SQLite file: what it offers, what it was told, what it has and holds.

`offered` may be read as a queue (`take`, `acknowledge`: out of sight while taken, again in sight after a while) or as a
feed (`after`). What is out of sight is kept in memory: after a restart all that was not acknowledged is given again.
Several changes belong together in `with state.together():`.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from adapters._parts import sqlite

_SCHEMA = """
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS own (type TEXT, subject TEXT, body BLOB NOT NULL, PRIMARY KEY (type, subject));
CREATE TABLE IF NOT EXISTS held (type TEXT, subject TEXT, revision INTEGER NOT NULL, body BLOB NOT NULL,
  PRIMARY KEY (type, subject));
CREATE TABLE IF NOT EXISTS offered (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
  subject TEXT, body BLOB NOT NULL, acknowledged INTEGER NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS offered_open ON offered (acknowledged, seq);
CREATE TABLE IF NOT EXISTS told (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS received (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, body BLOB NOT NULL);
"""
_TABLES = ("counter", "own", "held", "offered", "told", "received")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One document offered to the adapter, in the national form."""

    seq: int
    id: str
    type: str
    subject: str | None
    body: bytes


class State:
    """Tables of a simulated system; bodies are JSON, those of offers the national form as it travels."""

    def __init__(self, folder: Path, *, redelivery_seconds: float = 30) -> None:
        self._db = sqlite.connect(folder / "simulator.sqlite", _SCHEMA, flushed=False)
        self._redelivery_seconds = redelivery_seconds
        self._taken: dict[str, float] = {}

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def together(self) -> AbstractContextManager[None]:
        """Return a transaction around several changes."""
        return sqlite.together(self._db)

    def reset(self) -> None:
        """Forget everything."""
        with self.together():
            for table in _TABLES:
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - names of our own
        self._taken.clear()

    def count(self, name: str) -> int:
        """Return the next number of a series, from 1."""
        sql = "INSERT INTO counter VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value"
        return int(self._db.execute(sql, (name,)).fetchone()[0])

    # What is its own

    def keep(self, type_: str, subject: str, body: Mapping[str, Any]) -> None:
        """Keep an own record, in place of its earlier revision."""
        self._db.execute("INSERT OR REPLACE INTO own VALUES (?, ?, ?)", (type_, subject, msgspec.json.encode(body)))

    def own(self, type_: str) -> list[dict[str, Any]]:
        """Return its own records of a type, by subject."""
        return _bodies(self._db.execute("SELECT body FROM own WHERE type = ? ORDER BY subject", (type_,)))

    # What it offers

    def offer(self, id_: str, type_: str, subject: str | None, body: bytes) -> int:
        """Offer a document; return its place."""
        sql = "INSERT INTO offered (id, type, subject, body) VALUES (?, ?, ?, ?)"
        return int(self._db.execute(sql, (id_, type_, subject, body)).lastrowid or 0)

    def after(self, seq: int, limit: int) -> list[Offer]:
        """Return the next documents of the feed."""
        return self._offers("seq > ? ORDER BY seq LIMIT ?", (seq, limit))

    def last(self) -> int:
        """Return the place given last; 0 when nothing was ever offered."""
        row = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'offered'").fetchone()
        return 0 if row is None else int(row[0])

    def find(self, id_: str) -> Offer | None:
        """Return an offered document."""
        return next(iter(self._offers("id = ?", (id_,))), None)

    def take(self, *, newest: bool = False) -> Offer | None:
        """Return the next document in sight and put it out of sight; the newest is the worst order for revisions."""
        now = time.monotonic()
        self._taken = {name: at for name, at in self._taken.items() if now - at < self._redelivery_seconds}
        marks = ", ".join("?" * len(self._taken))
        order = "DESC" if newest else "ASC"
        where = f"acknowledged = 0 AND id NOT IN ({marks}) ORDER BY seq {order} LIMIT 1"
        found = next(iter(self._offers(where, tuple(self._taken))), None)
        if found is not None:
            self._taken[found.id] = now
        return found

    def last_acknowledged(self) -> Offer | None:
        """Return the newest document that was acknowledged, to give it a second time."""
        return next(iter(self._offers("acknowledged = 1 ORDER BY seq DESC LIMIT 1", ())), None)

    def acknowledge(self, id_: str) -> bool:
        """Take a document out of the queue; False when there is none of this id."""
        done = self._db.execute("UPDATE offered SET acknowledged = 1 WHERE id = ?", (id_,)).rowcount
        self._taken.pop(id_, None)
        return done == 1

    def _offers(self, where: str, values: Sequence[Any]) -> list[Offer]:
        sql = f"SELECT seq, id, type, subject, body FROM offered WHERE {where}"  # noqa: S608 - question marks only
        rows: Iterator[tuple[Any, ...]] = self._db.execute(sql, values)
        return [Offer(seq=row[0], id=row[1], type=row[2], subject=row[3], body=row[4]) for row in rows]

    # What it is told, receives and holds

    def tell(self, id_: str, body: Mapping[str, Any]) -> bool:
        """Note what became of a document; False when it was told before."""
        sql = "INSERT OR IGNORE INTO told (id, body) VALUES (?, ?)"
        return self._db.execute(sql, (id_, msgspec.json.encode({"id": id_, **body}))).rowcount == 1

    def told(self) -> list[dict[str, Any]]:
        """Return what became of its documents, in the order it was told."""
        return _bodies(self._db.execute("SELECT body FROM told ORDER BY seq"))

    def receive(self, id_: str, body: Mapping[str, Any]) -> bool:
        """Note an arrival; False when this id has arrived before."""
        sql = "INSERT OR IGNORE INTO received (id, body) VALUES (?, ?)"
        return self._db.execute(sql, (id_, msgspec.json.encode({"id": id_, **body}))).rowcount == 1

    def received(self) -> list[dict[str, Any]]:
        """Return all arrivals, in order."""
        return _bodies(self._db.execute("SELECT body FROM received ORDER BY seq"))

    def hold(self, type_: str, subject: str, body: Mapping[str, Any], *, revision: int = 1) -> bool:
        """Hold a record of another, unless a later revision is held; say whether it is held now."""
        sql = """INSERT INTO held VALUES (?, ?, ?, ?) ON CONFLICT (type, subject)
          DO UPDATE SET revision = excluded.revision, body = excluded.body WHERE excluded.revision >= revision"""
        return self._db.execute(sql, (type_, subject, revision, msgspec.json.encode(body))).rowcount == 1

    def erase(self, subject: str) -> None:
        """Hold nothing of a subject any more."""
        self._db.execute("DELETE FROM held WHERE subject = ?", (subject,))

    def held(self, type_: str) -> list[dict[str, Any]]:
        """Return what it holds of a type, by subject."""
        return _bodies(self._db.execute("SELECT body FROM held WHERE type = ? ORDER BY subject", (type_,)))

    def figures(self) -> dict[str, int]:
        """Return counts."""
        tables = {name: name for name in ("own", "offered", "told", "received", "held")}
        tables |= {"waiting": "offered WHERE acknowledged = 0", "acknowledged": "offered WHERE acknowledged = 1"}
        one = "SELECT count(*) FROM "
        counts = {name: int(self._db.execute(one + table).fetchone()[0]) for name, table in tables.items()}
        return {**counts, "in_flight": len(self._taken)}


def _bodies(rows: Iterator[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [msgspec.json.decode(row[0]) for row in rows]
