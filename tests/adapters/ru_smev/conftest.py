"""The simulator of the national system, and the adapter to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.ru_smev import SmevAdapter, make_adapter
from tests.adapters.ru_smev.running import Service, running, settings


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """The simulator, as a service that runs."""
    with running(tmp_path) as found:
        yield found


@pytest.fixture
def adapter(service: Service, tmp_path: Path) -> Iterator[SmevAdapter]:
    """The adapter, until the test is over."""
    made = make_adapter(settings(service, tmp_path))
    yield made
    made.close()
