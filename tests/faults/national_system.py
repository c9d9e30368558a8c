"""A national system in one SQLite file, for the campaign against gateways: it writes down all that is done to it.

source    changes to be sent; the cursor is the number of the last one
told      outcomes that the source was told, each time
handed    deliveries that the sink was handed, each time
effect    what they did; a delivery that comes again has none, unless the system is `forgetful`

Every row is committed by itself, and each effect takes its time, so a process that is killed leaves part of a call
behind.
"""

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.sdk.ports import Batch, Change, Delivery, Outcome, Sent

SLOWNESS = 0.001  # seconds for each record
TABLES = """
CREATE TABLE IF NOT EXISTS source (number INTEGER PRIMARY KEY, change TEXT NOT NULL, sha256 TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS told (number INTEGER NOT NULL, message_id TEXT NOT NULL, verdict TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS handed (message_id TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS effect (
  number     INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL,
  subject    TEXT NOT NULL,
  sha256     TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS effect_message ON effect (message_id);
"""


def open_system(path: Path) -> sqlite3.Connection:
    """Open a system, made where there is none; a kill takes nothing back, a loss of power might."""
    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript(TABLES)
    return connection


def put(system: sqlite3.Connection, changes: Iterable[Mapping[str, Any]]) -> None:
    """Put changes into the source."""
    rows = [(json.dumps(change, ensure_ascii=False), digest(change["record"])) for change in changes]
    system.execute("BEGIN IMMEDIATE")
    system.executemany("INSERT INTO source (change, sha256) VALUES (?, ?)", rows)
    system.execute("COMMIT")


def digest(record: Mapping[str, Any]) -> str:
    """Return the digest of a record, whatever the order of its members."""
    return hashlib.sha256(json.dumps(record, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


class NationalSystem:
    """Source and sink over one file."""

    def __init__(self, path: Path, *, forgetful: bool) -> None:
        self._system = open_system(path)
        self._forgetful = forgetful
        self.source = self.sink = self

    def changes(self, cursor: str | None, limit: int) -> Batch:
        """Return what stands after the cursor."""
        begin = int(cursor or 0)
        query = "SELECT number, change FROM source WHERE number > ? ORDER BY number LIMIT ?"
        rows = self._system.execute(query, (begin, limit + 1)).fetchall()
        chosen = [Change(origin={"number": number}, **json.loads(change)) for number, change in rows[:limit]]
        end = rows[:limit][-1][0] if rows else begin
        return Batch(changes=chosen, cursor=str(end), more=len(rows) > limit)

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Write outcomes down."""
        for sent in outcomes:
            row = (sent.origin["number"], sent.message_id, str(sent.verdict))
            self._system.execute("INSERT INTO told VALUES (?, ?, ?)", row)

    def apply(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        """Apply each delivery once."""
        for delivery in deliveries:
            self._system.execute("INSERT INTO handed VALUES (?)", (delivery.message_id,))
            self._apply(delivery)
            time.sleep(SLOWNESS)
        return [Outcome(message_id=delivery.message_id) for delivery in deliveries]

    def erase(self, subjects: Sequence[str]) -> None:
        """Leave everything: what was done is to be counted afterwards."""

    def _apply(self, delivery: Delivery) -> None:
        self._system.execute("BEGIN IMMEDIATE")
        query = "SELECT count(*) FROM effect WHERE message_id = ?"
        known = self._system.execute(query, (delivery.message_id,)).fetchone()[0]
        if self._forgetful or not known:
            row = (delivery.message_id, delivery.subject, digest(delivery.record))
            self._system.execute("INSERT INTO effect (message_id, subject, sha256) VALUES (?, ?, ?)", row)
        self._system.execute("COMMIT")


def make_adapter(settings: Mapping[str, Any]) -> NationalSystem:
    """Return the adapter of a file."""
    return NationalSystem(Path(str(settings["file"])), forgetful=bool(settings.get("forgetful", False)))
