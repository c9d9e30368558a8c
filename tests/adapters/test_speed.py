"""Mapping stays as cheap as it was found to be: measured as a ratio in one run, for a machine may be busy."""

import json
import subprocess
import sys
from pathlib import Path

MOST = {
    **dict.fromkeys(("csv", "json", "lines", "armenian"), 9),
    **dict.fromkeys(("xml", "xml_rows", "xml_trees", "kazakh"), 18),
    "summaries": 20,  # three times as long as a ban
}
"""In copies of a record, about twice of what was measured; goal and rates: docs/reference/benchmarks.md."""


def test_mapping_and_validating_a_national_form_costs_a_few_copies_of_a_record() -> None:
    command = [sys.executable, "-m", "tests.adapters.speed"]
    found = json.loads(subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, check=True).stdout)

    assert found.keys() == MOST.keys()
    assert {name: each["copies"] for name, each in found.items() if each["copies"] > MOST[name]} == {}
