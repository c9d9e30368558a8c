"""What the hub has delivered: bans by issuer and number, who asked what, and what the national side shall see.

Kept in one SQLite file of the adapter's state. A ban is replaced only by a later revision (at equal revisions by a
later place in the log), so deliveries may be repeated and may come out of order.
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import msgspec

from adapters._parts import sqlite
from adapters._parts.questions import Requests, schema_after

_SCHEMA = """
CREATE TABLE IF NOT EXISTS ban (
  ban_id TEXT NOT NULL, issuer TEXT NOT NULL, revision INTEGER NOT NULL, log_index INTEGER NOT NULL,
  status TEXT NOT NULL, record BLOB NOT NULL, cells BLOB NOT NULL, PRIMARY KEY (ban_id, issuer));
CREATE INDEX IF NOT EXISTS ban_status ON ban (status);
CREATE TABLE IF NOT EXISTS flag (name TEXT PRIMARY KEY);
"""
_UNWRITTEN = "list-unwritten"


class Holdings:
    """One process at a time works on it."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite.connect(path, _SCHEMA + schema_after("asked", "question", type_="kind"))
        self.requests = Requests(self._db)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def together(self) -> AbstractContextManager[None]:
        """Make the changes inside one transaction."""
        return sqlite.together(self._db)

    def put_ban(self, record: Mapping[str, Any], cells: Mapping[str, str], log_index: int) -> None:
        """Keep a ban and its row of the list unless a later revision is held; the list has to be written anew."""
        row = (record["ban_id"], record["issuer"], record["revision"], log_index, record["status"])
        changed = self._db.execute(
            "INSERT INTO ban VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (ban_id, issuer) DO UPDATE SET"
            " revision = excluded.revision, log_index = excluded.log_index, status = excluded.status,"
            " record = excluded.record, cells = excluded.cells"
            " WHERE (excluded.revision, excluded.log_index) > (ban.revision, ban.log_index)",
            (*row, msgspec.json.encode(record), msgspec.json.encode(cells)),
        ).rowcount
        if changed:
            self._db.execute("INSERT OR IGNORE INTO flag VALUES (?)", (_UNWRITTEN,))

    def active_rows(self, statuses: frozenset[str]) -> Iterator[dict[str, str]]:
        """Yield the rows of the bans with one of the statuses, by number and issuer."""
        marks = ", ".join("?" for _ in statuses)
        rows = self._db.execute(
            f"SELECT cells FROM ban WHERE status IN ({marks}) ORDER BY ban_id, issuer",  # noqa: S608 - marks only
            sorted(statuses),
        )
        for (cells,) in rows:
            yield msgspec.json.decode(cells)

    def is_list_written(self) -> bool:
        """Say whether the list shows what is held."""
        return self._db.execute("SELECT 1 FROM flag WHERE name = ?", (_UNWRITTEN,)).fetchone() is None

    def list_is_written(self) -> None:
        """Note that the list shows what is held."""
        self._db.execute("DELETE FROM flag WHERE name = ?", (_UNWRITTEN,))

    def list_is_wanted(self) -> None:
        """Note that the list has to be written."""
        self._db.execute("INSERT OR IGNORE INTO flag VALUES (?)", (_UNWRITTEN,))

    def forget(self, subject: str) -> None:
        """Drop all that is held about a subject."""
        if self._db.execute("DELETE FROM ban WHERE ban_id = ?", (subject,)).rowcount:
            self.list_is_wanted()
        self.requests.forget(subject)
