"""Changes of a trust list, and whether the next version can follow the one before, without any status."""

from dataclasses import replace
from datetime import timedelta

import pytest

from keys import enrolment, note, suspension, trust_chain, trust_change, trust_offline, trustlist
from keys.enrolment import Claim, Enrolment, KeyUse
from keys.errors import (
    SignatureError,
    TrustChangeHubError,
    TrustChangeLiftError,
    TrustChangeListedError,
    TrustChangeStatusError,
    TrustChangeUnknownError,
    TrustListAnchorError,
    TrustListEnrolmentError,
    TrustListExpiredError,
    TrustListRollbackError,
)
from keys.jwk import PrivateKey
from keys.note_key import NoteAlgorithm
from keys.suspension import Reason
from keys.trust_change import Draft, Newcomer
from keys.trust_folder import Published
from keys.trust_participants import KeyStatus, ParticipantKey, ParticipantRole
from tests.support.trust import ORIGIN, make_key, make_trust
from tests.unit.keys.trust_publisher import NOW

TRUST = make_trust(("kz-mvd", "tj-mvd"), now=NOW)
PUBLISHED = Published(roots=(TRUST.documents["root"],), participants=TRUST.documents["participants"], status=None)
BEFORE = trust_offline.read(PUBLISHED, TRUST.anchor)
DRAFT = Draft(root=BEFORE.root, participants=BEFORE.participants)
OLD, NEW = TRUST.keys["kz-mvd"], make_key("change", "new")
YEAR = timedelta(days=365)
MEMBER = Newcomer(state="UZ", role=ParticipantRole.MEMBER)


def request(participant: str, key: PrivateKey, *, by: PrivateKey | None = None, **changed) -> Enrolment:
    """Return a participant's request."""
    members = {
        "hub": ORIGIN,
        "participant": participant,
        "public": key.public,
        "use": KeyUse.SIGNING,
        "valid_from": NOW,
        "valid_until": NOW + YEAR,
        "at": NOW,
    }
    claim = Claim(**{**members, **changed})
    return Enrolment(
        statement=enrolment.request(claim, key), vouched=enrolment.request(claim, by) if by is not None else None
    )


def enrol(proof: Enrolment, draft: Draft = DRAFT, newcomer: Newcomer | None = None) -> Draft:
    """Enrol the key of a request."""
    return trust_change.enrol(draft, proof, lambda _: newcomer)


def test_a_new_participant_is_listed_and_named_by_the_root():
    witness = note.verifier_key("uz-witness", make_key("change", "w"), NoteAlgorithm.COSIGNATURE_V1)
    changed = enrol(request("uz-mvd", NEW, witness=witness), newcomer=MEMBER)
    own = trust_change.find(changed, "uz-mvd")

    assert own is not None
    assert (own.state, own.role, own.witness) == ("UZ", ParticipantRole.MEMBER, witness)
    assert [key.kid for key in own.keys] == [NEW.kid]
    assert changed.root.enrolled[-1].kid == NEW.kid
    trust_offline.trust_rules.check_keys(changed.root, changed.participants)


def test_a_further_key_with_a_voucher_leaves_the_root_as_it_is():
    changed = enrol(request("kz-mvd", NEW, by=OLD))
    own = trust_change.find(changed, "kz-mvd")

    assert changed.root == DRAFT.root
    assert own is not None
    assert [key.kid for key in own.keys] == [OLD.kid, NEW.kid]
    assert own.witness == TRUST.witnesses["kz-mvd"] or own.witness is not None
    trust_offline.trust_rules.check_keys(changed.root, changed.participants)


def test_a_replacing_key_without_a_voucher_is_named_by_the_root():
    assert enrol(request("kz-mvd", NEW)).root.enrolled[-1].kid == NEW.kid


def test_a_request_that_cannot_be_listed_is_refused():
    with pytest.raises(TrustChangeUnknownError):
        enrol(request("uz-mvd", NEW))
    with pytest.raises(TrustChangeHubError):
        enrol(request("kz-mvd", NEW, hub="mig.example/production"))
    with pytest.raises(TrustChangeListedError):
        enrol(request("tj-mvd", OLD))
    with pytest.raises(SignatureError):
        enrol(request("kz-mvd", NEW, by=TRUST.keys["tj-mvd"]))


