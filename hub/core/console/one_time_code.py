"""One-time codes by the time (TOTP, RFC 6238): SHA-1, six digits, thirty seconds, as every authenticator knows them.

A code is taken of the step before, of now and of the one after, and only once: of a step later than the last one used.
"""

import base64
import hmac
import struct
from datetime import datetime

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20  # RFC 4226 §4 R6
_NEIGHBOURS = (0, -1, 1)
_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986 §2.3


def make(secret: bytes, step: int, *, digits: int = DIGITS, algorithm: str = "sha1") -> str:
    """Return the code of a step (RFC 4226 §5.3)."""
    mac = hmac.digest(secret, struct.pack(">Q", step), algorithm)
    place = mac[-1] & 0x0F
    number = struct.unpack(">I", mac[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}}"


def step_of(now: datetime) -> int:
    """Return the step of a time (RFC 6238 §4.2)."""
    return int(now.timestamp()) // STEP_SECONDS


def find_step(secret: bytes, code: str, now: datetime, *, last: int) -> int | None:
    """Return the step whose code this is, if it is one of now and later than `last`; else None."""
    digits = "".join(code.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return None
    for step in (step_of(now) + each for each in _NEIGHBOURS):
        if step > last and hmac.compare_digest(make(secret, step), digits):
            return step
    return None


def secret_text(secret: bytes) -> str:
    """Return the secret in base32, as people type it into an authenticator: groups of four."""
    text = base64.b32encode(secret).decode("ascii").rstrip("=")
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def address(secret: bytes, *, issuer: str, login: str) -> str:
    """Return the `otpauth:` address that authenticators read."""
    text = base64.b32encode(secret).decode("ascii").rstrip("=")
    return f"otpauth://totp/{_quote(issuer)}:{_quote(login)}?secret={text}&issuer={_quote(issuer)}"


def _quote(text: str) -> str:
    return "".join(chr(each) if each in _PLAIN else f"%{each:02X}" for each in text.encode("utf-8"))
