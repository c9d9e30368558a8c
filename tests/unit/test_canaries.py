"""The search for canaries finds one in every encoding, whole or half, and nothing where there is none."""

import secrets

import pytest

from tests.support import canaries
from tests.support.canaries import CYRILLIC, ENCODINGS, LATIN, Search

KNOWN = canaries.make(50, 1, LATIN) + canaries.make(50, 2, CYRILLIC)
SEARCH = Search(KNOWN)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("canary", [KNOWN[0], KNOWN[-1]])
def test_a_canary_is_found_in_every_encoding_among_other_bytes(encoding, canary):
    for encode in ENCODINGS[encoding]:
        for before in range(5):
            data = secrets.token_bytes(3000) + b"\n" * before + b"." + encode(canary) + b"." + secrets.token_bytes(3000)
            assert encoding in SEARCH.look(data)


def test_half_of_a_canary_is_found_and_another_word_is_not():
    assert SEARCH.look(KNOWN[0][2:10].encode()) == {"utf-8"}
    assert SEARCH.look(KNOWN[0][:7].encode()) == set()
    assert SEARCH.look(canaries.make(1, 3, LATIN)[0].encode() + secrets.token_bytes(200_000)) == set()


def test_files_are_searched_wherever_they_are(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(KNOWN[3].encode())
    (tmp_path / "other").write_bytes(b"nothing")

    assert SEARCH.folder(tmp_path) == {"deep/file": {"utf-8"}}
