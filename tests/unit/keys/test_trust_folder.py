"""The folder of a trust list: every root since the first, the newest of each kind, each file whole."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from keys import trust_folder, trustlist
from keys.errors import TrustListError
from keys.trust_folder import Published
from tests.support.trust import make_trust

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TRUST = make_trust(("kz-mvd",), now=NOW)
FIRST = TRUST.documents["root"]
ROOTS = [FIRST]
for number in range(2, 12):
    ROOTS.append(TRUST.authority.root(now=NOW, version=number, previous=trustlist.digest(ROOTS[-1])))
WHOLE = Published(roots=tuple(ROOTS), participants=TRUST.documents["participants"], status=TRUST.documents["status"])


def test_what_is_written_is_read(tmp_path: Path):
    trust_folder.write(tmp_path / "made" / "anew", WHOLE)

    assert trust_folder.read(tmp_path / "made" / "anew") == WHOLE
    assert WHOLE.documents["root"] == ROOTS[-1]


def test_files_are_for_everybody_to_read_and_nothing_is_left_over(tmp_path: Path):
    trust_folder.write(tmp_path, WHOLE)
    names = {path.name for path in tmp_path.iterdir()}

    assert names == {f"root-{n}.note" for n in range(1, 12)} | {"root.note", "participants.note", "status.note"}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o644}


def test_a_folder_without_a_status_says_so(tmp_path: Path):
    trust_folder.write(tmp_path, WHOLE)
    bare = Published(roots=WHOLE.roots, participants=WHOLE.participants, status=None)
    trust_folder.write(tmp_path, bare)

    assert trust_folder.read(tmp_path) == bare
    assert bare.documents["status"] == b""


def test_a_folder_with_only_the_newest_root_is_enough(tmp_path: Path):
    for kind, name in trust_folder.NAMES.items():
        (tmp_path / name).write_bytes(TRUST.documents[kind])

    assert trust_folder.read(tmp_path).roots == (FIRST,)


def test_the_same_root_with_more_signatures_is_no_other_root(tmp_path: Path):
    trust_folder.write(tmp_path, Published(roots=(FIRST,), participants=WHOLE.participants, status=None))
    lines = FIRST.splitlines(keepends=True)
    (tmp_path / "root.note").write_bytes(b"".join(lines[:-1]))

    assert trust_folder.read(tmp_path).roots == (FIRST,)


def test_a_folder_that_is_just_being_written_gives_the_roots_in_order(tmp_path: Path):
    trust_folder.write(tmp_path, WHOLE)
    (tmp_path / "root.note").write_bytes(ROOTS[-2])

    assert trust_folder.read(tmp_path).roots == WHOLE.roots
    (tmp_path / "root-11.note").unlink()
    (tmp_path / "root.note").write_bytes(ROOTS[-1])
    assert trust_folder.read(tmp_path).roots == WHOLE.roots


@pytest.mark.parametrize("name", ["root.note", "participants.note"])
def test_a_file_that_is_missing_is_named(tmp_path: Path, name: str):
    trust_folder.write(tmp_path, WHOLE)
    (tmp_path / name).unlink()

    with pytest.raises(OSError, match=name):
        trust_folder.read(tmp_path)


def test_a_root_that_is_no_note_is_refused(tmp_path: Path):
    trust_folder.write(tmp_path, WHOLE)
    (tmp_path / "root.note").write_bytes(b"{}")

    with pytest.raises(TrustListError):
        trust_folder.read(tmp_path)


def test_a_folder_that_cannot_be_written_is_left_as_it_was(tmp_path: Path):
    trust_folder.write(tmp_path, WHOLE)
    (tmp_path / "root-1.note").unlink()
    (tmp_path / "root-1.note").mkdir()

    with pytest.raises(OSError, match="root-1"):
        trust_folder.write(tmp_path, WHOLE)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
