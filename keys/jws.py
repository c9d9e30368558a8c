"""JWS Compact (RFC 7515), as narrow as it can be made.

    base64url({"alg":"Ed25519","kid":"…","typ":"…"}) . base64url(payload) . base64url(signature)

General libraries each accept some tokens of the public vectors that they should refuse; this reader knows two
algorithms and three header members, and nothing else can be said to it:

    alg   Ed25519 (RFC 9864) or ES256; it must be the key's own, the token does not choose
    kid   the name of the key; where it stands, it must be the key's
    typ   what kind of token it is, so that none serves at another's door

`crit`, `b64`, `zip`, `jku`, `jwk`, `x5c` and all other members are refused, known or not. One token has one spelling:
base64url without padding, foreign bytes or stray bits. Callers use `open`; `read` and `Unverified.verify` are the same
in two steps, for those who must look at the payload to find out whose key it takes; `verify` is the primitive.

Readers of one sender's tokens meet the same header bytes again and again, so parsed headers are remembered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from keys import base64url, strict_json
from keys.errors import (
    AlgorithmError,
    KeyIdError,
    KeyUseError,
    SignatureError,
    TokenHeaderError,
    TokenMalformedError,
    TokenTooLargeError,
    TokenTypeError,
)
from keys.jwk import PublicKey, Signer
from keys.public_key import ALGORITHMS

__all__ = ["MAX_TOKEN", "Header", "Opened", "SignatureError", "Signer", "Unverified", "open", "read", "sign", "verify"]

MAX_TOKEN = 1024 * 1024
_MAX_HEADER = 1024  # characters of base64url
_MAX_MEMBER = 256
_SIGNATURE = 86  # characters of base64url for 64 bytes, the length of both algorithms
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The protected header of a token."""

    alg: str
    kid: str | None
    typ: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unverified:
    """A token of the right form that nobody has verified: everything it says is a claim until `verify` returns."""

    header: Header
    payload: bytes
    signed: bytes
    signature: bytes

    @property
    def kid(self) -> str:
        """The name of the key that is said to have signed."""
        return self.header.kid or ""

    def verify(self, key: PublicKey) -> None:
        """Return if `key` signed the token.

        Raises:
            SignatureError: it did not; the subclass and its code say why.
        """
        if self.header.alg != key.alg:
            raise KeyUseError if not key.may_verify() else AlgorithmError
        if self.header.kid is not None and self.header.kid != key.kid:
            raise KeyIdError
        key.verify(self.signature, self.signed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A token that holds: its payload, byte for byte, and the key that signed it."""

    payload: bytes
    key: PublicKey
    kid: str


def sign(payload: bytes, key: Signer, typ: str | None = None) -> bytes:
    """Sign the payload; the header is exactly alg, kid and, if given, typ.

    Raises:
        AlgorithmError: the key is for something else.
    """
    if key.alg not in ALGORITHMS:
        raise AlgorithmError
    members = {"alg": key.alg, "kid": key.kid}
    if typ is not None:
        members["typ"] = typ
    signed = base64url.encode(strict_json.dumps(members)) + b"." + base64url.encode(payload)
    return signed + b"." + base64url.encode(key.sign(signed))


def verify(token: bytes, key: PublicKey, *, limit: int = MAX_TOKEN) -> bytes:
    """Return the payload if `key` signed the token.

    Raises:
        SignatureError: it did not, or the token is not one of ours; the subclass and its code say why.
    """
    unverified = _parse(token, limit)
    unverified.verify(key)
    return unverified.payload


def read(token: bytes, typ: str, *, limit: int = MAX_TOKEN) -> Unverified:
    """Read a token of the kind `typ` without verifying it; its header has all three members.

    Raises:
        SignatureError: the token is not one of ours, or of another kind.
    """
    unverified = _parse(token, limit)
    if unverified.header.kid is None:
        raise TokenHeaderError
    if unverified.header.typ != typ:
        raise TokenTypeError(expected=typ)
    return unverified


def open(  # noqa: A001  (always called as jws.open)
    token: bytes, lookup: Callable[[str], PublicKey], typ: str, *, limit: int = MAX_TOKEN
) -> Opened:
    """Open a token of the kind `typ`, whose key is found by its name.

    `lookup` raises its own error for a name that it does not know; that error is passed on.

    Raises:
        SignatureError: the token does not hold; the subclass and its code say why.
    """
    unverified = read(token, typ, limit=limit)
    key = lookup(unverified.kid)
    unverified.verify(key)
    return Opened(payload=unverified.payload, key=key, kid=unverified.kid)


def _parse(token: bytes, limit: int) -> Unverified:
    if len(token) > limit:
        raise TokenTooLargeError(limit=limit)
    parts = token.split(b".", 3)
    if len(parts) != 3 or not 0 < len(parts[0]) <= _MAX_HEADER:
        raise TokenMalformedError
    protected, payload, signature = parts
    if len(signature) != _SIGNATURE:
        raise SignatureError
    return Unverified(
        header=_parse_header(protected),
        payload=_decode(payload),
        signed=token[: -_SIGNATURE - 1],
        signature=_decode(signature),
    )


def _decode(part: bytes) -> bytes:
    try:
        return base64url.decode(part)
    except ValueError:
        raise TokenMalformedError from None


@lru_cache(maxsize=_REMEMBERED)
def _parse_header(protected: bytes) -> Header:
    try:
        members = strict_json.loads(_decode(protected))
    except strict_json.StrictJsonError:
        raise TokenHeaderError from None
    if not isinstance(members, dict) or not members.keys() <= {"alg", "kid", "typ"} or "alg" not in members:
        raise TokenHeaderError
    if not all(isinstance(value, str) and 0 < len(value) <= _MAX_MEMBER for value in members.values()):
        raise TokenHeaderError
    if members["alg"] not in ALGORITHMS:
        raise AlgorithmError
    return Header(alg=members["alg"], kid=members.get("kid"), typ=members.get("typ"))
