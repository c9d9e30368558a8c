"""`hub protection mark`: what was sent about the person is looked for at the hub, taken back, and held back."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from hub.client.client import open_client
from hub.client.errors import RefusedError
from hub.clock import SystemClock
from hub.embedded.cluster import Cluster
from hub.sdk.assembly import address_of
from hub.sdk.settings import config as configs
from hub.sdk.settings.key_files import read_key
from tests.integration.cli.conftest import Ended, Run, Served
from tests.integration.conftest import SEEDED
from tests.support import database
from tests.support.hub import HubProcess, Site, make_ban, now
from tests.support.readmission import KZ, record_of

MARK = ("protection", "mark", "--reason", "asylum-claim", "--by", "officer-1", "--config")
ROUTING = ("--to", "tj-mvd", "--purpose", "readmission", "--agreement", "kz-tj-readmission")
PERSON = {
    "names": [{"surname": "Тестов-Защищённый", "given": "Пример", "script": "Cyrl", "role": "primary"}],
    "birth": {"date": {"year": 1984, "month": 8, "day": 17}},
    "sex": "M",
    "nationalities": [{"code": "TJK"}],
    "documents": [{"type": "foreign_passport", "number": "400765432", "issuing_state": "TJK"}],
}
ALIKE = {
    **PERSON,
    "names": [{"surname": "Тестов-Защищенный", "given": "Примера", "script": "Cyrl", "role": "primary"}],
    "documents": [],
}


def somebody_else(surname: str, year: int, number: str | None = None) -> dict[str, Any]:
    """Return a person who is not like the others of this file."""
    documents = [] if number is None else [{**PERSON["documents"][0], "number": number}]
    names = [{**PERSON["names"][0], "surname": surname, "given": surname[::-1].title()}]
    return {**PERSON, "names": names, "birth": {"date": {"year": year, "month": 3, "day": 2}}, "documents": documents}


class Authority:
    """Kazakhstan's authority, which sends records and waits until the hub's readers know of them."""

    def __init__(self, hub: Run, served: Served, folder: Path) -> None:
        self._hub, self._served, self._folder = hub, served, folder
        self.config = served.config(KZ)

    def write(self, kind: str, case: str, **changes: Any) -> Path:
        path = self._folder / f"{kind}-{case}.json"
        if kind == "citizenship-check-request":
            changes["case_id"] = f"{case}-R"  # the readmission that is to follow
        path.write_text(json.dumps(record_of(kind, case, KZ, now(), **changes), ensure_ascii=False), encoding="utf-8")
        return path

    def send(self, kind: str, case: str, **changes: Any) -> Path:
        path = self.write(kind, case, **changes)
        ended = self.submit(path, kind, case)
        assert ended.status == 0, ended.err
        return path

    def submit(self, path: Path, kind: str, case: str) -> Ended:
        return self._hub("submit", path, "--type", kind, *ROUTING, "--subject", case, "--config", self.config)

    def mark(self, *arguments: object) -> Any:
        ended = self._hub(*MARK, self.config, "--json", *arguments)
        assert ended.status == 0, ended.err
        return ended.json

    def marked(self) -> list[str]:
        return [each["subject"] for each in self._hub("protection", "list", "--config", self.config, "--json").json]

    def wait_for(self, kind: str, case: str, state: str | None = None) -> None:
        """Wait until the hub's readers know a case, in a state where one is given."""
        config, end = configs.load(self.config), time.monotonic() + 20

        async def known() -> bool:
            async with open_client(address_of(config), read_key(config), SystemClock()) as client:
                try:
                    return state in {None, (await client.read_case(KZ, case, kind=kind)).state}
                except RefusedError:
                    return False

        while not asyncio.run(known()):
            assert time.monotonic() < end
            time.sleep(0.05)


@pytest.fixture(scope="module")
async def screening(
    hub_site: Site, seeded_cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Served]:
    """A hub that screens."""
    async with database.clone(seeded_cluster, "cli_protection", SEEDED) as dsn:
        process = HubProcess(hub_site.environment(dsn, roles="api,worker,screening", HUB_UNSAFE_DATABASE="1"))
        try:
            yield Served(site=hub_site, dsn=dsn, url=process.address, folder=tmp_path_factory.mktemp("protection"))
        finally:
            process.stop()


@pytest.fixture
def kazakhstan(hub: Run, screening: Served, tmp_path: Path) -> Authority:
    return Authority(hub, screening, tmp_path)


