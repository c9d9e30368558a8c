"""Ten thousand canary names, documents and identifiers go through a real hub; their bytes are found nowhere afterwards.

Searched are the whole data directory (tables, WAL, temporary files), a dump, the logs of the hub and of PostgreSQL, the
keyring: while the records are kept, and after they were erased. An older dump, restored, brings none of them back. A
canary that is planted is found by the same search in the same files.
"""

import asyncio
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import pytest

from hub.embedded.binaries import ENVIRONMENT
from hub.embedded.cluster import Cluster, make_cluster
from hub.store import migrate
from hub.workflows.delivery.read_inbox import read_inbox
from tests.integration.api.callers import LINES
from tests.integration.hubs import MEMBERS, ORIGIN, open_hub
from tests.integration.retention.conftest import make_keeper
from tests.support import canaries, not_run
from tests.support.canaries import CYRILLIC, LATIN, Search
from tests.support.clock import MovedClock
from tests.support.hub import HubProcess, Site, make_ban, make_envelope, make_site

RECORDS, NAMES, DOCUMENTS, IDENTIFIERS = 144, 20, 20, 10
EACH = 2 * NAMES + DOCUMENTS + IDENTIFIERS
ENDED = {"kind": "fixed", "start_on": "2019-03-02", "end_on": "2020-03-01"}
CANARIES = canaries.make(RECORDS * NAMES * 2, 1, CYRILLIC) + canaries.make(
    RECORDS * (DOCUMENTS + IDENTIFIERS), 2, LATIN
)
SEARCH = Search(CANARIES)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A hub's site, its database, and everything else that is written down."""

    cluster: Cluster
    site: Site
    logs: Path

    @property
    def dsn(self) -> str:
        """The hub's database."""
        return self.cluster.dsn("hub")

    def found(self) -> dict[str, set[str]]:
        """Search everything that was written."""
        places = {"cluster": self.cluster.state.path, "logs": self.logs, "keyring": self.site.folder}
        return {
            f"{name}/{path}": hits for name, folder in places.items() for path, hits in SEARCH.folder(folder).items()
        }

    def dump(self, path: Path) -> None:
        """Dump the database as SQL."""
        self._run("pg_dump", "--no-owner", "-f", str(path), self.dsn)

    def restore(self, path: Path, name: str) -> str:
        """Make a database from a dump; return its address."""
        self.cluster.create_database(name)
        self._run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(path), self.cluster.dsn(name))
        return self.cluster.dsn(name)

    def _run(self, name: str, *arguments: str) -> None:
        program = Path(self.cluster.binaries.program("postgres")).with_name(name)
        not_run.unless(program.exists(), f"{name} is missing beside the PostgreSQL that is used")
        subprocess.run([program, *arguments], env={**os.environ, **ENVIRONMENT}, check=True, capture_output=True)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A PostgreSQL and a hub's folder that this test has for itself."""
    for name in ("site", "logs"):
        (tmp_path / name).mkdir()
    cluster = make_cluster(None, durable=False)
    try:
        cluster.start()
        yield Place(cluster=cluster, site=make_site(tmp_path / "site", MEMBERS, origin=ORIGIN), logs=tmp_path / "logs")
    finally:
        cluster.close()


def records() -> Iterator[dict[str, Any]]:
    """Yield bans that each hold many canaries, and ended so long ago that they are soon erased."""
    left = iter(CANARIES[: RECORDS * NAMES * 2])
    numbers = iter(CANARIES[RECORDS * NAMES * 2 :])
    for number in range(RECORDS):
        subject = {
            **make_ban(number)["subject"],
            "names": [
                {"surname": next(left), "given": next(left), "script": "Cyrl", "role": "alias" if place else "primary"}
                for place in range(NAMES)
            ],
            "documents": [
                {"type": "foreign_passport", "number": next(numbers), "issuing_state": "TJK"} for _ in range(DOCUMENTS)
            ],
            "identifiers": [{"scheme": "KZ-IIN", "value": next(numbers)} for _ in range(IDENTIFIERS)],
        }
        yield make_ban(number, subject=subject, period=ENDED)


