"""Missing, found alive: he does not want it told, and nothing that leaves the site says otherwise.

Beside his search another one goes on, in which nobody was found. At the end all that the family's authority, a third
state and the hub itself can see of the one is what they see of the other, and the very bytes that the finding site sends
are those that it would have sent.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from hub.clock import advance
from hub.core import ids
from hub.core.missing import disclosure, features, finding, matching
from hub.core.missing.disclosure import Asked
from hub.core.missing.finding import Event, Finding
from keys import base64url, strict_json
from schemas import catalogue
from tests.integration.api.callers import JOSE, Answer, Api
from tests.support.hub import HubProcess, Site, make_envelope, make_site
from tests.support.records import example

FAMILY, FINDER, THIRD = "tj-mvd", "ru-guvm", "kz-mvd"
ORIGIN = "mig.example/training"
FOUND, GOES_ON, AGREED = "TJ-M-2026-0001", "TJ-M-2026-0002", "TJ-M-2026-0003"
EVERY = catalogue.load().code_list("search-outcomes").entry("nothing_to_report").more["every_days"]
FEATURES = features.read_features(
    {entry.code: entry.more for entry in catalogue.load().code_list("match-features").entries}
)


@dataclass(kw_only=True)
class Exchange:
    """A hub that runs, the clock that everybody goes by, and what each search was asked with."""

    site: Site
    api: Api
    clock: Path
    shift: timedelta = timedelta()
    last: int = 0
    asked: dict[str, Asked] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The time at the hub."""
        return (datetime.now(UTC) + self.shift).replace(microsecond=0)

    async def pass_days(self, days: int) -> None:
        """Let days pass; until the worker has renewed the trust list's status, nobody is believed."""
        advance(self.clock, days * 24 * 3600)
        self.shift += timedelta(days=days)
        await self.wait_for(1)

    async def wait_for(self, size: int) -> None:
        """Wait until readers see so much of the log."""
        for _ in range(400):
            if await self.size() >= size:
                return
            await asyncio.sleep(0.05)
        raise AssertionError

    def sign(self, sender: str, kind: str, record: Mapping[str, Any], to: list[str], **more: Any) -> bytes:
        """Return a record as its sender signs it."""
        subject = record.get("case_id", record.get("proposal_id"))
        routing = {"type": kind, "agreement": "cis-1998", "purpose": "missing-persons", "subject": subject, "to": to}
        return make_envelope(self.site.trust, sender, record, **{"sent_at": self.now, **routing, **more})

    async def post(self, token: bytes) -> Answer:
        """Send it."""
        return await self.api.post(token, JOSE)

    async def send(self, *args: Any, **more: Any) -> None:
        """Sign and send what is right."""
        answer = await self.post(self.sign(*args, **more))
        assert answer.status == 202, answer.json
        self.last = answer.json["receipt"]["index"]

    async def read(self, reader: str) -> list[dict[str, Any]]:
        """Return all that a participant was told, once all that was sent is released."""
        await self.wait_for(self.last + 1)
        bearer = {"Authorization": f"Bearer {self.api.token(reader, now=self.now)}"}
        page = await self.api.call("GET", "/v1/inbox/urgent?limit=500", headers=bearer)
        return [dict(each) for each in page.json["messages"]]

    async def size(self) -> int:
        """Return how large the log is."""
        bearer = {"Authorization": f"Bearer {self.api.token('cis-ec', now=self.now)}"}
        note = await self.api.call("GET", "/log/checkpoint", headers=bearer)
        return int(note.body.splitlines()[1]) if note.status == 200 else 0


@pytest.fixture(scope="module")
async def exchange(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Exchange]:
    """A hub in the environment `training`, with a PostgreSQL of its own."""
    folder = tmp_path_factory.mktemp("journey")
    site, clock = make_site(folder, origin=ORIGIN), folder / "clock.json"
    settings = site.environment("", HUB_TRAINING_CLOCK=str(clock))
    del settings["HUB_DATABASE_URL"]
    with tempfile.TemporaryDirectory(prefix="hub-journey-") as state:
        Path(state).chmod(0o711)  # PostgreSQL may run under another account
        process = HubProcess({**settings, "HUB_STATE_DIR": f"{state}/hub"}, log=folder / "hub.log")
        try:
            async with aiohttp.ClientSession() as session:
                yield Exchange(site=site, api=Api(url=process.address, trust=site.trust, session=session), clock=clock)
        finally:
            process.stop()


async def file_search(exchange: Exchange, case: str) -> None:
    """The family files, and the search is sent to two states."""
    record = example("missing-person", "construction-worker", case_id=case)
    await exchange.send(FAMILY, "missing-person", record, [FINDER, THIRD])
    exchange.asked[case] = Asked(owner=FAMILY, case_id=case, on=exchange.now.date())


async def compare_with_remains(exchange: Exchange, case: str, number: str) -> None:
    """A body is found and proposed; looks are not enough to identify it, and the family's dentist excludes it."""
    remains = example("unidentified-remains", "found-without-documents", case_id=f"RU-R-{number}")
    await exchange.send(FINDER, "unidentified-remains", remains, [FAMILY])
    person = example("missing-person", "construction-worker", case_id=case)
    found = matching.match(person, remains, FEATURES, {})
    assert [each.name for each in found.contradictions] == ["stature"]
    proposal = matching.propose(found, FEATURES, owner=FINDER, proposal_id=f"RU-MP-{number}")
    await exchange.send(FINDER, "match-proposal", proposal, [FAMILY])
    decision = {"decided_by": FAMILY, "decided_on": "2026-04-10"}
    hasty = {**proposal, "revision": 2, "stage": "confirmed", "decision": {**decision, "basis": ["dental"]}}
    refused = await exchange.post(exchange.sign(FAMILY, "match-proposal", hasty, [FINDER]))
    assert {error["code"] for error in refused.json["errors"]} == {
        *("secondary-never-identifies", "contradiction-unexplained")
    }
    excluded = {**proposal, "revision": 2, "stage": "excluded", "decision": decision}
    await exchange.send(FAMILY, "match-proposal", excluded, [FINDER])


