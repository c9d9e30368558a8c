from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.uz_mip import MipAdapter, make_adapter
from tests.adapters import simulated
from tests.adapters.simulated import Simulator
from tests.adapters.uz_mip.running import settings


@pytest.fixture
def platform() -> Simulator:
    """The simulated platform of the session, empty."""
    return simulated.simulator("adapters.uz_mip.simulator")


@pytest.fixture
def adapter(platform: Simulator, tmp_path: Path) -> Iterator[MipAdapter]:
    """The adapter over it, until the test is over."""
    made = make_adapter(settings(platform, tmp_path))
    yield made
    made.close()
