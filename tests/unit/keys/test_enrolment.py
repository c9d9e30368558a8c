"""Requests for enrolment, and who lets a key into the list: the Council's root, or an older key of the participant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import enrolment, jwk, note, statement, suspension, trust_enrolment, trust_participants, trust_root, trustlist
from keys.enrolment import Claim, Enrolment, KeyUse
from keys.errors import KeyRevokedError, KeysError, KeyUseError, SignatureError, StatementError, TrustListEnrolmentError
from keys.jwk import PrivateKey
from keys.note_key import NoteAlgorithm
from keys.statement import Kind
from keys.trustlist import KeyStatus, Participant, ParticipantKey
from tests.support.trust import ORIGIN, make_authority, make_key, make_participant

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
YEAR = timedelta(days=365)
AUTHORITY = make_authority("enrolment")
FIRST, SECOND, THIRD, OTHERS = (make_key("enrolment", name) for name in ("kz-mvd", "second", "third", "tj-mvd"))
X25519 = jwk.parse({"kty": "OKP", "crv": "X25519", "x": "hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"})
WITNESS = note.verifier_key("kz-witness", make_key("enrolment", "witness"), NoteAlgorithm.COSIGNATURE_V1)
CLAIM = Claim(
    hub=ORIGIN,
    participant="kz-mvd",
    public=FIRST.public,
    use=KeyUse.SIGNING,
    valid_from=NOW,
    valid_until=NOW + YEAR,
    at=NOW,
    witness=WITNESS,
)


def listed(key: PrivateKey, *, by: PrivateKey | None = None, changed=None, **members) -> ParticipantKey:
    """Return a key with its request; `by` vouches for it, `changed` is what the request says instead."""
    claim = replace(CLAIM, public=key.public, **(changed or {}))
    proof = Enrolment(
        statement=enrolment.request(claim, key), vouched=enrolment.request(claim, by) if by is not None else None
    )
    made = ParticipantKey(
        participant="kz-mvd",
        public=key.public,
        use=KeyUse.SIGNING,
        valid_from=NOW,
        valid_until=NOW + YEAR,
        enrolment=proof,
    )
    return replace(made, **members)


def load(*keys: ParticipantKey, witness=None):
    """Load a list whose one participant has these keys; the root names the first of them."""
    own = Participant(id="kz-mvd", state="KZ", role=trustlist.ParticipantRole.MEMBER, keys=keys, witness=witness)
    root = AUTHORITY.root(now=NOW)
    document = _signed((own,))
    status = AUTHORITY.status(root, document, now=NOW)
    return trustlist.load(root=root, participants=document, status=status, anchor=trustlist.digest(root), now=NOW)


def _signed(participants) -> bytes:
    """Sign a list as it is, without the enrolments that the test authority would add."""
    content = trustlist.Participants(
        hub=ORIGIN, version=1, issued_at=NOW, expires_at=NOW + timedelta(days=90), participants=participants
    )
    text = trustlist.make_participants(content)
    (first, key), (second, other) = AUTHORITY.officers.items()
    return note.add_signature(note.sign(text, first, key), second, other)


def refused(*keys: ParticipantKey, witness=None) -> str:
    """Return the kid that the refusal of such a list names."""
    with pytest.raises(TrustListEnrolmentError) as caught:
        load(*keys, witness=witness)
    assert caught.value.code == "trust-list-enrolment"
    assert caught.value.facts["participant"] == "kz-mvd"
    return str(caught.value.facts["kid"])


# ------------------------------------------------------------------ the list


def test_a_first_key_that_the_council_names_is_listed():
    assert load(listed(FIRST), witness=WITNESS).key(FIRST.kid).participant == "kz-mvd"


def test_a_key_that_nobody_let_in_is_refused_though_two_officers_signed():
    assert refused(listed(FIRST), listed(SECOND)) == SECOND.kid


def test_a_further_key_is_vouched_for_by_an_older_one():
    loaded = load(listed(FIRST), listed(SECOND, by=FIRST), listed(THIRD, by=SECOND))

    assert {FIRST.kid, SECOND.kid, THIRD.kid} == set(loaded.keys)


def test_a_key_that_vouches_for_itself_does_not_count():
    assert refused(listed(SECOND, by=SECOND)) == SECOND.kid


def test_two_keys_that_vouch_for_each_other_do_not_count():
    assert refused(listed(FIRST), listed(SECOND, by=THIRD), listed(THIRD, by=SECOND)) in {SECOND.kid, THIRD.kid}


def test_another_participants_key_cannot_vouch():
    assert refused(listed(FIRST), listed(SECOND, by=OTHERS)) == SECOND.kid


def test_the_council_names_a_key_for_one_participant_only():
    other = replace(make_participant("tj-mvd", FIRST.public, now=NOW))
    stolen = replace(
        other.keys[0],
        valid_from=NOW,
        valid_until=NOW + YEAR,
        enrolment=Enrolment(statement=enrolment.request(replace(CLAIM, participant="tj-mvd"), FIRST)),
    )
    root = trust_root.parse(note.parse(AUTHORITY.root(now=NOW)).text)
    content = trust_participants.parse(note.parse(_signed((replace(other, keys=(stolen,)),))).text)

    with pytest.raises(TrustListEnrolmentError):
        trust_enrolment.check(root, content)


@pytest.mark.parametrize(
    "older",
    [
        {"status": KeyStatus.REVOKED, "status_at": NOW, "compromised_since": NOW - timedelta(seconds=1)},
        {"status": KeyStatus.REVOKED, "status_at": NOW},
        {"status": KeyStatus.SUSPENDED, "status_at": NOW - timedelta(days=1)},
        {"valid_from": NOW + timedelta(days=1)},
    ],
)
def test_a_key_out_of_force_cannot_vouch(older):
    assert refused(listed(FIRST, **older), listed(SECOND, by=FIRST)) == SECOND.kid


def test_what_a_key_vouched_for_before_it_went_out_of_force_stays():
    earlier = {"at": NOW - timedelta(days=2), "valid_from": NOW - timedelta(days=3)}
    gone = {"status": KeyStatus.REVOKED, "status_at": NOW}
    old = listed(FIRST, changed=earlier, **gone, valid_from=NOW - timedelta(days=3))

    assert load(old, listed(SECOND, by=FIRST, changed=earlier)).key(SECOND.kid)


def test_a_key_that_others_may_have_had_vouches_for_nothing_whatever_date_it_writes():
    """The date of a request is written by whoever signs it."""
    began = NOW - timedelta(days=200)
    early = {"at": began + timedelta(days=10), "valid_from": began}
    stolen = listed(
        FIRST,
        changed=early,
        valid_from=began,
        status=KeyStatus.REVOKED,
        status_at=began + timedelta(days=100),
        compromised_since=began + timedelta(days=60),
    )
    dated_back = listed(SECOND, by=FIRST, changed=early)

    assert refused(stolen, dated_back) == SECOND.kid
    named = dict(AUTHORITY.enrolled)
    AUTHORITY.enrolled[SECOND.kid] = "kz-mvd"
    try:
        assert load(stolen, dated_back).signing_key(SECOND.kid, NOW)
    finally:
        AUTHORITY.enrolled = named


@pytest.mark.parametrize(
    "changed",
    [
        {"hub": "mig.example/production"},
        {"participant": "tj-mvd"},
        {"valid_from": NOW + timedelta(seconds=1)},
        {"valid_until": NOW + YEAR - timedelta(seconds=1)},
    ],
)
def test_a_key_is_not_listed_for_more_than_it_asked_for(changed):
    assert refused(listed(FIRST, changed=changed)) == FIRST.kid


def test_officers_may_list_a_key_for_less_than_it_asked_for():
    assert load(listed(FIRST, valid_from=NOW + timedelta(days=1), valid_until=NOW + timedelta(days=2)))


def test_a_request_signed_by_another_key_proves_nothing():
    forged = Enrolment(statement=statement_of(FIRST, SECOND))
    assert refused(listed(FIRST, enrolment=forged)) == FIRST.kid


def statement_of(key: PrivateKey, signer: PrivateKey) -> bytes:
    """Return the request of a key, signed by another."""
    return enrolment.request(replace(CLAIM, public=key.public), signer)


def test_a_request_of_another_key_proves_nothing():
    borrowed = listed(SECOND).enrolment
    assert refused(listed(FIRST, enrolment=borrowed)) == FIRST.kid


def test_a_vouching_signature_that_is_wrong_or_for_something_else_is_refused():
    good = listed(SECOND, by=FIRST)
    for vouched in (
        statement_of(SECOND, THIRD).rpartition(b".")[0] + b"." + good.enrolment.vouched.rpartition(b".")[2],
        statement_of(THIRD, FIRST),
        good.enrolment.vouched[:-86] + statement_of(THIRD, FIRST)[-86:],
    ):
        bad = replace(good, enrolment=replace(good.enrolment, vouched=vouched))
        assert refused(listed(FIRST), bad) == SECOND.kid


def test_an_encryption_key_is_let_in_by_a_signing_key():
    claim = replace(CLAIM, public=X25519, use=KeyUse.ENCRYPTION, witness=None)
    sealed = listed(FIRST, public=X25519, use=KeyUse.ENCRYPTION)

    def signed(by: PrivateKey) -> ParticipantKey:
        return replace(sealed, enrolment=Enrolment(statement=enrolment.request(claim, by)))

    assert load(listed(FIRST), signed(FIRST)).key(X25519.kid).use is KeyUse.ENCRYPTION
    assert refused(listed(FIRST), signed(OTHERS)) == X25519.kid
    revoked = {"status": KeyStatus.REVOKED, "status_at": NOW}
    assert refused(listed(FIRST, **revoked), signed(FIRST)) == X25519.kid


VOID = {"status": KeyStatus.REVOKED, "status_at": NOW}


def test_a_void_key_needs_nobody_and_lets_nobody_in():
    loaded = load(listed(FIRST), listed(SECOND, **VOID))
    with pytest.raises(KeyRevokedError):
        loaded.signing_key(SECOND.kid, NOW)
    assert refused(listed(FIRST), listed(SECOND, **VOID), listed(THIRD, by=SECOND)) == THIRD.kid
    later = {"valid_from": NOW - timedelta(days=1)}
    assert refused(listed(FIRST), listed(SECOND, **VOID, **later, changed=later)) == SECOND.kid
    forged = Enrolment(statement=statement_of(SECOND, THIRD))
    assert refused(listed(FIRST), listed(SECOND, **VOID, enrolment=forged)) == SECOND.kid


def test_an_encryption_key_of_a_compromised_signer_is_void_or_named_by_the_council():
    claim = replace(CLAIM, public=X25519, use=KeyUse.ENCRYPTION, witness=None)
    proof = Enrolment(statement=enrolment.request(claim, FIRST))
    sealed = listed(FIRST, public=X25519, use=KeyUse.ENCRYPTION, enrolment=proof)
    gone = listed(FIRST, **VOID, compromised_since=NOW)
    named = dict(AUTHORITY.enrolled)

    assert refused(gone, sealed) == X25519.kid
    assert load(gone, replace(sealed, **VOID)).key(X25519.kid)
    AUTHORITY.enrolled[X25519.kid] = "kz-mvd"
    try:
        assert load(gone, sealed).key(X25519.kid)
    finally:
        AUTHORITY.enrolled = named


def test_a_witness_key_is_one_that_was_asked_for():
    assert load(listed(FIRST), witness=WITNESS).witnesses == {"kz-mvd": WITNESS}
    strange = note.verifier_key("kz-witness", make_key("enrolment", "else"), NoteAlgorithm.COSIGNATURE_V1)
    assert refused(listed(FIRST), witness=strange) == strange.public_key.thumbprint


def test_a_void_key_names_no_witness():
    """Nobody answers for a void key, so two officers could list one of their own."""
    evil = note.verifier_key("kz-witness", make_key("enrolment", "evil"), NoteAlgorithm.COSIGNATURE_V1)
    void = listed(SECOND, changed={"witness": evil}, **VOID)

    assert refused(listed(FIRST), void, witness=evil) == evil.public_key.thumbprint
    assert load(listed(FIRST), void, witness=WITNESS).witnesses == {"kz-mvd": WITNESS}
    vouched = listed(SECOND, by=FIRST, changed={"witness": evil})
    assert load(listed(FIRST), vouched, witness=evil).witnesses == {"kz-mvd": evil}


def test_a_key_that_others_may_have_had_names_no_witness():
    gone = {"status": KeyStatus.REVOKED, "status_at": NOW + timedelta(0), "valid_from": NOW - timedelta(days=1)}
    old = listed(FIRST, changed={"valid_from": NOW - timedelta(days=1)}, **gone)

    assert load(old, witness=WITNESS).witnesses
    for said in ({"compromised_since": NOW}, *({"reason": reason} for reason in trust_enrolment.IN_OTHER_HANDS)):
        assert refused(replace(old, **said), witness=WITNESS) == WITNESS.public_key.thumbprint


@pytest.mark.parametrize("reason", sorted(suspension.IN_OTHER_HANDS))
def test_a_key_in_other_hands_since_nobody_knows_when_vouches_for_nothing(reason):
    early = {"at": NOW - timedelta(days=2), "valid_from": NOW - timedelta(days=3)}
    gone = {"status": KeyStatus.REVOKED, "status_at": NOW, "valid_from": NOW - timedelta(days=3)}
    rotated = listed(SECOND, by=FIRST, changed=early)

    assert refused(listed(FIRST, changed=early, reason=reason, **gone), rotated) == SECOND.kid
    assert load(listed(FIRST, changed=early, reason="replaced", **gone), rotated).key(SECOND.kid)
    assert trust_enrolment.IN_OTHER_HANDS == suspension.IN_OTHER_HANDS


def test_a_list_still_being_written_has_no_proof_and_does_not_pass():
    root = trust_root.parse(note.parse(AUTHORITY.root(now=NOW)).text)
    bare = replace(listed(FIRST), enrolment=None)
    sealed = replace(bare, public=X25519, use=KeyUse.ENCRYPTION)
    own = Participant(id="kz-mvd", state="KZ", role=trustlist.ParticipantRole.MEMBER, keys=(bare,))
    content = trustlist.Participants(
        hub=ORIGIN, version=1, issued_at=NOW, expires_at=NOW + timedelta(days=90), participants=(own,)
    )

    for keys in ((bare,), (listed(FIRST), sealed), (listed(FIRST), replace(listed(SECOND), enrolment=None))):
        with pytest.raises(TrustListEnrolmentError):
            trust_enrolment.check(root, replace(content, participants=(replace(own, keys=keys),)))


# ------------------------------------------------------------------ requests

instants = st.integers(1_577_836_800, 3_786_912_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@given(instants, st.integers(1, 10**9), instants, st.sampled_from([None, WITNESS]))
def test_a_request_that_is_written_is_read(valid_from, seconds, at, witness):
    until = valid_from + timedelta(seconds=seconds)
    claim = replace(CLAIM, valid_from=valid_from, valid_until=until, at=at, witness=witness)
    token = enrolment.request(claim, FIRST)

    assert enrolment.verify(token, FIRST.public) == enrolment.read(token) == claim
    assert enrolment.request(enrolment.read(token), FIRST) == token


MEMBERS = {
    "hub": ORIGIN,
    "participant": "kz-mvd",
    "jwk": FIRST.public.to_jwk(),
    "use": "sig",
    "witness": WITNESS.format(),
    "valid_from": "2026-11-21T09:00:00Z",
    "valid_until": "2027-11-21T09:00:00Z",
    "at": "2026-11-21T09:00:00Z",
}


@pytest.mark.parametrize(
    "changed",
    [
        {"hub": ""},
        {"hub": 1},
        {"participant": "KZ"},
        {"jwk": None},
        {"jwk": {**FIRST.public.to_jwk(), "kid": "x"}},
        {"use": "both"},
        {"use": "enc"},
        {"jwk": X25519.to_jwk()},
        {"witness": "x"},
        {"witness": 1},
        {"witness": note.verifier_key("kz", FIRST).format()},
        {"valid_until": "2026-11-21T09:00:00Z"},
        {"valid_from": "soon"},
        {"at": None},
        {"more": 1},
    ],
)
def test_a_request_out_of_form_is_refused(changed):
    token = statement.sign({**MEMBERS, **changed}, FIRST, Kind.ENROLMENT)

    with pytest.raises((StatementError, KeyUseError)):
        enrolment.read(token)


def test_a_statement_of_another_kind_is_no_request():
    with pytest.raises(KeysError) as caught:
        enrolment.read(statement.sign(MEMBERS, FIRST, Kind.DELEGATION))

    assert caught.value.code == "token-type"


def test_a_request_is_checked_as_it_arrives():
    known = {FIRST.kid: FIRST.public}
    claim = replace(CLAIM, public=SECOND.public)
    statement_, vouched = enrolment.request(claim, SECOND), enrolment.request(claim, FIRST)
    sealed = enrolment.request(replace(CLAIM, public=X25519, use=KeyUse.ENCRYPTION, witness=None), FIRST)

    assert enrolment.check_request(Enrolment(statement=statement_), vouching={}) == claim
    assert enrolment.check_request(Enrolment(statement=statement_, vouched=vouched), vouching=known) == claim
    assert enrolment.check_request(Enrolment(statement=sealed), vouching=known).public == X25519
    with pytest.raises(SignatureError):
        enrolment.check_request(Enrolment(statement=statement_, vouched=vouched), vouching={})
    with pytest.raises(SignatureError):
        enrolment.check_request(Enrolment(statement=vouched), vouching=known)
    other = enrolment.request(replace(claim, at=NOW - YEAR), FIRST)
    with pytest.raises(StatementError):
        enrolment.check_request(Enrolment(statement=statement_, vouched=other), vouching=known)
