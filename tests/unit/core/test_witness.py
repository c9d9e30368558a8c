"""Cosigned checkpoints: who counts, how many are enough, what is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hub.core import checkpoint as checkpoints
from hub.core import witness
from hub.core.checkpoint import Checkpoint
from hub.core.errors import CheckpointMalformedError, ProofError
from keys import note
from keys.errors import NoteError, NoteSignatureError, NoteUnverifiedError
from keys.trustlist import TrustList
from tests.support.trust import Trust, make_key, make_participant, make_trust

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LISTED = ("ru-guvm", "tj-molme", "tj-mvd", "kz-mvd", "uz-mvd", "cis-ec", "hub")


@pytest.fixture(scope="module")
def trust() -> Trust:
    return make_trust(LISTED, now=NOW)


def signed(trust: Trust, *, origin: str | None = None, text: bytes | None = None) -> bytes:
    """Return a checkpoint of 7 leaves signed by the log's key."""
    point = Checkpoint(origin=origin or trust.list.hub, size=7, root=bytes(32))
    return note.sign(text or checkpoints.format(point), trust.list.hub, trust.log)


def cosigned(trust: Trust, *names: str) -> bytes:
    """Return it with cosignatures, a minute apart."""
    raw = signed(trust)
    for minute, name in enumerate(names):
        raw = note.cosign(raw, f"{name}-witness", trust.witnesses[name], NOW + timedelta(minutes=minute))
    return raw


def listing(trust: Trust, *names: str) -> TrustList:
    """Return the trust list with these witnesses only."""
    changed = {
        name: participant if name in names else replace(participant, witness=None)
        for name, participant in trust.list.participants.items()
    }
    return replace(trust.list, participants=changed)


@pytest.mark.parametrize(
    ("names", "needed"),
    [
        ((), 1),
        (("ru-guvm",), 1),
        (("tj-mvd",), 1),
        (("tj-mvd", "ru-guvm"), 1),
        (("tj-mvd", "kz-mvd"), 2),
        (("tj-mvd", "kz-mvd", "uz-mvd"), 2),
        (("tj-mvd", "kz-mvd", "uz-mvd", "cis-ec"), 3),
        (("tj-mvd", "kz-mvd", "uz-mvd", "cis-ec", "ru-guvm"), 3),
    ],
)
def test_a_quorum_is_more_than_half_without_the_state_that_hosts_the_hub(
    trust: Trust, names: tuple[str, ...], needed: int
) -> None:
    assert witness.quorum(listing(trust, *names)) == needed


def test_a_list_without_a_policy_excludes_nobody(trust: Trust) -> None:
    listed = listing(trust, "ru-guvm", "tj-mvd", "cis-ec")

    assert witness.quorum(replace(listed, root=replace(listed.root, excluded_state=None))) == 2
    assert witness.quorum(listed) == 2


def test_a_checkpoint_is_witnessed_when_the_last_one_needed_has_cosigned(trust: Trust) -> None:
    found = witness.check(cosigned(trust, "tj-mvd", "ru-guvm", "cis-ec", "kz-mvd", "uz-mvd"), trust.list)

    assert found.checkpoint.size == 7
    assert found.by == ("cis-ec", "kz-mvd", "ru-guvm", "tj-mvd", "uz-mvd")
    assert (found.enough, found.at) == (True, NOW + timedelta(minutes=3))


def test_the_host_states_witness_is_named_and_does_not_count(trust: Trust) -> None:
    found = witness.check(cosigned(trust, "tj-mvd", "cis-ec", "ru-guvm"), trust.list)

    assert found.by == ("cis-ec", "ru-guvm", "tj-mvd")
    assert (found.enough, found.at) == (False, NOW + timedelta(minutes=2))


def test_a_note_without_cosignatures_says_nothing(trust: Trust) -> None:
    found = witness.check(signed(trust), trust.list)

    assert (found.by, found.at, found.enough) == ((), None, False)


def test_a_cosignature_of_nobody_known_counts_for_nothing(trust: Trust) -> None:
    raw = note.cosign(signed(trust), "tj-mvd-witness", make_key("other", "witness"), NOW)

    assert witness.check(raw, trust.list).by == ()


def test_a_key_that_two_participants_list_counts_once(trust: Trust) -> None:
    """Else one key under two names would be two witnesses: a cosignature does not sign its name."""
    key = trust.witnesses["tj-mvd"]
    twice = {
        name: make_participant(name, trust.keys[name].public, now=NOW, witness=key) for name in ("tj-mvd", "kz-mvd")
    }
    listed = replace(trust.list, participants={**trust.list.participants, **twice})
    raw = cosigned(trust, "tj-mvd")
    raw = note.cosign(raw, "kz-mvd-witness", key, NOW)

    assert witness.quorum(listed) == 3
    assert witness.check(note.cosign(raw, "uz-mvd-witness", trust.witnesses["uz-mvd"], NOW), listed).enough is False


def test_what_the_log_did_not_sign_is_refused(trust: Trust) -> None:
    text = checkpoints.format(Checkpoint(origin=trust.list.hub, size=7, root=bytes(32)))
    alone = note.sign(text, "someone", make_key("other", "log"))
    raw = note.cosign(alone, "tj-mvd-witness", trust.witnesses["tj-mvd"], NOW)
    for wrong in (alone, raw):
        with pytest.raises(NoteUnverifiedError):
            witness.check(wrong, trust.list)
    with pytest.raises(NoteError):
        witness.check(b"nothing", trust.list)


def test_a_wrong_cosignature_of_a_listed_witness_is_refused(trust: Trust) -> None:
    raw = note.parse(cosigned(trust, "tj-mvd"))
    lines = [replace(line, signature=line.signature[:-1] + bytes([line.signature[-1] ^ 1])) for line in raw.signatures]
    wrong = note.format(replace(raw, signatures=(raw.signatures[0], lines[1])))
    with pytest.raises(NoteSignatureError):
        witness.check(wrong, trust.list)


def test_another_logs_checkpoint_is_refused(trust: Trust) -> None:
    with pytest.raises(ProofError):
        witness.check(signed(trust, origin="mig.example/other"), trust.list)
    with pytest.raises(CheckpointMalformedError):
        witness.check(signed(trust, text=b"no checkpoint\n"), trust.list)


def test_a_checkpoint_that_an_earlier_log_key_signed_is_checked_by_that_key(trust: Trust) -> None:
    raw, new = cosigned(trust, "tj-mvd"), note.verifier_key(trust.list.hub, make_key("rotated", "log"))
    rotated = replace(trust.list, root=replace(trust.list.root, log=new))

    with pytest.raises(NoteUnverifiedError):
        witness.check(raw, rotated)
    assert witness.check(raw, rotated, (new, trust.list.log_verifier)).by == ("tj-mvd",)
