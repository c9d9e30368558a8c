"""Private keys that tests make from what standards and seeds give: the product itself only generates and opens them."""

from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric import ec, ed25519

from keys import base64url
from keys.jwk import PrivateKey


def from_seed(seed: bytes) -> PrivateKey:
    """Return the Ed25519 key of these 32 bytes (RFC 8032 §5.1.5)."""
    return PrivateKey(ed25519.Ed25519PrivateKey.from_private_bytes(seed))


def from_jwk(members: Mapping[str, str]) -> PrivateKey:
    """Return the key of the private member `d`."""
    secret = base64url.decode(members["d"].encode("ascii"))
    if members["kty"] == "OKP":
        return PrivateKey(ed25519.Ed25519PrivateKey.from_private_bytes(secret))
    return PrivateKey(ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1()))
