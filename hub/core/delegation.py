"""Which contact person's key may sign for a participant, by what the log says.

    participant's key ──signs──> delegation ──logged──> in force from its leaf until valid_until, or a newer statement

The newest logged statement about a key decides. A delegation outlives the key that signed it, whether that one expires
or is suspended, with one exception: it falls when it was logged at a time from which on others may have had that key,
which is all its life where a reason such as `stolen` comes without a time.
A key of the trust list is a participant's own and never a delegated one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from hub.core import delivery, statement
from hub.core.errors import HubError
from hub.core.receipt import Receipt
from hub.core.statement import Place, Stated
from keys import delegation, suspension
from keys.delegation import Delegation
from keys.errors import (
    DelegationCompromisedError,
    DelegationNotValidError,
    DelegationScopeError,
    DelegationWithdrawnError,
    KeysError,
    StatementHubError,
    StatementSignerError,
    UnknownKeyError,
)
from keys.jwk import PublicKey
from keys.statement import Kind
from keys.trustlist import KeyUse, ParticipantKey, TrustList

REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A delegation in the log: what it says, the participant's key that signed it, its place."""

    delegation: Delegation
    signer: str
    place: Place

    def key(self) -> ParticipantKey:
        """Return the delegated key as a key of its participant."""
        given = self.delegation
        return ParticipantKey(
            participant=given.participant,
            public=given.public,
            use=KeyUse.SIGNING,
            valid_from=given.valid_from,
            valid_until=given.valid_until,
        )


Delegations = Mapping[str, Granted]


def check(token: bytes, receipt: Receipt, trust: TrustList, at: datetime) -> Granted:
    """Check one delegation by itself: signed by its participant, logged, in force at the time `at`.

    That no newer statement about the key was logged by then is for the caller to know.

    Raises:
        KeysError, HubError: what does not hold.
    """
    granted = open(statement.from_receipt(token, receipt, trust), trust)
    require(granted, trust, at)
    return granted


def open(stated: Stated, trust: TrustList) -> Granted:  # noqa: A001  (always called as delegation.open)
    """Return the delegation, signed by a key that was its participant's when it was logged.

    Raises:
        KeysError: it does not hold.
    """
    signer, given = _read(stated.token)
    if given.hub != trust.hub:
        raise StatementHubError
    place = statement.find_place(stated, kind=Kind.DELEGATION, participant=given.participant, hub=trust.hub)
    key = trust.signing_key(signer, place.at)
    if key.participant != given.participant:
        raise StatementSignerError
    _verify(stated.token, key.public)
    return Granted(delegation=given, signer=signer, place=place)


def gather(stated: Iterable[Stated], trust: TrustList) -> dict[str, Granted]:
    """Return the newest delegation of each key; `stated` in the log's order.

    A key whose newest statement does not hold is delegated to nobody: what it was before would be a guess.
    """
    found: dict[str, Granted] = {}
    for each in stated:
        try:
            granted = open(each, trust)
        except (KeysError, HubError):
            found.pop(_claimed_kid(each.token), None)
        else:
            found[granted.delegation.kid] = granted
    return found


def _claimed_kid(token: bytes) -> str:
    try:
        return _read(token)[1].kid
    except KeysError:
        return ""


def find(kid: str, delegations: Delegations, trust: TrustList, at: datetime) -> Granted:
    """Return the delegation by which this key could sign at that time.

    Raises:
        UnknownKeyError: there is none, or the key is a participant's own.
        DelegationError: it was not in force.
    """
    granted = delegations.get(kid)
    if granted is None or kid in trust.keys:
        raise UnknownKeyError
    require(granted, trust, at)
    return granted


def require(granted: Granted, trust: TrustList, at: datetime) -> None:
    """Check that the delegation was in force at that time.

    Raises:
        DelegationError: it was not; the subclass and its code say why.
    """
    given = granted.delegation
    if given.is_withdrawal:
        raise DelegationWithdrawnError(kid=given.kid)
    if not given.valid_from <= at < given.valid_until:
        raise DelegationNotValidError(kid=given.kid)
    signer = trust.key(granted.signer)
    since = suspension.in_other_hands_since(signer)
    if since is not None and since <= granted.place.at and signer.status_at is not None and signer.status_at <= at:
        raise DelegationCompromisedError(kid=given.kid)


def require_scope(granted: Granted, record_type: str, purpose: str) -> None:
    """Check that the delegation covers a record; receipts are the participant's own key's alone.

    Raises:
        DelegationScopeError: it does not.
    """
    if record_type == delivery.TYPE or not granted.delegation.covers(record_type, purpose):
        raise DelegationScopeError(kid=granted.delegation.kid)


@lru_cache(maxsize=REMEMBERED)
def _read(token: bytes) -> tuple[str, Delegation]:
    unread, given = delegation.read(token)
    return unread.kid, given


@lru_cache(maxsize=REMEMBERED)
def _verify(token: bytes, key: PublicKey) -> None:
    """The same delegations are read again whenever a key goes out of force: their signatures are checked once."""
    delegation.read(token)[0].verify(key)
