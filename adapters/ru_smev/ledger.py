"""What the sink remembers: the queue's id of each delivery.

The id is on disk before the document leaves, so a repetition after a crash carries the same id and is recognised.
"""

from pathlib import Path

from adapters._parts import sqlite
from adapters.ru_smev import message_ids

_SCHEMA = """
CREATE TABLE IF NOT EXISTS delivery (message_id TEXT PRIMARY KEY, queue_id TEXT NOT NULL, done INTEGER NOT NULL);
"""


class Ledger:
    """One SQLite file; one process at a time works on it."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite.connect(path, _SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def queue_id(self, message_id: str) -> tuple[str, bool]:
        """Return the queue's id of a delivery, made when there is none, and whether the queue has it already."""
        row = self._db.execute("SELECT queue_id, done FROM delivery WHERE message_id = ?", (message_id,)).fetchone()
        if row is not None:
            return row[0], bool(row[1])
        return self.renew(message_id), False

    def renew(self, message_id: str) -> str:
        """Give a delivery a new id, where the queue asks for one, and return it."""
        queue_id = message_ids.make()
        self._db.execute("INSERT OR REPLACE INTO delivery VALUES (?, ?, 0)", (message_id, queue_id))
        return queue_id

    def done(self, message_id: str) -> None:
        """Note that the queue has a delivery."""
        self._db.execute("UPDATE delivery SET done = 1 WHERE message_id = ?", (message_id,))