def test_a_key_is_suspended_restored_and_revoked():
    suspended = trust_change.set_status(DRAFT, OLD.kid, KeyStatus.SUSPENDED, status_at=NOW, reason="проверка")
    restored = trust_change.set_status(suspended, OLD.kid, KeyStatus.ACTIVE)
    revoked = trust_change.set_status(suspended, OLD.kid, KeyStatus.REVOKED, status_at=NOW)

    assert restored == DRAFT
    assert trust_change.find(revoked, "kz-mvd").keys[0].status is KeyStatus.REVOKED
    for draft, status in ((revoked, KeyStatus.ACTIVE), (revoked, KeyStatus.REVOKED), (DRAFT, KeyStatus.ACTIVE)):
        with pytest.raises(TrustChangeStatusError):
            trust_change.set_status(draft, OLD.kid, status)
    with pytest.raises(TrustChangeUnknownError):
        trust_change.set_status(DRAFT, NEW.kid, KeyStatus.SUSPENDED)


def test_a_key_out_of_force_enrols_no_other_whatever_date_its_request_bears():
    gone = trust_change.set_status(DRAFT, OLD.kid, KeyStatus.REVOKED, status_at=NOW + YEAR / 365, reason="проверка")

    with pytest.raises(TrustListEnrolmentError):
        trust_change.enrol(gone, request("kz-mvd", NEW, by=OLD), lambda _: None)


def test_a_witness_falls_with_the_key_that_named_it():
    gone = {"status_at": NOW + YEAR / 365, "compromised_since": NOW - timedelta(hours=1)}
    assert trust_change.find(DRAFT, "kz-mvd").witness is not None

    for draft, stays in (
        (trust_change.set_status(DRAFT, OLD.kid, KeyStatus.REVOKED, status_at=NOW + YEAR / 365), True),
        (trust_change.set_status(DRAFT, OLD.kid, KeyStatus.REVOKED, **gone), False),
        (trust_change.void(DRAFT, OLD.kid, now=NOW, reason="чужой"), False),
    ):
        assert (trust_change.find(draft, "kz-mvd").witness is not None) is stays


def test_what_a_compromised_key_vouched_for_needs_the_council():
    rotated = enrol(request("kz-mvd", NEW, by=OLD))
    gone = {"status_at": NOW + YEAR / 365, "compromised_since": NOW - timedelta(hours=1)}
    revoked = trust_change.set_status(rotated, OLD.kid, KeyStatus.REVOKED, **gone)

    with pytest.raises(TrustListEnrolmentError):
        trust_offline.trust_rules.check_keys(revoked.root, revoked.participants)
    approved = trust_change.approve(trust_change.approve(revoked, NEW.kid), NEW.kid)
    trust_offline.trust_rules.check_keys(approved.root, approved.participants)
    assert [key.kid for key in approved.root.enrolled].count(NEW.kid) == 1
    void = trust_change.void(revoked, NEW.kid, now=NOW + YEAR, reason="чужой")
    trust_offline.trust_rules.check_keys(void.root, void.participants)
    assert trust_change.find(void, "kz-mvd").keys[1].status_at == NOW


# -------------------------------------------------------------- next versions


def publish(version: int, members=None, **officers) -> Published:
    """Return the next list under the same root."""
    listed = TRUST.authority.participants(members or BEFORE.participants.participants, now=NOW, version=version)
    return replace(PUBLISHED, participants=listed, **officers)


def test_the_next_version_follows_the_one_before():
    draft = trust_change.set_status(DRAFT, OLD.kid, KeyStatus.REVOKED, status_at=NOW)
    content = trust_change.next_participants(draft.participants, now=NOW, lifetime=timedelta(days=30))
    after = trust_offline.read(publish(2, content.participants), TRUST.anchor)

    assert content.version == 2
    trust_offline.check_step(BEFORE, after)
    trust_offline.check_step(after, after)
    for earlier in (BEFORE, trust_offline.read(publish(3), TRUST.anchor)):
        with pytest.raises(TrustListRollbackError):
            trust_offline.check_step(after, earlier)
    with pytest.raises(TrustListRollbackError):
        trust_offline.check_step(after, replace(after, digest="0" * 64))


def test_new_officers_may_begin_anew():
    root = trust_change.next_root(BEFORE.root, previous=TRUST.anchor, now=NOW, lifetime=YEAR)
    officers = replace(root.participants, keys=root.participants.keys[:1], threshold=1)
    renewed = replace(BEFORE, root=replace(root, participants=officers))

    assert root.version == 2
    trustlist.make_root(root)
    trust_offline.check_step(BEFORE, replace(renewed, digest="0" * 64))


