"""The bundle's file: read back as written, and strictly."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.core import evidence
from hub.core.errors import ReceiptMalformedError
from hub.core.evidence import Bundle, Cosigned, EvidenceMalformedError, Proven, Stated, TrustChain
from hub.core.receipt import Receipt
from keys import strict_json
from keys.errors import StrictJsonError
from tests.unit.core.bundles import Log, write

ASCII = st.text(st.characters(codec="ascii", exclude_characters="\0"), max_size=20).map(str.encode)
NOTES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]), max_size=20).map(str.encode)
PROOFS = st.lists(st.binary(min_size=32, max_size=32), max_size=3).map(tuple)
RECEIPTS = st.builds(Receipt, leaf=ASCII, index=st.integers(0, 2**53 - 1), proof=PROOFS, checkpoint=NOTES)
STATED = st.lists(st.builds(Stated, statement=ASCII, receipt=RECEIPTS), max_size=2).map(tuple)
PROVEN = st.builds(Proven, envelope=ASCII, receipt=RECEIPTS)
BUNDLES = st.builds(
    Bundle,
    message=PROVEN,
    receipts=st.lists(PROVEN, max_size=2).map(tuple),
    statements=STATED,
    trust=st.builds(
        TrustChain,
        roots=st.lists(NOTES, min_size=1, max_size=3).map(tuple),
        participants=NOTES,
        status=NOTES,
        suspensions=STATED,
    ),
    witnessed=st.none() | st.builds(Cosigned, checkpoint=NOTES, proof=PROOFS),
)


@settings(max_examples=60)
@given(BUNDLES)
def test_any_bundle_is_read_back_as_it_was_written(made):
    raw = evidence.format(made)

    assert evidence.parse(raw) == made
    assert evidence.format(evidence.parse(raw)) == raw


@pytest.fixture(scope="module")
def log() -> Log:
    log = Log()
    log.append(log.sign("ru-guvm", {"note": "Тестов-Пробный"}))
    log.answer(0, "tj-mvd")
    return log


def test_a_bundle_is_read_back_as_it_was_written(log):
    made = log.bundle(0, 1)

    assert evidence.parse(write(made)) == made
    assert write(evidence.parse(write(made))) == write(made)


def test_a_bundle_without_answers_is_one_too(log):
    assert evidence.parse(write(log.bundle(0))).receipts == ()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("kind",), "cis-evidence/2"),
        (("more",), 1),
        (("message",), None),
        (("message",), {}),
        (("message", "envelope"), 1),
        (("message", "envelope"), "жетон"),
        (("message", "more"), 1),
        (("receipts",), {}),
        (("receipts",), [{}] * 1001),
        (("statements",), None),
        (("statements",), [{"envelope": "a", "receipt": {}}]),
        (("witnessed",), {}),
        (("witnessed",), {"checkpoint": 1, "proof": []}),
        (("witnessed",), {"checkpoint": "note", "proof": {}}),
        (("trust", "suspensions"), None),
        (("trust", "suspensions"), [1]),
        (("receipts",), [None]),
        (("trust",), []),
        (("trust", "more"), 1),
        (("trust", "roots"), []),
        (("trust", "roots"), "note"),
        (("trust", "roots"), [1]),
        (("trust", "roots"), ["note"] * 257),
        (("trust", "participants"), None),
        (("trust", "status"), 1),
    ],
)
def test_what_is_no_bundle(log, path, value):
    whole = copy.deepcopy(evidence.to_json(log.bundle(0, 1)))
    place: Any = whole
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value

    with pytest.raises(EvidenceMalformedError):
        evidence.parse(strict_json.dumps(whole))


@pytest.mark.parametrize("raw", [b"[]", b"null", b"{}"])
def test_what_is_json_and_no_bundle(raw):
    with pytest.raises(EvidenceMalformedError):
        evidence.parse(raw)


def test_a_receipt_inside_is_read_as_strictly(log):
    whole = evidence.to_json(log.bundle(0))
    with pytest.raises(ReceiptMalformedError):
        evidence.parse(strict_json.dumps({**whole, "message": {**whole["message"], "receipt": {}}}))


def test_a_proof_inside_has_as_many_items_as_any_list_at_most(log):
    whole = evidence.to_json(log.bundle(0))
    receipt = {**whole["message"]["receipt"], "proof": ["A" * 43 + "="] * 1001}
    with pytest.raises(EvidenceMalformedError):
        evidence.parse(strict_json.dumps({**whole, "message": {**whole["message"], "receipt": receipt}}))


def test_a_file_that_is_not_strict_json_is_refused_as_such():
    with pytest.raises(StrictJsonError):
        evidence.parse(b'{"kind":1,"kind":2}')


def test_a_file_too_large_is_refused_before_it_is_read():
    with pytest.raises(EvidenceMalformedError):
        evidence.parse(b" " * (evidence.MAX_BYTES + 1))
