"""Which public keys are read, and which are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keys import base64url, curve, jwk, public_key
from keys.errors import (
    KeyMalformedError,
    KeyPrivateError,
    KeyRefusedError,
    KeyUnsupportedError,
    KeyUseError,
    KeyWeakError,
    SignatureError,
)
from keys.jwk import PrivateKey
from tests.support import private_keys

P = 2**255 - 19
ED = private_keys.from_seed(bytes(32)).public.to_jwk()
EC = PrivateKey.generate("ES256").public.to_jwk()
X = {"kty": "OKP", "crv": "X25519", "x": base64url.encode(bytes([9]) + bytes(31)).decode()}


def encoded(number: int, order: str = "little") -> str:
    """Return 32 bytes of a number as a member of a JWK."""
    return base64url.encode(number.to_bytes(32, order)).decode()


def without(jwk_members, *names):
    """Return the JWK without these members."""
    return {name: value for name, value in jwk_members.items() if name not in names}


@pytest.mark.parametrize("members", [ED, EC, without(ED, "kid", "alg"), {**ED, "use": "sig", "key_ops": ["verify"]}, X])
def test_a_sound_key_is_read_and_written_back(members):
    key = jwk.parse(members)

    assert members.items() <= key.to_jwk().items()
    assert jwk.parse(key.to_jwk()) == key


def test_the_thumbprint_is_that_of_the_standard():
    # RFC 8037, appendix A.2 and A.3
    key = jwk.parse({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})

    assert key.thumbprint == key.kid == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_name_of_its_own_stands_beside_the_thumbprint():
    named = jwk.parse({**ED, "kid": "ru-guvm-2026"})

    assert (named.kid, named.thumbprint) == ("ru-guvm-2026", jwk.parse(ED).thumbprint)


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({}, KeyMalformedError),
        (without(ED, "kty"), KeyMalformedError),
        (without(ED, "x"), KeyMalformedError),
        (without(EC, "y"), KeyMalformedError),
        ({**ED, "y": ED["x"]}, KeyMalformedError),
        ({**ED, "x": 1}, KeyMalformedError),
        ({**ED, "x": ED["x"] + "="}, KeyMalformedError),
        ({**ED, "x": ED["x"][:-2]}, KeyMalformedError),
        ({**ED, "x": "ключ"}, KeyMalformedError),
        ({**EC, "x": EC["x"] + "AAAA"}, KeyMalformedError),
        ({**ED, "kid": ""}, KeyMalformedError),
        ({**ED, "kid": None}, KeyMalformedError),
        ({**ED, "kid": "k" * 129}, KeyMalformedError),
        ({**ED, "kid": "k" * 1_000_000}, KeyMalformedError),
        ({**ED, "use": "both"}, KeyMalformedError),
        ({**ED, "key_ops": "verify"}, KeyMalformedError),
        ({**ED, "key_ops": ["verify", "verify"]}, KeyMalformedError),
        ({**ED, "key_ops": ["verify", "dance"]}, KeyMalformedError),
        ({**ED, "key_ops": ["verify", []]}, KeyMalformedError),
        ({**ED, "key_ops": ["verify"] * 1000}, KeyMalformedError),
        ({**ED, "x5c": ["…"]}, KeyMalformedError),
        ({**ED, "ext": True}, KeyMalformedError),
        ({**ED, "d": ED["x"]}, KeyPrivateError),
        ({**EC, "d": None}, KeyPrivateError),
        ({"kty": "oct", "k": "AAAA"}, KeyPrivateError),
        ({"kty": "oct", "crv": "Ed25519"}, KeyUnsupportedError),
        ({"kty": "RSA", "crv": "P-256", "x": EC["x"], "y": EC["y"]}, KeyUnsupportedError),
        ({**ED, "kty": "EC"}, KeyUnsupportedError),
        ({**EC, "crv": "P-384"}, KeyUnsupportedError),
        ({**EC, "crv": "secp256k1"}, KeyUnsupportedError),
        ({**ED, "crv": "Ed448"}, KeyUnsupportedError),
        ({**ED, "crv": "ed25519"}, KeyUnsupportedError),
        ({**ED, "alg": "EdDSA"}, KeyUnsupportedError),
        ({**ED, "alg": "ES256"}, KeyUnsupportedError),
        ({**EC, "alg": "ES384"}, KeyUnsupportedError),
        ({**EC, "alg": "none"}, KeyUnsupportedError),
        ({**X, "alg": "Ed25519"}, KeyUnsupportedError),
    ],
)
def test_a_key_that_is_not_well_formed_is_refused(members, error):
    with pytest.raises(error):
        jwk.parse(members)


def low_order_points() -> list[str]:
    """Return every spelling of a point of order 1, 2, 4 or 8 on edwards25519."""
    eighth = 2707385501144840649318225287225658788936804267575313519463743609750303021935
    ys = [0, 1, P - 1, eighth, P - eighth, P, P + 1]
    return [encoded(y | sign << 255) for y in ys for sign in (0, 1)]


@pytest.mark.parametrize("x", low_order_points())
def test_a_key_for_which_anyone_can_sign_is_refused(x):
    with pytest.raises(KeyWeakError):
        jwk.parse({"kty": "OKP", "crv": "Ed25519", "x": x})


@pytest.mark.parametrize("y", [P + 3, P + 18, 2**255 - 1, 2, 7])
def test_a_second_spelling_or_no_point_at_all_is_refused(y):
    with pytest.raises(KeyWeakError):
        jwk.parse({"kty": "OKP", "crv": "Ed25519", "x": encoded(y)})


def test_a_point_outside_the_subgroup_of_prime_order_is_refused():
    # a sound key plus the point of order 2, (0, -1): (x, y) becomes (-x, -y)
    sound = int.from_bytes(base64url.decode(str(ED["x"]).encode()), "little")
    y, sign = sound & ~(1 << 255), sound >> 255
    mixed = (P - y) | (1 - sign) << 255

    assert curve.is_sound_ed25519(sound.to_bytes(32, "little"))
    assert not curve.is_sound_ed25519(mixed.to_bytes(32, "little"))


def test_bytes_of_another_length_are_no_point():
    assert not curve.is_sound_ed25519(bytes(31))
    assert not curve.is_sound_x25519(bytes(33))


@pytest.mark.parametrize("u", [0, 1, P - 1, P, P + 1, 2**255 - 1, 2**255 + 9, 2**256 - 1,
                               325606250916557431795983626356110631294008115727848805560023387167927233504,
                               39382357235489614581723060781553021112529911719440698176882885853963445705823])  # fmt: skip
def test_an_encryption_key_with_a_secret_that_all_know_is_refused(u):
    with pytest.raises(KeyWeakError):
        jwk.parse({**X, "x": encoded(u)})


@pytest.mark.parametrize("change", [{"y": EC["x"]}, {"x": encoded(0, "big"), "y": encoded(0, "big")},
                                    {"x": encoded(2**256 - 1, "big")}])  # fmt: skip
def test_a_point_off_the_curve_is_refused(change):
    with pytest.raises(KeyWeakError):
        jwk.parse({**EC, **change})


@given(st.binary(min_size=32, max_size=32))
def test_bytes_that_are_a_key_have_no_second_spelling(raw):
    try:
        key = jwk.parse({"kty": "OKP", "crv": "Ed25519", "x": base64url.encode(raw).decode()})
    except KeyRefusedError:
        return
    assert key.x == raw
    assert int.from_bytes(raw, "little") & ~(1 << 255) < P


@pytest.mark.parametrize("limits", [{"use": "enc"}, {"key_ops": ["encrypt"]}, {"key_ops": []}, {"key_ops": ["sign"]},
                                    {"use": "enc", "key_ops": ["verify"]}])  # fmt: skip
@pytest.mark.parametrize("alg", ["Ed25519", "ES256"])
def test_a_key_that_is_not_for_signatures_is_read_and_verifies_none(alg, limits):
    private = PrivateKey.generate(alg)
    key = jwk.parse({**private.public.to_jwk(), **limits})

    assert not key.may_verify()
    with pytest.raises(KeyUseError):
        key.verify(private.sign(b"x"), b"x")


def test_an_encryption_key_verifies_nothing():
    key = jwk.parse(X)

    assert key.alg == "ECDH-ES+A256KW"
    with pytest.raises(KeyUseError):
        key.verify(bytes(64), b"x")


@given(st.binary(max_size=64), st.sampled_from(["Ed25519", "ES256"]))
def test_what_is_signed_verifies_and_nothing_else_does(message, alg):
    private = PrivateKey.generate(alg)
    signature = private.sign(message)

    private.public.verify(signature, message)
    assert len(signature) == 64
    for wrong in (b"", signature[:-1], signature + b"\0", bytes(64), signature[32:] + signature[:32]):
        with pytest.raises(SignatureError):
            private.public.verify(wrong, message)
    with pytest.raises(SignatureError):
        private.public.verify(signature, message + b"x")


def test_the_numbers_of_a_signature_have_one_length():
    private = PrivateKey.generate("ES256")
    signature = private.sign(b"message")
    while signature[32]:
        signature = private.sign(b"message")  # until s begins with a zero byte, which some would leave out

    private.public.verify(signature, b"message")
    for wrong in (signature[:32] + signature[33:], signature[:32] + b"\0" + signature[32:]):
        with pytest.raises(SignatureError):
            private.public.verify(wrong, b"message")


@pytest.mark.parametrize("r_bytes", [1, 2, 31, 32])
def test_a_signature_with_short_numbers_is_turned_into_der_that_the_library_reads(r_bytes):
    # r = 1 and so on: nobody can sign so, but the numbers must not be refused for their form
    number = bytes(32 - r_bytes) + b"\x81" * r_bytes

    der = public_key._der(number + bytes(31) + b"\x01")

    assert der[:2] == bytes((0x30, len(der) - 2))
    assert der.endswith(b"\x02\x01\x01")
    assert der[2:4] == bytes((0x02, r_bytes + 1))
