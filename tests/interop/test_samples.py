"""The envelopes that `hub conform samples` writes: a client in another language takes the right ones and no other."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from hub.conform import samples

LEFT_OUT = {"json", "schema"}
"""What the minimal client says that it does not check (README.md)."""


def test_a_client_in_javascript_judges_the_samples_as_it_should(
    node: tuple[str, ...], client: Path, tmp_path: Path
) -> None:
    expected = samples.write(tmp_path / "samples", None, datetime.now(UTC))
    command = [*node, str(client / "judge.mjs"), str(tmp_path / "samples")]

    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    wanted = {each["file"]: each["verdict"] for each in expected["samples"] if each["layer"] not in LEFT_OUT}
    assert {file: found[file] for file in wanted} == wanted
    assert len(wanted) == len(expected["samples"]) - 5
    assert found.keys() == {each["file"] for each in expected["samples"]}
