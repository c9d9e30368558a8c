"""A site over SFTP for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.by_files.running import Site
from tests.adapters.simulated import simulator


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Site]:
    made = Site(simulator("adapters.by_files.simulator"), tmp_path)
    yield made
    for adapter in made.opened:
        adapter.close()
