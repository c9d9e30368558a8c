"""What the member has to say, from the moment it is signed until every side knows what became of it.

    source ──batch, cursor──> ready ──receipt──> accepted ──> told to the source ──> acknowledged by recipients
                                └────problem──> refused ───> told to the source

A batch and the cursor after it are stored in one transaction: after a crash the source is asked again either
before both or after both. The signed bytes are stored before they are first sent, and only they are ever sent.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from sqlite3 import Connection
from typing import Any

from hub.core import instant
from hub.sdk.adapter_process import wire
from hub.sdk.books.waiting_room import Held, hold_in, leave_in
from hub.sdk.ports import Problem, Sent, Verdict
from hub.sdk.state import State, keep_in
from keys import strict_json

CURSOR = "source-cursor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """An envelope that waits to be sent; `origin` is None for our own receipts, which no source asks about."""

    message_id: str
    envelope: bytes
    sha256: str
    recipients: Sequence[str]
    origin: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """A change that was never signed, because of these problems."""

    message_id: str
    recipients: Sequence[str]
    origin: Mapping[str, Any]
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What the hub finally said about a message: its verified receipt with warnings, or problems.

    `instead` is sent in its place.
    """

    message_id: str
    receipt: bytes | None = None
    problems: Sequence[Problem] = ()
    instead: Signed | None = None


class Answer(StrEnum):
    """What a recipient's receipt says."""

    DELIVERED = "delivered"
    PROCESSED = "processed"
    REJECTED = "rejected"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """A recipient's word about one of our messages; `code` says why it was rejected."""

    message_id: str
    sha256: str
    recipient: str
    status: Answer
    code: str | None = None


class Outbox:
    """The sending half of a gateway's state. Blocking; each method is one transaction."""

    def __init__(self, state: State) -> None:
        self._state = state

    def cursor(self) -> str | None:
        """Return the cursor to ask the source with."""
        kept = self._state.kept(CURSOR)
        return None if kept is None else kept.decode()

    def store_batch(
        self,
        items: Sequence[Signed | Declined | Held],
        cursor: str,
        now: datetime,
        *,
        types: Sequence[str] = (),
        note: Callable[[Connection], None] | None = None,
    ) -> None:
        """Store what a batch became, and the cursor after it; `types` are the record types of the items.

        `note` writes down what else the batch says, in the same transaction.
        """
        with self._state.transaction() as connection:
            if note is not None:
                note(connection)
            connection.executemany(
                "INSERT INTO pulled (message_id, type) VALUES (?, ?)",
                [(item.message_id, name) for item, name in zip(items, types, strict=False)],
            )
            for item in items:
                if isinstance(item, Held):
                    hold_in(connection, item, now)
                else:
                    _store_in(connection, item, now)
            keep_in(connection, CURSOR, cursor.encode())

    def settle_held(self, message_id: str, item: Signed | Declined, now: datetime) -> None:
        """Let a payload leave the waiting room, signed or declined; one that has left already stays as it is."""
        with self._state.transaction() as connection:
            if leave_in(connection, message_id):
                _store_in(connection, item, now)

    def ready(self, limit: int, most_bytes: int) -> list[Signed]:
        """Return the first envelopes to be sent, in order, together at most `most_bytes` long (but at least one)."""
        rows = self._state.connection.execute(
            "SELECT message_id, envelope, sha256, recipients FROM outbox WHERE state = 'ready' ORDER BY place LIMIT ?",
            (limit,),
        )
        chosen: list[Signed] = []
        total = 0
        for row in rows:
            total += len(row["envelope"]) + 1
            if chosen and total > most_bytes:
                break
            chosen.append(_signed(row))
        return chosen

    def settle(self, settled: Sequence[Settled], now: datetime) -> None:
        """Note what the hub said; a message that is settled already stays as it is."""
        with self._state.transaction() as connection:
            connection.executemany(
                "UPDATE outbox SET state = ?, receipt = ?, problems = ?, final_at = ?"
                " WHERE message_id = ? AND state = 'ready'",
                [
                    (
                        "refused" if item.receipt is None else "accepted",
                        item.receipt,
                        _format_problems(item.problems),
                        instant.format(now),
                        item.message_id,
                    )
                    for item in settled
                ],
            )
            for item in settled:
                if item.instead is not None:
                    put_in(connection, item.instead, now)

    def untold(self, limit: int) -> list[Sent]:
        """Return final outcomes that the source was not told yet, in the order of its changes."""
        rows = self._state.connection.execute(
            "SELECT message_id, origin, state, problems FROM outbox"
            " WHERE state <> 'ready' AND told = 0 ORDER BY place LIMIT ?",
            (limit,),
        )
        return [
            Sent(
                origin=strict_json.loads(row["origin"].encode()),  # type: ignore[arg-type]  # written by `put_in`
                message_id=row["message_id"],
                verdict=Verdict(row["state"]),
                problems=_parse_problems(row["problems"]),
            )
            for row in rows
        ]

    def mark_told(self, message_ids: Sequence[str]) -> None:
        """Note that the source knows."""
        with self._state.transaction() as connection:
            connection.executemany("UPDATE outbox SET told = 1 WHERE message_id = ?", [(each,) for each in message_ids])

    def counts(self) -> dict[str, int]:
        """Return how many messages stand where, for the health of the gateway."""
        rows = self._state.connection.execute("SELECT state, count(*) AS many FROM outbox GROUP BY state")
        counted = {"ready": 0, "accepted": 0, "refused": 0} | {row["state"]: row["many"] for row in rows}
        rows = self._state.connection.execute("SELECT status, count(*) AS many FROM acknowledgement GROUP BY status")
        return counted | {row["status"]: row["many"] for row in rows}

    def waiting(self) -> int:
        """Return how many envelopes wait to be sent."""
        row = self._state.connection.execute("SELECT count(*) FROM outbox WHERE state = 'ready'").fetchone()
        return int(row[0])

    def backlog(self) -> int:
        """Return how much waits at all: to be sent, or to be approved first."""
        row = self._state.connection.execute("SELECT count(*) FROM waiting_room").fetchone()
        return self.waiting() + int(row[0])

    def forget(self, before: datetime) -> int:
        """Remove messages that were final and told before an instant; returns how many."""
        with self._state.transaction() as connection:
            gone = connection.execute(
                "DELETE FROM outbox WHERE state <> 'ready' AND told = 1 AND final_at < ?", (instant.format(before),)
            )
            connection.execute("DELETE FROM acknowledgement WHERE at < ?", (instant.format(before),))
            return gone.rowcount


