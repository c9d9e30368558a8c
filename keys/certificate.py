"""X.509 certificates of national platforms, trusted one by one: a file lists them, no chain is followed.

A platform's certificate comes to a member on paper or by its operator. So what is asked of a certificate here is only:
is it one of those in the file, is it in its term, and does the key belong to it.
"""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from keys.errors import CertificateError
from keys.pkcs8 import pem as textual
from keys.platform_key import PlatformKey, algorithm_of, public_der

MAX_BYTES = 1_048_576
"""A file of certificates is not longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate: its bytes and their textual form, SHA-256 in hexadecimal, its term, what its key signs with."""

    der: bytes = field(repr=False)
    pem: str = field(repr=False, compare=False)
    sha256: str
    algorithm: str
    public_der: bytes = field(repr=False)
    not_before: datetime.datetime
    not_after: datetime.datetime

    def is_valid(self, now: datetime.datetime) -> bool:
        """Tell whether a moment is within its term."""
        return self.not_before <= now <= self.not_after

    def belongs_to(self, key: PlatformKey) -> bool:
        """Tell whether it certifies the public half of a key."""
        return self.public_der == key.public_der


def from_der(der: bytes) -> Certificate:
    """Read one certificate.

    Raises:
        CertificateError: it is none, or its key is not used here.
    """
    try:
        found = x509.load_der_x509_certificate(der)
        key = found.public_key()
    except (ValueError, x509.InvalidVersion):
        raise CertificateError(why_ru="он не читается", why_en="it cannot be read") from None
    return _wrap(found, key)


def parse(content: bytes) -> Sequence[Certificate]:
    """Read the certificates of a PEM file, in their order.

    Raises:
        CertificateError: there is none, one is malformed, or its key is not used here.
    """
    try:
        found = x509.load_pem_x509_certificates(content[: MAX_BYTES + 1])
        pairs = [(each, each.public_key()) for each in found]
    except (ValueError, x509.InvalidVersion):
        raise CertificateError(why_ru="он не читается", why_en="it cannot be read") from None
    return tuple(_wrap(each, key) for each, key in pairs)


def issue(key: PlatformKey, *, name: str, not_before: datetime.datetime, not_after: datetime.datetime) -> Certificate:
    """Make a certificate that a key signs for itself: for tests, simulated platforms and training environments."""
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    builder = x509.CertificateBuilder(
        issuer_name=subject,
        subject_name=subject,
        public_key=_private(key).public_key(),
        serial_number=x509.random_serial_number(),
        not_valid_before=not_before,
        not_valid_after=not_after,
    )
    return from_der(builder.sign(_private(key), SHA256()).public_bytes(Encoding.DER))


def _private(key: PlatformKey) -> rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey:
    return key._key  # noqa: SLF001 - certificates are made in this package only


def _wrap(found: x509.Certificate, key: object) -> Certificate:
    algorithm = algorithm_of(key)
    if algorithm is None:
        raise CertificateError(
            why_ru="ключ другого вида или слишком короткий", why_en="its key is of another kind or too short"
        )
    der = found.public_bytes(Encoding.DER)
    return Certificate(
        der=der,
        pem=textual("CERTIFICATE", der).decode("ascii"),
        sha256=hashlib.sha256(der).hexdigest(),
        algorithm=algorithm,
        public_der=public_der(found.public_key()),
        not_before=found.not_valid_before_utc,
        not_after=found.not_valid_after_utc,
    )
