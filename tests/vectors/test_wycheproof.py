"""Project Wycheproof: no invalid signature or key is accepted, every valid one of our algorithms is."""

import base64
import json
from collections import Counter

from keys import jwk, jws
from keys.errors import KeysError, SignatureError
from tests.support import not_run

# Labelled valid, though the token holds a byte outside base64url; RFC 7515 says otherwise, and so do we.
DEVIATIONS = {372, 373}


def groups(name):
    """Return the groups of one file."""
    return json.loads(not_run.vectors(f"wycheproof/{name}").read_bytes())["testGroups"]


def outcome(check) -> str:
    """Return how the check ended, in the words of the vectors."""
    try:
        check()
    except KeysError:
        return "invalid"
    return "valid"


def verdicts(signed):
    """Run (key, case) pairs of bare signatures; return the wrong ones and how many there were of each kind."""
    wrong, count = [], Counter()
    for key, case in signed:
        signature, message = bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"])
        found = outcome(lambda key=key, signature=signature, message=message: key.verify(signature, message))
        count[case["result"]] += 1
        if found != case["result"]:
            wrong.append((case["tcId"], case["comment"], found))
    return wrong, count


def test_ed25519_signatures():
    cases = [(jwk.parse(g["publicKeyJwk"]), case) for g in groups("ed25519_test.json") for case in g["tests"]]

    assert verdicts(cases) == ([], {"valid": 88, "invalid": 63})


def coordinate(hexadecimal: str) -> str:
    """Return a coordinate, written in hexadecimal with or without leading zeros, as a JWK writes it."""
    number = int(hexadecimal, 16).to_bytes(32, "big")
    return base64.urlsafe_b64encode(number).rstrip(b"=").decode()


def test_p256_signatures():
    cases = []
    for group in groups("ecdsa_secp256r1_sha256_p1363_test.json"):
        point = group["publicKey"]
        key = jwk.parse({"kty": "EC", "crv": "P-256", "x": coordinate(point["wx"]), "y": coordinate(point["wy"])})
        cases += [(key, case) for case in group["tests"]]

    assert verdicts(cases) == ([], {"valid": 173, "invalid": 89})


def token_of(case) -> bytes:
    """Return the token of a case: a few are JSON serialisations, which are objects."""
    value = case["jws"]
    return value.encode() if isinstance(value, str) else json.dumps(value).encode()


def test_tokens():
    wrong, count = [], Counter()
    for group in groups("json_web_signature_test.json"):
        members = group.get("public", group["private"])
        allowed = members.get("alg") in ("ES256", "Ed25519")
        for case in group["tests"]:
            expected = case["result"] if allowed and case["tcId"] not in DEVIATIONS else "invalid"
            found = outcome(lambda case=case, members=members: jws.verify(token_of(case), jwk.parse(members)))
            count[found] += 1
            if found != expected:
                wrong.append((case["tcId"], case["comment"], found))

    assert (wrong, count) == ([], {"valid": 2, "invalid": 399})


def open_with(keys, token):
    """Open a token as a verifier does who was given a set of keys: by its kid, if the whole set is sound."""
    parsed = [jwk.parse(members) for members in keys]
    named = {key.kid: key for key in parsed}
    if len(named) != len(parsed):
        raise SignatureError
    kid = json.loads(base64.urlsafe_b64decode(token.partition(b".")[0] + b"=="))["kid"]
    jws.verify(token, named[kid])


def test_key_sets():
    wrong, count = [], Counter()
    for group in groups("json_web_key_test.json"):
        keys = group.get("public", group["private"])["keys"]
        for case in group["tests"]:
            found = outcome(lambda case=case, keys=keys: open_with(keys, token_of(case)))
            count[found] += 1
            if found != "invalid":  # every set holds keys of other algorithms, or is wrong in itself
                wrong.append((case["tcId"], case["comment"]))

    assert (wrong, count) == ([], {"invalid": 26})


def test_a_sound_set_of_keys_opens_by_name():
    (group,) = [g for g in groups("json_web_signature_test.json") if g["comment"] == "SpecialCaseEs256"]
    stranger = jwk.PrivateKey.generate().public.to_jwk()
    (valid,) = [case for case in group["tests"] if case["result"] == "valid"]

    assert outcome(lambda: open_with([stranger, group["public"]], token_of(valid))) == "valid"
    assert outcome(lambda: open_with([group["public"], group["public"]], token_of(valid))) == "invalid"


def test_no_private_key_and_no_key_of_another_algorithm_is_read():
    for name in ("json_web_signature_test.json", "json_web_key_test.json"):
        for group in groups(name):
            for members in (group["private"], group.get("public", group["private"])):
                for key in members.get("keys", [members]):
                    if {"d", "k"} & key.keys() or key["kty"] != "EC" or key.get("alg") not in ("ES256", None):
                        assert outcome(lambda key=key: jwk.parse(key)) == "invalid"
