"""What Project Wycheproof does to tokens of other algorithms, done to ours: nothing broken is taken, nothing right refused."""

import json

import pytest
from joserfc import jws as second
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from keys import jwk, jws
from keys.errors import KeyUseError, SignatureError
from tests.support import not_run
from tests.unit.keys import token_mutations as mutations
from tests.unit.keys.token_mutations import CLASSES, ELSEWHERE, KEY, OF_KEYS, OF_PSS, OTHER, VALID

BROKEN = {**CLASSES, **ELSEWHERE}
SECOND = OKPKey.import_key({name: str(value) for name, value in KEY.public.to_jwk().items() if name != "alg"})


def ours(token: bytes) -> bool:
    """Tell whether we accept the token."""
    try:
        jws.verify(token, KEY.public)
    except SignatureError:
        return False
    return True


def theirs(token: bytes) -> bool:
    """Tell whether the second opinion accepts it."""
    try:
        second.deserialize_compact(token, SECOND, algorithms=["Ed25519", "ES256"])
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


@pytest.mark.parametrize("name", BROKEN)
def test_every_class_of_broken_tokens_is_refused(name):
    tokens = [token for token in BROKEN[name]() if token != mutations.TOKEN]

    assert tokens
    assert [token for token in tokens if ours(token)] == []


@pytest.mark.parametrize("name", VALID)
def test_every_class_of_right_tokens_is_taken(name):
    assert (ours(VALID[name]), theirs(VALID[name])) == (True, True)


@pytest.mark.parametrize("name", BROKEN)
def test_the_second_opinion_refuses_all_of_them_too(name):
    assert [token for token in BROKEN[name]() if token != mutations.TOKEN and theirs(token)] == []


@pytest.mark.parametrize(
    "members",
    [
        {"use": "enc"},
        {"key_ops": ["encrypt"]},
        {"key_ops": ["sign"]},
        {"key_ops": []},
        {"use": "enc", "key_ops": ["verify"]},
    ],
)
def test_a_key_for_something_else_verifies_nothing(members):
    key = jwk.parse({**KEY.public.to_jwk(), **members})

    with pytest.raises(KeyUseError):
        jws.verify(mutations.TOKEN, key)


def test_another_key_of_the_same_kind_verifies_nothing():
    for name, token in VALID.items():
        with pytest.raises(SignatureError):
            jws.verify(token, OTHER.public)
        assert ours(token), name


def test_the_classes_are_those_of_the_vectors():
    """Whoever adds a class to the public file shows up here."""
    groups = json.loads(not_run.vectors("wycheproof/json_web_signature_test.json").read_bytes())["testGroups"]
    cases = [case for group in groups for case in group["tests"]]
    comments = {case["comment"] for case in cases if "ModifiedPadding" not in case["flags"]}

    assert comments - OF_PSS - OF_KEYS == CLASSES.keys() | VALID.keys()
    assert comments >= OF_PSS | OF_KEYS
