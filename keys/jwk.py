"""JSON Web Keys (RFC 7517, RFC 8037): read strictly, or not at all.

    {"kty": "OKP", "crv": "Ed25519", "x": …}            alg Ed25519
    {"kty": "EC",  "crv": "P-256",   "x": …, "y": …}    alg ES256
    {"kty": "OKP", "crv": "X25519",  "x": …}            alg ECDH-ES+A256KW: listed for sealed parts, never verifies

Beside these only `alg`, `kid`, `use` and `key_ops` may stand, each at most once and of its own type. A key whose `use`
or `key_ops` is not for signatures is read (a trust list may hold it) and refused when it is asked to verify.
Symmetric keys, RSA, other curves, private members and references to certificates are refused.
"""

from collections.abc import Mapping
from typing import NoReturn, Protocol

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from keys import base64url, pkcs8, public_key
from keys.errors import KeyMalformedError, KeyPrivateError, KeyUnsupportedError
from keys.public_key import CURVES, ECDH_ES, ED25519, ES256, PublicKey

__all__ = ["ECDH_ES", "ED25519", "ES256", "PrivateKey", "PublicKey", "Signer", "parse"]

_MEMBERS = {"kty", "crv", "x", "y", "alg", "kid", "use", "key_ops"}
_PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}
_ALG_OF = {pair: alg for alg, pair in CURVES.items()}
_USES = ("sig", "enc")
_OPERATIONS = {"sign", "verify", "encrypt", "decrypt", "wrapKey", "unwrapKey", "deriveKey", "deriveBits"}
_MAX_TEXT = 128


class Signer(Protocol):
    """Whatever can sign tokens: a key in memory, a key in a hardware module."""

    @property
    def alg(self) -> str:
        """The JWS algorithm: Ed25519 or ES256."""
        ...

    @property
    def kid(self) -> str:
        """The name of the key."""
        ...

    @property
    def public(self) -> PublicKey:
        """The public key that verifies what this one signs."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return 64 bytes: the Ed25519 signature, or r‖s."""
        ...


def parse(jwk: Mapping[str, object]) -> PublicKey:
    """Read a public key.

    Raises:
        KeyMalformedError: a member is missing, unknown, of the wrong type or too long.
        KeyUnsupportedError: it is another kind of key, or `kty`, `crv` and `alg` do not fit together.
        KeyWeakError: the point is not a sound one.
        KeyPrivateError: it holds private members.
    """
    if not _PRIVATE.isdisjoint(jwk):
        raise KeyPrivateError
    for member in jwk:
        if member not in _MEMBERS:
            raise KeyMalformedError(member="?")
    alg = _alg(jwk)
    if (alg == ES256) != ("y" in jwk):
        raise KeyMalformedError(member="y")
    return public_key.make(
        alg,
        _coordinate(jwk, "x"),
        _coordinate(jwk, "y") if alg == ES256 else None,
        kid=_optional_text(jwk, "kid"),
        use=_use(jwk),
        key_ops=_key_ops(jwk),
    )


def _alg(jwk: Mapping[str, object]) -> str:
    kind = _text(jwk, "kty"), _text(jwk, "crv")
    if kind not in _ALG_OF:
        raise KeyUnsupportedError(member="kty, crv")
    alg = _ALG_OF[kind]
    if _optional_text(jwk, "alg") not in (None, alg):
        raise KeyUnsupportedError(member="alg")
    return alg


def _text(jwk: Mapping[str, object], member: str) -> str:
    value = jwk.get(member)
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_TEXT:
        raise KeyMalformedError(member=member)
    return value


def _optional_text(jwk: Mapping[str, object], member: str) -> str | None:
    return _text(jwk, member) if member in jwk else None


def _coordinate(jwk: Mapping[str, object], member: str) -> bytes:
    try:
        return base64url.decode(_text(jwk, member).encode("ascii"))
    except ValueError:
        raise KeyMalformedError(member=member) from None


def _use(jwk: Mapping[str, object]) -> str | None:
    use = _optional_text(jwk, "use")
    if use not in (None, *_USES):
        raise KeyMalformedError(member="use")
    return use


def _key_ops(jwk: Mapping[str, object]) -> tuple[str, ...] | None:
    if "key_ops" not in jwk:
        return None
    value = jwk["key_ops"]
    if not isinstance(value, list | tuple) or len(value) > len(_OPERATIONS):
        raise KeyMalformedError(member="key_ops")
    names = tuple(name for name in value if isinstance(name, str) and name in _OPERATIONS)
    if len(set(names)) != len(value):
        raise KeyMalformedError(member="key_ops")
    return names


# ------------------------------------------------------------- private keys


class PrivateKey:
    """A private key in memory. It is a `Signer`; its material is never in what prints, compares or copies it."""

    __slots__ = ("_key", "_public")

    def __init__(self, key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> None:
        """Wrap a key of the library."""
        self._key = key
        self._public = _public(key)

    @classmethod
    def generate(cls, alg: str = ED25519) -> "PrivateKey":
        """Make a new key.

        Raises:
            KeyUnsupportedError: the algorithm is none of ours.
        """
        if alg == ED25519:
            return cls(ed25519.Ed25519PrivateKey.generate())
        if alg == ES256:
            return cls(ec.generate_private_key(ec.SECP256R1()))
        raise KeyUnsupportedError(member="alg")

    @property
    def public(self) -> PublicKey:
        """The public key."""
        return self._public

    @property
    def alg(self) -> str:
        """The JWS algorithm."""
        return self._public.alg

    @property
    def kid(self) -> str:
        """The name of the key."""
        return self._public.kid

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature: Ed25519's, or r‖s of ES256 (RFC 7518 §3.4)."""
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return self._key.sign(message)
        r, s = decode_dss_signature(self._key.sign(message, ec.ECDSA(SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    @classmethod
    def from_pkcs8(cls, pem: bytes, passphrase: bytes | None) -> "PrivateKey":
        """Read the PEM of a key: for `keys.keyfile` only.

        Raises:
            KeyUnsupportedError: it is another kind of key.
            ValueError: it is no key, or the passphrase is wrong.
        """
        key = pkcs8.read(pem, passphrase)
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return cls(key)
        if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1):
            return cls(key)
        raise KeyUnsupportedError(member="PKCS#8")

    def to_pkcs8(self, passphrase: bytes | None) -> bytes:
        """Return the PEM of the key, encrypted where there is a passphrase: for `keys.keyfile` only."""
        return pkcs8.write(self._key, passphrase)

    def __reduce__(self) -> NoReturn:
        msg = "private keys are neither copied nor sent to other processes"
        raise TypeError(msg)

    def __repr__(self) -> str:
        return f"PrivateKey(alg={self.alg!r}, kid={self.kid!r})"


def _public(key: ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> PublicKey:
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return public_key.make(ED25519, key.public_key().public_bytes_raw())
    numbers = key.public_key().public_numbers()
    return public_key.make(ES256, numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big"))
