"""Asylum blocked: Russia drafts a request, marks a claim, tries to sign, tries through the gateway. Nothing leaves.

Commands and gateway are the member's own, the hub is a process of its own. A request about somebody else goes through
on the same day, so that it is the mark alone that holds the other back. A claim that is made later takes back what was
sent, for a reason that tells nothing.
"""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import asyncpg
import pytest

from hub.sdk.books.inbox import Lane
from tests.integration.api.callers import Answer, Api
from tests.integration.hubs import REQUEST
from tests.integration.sdk.sites import Site as Gateway
from tests.integration.sdk.sites import receive, send
from tests.support.hub import HubProcess, Site, make_ban, make_envelope, make_site
from tests.support.members import PATIENCE, Members, set_environment

ORIGIN = "mig.example/test"
MEMBERS = ("ru-guvm", "tj-molme", "tj-mvd", "hub")
RU, TJ, PACT = "ru-guvm", "tj-mvd", "ru-tj-readmission"
REFUSED, WRONG_USE = 1, 2
DOCUMENT = Path(__file__).parents[3] / "schemas/agreements" / f"{PACT}.json"
SENT, HELD = "RU-2026-SENT", "RU-2026-HELD"
TELLING = (b"asylum", b"refugee", b"claim", "убежищ".encode(), "беженец".encode(), b"protection")


@dataclass(kw_only=True)
class Exchange:
    """A hub that runs, Russia's and Tajikistan's sites."""

    folder: Path
    site: Site
    url: str
    dsn: str
    russia: Gateway
    tajikistan: Gateway
    members: Members

    def command(self, *words: object) -> tuple[int, str]:
        """Run a command; return status and output."""
        said = self.members.run(*words)
        return said.status, said.text

    def draft(self, case: str, number: int) -> Path:
        """Write Russia's draft of a request about a plainly fictitious person."""
        path = self.folder / f"{case}.json"
        path.write_text(json.dumps(record_of(case, number), ensure_ascii=False), encoding="utf-8")
        return path

    def submit(self, draft: Path, *more: object) -> tuple[int, str]:
        """Sign a draft by Russia's key and submit it."""
        about = ("--type", "readmission-request", "--purpose", "readmission", "--agreement", PACT, "--to", TJ)
        return self.command("submit", draft, "--config", self.russia.path, *about, "--subject", draft.stem, *more)

    def bring_into_force(self) -> None:
        """Let both parties bring the agreement into force today."""
        today = f"{datetime.now(UTC):%Y-%m-%d}"
        document = {**json.loads(DOCUMENT.read_text()), "status": "signed", "signed_on": today, "version": 2}
        path = self.folder / "agreement.json"
        path.write_text(json.dumps(document))
        assert self.command("agreement", "publish", path)[0] == 0
        path.write_text(json.dumps({**document, "status": "in_force", "valid_from": today, "version": 3}))
        for member in (self.russia, self.tajikistan):
            self.members.approve(member.path, path)
        assert self.command("agreement", "publish", path)[0] == 0

    def wait_for_case(self) -> None:
        """Wait until the hub shows Russia its case: it follows the log a moment later."""
        end = time.monotonic() + PATIENCE
        while not json.loads(self.members.read(RU, "/v1/cases"))["cases"]:
            assert time.monotonic() < end
            time.sleep(0.1)

    def kept(self) -> list[bytes]:
        """Return the leaves of the hub's log."""
        return asyncio.run(self._read_leaves())

    async def _read_leaves(self) -> list[bytes]:
        conn = await asyncpg.connect(self.dsn)
        try:
            return [row["body"] for row in await conn.fetch("SELECT body FROM leaf ORDER BY index")]
        finally:
            await conn.close()

    def receive(self) -> None:
        """Let Tajikistan's gateway read its inbox."""
        asyncio.run(_receive(self.tajikistan))

    def send(self, change: dict[str, Any]) -> dict[str, Any]:
        """Let Russia's gateway take a change from the national system; return what it tells that system."""
        self.russia.put(change)
        asyncio.run(_send(self.russia))
        return self.russia.read("outcomes")[-1]


async def _post(exchange: Exchange, token: bytes) -> Answer:
    async with aiohttp.ClientSession() as session:
        return await Api(url=exchange.url, trust=exchange.site.trust, session=session).post(token)


async def _receive(member: Gateway) -> None:
    async with member.open() as gateway:
        await receive(gateway, Lane.ORDINARY)


async def _send(member: Gateway) -> None:
    async with member.open() as gateway:
        await send(gateway)
        await gateway.outbound.tell()


def record_of(case: str, number: int, **person: Any) -> dict[str, Any]:
    """Return a request of Russia to Tajikistan."""
    about = {**make_ban(number)["subject"], **person}
    return {**REQUEST, "case_id": case, "requesting_authority": RU, "requested_authority": TJ, "person": about}


