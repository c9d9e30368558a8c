"""An outage as the secretariat announces it: from then until then nobody could use the exchange.

    hub, participant        who says so, at which hub: the secretariat
    since, until            from when, until when; null: it lasts, and a later statement with the same `since` ends it
    at                      when this was signed; at most 30 days after `since`

Signed by a signing key of the participant. Clocks whose profile says so stand still meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from keys import instant, statement
from keys.errors import StatementError
from keys.jwk import Signer
from keys.statement import Kind, Unread

KIND = Kind.OUTAGE
MEMBERS = ("hub", "participant", "since", "until", "at")
LATEST = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """What the secretariat says about an outage."""

    hub: str
    participant: str
    since: datetime
    until: datetime | None
    at: datetime


def sign(outage: Outage, key: Signer) -> bytes:
    """Return the statement, signed by a signing key of the participant."""
    return statement.sign(format(outage), key, KIND)


def format(outage: Outage) -> dict[str, object]:  # noqa: A001  (the pair of parse)
    """Return the members of the payload."""
    return {
        "hub": outage.hub,
        "participant": outage.participant,
        "since": instant.format(outage.since),
        "until": None if outage.until is None else instant.format(outage.until),
        "at": instant.format(outage.at),
    }


def read(token: bytes) -> tuple[Unread, Outage]:
    """Read an announcement that nobody has verified yet; `Unread.verify` takes the participant's key.

    Raises:
        SignatureError: it is no token of this kind.
        StatementError: a member is wrong.
    """
    unread = statement.read(token, KIND, MEMBERS)
    return unread, parse(unread)


def parse(unread: Unread) -> Outage:
    """Return what the statement says.

    Raises:
        StatementError: a member is wrong, the outage ends before it begins, or it was announced too late.
    """
    said = Outage(
        hub=unread.text("hub"),
        participant=unread.participant(),
        since=unread.instant("since"),
        until=unread.optional_instant("until"),
        at=unread.instant("at"),
    )
    if said.until is not None and said.until <= said.since:
        raise StatementError(member="until")
    if said.at - said.since > LATEST:
        raise StatementError(member="since")
    return said
