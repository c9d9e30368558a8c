"""One spelling for each value."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import base64url

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


@given(st.binary(max_size=70))
def test_what_is_encoded_is_decoded(value):
    assert base64url.decode(base64url.encode(value)) == value
    assert base64url.encode(value) == base64.urlsafe_b64encode(value).rstrip(b"=")


@given(st.binary(max_size=12) | st.text(ALPHABET.decode() + "=+/\n ", max_size=12).map(str.encode))
def test_what_is_decoded_has_no_other_spelling(raw):
    try:
        respelled = base64url.encode(base64url.decode(raw))
    except ValueError:
        lenient = base64.urlsafe_b64decode(raw + b"A" * (-len(raw) % 4)) if set(raw) <= set(ALPHABET) else b""
        respelled = base64url.encode(lenient)[: len(raw)]
        assert respelled != raw or len(raw) % 4 == 1 or raw[-1:] not in (b"A", b"Q", b"g", b"w")
    else:
        assert respelled == raw


@pytest.mark.parametrize("raw", [b"A", b"AAAAA", b"AA==", b"AAA=", b"AB", b"AAB", b"A+A/", b"AA AA", b"AAAA\n", b"AA\xffA",
                                 b"=", b"A=AA", b"====", b"\x00AAA", b"A!!!!AAA", b"AAAA\n\n\n\nAAAA", b"!!!!"])  # fmt: skip
def test_any_other_spelling_is_refused(raw):
    with pytest.raises(ValueError, match="not base64url"):
        base64url.decode(raw)


def test_every_byte_outside_the_alphabet_is_refused_wherever_it_stands():
    for byte in set(range(256)) - set(ALPHABET):
        for place in range(4):
            raw = bytearray(b"AAAAAAAA")
            raw[place] = byte
            with pytest.raises(ValueError, match="not base64url"):
                base64url.decode(bytes(raw))
