"""Lists of bans at the member's site, by reference, revision, status and last day; never who is banned.

Two kinds, kept alike. Own ones hold every revision that the source gave or a contact person signed, by each recipient,
whatever the hub said to it: what it refused is just what a comparison must find. Those of others hold what the national
system took. What waits for an approval has not been said yet and is on no list.

A list is known only where the book was begun with the gateway's state: before that, bans went by unseen.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from sqlite3 import Connection
from typing import Any

from hub.core import entry_ban, instant
from hub.core.entry_ban.listing import Listed
from hub.core.entry_ban.period import span_of
from hub.core.entry_ban.standing import LISTED
from hub.sdk.ports import Change
from hub.sdk.state import BAN_BOOK, State
from hub.sdk.verification import Verified
from keys import strict_json

_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_LISTED = strict_json.dumps(sorted(LISTED)).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class BanSeen:
    """A revision of a ban, and to whom it went; `place` in the log, None while it has none that is known here."""

    issuer: str
    recipients: Sequence[str]
    ban_id: str
    revision: int
    status: str
    ends_on: date | None
    message_id: str
    place: int | None
    agreement: str | None
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Under which agreement and for which purpose bans go to a recipient."""

    agreement: str | None
    purpose: str


def given(change: Change, message_id: str, issuer: str) -> BanSeen | None:
    """Return the ban of a change; None where it is no ban, or too malformed to be one of a list."""
    if change.type != entry_ban.TYPE:
        return None
    about = {"message_id": message_id, "place": None, "agreement": change.agreement, "purpose": change.purpose}
    return _seen(change.record, issuer=issuer, recipients=tuple(change.to), **about)


def taken(verified: Verified, participant: str) -> BanSeen | None:
    """Return the ban of a message that was applied, or of a copy of an own one; None where it is no ban."""
    envelope = verified.envelope
    if envelope.type != entry_ban.TYPE:
        return None
    return _seen(
        envelope.record,
        issuer=envelope.sender,
        recipients=tuple(envelope.to) if envelope.sender == participant else (participant,),
        message_id=envelope.id,
        place=verified.index,
        agreement=envelope.agreement,
        purpose=envelope.purpose,
    )


def _seen(record: Mapping[str, Any], **about: Any) -> BanSeen | None:
    ban_id, revision, status = record.get("ban_id"), record.get("revision"), record.get("status")
    sound = isinstance(ban_id, str) and _REFERENCE.fullmatch(ban_id) and type(revision) is int
    if not sound or not isinstance(status, str):
        return None
    try:
        ends_on = span_of(record).end
    except (AttributeError, KeyError, TypeError, ValueError):  # a record that will be refused
        ends_on = None
    return BanSeen(ban_id=str(ban_id), revision=int(revision or 0), status=status, ends_on=ends_on, **about)


def note_in(connection: Connection, bans: Sequence[BanSeen], now: datetime) -> None:
    """Note revisions inside an open transaction; one that comes again replaces what was noted of it."""
    connection.executemany(
        "INSERT OR REPLACE INTO ban (issuer, recipient, ban_id, revision, status, ends_on, message_id, place,"
        " agreement, purpose, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                *(each.issuer, recipient, each.ban_id, each.revision, each.status),
                None if each.ends_on is None else each.ends_on.isoformat(),
                *(each.message_id, each.place, each.agreement, each.purpose, instant.format(now)),
            )
            for each in bans
            for recipient in each.recipients
        ],
    )


class BanBook:
    """The lists in a gateway's state. Blocking."""

    def __init__(self, state: State) -> None:
        self._state = state

    def is_whole(self) -> bool:
        """Tell whether every ban since the gateway's first day went through this book."""
        return self._state.kept(BAN_BOOK) is not None

    def read(self, issuer: str, recipient: str, on: date, *, before: int | None = None) -> list[Listed]:
        """Return a list as it stands on a day; `before`: of what stands before a place in the log alone."""
        rows = self._state.connection.execute(
            "SELECT ban_id, max(revision) AS revision, status, ends_on FROM ban WHERE issuer = ? AND recipient = ?"
            " AND (?3 IS NULL OR place < ?3) AND message_id NOT IN (SELECT message_id FROM waiting_room)"
            " GROUP BY ban_id ORDER BY ban_id",
            (issuer, recipient, before),
        )
        return [
            Listed(ban_id=row["ban_id"], revision=row["revision"], status=row["status"])
            for row in rows
            if row["status"] in LISTED and (row["ends_on"] is None or row["ends_on"] >= on.isoformat())
        ]

    def way(self, issuer: str, recipient: str) -> Way | None:
        """Return how the newest ban of a list went; None where none ever did."""
        row = self._state.connection.execute(
            "SELECT agreement, purpose FROM ban WHERE issuer = ? AND recipient = ?"
            " ORDER BY at DESC, rowid DESC LIMIT 1",
            (issuer, recipient),
        ).fetchone()
        return None if row is None else Way(agreement=row["agreement"], purpose=row["purpose"])

    def forget(self, before: datetime) -> None:
        """Remove bans that were over before an instant, with all their revisions."""
        day = before.date().isoformat()
        with self._state.transaction() as connection:
            connection.execute(
                "DELETE FROM ban WHERE (issuer, recipient, ban_id) IN (SELECT issuer, recipient, ban_id FROM"
                " (SELECT issuer, recipient, ban_id, max(revision), status, ends_on, at FROM ban"
                " GROUP BY issuer, recipient, ban_id) WHERE ends_on < ?1"
                " OR (status NOT IN (SELECT value FROM json_each(?2)) AND at < ?3))",
                (day, _LISTED, instant.format(before)),
            )
            connection.execute("DELETE FROM ban_list WHERE result IS NOT NULL AND at < ?", (instant.format(before),))
