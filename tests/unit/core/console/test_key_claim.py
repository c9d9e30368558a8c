"""What the ceremony would refuse is refused at once, each with its own reason; what is sound is taken."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.console import key_claim
from hub.core.console.key_claim import GOOD_FOR, SKEW, Why
from hub.core.errors import KeyRequestRefusedError
from keys import enrolment, enrolment_file, jwk, jws, note, strict_json
from keys.enrolment import Claim, Enrolment, KeyUse
from keys.jwk import PrivateKey
from keys.note_key import NoteAlgorithm
from keys.statement import Kind
from keys.trust_requests import RequestKind
from keys.trustlist import KeyStatus, ParticipantKey, TrustList
from tests.support.trust import make_key, make_trust

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
TRUST = make_trust(("kz-mvd", "tj-mvd", "hub"), now=NOW - 2 * HOUR)
LIST, OLD, FAR = TRUST.list, TRUST.keys["tj-mvd"], TRUST.keys["kz-mvd"]
NEW = make_key("claim", "new")
OPENER = jwk.parse({"kty": "OKP", "crv": "X25519", "x": "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"})
OPENER = jwk.parse({**OPENER.to_jwk(), "kid": OPENER.thumbprint, "use": "enc"})


def witness(key: PrivateKey) -> note.VerifierKey:
    """Return a witness key."""
    return note.verifier_key("witness", key, NoteAlgorithm.COSIGNATURE_V1)


def request(key: PrivateKey = NEW, *, by: PrivateKey | None = OLD, signer: PrivateKey | None = None, **changed: Any):
    """Return Tajikistan's request for a key."""
    usual = {"hub": LIST.hub, "participant": "tj-mvd", "public": key.public, "use": KeyUse.SIGNING, "at": NOW}
    claim = Claim(**{**usual, "valid_from": NOW, "valid_until": NOW + 100 * HOUR, **changed})
    vouched = None if by is None else enrolment.request(claim, by)
    return Enrolment(statement=enrolment.request(claim, signer or key), vouched=vouched)


def changed_list(kid: str, **members: Any) -> TrustList:
    """Return the list with a key that stands otherwise, as after a suspension made online."""
    return replace(LIST, keys=MappingProxyType({**LIST.keys, kid: replace(LIST.keys[kid], **members)}))


def judge(proof: Enrolment, trust: TrustList = LIST, participant: str = "tj-mvd") -> Claim:
    """Judge a request."""
    return key_claim.judge(proof, trust=trust, participant=participant, now=NOW)


def why(act: Callable[[], object]) -> str:
    """Return why something is refused."""
    with pytest.raises(KeyRequestRefusedError) as refused:
        act()
    return str(refused.value.facts["reason"])


def test_a_key_that_an_older_one_vouches_for_is_taken_and_one_that_the_council_has_to_let_in():
    assert judge(request()).public.thumbprint == NEW.kid
    first = request(by=None)
    assert key_claim.needs_council(judge(first), first)
    assert not key_claim.needs_council(judge(request()), request())


def test_an_encryption_key_is_asked_for_by_a_signing_key_in_force():
    asked = {"public": OPENER, "use": KeyUse.ENCRYPTION, "by": None}
    proof = request(signer=OLD, **asked)
    assert judge(proof).use is KeyUse.ENCRYPTION
    assert not key_claim.needs_council(judge(proof), proof)
    assert why(lambda: judge(request(signer=FAR, **asked))) == Why.STRANGER


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (request(hub="other.example/test"), Why.OTHER_HUB),
        (request(participant="kz-mvd"), Why.OTHER_PARTICIPANT),
        (request(by=FAR), Why.STRANGER),
        (request(by=make_key("claim", "unlisted")), Why.STRANGER),
        (request(at=NOW - 50 * HOUR), Why.VOUCHER),
        (request(OLD, by=None), Why.LISTED),
        (request(TRUST.log, by=None), Why.RESERVED),
        (request(TRUST.authority.online["status"], by=None), Why.RESERVED),
        (request(TRUST.authority.council["council-1"], by=None), Why.RESERVED),
        (request(TRUST.authority.officers["officer-1"], by=None), Why.RESERVED),
        (request(TRUST.witnesses["kz-mvd"], by=None), Why.RESERVED),
        (request(witness=witness(TRUST.witnesses["kz-mvd"])), Why.RESERVED),
        (request(witness=witness(NEW)), Why.RESERVED),
        (request(witness=witness(TRUST.log)), Why.RESERVED),
        (request(valid_from=NOW - 2 * HOUR, valid_until=NOW), Why.OVER),
        (request(at=NOW + SKEW + HOUR, by=None), Why.AHEAD),
        (replace(request(), statement=request(make_key("claim", "else")).statement), Why.FORGED),
        (replace(request(), statement=request().statement[:-8] + b"AAAAAAAA"), Why.FORGED),
        (replace(request(), vouched=b"a.b.c"), Why.FORGED),
        (replace(request(), statement=b"a.b.c"), Why.NOT_A_REQUEST),
        (replace(request(), statement=b"nothing"), Why.NOT_A_REQUEST),
    ],
)
def test_each_wrong_request_has_its_own_reason(proof: Enrolment, reason: Why):
    assert why(lambda: judge(proof)) == reason


