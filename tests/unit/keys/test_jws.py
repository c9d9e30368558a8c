"""Tokens: what holds, and everything that does not."""

import base64
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keys import base64url, jwk, jws
from keys.errors import (
    AlgorithmError,
    KeyIdError,
    KeyUseError,
    SignatureError,
    TokenHeaderError,
    TokenMalformedError,
    TokenTooLargeError,
    TokenTypeError,
    UnknownKeyError,
)
from keys.jwk import PrivateKey
from tests.support import private_keys

TYP = "cis-record+jws"
KEYS = {"Ed25519": private_keys.from_seed(bytes(32)), "ES256": PrivateKey.generate("ES256")}
ED = KEYS["Ed25519"]
OTHER = private_keys.from_seed(bytes([1]) * 32)


def signed(header: object, payload: bytes = b"{}", key: PrivateKey = ED) -> bytes:
    """Return a token with any header, signed properly by the key."""
    protected = header if isinstance(header, bytes) else json.dumps(header).encode()
    body = base64url.encode(protected) + b"." + base64url.encode(payload)
    return body + b"." + base64url.encode(key.sign(body))


def lookup(kid):
    """Find the one known key."""
    if kid != ED.kid:
        raise UnknownKeyError
    return ED.public


@given(st.binary(max_size=200), st.sampled_from(["Ed25519", "ES256"]), st.none() | st.just(TYP))
def test_what_is_signed_verifies_to_the_same_bytes(payload, alg, typ):
    key = KEYS[alg]
    token = jws.sign(payload, key, typ)

    assert jws.verify(token, key.public) == payload
    assert token.count(b".") == 2
    assert json.loads(base64url.decode(token.split(b".")[0])) == {
        "alg": alg,
        "kid": key.kid,
        **({"typ": typ} if typ else {}),
    }


def test_what_is_opened_names_payload_and_key():
    opened = jws.open(jws.sign(b"payload", ED, TYP), lookup, TYP)

    assert (opened.payload, opened.key, opened.kid) == (b"payload", ED.public, ED.kid)


def test_a_token_is_read_before_anybody_knows_whether_it_holds():
    token = jws.sign(b"payload", ED, TYP)
    read = jws.read(token[:-4] + b"AAAA", TYP)

    assert (read.payload, read.kid, read.header) == (b"payload", ED.kid, jws.Header(alg="Ed25519", kid=ED.kid, typ=TYP))
    with pytest.raises(SignatureError):
        read.verify(ED.public)
    jws.read(token, TYP).verify(ED.public)


@pytest.mark.parametrize("alg", ["Ed25519", "ES256"])
def test_every_flipped_bit_is_found(alg):
    key = KEYS[alg]
    token = jws.sign(b'{"a":1}', key, TYP)

    accepted = []
    for place in range(len(token)):
        for bit in range(8):
            wrong = bytearray(token)
            wrong[place] ^= 1 << bit
            try:
                jws.verify(bytes(wrong), key.public)
            except SignatureError:
                continue
            accepted.append((place, bit))

    assert accepted == []


@given(st.data())
@settings(max_examples=200)
def test_cut_doubled_or_strange_tokens_are_refused(data):
    token = jws.sign(b'{"a":1}', ED, TYP)
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(token)), st.integers(0, len(token)))))
    middle = data.draw(st.binary(max_size=6) | st.just(token[start:end]))
    wrong = token[:start] + middle + token[end:]

    if wrong != token:
        with pytest.raises(SignatureError):
            jws.verify(wrong, ED.public)


@pytest.mark.parametrize(
    "token",
    [b"", b".", b"..", b"...", b"a.b", b"e30.e30." + b"A" * 86 + b".", b"e30.e30.e30.e30", "é.é.é".encode(), b"e30" * 900 + b"..",
     b"e3.e30." + b"A" * 86, b"e30=.e30." + b"A" * 86],
)  # fmt: skip
def test_what_is_no_compact_jws_is_refused(token):
    with pytest.raises(SignatureError):
        jws.verify(token, ED.public)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "Ed25519", "crit": ["exp"]},
        {"alg": "Ed25519", "crit": []},
        {"alg": "Ed25519", "b64": False},
        {"alg": "Ed25519", "b64": True, "crit": ["b64"]},
        {"alg": "Ed25519", "zip": "DEF"},
        {"alg": "Ed25519", "jku": "https://keys.example/"},
        {"alg": "Ed25519", "jwk": ED.public.to_jwk()},
        {"alg": "Ed25519", "x5c": []},
        {"alg": "Ed25519", "x5u": "https://keys.example/"},
        {"alg": "Ed25519", "x5t": "…"},
        {"alg": "Ed25519", "cty": "json"},
        {"alg": "Ed25519", "unknown": 1},
        {"alg": "Ed25519", "Alg": "Ed25519"},
        {"alg": "Ed25519", "kid": 1},
        {"alg": "Ed25519", "kid": ""},
        {"alg": "Ed25519", "kid": None},
        {"alg": "Ed25519", "kid": "k" * 257},
        {"alg": "Ed25519", "typ": ["cis-record+jws"]},
        {"alg": ["Ed25519"]},
        {"alg": None},
        {"kid": ED.kid},
        {},
        [],
        "Ed25519",
        b"{",
        b'{"alg":"Ed25519","alg":"Ed25519"}',
        b'{"alg":"none","alg":"Ed25519"}',
        b'{"alg":"Ed25519","kid":"a","kid":"' + ED.kid.encode() + b'"}',
        b'\xef\xbb\xbf{"alg":"Ed25519"}',
        b'{"alg":"Ed25519","typ":"\\ud800"}',
        b'{"alg":"Ed25519"} {}',
    ],
)
def test_a_header_with_anything_but_the_three_members_is_refused_though_its_signature_is_right(header):
    with pytest.raises(TokenHeaderError) as caught:
        jws.verify(signed(header), ED.public)

    assert caught.value.code == "token-header"


