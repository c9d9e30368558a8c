"""Connect, fail, recover: a member writes an adapter, proves it, is enrolled, exchanges; its gateway dies and comes back.

It is killed while records flow both ways, and stays away for two hours in which both national systems go on. In the end
there was one alert, opened and closed once; the lists are equal; no record came twice, and the way back was no flood.
"""

import asyncio
import importlib
import tempfile
import tomllib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from hub.core import envelope as envelopes
from hub.demo.national import NationalService
from hub.demo.processes import Processes, run_command
from keys import jws, keyfile
from tests.acceptance.journeys.connecting import (
    KEYS,
    LANES,
    NEW,
    ORIGIN,
    OTHER,
    Gateway,
    Secretariat,
    come_through,
    open_secretariat,
    read_ceremony,
    received,
    revisions,
    tally,
    until,
)
from tests.acceptance.test_trust_ceremony import Ceremony
from tests.integration.workflows.test_alerts import open_office
from tests.support.hub import make_message_id

ADAPTER = "kz_register"
SCENARIO = "valid/one"
FEW, MANY = 20, 150
BATCH = 100  # what a gateway sends, or reads, at once
SILENT = {("sync-age", NEW)}
ENOUGH = timedelta(seconds=61)  # a condition lasts for a minute before it is told
SUBMITTED, HANDED, REFUSED = "hub_submitted_total", "hub_inbox_messages_total", "hub_refused_total"
PAUSES = "\n[intervals]\nsource_seconds = 0.3\ntrust_seconds = 2\nlong_poll_seconds = 1\nwitness_seconds = 1\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, in which everybody's files lie, as the how-to of the ceremony has them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


@pytest.fixture
async def processes(secretariat: Secretariat) -> AsyncIterator[Processes]:
    """Everybody's systems and gateways, ended before the hub is."""
    logs = secretariat.folder / "logs"
    logs.mkdir()
    started = Processes(logs)
    yield started
    await started.stop_all()


@pytest.fixture
async def secretariat(folder: Path) -> AsyncIterator[Secretariat]:
    """A hub whose trust list the ceremony made: the secretariat and one member."""
    ceremony = Ceremony()
    ceremony.do(read_ceremony()[0])
    anchor = ceremony.aloud["$ROOT"].replace(" ", "")
    with tempfile.TemporaryDirectory(prefix="hub-journey-") as state:
        Path(state).chmod(0o711)  # PostgreSQL may run under another account
        async with (
            open_office(folder) as office,
            open_secretariat(folder, Path(state) / "hub", anchor, office) as opened,
        ):
            yield opened


async def command(folder: Path, *words: object) -> None:
    """Run a command that has to succeed."""
    status, said = await run_command([*map(str, words)], {"PYTHONPATH": str(folder)})
    assert status == 0, said.decode()


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PYTHONPATH": str(folder),
        "HUB_ORIGIN": ORIGIN,
        "HUB_TRAINING_CLOCK": str(folder / "clock.json"),
        "HUB_LOG_LEVEL": "warning",
    }


async def write_adapter(secretariat: Secretariat, processes: Processes) -> Gateway:
    """The new member begins with the skeleton, and fills in its configuration."""
    folder = secretariat.folder
    await command(folder, "adapter", "new", ADAPTER, "--participant", NEW)
    simulator = [f"{ADAPTER}.simulator", "--port", "0", "--state", str(folder / "kz-system")]
    where = msgspec.json.decode(await processes.start("kz-system", simulator, {"PYTHONPATH": str(folder)}, ready=True))
    config = folder / ADAPTER / "gateway.toml"
    text = config.read_text(encoding="utf-8")
    for skeleton, own in (
        ("site/signing.pem", f"../{KEYS[NEW]}"),
        ("https://mig.example", secretariat.url),
        ("0" * 64, str(secretariat.process.settings.trust_anchor)),
        ("http://127.0.0.1:8900/api", where["endpoint"]),
        ("ru-guvm", OTHER),
    ):
        assert skeleton in text
        text = text.replace(skeleton, own)
    config.write_text(text + PAUSES, encoding="utf-8")
    return _gateway(NEW, config, where["control"], secretariat, processes)


