"""HKDF with SHA-256 (RFC 5869): one secret gives a key for each purpose, and none of them tells anything of another."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LONGEST = 255 * 32  # RFC 5869 §2.3


def derive(secret: bytes, info: bytes, *, length: int = 32, salt: bytes | None = None) -> bytes:
    """Return `length` bytes for the purpose that `info` names.

    Raises:
        ValueError: `length` is more than HKDF gives.
    """
    if not 0 < length <= LONGEST:
        raise ValueError(f"HKDF gives 1 to {LONGEST} bytes")
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)
