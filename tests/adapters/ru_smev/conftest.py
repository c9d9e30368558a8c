"""The simulator of the national system, and the adapter to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.ru_smev import SmevAdapter, make_adapter
from tests.adapters.ru_smev.running import running, settings
from tests.adapters.simulated import Simulator


@pytest.fixture
def service() -> Simulator:
    """The simulator, empty."""
    return running()


@pytest.fixture
def adapter(service: Simulator, tmp_path: Path) -> Iterator[SmevAdapter]:
    """The adapter, until the test is over."""
    made = make_adapter(settings(service, tmp_path))
    yield made
    made.close()
