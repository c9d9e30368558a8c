"""The main job, whole: what `make demo ONCE=1` plays must hold, every check of it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from hub.clock import advance
from hub.demo.stage import MARK
from keys import trustlist
from tests.support import evidence_script

script = evidence_script.load()


def play(folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a person does."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    return subprocess.run(
        [sys.executable, "-m", "hub.cli", "--language", "en", "demo", "--once", "--folder", str(folder)],
        env={**environment, "HUB_LISTEN": "127.0.0.1:0", "HUB_CONSOLE_LISTEN": "127.0.0.1:0"},
        capture_output=True,
        timeout=900,
        check=False,
    )


def test_the_main_job_is_played_and_every_check_holds(tmp_path):
    """Hub, nine gateways and nine national systems run as processes; the result is what the command leaves on disk.

    An earlier demonstration in the same folder, and its clock a day ahead, must not matter.
    """
    left = tmp_path / "demo"
    left.mkdir()
    (left / MARK).touch()
    advance(left / "clock.json", 24 * 3600)

    played = play(tmp_path)

    result = json.loads((tmp_path / "demo.json").read_text())
    failed = [check["name"] for check in result["checks"] if not check["ok"]]
    assert (failed, played.returncode) == ([], 0), played.stdout.decode()[-3000:]
    assert result["records_submitted"] >= 2000
    assert result["records_applied"] == result["receipts_verified"] + 1
    assert result["refused_as_expected"] == 5
    assert result["evidence_bundles_verified"] == 3
    names = {check["name"] for check in result["checks"]}
    assert {f"everybody-{state}-reconciled" for state in ["az", "am", "by", "kz", "kg", "ru", "tj", "uz"]} <= names
    assert {"everybody-summaries", "everybody-tm-holds-plan"} <= names
    assert {"schedule-agreed", "schedule-run-in-time", "ban-list-equal"} <= names
    access = json.loads((tmp_path / "demo-access.json").read_text())
    assert access["base_url"].startswith("http://localhost:")
    assert {"liaison", "approver", "secretariat-officer", "operator"} <= {
        each["roles"][0] for each in access["accounts"]
    }
    anchor = trustlist.digest((left / "hub" / "root.note").read_bytes())
    assert [script.check(path.read_bytes(), anchor) for path in sorted(left.glob("evidence-?.json"))] == [0, 0, 0]


def test_a_folder_that_no_demonstration_made_is_left_alone(tmp_path):
    thesis = tmp_path / "demo" / "thesis.txt"
    thesis.parent.mkdir()
    thesis.write_text("a year's work")

    played = play(tmp_path)

    assert (played.returncode, thesis.read_text()) == (2, "a year's work")
    assert b"demo-folder-taken" in played.stderr