def test_documents_without_a_status_expire_too():
    trust_offline.check_fresh(BEFORE, NOW)
    for days, kind in ((90, "participants"), (365, "root")):
        with pytest.raises(TrustListExpiredError) as caught:
            trust_offline.check_fresh(BEFORE, NOW + timedelta(days=days))
        assert caught.value.facts["document"] == kind or days == 365


def test_a_folder_is_read_from_any_root_of_its_chain():
    second = TRUST.authority.root(now=NOW, version=2, previous=TRUST.anchor)
    chain = replace(PUBLISHED, roots=(*PUBLISHED.roots, second))

    for anchor in (TRUST.anchor, f"sha256:{TRUST.anchor}", TRUST.documents["root"], trust_chain.digest(second)):
        assert trust_offline.read(chain, anchor).root.version == 2
    assert set(trust_offline.read(chain, TRUST.anchor).keys) == {key.kid for key in TRUST.keys.values()}
    with pytest.raises(TrustListAnchorError):
        trust_offline.read(chain, "0" * 64)


def test_versions_that_a_thief_has_spent_start_again_where_a_signer_was_taken_away():
    spent = replace(DRAFT.participants, version=2**31 - 1)
    numbers = [
        trust_change.next_participants(before, now=NOW, lifetime=timedelta(days=30), again=again).version
        for before in (spent, DRAFT.participants)
        for again in (True, False)
    ]

    assert numbers == [1, 2**31, 2, 2]


SAID = suspension.read(
    suspension.sign(
        TRUST.authority.officers["officer-1"],
        hub=ORIGIN,
        participant="kz-mvd",
        kid=OLD.kid,
        reason=Reason.OTHER,
        at=NOW,
    ),
    NOW,
)


def key_of(draft: Draft) -> ParticipantKey:
    """Return the key of kz-mvd."""
    return draft.keys[OLD.kid]


def test_a_suspension_made_online_is_taken_into_the_list_with_the_gravest_that_was_said():
    later, since = NOW + timedelta(hours=1), NOW - timedelta(days=1)
    worse = replace(SAID, sha256="b" * 64, since=later, reason=Reason.STOLEN, compromised_since=since)
    changed = key_of(trust_change.answer(DRAFT, [SAID, worse], lifted=()))

    assert (changed.status, changed.status_at, changed.reason) == (KeyStatus.SUSPENDED, NOW, "stolen")
    assert (changed.compromised_since, changed.decides) == (since, (SAID.sha256, "b" * 64))
    assert key_of(trust_change.answer(DRAFT, [SAID], lifted=())).reason == "other"
    assert key_of(trust_change.answer(DRAFT, [SAID], lifted=())).compromised_since is None


def test_a_suspension_made_online_is_lifted_by_naming_it():
    changed = trust_change.answer(DRAFT, [SAID], lifted=[OLD.kid])
    again = trust_change.answer(changed, [SAID], lifted=[OLD.kid])

    assert (key_of(changed).status, key_of(changed).decides) == (KeyStatus.ACTIVE, (SAID.sha256,))
    assert again == changed


def test_what_the_list_says_of_a_key_out_of_force_stays():
    revoked = trust_change.set_status(DRAFT, OLD.kid, KeyStatus.REVOKED, status_at=NOW, reason="replaced")
    changed = key_of(trust_change.answer(revoked, [SAID], lifted=()))

    assert (changed.status, changed.reason, changed.decides) == (KeyStatus.REVOKED, "replaced", (SAID.sha256,))


def test_an_active_key_is_restored_only_by_who_brings_its_suspension():
    with pytest.raises(TrustChangeLiftError):
        trust_change.set_status(DRAFT, OLD.kid, KeyStatus.ACTIVE)


def test_a_statement_is_verified_from_the_documents_of_a_ceremony():
    assert suspension.verify(SAID.token, BEFORE, NOW, roots=PUBLISHED.roots).kid == OLD.kid
    own = suspension.sign(OLD, hub=ORIGIN, participant="kz-mvd", kid=OLD.kid, reason=Reason.OTHER, at=NOW)
    assert suspension.verify(own, BEFORE, NOW).signer == OLD.kid