def _store_in(connection: Connection, item: Signed | Declined, now: datetime) -> None:
    if isinstance(item, Signed):
        put_in(connection, item, now)
    else:
        _decline_in(connection, item, now)


def put_in(connection: Connection, item: Signed, now: datetime) -> None:
    """Put an envelope into the outbox inside a transaction that is already open."""
    origin = None if item.origin is None else strict_json.dumps(dict(item.origin)).decode()
    connection.execute(
        "INSERT INTO outbox (message_id, envelope, sha256, recipients, origin, state, told, made_at)"
        " VALUES (?, ?, ?, ?, ?, 'ready', ?, ?)",
        (
            item.message_id,
            item.envelope,
            item.sha256,
            strict_json.dumps(list(item.recipients)).decode(),
            origin,
            int(item.origin is None),
            instant.format(now),
        ),
    )


def put_own_in(connection: Connection, item: Signed | Declined, now: datetime) -> None:
    """Put what the gateway itself has to say into the outbox, or that it could not; no source asks about it."""
    _store_in(connection, item, now)
    connection.execute("UPDATE outbox SET told = 1 WHERE message_id = ?", (item.message_id,))


def acknowledge_in(connection: Connection, said: Acknowledged, now: datetime) -> bool:
    """Note a recipient's word inside an open transaction; False where it is not about a message of ours to it."""
    row = connection.execute(
        "SELECT sha256, recipients FROM outbox WHERE message_id = ? AND state <> 'refused'", (said.message_id,)
    ).fetchone()
    if row is None or row["sha256"] != said.sha256 or not _is_recipient(said.recipient, row["recipients"]):
        return False
    connection.execute(
        "INSERT INTO acknowledgement (message_id, recipient, status, code, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (said.message_id, said.recipient, str(said.status), said.code, instant.format(now)),
    )
    return True


def _is_recipient(participant: str, recipients: str) -> bool:
    """A group names nobody, so whoever it was expanded to may answer; the hub speaks for all (`expired`)."""
    named = _names(recipients)
    return participant in named or participant == "hub" or any(name.startswith("@") for name in named)


def _names(text: str) -> tuple[str, ...]:
    value = strict_json.loads(text.encode())
    return tuple(str(name) for name in value) if isinstance(value, list) else ()


def _decline_in(connection: Connection, item: Declined, now: datetime) -> None:
    connection.execute(
        "INSERT INTO outbox (message_id, recipients, origin, state, problems, made_at, final_at)"
        " VALUES (?, ?, ?, 'refused', ?, ?, ?)",
        (
            item.message_id,
            strict_json.dumps(list(item.recipients)).decode(),
            strict_json.dumps(dict(item.origin)).decode(),
            _format_problems(item.problems),
            instant.format(now),
            instant.format(now),
        ),
    )


def _signed(row: Mapping[str, Any]) -> Signed:
    return Signed(
        message_id=row["message_id"],
        envelope=bytes(row["envelope"]),
        sha256=row["sha256"],
        recipients=_names(row["recipients"]),
        origin=None,
    )


def _format_problems(problems: Sequence[Problem]) -> str:
    return strict_json.dumps([wire.format_problem(problem) for problem in problems]).decode()


def _parse_problems(text: str) -> tuple[Problem, ...]:
    value = strict_json.loads(text.encode())
    return tuple(wire.parse_problem(item) for item in value) if isinstance(value, list) else ()
