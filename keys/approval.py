"""An approval: a contact person agrees to exactly these bytes, which somebody else will sign as an envelope.

    hub, participant, person    who agrees, for whom, at which hub
    payload_sha256, type        to which payload of an envelope, byte for byte; its record type, so that it is plain
    at                          when; it is good for 24 hours

Signed by the person's delegated key. A payload holds a message id that is used once, so an approval serves one message.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from keys import instant, statement
from keys.jwk import Signer
from keys.statement import Kind, Unread

KIND = Kind.APPROVAL
MEMBERS = ("hub", "participant", "person", "payload_sha256", "type", "at")
LIFETIME = timedelta(hours=24)

_TYPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """What a contact person says about a payload; `payload_sha256` in hexadecimal."""

    hub: str
    participant: str
    person: str
    payload_sha256: str
    type: str
    at: datetime

    @property
    def expires_at(self) -> datetime:
        """When it is good for nothing any more."""
        return self.at + LIFETIME


def digest(payload: bytes) -> str:
    """Return the name of a payload inside approvals: SHA-256 in hexadecimal."""
    return hashlib.sha256(payload).hexdigest()


def sign(approval: Approval, key: Signer) -> bytes:
    """Return the statement, signed by the contact person's delegated key."""
    return statement.sign(format(approval), key, KIND)


def format(approval: Approval) -> dict[str, object]:  # noqa: A001  (the pair of parse)
    """Return the members of the payload."""
    return {
        "hub": approval.hub,
        "participant": approval.participant,
        "person": approval.person,
        "payload_sha256": approval.payload_sha256,
        "type": approval.type,
        "at": instant.format(approval.at),
    }


def read(token: bytes) -> tuple[Unread, Approval]:
    """Read an approval that nobody has verified yet; `Unread.verify` takes the person's delegated key.

    Raises:
        SignatureError: it is no token of this kind.
        StatementError: a member is wrong.
    """
    unread = statement.read(token, KIND, MEMBERS)
    return unread, parse(unread)


def parse(unread: Unread) -> Approval:
    """Return what the statement says.

    Raises:
        StatementError: a member is wrong.
    """
    return Approval(
        hub=unread.text("hub"),
        participant=unread.participant(),
        person=unread.person(),
        payload_sha256=unread.digest("payload_sha256"),
        type=unread.text("type", _TYPE),
        at=unread.instant("at"),
    )
