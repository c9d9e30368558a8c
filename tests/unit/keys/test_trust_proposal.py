"""The folder of a proposal: texts, signatures by hand, and the list that they make together."""

from dataclasses import replace
from pathlib import Path

import pytest

from keys import note, trust_chain, trust_change, trust_folder, trust_offline, trust_proposal, trustlist
from keys.errors import (
    TrustChangeSameError,
    TrustListError,
    TrustListGapError,
    TrustProposalError,
    TrustProposalOutdatedError,
    TrustProposalPublishedError,
    TrustSignedError,
    TrustSignerError,
    TrustStatusKeyError,
    TrustUnsignedError,
)
from keys.trust_folder import Published
from keys.trust_participants import KeyStatus
from tests.support.trust import make_authority, make_key, make_trust, sign_all
from tests.unit.keys.trust_publisher import NOW, keys, role

TRUST = make_trust(("kz-mvd",), now=NOW)
COUNCIL, OFFICERS = TRUST.authority.council, TRUST.authority.officers
BEFORE = Published(roots=(TRUST.documents["root"],), participants=TRUST.documents["participants"], status=None)
TEXTS = {kind: note.parse(TRUST.documents[kind]).text for kind in trust_proposal.KINDS}
NEXT = trust_change.next_root(
    replace(TRUST.list.root, council=role([1, 2, 3], 2)), previous=TRUST.anchor, now=NOW, lifetime=NOW - NOW.replace(year=2025)
)  # fmt: skip
TRUST_SIGNED = {kind: note.parse(TRUST.documents[kind]).signatures for kind in trust_proposal.KINDS}
LATER = {"root": trustlist.make_root(NEXT)}


def made(folder: Path, texts=TEXTS, before=None) -> Path:
    """Write a proposal."""
    trust_proposal.write(folder / "p", texts, before)
    return folder / "p"


def sign(folder: Path, *signers) -> None:
    """Add the signatures of these keys."""
    for key in signers:
        for name, content in trust_proposal.sign(trust_proposal.read(folder), key).items():
            trust_proposal.write_new(folder / name, content)


def test_a_first_list_is_signed_and_assembled(tmp_path: Path):
    folder = made(tmp_path)
    assert [(need.kind, need.names, need.enough) for need in trust_proposal.needs(trust_proposal.read(folder))] == [
        ("root", (), False),
        ("participants", (), False),
    ]
    sign(folder, COUNCIL["council-1"], COUNCIL["council-3"], *OFFICERS.values())
    proposal = trust_proposal.read(folder)

    assert [need.names for need in trust_proposal.needs(proposal)] == [
        ("council-1", "council-3"),
        ("officer-1", "officer-2"),
    ]
    assert all(need.enough for need in trust_proposal.needs(proposal))
    assembled = trust_proposal.assemble(proposal)
    assert trust_offline.read(assembled, TRUST.anchor).root == TRUST.list.root
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o644}


def test_a_next_root_needs_both_councils_and_keeps_the_list(tmp_path: Path):
    folder = made(tmp_path, LATER, BEFORE)
    sign(folder, COUNCIL["council-1"], COUNCIL["council-2"], *keys([1, 2]).values())
    proposal = trust_proposal.read(folder)

    assert [(need.old, need.names) for need in trust_proposal.needs(proposal)] == [
        (True, ("council-1", "council-2")),
        (False, ("k-1", "k-2")),
    ]
    assembled = trust_proposal.assemble(proposal)
    assert assembled.participants == BEFORE.participants
    assert assembled.roots[:-1] == BEFORE.roots
    assert trust_offline.read(assembled, TRUST.anchor).root == NEXT
    assert proposal.participants.hub == NEXT.hub


def test_a_list_alone_is_signed_by_officers(tmp_path: Path):
    content = trust_change.next_participants(
        trust_proposal.read(made(tmp_path)).participants, now=NOW, lifetime=NOW - NOW.replace(month=10)
    )
    folder = made(tmp_path / "next", {"participants": trustlist.make_participants(content)}, BEFORE)
    sign(folder, *OFFICERS.values())
    assembled = trust_proposal.assemble(trust_proposal.read(folder))

    assert assembled.roots == BEFORE.roots
    assert trust_offline.read(assembled, TRUST.anchor).participants.version == 2


def test_copies_of_the_folder_are_put_together_in_any_order(tmp_path: Path):
    folder, other = made(tmp_path / "one"), made(tmp_path / "two")
    sign(folder, COUNCIL["council-1"])
    sign(other, COUNCIL["council-2"])
    for path in other.glob("*.note"):
        (folder / path.name).write_bytes(path.read_bytes())
        (folder / f"root.copy-{path.name}").write_bytes(path.read_bytes())

    first, _ = trust_proposal.needs(trust_proposal.read(folder))
    assert sorted(first.names) == ["council-1", "council-2"]


def test_nobody_signs_twice_and_a_stranger_not_at_all(tmp_path: Path):
    folder = made(tmp_path)
    sign(folder, COUNCIL["council-1"])

    with pytest.raises(FileExistsError):
        sign(folder, COUNCIL["council-1"])
    with pytest.raises(TrustSignerError):
        sign(folder, make_key("stranger", "x"))


def test_a_strangers_signature_counts_for_nothing(tmp_path: Path):
    folder = made(tmp_path)
    (folder / "root.x.note").write_bytes(note.sign(TEXTS["root"], "stranger", make_key("stranger", "x")))

    first, _ = trust_proposal.needs(trust_proposal.read(folder))
    assert first.names == ()


def test_a_wrong_signature_is_told(tmp_path: Path):
    folder = made(tmp_path)
    wrong = note.parse(note.sign(b"other\n", "council-1", COUNCIL["council-1"])).signatures
    (folder / "root.x.note").write_bytes(note.format(note.Note(text=TEXTS["root"], signatures=wrong)))

    with pytest.raises(TrustProposalError):
        trust_proposal.needs(trust_proposal.read(folder))


