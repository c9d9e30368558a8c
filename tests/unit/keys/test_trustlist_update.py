"""Renewing a trust list: what TUF's clients refuse, ours does too, and what it allows, ours allows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from keys import note, trustlist
from keys.errors import (
    KeySuspendedError,
    TrustListError,
    TrustListExpiredError,
    TrustListMismatchError,
    TrustListRollbackError,
    TrustListSignaturesError,
)
from keys.trustlist import KeyStatus, Role, TrustList
from tests.support.trust import make_authority, make_key, make_participant, make_trust, sign_all

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=20)


class Story:
    """A hub that publishes documents, and a reader who follows."""

    def __init__(self):
        self.trust = make_trust(("ru-guvm", "tj-molme", "hub"), now=NOW)
        self.authority = self.trust.authority
        self.list: TrustList = self.trust.list
        self.members = list(self.list.participants.values())

    @property
    def root(self) -> bytes:
        return self.list.documents["root"]

    @property
    def participants(self) -> bytes:
        return self.list.documents["participants"]

    def status(self, *, root=None, participants=None, version, trust_epoch=1, now=LATER) -> bytes:
        """Sign a status that names these documents, or the current ones."""
        named = root or self.root, participants or self.participants
        return self.authority.status(*named, now=now, version=version, trust_epoch=trust_epoch)

    def next_root(self, before=None, version=None, **changes) -> bytes:
        """Sign a root that follows, with the council's keys of today."""
        before = before or self.root
        number = version or trustlist.trust_root.parse(note.parse(before).text).version + 1
        return self.authority.root(now=LATER, version=number, previous=trustlist.digest(before), **changes)

    def update(self, now=LATER, **documents) -> TrustList:
        """Renew the reader's list."""
        self.list = trustlist.update(self.list, now=now, **documents)
        return self.list


@pytest.fixture
def story():
    """A reader with a fresh list of version (1, 1, 1)."""
    return Story()


def also_signed(raw: bytes, *keys: tuple[str, str]) -> bytes:
    """Return the note with more signatures, each by name of the signer and name of the seed."""
    for seed, name in keys:
        raw = note.add_signature(raw, name, make_key(seed, name))
    return raw


# ------------------------------------------------------------------- status


def test_a_newer_status_renews_the_list(story):
    renewed = story.update(status=story.status(version=2))

    assert renewed.version == (1, 1, 2)
    assert renewed.expires_at == LATER + timedelta(hours=24)
    assert renewed.participants == story.trust.list.participants


def test_versions_may_be_skipped_except_the_roots(story):
    assert story.update(status=story.status(version=9)).version == (1, 1, 9)


def test_the_same_status_again_changes_nothing(story):
    before = story.list

    assert story.update(status=before.documents["status"], now=NOW) == before


def test_an_older_status_is_refused(story):
    old = story.list.documents["status"]
    story.update(status=story.status(version=3))

    for status in (old, story.status(version=2)):
        with pytest.raises(TrustListRollbackError):
            story.update(status=status, now=NOW)
    assert story.list.version == (1, 1, 3)


def test_two_statuses_of_one_version_are_refused(story):
    with pytest.raises(TrustListRollbackError) as caught:
        story.update(status=story.status(version=1, trust_epoch=5))

    assert caught.value.code == "trust-list-rollback"


def test_an_expired_status_is_a_freeze_and_refused(story):
    with pytest.raises(TrustListExpiredError):
        story.update(status=story.status(version=2), now=LATER + timedelta(hours=24))


def test_a_list_is_not_renewed_by_its_own_old_status_after_it_expired(story):
    with pytest.raises(TrustListExpiredError):
        story.update(status=story.list.documents["status"], now=NOW + timedelta(hours=24))


def test_the_trust_epoch_never_falls(story):
    story.update(status=story.status(version=2, trust_epoch=4))

    with pytest.raises(TrustListRollbackError):
        story.update(status=story.status(version=3, trust_epoch=3))
    assert story.update(status=story.status(version=3, trust_epoch=4)).trust_epoch == 4


def test_a_refused_document_leaves_the_list_as_it_was(story):
    before = story.list

    with pytest.raises(TrustListError):
        story.update(status=b"nonsense")
    assert story.list is before


# ------------------------------------------------------------- participants


