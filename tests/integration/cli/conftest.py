"""Commands in this process, and one real hub for all tests of this folder."""

import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog

from hub.cli import main
from hub.embedded.cluster import Cluster
from keys import keyfile
from tests.integration.conftest import SEEDED
from tests.support import database
from tests.support.hub import HubProcess, Site

GOLDEN = Path(__file__).parents[2] / "golden" / "cli"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`, for `pytest tests/integration/cli --update-golden`; the result is reviewed as code."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files of the command line anew")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with its golden file, or write it."""

    def compare(name: str, text: str) -> None:
        if request.config.getoption("--update-golden", default=False):
            (GOLDEN / name).write_text(text, encoding="utf-8")
        assert text == (GOLDEN / name).read_text(encoding="utf-8")

    return compare


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        assert self.out, f"printed nothing, ended with {self.status}: {self.err}"
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line it complained in; nothing else was printed."""
        (line,) = self.err.splitlines()
        assert self.out == ""
        return line


Run = Callable[..., Ended]


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process; names are settings. Nothing it says is ever a traceback."""
    for name in [name for name in os.environ if name.startswith("HUB_")]:
        monkeypatch.delenv(name)

    def run(*arguments: object, **settings: str) -> Ended:
        with monkeypatch.context() as patch:
            for name, value in {"HUB_LANGUAGE": "en", **settings}.items():
                patch.setenv(name, value)
            status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        structlog.reset_defaults()
        assert "Traceback" not in said.out + said.err
        return Ended(status, said.out, said.err)

    return run


@dataclass(frozen=True, kw_only=True)
class Served:
    """A hub that runs, and its participants' configurations."""

    site: Site
    dsn: str
    url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Settings of the hub."""
        return self.site.environment(self.dsn, HUB_UNSAFE_DATABASE="1")

    @property
    def root(self) -> Path:
        """The root document, as it was had from elsewhere."""
        return self.site.folder / "root.note"

    def config(self, participant: str, *, url: str | None = None, **changes: str) -> Path:
        """Write a participant's gateway.toml; `changes` replace the value of a key."""
        folder = self.folder / participant
        folder.mkdir(exist_ok=True)
        if not (folder / "signing.pem").exists():
            keyfile.write(folder / "signing.pem", self.site.trust.keys[participant], None)
        keys = {
            "gateway": f'[gateway]\nparticipant = "{participant}"\nstate_dir = "state"',
            "hub": f'[hub]\nurl = "{url or self.url}"\norigin = "{self.site.trust.list.hub}"',
            "trust": f'[trust]\nroot_file = "{self.root}"',
            "key": '[key]\nfile = "signing.pem"',
            "adapter": '[adapter]\nmodule = "adapters.manual"',
        }
        number = len(list(folder.glob("gateway*.toml")))
        path = folder / f"gateway{number}.toml"
        path.write_text("\n\n".join({**keys, **changes}.values()) + "\n")
        return path


@asynccontextmanager
async def _serving(site: Site, cluster: Cluster, database_name: str, folder: Path) -> AsyncIterator[Served]:
    async with database.clone(cluster, database_name, SEEDED) as dsn:
        process = HubProcess(site.environment(dsn, HUB_UNSAFE_DATABASE="1"))
        try:
            yield Served(site=site, dsn=dsn, url=process.address, folder=folder)
        finally:
            process.stop()


@pytest.fixture(scope="session")
async def served(
    hub_site: Site, seeded_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Served]:
    """One hub process for all who leave it as they found it."""
    async with _serving(hub_site, seeded_cluster, "cli_hub", tmp_path_factory.mktemp("members")) as hub:
        yield hub


@pytest.fixture(scope="module")
async def own_hub(
    hub_site: Site, seeded_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Served]:
    """A hub for one file whose tests suspend keys or stop the log: nobody could use it after them."""
    async with _serving(hub_site, seeded_cluster, "cli_own_hub", tmp_path_factory.mktemp("members")) as hub:
        yield hub
