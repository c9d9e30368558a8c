"""The situations that TUF's conformance suite puts a client into, put to our reader of the trust list.

Its roles are ours so: root = root, timestamp and snapshot = status (which names versions and digests), targets =
participants, a delegated role = a participant's key. Not here: files to download, their paths and their hashes, graphs
of delegations, names of files (a trust list has none of these).

    rollback       7 situations     expiry         6     keys and thresholds    6
    one round      the last part    rotation       in test_trustlist_rotation
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from keys import note, trust_participants, trust_root, trust_status
from keys.errors import (
    TrustListAnchorError,
    TrustListError,
    TrustListExpiredError,
    TrustListKindError,
    TrustListMismatchError,
    TrustListRollbackError,
    TrustListSignaturesError,
)
from keys.note_key import NoteAlgorithm
from keys.trustlist import KeyStatus, Role
from tests.support.trust import sign_all
from tests.unit.keys.trust_publisher import HOUR, LAST, NOW, Publisher, key, keys, role


@pytest.fixture
def hub():
    """A publisher, and a reader who has version 1 of everything."""
    return Publisher()


# ------------------------------------------------------------------ rollback


def test_a_status_rolled_back_is_refused(hub):
    hub.publish_status(2)
    hub.refresh()
    hub.publish_status(1)

    with pytest.raises(TrustListRollbackError):
        hub.refresh()
    assert hub.reader.version == (1, 1, 2)


def test_a_newer_status_that_names_older_participants_is_refused(hub):
    old = hub.participants
    hub.publish_participants(2)
    hub.publish_status(2)
    hub.refresh()
    hub.participants = old
    hub.publish_status(3)

    with pytest.raises(TrustListRollbackError):
        hub.refresh()
    assert hub.reader.version == (1, 2, 2)


def test_participants_made_anew_under_a_lower_version_are_refused(hub):
    hub.publish_participants(2)
    hub.publish_status(2)
    hub.refresh()
    hub.members = hub.members[:1]
    hub.publish_participants(1)
    hub.publish_status(3)

    with pytest.raises(TrustListRollbackError):
        hub.refresh()


def test_a_revoked_key_cannot_be_left_out(hub):
    first, second = hub.members
    gone = replace(first.keys[0], status=KeyStatus.REVOKED, status_at=NOW)
    hub.members = [replace(first, keys=(gone,)), second]
    hub.publish_participants(2)
    hub.publish_status(2)
    hub.refresh()
    hub.members = [second]
    hub.publish_participants(3)
    hub.publish_status(3)

    with pytest.raises(TrustListRollbackError):
        hub.refresh()


def test_participants_fast_forwarded_recover_by_new_officers(hub):
    hub.publish_participants(LAST)
    hub.publish_status(2)
    hub.refresh()
    hub.rotate(officers=True)
    hub.publish_participants(1)
    hub.publish_status(3)

    assert hub.refresh().version == (2, 1, 3)


def test_status_and_participants_fast_forwarded_recover_by_new_keys_of_both(hub):
    hub.publish_participants(LAST)
    hub.publish_status(LAST, trust_epoch=LAST)
    hub.refresh()
    hub.rotate(officers=True, status=True)
    hub.publish_participants(1)
    hub.publish_status(1)

    assert hub.refresh().version == (2, 1, 1)


def test_a_status_fast_forwarded_recovers_by_a_new_key(hub):
    hub.publish_status(LAST)
    hub.refresh()
    hub.publish_root()
    hub.publish_status(2)
    with pytest.raises(TrustListRollbackError):  # a new root alone forgives nothing
        hub.refresh()
    hub.rotate(status=True)
    hub.publish_status(1)

    assert hub.refresh().version == (3, 1, 1)


# -------------------------------------------------------------------- expiry


def expired(hub: Publisher, now: datetime) -> str:
    """Return the document whose expiry is the reason of a refusal."""
    with pytest.raises(TrustListExpiredError) as caught:
        hub.refresh(now)
    return str(caught.value.facts["document"])


def test_an_expired_root_is_not_taken(hub):
    hub.publish_root(expires_at=NOW + HOUR)
    hub.publish_status(2, now=NOW + HOUR)

    assert expired(hub, NOW + HOUR) == "root"


def test_an_expired_status_is_not_taken(hub):
    hub.publish_status(2)

    assert expired(hub, NOW + timedelta(hours=24)) == "status"


def test_a_status_taken_in_time_is_not_taken_again_too_late(hub):
    hub.publish_status(2)
    hub.refresh()
    hub.publish_root()

    with pytest.raises(TrustListMismatchError):  # it vouches for the root before
        hub.refresh()
    hub.publish_status(3)
    assert expired(hub, NOW + timedelta(hours=24)) == "status"


def test_expired_participants_are_not_taken(hub):
    hub.publish_participants(2, expires_at=NOW + HOUR)
    hub.publish_status(2, now=NOW + HOUR)

    assert expired(hub, NOW + HOUR) == "participants"


def test_a_reader_whose_root_has_expired_goes_on_with_a_newer_one(hub):
    hub.publish_root(expires_at=NOW + HOUR)
    hub.publish_status(2)
    hub.refresh()
    later = NOW + 2 * HOUR
    hub.publish_root(now=later)
    hub.publish_status(3, now=later)

    assert hub.refresh(later).version == (3, 1, 3)
    assert hub.load(later).version == (3, 1, 3)


def test_a_reader_whose_status_has_expired_still_knows_what_is_older(hub):
    hub.publish_status(5)
    hub.refresh()
    later = NOW + timedelta(hours=30)
    hub.publish_status(4, now=later)

    with pytest.raises(TrustListRollbackError):
        hub.refresh(later)
    hub.publish_status(6, now=later)
    assert hub.refresh(later).version == (1, 1, 6)


# ------------------------------------------------------- keys and thresholds


def test_fewer_signatures_than_the_threshold_are_refused(hub):
    hub.authority.officers = keys([1, 2, 3])
    hub.publish_root(participants=role([1, 2, 3], 3))
    hub.publish_participants(2)
    hub.participants = sign_all(note.parse(hub.participants).text, keys([1, 2]))
    hub.publish_status(2)

    with pytest.raises(TrustListSignaturesError):
        hub.refresh()


def test_a_role_with_fewer_keys_than_its_threshold_cannot_be_published(hub):
    with pytest.raises(TrustListError) as caught:
        hub.publish_root(participants=role([1, 2, 3], 4))

    assert caught.value.facts["place"] == "participants.threshold"


def test_a_key_listed_twice_in_a_role_is_refused(hub):
    twice = Role(threshold=2, keys=(note.verifier_key("a", key(1)), note.verifier_key("b", key(1))))

    with pytest.raises(TrustListError) as caught:
        hub.publish_root(participants=twice)
    assert caught.value.facts["place"] == "participants.keys"


def test_a_key_that_signs_twice_counts_once(hub):
    one, *_ = hub.authority.officers.items()
    hub.publish_participants(2)
    raw = sign_all(note.parse(hub.participants).text, dict([one]))
    hub.participants = note.format(replace(note.parse(raw), signatures=note.parse(raw).signatures * 3))
    hub.publish_status(2)

    with pytest.raises(TrustListSignaturesError):
        hub.refresh()


@pytest.mark.parametrize("algorithm", [NoteAlgorithm.COSIGNATURE_V1])
def test_only_the_algorithm_of_documents_is_taken_for_them(hub, algorithm):
    witness = Role(threshold=1, keys=(note.verifier_key("w", key(1), algorithm),))

    with pytest.raises(TrustListError):
        hub.publish_root(participants=witness)


@pytest.mark.parametrize("kind", ["roots", "participants", "status"])
def test_a_wrong_signature_beside_the_right_ones_is_refused(hub, kind):
    """TUF's clients may ignore it; ours says that something is wrong, as all keys of a role are known."""
    hub.publish_root()
    hub.publish_participants(2)
    hub.publish_status(2)
    raw = hub.roots[-1] if kind == "roots" else getattr(hub, kind)
    read = note.parse(raw)
    last = read.signatures[-1]
    wrong = replace(last, signature=last.signature[:-1] + bytes([last.signature[-1] ^ 1]))
    forged = note.format(replace(read, signatures=(*read.signatures[:-1], wrong)))
    if kind == "roots":
        hub.roots[-1] = forged
    else:
        setattr(hub, kind, forged)

    with pytest.raises(TrustListSignaturesError):
        hub.refresh()