async def submit(place: Place) -> None:
    """Submit all records over HTTP to a hub that logs everything, some of them wrongly as well; let it index them."""
    environment = place.site.environment(place.dsn, HUB_UNSAFE_DATABASE="1", HUB_LOG_LEVEL="debug")
    process = HubProcess(environment, log=place.logs / "hub.log")
    try:
        made = list(records())
        tokens = [make_envelope(place.site.trust, "ru-guvm", record) for record in made]
        broken = [{**made[0], "severity": CANARIES[0]}, {**made[1], CANARIES[1]: CANARIES[2]}]
        wrong = [make_envelope(place.site.trust, "ru-guvm", record) for record in broken]
        async with aiohttp.ClientSession() as session:
            for body in (b"\n".join([*tokens, *wrong]), tokens[0] + b"x", CANARIES[3].encode()):
                url, headers = f"{process.address}/v1/messages", {"Content-Type": LINES}
                async with session.post(url, data=body, headers=headers) as response:
                    answer = await response.read()
                assert SEARCH.look(answer) == set(), "an answer quotes a record"
                if body.startswith(tokens[0] + b"\n"):
                    assert answer.count(b'"receipt"') == RECORDS
                    assert answer.count(b'"problem"') == len(wrong)
        await _wait_for_index(place)
    finally:
        process.stop()


async def _wait_for_index(place: Place) -> None:
    conn = await asyncpg.connect(place.dsn)
    async with asyncio.timeout(60):
        while await conn.fetchval("SELECT count(DISTINCT index) FROM blind_index") < RECORDS:
            await asyncio.sleep(0.2)
    await conn.execute("CHECKPOINT")
    await conn.close()


async def erase(place: Place) -> MovedClock:
    """Let three months pass, and the backup horizon."""
    clock = MovedClock()
    async with open_hub(place.site, place.dsn) as hub:
        keeper = make_keeper(hub, clock)
        await keeper.pass_days(95)
        await keeper.pass_days(36)
    return clock


async def counts(dsn: str) -> tuple[int, int, int]:
    """Return how many messages, how many of them with a data key, and how many tokens there are."""
    conn = await asyncpg.connect(dsn)
    try:
        row = await conn.fetchrow(
            "SELECT count(*), count(wrapped), (SELECT count(*) FROM blind_index) FROM message WHERE type = 'entry-ban'"
        )
        return tuple(row)
    finally:
        await conn.close()


async def plant(place: Place, encoding: str) -> None:
    """Write a canary into a table, encoded."""
    conn = await asyncpg.connect(place.dsn)
    await conn.execute("CREATE TABLE IF NOT EXISTS planted (bytes bytea)")
    for encode in canaries.ENCODINGS[encoding]:
        await conn.execute("INSERT INTO planted VALUES ($1)", encode(CANARIES[7]))
    await conn.execute("CHECKPOINT")
    await conn.close()


async def test_ten_thousand_canaries_are_found_nowhere_before_and_after_erasure(place: Place, tmp_path: Path):
    assert len(CANARIES) == RECORDS * EACH > 10_000
    place.cluster.create_database("hub")
    await _migrate(place.dsn)
    await submit(place)
    place.dump(place.logs / "before.sql")
    assert await counts(place.dsn) == (RECORDS, RECORDS, RECORDS * EACH + RECORDS)
    assert place.found() == {}, "a record stands somewhere in plain"

    clock = await erase(place)
    assert await counts(place.dsn) == (RECORDS, 0, 0)
    place.dump(place.logs / "after.sql")
    assert place.found() == {}, "a record is still somewhere"

    restored = place.restore(place.logs / "before.sql", "restored")
    assert (await counts(restored))[1] == RECORDS, "the older dump has their data keys"
    async with open_hub(place.site, restored) as hub:
        hub.exchange.clock = clock
        page = (await read_inbox(hub.exchange, recipient="tj-mvd", lane="urgent", after=0, limit=500)).to_json()
    assert {each.get("tombstone") for each in page["messages"]} == {"erased"}
    assert await counts(restored) == (RECORDS, 0, 0)

    for encoding in canaries.ENCODINGS:
        await plant(place, encoding)
    found = place.found()
    assert set().union(*found.values()) >= set(canaries.ENCODINGS), "the search would have found them"
    assert any("pg_wal" in path for path in found)
    assert any("/base/" in path for path in found)


async def _migrate(dsn: str) -> None:
    conn = await asyncpg.connect(dsn)
    await migrate.migrate(conn)
    await conn.close()
