"""Private keys as PKCS#8 PEM (RFC 5958), encrypted with PBES2: scrypt and AES-256-CBC (RFC 8018, RFC 7914).

The library's own encryption of PKCS#8 stretches the passphrase with 2,048 rounds of PBKDF2, which a stolen file does
not survive long. So the envelope is written here, in the form that both the library and the `openssl` command read:

    EncryptedPrivateKeyInfo ::= { { id-PBES2, { { id-scrypt, { salt, N, r, p } }, { aes256-CBC, iv } } }, ciphertext }
"""

import base64
import os
import textwrap

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import padding, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa, x25519
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from keys.errors import KeyUnsupportedError

# About 0.2 s and 16 MiB; more memory than 32 MiB would be refused by the `openssl` command.
_COST, _BLOCK, _PARALLEL = 2**14, 8, 5

_PBES2 = bytes.fromhex("06092a864886f70d01050d")
_SCRYPT = bytes.fromhex("06092b06010401da47040b")
_AES_256_CBC = bytes.fromhex("060960864801650304012a")

PLAIN, ENCRYPTED = "PRIVATE KEY", "ENCRYPTED PRIVATE KEY"

PrivateBytes = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | x25519.X25519PrivateKey | rsa.RSAPrivateKey


def read(pem: bytes, passphrase: bytes | None) -> PrivateKeyTypes:
    """Return the library's key of a PEM, of whatever kind.

    Raises:
        KeyUnsupportedError: the library does not know its kind, or there is a passphrase too many or too few.
        ValueError: it is no key, or the passphrase is wrong.
    """
    try:
        return serialization.load_pem_private_key(pem, passphrase)
    except (UnsupportedAlgorithm, TypeError):
        raise KeyUnsupportedError(member="PKCS#8") from None


def write(key: PrivateBytes, passphrase: bytes | None) -> bytes:
    """Return the PEM of the library's key, encrypted where there is a passphrase."""
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return pem(PLAIN, der) if passphrase is None else seal(der, passphrase)


def seal(der: bytes, passphrase: bytes) -> bytes:
    """Return the PEM of an encrypted private key; `der` is its PKCS#8 PrivateKeyInfo."""
    salt, vector = os.urandom(16), os.urandom(16)
    key = Scrypt(salt=salt, length=32, n=_COST, r=_BLOCK, p=_PARALLEL).derive(passphrase)
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES256(key), modes.CBC(vector)).encryptor()
    ciphertext = encryptor.update(padder.update(der) + padder.finalize()) + encryptor.finalize()
    stretching = _sequence(_SCRYPT, _sequence(_octets(salt), _integer(_COST), _integer(_BLOCK), _integer(_PARALLEL)))
    scheme = _sequence(_PBES2, _sequence(stretching, _sequence(_AES_256_CBC, _octets(vector))))
    return pem(ENCRYPTED, _sequence(scheme, _octets(ciphertext)))


def pem(label: str, der: bytes) -> bytes:
    """Return the textual form (RFC 7468)."""
    lines = textwrap.wrap(base64.b64encode(der).decode("ascii"), 64)
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""]).encode("ascii")


def _element(tag: int, content: bytes) -> bytes:
    """Write one DER element; everything here is shorter than 65,536 bytes (X.690 §8.1.3)."""
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    size = length.to_bytes(1 if length < 0x100 else 2, "big")
    return bytes((tag, 0x80 | len(size))) + size + content


def _sequence(*elements: bytes) -> bytes:
    return _element(0x30, b"".join(elements))


def _octets(value: bytes) -> bytes:
    return _element(0x04, value)


def _integer(value: int) -> bytes:
    return _element(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))
