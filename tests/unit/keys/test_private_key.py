"""Private keys: read, made, and never shown."""

import copy
import json
import pickle

import pytest

from keys import base64url, jwk
from keys.errors import KeyRefusedError, KeyUnsupportedError
from keys.jwk import PrivateKey
from tests.support import private_keys

# RFC 8037, appendix A.1
SECRET = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
ED = {"kty": "OKP", "crv": "Ed25519", "d": SECRET, "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
# RFC 7517, appendix A.2
EC = {
    "kty": "EC",
    "crv": "P-256",
    "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
    "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    "d": "870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE",
}


def test_the_key_of_the_standard_makes_the_signature_of_the_standard():
    key = private_keys.from_jwk(ED)
    signed = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"

    signature = base64url.encode(key.sign(signed))

    assert signature == (b"hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg")


@pytest.mark.parametrize("members", [ED, EC])
def test_a_private_key_signs_for_its_public_part(members):
    key = private_keys.from_jwk(members)

    key.public.verify(key.sign(b"message"), b"message")
    assert key.public.x == base64url.decode(members["x"].encode())
    assert key.kid == key.public.thumbprint
    assert key.alg == {"OKP": "Ed25519", "EC": "ES256"}[members["kty"]]


def test_a_key_is_made_only_for_the_two_algorithms():
    assert [PrivateKey.generate(alg).alg for alg in ("Ed25519", "ES256")] == ["Ed25519", "ES256"]
    for alg in ("EdDSA", "RS256", "ECDH-ES+A256KW"):
        with pytest.raises(KeyUnsupportedError):
            PrivateKey.generate(alg)


@pytest.mark.parametrize("members", [ED, EC])
def test_nothing_that_prints_or_copies_a_private_key_shows_its_material(members):
    key = private_keys.from_jwk(members)
    secret = base64url.decode(members["d"].encode())
    shown = [repr(key), str(key), f"{key!r:>200}", repr([key]), repr(key.public), json.dumps(key.public.to_jwk())]

    for text in shown:
        assert members["d"] not in text
        assert secret.hex() not in text
    assert repr(key) == f"PrivateKey(alg={key.alg!r}, kid={key.kid!r})"
    for copying in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            copying(key)
    with pytest.raises(TypeError):
        vars(key)


def test_a_private_key_is_no_public_one():
    with pytest.raises(KeyRefusedError):
        jwk.parse(ED)


def test_a_pem_whose_passphrase_is_missing_is_no_key_of_ours():
    with pytest.raises(KeyUnsupportedError):
        PrivateKey.from_pkcs8(private_keys.from_jwk(ED).to_pkcs8(b"passphrase"), None)
