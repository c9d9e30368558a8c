"""Statements: what somebody of the exchange signs about keys, outside of any envelope.

    delegation   a participant: the key of this contact person may sign for us, for these record types and purposes
    approval     a contact person: I agree to exactly these bytes
    suspension   an officer, or the participant itself: this key is out of force
    enrolment    a new key: whoever asks to list me holds me
    release      an officer, or the participant: these held messages are its own
    consent      a party of an agreement: we approve exactly this version of it
    calendar     the secretariat: these working days of a state change
    outage       the secretariat: from then until then nobody could use the exchange
    schedule     the secretariat, or a side of it: this sync runs so often, and is due by then
    sync         the sender of a sync: it ran, and this is what it came to

A statement is a JWS Compact (`keys.jws`) with the header alg, kid and typ, of 16 KiB at most. Its payload is one strict
JSON object with exactly the members of its kind, in any order. No statement holds a person's name: a contact person is
an opaque id that its participant has given.

`read` says what a statement claims. Whose key it takes is among the claims, so the reader finds that key by its own
rules, and then calls `Unread.verify`; until that returns, nobody has said anything.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from keys import instant, jwk, jws, strict_json
from keys.errors import (
    KeyRefusedError,
    StatementError,
    StatementKindError,
    StrictJsonError,
    TokenTooLargeError,
    TokenTypeError,
)
from keys.jwk import PublicKey, Signer

__all__ = ["LIMIT", "Kind", "Unread", "kind_of", "read", "sign"]

LIMIT = 16 * 1024  # bytes of the whole token

_MAX_TEXT = 256
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UUID7 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_PARTICIPANT = re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")
_PERSON = re.compile(r"[a-z0-9-]{1,64}")

E = TypeVar("E", bound=StrEnum)


class Kind(StrEnum):
    """The kinds of statement; the value is the `typ` of the header."""

    DELEGATION = "cis-delegation+jws"
    APPROVAL = "cis-approval+jws"
    SUSPENSION = "cis-suspension+jws"
    ENROLMENT = "cis-enrolment+jws"
    RELEASE = "cis-release+jws"
    CONSENT = "cis-consent+jws"
    CALENDAR = "cis-calendar+jws"
    OUTAGE = "cis-outage+jws"
    SCHEDULE = "cis-schedule+jws"
    SYNC = "cis-sync+jws"


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """What a statement says, or would say.

    The methods named after forms return a member that has that form, and refuse it otherwise.
    """

    payload: Mapping[str, object]

    def text(self, member: str, form: re.Pattern[str] | None = None) -> str:
        """Return a text of 1 to 256 characters, of this form where one is given.

        Raises:
            StatementError: the member is something else. So do the methods below.
        """
        value = self.payload[member]
        if not isinstance(value, str) or not 0 < len(value) <= _MAX_TEXT or (form and not form.fullmatch(value)):
            raise StatementError(member=member)
        return value

    def participant(self, member: str = "participant") -> str:
        """Return the id of a participant."""
        return self.text(member, _PARTICIPANT)

    def person(self, member: str = "person") -> str:
        """Return the opaque id of a contact person."""
        return self.text(member, _PERSON)

    def uuid(self, member: str = "id") -> str:
        """Return a UUIDv7 in its one lower-case form."""
        return self.text(member, _UUID7)

    def digest(self, member: str) -> str:
        """Return a SHA-256 in lower-case hexadecimal."""
        return self.text(member, _SHA256)

    def instant(self, member: str) -> datetime:
        """Return an instant of whole seconds (`keys.instant`)."""
        try:
            return instant.parse(self.text(member))
        except ValueError:
            raise StatementError(member=member) from None

    def optional_instant(self, member: str) -> datetime | None:
        """Return an instant, or None where the member is null."""
        return None if self.payload[member] is None else self.instant(member)

    def one_of(self, member: str, words: type[E]) -> E:
        """Return one of these words."""
        value = self.text(member)
        if value not in list(words):
            raise StatementError(member=member)
        return words(value)

    def names(self, member: str, form: re.Pattern[str], limit: int) -> tuple[str, ...]:
        """Return a list of at most `limit` texts of this form, none twice; it may be empty."""
        value = self.payload[member]
        if not isinstance(value, list) or len(value) > limit:
            raise StatementError(member=member)
        names = tuple(item for item in value if isinstance(item, str) and form.fullmatch(item))
        if len(set(names)) != len(value):
            raise StatementError(member=member)
        return names

    def public_key(self, member: str = "jwk") -> PublicKey:
        """Return a public key that says its own name, which is its thumbprint."""
        value = self.payload[member]
        if not isinstance(value, dict) or "kid" not in value:
            raise StatementError(member=member)
        try:
            key = jwk.parse(value)
        except KeyRefusedError:
            raise StatementError(member=member) from None
        if key.kid != key.thumbprint:
            raise StatementError(member=member)
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Members):
    """A statement of the right kind, with the right members, that nobody has verified."""

    token: bytes
    _signed: jws.Unverified

    @property
    def kid(self) -> str:
        """The name of the key that is said to have signed."""
        return self._signed.kid

    @property
    def sha256(self) -> str:
        """The digest of the whole token, in hexadecimal: what its leaf in the log holds."""
        return hashlib.sha256(self.token).hexdigest()

    def verify(self, key: PublicKey) -> None:
        """Return if `key` signed the statement.

        Raises:
            SignatureError: it did not; the subclass and its code say why.
        """
        self._signed.verify(key)


def sign(members: Mapping[str, object], key: Signer, typ: str) -> bytes:
    """Sign a statement of the kind `typ` with these members, as values of JSON.

    Raises:
        TokenTooLargeError: it is longer than 16 KiB.
        StrictJsonError: a member cannot be written as strict JSON.
        AlgorithmError: the key is not for signatures.
    """
    token = jws.sign(strict_json.dumps(members), key, typ)
    if len(token) > LIMIT:
        raise TokenTooLargeError(limit=LIMIT)
    return token


def read(token: bytes, typ: str, members: Collection[str]) -> Unread:
    """Read a statement of the kind `typ`, which has exactly these members, without verifying it.

    Raises:
        SignatureError: the token is not one of ours, longer than 16 KiB, or of another kind.
        StatementError: its payload is not strict JSON, or has other members.
    """
    signed = jws.read(token, typ, limit=LIMIT)
    try:
        payload = strict_json.loads(signed.payload)
    except StrictJsonError:
        raise StatementError(member="JSON") from None
    if not isinstance(payload, dict) or payload.keys() != set(members):
        raise StatementError(member="?")
    return Unread(token=token, payload=payload, _signed=signed)


def kind_of(token: bytes) -> Kind:
    """Return the kind of a statement by its header, for a door that takes several.

    Raises:
        StatementKindError: it is a token of ours, but no statement.
        SignatureError: it is no token of ours, or longer than 16 KiB.
    """
    for kind in Kind:
        try:
            jws.read(token, kind, limit=LIMIT)
        except TokenTypeError:
            continue
        return kind
    raise StatementKindError
