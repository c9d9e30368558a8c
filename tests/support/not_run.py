"""How a test says that it could not run here, without anybody overlooking it.

    not_run.unless(shutil.which("mkfs.ext4"), "mkfs.ext4 is missing (Debian package e2fsprogs)")
    cases = not_run.vectors("wycheproof")          # the folder, or the test does not run

Each reason is printed as a line `NOT RUN: ...` at the end of the run. With REQUIRE_ALL=1, as in `.ci/run`, the test
fails instead. This is the only place that may call `pytest.skip`.
"""

import os
from pathlib import Path
from typing import NoReturn

import pytest

REASONS: dict[str, int] = {}


def required() -> bool:
    """Tell whether every test has to run."""
    return os.environ.get("REQUIRE_ALL", "") not in {"", "0"}


def because(reason: str, *, even_if_required: bool = False) -> NoReturn:
    """End the test: failed where every test has to run, else not run."""
    if required() and not even_if_required:
        pytest.fail(f"NOT RUN: {reason}", pytrace=False)
    REASONS[reason] = REASONS.get(reason, 0) + 1
    pytest.skip(f"NOT RUN: {reason}")


def unless(condition: object, reason: str) -> None:
    """End the test unless the machine has what it needs."""
    if not condition:
        because(reason)


def vectors_folder() -> Path | None:
    """Return the folder of public test vectors that HUB_VECTORS names, if there is one."""
    named = os.environ.get("HUB_VECTORS", "")
    return Path(named) if named and Path(named).is_dir() else None


def vectors(name: str) -> Path:
    """Return one folder or file of the public test vectors, or end the test.

    The vectors belong to nobody's machine: only where HUB_VECTORS names a folder do they have to be there.
    """
    folder = vectors_folder()
    if folder is None or not (folder / name).exists():
        unnamed = not os.environ.get("HUB_VECTORS")
        because(f"the public test vectors '{name}' are not here (set HUB_VECTORS)", even_if_required=unnamed)
    return folder / name


def lines() -> list[str]:
    """Return the lines for the end of the run."""
    return [f"NOT RUN: {reason}" + (f" ({count} tests)" if count > 1 else "") for reason, count in REASONS.items()]
