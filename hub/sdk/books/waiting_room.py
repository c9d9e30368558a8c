"""The waiting room: payloads that are ready to be signed and wait until a contact person approves them.

    source ──batch, cursor──> waiting room ──approved──> signed, outbox
                                   └────────refused, or too old──> told to the source

A payload that waits is kept byte for byte, for these bytes are what is approved and what is then signed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from typing import Any, cast

from hub.core import instant
from hub.sdk.state import State
from keys import strict_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A payload that nobody has signed yet."""

    message_id: str
    payload: bytes
    recipients: Sequence[str]
    origin: Mapping[str, Any]


class WaitingRoom:
    """What waits. Blocking."""

    def __init__(self, state: State) -> None:
        self._state = state

    def held(self) -> list[tuple[Held, datetime]]:
        """Return what waits and since when, in the order of the source."""
        rows = self._state.connection.execute(
            "SELECT message_id, payload, recipients, origin, made_at FROM waiting_room ORDER BY place"
        )
        return [(_held(row), datetime.fromisoformat(row["made_at"])) for row in rows]

    def count(self) -> int:
        """Return how many wait."""
        return int(self._state.connection.execute("SELECT count(*) FROM waiting_room").fetchone()[0])


def hold_in(connection: Connection, item: Held, now: datetime) -> None:
    """Let a payload wait, inside a transaction that is already open."""
    connection.execute(
        "INSERT INTO waiting_room (message_id, payload, recipients, origin, made_at) VALUES (?, ?, ?, ?, ?)",
        (
            item.message_id,
            item.payload,
            strict_json.dumps(list(item.recipients)).decode(),
            strict_json.dumps(dict(item.origin)).decode(),
            instant.format(now),
        ),
    )


def leave_in(connection: Connection, message_id: str) -> bool:
    """Let a payload leave, inside an open transaction; False where it has left already."""
    return connection.execute("DELETE FROM waiting_room WHERE message_id = ?", (message_id,)).rowcount == 1


def _held(row: Any) -> Held:
    return Held(
        message_id=row["message_id"],
        payload=bytes(row["payload"]),
        recipients=cast("list[str]", strict_json.loads(row["recipients"].encode())),
        origin=cast("dict[str, Any]", strict_json.loads(row["origin"].encode())),
    )
