"""The commands of the how-to, as they stand there, on evidence of three years ago; the laptop has no network."""

import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from hub.cli import main
from hub.cli.command import Exit
from hub.core import evidence
from tests.support.evidence_script import SCRIPT
from tests.vectors import evidence_cases
from tests.vectors.evidence_cases import FILE

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"
CASES = {case.name: case for case in evidence_cases.read(FILE.read_text(encoding="utf-8"))}
OLD = CASES["three years later, from the first root"]


def commands(page: Path) -> list[list[str]]:
    """Return the commands of a page's blocks, as words."""
    blocks = re.findall(r"^```\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines()]


@pytest.fixture
def laptop(tmp_path, monkeypatch):
    """A folder with the bundle and the root, on a machine where no connection can be made."""

    def refuse(*_args, **_named):
        raise AssertionError("a connection was made")

    (tmp_path / "bundle.json").write_bytes(OLD.raw)
    (tmp_path / "root.note").write_bytes(evidence.parse(OLD.raw).trust.roots[0])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tmp_path


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_command_of_the_page_proves_the_old_message(laptop, capsys, language):
    taken = []
    for program, *words in commands(HOW_TO / f"verify-offline.{language}.md"):
        given = [word.replace("sha256:ROOT", f"sha256:{OLD.root}") for word in words]
        if program == "hub" and "verify" in given:
            assert main(given) == Exit.DONE
            taken.append("hub")
        elif program == "python":
            given[0] = str(SCRIPT)
            assert subprocess.run([sys.executable, "-I", *given], capture_output=True, check=False).returncode == 0
            taken.append("python")
        else:
            assert (program, given[0]) == ("hub", "inbox")

    assert taken == ["hub", "hub", "python", "hub"]
    told = capsys.readouterr().out
    assert {"ru": "Что доказано:", "en": "What this proves:"}[language] in told
    assert "2026-11-21 09:00:00" in told


def test_the_old_documents_have_expired_long_before_the_bundle_was_made():
    """Every document of the first day is out of force when the last one is issued; only the leaf's time counts."""
    trust = evidence_cases.three_years().chain

    assert len(trust.roots) == 4
    assert b'"expires_at": "2027' in trust.roots[0]
    assert b'"issued_at": "2029' in trust.status


@pytest.mark.parametrize("name", ["a key revoked later, in other hands before", "no root of the auditor's"])
def test_the_page_knows_every_exit_status(laptop, capsys, name):
    case = CASES[name]
    (laptop / "other.json").write_bytes(case.raw)
    status = main(["verify", "other.json", *(["--root", f"sha256:{case.root}"] if case.root else [])])

    assert status == case.status
    for language in ("ru", "en"):
        assert f"\n| {status} | " in (HOW_TO / f"verify-offline.{language}.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out