@pytest.mark.parametrize("alg", ["EdDSA", "none", "nOnE", "None", "", "ed25519", "ED25519", "HS256", "RS256", "ES256K",
                                 "ES384", "es256", "PS256", "Ed448", "Ed25519 "])  # fmt: skip
def test_no_other_algorithm_can_be_named(alg):
    with pytest.raises((AlgorithmError, TokenHeaderError)):
        jws.verify(signed({"alg": alg}), ED.public)


def test_the_algorithm_is_the_keys_and_not_the_tokens():
    with pytest.raises(AlgorithmError):
        jws.verify(signed({"alg": "ES256"}), ED.public)
    with pytest.raises(AlgorithmError):
        jws.verify(signed({"alg": "Ed25519"}, key=KEYS["ES256"]), KEYS["ES256"].public)


def test_a_name_in_the_header_must_be_the_keys():
    assert jws.verify(signed({"alg": "Ed25519"}), ED.public) == b"{}"
    assert jws.verify(signed({"alg": "Ed25519", "kid": ED.kid}), ED.public) == b"{}"
    for kid in (OTHER.kid, ED.kid + "x", "../../etc/passwd", "' OR 1=1 --"):
        with pytest.raises(KeyIdError):
            jws.verify(signed({"alg": "Ed25519", "kid": kid}), ED.public)


@pytest.mark.parametrize("limits", [{"use": "enc"}, {"key_ops": ["encrypt"]}, {"key_ops": []}])
def test_a_key_for_something_else_verifies_no_token(limits):
    key = jwk.parse({**ED.public.to_jwk(), **limits})

    with pytest.raises(KeyUseError):
        jws.verify(signed({"alg": "Ed25519", "kid": ED.kid}), key)


def test_an_encryption_key_verifies_no_token():
    key = jwk.parse({"kty": "OKP", "crv": "X25519", "x": base64url.encode(bytes([9]) + bytes(31)).decode()})

    with pytest.raises(KeyUseError):
        jws.verify(signed({"alg": "Ed25519"}), key)


def test_a_token_is_opened_only_under_a_known_name():
    with pytest.raises(TokenHeaderError):
        jws.open(signed({"alg": "Ed25519", "typ": TYP}), lambda _: ED.public, TYP)
    with pytest.raises(UnknownKeyError):
        jws.open(signed({"alg": "Ed25519", "typ": TYP, "kid": OTHER.kid}), lookup, TYP)


@pytest.mark.parametrize(
    "typ", [None, "cis-access+jwt", "JWT", "CIS-RECORD+JWS", "application/cis-record+jws", TYP + " "]
)
def test_a_token_of_another_kind_is_not_opened(typ):
    with pytest.raises(TokenTypeError) as caught:
        jws.open(jws.sign(b"{}", ED, typ), lookup, TYP)

    assert TYP in caught.value.en


def test_a_lookup_that_returns_another_key_opens_nothing():
    with pytest.raises(KeyIdError):
        jws.open(jws.sign(b"{}", ED, TYP), lambda _: OTHER.public, TYP)
    with pytest.raises(SignatureError):
        jws.open(signed({"alg": "Ed25519", "kid": ED.kid, "typ": TYP}, key=OTHER), lookup, TYP)


def test_a_token_beyond_the_limit_is_refused_before_it_is_read():
    token = jws.sign(b"x" * 100, ED, TYP)

    assert jws.verify(token, ED.public, limit=len(token)) == b"x" * 100
    with pytest.raises(TokenTooLargeError):
        jws.verify(token, ED.public, limit=len(token) - 1)
    with pytest.raises(TokenTooLargeError):
        jws.open(b"x" * (jws.MAX_TOKEN + 1), lookup, TYP)


@pytest.mark.parametrize("length", [0, 63, 65, 72, 128])
def test_a_signature_of_another_length_is_refused(length):
    body = b".".join(signed({"alg": "Ed25519"}).split(b".")[:2])

    with pytest.raises(SignatureError):
        jws.verify(body + b"." + base64url.encode(bytes(length)), ED.public)


def test_one_token_has_one_spelling():
    token = jws.sign(b'{"a":1}', ED, TYP)
    head, payload, signature = token.split(b".")
    last = base64.urlsafe_b64encode(base64url.decode(signature))
    respelled = [
        b".".join((head, payload, last)),
        b".".join((head, payload + b"=", signature)),
        b".".join((head, payload, signature[:-1] + bytes([signature[-1] + 1]))),
        token + b"\n",
        b" " + token,
        token.replace(b".", b".\n", 1),
        b".".join((head, payload, signature.replace(b"-", b"+").replace(b"_", b"/") + b"=")),
        b".".join((head, payload[:2] + b"\n" + payload[2:], signature)),
    ]

    for wrong in respelled:
        with pytest.raises(SignatureError):
            jws.verify(wrong, ED.public)
    with pytest.raises(TokenMalformedError):
        jws.verify(respelled[1], ED.public)


def test_only_signing_keys_sign():
    class Agreement:
        alg = "ECDH-ES+A256KW"
        kid = "k"
        public = ED.public

        def sign(self, message):
            raise AssertionError(message)

    with pytest.raises(AlgorithmError):
        jws.sign(b"{}", Agreement())