def test_the_participants_own_witness_may_be_named_again():
    assert judge(request(witness=witness(TRUST.witnesses["tj-mvd"]))).witness is not None


@pytest.mark.parametrize(
    "members",
    [
        {"status": KeyStatus.SUSPENDED, "status_at": NOW - HOUR, "reason": "other"},
        {"status": KeyStatus.REVOKED, "status_at": NOW - HOUR, "reason": "stolen"},
        {"valid_until": NOW},
    ],
)
def test_a_key_out_of_force_vouches_for_nothing(members: dict[str, Any]):
    assert why(lambda: judge(request(), changed_list(OLD.kid, **members))) == Why.VOUCHER


def forged(**key: object) -> Enrolment:
    """Return a request whose key is no sound one, signed by another."""
    claim = {"hub": LIST.hub, "participant": "tj-mvd", "jwk": key, "use": "sig", "witness": None}
    times = dict.fromkeys(("valid_from", "valid_until", "at"), "2026-11-22T09:00:00Z")
    token = jws.sign(strict_json.dumps({**claim, **times}), NEW, Kind.ENROLMENT)
    return Enrolment(statement=token)


ZERO = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (forged(kty="OKP", crv="Ed25519", x=ZERO), Why.WEAK),
        (forged(kty="RSA", n="AQAB", e="AQAB"), Why.UNSUPPORTED),
        (forged(kty="OKP", crv="Ed25519", x=ZERO, d=ZERO), Why.SECRET),
        (forged(**NEW.public.to_jwk()), Why.NOT_A_REQUEST),
        (Enrolment(statement=jws.sign(b"[1]", NEW, Kind.ENROLMENT)), Why.NOT_A_REQUEST),
        (Enrolment(statement=jws.sign(b'{"jwk": 1}', NEW, Kind.ENROLMENT)), Why.NOT_A_REQUEST),
        (Enrolment(statement=b"a.!.c"), Why.NOT_A_REQUEST),
    ],
)
def test_a_key_that_is_not_sound_is_told_so(proof: Enrolment, reason: Why):
    assert why(lambda: judge(proof)) == reason


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (strict_json.dumps(dict(NEW.public.to_jwk())), Why.BARE),
        (strict_json.dumps({**NEW.public.to_jwk(), "d": ZERO}), Why.SECRET),
        (b"-----BEGIN PRIVATE KEY-----", Why.SECRET),
        (b"-----BEGIN ENCRYPTED PRIVATE KEY-----", Why.SECRET),
        (b"{}", Why.NOT_A_REQUEST),
        (b"[]", Why.NOT_A_REQUEST),
        (b'{"statement": 1, "vouched": null}', Why.NOT_A_REQUEST),
        (b'{"kty": 1, "kty": 2}', Why.NOT_A_REQUEST),
    ],
)
def test_what_is_no_request_is_told_apart(raw: bytes, reason: Why):
    assert why(lambda: key_claim.read_proof(raw)) == reason


@given(st.binary(max_size=100))
def test_whatever_is_uploaded_is_read_or_refused(raw: bytes):
    assert why(lambda: key_claim.read_proof(raw)) in list(Why)


def test_a_request_reads_back_and_is_proposed_within_sixty_days():
    assert key_claim.read_proof(enrolment_file.format(request())) == request()
    claim = judge(request(by=None, at=NOW - GOOD_FOR))
    key_claim.check_age(claim, NOW)
    assert why(lambda: key_claim.check_age(claim, NOW + timedelta(seconds=1))) == Why.OLD


def key_as(status: KeyStatus) -> ParticipantKey:
    """Return Tajikistan's key with a status."""
    return replace(LIST.keys[OLD.kid], status=status)


def test_only_an_own_key_changes_and_only_as_its_status_allows():
    own = {"participant": "tj-mvd"}
    key_claim.check_change(RequestKind.REVOKE, key_as(KeyStatus.ACTIVE), **own)
    assert why(lambda: key_claim.check_change(RequestKind.REVOKE, None, **own)) == Why.UNKNOWN
    foreign = {"participant": "kz-mvd"}
    assert why(lambda: key_claim.check_change(RequestKind.REVOKE, key_as(KeyStatus.ACTIVE), **foreign)) == Why.UNKNOWN
    for kind in (RequestKind.RESTORE, RequestKind.ENROL):
        assert why(lambda kind=kind: key_claim.check_change(kind, key_as(KeyStatus.ACTIVE), **own)) == Why.STATUS
    assert why(lambda: key_claim.check_change(RequestKind.RESTORE, key_as(KeyStatus.REVOKED), **own)) == Why.STATUS


def test_a_key_goes_out_of_force_for_a_reason_and_not_since_tomorrow():
    key_claim.check_cause(RequestKind.RESTORE, "", None, NOW)
    key_claim.check_cause(RequestKind.SUSPEND, "stolen", NOW, NOW)
    assert why(lambda: key_claim.check_cause(RequestKind.REVOKE, "mood", None, NOW)) == Why.REASON
    assert why(lambda: key_claim.check_cause(RequestKind.REVOKE, "lost", NOW + HOUR, NOW)) == Why.SINCE