def test_a_mark_takes_back_every_case_of_the_person_and_holds_back_those_of_somebody_alike(kazakhstan: Authority):
    draft = kazakhstan.send("readmission-request", "KZ-P-1", person=PERSON)
    kazakhstan.send("readmission-request", "KZ-P-2", person={**PERSON, "names": ALIKE["names"]})
    kazakhstan.send("citizenship-check-request", "KZ-P-3", person=PERSON)
    kazakhstan.send("transit-request", "KZ-P-4", person=PERSON, requested_authority="tj-mvd")
    alike = kazakhstan.send("readmission-request", "KZ-P-5", person=ALIKE)
    kazakhstan.send("readmission-request", "KZ-P-6")  # somebody else
    kazakhstan.wait_for("case", "KZ-P-6")

    told = kazakhstan.mark("--record", draft)
    early = kazakhstan.mark("--record", draft)
    kazakhstan.wait_for("transit", "KZ-P-4", "withdrawn")
    again = kazakhstan.mark("--record", draft)

    assert len(told["withdrawn"]) == 4
    assert (told["left"], told["look_at"], told["bans"]) == ([], ["KZ-P-5"], [])
    assert (early["withdrawn"], again["withdrawn"], again["left"]) == ([], [], [])
    assert again["mark"] == told["mark"]
    assert {"KZ-P-1", "KZ-P-2", "KZ-P-3", "KZ-P-4", "KZ-P-5"} <= set(kazakhstan.marked())
    assert "KZ-P-6" not in kazakhstan.marked()
    held = kazakhstan.submit(alike, "readmission-request", "KZ-P-5")
    assert "[review-required]" in held.out + held.err
    silent = kazakhstan.write("travel-document", "KZ-P-5", basis="after_silence")  # names the case and no person
    going_on = kazakhstan.submit(silent, "travel-document", "KZ-P-5")
    assert "[review-required]" in going_on.out + going_on.err
    withdrawal = kazakhstan.write("readmission-withdrawal", "KZ-P-5")
    assert kazakhstan.submit(withdrawal, "readmission-withdrawal", "KZ-P-5").status == 0


def test_a_case_marked_by_its_number_alone_holds_its_person_back_elsewhere(kazakhstan: Authority):
    person = somebody_else("Пробный", 1971, "400999111")
    kazakhstan.send("readmission-request", "KZ-P-11", person=person)
    kazakhstan.wait_for("case", "KZ-P-11")
    other = kazakhstan.write("readmission-request", "KZ-P-12", person=person)

    told = kazakhstan.mark("--subject", "KZ-P-11")
    held = kazakhstan.submit(other, "readmission-request", "KZ-P-12")

    assert len(told["withdrawn"]) == 1
    assert "[review-required]" in held.out + held.err


def test_bans_of_the_person_are_looked_for_where_the_officer_asks_and_a_hit_report_is_held_back(
    hub: Run, screening: Served, kazakhstan: Authority, tmp_path: Path
):
    person = somebody_else("Образцова", 1962, "400555777")
    ban = tmp_path / "ban.json"
    ban.write_text(json.dumps({**make_ban(8123), "subject": person}, ensure_ascii=False), encoding="utf-8")
    subject = ("--subject", "TEST-00008123")
    routing = ("--type", "entry-ban", "--to", KZ, "--purpose", "entry-control", "--agreement", "cis-2000")
    assert hub("submit", ban, "--config", screening.config("ru-guvm"), *routing, *subject).status == 0
    draft = kazakhstan.write("readmission-request", "KZ-P-21", person=person)
    asked = ("screen", "--config", kazakhstan.config, "--purpose", "entry-control", "--case", "T-1", "--json")
    end = time.monotonic() + 20
    while not hub(*asked, "--document", "400555777").json["persons"][0]["bans"]:
        assert time.monotonic() < end
        time.sleep(0.05)

    plain = kazakhstan.mark("--record", draft)
    told = kazakhstan.mark("--record", draft, "--bans")
    wrong = hub(*MARK, kazakhstan.config, "--subject", "KZ-P-21", "--bans")

    assert (plain["bans"], told["bans"]) == ([], ["TEST-00008123"])
    assert "TEST-00008123" in kazakhstan.marked()
    assert wrong.status == 2


def test_what_was_done_is_said_in_words(hub: Run, kazakhstan: Authority):
    case = kazakhstan.send("citizenship-check-request", "KZ-P-31", person=somebody_else("Показов", 1955))
    kazakhstan.wait_for("citizenship-check", "KZ-P-31")
    ended = hub(*MARK, kazakhstan.config, "--record", case)

    assert ended.status == 0, ended.err
    assert "the case is withdrawn, place" in ended.out