def publish(story: Story, version: int, members=None) -> bytes:
    """Sign a participants document."""
    return story.authority.participants(members or story.members, now=LATER, version=version)


def test_a_new_participant_appears(story):
    newcomer = make_participant("kz-mvd", make_key("test", "kz-mvd").public, now=LATER)
    listed = publish(story, 2, [*story.members, newcomer])

    renewed = story.update(participants=listed, status=story.status(participants=listed, version=2))

    assert renewed.version == (1, 2, 2)
    assert renewed.signing_key(newcomer.keys[0].kid, LATER).participant == "kz-mvd"


def test_a_suspension_takes_effect_with_the_list_that_brings_it(story):
    first, *rest = story.members
    key = first.keys[0]
    suspended = replace(key, status=KeyStatus.SUSPENDED, status_at=LATER, reason="проверка")
    listed = publish(story, 2, [replace(first, keys=(suspended,)), *rest])
    assert story.list.signing_key(key.kid, LATER)

    renewed = story.update(participants=listed, status=story.status(participants=listed, version=2, trust_epoch=2))

    with pytest.raises(KeySuspendedError):
        renewed.signing_key(key.kid, LATER)
    assert renewed.trust_epoch == 2


def revoke(story: Story, version: int, **changes) -> bytes:
    """Sign a list in which the first participant's key is revoked, or has these members."""
    first, *rest = story.members
    members = {"status": KeyStatus.REVOKED, "status_at": NOW, "reason": "утрата", **changes}
    return publish(story, version, [replace(first, keys=(replace(first.keys[0], **members),)), *rest])


@pytest.mark.parametrize(
    "changes",
    [
        {"status": KeyStatus.ACTIVE, "status_at": None, "reason": None},
        {"status": KeyStatus.SUSPENDED},
        {"status_at": NOW + timedelta(hours=1)},
    ],
)
def test_a_revoked_key_never_comes_back(story, changes):
    listed = revoke(story, 2)
    story.update(participants=listed, status=story.status(participants=listed, version=2))
    back = revoke(story, 3, **changes)

    with pytest.raises(TrustListRollbackError):
        story.update(participants=back, status=story.status(participants=back, version=3))
    without = publish(story, 3, story.members[1:])
    with pytest.raises(TrustListRollbackError):
        story.update(participants=without, status=story.status(participants=without, version=3))


def test_a_revoked_key_may_turn_out_to_have_been_lost_earlier(story):
    listed = revoke(story, 2)
    story.update(participants=listed, status=story.status(participants=listed, version=2))
    earlier = revoke(story, 3, status_at=NOW - timedelta(hours=1))

    renewed = story.update(participants=earlier, status=story.status(participants=earlier, version=3))
    assert renewed.version == (1, 3, 3)


@pytest.mark.parametrize("later", [None, NOW - timedelta(minutes=1)])
def test_a_revoked_key_stays_in_doubt_since_no_later_than_before(story, later):
    """Else officers could let count again what a stolen key vouched for."""
    story.members[0] = replace(story.members[0], witness=None)
    listed = revoke(story, 2, compromised_since=NOW - timedelta(hours=1))
    story.update(participants=listed, status=story.status(participants=listed, version=2))
    changed = revoke(story, 3, compromised_since=later)

    with pytest.raises(TrustListRollbackError):
        story.update(participants=changed, status=story.status(participants=changed, version=3))
    earlier = revoke(story, 3, compromised_since=NOW - timedelta(hours=2))
    story.update(participants=earlier, status=story.status(participants=earlier, version=3))


def test_a_key_revoked_as_stolen_is_not_said_to_be_only_replaced_later(story):
    story.members[0] = replace(story.members[0], witness=None)
    listed = revoke(story, 2, reason="stolen")
    story.update(participants=listed, status=story.status(participants=listed, version=2))
    changed = revoke(story, 3, reason="replaced")

    with pytest.raises(TrustListRollbackError):
        story.update(participants=changed, status=story.status(participants=changed, version=3))
    dated = revoke(story, 3, reason="replaced", compromised_since=NOW - timedelta(hours=2))
    story.update(participants=dated, status=story.status(participants=dated, version=3))


def test_participants_without_the_status_that_names_them_are_refused(story):
    with pytest.raises(TrustListMismatchError):
        story.update(participants=publish(story, 2), status=story.status(version=2))