async def start_other(secretariat: Secretariat, processes: Processes) -> Gateway:
    """The other member's system speaks by files; its gateway is a witness of the log."""
    folder = secretariat.folder
    simulator = ["adapters.tj_files.simulator", "--port", "0", "--state", str(folder / "tj-system")]
    where = msgspec.json.decode(await processes.start("tj-system", simulator, {}, ready=True))
    for each in ("tj", "tj/state", "tj/adapter"):
        (folder / each).mkdir(mode=0o700)
    config = folder / "tj" / "gateway.toml"
    config.write_text(
        f'[gateway]\nparticipant = "{OTHER}"\nstate_dir = "state"\n'
        f'[hub]\nurl = "{secretariat.url}"\norigin = "{ORIGIN}"\n'
        f'[trust]\nroot_sha256 = "{secretariat.process.settings.trust_anchor}"\n'
        f'[key]\nfile = "../{KEYS[OTHER]}"\nwitness_file = "../tj-witness.pem"\n'
        f'[adapter]\nmodule = "adapters.tj_files"\n[adapter.settings]\nfolder = "{where["folder"]}"\n'
        f'participant = "{OTHER}"\nstate_dir = "{folder / "tj" / "adapter"}"\n'
        f'[[adapter.settings.routes]]\ntype = "entry-ban"\nto = ["{NEW}"]\nagreement = "cis-2000"\n'
        f'purpose = "entry-control"\n{PAUSES}',
        encoding="utf-8",
    )
    gateway = _gateway(OTHER, config, where["control"], secretariat, processes)
    await gateway.start()
    return gateway


def _gateway(participant: str, config: Path, control: str, secretariat: Secretariat, processes: Processes) -> Gateway:
    return Gateway(
        participant=participant,
        config=config,
        system=NationalService(secretariat.session, control),
        processes=processes,
        environment=_environment(secretariat.folder),
    )


async def prove(folder: Path, member: Gateway) -> None:
    """The kit is passed without the exchange: against a hub of its own, and by files; the national system forgets it."""
    await member.put(FEW)
    await asyncio.to_thread(write_samples, folder, member.config)
    key = keyfile.read(folder / KEYS[NEW], None)
    await asyncio.gather(
        command(folder, "conform", "files", "samples", "--config", member.config, "--out", "of-files"),
        command(folder, "conform", "run", "--config", member.config, "--only", SCENARIO, "--out", "of-gateway"),
    )
    protocols = ("of-files", "of-gateway")
    await asyncio.gather(*(command(folder, "conform", "verify", each, "--kid", key.kid) for each in protocols))
    await member.system.tell("reset")


def write_samples(folder: Path, config: Path) -> None:
    """Sign what the adapter reads from the national system, a file for each record."""
    (folder / "samples").mkdir()
    (folder / "samples-state").mkdir()
    given = tomllib.loads(config.read_text(encoding="utf-8"))["adapter"]["settings"]
    adapter = importlib.import_module(ADAPTER).make_adapter({**given, "state_dir": str(folder / "samples-state")})
    key, now = keyfile.read(folder / KEYS[NEW], None), datetime.now(UTC).replace(microsecond=0)
    for number, change in enumerate(adapter.source.changes(None, 2 * FEW).changes):
        payload = envelopes.format(
            hub=ORIGIN,
            message_id=make_message_id(),
            sender=NEW,
            to=list(change.to),
            sent_at=now,
            type=change.type,
            version=change.version,
            purpose=change.purpose,
            agreement=change.agreement,
            subject=change.subject,
            record=change.record,
        )
        (folder / "samples" / f"{number}.jws").write_bytes(jws.sign(payload, key, envelopes.TYP))
    adapter.close()
    assert len(list((folder / "samples").iterdir())) == FEW


async def enrol(secretariat: Secretariat, member: Gateway, commands: list[str]) -> None:
    """Two of the Council and two officers sign; until they have, the hub does not know the key."""
    status, said = await member.run("gateway", "check")
    assert status == 1, said
    Ceremony().do(commands)

    async def is_listed() -> bool:
        return f'"{NEW}"' in (await secretariat.read("/v1/trust-list"))["participants"]

    await until(is_listed)
    status, said = await member.run("gateway", "check")
    assert status == 0, said


