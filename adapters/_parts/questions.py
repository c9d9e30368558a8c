"""Who asked: requests that were delivered here, so that the national system's reply finds its way back.

    request delivered (case KZ-RA-1) ──put──> book ──find──> reply to that message, to its sender

One SQLite file in the adapter's state.
"""

from dataclasses import dataclass
from pathlib import Path

from adapters._parts import sqlite

_SCHEMA = """
CREATE TABLE IF NOT EXISTS question (
  type TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL, sender TEXT NOT NULL,
  log_index INTEGER NOT NULL, PRIMARY KEY (type, subject));
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A request that was delivered: the message to reply to and its sender."""

    message_id: str
    sender: str


class Questions:
    """The book of requests by type and subject. One process at a time works on it."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite.connect(path, _SCHEMA)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def put(self, type_: str, subject: str, question: Question, log_index: int) -> None:
        """Note who asked about a subject; a later request replaces an earlier one."""
        self._db.execute(
            "INSERT INTO question VALUES (?, ?, ?, ?, ?) ON CONFLICT (type, subject) DO UPDATE SET message_id ="
            " excluded.message_id, sender = excluded.sender, log_index = excluded.log_index"
            " WHERE excluded.log_index > question.log_index",
            (type_, subject, question.message_id, question.sender, log_index),
        )

    def find(self, type_: str, subject: str) -> Question | None:
        """Return the request of a type about a subject, or None."""
        row = self._db.execute(
            "SELECT message_id, sender FROM question WHERE type = ? AND subject = ?", (type_, subject)
        ).fetchone()
        return None if row is None else Question(message_id=row[0], sender=row[1])

    def forget(self, subject: str) -> None:
        """Drop all requests about a subject."""
        self._db.execute("DELETE FROM question WHERE subject = ?", (subject,))
