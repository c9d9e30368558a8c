"""Promises about the whole repository, which no reviewer has to remember."""

import ast
import functools
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("adapters", "hub", "keys", "schemas")
LONGEST = 300
LONG_WITH_REASON: dict[str, str] = {}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "base", "misc", "manager"}
SKIPPED = {"build", "node_modules"}


def files(*endings: str, below: tuple[str, ...] = ()) -> list[Path]:
    """Return the files with these endings that belong to the project, without what is made or installed."""
    roots = [ROOT / name for name in below] if below else [ROOT]
    return sorted(path for root in roots for path in _below(root) if path.suffix in endings)


@functools.cache
def _below(root: Path) -> tuple[Path, ...]:
    found: list[Path] = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not _is_skipped(name)]  # nor is it looked into
        found += [Path(folder) / name for name in names if not _is_skipped(name)]
    return tuple(path for path in found if path.is_file())


def _is_skipped(part: str) -> bool:
    return part in SKIPPED or (part.startswith(".") and part != ".ci") or part == "__pycache__"


def place(path: Path) -> str:
    """Return the path as the project writes it."""
    return path.relative_to(ROOT).as_posix()


def modules() -> list[Path]:
    """Return all modules of the four packages."""
    return files(".py", below=PACKAGES)


def test_no_module_is_longer_than_it_may_be_without_a_reason():
    long = {place(path) for path in modules() if len(path.read_text().splitlines()) > LONGEST}

    assert long == set(LONG_WITH_REASON), "a long module needs an entry with a reason; a short one needs none"


def test_no_name_says_nothing():
    paths = [path.relative_to(ROOT) for path in files(".py", ".sql", ".json", ".md")]

    assert [str(path) for path in paths for part in path.with_suffix("").parts if part in BANNED_NAMES] == []


def test_nothing_is_left_to_do():
    word = re.compile(r"\b(TO" + r"DO|FIX" + r"ME)\b")
    left = [
        f"{place(path)}:{number}"
        for path in files(".py", ".sql", ".md", ".toml", ".yaml", ".service")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if word.search(line)
    ]

    assert left == []


def test_nothing_is_pickled():
    wrong = {"pickle", "shelve", "marshal", "dill"}

    assert [place(path) for path in modules() for name in _imports(path) if name in wrong] == []


def test_no_import_hides_an_arrow_that_points_the_wrong_way():
    assert [place(path) for path in modules() if "TYPE_" + "CHECKING" in path.read_text()] == []


def test_only_not_run_may_skip_a_test():
    allowed = {"tests/support/not_run.py", place(Path(__file__))}
    skip = re.compile(r"pytest\.skip\(|importorskip|mark\.skip\b")

    assert [
        place(path)
        for path in files(".py", below=("tests",))
        if skip.search(path.read_text()) and place(path) not in allowed
    ] == []


def test_only_the_settings_read_the_environment_and_only_the_clock_the_time():
    reading = re.compile(r"os\.environ|os\.getenv|\bdatetime\.now\(|\.utcnow\(|\btime\.time\(")
    allowed = {"hub/settings.py", "hub/clock.py", "adapters/_parts/clock.py"}

    assert [place(path) for path in modules() if reading.search(path.read_text()) and place(path) not in allowed] == []


def test_every_package_says_what_it_is_or_is_empty():
    packages = {path.parent for path in modules()}

    assert [place(folder) for folder in packages if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("house", ["hub/workflows", "hub/sdk"])
def test_every_room_and_what_stands_between_the_rooms_is_told_at_the_front_door(house):
    """`docs/explanation` sends whoever looks for a place there; modules beside the rooms count in `workflows` alone."""
    told = set(re.findall(r"\w+", ast.get_docstring(ast.parse((ROOT / house / "__init__.py").read_text())) or ""))
    inside = {path.parent.name for path in (ROOT / house).glob("*/__init__.py")}
    loose = {path.stem for path in (ROOT / house).glob("[!_]*.py")} if house == "hub/workflows" else set()

    assert sorted((inside | loose) - told) == []


def test_the_import_contracts_hold():
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout[-3000:]


def test_every_long_module_in_the_list_exists():
    assert [name for name in LONG_WITH_REASON if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("name", ["LICENSE", "README.md", "Makefile", "requirements.lock", "requirements-dev.lock"])
def test_the_house_has_its_front_door(name):
    assert (ROOT / name).stat().st_size > 0


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-hsm.lock", "requirements-dev.lock"])
def test_every_locked_package_has_a_version_and_a_hash(name):
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())

    assert len(entries) > 10
    assert [
        entry for entry in entries if not re.match(r"[\w.\[\],-]+==\S+", entry) or "--hash=sha256:" not in entry
    ] == []
    assert "://" not in (ROOT / name).read_text()


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names
