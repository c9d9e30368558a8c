"""The member's protection register: who is protected, known only at the member's site, and only by blind tokens.

A file of its own beside the gateway's state, so that officers can use it while the gateway runs. It holds no name and
no number: tokens are made with a secret of the register. Every reader and writer opens it for one question.
"""

import contextlib
import hmac
import os
import secrets
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from hub.core import instant, protection
from hub.core import traits as known_by
from hub.core.protection import Reason, Rules, Standing
from hub.core.traits import Trait, TraitKind
from hub.sdk.errors import DamagedStateError
from schemas import protection_rules
from schemas.record_type import RecordType

FILE = "protection.sqlite3"
_SECRET_BYTES = 32
_AT_ONCE = 500  # tokens of one question: SQLite takes no more than some thousand
_TABLES = """
CREATE TABLE IF NOT EXISTS secret (value BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS mark (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    subject     TEXT,
    reason      TEXT NOT NULL,
    person      TEXT NOT NULL,                 -- opaque id of who marked
    at          TEXT NOT NULL,
    released_by TEXT,                          -- opaque id of the protection officer
    released_at TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS trait (
    mark  INTEGER NOT NULL REFERENCES mark,
    token BLOB    NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS trait_token ON trait (token);
CREATE VIEW IF NOT EXISTS standing AS
    SELECT mark, token FROM trait JOIN mark ON number = mark WHERE released_at IS NULL;
CREATE TABLE IF NOT EXISTS review (            -- cases that an officer has looked at and let go
    token  BLOB PRIMARY KEY,
    person TEXT NOT NULL,
    at     TEXT NOT NULL,
    marks  INTEGER NOT NULL                    -- the last mark that there was then
) STRICT;
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark as officers see it."""

    number: int
    subject: str | None
    reason: Reason
    person: str
    at: str
    released_by: str | None
    released_at: str | None


