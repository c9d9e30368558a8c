"""States of ban lists that came, from the page they came with until they are judged; and what the newest came to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Connection
from typing import Any, cast

from hub.core import instant
from hub.core.entry_ban import listing
from hub.sdk.books.outbox import Declined, Signed, put_own_in
from hub.sdk.state import State
from hub.sdk.verification import Verified
from keys import strict_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A state: where it stands in the log, who sent it how, and its record."""

    place: int
    sender: str
    agreement: str | None
    purpose: str
    record: Mapping[str, Any]


def is_state(verified: Verified) -> bool:
    """Tell whether a verified message is a state of a ban list."""
    return verified.envelope.type == listing.TYPE


def read_state(verified: Verified) -> Noted:
    """Return a state as it is noted."""
    envelope = verified.envelope
    return Noted(
        place=verified.index,
        sender=envelope.sender,
        agreement=envelope.agreement,
        purpose=envelope.purpose,
        record=envelope.record,
    )


def note_in(connection: Connection, noted: Noted, now: datetime) -> None:
    """Note a state inside an open transaction."""
    connection.execute(
        "INSERT INTO ban_list (place, sender, issuer, on_day, agreement, purpose, record, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (
            *(noted.place, noted.sender, noted.record["issuer"], noted.record["on"]),
            *(noted.agreement, noted.purpose, strict_json.dumps(noted.record), instant.format(now)),
        ),
    )


class ListNotes:
    """The noted states in a gateway's state. Blocking; each method is one transaction."""

    def __init__(self, state: State) -> None:
        self._state = state

    def waiting(self) -> list[Noted]:
        """Return the states that nobody has judged, in the order of the log."""
        rows = self._state.connection.execute("SELECT * FROM ban_list WHERE result IS NULL ORDER BY place").fetchall()
        return [
            Noted(
                place=row["place"],
                sender=row["sender"],
                agreement=row["agreement"],
                purpose=row["purpose"],
                record=cast("Mapping[str, Any]", strict_json.loads(row["record"])),
            )
            for row in rows
        ]

    def settle(self, noted: Noted, result: str, answer: Signed | Declined | None, now: datetime) -> None:
        """Note what a state came to, with the answer to it; its buckets are not kept."""
        with self._state.transaction() as connection:
            connection.execute(
                "UPDATE ban_list SET result = ?, record = NULL WHERE place = ? AND result IS NULL",
                (result, noted.place),
            )
            if answer is not None:
                put_own_in(connection, answer, now)

    def facts(self) -> list[dict[str, str]]:
        """Return what the newest state of each list and sender came to, for the health of the gateway."""
        rows = self._state.connection.execute(
            "SELECT issuer, sender, on_day, result, max(place) FROM ban_list WHERE result IS NOT NULL"
            " GROUP BY issuer, sender ORDER BY issuer, sender"
        )
        names = {"issuer": "issuer", "sender": "holder", "on_day": "on", "result": "result"}
        return [{name: row[column] for column, name in names.items()} for row in rows]