# ----------------------------------------------------------------- one round


def test_a_first_root_that_is_none_is_refused(hub):
    with pytest.raises(TrustListError):
        hub.load(anchor=b'{"kind": "root"}')


def test_a_first_root_that_nobody_signed_is_refused(hub):
    strangers = sign_all(note.parse(hub.roots[0]).text, keys([1, 2]))

    with pytest.raises(TrustListSignaturesError):
        hub.load(root=[strangers])
    with pytest.raises(TrustListSignaturesError):
        hub.load(anchor=strangers)


@pytest.mark.parametrize("kind", ["root", "participants", "status"])
def test_a_later_document_that_nobody_signed_is_refused(hub, kind):
    hub.publish_root(keys([1]) if kind == "root" else None)
    hub.publish_participants(2)
    if kind == "participants":
        hub.participants = sign_all(note.parse(hub.participants).text, keys([1]))
    hub.publish_status(2)
    if kind == "status":
        hub.status = sign_all(note.parse(hub.status).text, keys([1]))

    with pytest.raises(TrustListSignaturesError) as caught:
        hub.refresh()
    assert caught.value.facts == {"document": kind}
    assert hub.reader.version == (1, 1, 1)


@pytest.mark.parametrize("kind", ["root", "participants"])
@pytest.mark.parametrize("change", [{"version": 7}, {"sha256": "0" * 64}])
def test_a_status_that_names_another_version_or_digest_is_refused(hub, kind, change):
    hub.publish_status(2)
    content = trust_status.parse(note.parse(hub.status).text)
    changed = replace(content, **{kind: replace(getattr(content, kind), **change)})
    hub.status = sign_all(trust_status.format(changed), hub.authority.online)

    with pytest.raises(TrustListMismatchError) as caught:
        hub.refresh()
    assert caught.value.facts == {"document": kind}


