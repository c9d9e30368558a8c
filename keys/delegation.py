"""A delegation: a participant lets the key of one contact person sign for it, within a scope and a time.

    hub, id, participant, person, jwk     whose key, under which opaque id, at which hub
    types, purposes                       the record types and purposes it may sign for; ["*"] is all of them
    valid_from, valid_until, issued_at    from when, until before when (a year at most), and when this was signed

Signed by a signing key of the participant. The newest statement about a key, by its place in the log, is the one that
counts. A withdrawal is a delegation of nothing: no types, no purposes, and all three instants the same.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from keys import instant, statement
from keys.errors import StatementError
from keys.jwk import PublicKey, Signer
from keys.statement import Kind, Unread

KIND = Kind.DELEGATION
MEMBERS = (
    "hub",
    "id",
    "participant",
    "person",
    "jwk",
    "types",
    "purposes",
    "valid_from",
    "valid_until",
    "issued_at",
)
MAX_LIFETIME = timedelta(days=366)
EVERYTHING = ("*",)

_MAX_NAMES = 32
_NAME = re.compile(r"\*|[a-z0-9]+(?:-[a-z0-9]+){0,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """What a participant says about a contact person's key."""

    hub: str
    id: str
    participant: str
    person: str
    public: PublicKey
    types: tuple[str, ...]
    purposes: tuple[str, ...]
    valid_from: datetime
    valid_until: datetime
    issued_at: datetime

    @property
    def kid(self) -> str:
        """The name of the delegated key."""
        return self.public.kid

    @property
    def is_withdrawal(self) -> bool:
        """Whether it takes away what was delegated before."""
        return not self.types

    def covers(self, record_type: str, purpose: str) -> bool:
        """Tell whether the key may sign a record of this type for this purpose."""
        return _is_in(record_type, self.types) and _is_in(purpose, self.purposes)

    def covers_type(self, record_type: str) -> bool:
        """Tell whether the key may sign records of this type for any purpose at all."""
        return _is_in(record_type, self.types)


def _is_in(name: str, names: tuple[str, ...]) -> bool:
    return names == EVERYTHING or name in names


def withdrawal(*, hub: str, id: str, participant: str, person: str, public: PublicKey, at: datetime) -> Delegation:  # noqa: A002  (the member's name)
    """Return the delegation of nothing that takes this key out of use."""
    return Delegation(
        hub=hub,
        id=id,
        participant=participant,
        person=person,
        public=public,
        types=(),
        purposes=(),
        valid_from=at,
        valid_until=at,
        issued_at=at,
    )


def sign(delegation: Delegation, key: Signer) -> bytes:
    """Return the statement, signed by a signing key of the participant."""
    return statement.sign(format(delegation), key, KIND)


def format(delegation: Delegation) -> dict[str, object]:  # noqa: A001  (the pair of parse)
    """Return the members of the payload."""
    return {
        "hub": delegation.hub,
        "id": delegation.id,
        "participant": delegation.participant,
        "person": delegation.person,
        "jwk": delegation.public.to_jwk(),
        "types": list(delegation.types),
        "purposes": list(delegation.purposes),
        "valid_from": instant.format(delegation.valid_from),
        "valid_until": instant.format(delegation.valid_until),
        "issued_at": instant.format(delegation.issued_at),
    }


def read(token: bytes) -> tuple[Unread, Delegation]:
    """Read a delegation that nobody has verified yet; `Unread.verify` takes the participant's key.

    Raises:
        SignatureError: it is no token of this kind.
        StatementError: a member is wrong.
    """
    unread = statement.read(token, KIND, MEMBERS)
    return unread, parse(unread)


def parse(unread: Unread) -> Delegation:
    """Return what the statement says.

    Raises:
        StatementError: a member is wrong.
    """
    delegation = Delegation(
        hub=unread.text("hub"),
        id=unread.uuid(),
        participant=unread.participant(),
        person=unread.person(),
        public=unread.public_key(),
        types=_names(unread, "types"),
        purposes=_names(unread, "purposes"),
        valid_from=unread.instant("valid_from"),
        valid_until=unread.instant("valid_until"),
        issued_at=unread.instant("issued_at"),
    )
    if not delegation.public.may_verify():
        raise StatementError(member="jwk")
    if bool(delegation.types) != bool(delegation.purposes):
        raise StatementError(member="purposes")
    _check_times(delegation)
    return delegation


def _names(unread: Unread, member: str) -> tuple[str, ...]:
    names = unread.names(member, _NAME, _MAX_NAMES)
    if "*" in names and names != EVERYTHING:
        raise StatementError(member=member)
    return names


def _check_times(delegation: Delegation) -> None:
    if delegation.is_withdrawal:
        if not delegation.valid_from == delegation.valid_until == delegation.issued_at:
            raise StatementError(member="valid_until")
    elif not timedelta(0) < delegation.valid_until - delegation.valid_from <= MAX_LIFETIME:
        raise StatementError(member="valid_until")
