"""A hub that screens, with its API, and what its members send to it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import pytest

from hub.api.serve import listening
from hub.core.enquiry.errors import ScreeningBehindError
from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import ListState
from hub.embedded.cluster import Cluster
from hub.workflows.bans.reconcile_bans import read_state
from hub.workflows.log.release_log import release_rest
from hub.workflows.process.open_screening import open_screening
from hub.workflows.projections import project
from hub.workflows.projections.bans import Bans
from hub.workflows.screening.screen import Screening
from keys import strict_json
from tests.integration.api.callers import Answer, Api
from tests.integration.conftest import SEEDED
from tests.integration.hubs import Hub, open_hub
from tests.support import database
from tests.support.hub import Site, now


@dataclass(kw_only=True)
class Screened:
    """A hub with the role `screening`."""

    hub: Hub
    screening: Screening
    api: Api

    async def publish(
        self, number: int, *, to: tuple[str, ...] = ("tj-mvd",), sender: str = "ru-guvm", **record: Any
    ) -> int:
        """Submit a ban; return its place in the log."""
        token = self.hub.ban(number, sender=sender, to=list(to), record={"subject": somebody(number), **record})
        return (await self.hub.submit(token)).receipt.index

    async def state(
        self, issuer: str = "ru-guvm", *, to: tuple[str, ...] = ("tj-mvd",), at: datetime | None = None
    ) -> int:
        """Let an issuer state its list to each of these, as it was delivered; return the last place in the log."""
        said, last = at or now(), -1
        for recipient in to:
            await self.follow()
            _, state = await read_state(self.hub.exchange, reader=recipient, issuer=issuer, on=said.date(), depth=None)
            last = await self.claim(list_state(issuer, said, state), recipient)
        return last

    async def claim(self, record: dict[str, Any], recipient: str = "tj-mvd") -> int:
        """Submit a statement of a list, be it right or not; return its place in the log."""
        token = self.hub.sign(record["issuer"], record, type="ban-list-state", to=[recipient], subject=None)
        index = (await self.hub.submit(token)).receipt.index
        await self.follow()
        return index

    async def follow(self) -> None:
        """Follow what was accepted, as the worker does."""
        await release_rest(self.hub.exchange)
        while not (await project.follow(self.hub.exchange, Bans()))[1]:
            pass

    def number(self) -> int:
        """Return a number that no ban of this hub has yet."""
        return self.hub.next_number()

    async def ask(self, by: str, *persons: Mapping[str, Any], after: int = -1, **question: Any) -> Answer:
        """Ask about persons, once the index reflects the log beyond `after`."""
        async with asyncio.timeout(20):
            while self.screening.index.size <= after:
                await asyncio.sleep(0.01)
        asked = {"purpose": "entry-control", "case_number": "TEST-1", "persons": list(persons), **question}
        return await self.post(by, "screen", asked)

    async def post(self, by: str, path: str, document: Any, **options: Any) -> Answer:
        """Ask anything."""
        headers = {"Authorization": f"Bearer {self.api.token(by)}", "Content-Type": "application/json"} | options.pop(
            "headers", {}
        )
        return await self.api.call(
            "POST", f"/v1/entry-bans/{path}", data=strict_json.dumps(document), headers=headers, **options
        )


def list_state(issuer: str, at: datetime, state: ListState) -> dict[str, Any]:
    """Return an issuer's statement of its list."""
    return {
        "issuer": issuer, "holder": issuer, "scheme": listing.SCHEME, "on": at.date().isoformat(),
        "as_of": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "count": state.count, "digest": state.digest, "buckets": list(state.buckets),
    }  # fmt: skip


SYLLABLES = ("ба", "до", "ги", "ку", "ле", "мо", "ра", "су", "ти", "фе")


def somebody(number: int) -> dict[str, Any]:
    """Return a person unlike those of other numbers, as bans hold him."""
    name = "".join(SYLLABLES[int(digit)] for digit in f"{number:04d}"[-4:]).capitalize()
    born = {"year": 1950 + number * 7 % 50, "month": 1 + number * 5 % 12, "day": 2 + number * 3 % 26}
    return {
        "names": [{"surname": f"{name}пробный", "given": f"Тест{name.lower()}", "script": "Cyrl", "role": "primary"}],
        "birth": {"date": born, "country": "TJK"},
        "sex": "M",
        "nationalities": [{"code": "TJK"}],
        "documents": [{"type": "foreign_passport", "number": f"40{number:07d}", "issuing_state": "TJK"}],
    }


def passport(number: int) -> dict[str, Any]:
    """Return the person of this number as his passport shows him."""
    subject = somebody(number)
    document = {name: subject["documents"][0][name] for name in ("number", "issuing_state")}
    return {"names": subject["names"], "birth": {"date": subject["birth"]["date"]}, "documents": [document]}


@contextlib.asynccontextmanager
async def _screening(site: Site, dsn: str, **settings: str) -> AsyncIterator[Screened]:
    async with (
        open_hub(site, dsn, HUB_ROLES="api,screening", **settings) as hub,
        open_screening(hub.process) as screening,
        listening(hub.process, screening) as url,
        aiohttp.ClientSession() as session,
    ):
        async with asyncio.timeout(20):
            while not _is_ready(screening):
                await asyncio.sleep(0.01)
        yield Screened(hub=hub, screening=screening, api=Api(url=url, trust=hub.trust, session=session))


def _is_ready(screening: Screening) -> bool:
    try:
        screening.index.require_ready()
    except ScreeningBehindError:
        return False
    return True


@pytest.fixture(scope="session")
async def screened(hub_site: Site, seeded_cluster: Cluster) -> AsyncIterator[Screened]:
    """A hub that screens, for tests that only add to its log; each issuer states its list to `tj-mvd` in one test only."""
    async with (
        database.clone(seeded_cluster, "seeded_screening", SEEDED) as dsn,
        _screening(hub_site, dsn, HUB_SCREENING_RATE="0") as hub,
    ):
        yield hub


@pytest.fixture
async def own_screened(hub_site: Site, seeded_database: str) -> AsyncIterator[Screened]:
    """A hub of one's own that screens, a hundred persons at once and then one a second."""
    settings = {"HUB_SCREENING_RATE": "1", "HUB_SCREENING_BURST": "100"}
    async with _screening(hub_site, seeded_database, **settings) as hub:
        yield hub
