"""AES-256-GCM and HKDF-SHA-256 of Project Wycheproof, as records at rest use them."""

import json
from collections import Counter

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from keys.at_rest import CiphertextError, _open
from keys.derivation import derive
from tests.support import not_run


def cases(name):
    """Return (group, case) of one file."""
    groups = json.loads(not_run.vectors(f"wycheproof/{name}").read_bytes())["testGroups"]
    return [(group, case) for group in groups for case in group["tests"]]


def opened(case) -> bytes | None:
    """Return what a case decrypts to; None if it does not open."""
    key, nonce, text, tag, associated = (bytes.fromhex(case[name]) for name in ("key", "iv", "ct", "tag", "aad"))
    try:
        return _open(AESGCM(key), nonce + text + tag, associated)
    except CiphertextError:
        return None


def test_aes_256_gcm_with_nonces_of_96_bits():
    """The only size of key and nonce that is used: 66 cases of the file."""
    wrong, count = [], Counter()
    for group, case in cases("aes_gcm_test.json"):
        if (group["keySize"], group["ivSize"], group["tagSize"]) == (256, 96, 128):
            expected = bytes.fromhex(case["msg"]) if case["result"] == "valid" else None
            count[case["result"]] += 1
            if opened(case) != expected:
                wrong.append((case["tcId"], case["comment"]))

    assert (wrong, count) == ([], {"valid": 39, "invalid": 27})


def test_hkdf_sha256():
    wrong, count = [], Counter()
    for _, case in cases("hkdf_sha256_test.json"):
        secret, salt, info = (bytes.fromhex(case[name]) for name in ("ikm", "salt", "info"))
        try:
            found = derive(secret, info, length=case["size"], salt=salt).hex()
        except ValueError:
            found = None
        count[case["result"]] += 1
        if found != (case["okm"] if case["result"] == "valid" else None):
            wrong.append((case["tcId"], case["comment"]))

    assert (wrong, count) == ([], {"valid": 83, "invalid": 3})
