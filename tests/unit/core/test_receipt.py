"""Accepted receipts: one text each, and no forgery verifies."""

import base64
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import checkpoint, leaf, merkle, receipt
from hub.core.checkpoint import Checkpoint
from hub.core.errors import CheckpointMalformedError, LeafMalformedError, ProofError, ReceiptMalformedError
from hub.core.leaf import MessageLeaf
from hub.core.merkle import Frontier
from hub.core.receipt import Receipt
from keys import note, strict_json
from keys.errors import NoteError, StrictJsonError
from tests.support.trust import make_key

ORIGIN = "mig.example/test"
KEY = make_key("receipt", "log")
LOG = note.verifier_key(ORIGIN, KEY)
LEAVES = [
    leaf.format(
        MessageLeaf(
            hub=ORIGIN, id=f"{number}", sender="ru-guvm", to=("tj-mvd",), sha256="", at="", trust=1, agreement=()
        )
    )
    for number in range(7)
]
FRONTIER, NODES = Frontier.empty().grow(map(merkle.leaf_hash, LEAVES))
RECEIPTS = st.builds(
    Receipt,
    leaf=st.binary(max_size=60).map(base64.b64encode),
    index=st.integers(0, 2**53 - 1),
    proof=st.lists(st.binary(min_size=32, max_size=32), max_size=5).map(tuple),
    checkpoint=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]), max_size=40).map(
        str.encode
    ),
)


def sign(text: bytes, origin: str = ORIGIN) -> bytes:
    return note.sign(text, origin, KEY)


def make(index: int = 3, **changes: object) -> Receipt:
    whole = Checkpoint(origin=ORIGIN, size=FRONTIER.size, root=FRONTIER.root())
    proof = merkle.make_proof(merkle.inclusion_ranges(index, FRONTIER.size), NODES)
    made = Receipt(leaf=LEAVES[index], index=index, proof=tuple(proof), checkpoint=sign(checkpoint.format(whole)))
    return replace(made, **changes)  # type: ignore[arg-type]


@given(RECEIPTS)
def test_a_receipt_is_read_back_as_it_was_written(made):
    raw = receipt.format(made)

    assert receipt.parse(raw) == made
    assert receipt.format(receipt.parse(raw)) == raw


@pytest.mark.parametrize("index", range(7))
def test_a_receipt_proves_the_place_of_its_leaf(index):
    found, under = receipt.verify(make(index), LOG)

    assert leaf.format(found) == LEAVES[index]
    assert (under.origin, under.size, under.root) == (ORIGIN, 7, FRONTIER.root())


def test_a_receipt_for_another_leaf_or_place_does_not_hold():
    for changes in ({"leaf": LEAVES[2]}, {"index": 2}, {"index": 7}, {"index": -1}, {"proof": ()}):
        forged = replace(make(3), **changes)
        with pytest.raises(ProofError):
            receipt.verify(forged, LOG)


def test_a_leaf_that_is_in_the_log_and_yet_no_leaf_is_refused():
    raw = b'{"v":1}'
    text = checkpoint.format(Checkpoint(origin=ORIGIN, size=1, root=merkle.leaf_hash(raw)))
    with pytest.raises(LeafMalformedError):
        receipt.verify(make(leaf=raw, index=0, proof=(), checkpoint=sign(text)), LOG)


def test_a_checkpoint_of_another_log_is_refused_though_the_key_signed_it():
    """The name in a note and the origin in its text are two things."""
    text = checkpoint.format(Checkpoint(origin="mig.example/other", size=7, root=FRONTIER.root()))
    with pytest.raises(ProofError):
        receipt.verify(make(checkpoint=sign(text)), LOG)


def test_a_note_that_the_log_did_not_sign_is_refused():
    text = checkpoint.format(Checkpoint(origin=ORIGIN, size=7, root=FRONTIER.root()))
    with pytest.raises(NoteError):
        receipt.verify(make(checkpoint=note.sign(text, ORIGIN, make_key("receipt", "other"))), LOG)


def test_a_signed_note_that_is_no_checkpoint_is_refused():
    with pytest.raises(CheckpointMalformedError):
        receipt.verify(make(checkpoint=sign(b"anything\n")), LOG)


@given(st.data())
def test_one_flipped_bit_never_verifies(data):
    raw = bytearray(receipt.format(make()))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises((ReceiptMalformedError, StrictJsonError, ProofError, NoteError, LeafMalformedError)):
        receipt.verify(receipt.parse(bytes(raw)), LOG)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("leaf", None),
        ("leaf", "лист"),
        ("checkpoint", 1),
        ("index", "3"),
        ("index", True),
        ("index", 3.0),
        ("proof", {}),
        ("proof", [1]),
        ("proof", ["AAAA"]),
        ("proof", ["*" * 44]),
        ("proof", ["Ж" * 44]),
        ("proof", [base64.b64encode(bytes(33)).decode()]),
        ("proof", [base64.b64encode(bytes(32)).decode()[:-2] + "9="]),
        ("more", 1),
    ],
)
def test_what_is_no_receipt(member, value):
    with pytest.raises(ReceiptMalformedError):
        receipt.from_json({**receipt.to_json(make()), member: value})


def test_a_receipt_that_lacks_a_member_or_is_no_object_is_none():
    for value in ([], None, "receipt", {}, {"leaf": "", "index": 0, "proof": []}):
        with pytest.raises(ReceiptMalformedError):
            receipt.from_json(value)


def test_a_receipt_has_one_form_only():
    value = receipt.to_json(make())
    spaced = receipt.format(make()).replace(b'"index":', b'"index": ')
    turned = strict_json.dumps(dict(reversed(value.items())))
    for raw in (spaced, turned, receipt.format(make()) + b"\n", b" " * (receipt.MAX_BYTES + 1)):
        with pytest.raises(ReceiptMalformedError):
            receipt.parse(raw)
