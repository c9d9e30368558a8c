"""The main job, whole: what `make demo ONCE=1` plays must hold, every check of it."""

import json
import os
import subprocess
import sys


def test_the_main_job_is_played_and_every_check_holds(tmp_path):
    """Hub, both gateways and the Russian service run as processes; the result is what the command leaves on disk."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}

    played = subprocess.run(
        [sys.executable, "-m", "hub.cli", "--language", "en", "demo", "--once", "--folder", str(tmp_path)],
        env={**environment, "HUB_LISTEN": "127.0.0.1:0"},
        capture_output=True,
        timeout=200,
        check=False,
    )

    result = json.loads((tmp_path / "demo.json").read_text())
    failed = [check["name"] for check in result["checks"] if not check["ok"]]
    assert (failed, played.returncode) == ([], 0), played.stdout.decode()[-3000:]
    assert result["records_submitted"] >= 2000
    assert result["records_applied"] == result["receipts_verified"] + 1
    assert result["refused_as_expected"] == 5
    assert result["evidence_bundles_verified"] == 3
    assert len(result["checks"]) >= 17