async def compare(folder: Path, reader: Gateway, giver: Gateway) -> None:
    """The reader's list is, by its digest, the one that the hub delivered; bans that are over by themselves are on none."""
    held, today = await revisions(reader, "held"), datetime.now(UTC).date().isoformat()
    own = (await giver.system.ask("own", type="entry-ban"))["records"]
    listed = [
        {"ban_id": each["ban_id"], "revision": held[each["ban_id"]][0], "status": held[each["ban_id"]][1]}
        for each in own
        if each["end_on"] is None or each["end_on"] >= today
    ]
    file = folder / f"{reader.participant}.json"
    file.write_bytes(msgspec.json.encode({"bans": listed}))
    status, said = await reader.run("bans", "compare", "--issuer", giver.participant, "--list", file)
    assert status == 0, said
    assert len(listed) > FEW


async def connect(secretariat: Secretariat, processes: Processes) -> tuple[Gateway, Gateway]:
    """The new member writes its adapter, proves it and is enrolled; return its gateway and the other's."""
    steps = read_ceremony()[1]
    new = await write_adapter(secretariat, processes)
    Ceremony().do(steps[:2])  # its key, and the request; nobody else writes to standard output meanwhile
    await prove(secretariat.folder, new)
    other = await start_other(secretariat, processes)
    await enrol(secretariat, new, steps[2:])
    await new.start()
    await asyncio.gather(new.put(FEW), other.put(FEW))
    await come_through(new, other)
    assert await secretariat.look(set()) == []
    return new, other


async def fail(secretariat: Secretariat, new: Gateway, other: Gateway) -> None:
    """The gateway dies while records flow both ways; life goes on, and the board turns red in one place."""
    await new.system.tell("misbehave", mode="slow", operation="records", seconds=0.05, times=10 * MANY)
    await asyncio.gather(new.put(MANY), other.put(MANY))
    while await received(new) <= FEW:
        await asyncio.sleep(0.01)
    await new.kill()
    assert await received(new) < FEW + MANY
    await new.system.tell("misbehave", mode="none")
    await asyncio.gather(new.put(FEW), other.put(MANY))

    await secretariat.pass_time(timedelta(hours=2, minutes=1))
    assert await secretariat.look(SILENT) == []
    await secretariat.pass_time(ENOUGH)
    assert await secretariat.look(SILENT) == await secretariat.look(SILENT) == list(SILENT)


async def recover(secretariat: Secretariat, new: Gateway, other: Gateway) -> None:
    """The gateway starts again and makes up; the alert is closed once all has been well for long enough."""
    await new.start()
    await come_through(new, other)
    assert await secretariat.look(set()) == list(SILENT)
    await secretariat.pass_time(ENOUGH)
    assert await secretariat.look(set()) == []


async def judge(secretariat: Secretariat, new: Gateway, other: Gateway) -> None:
    """No record and no receipt came twice, the lists are equal, and nobody was asked for more than the kill explains."""
    counts, messages = await secretariat.count(SUBMITTED, HANDED, REFUSED), 0
    for reader, giver in ((new, other), (other, new)):
        inbox = await secretariat.inbox(reader.participant)
        messages += len(inbox)
        bans, receipted, receipts = tally(inbox)
        own, mine = await revisions(giver, "own"), await revisions(reader, "own")
        assert bans == {(name, revision): 1 for name, (revision, _) in own.items()}
        assert (len(receipted), set(receipted.values())) == (len(mine), {1})
        assert receipts < FEW, "one for many"
        await compare(secretariat.folder, reader, giver)
    assert counts[REFUSED] == 0
    assert counts[SUBMITTED] - messages <= BATCH, "no more sent again than was in doubt at the kill"
    assert counts[HANDED] - messages <= len(LANES) * BATCH, "no more read again than the pages at the kill"


async def test_a_member_connects_its_gateway_dies_and_comes_back(processes: Processes, secretariat: Secretariat):
    new, other = await connect(secretariat, processes)
    await fail(secretariat, new, other)
    await recover(secretariat, new, other)
    await judge(secretariat, new, other)

    ((measure, whose),) = SILENT
    assert secretariat.told() == [("opened", measure, whose), ("closed", measure, whose)]
