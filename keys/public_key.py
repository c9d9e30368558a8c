"""A public key, and what it may be used for."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from nacl.bindings import crypto_sign_BYTES, crypto_sign_open
from nacl.exceptions import BadSignatureError

from keys import base64url, curve
from keys.errors import KeyMalformedError, KeyUseError, KeyWeakError, SignatureError

ED25519 = "Ed25519"  # RFC 9864; the older name EdDSA does not say which curve and is not taken
ES256 = "ES256"
ECDH_ES = "ECDH-ES+A256KW"  # the sealed parts' key agreement: never verifies anything
ALGORITHMS = (ED25519, ES256)

CURVES = {ED25519: ("OKP", "Ed25519"), ES256: ("EC", "P-256"), ECDH_ES: ("OKP", "X25519")}

_ZERO = bytes(32)
_ORDER_OF_P256 = bytes.fromhex("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551")
_ES256 = ec.ECDSA(SHA256())

Check = Callable[[bytes, bytes], None]  # takes signature and message, raises InvalidSignature


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A public key that has passed all checks of `keys.jwk`.

    `alg` is the one algorithm it is for; `kid` the name it is called by; `thumbprint` its RFC 7638 SHA-256 thumbprint,
    which is the `kid` where none was given; `use` and `key_ops` what its JWK says it may do.
    """

    alg: str
    kid: str
    thumbprint: str
    x: bytes
    y: bytes | None = None
    use: str | None = None
    key_ops: tuple[str, ...] | None = None
    _check: Check | None = field(repr=False, compare=False)

    def may_verify(self) -> bool:
        """Tell whether signatures by this key count at all (RFC 7517 §4.2, §4.3)."""
        for_signatures = self.use in (None, "sig") and (self.key_ops is None or "verify" in self.key_ops)
        return for_signatures and self._check is not None

    def verify(self, signature: bytes, message: bytes) -> None:
        """Return if `signature` is this key's over `message`.

        Raises:
            KeyUseError: the key is not for signatures.
            SignatureError: it is not.
        """
        if self._check is None or not self.may_verify():
            raise KeyUseError
        try:
            self._check(signature, message)
        except InvalidSignature:
            raise SignatureError from None

    def to_jwk(self) -> dict[str, object]:
        """Return the JWK with everything that is known of the key."""
        jwk: dict[str, object] = {**_material(self.alg, self.x, self.y), "alg": self.alg, "kid": self.kid}
        if self.use is not None:
            jwk["use"] = self.use
        if self.key_ops is not None:
            jwk["key_ops"] = list(self.key_ops)
        return jwk


def make(
    alg: str,
    x: bytes,
    y: bytes | None = None,
    *,
    kid: str | None = None,
    use: str | None = None,
    key_ops: tuple[str, ...] | None = None,
) -> PublicKey:
    """Check the curve point and make the key.

    Raises:
        KeyMalformedError: a coordinate has not 32 bytes.
        KeyWeakError: the point is not on its curve, of low order, or has another spelling.
    """
    for name, coordinate in (("x", x), ("y", y)):
        if coordinate is not None and len(coordinate) != 32:
            raise KeyMalformedError(member=name)
    thumbprint = _thumbprint(alg, x, y)
    return PublicKey(
        alg=alg,
        kid=thumbprint if kid is None else kid,
        thumbprint=thumbprint,
        x=x,
        y=y,
        use=use,
        key_ops=key_ops,
        _check=_checker(alg, x, y),
    )


def _checker(alg: str, x: bytes, y: bytes | None) -> Check | None:
    if alg == ES256:
        return _es256(x, y or b"")
    sound = curve.is_sound_ed25519(x) if alg == ED25519 else curve.is_sound_x25519(x)
    if not sound:
        raise KeyWeakError
    return _ed25519(x) if alg == ED25519 else None


def _ed25519(x: bytes) -> Check:
    """Ask libsodium first, which takes two thirds of the time; where it says no, `cryptography` decides.

    With a key of prime order both solve the same equation (RFC 8032 §5.1.7, without the cofactor) for a reduced S; only
    libsodium refuses R of low order as well. So whatever it accepts `cryptography` accepts, and the answer is always
    what `cryptography` alone would say (docs/adr/0012).
    """
    decide = ed25519.Ed25519PublicKey.from_public_bytes(x).verify

    def check(signature: bytes, message: bytes) -> None:
        if len(signature) == crypto_sign_BYTES:
            try:
                crypto_sign_open(signature + message, x)
            except BadSignatureError:
                decide(signature, message)
        else:
            decide(signature, message)

    return check


def _es256(x: bytes, y: bytes) -> Check:
    try:
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + x + y)
    except ValueError:
        raise KeyWeakError from None  # not on the curve; the cofactor of P-256 is 1, so no order to check

    def check(signature: bytes, message: bytes) -> None:
        key.verify(_der(signature), message, _ES256)

    return check


def _der(signature: bytes) -> bytes:
    """Turn r‖s (RFC 7518 §3.4) into what the library takes: exactly 64 bytes, each number within the order."""
    r, s = signature[:32], signature[32:]
    if len(signature) != 64 or not (_ZERO < r < _ORDER_OF_P256 and _ZERO < s < _ORDER_OF_P256):
        raise SignatureError
    content = _der_integer(r) + _der_integer(s)
    return bytes((0x30, len(content))) + content


def _der_integer(number: bytes) -> bytes:
    """Write 32 big-endian bytes as a DER INTEGER: no leading zero byte, except before a set sign bit (X.690 §8.3)."""
    short = number.lstrip(b"\0")
    if short[0] & 0x80:
        short = b"\0" + short
    return bytes((0x02, len(short))) + short


def _material(alg: str, x: bytes, y: bytes | None) -> dict[str, str]:
    kty, crv = CURVES[alg]
    jwk = {"crv": crv, "kty": kty, "x": base64url.encode(x).decode("ascii")}
    if y is not None:
        jwk["y"] = base64url.encode(y).decode("ascii")
    return jwk


def _thumbprint(alg: str, x: bytes, y: bytes | None) -> str:
    """Digest the required members in alphabetical order without white space (RFC 7638 §3)."""
    members = ",".join(f'"{name}":"{value}"' for name, value in _material(alg, x, y).items())
    return base64url.encode(hashlib.sha256(f"{{{members}}}".encode("ascii")).digest()).decode("ascii")