def test_a_status_without_the_participants_that_it_names_is_refused(story):
    listed = publish(story, 2)

    with pytest.raises(TrustListMismatchError):
        story.update(status=story.status(participants=listed, version=2))


def test_older_participants_are_refused_though_a_newer_status_names_them(story):
    old, listed = story.participants, publish(story, 2)
    story.update(participants=listed, status=story.status(participants=listed, version=2))

    with pytest.raises(TrustListRollbackError) as caught:
        story.update(participants=old, status=story.status(participants=old, version=3))
    assert caught.value.facts == {"document": "participants"}


def test_other_participants_of_the_same_version_are_refused(story):
    listed = publish(story, 1, story.members[:1])

    with pytest.raises(TrustListRollbackError):
        story.update(participants=listed, status=story.status(participants=listed, version=2))


def test_participants_signed_by_too_few_officers_are_refused(story):
    text = note.parse(publish(story, 2)).text
    listed = sign_all(text, {"officer-1": make_key("test", "officer-1")})

    with pytest.raises(TrustListSignaturesError):
        story.update(participants=listed, status=story.status(participants=listed, version=2))


# --------------------------------------------------------------------- root


def rotate(story: Story, seed: str, count: int, threshold: int) -> bytes:
    """Sign a root with a new council, by the old council and the new one."""
    old = story.authority.council
    story.authority.council = {f"council-{n}": make_key(seed, f"council-{n}") for n in range(1, count + 1)}
    story.authority.threshold = threshold
    raw = story.next_root()
    for name, key in old.items():
        raw = note.add_signature(raw, name, key)
    return raw


@pytest.mark.parametrize(("count", "threshold"), [(1, 1), (3, 2), (5, 3), (4, 4)])
def test_the_council_changes_when_both_councils_sign(story, count, threshold):
    root = rotate(story, "new", count, threshold)

    renewed = story.update(roots=[root], status=story.status(root=root, version=2))

    assert renewed.version == (2, 1, 2)
    assert len(renewed.root.council.keys) == count


def test_a_new_council_cannot_appoint_itself(story):
    story.authority.council = make_authority("new").council
    root = story.next_root()

    with pytest.raises(TrustListSignaturesError):
        story.update(roots=[root], status=story.status(root=root, version=2))


def test_the_old_council_cannot_appoint_one_that_does_not_sign(story):
    old = story.authority.council
    story.authority.council = make_authority("new").council
    root = sign_all(note.parse(story.next_root()).text, old)

    with pytest.raises(TrustListSignaturesError):
        story.update(roots=[root], status=story.status(root=root, version=2))


def test_one_key_in_both_councils_does_not_count_for_another(story):
    kept = dict(list(story.authority.council.items())[:1])
    story.authority.council = {**kept, "new-1": make_key("new", "new-1"), "new-2": make_key("new", "new-2")}
    text = note.parse(story.next_root()).text
    root = sign_all(text, {**kept, "new-1": make_key("new", "new-1")})

    with pytest.raises(TrustListSignaturesError):  # one of the old council, two of the new
        story.update(roots=[root], status=story.status(root=root, version=2))
    root = also_signed(root, ("test", "council-2"))
    assert story.update(roots=[root], status=story.status(root=root, version=2)).version == (2, 1, 2)


def test_a_root_of_the_same_or_a_lower_version_is_refused(story):
    second = story.next_root()
    story.update(roots=[second], status=story.status(root=second, version=2))

    for roots in ([second], [story.next_root(version=2)], [story.trust.documents["root"]]):
        with pytest.raises(TrustListRollbackError):
            story.update(roots=roots, status=story.status(version=3))


def test_a_root_that_skips_a_version_is_refused(story):
    root = story.next_root(version=3)

    with pytest.raises(TrustListRollbackError):
        story.update(roots=[root], status=story.status(root=root, version=2))


def test_several_roots_are_followed_at_once(story):
    second = rotate(story, "second", 3, 2)
    story.list = replace(story.list, documents={**story.list.documents, "root": second})
    third = rotate(story, "third", 5, 3)
    story.list = story.trust.list

    assert story.update(roots=[second, third], status=story.status(root=third, version=2)).version == (3, 1, 2)


