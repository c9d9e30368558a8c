"""The private half of an encryption key (X25519): opens what was sealed to its owner, and signs nothing."""

from typing import NoReturn

from cryptography.hazmat.primitives.asymmetric import x25519

from keys import base64url, pkcs8, public_key
from keys.errors import KeyUnsupportedError
from keys.public_key import ECDH_ES, PublicKey


class EncryptionKey:
    """An X25519 private key in memory; its material is never in what prints, compares or copies it."""

    __slots__ = ("_key", "_public")

    def __init__(self, key: x25519.X25519PrivateKey) -> None:
        """Wrap a key of the library."""
        self._key = key
        self._public = public_key.make(ECDH_ES, key.public_key().public_bytes_raw(), use="enc")

    @classmethod
    def generate(cls) -> "EncryptionKey":
        """Make a new key."""
        return cls(x25519.X25519PrivateKey.generate())

    @property
    def public(self) -> PublicKey:
        """The public key, as the trust list holds it."""
        return self._public

    @property
    def alg(self) -> str:
        """What it is for: the algorithm of sealed parts."""
        return self._public.alg

    @property
    def kid(self) -> str:
        """The name of the key: its thumbprint."""
        return self._public.kid

    @classmethod
    def from_pkcs8(cls, pem: bytes, passphrase: bytes | None) -> "EncryptionKey":
        """Read the PEM of a key: for `keys.keyfile` only.

        Raises:
            KeyUnsupportedError: it is another kind of key.
            ValueError: it is no key, or the passphrase is wrong.
        """
        key = pkcs8.read(pem, passphrase)
        if not isinstance(key, x25519.X25519PrivateKey):
            raise KeyUnsupportedError(member="PKCS#8")
        return cls(key)

    def to_pkcs8(self, passphrase: bytes | None) -> bytes:
        """Return the PEM of the key, encrypted where there is a passphrase: for `keys.keyfile` only."""
        return pkcs8.write(self._key, passphrase)

    def to_private_jwk(self) -> dict[str, str]:
        """Return the private JWK, which the library of `keys.sealed` takes: for `keys.sealed` only."""
        secret = base64url.encode(self._key.private_bytes_raw()).decode("ascii")
        point = base64url.encode(self._public.x).decode("ascii")
        return {"kty": "OKP", "crv": "X25519", "x": point, "d": secret}

    def __reduce__(self) -> NoReturn:
        msg = "private keys are neither copied nor sent to other processes"
        raise TypeError(msg)

    def __repr__(self) -> str:
        return f"EncryptionKey(alg={self.alg!r}, kid={self.kid!r})"