@pytest.mark.parametrize("content", [b"nonsense", note.sign(b"other\n", "council-1", COUNCIL["council-1"])])
def test_a_signature_file_of_something_else_is_named(tmp_path: Path, content: bytes):
    folder = made(tmp_path)
    (folder / "root.x.note").write_bytes(content)

    with pytest.raises(TrustProposalError) as caught:
        trust_proposal.read(folder)
    assert caught.value.facts == {"file": "root.x.note"}


def test_a_folder_that_is_no_proposal_is_refused(tmp_path: Path):
    for texts, before in (({}, None), (LATER, None), ({}, BEFORE)):
        folder = made(tmp_path / str(len(list(tmp_path.iterdir()))), texts, before)
        with pytest.raises(TrustProposalError):
            trust_proposal.read(folder)
    with pytest.raises(TrustProposalError):
        _ = trust_proposal.Proposal(texts={}, signed={}, before=None).root


def test_a_text_that_is_none_is_refused(tmp_path: Path):
    with pytest.raises(TrustListError):
        trust_proposal.read(made(tmp_path, {**TEXTS, "root": b"{}\n"}))


def test_texts_of_two_hubs_are_no_proposal(tmp_path: Path):
    other = make_trust(("kz-mvd",), now=NOW, origin="mig.example/production").documents["participants"]

    with pytest.raises(TrustProposalError):
        trust_proposal.read(made(tmp_path, {**TEXTS, "participants": note.parse(other).text}))


def test_what_the_next_root_follows_must_lie_beside_it(tmp_path: Path):
    stranger = make_trust(("kz-mvd",), now=NOW, seed="stranger")
    before = Published(
        roots=(stranger.documents["root"],), participants=stranger.documents["participants"], status=None
    )
    with pytest.raises(TrustProposalError):
        trust_proposal.read(made(tmp_path, LATER, before))


def test_a_list_before_that_does_not_hold_is_refused(tmp_path: Path):
    forged = make_authority("stranger").participants([], now=NOW)
    folder = made(tmp_path, LATER, replace(BEFORE, participants=forged))

    with pytest.raises(TrustListError):
        trust_proposal.read(folder)


def test_a_proposal_is_never_written_over_another(tmp_path: Path):
    made(tmp_path)

    with pytest.raises(FileExistsError):
        made(tmp_path)
    assert trust_chain.digest_of_text(TEXTS["root"]) == TRUST.anchor
    assert not (tmp_path / "p" / trust_proposal.BEFORE).exists()
    assert trust_folder.NAMES["root"] == "root.note"


def test_a_holder_signs_once(tmp_path: Path):
    folder = made(tmp_path)
    first = trust_proposal.add(folder, trust_proposal.read(folder), COUNCIL["council-1"])
    proposal = trust_proposal.read(folder)
    with pytest.raises(TrustSignedError):
        trust_proposal.add(folder, proposal, COUNCIL["council-1"])

    assert len(first) == 1
    assert first[0].read_bytes() == next(iter(trust_proposal.sign(proposal, COUNCIL["council-1"]).values()))


def test_missing_signatures_are_counted_and_their_holders_named(tmp_path: Path):
    folder = made(tmp_path)
    sign(folder, COUNCIL["council-1"])
    with pytest.raises(TrustUnsignedError) as caught:
        trust_proposal.check_signed(trust_proposal.read(folder))
    sign(folder, COUNCIL["council-2"], *OFFICERS.values())
    trust_proposal.check_signed(trust_proposal.read(folder))

    others = sorted(COUNCIL.keys() - {"council-1"})
    assert caught.value.facts == {"document": "root", "missing": 1, "names": ", ".join(others)}


def test_a_proposal_starts_from_what_is_published_or_is_not_published(tmp_path: Path):
    first = trust_proposal.read(made(tmp_path))
    later = trust_proposal.read(made(tmp_path / "later", LATER, BEFORE))
    after = trust_proposal.assemble(replace(later, signed=TRUST_SIGNED))

    trust_proposal.check_start(first, None)
    trust_proposal.check_start(later, BEFORE)
    for proposal, current, refusal in (
        (first, BEFORE, TrustProposalPublishedError),
        (later, after, TrustProposalPublishedError),
        (first, after, TrustProposalOutdatedError),
        (later, replace(BEFORE, roots=(*BEFORE.roots, TRUST.documents["participants"])), TrustProposalOutdatedError),
    ):
        with pytest.raises(refusal):
            trust_proposal.check_start(proposal, current)


def test_the_status_key_is_one_that_the_root_names():
    found = trust_offline.read(BEFORE, TRUST.anchor)
    trust_offline.check_status_key(found, TRUST.authority.online["status"].public)
    with pytest.raises(TrustStatusKeyError):
        trust_offline.check_status_key(found, COUNCIL["council-1"].public)


def test_a_root_that_is_missing_in_between_is_named():
    gap = replace(NEXT, version=3)
    note_of_gap = sign_all(trustlist.make_root(gap), COUNCIL)
    with pytest.raises(TrustListGapError, match=r"root-2\.note"):
        trust_offline.read(replace(BEFORE, roots=(*BEFORE.roots, note_of_gap)), TRUST.anchor)


def test_a_key_is_not_given_the_status_it_has():
    draft = trust_change.Draft(root=TRUST.list.root, participants=trust_offline.read(BEFORE, TRUST.anchor).participants)
    with pytest.raises(TrustChangeSameError):
        trust_change.set_status(draft, TRUST.keys["kz-mvd"].kid, KeyStatus.ACTIVE)
