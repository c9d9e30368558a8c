"""Fixtures for the embedded PostgreSQL."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.embedded.cluster import make_cluster


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that the server's account can pass through; pytest's own are closed to it when we are root."""
    with tempfile.TemporaryDirectory(prefix="hub-test-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture
def place(open_folder) -> Path:
    """A path for a kept cluster, not made yet."""
    return open_folder / "state"


@pytest.fixture(scope="session")
def _made_once() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hub-test-") as folder:
        Path(folder).chmod(0o711)
        cluster = make_cluster(Path(folder) / "state", durable=False)
        cluster.start()
        cluster.close()
        yield cluster.state.path


@pytest.fixture
def made(_made_once: Path, place: Path) -> Path:
    """The path of a kept cluster that was made before and is stopped."""
    subprocess.run(["cp", "-a", _made_once, place], check=True)
    return place
