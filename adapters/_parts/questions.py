"""Who asked: requests that were delivered here, so that the national system's reply finds its way back.

    request delivered (case KZ-RA-1) ──put──> book ──find──> reply to that message, to its sender

A number is its owner's: two authorities may ask under the same one. A reply that does not say which of them it is for
is told to the register, for it would be about another person. One SQLite file in the adapter's state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters._parts import sqlite
from adapters._parts.faults import FormError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS question (
  type TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL, sender TEXT NOT NULL,
  log_index INTEGER NOT NULL, PRIMARY KEY (type, subject));
CREATE TABLE IF NOT EXISTS asked (
  type TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL, sender TEXT NOT NULL,
  log_index INTEGER NOT NULL, PRIMARY KEY (type, subject, sender));
INSERT OR IGNORE INTO asked SELECT type, subject, message_id, sender, log_index FROM question;
DELETE FROM question;
"""
"""`question` is how the book was kept before it knew that two may ask under one number."""


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
        """Note who asked about a subject; a later request of the same authority replaces its earlier one."""
        self._db.execute(
            "INSERT INTO asked VALUES (?, ?, ?, ?, ?) ON CONFLICT (type, subject, sender) DO UPDATE SET"
            " message_id = excluded.message_id, log_index = excluded.log_index"
            " WHERE excluded.log_index > asked.log_index",
            (type_, subject, question.message_id, question.sender, log_index),
        )

    def find(self, type_: str, subject: str) -> list[Question]:
        """Return the requests of a type about a subject, one of each authority."""
        sql = "SELECT message_id, sender FROM asked WHERE type = ? AND subject = ? ORDER BY log_index"
        rows = self._db.execute(sql, (type_, subject))
        return [Question(message_id=message_id, sender=sender) for message_id, sender in rows]

    def forget(self, subject: str) -> None:
        """Drop all requests about a subject."""
        self._db.execute("DELETE FROM asked WHERE subject = ?", (subject,))


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
