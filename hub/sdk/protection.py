"""The member's protection register: who is protected, known only at the member's site, and only by blind tokens.

A file of its own beside the gateway's state, so that officers can use it while the gateway runs. It holds no name and
no number: tokens are made with a secret of the register. Every reader and writer opens it for one question.
"""

import contextlib
import hmac
import os
import secrets
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from hub.core import instant, protection
from hub.core.protection import Reason, Standing, Trait, TraitKind
from hub.sdk.errors import DamagedStateError
from schemas.record_type import RecordType

FILE = "protection.sqlite3"
_SECRET_BYTES = 32
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
CREATE TABLE IF NOT EXISTS cleared (           -- cases that an officer has reviewed without a mark: minors
    token  BLOB PRIMARY KEY,
    person TEXT NOT NULL,
    at     TEXT NOT NULL
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

    def mark(self, traits: Collection[Trait], reason: Reason, person: str, now: datetime) -> int:
        """Mark a person, known by these traits, as protected; return the mark's number."""
        subject = next((each.value for each in traits if each.kind is TraitKind.SUBJECT), None)
        with self._open() as connection:
            cursor = connection.execute(
                "INSERT INTO mark (subject, reason, person, at) VALUES (?, ?, ?, ?)",
                (subject, reason, person, instant.format(now, seconds=True)),
            )
            number = int(cursor.lastrowid or 0)
            tokens = [(number, token) for token in sorted(self._tokens(connection, traits))]
            connection.executemany("INSERT INTO trait (mark, token) VALUES (?, ?)", tokens)
        return number

    def release(self, subject: str, person: str, now: datetime) -> int:
        """Release the marks on a case or ban, and clear it; return how many marks there were.

        Who may do so is for the caller to judge.
        """
        at = instant.format(now, seconds=True)
        with self._open() as connection:
            (token,) = self._tokens(connection, [Trait(TraitKind.SUBJECT, subject)])
            released = connection.execute(
                "UPDATE mark SET released_by = ?, released_at = ? WHERE released_at IS NULL"
                " AND number IN (SELECT mark FROM trait WHERE token = ?)",
                (person, at, token),
            )
            connection.execute("INSERT OR REPLACE INTO cleared VALUES (?, ?, ?)", (token, person, at))
            return released.rowcount

    def marks(self) -> list[Mark]:
        """Return every mark, oldest first."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT number, subject, reason, person, at, released_by, released_at FROM mark ORDER BY number"
            )
            return [Mark(**{**dict(row), "reason": Reason(row["reason"])}) for row in rows]

    def markers(self, subject: str) -> frozenset[str]:
        """Return who has marked a case or ban, where the mark stands."""
        return frozenset(each.person for each in self.marks() if each.subject == subject and each.released_at is None)

    def standing(self, subject: str | None, record: Mapping[str, Any]) -> Standing:
        """Return what the register says of a record."""
        if not self._path.exists():
            return Standing()
        with self._open() as connection:
            tokens = self._tokens(connection, protection.traits(subject, record))
            places = ",".join("?" * len(tokens))
            marked = connection.execute(
                f"SELECT 1 FROM trait JOIN mark ON number = mark WHERE released_at IS NULL AND token IN ({places})",  # noqa: S608  (question marks only)
                sorted(tokens),
            ).fetchone()
            cleared = connection.execute(
                f"SELECT 1 FROM cleared WHERE token IN ({places})",  # noqa: S608  (question marks only)
                sorted(tokens),
            ).fetchone()
        return Standing(marked=marked is not None, cleared=cleared is not None)

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

    def _tokens(self, connection: sqlite3.Connection, traits: Collection[Trait]) -> set[bytes]:
        row = connection.execute("SELECT value FROM secret").fetchone()
        secret = secrets.token_bytes(_SECRET_BYTES) if row is None else bytes(row["value"])
        if row is None:
            connection.execute("INSERT INTO secret VALUES (?)", (secret,))
        return {hmac.digest(secret, f"{each.kind}\0{each.value}".encode(), sha256) for each in traits}


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
        return protection.is_blocked(kind.name, kind.family, record, standing, on)
