"""Keys and certificates that national platforms know."""

import copy
import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from keys import certificate, keyfile
from keys.encryption_key import EncryptionKey
from keys.errors import CertificateError, KeyFileMalformedError, KeyUnsupportedError
from keys.platform_key import ECDSA_SHA256, RSA_SHA256, PlatformKey

NOW = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
RSA = PlatformKey.generate(RSA_SHA256)
P256 = PlatformKey.generate(ECDSA_SHA256)
OWN = certificate.issue(P256, name="Учебная система", not_before=NOW - DAY, not_after=NOW + DAY)


@pytest.mark.parametrize("key", [RSA, P256], ids=["rsa", "p-256"])
@pytest.mark.parametrize("passphrase", [None, "пароль".encode()])
def test_a_platform_key_that_was_written_is_read(tmp_path, key, passphrase):
    keyfile.write(tmp_path / "key.pem", key, passphrase)
    found = keyfile.read_kind(tmp_path / "key.pem", passphrase, PlatformKey)

    assert (found.algorithm, found.public_der, found.key_size) == (key.algorithm, key.public_der, key.key_size)


def test_a_key_of_the_exchange_is_no_platform_key(tmp_path):
    keyfile.write(tmp_path / "key.pem", EncryptionKey.generate(), None)

    with pytest.raises(KeyFileMalformedError, match="RSA"):
        keyfile.read_kind(tmp_path / "key.pem", None, PlatformKey)


@pytest.mark.parametrize(
    "weak",
    [rsa.generate_private_key(public_exponent=65537, key_size=1024), ec.generate_private_key(ec.SECP384R1())],
    ids=["rsa-1024", "p-384"],
)
def test_short_keys_and_other_curves_are_refused(weak):
    with pytest.raises(KeyUnsupportedError):
        PlatformKey(weak)


def test_keys_of_no_known_algorithm_are_not_made():
    with pytest.raises(KeyUnsupportedError):
        PlatformKey.generate("DSA")


def test_signatures_are_those_of_the_library():
    signature = RSA.sign(b"x", padding=padding.PKCS1v15(), algorithm=hashes.SHA256())

    RSA._key.public_key().verify(signature, b"x", padding.PKCS1v15(), hashes.SHA256())


def test_a_platform_key_is_not_copied_and_shows_nothing():
    with pytest.raises(TypeError):
        copy.copy(P256)

    assert repr(P256) == "PlatformKey(algorithm='ECDSA-SHA256')"


def test_a_certificate_knows_its_term_and_its_key():
    assert OWN.belongs_to(P256)
    assert not OWN.belongs_to(RSA)
    assert OWN.algorithm == ECDSA_SHA256
    assert [OWN.is_valid(NOW + days * DAY) for days in (-2, 0, 2)] == [False, True, False]


def test_certificates_are_read_from_a_file_in_their_order():
    other = certificate.issue(RSA, name="other", not_before=NOW, not_after=NOW + DAY)

    assert list(certificate.parse((OWN.pem + other.pem).encode())) == [OWN, other]
    assert certificate.from_der(OWN.der) == OWN


@pytest.mark.parametrize("content", [b"", b"hello", OWN.pem.encode()[:200]])
def test_what_is_no_certificate_is_refused(content):
    with pytest.raises(CertificateError, match="cannot be read"):
        certificate.parse(content)
    with pytest.raises(CertificateError, match="cannot be read"):
        certificate.from_der(content)


def test_a_certificate_of_another_kind_of_key_is_refused():
    key, name = ed25519.Ed25519PrivateKey.generate(), x509.Name([])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, NOW, NOW + DAY)
    made = builder.sign(key, None).public_bytes(serialization.Encoding.PEM)

    with pytest.raises(CertificateError, match="another kind"):
        certificate.parse(made)
