import json
import subprocess
import sys
from pathlib import Path


def test_national_forms_are_mapped_and_validated_fast_enough() -> None:
    command = [sys.executable, "-m", "tests.adapters.speed"]
    rates = json.loads(subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, check=True).stdout)

    assert rates["xml"] >= 1000
    assert rates["csv"] >= 3000
    assert rates["xml_rows"] >= 1000
    assert rates["json"] >= 3000
    assert rates["lines"] >= 3000
    assert rates["xml_trees"] >= 1000
    assert rates["armenian"] >= 3000
    assert rates["kazakh"] >= 1000
    assert rates["summaries"] >= 2000  # three times as long as a ban