@pytest.mark.parametrize("kind", ["participants", "status"])
def test_other_content_under_the_same_version_is_refused(hub, kind):
    if kind == "participants":
        hub.members = hub.members[:1]
        hub.publish_participants(1)
        hub.publish_status(2)
    else:
        hub.publish_status(1, now=NOW + HOUR)

    with pytest.raises(TrustListRollbackError) as caught:
        hub.refresh(NOW + HOUR)
    assert caught.value.facts == {"document": kind}


def test_documents_are_kept_byte_for_byte(hub):
    hub.publish_status(2)
    hub.refresh()

    assert hub.reader.documents == {
        "root": hub.roots[0],
        "participants": hub.participants,
        "status": hub.status,
    }


@pytest.mark.parametrize("kind", ["root", "participants", "status"])
def test_members_that_nobody_knows_are_refused(hub, kind):
    """TUF's clients keep them; here every byte that is signed is understood."""
    raw = {"root": hub.roots[0], "participants": hub.participants, "status": hub.status}[kind]
    text = note.parse(raw).text.replace(b'  "version"', b'  "custom": "x",\n  "version"', 1)
    module = {"root": trust_root, "participants": trust_participants, "status": trust_status}[kind]

    with pytest.raises(TrustListError):
        module.parse(text)


@pytest.mark.parametrize("kind", ["root", "participants", "status"])
def test_a_document_that_is_missing_is_refused(hub, kind):
    with pytest.raises(TrustListError):
        hub.load(**{kind: b"" if kind != "root" else []})


def test_a_document_of_another_kind_signed_by_the_right_keys_is_refused(hub):
    own = note.parse(hub.participants).text
    hub.status = sign_all(own, hub.authority.online)

    with pytest.raises(TrustListKindError):
        hub.refresh()


def test_the_time_is_the_callers(hub):
    hub.publish_status(2)

    assert hub.refresh(NOW + timedelta(hours=23)).version == (1, 1, 2)
    assert expired(hub, NOW + timedelta(days=2)) == "status"
    assert hub.refresh(NOW).version == (1, 1, 2)


def test_what_was_kept_is_judged_by_the_root_of_today(hub):
    """A participants document that was right yesterday is not, once its officers are others."""
    hub.rotate(officers=True)
    hub.publish_status(2)

    with pytest.raises(TrustListSignaturesError):
        hub.refresh()


def test_a_reader_does_not_start_from_a_newer_root_than_its_anchor(hub):
    hub.publish_root()
    hub.publish_status(2)

    with pytest.raises(TrustListAnchorError):
        hub.load(root=hub.roots[1:])
