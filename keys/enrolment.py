"""Enrolment: a key asks to be listed, and shows that whoever asks holds it.

    hub, participant, jwk, use, witness, valid_from, valid_until, at        payload of `cis-enrolment+jws`

A signing key signs its own request; an encryption key cannot sign, so a signing key of the same participant does. With
a signing key its participant may name the witness key that is to cosign checkpoints.

That alone lists nobody. A participant's first key, and one that replaces a lost one, is named in the root document,
which the Council signs. A further key is vouched for by an older one, which signs the same payload. Both proofs stay
beside the key in the participants document, so that any reader, online or not, checks them himself
(`keys.trust_enrolment`). Officers alone can therefore add no key, and no key on the net can.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from keys import instant, statement
from keys.errors import KeyUseError, NoteKeyError, SignatureError, StatementError
from keys.jwk import Signer
from keys.note_key import NoteAlgorithm, VerifierKey
from keys.public_key import PublicKey
from keys.statement import Kind, Unread

MEMBERS = ("hub", "participant", "jwk", "use", "witness", "valid_from", "valid_until", "at")
_REMEMBERED = 8192


class KeyUse(StrEnum):
    """What a participant's key is for: signing, or sealed parts."""

    SIGNING = "sig"
    ENCRYPTION = "enc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a request for enrolment says: this key, of this participant, from then until then."""

    hub: str
    participant: str
    public: PublicKey
    use: KeyUse
    valid_from: datetime
    valid_until: datetime
    at: datetime
    witness: VerifierKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """The proof beside a listed key: the signed request and, if an older key vouches, the same signed by that."""

    statement: bytes
    vouched: bytes | None = None


def request(claim: Claim, key: Signer) -> bytes:
    """Sign a request: by the new signing key itself, or by a signing key for an encryption key; so too a vouching one.

    Raises:
        StatementError: it would be refused.
        AlgorithmError: the key is not for signatures.
    """
    token = statement.sign(_members(claim), key, Kind.ENROLMENT)
    read(token)
    return token


def read(token: bytes) -> Claim:
    """Return what a request says, without believing it.

    Raises:
        SignatureError: the token is not one of ours, or of another kind.
        StatementError: its payload is not that of a request.
    """
    return _read(token)[1]


def signer_of(token: bytes) -> str:
    """Return the kid of the key that is said to have signed a request.

    Raises:
        SignatureError, StatementError: as `read`.
    """
    return _read(token)[0].kid


@lru_cache(maxsize=_REMEMBERED)
def verify(token: bytes, key: PublicKey) -> Claim:
    """Return what a request says if `key` signed it; remembered, as lists are read again and again.

    Raises:
        SignatureError: it did not, or the token is not one of ours.
        StatementError: its payload is not that of a request.
    """
    unread, claim = _read(token)
    unread.verify(key)
    return claim


def check_request(enrolment: Enrolment, *, vouching: Mapping[str, PublicKey]) -> Claim:
    """Check a request as it arrives, before anybody lists it; `vouching` are the participant's signing keys by kid.

    Raises:
        SignatureError: the new key, or the one that vouches, did not sign; or it is no key of the participant.
        StatementError: the two do not say the same.
    """
    claim = read(enrolment.statement)
    if claim.use is KeyUse.SIGNING:
        verify(enrolment.statement, claim.public)
    else:
        verify(enrolment.statement, _known(enrolment.statement, vouching))
    if enrolment.vouched is not None and verify(enrolment.vouched, _known(enrolment.vouched, vouching)) != claim:
        raise StatementError(member="vouched")
    return claim


def _known(token: bytes, vouching: Mapping[str, PublicKey]) -> PublicKey:
    key = vouching.get(signer_of(token))
    if key is None:
        raise SignatureError
    return key


@lru_cache(maxsize=_REMEMBERED)
def _read(token: bytes) -> tuple[Unread, Claim]:
    unread = statement.read(token, Kind.ENROLMENT, MEMBERS)
    claim = Claim(
        hub=unread.text("hub"),
        participant=unread.participant(),
        public=unread.public_key(),
        use=unread.one_of("use", KeyUse),
        valid_from=unread.instant("valid_from"),
        valid_until=unread.instant("valid_until"),
        at=unread.instant("at"),
        witness=_witness(unread),
    )
    if claim.valid_from >= claim.valid_until:
        raise StatementError(member="valid_until")
    if claim.public.may_verify() is not (claim.use is KeyUse.SIGNING):
        raise KeyUseError
    return unread, claim


def _witness(unread: Unread) -> VerifierKey | None:
    if unread.payload["witness"] is None:
        return None
    try:
        key = VerifierKey.parse(unread.text("witness"))
    except NoteKeyError:
        raise StatementError(member="witness") from None
    if key.algorithm is not NoteAlgorithm.COSIGNATURE_V1:
        raise StatementError(member="witness")
    return key


def _members(claim: Claim) -> dict[str, object]:
    return {
        "hub": claim.hub,
        "participant": claim.participant,
        "jwk": claim.public.to_jwk(),
        "use": claim.use.value,
        "witness": claim.witness.format() if claim.witness else None,
        "valid_from": instant.format(claim.valid_from),
        "valid_until": instant.format(claim.valid_until),
        "at": instant.format(claim.at),
    }
