"""Everything a run takes: a throw-away database, a hub in this process, the door before it, the client behind it.

The hub's own operator plays against the client here: what `log_carelessly` puts into the log is signed by the log's key
and proven by it, whatever is wrong with it. A client that relies on the hub's checks is found out.
"""

import contextlib
import datetime
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from hub import settings as hub_settings
from hub.api.serve import listening
from hub.clock import SystemClock
from hub.conform.client import Client, make_client
from hub.conform.door import Door, open_door
from hub.conform.messages import Flaw, Kind, Message, Writer
from hub.conform.trust import ORIGIN, make_trust
from hub.core import envelope as envelopes
from hub.core.errors import HubError
from hub.demo.processes import run_command
from hub.embedded.cluster import open_cluster
from hub.settings import StartError
from hub.workflows.log.arrange_group import Entry
from hub.workflows.log.candidate import Candidate
from hub.workflows.process.open_exchange import Process, open_process
from hub.workflows.submission.submit import submit
from keys import jws
from keys.errors import KeysError

DATABASE = "conform"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is tested: whose client, with which type of record, started how; what it says goes to the file `log`."""

    participant: str
    kind: Kind
    config: Path
    log: Path
    command: str | None = None


class NotAcceptedError(StartError):
    """The throw-away hub refused a message that has to be right: the kit and its register do not fit."""

    def __init__(self, code: str) -> None:
        super().__init__(
            "conform-message-refused",
            f"Узел прогона отклонил исправное сообщение ({code}). Выберите другой вид записей в --type.",
            f"The hub of the run refused a message without a flaw ({code}). Choose another type of record in --type.",
        )


@dataclass(slots=True, kw_only=True)
class World:
    """A running environment for scenarios."""

    process: Process
    door: Door
    client: Client
    writer: Writer
    started: list[Message] = field(default_factory=list)

    def now(self) -> datetime.datetime:
        """Return the time of hub and peer."""
        return self.process.exchange.clock.now()

    def set_clock(self, seconds: int) -> None:
        """Put the client's clock that far ahead; 0 puts it right."""
        file = self.client.clock
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps({"shift_seconds": seconds}), encoding="ascii")
        fresh.replace(file)

    async def log(self, message: Message) -> None:
        """Let the hub accept a message, whatever is wrong with it.

        Raises:
            NotAcceptedError: a message without a flaw was refused.
        """
        if message.asked is not None:
            await self._submit(message.asked)
        if message.flaw is not Flaw.NONE:
            await log_carelessly(self.process, self.writer.participant, message)
            return
        await self._submit(message.token)

    async def _submit(self, token: bytes) -> None:
        try:
            await submit(self.process.exchange, self.process.committer, token)
        except (HubError, KeysError) as refusal:
            raise NotAcceptedError(refusal.code) from None


async def log_carelessly(process: Process, recipient: str, message: Message) -> None:
    """Give a message a place in the log and in an inbox without any check.

    Raises:
        NotAcceptedError: the log does not take it.
    """
    token = jws.read(message.token, envelopes.TYP)
    envelope = envelopes.parse(token.payload, message.token)
    found = process.exchange.catalogue.record_type(envelope.type, envelope.version)
    candidate = Candidate(
        envelope=envelope,
        record_type=found,
        recipients=(recipient,),
        omitted=(),
        agreements=(),
        warnings=(),
        kid=token.kid,
        epoch=process.exchange.judgement.epoch,
    )
    (outcome,) = await process.committer.append_all([Entry(candidate=candidate)])
    if isinstance(outcome, HubError | KeysError):
        raise NotAcceptedError(outcome.code)


@contextlib.asynccontextmanager
async def open_world(folder: Path, subject: Subject) -> AsyncIterator[World]:
    """Make and start everything but the client; all of it is gone after the block.

    Raises:
        StartError: something could not be started.
    """
    site = make_trust(
        folder / "hub", subject.participant, subject.kind.peer_of(subject.participant), SystemClock().now()
    )
    async with contextlib.AsyncExitStack() as stack:
        cluster = await stack.enter_async_context(open_cluster(None, durable=False))
        cluster.create_database(DATABASE)
        settings = site.settings(cluster.dsn(DATABASE))
        status, said = await run_command(["migrate"], settings)
        if status:
            why = said.decode(errors="replace").strip().removeprefix("hub: ")
            raise StartError("conform-migrate-failed", why, why)
        process = await stack.enter_async_context(open_process(hub_settings.load(settings)))
        door = await stack.enter_async_context(open_door(await stack.enter_async_context(listening(process))))
        client = make_client(
            folder / "client",
            site,
            participant=subject.participant,
            url=door.url,
            record_type=subject.kind.type,
            command=subject.command,
            config=subject.config,
            log=subject.log,
        )
        stack.push_async_callback(client.stop)
        yield World(process=process, door=door, client=client, writer=Writer(site, subject.kind, subject.participant))


__all__ = ["ORIGIN", "NotAcceptedError", "Subject", "World", "log_carelessly", "open_world"]
