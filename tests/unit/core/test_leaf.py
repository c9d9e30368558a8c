"""Leaves: one form each, no member too many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import leaf
from hub.core.errors import LeafMalformedError
from hub.core.leaf import ActLeaf, MessageLeaf

WORDS = st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=40)
NUMBERS = st.integers(0, 2**63 - 1)
MESSAGES = st.builds(
    MessageLeaf,
    hub=WORDS,
    id=WORDS,
    sender=WORDS,
    to=st.lists(WORDS, max_size=4).map(tuple),
    sha256=WORDS,
    at=WORDS,
    trust=NUMBERS,
    agreement=st.lists(WORDS, max_size=2).map(tuple),
)
ACTS = st.builds(ActLeaf, hub=WORDS, act=WORDS, subject=WORDS, sha256=WORDS, at=WORDS, trust=NUMBERS, salt=WORDS)
MESSAGE = leaf.format(
    MessageLeaf(
        hub="mig.example/test",
        id="0193b1c0-0000-7000-8000-000000000000",
        sender="ru-guvm",
        to=("tj-mvd",),
        sha256="00" * 32,
        at="2026-11-21T09:00:00.000000Z",
        trust=1,
        agreement=("11" * 32,),
    )
)


@given(MESSAGES | ACTS)
def test_a_leaf_is_read_back_as_it_was_written(made):
    raw = leaf.format(made)

    assert raw.isascii()
    assert leaf.parse(raw) == made
    assert leaf.format(leaf.parse(raw)) == raw


def test_a_leaf_has_its_members_in_their_documented_order():
    assert MESSAGE == (
        b'{"v":1,"hub":"mig.example/test","kind":"message","id":"0193b1c0-0000-7000-8000-000000000000",'
        b'"from":"ru-guvm","to":["tj-mvd"],"sha256":"' + b"00" * 32 + b'","at":"2026-11-21T09:00:00.000000Z",'
        b'"trust":1,"agreement":["' + b"11" * 32 + b'"]}'
    )


@given(st.data())
def test_a_changed_byte_is_refused_or_means_something_else(data):
    raw = bytearray(MESSAGE)
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 127))
    try:
        found = leaf.parse(bytes(raw))
    except LeafMalformedError:
        return

    assert found != leaf.parse(MESSAGE)
    assert leaf.format(found) == bytes(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"null",
        MESSAGE[:-1],
        MESSAGE + b"\n",
        MESSAGE.replace(b",", b", "),
        MESSAGE.replace(b'"v":1,', b""),
        MESSAGE.replace(b'"v":1', b'"v":2'),
        MESSAGE.replace(b'"v":1,', b'"v":1,"v":1,'),
        MESSAGE.replace(b'"v":1,', b'"v":1,"more":1,'),
        MESSAGE.replace(b'"trust":1', b'"trust":1.0'),
        MESSAGE.replace(b'"trust":1', b'"trust":"1"'),
        MESSAGE.replace(b'"kind":"message"', b'"kind":"act"'),
        MESSAGE.replace(b'"ru-guvm"', rb'"\u0072u-guvm"'),
        MESSAGE.replace(b"ru-guvm", "ру-гувм".encode()),
        MESSAGE.replace(b'["tj-mvd"]', b"[" * 100_000),
        MESSAGE.replace(b"ru-guvm", b"x" * leaf.MAX_BYTES),
    ],
)
def test_what_is_no_leaf(raw):
    with pytest.raises(LeafMalformedError):
        leaf.parse(raw)
