"""What several tests of keys share."""

import pytest

from tests.support import hardware


@pytest.fixture(scope="session")
def module(tmp_path_factory):
    """A hardware module in software, one for the whole process."""
    return hardware.softhsm(tmp_path_factory.mktemp("module"))
