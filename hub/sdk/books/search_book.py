"""Searches that others asked this member to make: since when, how often they were answered, until when.

Whether somebody was found stands nowhere here: the member's people and systems know, and the gateway never does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from sqlite3 import Connection

from hub.core.missing import disclosure, search
from hub.core.missing.disclosure import Asked, Update
from hub.sdk.books.outbox import Signed, put_in
from hub.sdk.state import State
from hub.sdk.verification import Verified


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchNote:
    """That a search was asked for, or ended, on the day of a leaf."""

    owner: str
    case_id: str
    on: str
    agreement: str
    purpose: str
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """An update that is due, and how it is sent."""

    asked: Asked
    update: Update
    agreement: str
    purpose: str


def read_search(verified: Verified) -> Iterator[SearchNote]:
    """Yield what a message says of a search that we were asked to make."""
    envelope = verified.envelope
    ends = envelope.type == search.UPDATE and envelope.record["outcome"] in search.ENDS
    if envelope.type == search.PERSON or ends:
        yield SearchNote(
            owner=envelope.sender,
            case_id=envelope.record["case_id"],
            on=verified.accepted_at[:10],
            agreement=envelope.agreement or "",
            purpose=envelope.purpose,
            ends=ends,
        )


def note_in(connection: Connection, note: SearchNote) -> None:
    """Note a search inside an open transaction; the first asking counts, and the first ending."""
    if note.ends:
        connection.execute(
            "UPDATE search SET closed_on = ? WHERE owner = ? AND case_id = ? AND closed_on IS NULL",
            (note.on, note.owner, note.case_id),
        )
        return
    connection.execute(
        "INSERT INTO search (owner, case_id, asked_on, agreement, purpose) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (owner, case_id) DO UPDATE SET agreement = excluded.agreement, purpose = excluded.purpose",
        (note.owner, note.case_id, note.on, note.agreement, note.purpose),
    )


class SearchBook:
    """The searches in a gateway's state. Blocking; each method is one transaction."""

    def __init__(self, state: State) -> None:
        self._state = state

    def due(self, now: datetime, every_days: int) -> list[Due]:
        """Return the updates that are due, in their order for each search."""
        rows = self._state.connection.execute("SELECT * FROM search ORDER BY owner, case_id").fetchall()
        found = []
        for row in rows:
            closed_on = None if row["closed_on"] is None else date.fromisoformat(row["closed_on"])
            asked = Asked(
                owner=row["owner"],
                case_id=row["case_id"],
                on=date.fromisoformat(row["asked_on"]),
                closed_on=closed_on,
            )
            updates = disclosure.rhythm(asked, sent=row["sent"], now=now, every_days=every_days)
            routing = {"agreement": row["agreement"], "purpose": row["purpose"]}
            found += [Due(asked=asked, update=update, **routing) for update in updates]
        return found

    def store(self, sealed: Sequence[tuple[Due, Signed]], now: datetime) -> None:
        """Put signed updates into the outbox, and note that they are."""
        with self._state.transaction() as connection:
            for due, signed in sealed:
                connection.execute(
                    "UPDATE search SET sent = ? WHERE owner = ? AND case_id = ?",
                    (due.update.record["sequence"], due.asked.owner, due.asked.case_id),
                )
                put_in(connection, signed, now)
