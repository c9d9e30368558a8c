"""Records at rest: each is encrypted under a data key of its own, and the data key is wrapped by a longer-lived key.

    record    --AES-256-GCM, data key, context-->               nonce | ciphertext | tag
    data key  --AES-256-GCM, wrapping key, its name, context--> nonce | ciphertext | tag

`context` names the record (its message), so that neither ciphertext opens in another record's place. The record's own
ciphertext does not depend on the wrapping key: a data key can be wrapped anew, by a key that lives longer or shorter,
without touching the record. Whoever destroys the wrapped data key, or the key that wraps it, has destroyed the record.
"""

import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from keys.errors import CiphertextError

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
_RECORD = b"cis-record\0"
_DATA_KEY = b"cis-data-key\0"
_DRAWN = KEY_BYTES + 2 * NONCE_BYTES


@dataclass(frozen=True, slots=True, kw_only=True)
class Ciphertext:
    """An encrypted record: the name of the wrapping key, the wrapped data key, and the record under the data key."""

    key: str
    wrapped: bytes = field(repr=False)
    body: bytes = field(repr=False)


class WrappingKey:
    """A key that wraps data keys; its name is bound into everything it wraps. `repr` shows the name only.

    Nonces are drawn at random: one key may wrap up to 2^32 data keys (NIST SP 800-38D §8.3). A key of one month and one
    class wraps far fewer.
    """

    __slots__ = ("_aead", "_prefix", "name")

    def __init__(self, name: str, material: bytes) -> None:
        if len(material) != KEY_BYTES:
            raise ValueError("a wrapping key has 32 bytes")
        self.name = name
        self._aead = AESGCM(material)
        self._prefix = _DATA_KEY + name.encode("ascii") + b"\0"

    def __repr__(self) -> str:
        return f"WrappingKey({self.name!r})"

    def wrap(self, secret: bytes, context: bytes, nonce: bytes | None = None) -> bytes:
        """Return the secret, wrapped; it opens in this context only. A nonce that is given must be fresh."""
        drawn = os.urandom(NONCE_BYTES) if nonce is None else nonce
        return drawn + self._aead.encrypt(drawn, secret, self._prefix + context)

    def unwrap(self, wrapped: bytes, context: bytes) -> bytes:
        """Return what was wrapped.

        Raises:
            CiphertextError: it was changed, moved here from elsewhere, or wrapped by another key.
        """
        return _open(self._aead, wrapped, self._prefix + context)


def encrypt(record: bytes, context: bytes, key: WrappingKey) -> Ciphertext:
    """Encrypt a record under a new data key."""
    drawn = os.urandom(_DRAWN)
    data_key, nonce = drawn[:KEY_BYTES], drawn[KEY_BYTES : KEY_BYTES + NONCE_BYTES]
    return Ciphertext(
        key=key.name,
        wrapped=key.wrap(data_key, context, drawn[KEY_BYTES + NONCE_BYTES :]),
        body=nonce + AESGCM(data_key).encrypt(nonce, record, _RECORD + context),
    )


def decrypt(ciphertext: Ciphertext, context: bytes, key: WrappingKey) -> bytes:
    """Return the record.

    Raises:
        CiphertextError: the record or its data key was changed or moved, or wrapped by another key.
    """
    data_key = key.unwrap(ciphertext.wrapped, context)
    return _open(AESGCM(data_key), ciphertext.body, _RECORD + context)


def rewrap(ciphertext: Ciphertext, context: bytes, old: WrappingKey, new: WrappingKey) -> Ciphertext:
    """Return the same record with its data key wrapped by another key.

    Raises:
        CiphertextError: the data key does not open.
    """
    data_key = old.unwrap(ciphertext.wrapped, context)
    return Ciphertext(key=new.name, wrapped=new.wrap(data_key, context), body=ciphertext.body)


def _open(aead: AESGCM, sealed: bytes, associated: bytes) -> bytes:
    if len(sealed) < NONCE_BYTES + TAG_BYTES:
        raise CiphertextError
    try:
        return aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], associated)
    except InvalidTag:
        raise CiphertextError from None