def leaving(exchange: Exchange, case: str, known: Finding, sent: int) -> list[bytes]:
    """Return what the finder's site sends about a search now, to the byte; ids are drawn as a given chance has them."""
    updates = [*disclosure.rhythm(exchange.asked[case], sent=sent, now=exchange.now, every_days=EVERY)]
    beside = disclosure.tell(exchange.asked[case], known, told={"location": "-"}, sent=sent, now=exchange.now)
    return [
        exchange.sign(
            FINDER,
            "search-update",
            update.record,
            list(update.to),
            sent_at=update.at,
            message_id=ids.make_message_id(update.at, f"{case}/{sent}".encode()[-10:]),
        )
        for update in (*updates, *([beside] if beside else []))
    ]


def seen(messages: list[dict[str, Any]], case: str, exchange: Exchange) -> list[tuple[Any, ...]]:
    """Return all that can be seen of one search, but what names it: types, sizes, places in order, what is said."""
    opened = [(each, read_payload(each["envelope"])) for each in messages]
    about = [(each, payload) for each, payload in opened if case in str(payload)]
    day = exchange.asked[case].on
    return [
        (
            payload["type"],
            payload["from"],
            payload["to"],
            len(each["envelope"]),
            len(each["leaf"]) - len(str(each["index"])),
            (datetime.fromisoformat(payload["sent_at"]).date() - day).days,
            payload["record"].get("outcome"),
        )
        for each, payload in about
    ]


def read_payload(envelope: str) -> Any:
    """Return what an envelope says."""
    return strict_json.loads(base64url.decode(envelope.split(".")[1].encode()))


async def test_a_person_found_alive_who_does_not_consent_is_a_search_that_goes_on(exchange: Exchange):
    for case, number in ((FOUND, "2026-0001"), (GOES_ON, "2026-0002")):
        await file_search(exchange, case)
        await compare_with_remains(exchange, case, number)

    known = Finding()
    for event in (Event.CANDIDATE, Event.FOUND_ALIVE, Event.REFUSED):
        known = finding.learn(known, event)

    await exchange.pass_days(1)
    for sent in range(2):
        await exchange.pass_days(EVERY)
        for case in (FOUND, GOES_ON):
            (token,) = leaving(exchange, case, known if case == FOUND else Finding(), sent)
            (as_if,) = leaving(exchange, case, Finding(), sent)
            assert token == as_if
            answer, again = await exchange.post(token), await exchange.post(as_if)
            assert (answer.status, again.json["receipt"]) == (202, answer.json["receipt"])
            routine = {**example("search-update", "nothing-to-report"), "case_id": case, "sequence": sent + 1}
            await exchange.send(THIRD, "search-update", routine, [FAMILY])

    before = await exchange.read(FAMILY)
    for careless in (
        {"outcome": "found_alive"},
        {"outcome": "found_alive", "consent": {"refused": True}},
        {"outcome": "nothing_to_report", "told": {"location": "Пробный город"}},
        {"outcome": "nothing_to_report", "note": "живой"},
    ):
        record = {**example("search-update", "nothing-to-report"), "case_id": FOUND, **careless}
        refused = await exchange.post(exchange.sign(FINDER, "search-update", record, [FAMILY]))
        assert (refused.status, refused.code) == (422, "schema-violation")
    assert len(await exchange.read(FAMILY)) == len(before)

    for reader in (FAMILY, THIRD, FINDER):
        told = await exchange.read(reader)
        assert seen(told, FOUND, exchange) == seen(told, GOES_ON, exchange) != []
    told = [each["record"].get("outcome") for each in await about(exchange, FAMILY, FOUND)]
    assert set(told) == {None, "nothing_to_report"}


async def test_with_his_consent_only_the_family_s_authority_is_told_and_others_see_nothing_change(exchange: Exchange):
    await file_search(exchange, AGREED)
    consent = finding.Consent(
        given_on=exchange.now.date(), form="written", scope=("alive",), disclosed_to=(FAMILY,), reference="RU-C-1"
    )
    known = Finding()
    for event in (Event.CANDIDATE, Event.FOUND_ALIVE):
        known = finding.learn(known, event)
    known = finding.learn(known, Event.CONSENTED, consent=consent)
    update = disclosure.tell(exchange.asked[AGREED], known, told={"location": "-"}, sent=0, now=exchange.now)
    assert update is not None

    wider = await exchange.post(exchange.sign(FINDER, "search-update", update.record, [FAMILY, THIRD]))
    await exchange.send(FINDER, "search-update", update.record, list(update.to))
    routine = {**example("search-update", "nothing-to-report"), "case_id": AGREED}
    await exchange.send(THIRD, "search-update", routine, [FAMILY])

    assert {error["code"] for error in wider.json["errors"]} == {"consent-not-covering"}
    told = [each["record"] for each in await about(exchange, FAMILY, AGREED)]
    assert [each["outcome"] for each in told] == ["found_alive", "nothing_to_report"]
    assert "told" not in told[0]
    assert [each["type"] for each in await about(exchange, THIRD, AGREED)] == ["missing-person"]


async def about(exchange: Exchange, reader: str, case: str) -> list[Any]:
    """Return the messages that a participant got about a search."""
    opened = [read_payload(each["envelope"]) for each in await exchange.read(reader)]
    return [each for each in opened if case in str(each)]
