"""Attachments: a file encrypted in segments under a key of its own, so that neither side ever holds it whole.

    key (32 random bytes, used for one file)        plain ──segments of 64 KiB──> AES-256-GCM ──> ciphertext

Each segment's nonce is its number (11 bytes, big-endian, from 0 on) and one byte that says whether it is the last: so
none can be left out, repeated, swapped or cut off. An empty file is one last segment of nothing. The key travels sealed
to the recipients (`keys.sealed`); who has the ciphertext alone has nothing.

Whoever has opened a file can say its mark (HMAC of the content's digest under the file's key), and nobody else can. Its
sender may publish the digest of the mark: so a hub that cannot open the file tells whether somebody else could. It says
nothing of the content to whoever lacks the key, not even whether it is a file that he knows.
"""

import hmac
import os
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from keys.errors import AttachmentError

KEY = 32
SEGMENT = 64 * 1024
TAG = 16
MARK = 16
_MARKED = b"cis-attachment-opened/1\0"


def make_key() -> bytes:
    """Return a new key, for one file."""
    return os.urandom(KEY)


def sealed_size(size: int) -> int:
    """Return how long the ciphertext of so many bytes is."""
    return size + TAG * max(1, -(-size // SEGMENT))


def encrypt(key: bytes, plain: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the ciphertext of a file, segment by segment."""
    cipher = AESGCM(key)
    for number, (segment, is_last) in enumerate(_segments(plain, SEGMENT)):
        yield cipher.encrypt(_nonce(number, is_last=is_last), segment, None)


def decrypt(key: bytes, ciphertext: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the file, segment by segment; each is right when it is given, and the file whole only at the end.

    Raises:
        AttachmentError: this is not what was encrypted, or not under this key.
    """
    if len(key) != KEY:
        raise AttachmentError
    cipher = AESGCM(key)
    for number, (segment, is_last) in enumerate(_segments(ciphertext, SEGMENT + TAG)):
        try:
            yield cipher.decrypt(_nonce(number, is_last=is_last), segment, None)
        except InvalidTag:
            raise AttachmentError from None


def mark_of(key: bytes, content_sha256: bytes) -> bytes:
    """Return the mark (16 bytes) of an opened file: by its key and the SHA-256 of its content.

    Source: docs/reference/attachments.md, "The mark".
    """
    return hmac.digest(key, _MARKED + content_sha256, "sha256")[:MARK]


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _segments(pieces: Iterable[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Yield what comes in pieces of any length in segments of one, and whether each is the last."""
    kept = b""
    for piece in pieces:
        kept += piece
        while len(kept) > size:
            yield kept[:size], False
            kept = kept[size:]
    yield kept, True
