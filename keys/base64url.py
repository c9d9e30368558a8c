"""Base64url without padding (RFC 7515 §2), with one spelling per value.

An ordinary decoder skips foreign bytes, takes padding or not, and ignores the unused bits of the last character: then
one signature has many spellings, and a digest over the token is no name for it any more. Here `encode(decode(x)) == x`.
"""

import base64
import binascii

# Every byte outside the alphabet becomes one that strict mode refuses, "+", "/" and "=" too.
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TO_STANDARD = bytearray(b"!" * 256)
for _byte in _ALPHABET:
    _TO_STANDARD[_byte] = _byte
_TO_STANDARD[ord("-")], _TO_STANDARD[ord("_")] = b"+/"
_PADDING = {0: b"", 2: b"==", 3: b"="}
_LAST = {0: _ALPHABET, 2: b"AQgw", 3: b"AEIMQUYcgkosw048"}  # RFC 4648 §3.5: unused bits are zero


def decode(raw: bytes) -> bytes:
    """Return the bytes that `raw` spells.

    Raises:
        ValueError: it is not the one spelling of some bytes.
    """
    if not raw:
        return b""
    rest = len(raw) % 4
    if rest == 1 or raw[-1] not in _LAST[rest]:
        msg = "not base64url"
        raise ValueError(msg)
    try:
        return binascii.a2b_base64(raw.translate(_TO_STANDARD) + _PADDING[rest], strict_mode=True)
    except binascii.Error:
        msg = "not base64url"
        raise ValueError(msg) from None


def encode(value: bytes) -> bytes:
    """Return the spelling of the bytes, without padding."""
    return base64.urlsafe_b64encode(value).rstrip(b"=")
