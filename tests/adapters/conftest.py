"""The simulated systems of the session end with it."""

from collections.abc import Iterator

import pytest

from tests.adapters import simulated


@pytest.fixture(scope="session", autouse=True)
def _simulators() -> Iterator[None]:
    yield
    simulated.end_all()