@pytest.fixture
def exchange(
    fresh_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Exchange]:
    """A hub that runs, and the sites of two members."""
    folder = tmp_path / "hub"
    folder.mkdir()
    site = make_site(folder, MEMBERS, origin=ORIGIN)
    settings = site.environment(fresh_database, HUB_UNSAFE_DATABASE="1")
    set_environment(monkeypatch, **settings, HUB_LANGUAGE="en")
    process = HubProcess(settings, log=tmp_path / "hub.log")
    russia = Gateway(tmp_path / "ru", RU, site.trust, process.address)
    russia.write_config(process.address, extra='[protection]\nofficers = ["officer-9", "officer-1"]\n')
    tajikistan = Gateway(tmp_path / "tj", TJ, site.trust, process.address)
    yield Exchange(
        folder=tmp_path,
        site=site,
        url=process.address,
        dsn=fresh_database,
        russia=russia,
        tajikistan=tajikistan,
        members=Members(folder=tmp_path, site=site, address=process.address, capsys=capsys),
    )
    process.stop()


def test_nothing_leaves_about_somebody_whom_a_mark_holds_back(exchange: Exchange):
    exchange.bring_into_force()
    sent, held = exchange.draft(SENT, 1), exchange.draft(HELD, 2)

    # somebody else's request goes through: the way is open
    status, said = exchange.submit(sent)
    assert status == 0, said
    before = exchange.kept()

    # a claim is marked; nobody hears of it, and there is nothing to take back
    marking = ("protection", "mark", "--config", exchange.russia.path, "--reason", "asylum-claim", "--by", "officer-1")
    status, said = exchange.command(*marking, "--record", held)
    assert status == 0, said

    # Russia tries to sign: by its key, for its contact persons, with a signature from elsewhere, under another case
    payload, other = exchange.folder / "held.payload", exchange.draft("RU-2026-OTHER", 2)
    envelope = exchange.folder / "held.envelope"
    envelope.write_bytes(
        make_envelope(
            exchange.site.trust,
            RU,
            record_of(HELD, 2),
            to=[TJ],
            type="readmission-request",
            agreement=PACT,
            purpose="readmission",
        )
    )
    tried = [
        exchange.submit(held),
        exchange.submit(held, "--payload", payload),
        exchange.command("submit", envelope, "--envelope", "--config", exchange.russia.path),
        exchange.submit(other),
    ]
    assert [status for status, _ in tried] == [REFUSED] * 4
    assert all("[review-required]" in said for _, said in tried)
    assert not payload.exists()

    # and through the gateway
    change = {"type": "readmission-request", "version": "1.0", "to": [TJ], "agreement": PACT, "purpose": "readmission"}
    outcome = exchange.send({**change, "subject": HELD, "record": record_of(HELD, 2)})
    assert (outcome["verdict"], outcome["codes"]) == ("refused", ["review-required"])

    # no message, no leaf, no trace at Tajikistan
    assert exchange.kept() == before
    exchange.receive()
    assert exchange.tajikistan.subjects() == [SENT]
    seen = b"".join(path.read_bytes() for path in exchange.tajikistan.folder.rglob("*") if path.is_file())
    seen += (exchange.folder / "hub.log").read_bytes() + b"".join(before)
    refusals = "".join(said for _, said in tried) + json.dumps(outcome, ensure_ascii=False)
    assert HELD.encode() not in seen
    assert not [word for word in TELLING if word in (seen + refusals.encode()).lower()]

    # a claim made later takes back what was sent, for a reason that tells nothing; Tajikistan's system erases it
    exchange.wait_for_case()
    status, said = exchange.command(*marking, "--record", sent)
    assert status == 0, said
    assert "the case is withdrawn" in said
    assert exchange.submit(sent)[0] == REFUSED
    exchange.receive()
    withdrawn = exchange.tajikistan.read("applied")[-1]
    assert (withdrawn["subject"], withdrawn["record"]["reason"]) == (SENT, "authority_decision")
    assert exchange.tajikistan.read("erased") == [{"subjects": [SENT]}]

    # only another officer lets the other case go, and then it goes
    release = ("protection", "release", "--config", exchange.russia.path, "--subject", HELD, "--by")
    assert exchange.command(*release, "officer-1")[0] == WRONG_USE
    assert exchange.command(*release, "officer-5")[0] == WRONG_USE
    status, said = exchange.command(*release, "officer-9")
    assert status == 0, said
    status, said = exchange.submit(held)
    assert status == 0, said

    # a system without a gate: the hub refuses what a record itself discloses, here by its code of nationality
    record = record_of("RU-2026-CODE", 3, nationalities=[{"code": "TJK"}, {"code": "XXB"}])
    routing = {"to": [TJ], "type": "readmission-request", "agreement": PACT, "purpose": "readmission"}
    answer = asyncio.run(_post(exchange, make_envelope(exchange.site.trust, RU, record, **routing)))
    assert (answer.status, [each["code"] for each in answer.json["errors"]]) == (422, ["review-required"])
    assert not [word for word in TELLING if word in answer.body.lower()]
