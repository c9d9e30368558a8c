"""A list streams through an adapter: its memory is bounded. The full length is `python -m tests.bench.adapters`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("adapter", ["az_ehis", "by_files", "kg_tunduk", "uz_mip"])
def test_a_list_streams_through_an_adapter_in_bounded_memory(adapter: str) -> None:
    command = [sys.executable, "-m", "tests.bench.adapters", adapter, "--count", "1000"]
    found = json.loads(subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, check=True).stdout)

    assert found["records"] == 1000
    assert found["peak_mb"] <= 200