def test_an_expired_root_ends_the_list_whatever_else_is_fresh(story):
    root = story.next_root(expires_at=LATER + timedelta(hours=1))
    status = story.status(root=root, version=2)

    assert story.update(roots=[root], status=status).version == (2, 1, 2)
    with pytest.raises(TrustListExpiredError) as caught:
        story.update(status=status, now=LATER + timedelta(hours=1))
    assert caught.value.facts == {"document": "root"}


def test_a_status_of_before_the_root_changed_is_refused(story):
    root = story.next_root()

    with pytest.raises(TrustListMismatchError):
        story.update(roots=[root], status=story.status(version=2))


def test_documents_by_keys_that_a_new_root_took_away_are_refused(story):
    officers = {f"officer-{n}": make_key("new", f"officer-{n}") for n in (1, 2)}
    role = Role(threshold=2, keys=tuple(note.verifier_key(name, key) for name, key in officers.items()))
    root = story.next_root(participants=role)

    with pytest.raises(TrustListSignaturesError):
        story.update(roots=[root], status=story.status(root=root, version=2))

    resigned = sign_all(note.parse(publish(story, 2)).text, officers)
    status = story.status(root=root, participants=resigned, version=2)
    assert story.update(roots=[root], participants=resigned, status=status).version == (2, 2, 2)


# -------------------------------------------------------------- fast-forward


def steal_status_key(story: Story) -> None:
    """Publish a status near the end of the numbers, as whoever stole the status key would."""
    story.update(status=story.status(version=2**31, trust_epoch=2**31))


def new_status_key(story: Story, *, keep_old: bool) -> bytes:
    """Sign a root with a new status key, and take the old one away or not."""
    online = {"status-2": make_key("new", "status-2")}
    story.authority.online = {**story.authority.online, **online} if keep_old else online
    keys = tuple(note.verifier_key(name, key) for name, key in story.authority.online.items())
    return story.next_root(status=Role(threshold=1, keys=keys))


def test_a_root_that_takes_the_stolen_status_key_away_lets_versions_start_again(story):
    steal_status_key(story)
    with pytest.raises(TrustListRollbackError):
        story.update(status=story.status(version=3))

    root = new_status_key(story, keep_old=False)
    renewed = story.update(roots=[root], status=story.status(root=root, version=3, trust_epoch=2))

    assert (renewed.version, renewed.trust_epoch) == ((2, 1, 3), 2)


def test_a_root_that_only_adds_a_status_key_does_not(story):
    steal_status_key(story)
    root = new_status_key(story, keep_old=True)

    with pytest.raises(TrustListRollbackError):
        story.update(roots=[root], status=story.status(root=root, version=3))


def test_a_new_status_key_does_not_let_participants_fall_back(story):
    old, listed = story.participants, publish(story, 5)
    story.update(participants=listed, status=story.status(participants=listed, version=2))
    root = new_status_key(story, keep_old=False)

    with pytest.raises(TrustListRollbackError) as caught:
        story.update(roots=[root], participants=old, status=story.status(root=root, participants=old, version=3))
    assert caught.value.facts == {"document": "participants"}


def test_new_officers_let_the_versions_of_participants_start_again(story):
    listed = publish(story, 2**31)
    story.update(participants=listed, status=story.status(participants=listed, version=2))
    officers = {f"officer-{n}": make_key("new", f"officer-{n}") for n in (1, 2)}
    role = Role(threshold=2, keys=tuple(note.verifier_key(name, key) for name, key in officers.items()))
    root = story.next_root(participants=role)
    again = sign_all(note.parse(publish(story, 6)).text, officers)

    renewed = story.update(
        roots=[root], participants=again, status=story.status(root=root, participants=again, version=3)
    )

    assert renewed.version == (2, 6, 3)


def test_what_was_loaded_and_what_was_renewed_are_the_same(story):
    root = rotate(story, "new", 3, 2)
    listed = publish(story, 2)
    status = story.status(root=root, participants=listed, version=2)

    renewed = story.update(roots=[root], participants=listed, status=status)
    loaded = trustlist.load(
        root=[story.trust.documents["root"], root],
        participants=listed,
        status=status,
        anchor=story.trust.anchor,
        now=LATER,
    )

    assert renewed == loaded
