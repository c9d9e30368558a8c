"""A hub that runs, and parties that speak to it by the client in JavaScript and nothing else."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from hub.embedded.cluster import Cluster
from keys import base64url
from tests.support import database, javascript
from tests.support.hub import HubProcess, Site, make_ban, make_site
from tests.support.members import Members

ORIGIN = "hub.test/test"
SOURCE = Path(__file__).parent / "client"


@dataclass(frozen=True, kw_only=True)
class Said:
    """How the client ended, and what it said."""

    status: int
    out: str
    err: str

    @property
    def state(self) -> Any:
        """What it remembers."""
        assert self.status == 0, self
        return json.loads(self.out)


@dataclass(frozen=True, kw_only=True)
class Party:
    """One participant with a folder of its own."""

    folder: Path
    client: Path
    node: tuple[str, ...]

    @property
    def state(self) -> Path:
        """The client's memory."""
        return self.folder / "state.json"

    def configure(self, **members: Any) -> None:
        """Write the configuration, or change some of it."""
        path = self.folder / "config.json"
        before = json.loads(path.read_text()) if path.exists() else {}
        path.write_text(json.dumps({**before, **members}))

    async def run(self, *words: str) -> Said:
        """Run the client to its end."""
        command = [*self.node, str(self.client / "main.mjs"), str(self.folder / "config.json"), *words]
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
        async with asyncio.timeout(120):
            out, err = await process.communicate()
        return Said(status=process.returncode or 0, out=out.decode(), err=err.decode())

    async def sign(self, *messages: Mapping[str, Any]) -> list[str]:
        """Sign messages; returns their ids."""
        (self.folder / "messages.json").write_text(json.dumps(messages))
        before = json.loads(self.state.read_text())["outbox"] if self.state.exists() else {}
        said = await self.run("sign", str(self.folder / "messages.json"))
        return [each for each in said.state["outbox"] if each not in before]


@dataclass(frozen=True, kw_only=True)
class World:
    """A hub and its parties."""

    site: Site
    address: str
    client: Path
    node: tuple[str, ...]

    def party(self, folder: Path, name: str) -> Party:
        """Return a new party with the key of a participant."""
        folder.mkdir()
        public = self.site.trust.keys[name].public
        party = Party(folder=folder, client=self.client, node=self.node)
        party.configure(
            url=self.address,
            origin=ORIGIN,
            anchor=self.site.trust.anchor,
            participant=name,
            key={"kty": "OKP", "crv": "Ed25519", "kid": public.kid, "x": public.to_jwk()["x"], "d": seed_of(name)},
            state=str(party.state),
        )
        return party

    def read(self, capsys: pytest.CaptureFixture[str], member: str, path: str) -> bytes:
        """Read the API as a member, without the client."""
        return Members(folder=self.client, site=self.site, address=self.address, capsys=capsys).read(member, path)


def seed_of(name: str) -> str:
    """Return the private member of a participant's test key, which is made from a seed."""
    return base64url.encode(hashlib.sha256(f"test/{name}".encode()).digest()).decode()


def ban(number: int, to: Sequence[str] = ("tj-mvd",), **members: Any) -> dict[str, Any]:
    """Return an entry ban as the client takes it."""
    record = make_ban(number)
    routing = {"type": "entry-ban", "version": "1.0", "to": list(to), "subject": record["ban_id"]}
    return {**routing, "agreement": "cis-2000", "purpose": "entry-control", "record": record, **members}


@pytest.fixture(scope="session")
def node() -> tuple[str, ...]:
    """The program with its flags."""
    return javascript.node()


@pytest.fixture(scope="session")
def client(node: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client with its packages."""
    folder = tmp_path_factory.mktemp("javascript") / "client"
    javascript.copy_client(SOURCE, folder)
    return folder


@pytest.fixture(scope="session")
async def world(
    migrated_cluster: Cluster, client: Path, node: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[World]:
    """A hub as a process of its own, with agreements and a trust list."""
    site = make_site(tmp_path_factory.mktemp("hub"), origin=ORIGIN)
    async with database.clone(migrated_cluster, "interop") as dsn:
        process = HubProcess(site.environment(dsn, HUB_UNSAFE_DATABASE="1"))
        try:
            yield World(site=site, address=process.address, client=client, node=node)
        finally:
            assert process.stop() == 0
