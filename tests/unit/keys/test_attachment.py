"""Files in segments: what comes out is what went in, and nothing else opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import attachment
from keys.attachment import SEGMENT, TAG
from keys.errors import AttachmentError

KEY = bytes(range(32))


def pieces(raw: bytes, size: int) -> list[bytes]:
    """Return the bytes in pieces of this length."""
    return [raw[begin : begin + size] for begin in range(0, len(raw), size)]


def seal(raw: bytes) -> bytes:
    """Return the ciphertext."""
    return b"".join(attachment.encrypt(KEY, [raw]))


@pytest.mark.parametrize("size", [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT])
@pytest.mark.parametrize("step", [1000, SEGMENT, 200_000])
def test_a_file_comes_back_whatever_its_length_and_pieces(size: int, step: int):
    raw = bytes(each % 251 for each in range(size))
    sealed = b"".join(attachment.encrypt(KEY, pieces(raw, step)))

    assert len(sealed) == attachment.sealed_size(size)
    assert b"".join(attachment.decrypt(KEY, pieces(sealed, step))) == raw


def test_every_file_has_a_key_of_its_own():
    assert len({attachment.make_key() for _ in range(9)}) == 9
    assert {len(attachment.make_key())} == {attachment.KEY}


@given(st.binary(max_size=200), st.integers(min_value=0), st.integers(0, 7))
def test_no_flipped_bit_opens(raw: bytes, place: int, bit: int):
    sealed = bytearray(seal(raw))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(AttachmentError):
        list(attachment.decrypt(KEY, [bytes(sealed)]))


def test_segments_are_neither_left_out_nor_repeated_nor_swapped_nor_cut_off():
    sealed = seal(bytes(3 * SEGMENT))
    first, second, third = pieces(sealed, SEGMENT + TAG)
    for wrong in (
        [first, second],
        [second, third],
        [first, third],
        [second, first, third],
        [first, first, second, third],
        [],
    ):
        with pytest.raises(AttachmentError):
            list(attachment.decrypt(KEY, wrong))


@pytest.mark.parametrize("key", [bytes(32), b"short", b""])
def test_another_key_opens_nothing(key: bytes):
    with pytest.raises(AttachmentError):
        list(attachment.decrypt(key, [seal(b"x")]))


def test_a_mark_is_of_one_key_and_one_content():
    digest, other = bytes(32), bytes([1] * 32)
    marks = {attachment.mark_of(key, said) for key in (KEY, other) for said in (digest, other)}

    assert len(marks) == 4
    assert {len(each) for each in marks} == {attachment.MARK}
    assert attachment.mark_of(KEY, digest).hex() == "06a05dfee43cee5d2f2b8276ad1c84a6"
