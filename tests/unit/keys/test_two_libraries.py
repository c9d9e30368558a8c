"""Ed25519 is checked by two libraries; the answer must always be that of `cryptography`."""

import hashlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from keys import public_key
from keys.errors import SignatureError

ORDER = 2**252 + 27742317777372353535851937790883648493
SEED = bytes(range(32))
PRIVATE = Ed25519PrivateKey.from_private_bytes(SEED)
X = PRIVATE.public_key().public_bytes_raw()
KEY = public_key.make("Ed25519", X)


def accepts(signature: bytes, message: bytes) -> bool:
    try:
        KEY.verify(signature, message)
    except SignatureError:
        return False
    return True


def cryptography_accepts(signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(X).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@given(st.binary(max_size=100), st.integers(0, 63), st.integers(0, 7))
def test_a_signature_holds_and_one_flipped_bit_breaks_it(message: bytes, place: int, bit: int) -> None:
    signature = PRIVATE.sign(message)
    flipped = bytearray(signature)
    flipped[place] ^= 1 << bit
    assert accepts(signature, message)
    assert not accepts(bytes(flipped), message)


@given(st.binary(min_size=1, max_size=100), st.integers(0, 130))
def test_signature_and_message_are_never_cut_elsewhere(message: bytes, cut: int) -> None:
    whole = PRIVATE.sign(message) + message
    assert accepts(whole[:cut], whole[cut:]) is (cut == 64 or cryptography_accepts(whole[:cut], whole[cut:]))


@pytest.mark.parametrize("multiple", [1, 2, 7])
def test_a_second_spelling_of_the_number_is_refused(multiple: int) -> None:
    signature = PRIVATE.sign(b"text")
    number = int.from_bytes(signature[32:], "little") + multiple * ORDER
    other = signature[:32] + number.to_bytes(32, "little")
    assert not cryptography_accepts(other, b"text")
    assert not accepts(other, b"text")


def test_where_the_libraries_differ_cryptography_decides() -> None:
    """With the neutral element as R libsodium refuses what solves the equation; only the key's owner can make one."""
    digest = bytearray(hashlib.sha512(SEED).digest()[:32])
    digest[0] &= 248
    digest[31] = digest[31] & 127 | 64
    neutral = (1).to_bytes(32, "little")
    challenge = int.from_bytes(hashlib.sha512(neutral + X + b"text").digest(), "little")
    number = challenge * int.from_bytes(digest, "little") % ORDER
    signature = neutral + number.to_bytes(32, "little")
    with pytest.raises(BadSignatureError):
        crypto_sign_open(signature + b"text", X)
    assert cryptography_accepts(signature, b"text")
    assert accepts(signature, b"text")
