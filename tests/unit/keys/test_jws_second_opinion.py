"""A general JOSE library judges the same tokens. It may be laxer than we are, in the cases named here and no others."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws as second
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

from keys import base64url, jws
from keys.errors import SignatureError
from keys.jwk import PrivateKey
from tests.support import private_keys

KEYS = {"Ed25519": private_keys.from_seed(bytes(32)), "ES256": PrivateKey.generate("ES256")}
IMPORTED = {
    "Ed25519": OKPKey.import_key({k: str(v) for k, v in KEYS["Ed25519"].public.to_jwk().items() if k != "alg"}),
    "ES256": ECKey.import_key({k: str(v) for k, v in KEYS["ES256"].public.to_jwk().items() if k != "alg"}),
}

# What the second opinion accepts and we refuse: header members beside alg, or a change of the token.
LAXER = {
    "another key's name: it is handed a key and does not compare": {"kid": "other"},
    "an empty name": {"kid": ""},
    "an empty list of critical members, against RFC 7515": {"crit": []},
    "RFC 7797's member without need": {"b64": True},
    "RFC 7797's member, named critical": {"crit": ["b64"], "b64": True},
    "an unencoded payload": {"crit": ["b64"], "b64": False},
    "a registered member that says nothing to us": {"cty": "json"},
    "an address to fetch keys from": {"jku": "https://keys.example/"},
    "a key inside the token": {"jwk": KEYS["Ed25519"].public.to_jwk()},
    "certificates": {"x5c": ["AAAA"]},
}
LAX_MEMBERS = {"crit", "b64", "cty"}

headers = st.fixed_dictionaries(
    {"alg": st.sampled_from(["Ed25519", "ES256", "EdDSA", "none", "HS256", "RS256"])},
    optional={
        "kid": st.sampled_from(["own", "other"]),
        "typ": st.sampled_from(["cis-record+jws", "JWT"]),
        "crit": st.sampled_from([["exp"], ["b64"], []]),
        "b64": st.booleans(),
        "zip": st.just("DEF"),
        "cty": st.just("json"),
        "x": st.just(1),
    },
)
changes = st.sampled_from(
    [
        "none",
        "none",
        "flip",
        "cut",
        "padding",
        "stray-bits",
        "swap-key",
        "duplicate",
        "long",
        "newline",
        "wrong-payload",
    ]
)


def build(alg, header, change):
    """Return a token signed with the key of `alg` after this change."""
    key = KEYS[alg]
    members = header | ({"kid": {"own": key.kid}.get(header["kid"], header["kid"])} if "kid" in header else {})
    protected = json.dumps(members)
    if change == "duplicate":
        protected = protected.replace("{", '{"alg":"none",', 1)
    body = base64url.encode(protected.encode()) + b"." + base64url.encode(b'{"a":12}')
    signer = KEYS["ES256" if alg == "Ed25519" else "Ed25519"] if change == "swap-key" else key
    return alter(body, signer.sign(body), change)


def alter(body, signature, change):
    """Return the token of body and signature after this change."""
    if change == "flip":
        signature = bytes([signature[0] ^ 1]) + signature[1:]
    if change == "long":
        signature += b"\0"
    token = body + b"." + base64url.encode(signature)
    return {
        "cut": token[:-1],
        "padding": token + b"==",
        "stray-bits": token[:-1] + bytes([token[-1] + 1]),
        "newline": token + b"\n",
        "wrong-payload": token.replace(b".", b".AAAA", 1),
    }.get(change, token)


def ours(token, alg):
    """Tell whether we accept the token."""
    try:
        jws.verify(token, KEYS[alg].public)
    except SignatureError:
        return False
    return True


def theirs(token, alg):
    """Tell whether the second opinion accepts it, with the same two algorithms allowed."""
    try:
        second.deserialize_compact(token, IMPORTED[alg], algorithms=["Ed25519", "ES256"])
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


@given(st.sampled_from(["Ed25519", "ES256"]), headers, changes)
@settings(max_examples=400)
def test_the_second_opinion_accepts_whatever_we_accept(alg, header, change):
    token = build(alg, header, change)

    assert theirs(token, alg) or not ours(token, alg)


@given(st.sampled_from(["Ed25519", "ES256"]), headers, changes.filter(lambda change: change != "duplicate"))
@settings(max_examples=400)
def test_the_second_opinion_agrees_about_everything_but_the_cases_named(alg, header, change):
    strict = {name: value for name, value in header.items() if name not in LAX_MEMBERS and value != "other"}
    token = build(alg, strict, change)

    assert ours(token, alg) == theirs(token, alg)


@given(st.sampled_from(["Ed25519", "ES256"]), st.data())
@settings(max_examples=400)
def test_the_second_opinion_agrees_about_tokens_changed_anywhere(alg, data):
    """Bytes replaced, put in, taken out: in a token whose header names nothing that it is lax about."""
    token = build(alg, {"alg": alg, "typ": "cis-record+jws"}, "none")
    for _ in range(data.draw(st.integers(0, 3))):
        start = data.draw(st.integers(0, len(token)))
        end = min(len(token), start + data.draw(st.integers(0, 3)))
        letters = st.binary(max_size=3) | st.text("ABab01-_.=", max_size=3).map(str.encode)
        token = token[:start] + data.draw(letters) + token[end:]

    assert ours(token, alg) == theirs(token, alg)


@pytest.mark.parametrize("alg", ["Ed25519", "ES256"])
@pytest.mark.parametrize("case", LAXER)
def test_each_case_named_is_one_where_it_is_too_lax(alg, case):
    token = build(alg, {"alg": alg, **LAXER[case]}, "none")

    assert (ours(token, alg), theirs(token, alg)) == (False, True)


@pytest.mark.parametrize("alg", ["Ed25519", "ES256"])
def test_it_takes_the_last_of_two_members_and_we_take_neither(alg):
    token = build(alg, {"alg": alg}, "duplicate")

    assert (ours(token, alg), theirs(token, alg)) == (False, True)


@pytest.mark.parametrize("alg", ["Ed25519", "ES256"])
def test_each_reads_what_the_other_signs(alg):
    token = jws.sign(b"payload", KEYS[alg], "cis-record+jws")
    private = {"Ed25519": OKPKey, "ES256": ECKey}[alg].generate_key({"Ed25519": "Ed25519", "ES256": "P-256"}[alg])
    own = private_keys.from_jwk({k: v for k, v in private.as_dict(private=True).items() if k != "kid"})
    made = second.serialize_compact({"alg": alg, "kid": own.kid}, b"payload", private, algorithms=[alg])

    assert second.deserialize_compact(token, IMPORTED[alg], algorithms=[alg]).payload == b"payload"
    assert jws.verify(made.encode(), own.public) == b"payload"
