"""Look for secrets where they must not be: each in every spelling in which somebody might have written it down."""

import base64
from collections.abc import Iterable
from typing import Any

from keys.encryption_key import EncryptionKey
from keys.jwk import PrivateKey
from keys.platform_key import PlatformKey

SHORTEST = 8  # shorter spellings would be found by chance


def material_of(key: PrivateKey | EncryptionKey | PlatformKey) -> bytes:
    """Return the secret bytes of a private key: 32, or those of an RSA key's first prime number."""
    inner: Any = key._key
    if hasattr(inner, "private_bytes_raw"):
        return bytes(inner.private_bytes_raw())
    if hasattr(inner.private_numbers(), "p"):
        return int(inner.private_numbers().p).to_bytes(128, "big")
    return int(inner.private_numbers().private_value).to_bytes(32, "big")


def spellings(secret: bytes) -> dict[str, bytes]:
    """Return the ways to write a secret down, by name; parts of it count too."""
    half = secret[: len(secret) // 2]
    number = int.from_bytes(secret, "big")
    texts = {
        "hexadecimal": secret.hex(),
        "upper-case hexadecimal": secret.hex().upper(),
        "hexadecimal with colons": secret.hex(":"),
        "hexadecimal, first half": half.hex(),
        "decimal": str(number),
        "decimal, little-endian": str(int.from_bytes(secret, "little")),
        "list of numbers": ", ".join(map(str, secret)),
        "Python": repr(secret)[2:-1],
        "Python, doubly escaped": repr(repr(secret))[4:-2],
        "Latin-1": secret.decode("latin-1"),
        "reversed": secret[::-1].hex(),
    }
    found = {name: text.encode("utf-8", "surrogatepass") for name, text in texts.items()}
    for shift in range(3):  # inside a longer value, base64 begins anywhere
        cut = secret[shift : len(secret) - (len(secret) - shift) % 3]
        found[f"base64, {shift}"] = base64.b64encode(cut)
        found[f"base64url, {shift}"] = base64.urlsafe_b64encode(cut)
    found["bytes"] = secret
    found["bytes, first half"] = half
    return {name: spelling for name, spelling in found.items() if len(spelling) >= SHORTEST}


def found_in(content: bytes, secrets: Iterable[bytes]) -> list[str]:
    """Return the spellings in which one of the secrets stands in the content."""
    return sorted({name for secret in secrets for name, text in spellings(secret).items() if text in content})
