"""Two members' sites for the gateway's tests: a national system each, a key, a configuration, the steps to move it."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from hub.client.errors import ClientError
from hub.clock import Clock, SystemClock
from hub.sdk.assembly import Gateway, open_gateway
from hub.sdk.books.inbox import Lane
from hub.sdk.errors import TryLaterError
from hub.sdk.settings import config as configs
from hub.sdk.settings.config import GatewayConfig
from keys import keyfile
from keys.encryption_key import EncryptionKey
from tests.support.trust import Trust

MODULE = "tests.integration.sdk.journal_adapter"
EXAMPLE = Path(__file__).parents[3] / "schemas/entry-ban/1.0/examples/valid-overstay-from-exit.json"


def make_ban(ban_id: str, **changes: Any) -> dict[str, Any]:
    """Return a record of an entry ban."""
    record: dict[str, Any] = json.loads(EXAMPLE.read_text("utf-8"))
    return {**record, "ban_id": ban_id, **changes}


def make_change(ban_id: str, **changes: Any) -> dict[str, Any]:
    """Return a change as a line of the journal adapter's source."""
    given: dict[str, Any] = {"type": "entry-ban", "version": "1.0", "subject": ban_id, "to": ["tj-molme"]}
    given |= {"agreement": "cis-2000", "purpose": "entry-control", "record": make_ban(ban_id)}
    return {**given, **changes}


class Site:
    """One participant's folder."""

    def __init__(
        self,
        folder: Path,
        participant: str,
        trust: Trust,
        url: str,
        *,
        witness: bool = False,
        openers: Sequence[EncryptionKey] = (),
        **intervals: Any,
    ) -> None:
        self.openers = len(openers)
        self.witness = witness
        self.folder = folder
        self.participant = participant
        self.trust = trust
        self.state_dir = folder / "state"
        self.system = folder / "system"
        self.system.mkdir(parents=True)
        self.path = folder / "gateway.toml"
        keyfile.write(folder / "signing.pem", trust.keys[participant], None)
        for number, opener in enumerate(openers):
            keyfile.write(folder / f"opener-{number}.pem", opener, None)
        if witness:
            keyfile.write(folder / "witness.pem", trust.witnesses[participant], None)
        self.write_config(url, **intervals)

    def write_config(self, url: str, *, extra: str = "", **intervals: Any) -> None:
        """Write the configuration file."""
        given = {"source_seconds": 0.05, "long_poll_seconds": 1, "answer_seconds": 5, **intervals}
        lines = "\n".join(f"{key} = {value}" for key, value in given.items())
        self.path.write_text(
            f'[gateway]\nparticipant = "{self.participant}"\nstate_dir = "state"\n'
            f'[hub]\nurl = "{url}"\norigin = "{self.trust.list.hub}"\n'
            f'[trust]\nroot_sha256 = "{self.trust.anchor}"\n'
            f'[key]\nfile = "signing.pem"\n{self._witness_line}{self._opener_line}'
            f'[adapter]\nmodule = "{MODULE}"\n[adapter.settings]\nfolder = "{self.system}"\n'
            f"[intervals]\n{lines}\n{extra}",
            encoding="utf-8",
        )

    @property
    def _witness_line(self) -> str:
        return 'witness_file = "witness.pem"\n' if self.witness else ""

    @property
    def _opener_line(self) -> str:
        return f"encryption_files = {[f'opener-{number}.pem' for number in range(self.openers)]}\n"

    @property
    def config(self) -> GatewayConfig:
        """The configuration, read anew."""
        return configs.load(self.path)

    def know(self, *kids: str) -> None:
        """Write into the configuration that these keys are ours too."""
        text = self.path.read_text("utf-8")
        self.path.write_text(text.replace("[key]\n", f"[key]\nown_kids = {list(kids)}\n"), encoding="utf-8")

    def put(self, *changes: dict[str, Any]) -> None:
        """Put changes into the national system."""
        with (self.system / "source.jsonl").open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(change, ensure_ascii=False) + "\n" for change in changes)

    def read(self, name: str) -> list[dict[str, Any]]:
        """Return what the national system wrote down."""
        path = self.system / f"{name}.jsonl"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    def subjects(self) -> list[str]:
        """Return the subjects of the effects, in order."""
        return [line["subject"] for line in self.read("applied")]

    @asynccontextmanager
    async def open(self, clock: Clock | None = None) -> AsyncIterator[Gateway]:
        """Open the gateway and fetch its trust list; it moves only by the steps below."""
        async with open_gateway(self.config, clock or SystemClock()) as gateway:
            await gateway.site.trust.restore()
            await gateway.site.trust.refresh()
            yield gateway


async def send(gateway: Gateway) -> None:
    """Pull and push until nothing waits."""
    while await gateway.outbound.pull():
        pass
    while await gateway.outbound.push():
        pass


async def receive(gateway: Gateway, lane: Lane = Lane.URGENT) -> None:
    """Read a lane to its end."""
    while await gateway.inbound.handle(lane, await gateway.inbound.read(lane, 0)):
        pass


async def insist(step: Any, times: int = 12) -> None:
    """Do a step until it works, as the loops do but without their pauses."""
    for _ in range(times):
        try:
            return await step()
        except (TryLaterError, ClientError):
            await asyncio.sleep(0.02)
    return await step()
