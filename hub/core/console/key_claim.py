"""May this be asked about a key? Whoever asks is told at once, in words, what the ceremony would refuse months later.

A new key is judged by its request (`hub trust request`): its form, whether the key is sound, whether whoever asks holds
it, whether an older key that vouches could; and by the trust list of today. A file with a secret half is thrown away.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from hub.core.console.key_request import changes_of
from hub.core.errors import KeyRequestRefusedError
from keys import base64url, enrolment, enrolment_file, jwk, strict_json, trust_enrolment, trust_root
from keys.enrolment import Claim, Enrolment, KeyUse
from keys.errors import KeyRefusedError, KeysError, KeyWeakError, StatementError, StrictJsonError
from keys.suspension import Reason
from keys.trust_requests import RequestKind
from keys.trustlist import ParticipantKey, TrustList

LONGEST = 40_000  # characters of a request
GOOD_FOR = timedelta(days=60)  # from when a request was signed until it is proposed
SKEW = timedelta(minutes=10)
_SECRET = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}
_SPELT = re.compile(rb'PRIVATE.KEY|"kty".*"(d|k)"\s*:|"(d|k)"\s*:.*"kty"', re.DOTALL)  # also in what cannot be read


class Why(StrEnum):
    """Why a request is not taken."""

    NOT_A_REQUEST = "not-a-request"
    SECRET = "secret-half"  # noqa: S105  (a word)
    BARE = "no-proof"
    UNSUPPORTED = "key-unsupported"
    WEAK = "key-weak"
    FORGED = "proof-wrong"
    OTHER_HUB = "other-hub"
    OTHER_PARTICIPANT = "other-participant"
    STRANGER = "voucher-unknown"
    VOUCHER = "voucher-out-of-force"
    LISTED = "listed-already"
    RESERVED = "key-of-the-hub"
    OF_A_PERSON = "key-of-a-person"
    AHEAD = "made-in-the-future"
    OLD = "made-long-ago"
    OVER = "term-over"
    OPEN = "open-already"
    REFUSED = "refused-before"
    TWICE = "asked-by-another"
    UNKNOWN = "key-unknown"
    STATUS = "status-unfit"
    REASON = "reason-missing"
    SINCE = "since-in-the-future"


def holds_secret(raw: bytes) -> bool:
    """Say whether the secret half of a key stands in what somebody has handed over, also in a file of UTF-16."""
    return _SPELT.search(raw.replace(b"\0", b"")) is not None


def read_proof(raw: bytes) -> Enrolment:
    """Return the proof that an uploaded or pasted request holds; nobody has verified it.

    Raises:
        KeyRequestRefusedError: it is none.
    """
    if holds_secret(raw):
        raise KeyRequestRefusedError(reason=Why.SECRET)
    try:
        value = strict_json.loads(raw)
    except StrictJsonError:
        raise KeyRequestRefusedError(reason=Why.NOT_A_REQUEST) from None
    if isinstance(value, Mapping) and "kty" in value:
        raise KeyRequestRefusedError(reason=Why.BARE if _SECRET.isdisjoint(value) else Why.SECRET)
    try:
        return enrolment_file.read(value)
    except StatementError:
        raise KeyRequestRefusedError(reason=Why.NOT_A_REQUEST) from None


def judge(proof: Enrolment, *, trust: TrustList, participant: str, now: datetime) -> Claim:
    """Return what a proven request of a participant says, if the trust list of today could take it.

    Raises:
        KeyRequestRefusedError: it could not.
    """
    claim = _verify(proof, trust, participant)
    if claim.public.thumbprint in trust.keys:
        raise KeyRequestRefusedError(reason=Why.LISTED)
    if claim.public.x in _reserved(trust) or _is_witness_taken(claim, trust):
        raise KeyRequestRefusedError(reason=Why.RESERVED)
    if claim.valid_until <= now:
        raise KeyRequestRefusedError(reason=Why.OVER)
    if claim.at > now + SKEW:
        raise KeyRequestRefusedError(reason=Why.AHEAD)
    return claim


def check_age(claim: Claim, now: datetime) -> None:
    """Return if a request was signed lately enough to be proposed.

    Raises:
        KeyRequestRefusedError: it was not.
    """
    if claim.at < now - GOOD_FOR:
        raise KeyRequestRefusedError(reason=Why.OLD)


def check_change(kind: RequestKind, key: ParticipantKey | None, *, participant: str) -> None:
    """Return if this can be asked about a listed key.

    Raises:
        KeyRequestRefusedError: the key is none of the participant's, or its status does not allow it.
    """
    if key is None or key.participant != participant:
        raise KeyRequestRefusedError(reason=Why.UNKNOWN)
    if kind not in changes_of(key.status.value):
        raise KeyRequestRefusedError(reason=Why.STATUS)


def check_cause(kind: RequestKind, reason: str, since: datetime | None, now: datetime) -> None:
    """Return if a key that goes out of force has a reason, and the time since when others had it is not to come.

    Raises:
        KeyRequestRefusedError: it has not.
    """
    if kind is not RequestKind.RESTORE and reason not in list(Reason):
        raise KeyRequestRefusedError(reason=Why.REASON)
    if since is not None and since > now:
        raise KeyRequestRefusedError(reason=Why.SINCE)


def needs_council(claim: Claim, proof: Enrolment) -> bool:
    """Say whether the Council itself has to let the key in: no older key vouches for it."""
    return claim.use is KeyUse.SIGNING and proof.vouched is None


def _verify(proof: Enrolment, trust: TrustList, participant: str) -> Claim:
    claim = _read(proof.statement)
    if claim.hub != trust.hub:
        raise KeyRequestRefusedError(reason=Why.OTHER_HUB)
    if claim.participant != participant:
        raise KeyRequestRefusedError(reason=Why.OTHER_PARTICIPANT)
    own = {kid: key for kid, key in trust.keys.items() if key.participant == participant and key.use is KeyUse.SIGNING}
    voucher = proof.vouched if claim.use is KeyUse.SIGNING else proof.statement
    older = None if voucher is None else own.get(_signer_of(voucher))
    if voucher is not None and older is None:
        raise KeyRequestRefusedError(reason=Why.STRANGER)
    try:
        enrolment.check_request(proof, vouching={kid: key.public for kid, key in own.items()})
    except KeysError:
        raise KeyRequestRefusedError(reason=Why.FORGED) from None
    if older is not None and not trust_enrolment.could_vouch(older, claim.at):
        raise KeyRequestRefusedError(reason=Why.VOUCHER)
    return claim


def _read(token: bytes) -> Claim:
    try:
        return enrolment.read(token)
    except KeysError:
        raise KeyRequestRefusedError(reason=_why_unread(token)) from None


def _signer_of(token: bytes) -> str:
    try:
        return enrolment.signer_of(token)
    except KeysError:
        raise KeyRequestRefusedError(reason=Why.FORGED) from None


def _why_unread(token: bytes) -> Why:
    """Return what is wrong with a request that cannot be read: most often it is the key."""
    try:
        payload = strict_json.loads(base64url.decode(token.split(b".")[1]))
    except (StrictJsonError, ValueError, IndexError):
        return Why.NOT_A_REQUEST
    key = payload.get("jwk") if isinstance(payload, Mapping) else None
    if not isinstance(key, Mapping):
        return Why.NOT_A_REQUEST
    try:
        jwk.parse(key)
    except KeyWeakError:
        return Why.WEAK
    except KeyRefusedError:
        return Why.UNSUPPORTED if _SECRET.isdisjoint(key) else Why.SECRET
    return Why.NOT_A_REQUEST


def _reserved(trust: TrustList) -> frozenset[bytes]:
    """Return the public keys that can be no participant's: of the Council, the officers, the hub and the witnesses."""
    root = trust.root
    roles = (*root.council.keys, *root.participants.keys, *trust.witnesses.values())
    return frozenset(trust_root.online_keys(root)) | {each.public_key.x for each in roles}


def _is_witness_taken(claim: Claim, trust: TrustList) -> bool:
    """Say whether the witness key that a request names serves for something else already."""
    if claim.witness is None:
        return False
    others = {key.public_key.x for name, key in trust.witnesses.items() if name != claim.participant}
    used = {key.public.x for key in trust.keys.values()} | trust_root.online_keys(trust.root) | {claim.public.x}
    return claim.witness.public_key.x in others | used