class ProtectionRegister:
    """The register in a gateway's state directory. Blocking; each method is one transaction."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / FILE

    def mark(
        self, traits: Collection[Trait], reason: Reason, person: str, now: datetime, *, subject: str | None = None
    ) -> int:
        """Mark a person, known by these traits, as protected; return the mark's number.

        `subject` is the case or ban under which officers see the mark; it is one of the traits too, where it is given.
        """
        known = {*traits, *([] if subject is None else [Trait(TraitKind.SUBJECT, subject)])}
        with self._open() as connection:
            return self._insert(connection, known, (subject, reason, person, instant.format(now, seconds=True)))

    def _insert(self, connection: sqlite3.Connection, known: Collection[Trait], row: tuple[str | None, ...]) -> int:
        cursor = connection.execute("INSERT INTO mark (subject, reason, person, at) VALUES (?, ?, ?, ?)", row)
        number = int(cursor.lastrowid or 0)
        tokens = [(number, token) for token in sorted(self._tokens(connection, known))]
        connection.executemany("INSERT INTO trait (mark, token) VALUES (?, ?)", tokens)
        return number

    def connect(self, record: Mapping[str, Any], now: datetime) -> list[int]:
        """Mark the case or ban that a record is about, where somebody in it is marked; return the new marks.

        So a record that tells of that ban by its number alone is held back, too. Each is a mark of its own, by whoever
        made the person's: where it was somebody alike, it is released by its number, and the person's mark stands.
        """
        if not self._path.exists():
            return []
        with self._open() as connection:
            if connection.execute("SELECT 1 FROM standing LIMIT 1").fetchone() is None:
                return []
            at = instant.format(now, seconds=True)
            return [
                self._insert(connection, [Trait(TraitKind.SUBJECT, own)], (own, mark["reason"], mark["person"], at))
                for own in dict.fromkeys(known_by.own_ids(record))
                for mark in self._marks_of_person(connection, own, record)[:1]
            ]

    def _marks_of_person(
        self, connection: sqlite3.Connection, subject: str, record: Mapping[str, Any]
    ) -> list[sqlite3.Row]:
        """Return the marks on somebody in a record; none where its own case or ban is marked or was cleared."""
        (token,) = self._tokens(connection, [Trait(TraitKind.SUBJECT, subject)])
        if self._clearing(connection, subject) is not None or self._numbers_of(connection, token):
            return []
        return [
            mark
            for mark, matched in self._matched(connection, known_by.traits(None, record))
            if known_by.is_certain(matched) or known_by.is_alike(record, matched)
        ]

    def find(self, traits: Collection[Trait], reason: Reason) -> int | None:
        """Return the standing mark that knows all of these traits: a command that is repeated makes no second one."""
        if not self._path.exists():
            return None
        with self._open() as connection:
            found = [
                mark["number"]
                for mark, matched in self._matched(connection, traits)
                if mark["reason"] == reason and matched >= set(traits)
            ]
        return min(found, default=None)

    def release(self, subject: str, person: str, now: datetime) -> int:
        """Release the marks on a case or ban, and clear it; return how many marks there were.

        Who may do so is for the caller to judge.
        """
        with self._open() as connection:
            (token,) = self._tokens(connection, [Trait(TraitKind.SUBJECT, subject)])
            numbers = self._numbers_of(connection, token)
            self._release(connection, numbers, person, now)
            self._clear(connection, token, person, now)
            return len(numbers)

    def release_mark(self, number: int, person: str, now: datetime) -> int:
        """Release one mark by its number, and clear its case where it has one; return how many marks there were."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT subject FROM mark WHERE number = ? AND released_at IS NULL", (number,)
            ).fetchone()
            if row is None:
                return 0
            self._release(connection, [number], person, now)
            if row["subject"] is not None:
                (token,) = self._tokens(connection, [Trait(TraitKind.SUBJECT, row["subject"])])
                self._clear(connection, token, person, now)
            return 1

    @staticmethod
    def _numbers_of(connection: sqlite3.Connection, token: bytes) -> list[int]:
        rows = connection.execute("SELECT DISTINCT mark FROM standing WHERE token = ?", (token,))
        return [row["mark"] for row in rows]

    @staticmethod
    def _release(connection: sqlite3.Connection, numbers: Collection[int], person: str, now: datetime) -> None:
        connection.executemany(
            "UPDATE mark SET released_by = ?, released_at = ? WHERE number = ?",
            [(person, instant.format(now, seconds=True), number) for number in numbers],
        )

    @staticmethod
    def _clear(connection: sqlite3.Connection, token: bytes, person: str, now: datetime) -> None:
        values = (token, person, instant.format(now, seconds=True))
        connection.execute(
            "INSERT OR REPLACE INTO review VALUES (?, ?, ?, (SELECT coalesce(max(number), 0) FROM mark))", values
        )

    def marks(self) -> list[Mark]:
        """Return every mark, oldest first."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT number, subject, reason, person, at, released_by, released_at FROM mark ORDER BY number"
            )
            return [Mark(**{**dict(row), "reason": Reason(row["reason"])}) for row in rows]

    def markers(self, subject: str) -> frozenset[str]:
        """Return who has marked a case or ban, by its own id or by a record that names it, where the mark stands."""
        with self._open() as connection:
            (token,) = self._tokens(connection, [Trait(TraitKind.SUBJECT, subject)])
            numbers = self._numbers_of(connection, token)
        return frozenset(each.person for each in self.marks() if each.number in numbers)

    def standing(self, subject: str | None, record: Mapping[str, Any]) -> Standing:
        """Return what the register says of a record.

        A mark on somebody alike holds a record back until an officer who did not make the mark has cleared its case,
        after the mark was made.
        """
        if not self._path.exists():
            return Standing()
        with self._open() as connection:
            cleared = self._clearing(connection, subject)
            for mark, matched in self._matched(connection, known_by.traits(subject, record)):
                if known_by.is_certain(matched):
                    return Standing(marked=True, cleared=cleared is not None)
                if known_by.is_alike(record, matched) and not _clears(cleared, mark):
                    return Standing(marked=True, cleared=cleared is not None)
        return Standing(cleared=cleared is not None)

    def _clearing(self, connection: sqlite3.Connection, subject: str | None) -> sqlite3.Row | None:
        """Return who cleared a case, and when."""
        tokens = [] if subject is None else self._tokens(connection, [Trait(TraitKind.SUBJECT, subject)])
        for token in tokens:
            row: sqlite3.Row | None = connection.execute(
                "SELECT person, marks FROM review WHERE token = ?", (token,)
            ).fetchone()
            return row
        return None

    def _matched(
        self, connection: sqlite3.Connection, asked: Collection[Trait]
    ) -> Iterator[tuple[sqlite3.Row, Set[Trait]]]:
        """Yield each standing mark that has traits in common with those asked, and which."""
        tokens = self._tokens(connection, {*asked, *known_by.ALWAYS})
        found: dict[int, set[Trait]] = {}
        ordered = sorted(tokens)
        for some in (ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE)):
            places = ",".join("?" * len(some))
            rows = connection.execute(
                f"SELECT mark, token FROM standing WHERE token IN ({places})",  # noqa: S608  (question marks only)
                some,
            )
            for row in rows:
                found.setdefault(row["mark"], set()).add(tokens[bytes(row["token"])])
        for number, matched in found.items():
            yield (
                connection.execute("SELECT number, person, reason FROM mark WHERE number = ?", (number,)).fetchone(),
                matched,
            )

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Give a connection inside one transaction.

        Raises:
            DamagedStateError: the file is no register.
        """
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            connection.executescript(_TABLES)
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.DatabaseError:
            raise DamagedStateError(str(self._path)) from None
        finally:
            connection.close()

    def _tokens(self, connection: sqlite3.Connection, traits: Collection[Trait]) -> dict[bytes, Trait]:
        row = connection.execute("SELECT value FROM secret").fetchone()
        secret = secrets.token_bytes(_SECRET_BYTES) if row is None else bytes(row["value"])
        if row is None:
            connection.execute("INSERT INTO secret VALUES (?)", (secret,))
        return {hmac.digest(secret, f"{each.kind}\0{each.value}".encode(), sha256): each for each in traits}


def _clears(cleared: sqlite3.Row | None, mark: sqlite3.Row) -> bool:
    return cleared is not None and cleared["person"] != mark["person"] and cleared["marks"] >= mark["number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What every record passes before it is signed at a member's site, whoever signs it."""

    register: ProtectionRegister

    def blocks(self, kind: RecordType, subject: str | None, record: Mapping[str, Any], on: date) -> bool:
        """Say whether a record may not be signed, or not be handed to the hub, now.

        Raises:
            DamagedStateError: the register cannot be read; nothing is signed then.
        """
        if not protection.is_gated(kind.name, person_data=kind.person_data):
            return False
        standing = self.register.standing(subject, record)
        rules = Rules(majority=protection_rules.majority(), refugee_codes=protection_rules.refugee_codes())
        return protection.is_blocked(kind.name, kind.family, record, standing, on, rules=rules)
