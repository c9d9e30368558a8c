"""Our own vectors: made from seeds, the same each time, and true of this implementation."""

import base64
import json
from datetime import datetime

import pytest

from keys import jwk, jws, strict_json, trustlist
from keys.errors import KeysError, UnknownKeyError
from tests.vectors import make_vectors


def stored(name):
    """Return one file of vectors."""
    return json.loads((make_vectors.FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def code_of(act) -> str:
    """Return "ok", or the code of the refusal."""
    try:
        act()
    except KeysError as error:
        return error.code
    return "ok"


@pytest.mark.parametrize("name", make_vectors.MADE)
def test_the_vectors_are_made_from_their_seeds_alone(name):
    assert (make_vectors.FOLDER / f"{name}.json").read_text(encoding="utf-8") == make_vectors.text_of(name)


def test_strict_json():
    for case in stored("strict_json")["cases"]:
        raw = base64.b64decode(case["base64"])

        assert (code_of(lambda raw=raw: strict_json.loads(raw)), case["shown"]) == (case["want"], case["shown"])


def test_tokens():
    vectors = stored("tokens")
    keys = {key.kid: key for key in map(jwk.parse, vectors["keys"].values())}

    def lookup(kid):
        if kid not in keys:
            raise UnknownKeyError
        return keys[kid]

    def open_token(case):
        opened = jws.open(case["token"].encode("latin-1"), lookup, vectors["typ"])
        assert opened.payload.decode() == vectors["payload"]

    for case in vectors["cases"]:
        found = code_of(lambda case=case: open_token(case))

        assert (found, case["key"], case["name"]) == (case["want"], case["key"], case["name"])


def test_trust_lists():
    vectors = stored("trust_list")

    for case in vectors["cases"]:
        members = {**vectors["documents"], **{name: case[name] for name in case if name in vectors["documents"]}}
        now = datetime.fromisoformat(case.get("now", vectors["now"]))
        documents = {kind: text.encode() for kind, text in members.items()}
        found = code_of(
            lambda documents=documents, now=now: trustlist.load(**documents, anchor=vectors["anchor"], now=now)
        )

        assert found.startswith(case["want"]), case["name"]
        assert (found == "ok") == (case["want"] == "ok"), case["name"]
