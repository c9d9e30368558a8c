"""Options of the tampering test."""

import pytest

from tests.integration.workflows.tampering import OPTIONS


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the seed and the number of tamperings be chosen, where this folder is named on the command line."""
    for name, default in OPTIONS.items():
        parser.addoption(name, default=default, help="of the tampering test")
