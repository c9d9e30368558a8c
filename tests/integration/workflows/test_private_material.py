"""A hub at work, refusing, failing and crashing: its keys stand in no log, no answer, no table and no setting."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from hub import settings as settings_room
from tests.integration.api.callers import Api
from tests.integration.conftest import SEEDED
from tests.integration.hubs import Hub, connected
from tests.support import database
from tests.support.hub import WATCHING, HubProcess, Site
from tests.support.secrets import found_in, material_of


def secrets_of(site: Site) -> list[bytes]:
    """Return the private material of every key of the exchange, and the master key's."""
    trust = site.trust
    keys = [trust.log, *trust.authority.online.values(), *trust.authority.officers.values()]
    keys += [*trust.authority.council.values(), *trust.keys.values(), *trust.witnesses.values()]
    master = bytes.fromhex((site.folder / "master.key").read_text().split()[0])
    return [*(material_of(key) for key in keys), master]


async def dump(dsn: str) -> bytes:
    """Return every value of every table, as bytes and as text."""
    parts: list[bytes] = []
    async with connected(dsn) as conn:
        tables = await conn.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for table in tables:
            for row in await conn.fetch(f'SELECT * FROM "{table["tablename"]}"'):
                parts += [value if isinstance(value, bytes) else str(value).encode() for value in row.values()]
    return b"\n".join(parts)


async def test_no_table_holds_a_private_key(node: Hub):
    await asyncio.gather(*(node.submit(node.ban()) for _ in range(5)))

    content = await dump(node.dsn)

    assert len(content) > 10_000
    assert found_in(content, secrets_of(node.site)) == []


@pytest.mark.parametrize("blow", [signal.SIGTERM, signal.SIGABRT])
async def test_no_log_and_no_crash_tells_a_private_key(
    hub_site: Site, seeded_cluster, tmp_path: Path, blow: signal.Signals
):
    """SIGABRT with the fault handler on: the interpreter writes all it knows of where it was."""
    log = tmp_path / "hub.log"
    async with database.clone(seeded_cluster, f"seeded_secrets_{blow.value}", SEEDED) as dsn:
        more = {"HUB_LOG_LEVEL": "debug", "HUB_UNSAFE_DATABASE": "1", "PYTHONFAULTHANDLER": "1", "PYTHONDEVMODE": "0"}
        process = HubProcess(hub_site.environment(dsn, **more), log=log)
        try:
            answers = await _trouble(process.address, hub_site)
        finally:
            process.process.send_signal(blow)
            await asyncio.to_thread(process._reap)
    content = log.read_bytes() + answers

    assert b"\n" in log.read_bytes()
    assert (b"Fatal Python error" in content) == (blow is signal.SIGABRT)
    assert found_in(content, secrets_of(hub_site)) == []


async def _trouble(address: str, site: Site) -> bytes:
    """Ask the hub for much that it refuses, and for something it does; return what it says."""
    async with aiohttp.ClientSession() as session:
        api = Api(url=address, trust=site.trust, session=session)
        answers = [
            await api.post(b"nonsense"),
            await api.get("/v1/inbox/urgent", "tj-mvd"),
            await api.get("/v1/messages/%00", "tj-mvd"),
            await api.get("/v1/trust-list"),
            await api.get("/metrics", headers=WATCHING),
            await api.get("/readyz"),
        ]
    return b"\n".join(answer.body for answer in answers)


@pytest.mark.parametrize("missing", ["HUB_DATABASE_URL", "HUB_TRUST_ANCHOR", "HUB_LOG_KEY_FILE"])
def test_a_hub_that_does_not_start_says_why_and_no_more(hub_site: Site, missing: str):
    environment = hub_site.environment("postgresql://hub:word-of-mouth@127.0.0.1:1/none", HUB_LOG_LEVEL="debug")
    environment |= {"HUB_TRUST_ANCHOR": "0" * 64} if missing == "HUB_TRUST_ANCHOR" else {}
    environment |= {"HUB_LOG_KEY_FILE": str(hub_site.folder / "master.key")} if missing == "HUB_LOG_KEY_FILE" else {}
    run = subprocess.run(
        [sys.executable, "-m", "hub.cli", "serve"], env=environment, capture_output=True, timeout=60, check=False
    )
    said = run.stdout + run.stderr

    assert run.returncode != 0
    assert b"Traceback" not in said
    assert found_in(said, [*secrets_of(hub_site), b"word-of-mouth"]) == []


def test_settings_name_keys_and_hold_none(hub_site: Site):
    loaded = settings_room.load(hub_site.environment("postgresql://hub@/hub"))

    assert found_in(repr(loaded).encode(), secrets_of(hub_site)) == []


async def test_the_running_hub_shows_no_key_of_its_own(node: Hub):
    """What a debugger, a health page or an error tracker would print of it."""
    shown = "".join(repr(part) for part in (node.process, node.exchange, node.exchange.vault, node.exchange.judgement))

    assert "PrivateKey(" in shown
    assert found_in(shown.encode(), secrets_of(node.site)) == []
