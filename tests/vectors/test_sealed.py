"""Our own vectors of sealed parts: made from seeds by the RFCs alone, and true of this implementation."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from keys import base64url, sealed
from keys.encryption_key import EncryptionKey
from keys.errors import KeysError
from tests.vectors import sealed_vectors

STORED = json.loads(sealed_vectors.FILE.read_text(encoding="utf-8"))
KEY = EncryptionKey(X25519PrivateKey.from_private_bytes(base64url.decode(STORED["key"]["d"].encode())))
CONTEXT = base64url.decode(STORED["context"].encode())


def test_the_vectors_are_made_from_their_seeds_alone():
    assert sealed_vectors.FILE.read_text(encoding="utf-8") == sealed_vectors.text()


def test_the_key_has_the_name_that_the_parts_call_it_by():
    assert KEY.kid == STORED["key"]["kid"]


def opened(part: str) -> tuple[str, str | None]:
    """Return "ok" and what the part holds, or the code of the refusal."""
    try:
        plain = sealed.open(part.encode(), [KEY], context=CONTEXT)
    except KeysError as error:
        return error.code, None
    return "ok", base64url.encode(plain).decode()


@pytest.mark.parametrize("case", STORED["cases"], ids=lambda case: case["why"])
def test_a_part_opens_or_is_refused_as_it_says(case):
    assert opened(case["sealed"]) == (case["want"], case.get("plain"))
