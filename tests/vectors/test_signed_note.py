"""Signed notes, verifier keys and checkpoints as the Go implementations judge them."""

import base64
import json

import pytest

from hub.core import checkpoint
from hub.core.errors import CheckpointMalformedError
from keys import note
from keys.errors import NoteError
from keys.note import VerifierKey
from tests.support import not_run

CODES = {
    "ok": None,
    "error: no verifiable signatures": "note-unverified",
    "error: ambiguous key": "note-key-ambiguous",
    "error: malformed note": "note-malformed",
    "error: invalid signature": "note-signature-invalid",
}


@pytest.fixture
def vectors():
    """The file of vectors."""
    return json.loads(not_run.vectors("signed-note/vectors.json").read_bytes())


def judge(case):
    """Return code, verified and unverified names of a note."""
    verifiers = [VerifierKey.parse(line) for line in case["trusted_vkeys"]]
    try:
        opened = note.open(base64.b64decode(case["note_b64"]), verifiers)
    except NoteError as error:
        return error.code, None, None
    return None, list(opened.verified), list(opened.unverified)


def test_notes_are_opened_or_refused_alike(vectors):
    assert len(vectors["note_open"]) == 18
    for case in vectors["note_open"]:
        code, verified, unverified = judge(case)

        assert code == CODES[case["expect"]], case["name"]
        assert case.get("verified", verified) == verified, case["name"]
        assert case.get("unverified", unverified) == unverified, case["name"]


def is_key(line: str) -> bool:
    """Tell whether the line is read as a verifier key; what is read is written back the same."""
    try:
        return VerifierKey.parse(line).format() == line
    except NoteError:
        return False


def test_verifier_keys_are_read_or_refused_alike(vectors):
    assert [is_key(case["vkey"]) for case in vectors["vkey_parse"]] == [case["ok"] for case in vectors["vkey_parse"]]


def test_no_part_of_a_verifier_key_is_one(vectors):
    line = vectors["vkey_parse"][0]["vkey"]
    parts = [line[start:end] for start in range(len(line)) for end in range(start + 1, len(line) + 1)]
    parts.remove(line)

    assert len(parts) == vectors["vkey_parse_all_proper_substrings_of_first_must_fail"]
    assert not any(is_key(part) for part in parts)


def is_checkpoint(text: str) -> bool:
    """Tell whether the text is read as a checkpoint; what is read is written back the same."""
    try:
        return checkpoint.format(checkpoint.parse(text.encode())) == text.encode()
    except CheckpointMalformedError:
        return False


def has_whole_root(text: str) -> bool:
    """Tell whether the root is a SHA-256: the formats' own library takes any length, a log of ours has only one."""
    return len(base64.b64decode(text.split("\n")[2])) == 32


def test_checkpoints_are_read_or_refused_alike(vectors):
    cases = vectors["checkpoint_parse"]

    assert len(cases) == 12
    for case in cases:
        assert is_checkpoint(case["text"]) == (case["ok"] and has_whole_root(case["text"])), case["name"]
