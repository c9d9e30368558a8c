"""Who asked: requests that were delivered here, so that the national system's reply finds its way back.

    request delivered (case KZ-RA-1) ──put──> book ──find──> reply to that message, to its sender

A number is its owner's: two authorities may ask under the same one. A reply that does not say which of them it is for
is told to the register, for it would be about another person. One SQLite file in the adapter's state.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters._parts import sqlite
from adapters._parts.faults import FormError

SCHEMA = """
CREATE TABLE IF NOT EXISTS request (
  type TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL, sender TEXT NOT NULL,
  log_index INTEGER NOT NULL, PRIMARY KEY (type, subject, sender));
"""
_FORMER = """
CREATE TABLE IF NOT EXISTS {table} (
  {type} TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL, sender TEXT NOT NULL,
  log_index INTEGER NOT NULL);
INSERT OR IGNORE INTO request SELECT {type}, subject, message_id, sender, log_index FROM {table} ORDER BY rowid;
DROP TABLE {table};
"""


def schema_after(*former: str, type_: str = "type") -> str:
    """Return the schema for a file that may have kept requests in other tables: they are taken over, then dropped."""
    return SCHEMA + "".join(_FORMER.format(table=table, type=type_) for table in former)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A request that was delivered: the message to reply to and its sender."""

    message_id: str
    sender: str


class Requests:
    """The requests in a file that keeps other things as well, whose connection is given."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def put(self, type_: str, subject: str, question: Question, log_index: int) -> None:
        """Note who asked about a subject; a later request of the same authority replaces its earlier one."""
        self._db.execute(
            "INSERT INTO request VALUES (?, ?, ?, ?, ?) ON CONFLICT (type, subject, sender) DO UPDATE SET"
            " message_id = excluded.message_id, log_index = excluded.log_index"
            " WHERE excluded.log_index > request.log_index",
            (type_, subject, question.message_id, question.sender, log_index),
        )

    def find(self, type_: str, subject: str) -> list[Question]:
        """Return the requests of a type about a subject, one of each authority, in the order they came first."""
        sql = "SELECT message_id, sender FROM request WHERE type = ? AND subject = ? ORDER BY rowid"
        rows = self._db.execute(sql, (type_, subject))
        return [Question(message_id=message_id, sender=sender) for message_id, sender in rows]

    def forget(self, subject: str) -> None:
        """Drop all requests about a subject."""
        self._db.execute("DELETE FROM request WHERE subject = ?", (subject,))


class Questions(Requests):
    """The book of requests in a file of its own. One process at a time works on it."""

    def __init__(self, path: Path) -> None:
        super().__init__(sqlite.connect(path, schema_after("question", "asked")))

    def close(self) -> None:
        """Close the file."""
        self._db.close()


class OtherAskerError(FormError):
    """Somebody has asked under the number, but not whom the reply names."""


def answered(questions: Sequence[Question], asker: str | None) -> Question:
    """Return the request that a reply answers; `asker` is whom the reply itself names, if it does.

    Raises:
        OtherAskerError: there is none of the one that it names.
        FormError: there is none at all, or more than one authority may be meant.
    """
    fitting = [question for question in questions if asker in {None, question.sender}]
    if not fitting:
        raise (OtherAskerError if questions else FormError)("case-unknown", *_CASE_UNKNOWN)
    if len({question.sender for question in fitting}) > 1:
        raise FormError("case-ambiguous", *_CASE_AMBIGUOUS)
    return fitting[0]


_CASE_UNKNOWN = (
    "По этому делу запрос не поступал. Проверьте номер дела.",
    "No request about this case has arrived. Check the case number.",
)
_CASE_AMBIGUOUS = (
    "Под этим номером запросы прислали несколько органов, кому ответ — непонятно. Ответьте в деле, в консоли узла.",
    "Several authorities have asked under this number: whom is the reply for? Reply in the case, in the hub's console.",
)
