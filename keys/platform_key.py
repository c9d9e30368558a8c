"""The private half of a key pair that a national platform knows by its X.509 certificate: RSA or P-256.

Such a key signs the XML of that platform and nothing of this exchange: no envelope, no note, no token.
"""

from typing import Any, NoReturn

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from keys import pkcs8
from keys.errors import KeyUnsupportedError

RSA_SHA256, ECDSA_SHA256 = "RSA-SHA256", "ECDSA-SHA256"
MIN_RSA_BITS = 2048


def algorithm_of(key: object) -> str | None:
    """Return the signature algorithm of a key of the library, private or public; None for a key not used here."""
    if isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey) and key.key_size >= MIN_RSA_BITS:
        return RSA_SHA256
    if isinstance(key, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1):
        return ECDSA_SHA256
    return None


def public_der(key: PublicKeyTypes) -> bytes:
    """Return the SubjectPublicKeyInfo of a public key."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


class PlatformKey:
    """A private key in memory; its material is never in what prints, compares or copies it."""

    __slots__ = ("_key", "algorithm")

    def __init__(self, key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> None:
        """Wrap a key of the library.

        Raises:
            KeyUnsupportedError: the RSA key is too short, or the curve another one.
        """
        algorithm = algorithm_of(key)
        if algorithm is None:
            raise KeyUnsupportedError(member="RSA, P-256")
        self._key = key
        self.algorithm = algorithm

    @classmethod
    def generate(cls, algorithm: str) -> "PlatformKey":
        """Make a new key.

        Raises:
            KeyUnsupportedError: the algorithm is none of these.
        """
        if algorithm == RSA_SHA256:
            return cls(rsa.generate_private_key(public_exponent=65537, key_size=MIN_RSA_BITS))
        if algorithm == ECDSA_SHA256:
            return cls(ec.generate_private_key(ec.SECP256R1()))
        raise KeyUnsupportedError(member="alg")

    @property
    def key_size(self) -> int:
        """Length in bits, which tells how long the two numbers of an ECDSA signature are."""
        return self._key.key_size

    @property
    def public_der(self) -> bytes:
        """The SubjectPublicKeyInfo of the public half."""
        return public_der(self._key.public_key())

    def sign(self, message: bytes, **how: Any) -> bytes:
        """Return a signature; `how` is what the library is told of padding and digest (`signxml` calls it so)."""
        return self._key.sign(message, **how)

    @classmethod
    def from_pkcs8(cls, pem: bytes, passphrase: bytes | None) -> "PlatformKey":
        """Read the PEM of a key: for `keys.keyfile` only.

        Raises:
            KeyUnsupportedError: it is another kind of key.
            ValueError: it is no key, or the passphrase is wrong.
        """
        key = pkcs8.read(pem, passphrase)
        if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise KeyUnsupportedError(member="PKCS#8")
        return cls(key)

    def to_pkcs8(self, passphrase: bytes | None) -> bytes:
        """Return the PEM of the key, encrypted where there is a passphrase: for `keys.keyfile` only."""
        return pkcs8.write(self._key, passphrase)

    def __reduce__(self) -> NoReturn:
        msg = "private keys are neither copied nor sent to other processes"
        raise TypeError(msg)

    def __repr__(self) -> str:
        return f"PlatformKey(algorithm={self.algorithm!r})"
