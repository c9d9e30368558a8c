"""From a ban to its amnesty: published, begun by an exit, reviewed, covered by an act, lifted by its issuer, reconciled.

Everything goes through `hub` commands at two members' sites; the hub is a process of its own, which also screens.
"""

import json
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.hub import HubProcess, make_ban, make_site, now
from tests.support.members import Members, set_environment

MEMBERS = ("ru-guvm", "tj-molme", "cis-ec", "hub")
RU, TJ = "ru-guvm", "tj-molme"
PATIENCE = 30
PENDING = {"kind": "duration", "duration": "P3Y", "start_event": "exit"}
EXIT = "2026-03-02"
PERSONS = {1: ("Тестов", "Пример", 1990), 2: ("Образцова", "Проба", 1971), 3: ("Пробный", "Учебник", 1983)}


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A hub that runs, and two members' commands."""

    folder: Path
    members: Members

    def command(self, member: str, *words: object) -> tuple[int, str]:
        """Run a command at a member's site; return status and output."""
        said = self.members.run_at(member, *words)
        return said.status, said.text

    def submit(self, member: str, kind: str, record: dict[str, Any], **routing: str) -> tuple[int, dict[str, Any]]:
        """Submit a record to the other member; return status and answer."""
        path = self.folder / "record.json"
        path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        words = {"to": TJ if member == RU else RU, "purpose": "entry-control", "agreement": "cis-2000", **routing}
        options = [word for name, value in words.items() for word in (f"--{name}", value)]
        status, said = self.command(member, "submit", path, "--type", kind, "--json", *options)
        return status, json.loads(said)

    def look(self, member: str, *words: object) -> list[dict[str, Any]]:
        """Return what a command prints as lines of JSON."""
        status, said = self.command(member, *words, "--json")
        assert status == 0, said
        return [json.loads(line) for line in said.splitlines()]

    def screen(self, number: int) -> str:
        """Let Tajikistan screen the person of a ban; return the verdict on the Russian list."""
        surname, given, year = PERSONS[number]
        asked = ("--document", f"40{number:07d}", "--citizenship", "TJK", "--birth", f"{year}-03-15")
        about = ("--case", f"TJ-{number}", "--purpose", "entry-control", "--issuer", RU)
        names = ("--surname", surname, "--given", given)
        status, said = self.command(TJ, "screen", *about, *names, *asked, "--json")
        assert status == 0, said
        return str(json.loads(said)["persons"][0]["verdict"])


@pytest.fixture
async def exchange(
    tmp_path: Path, fresh_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> AsyncIterator[Exchange]:
    """A hub with all its roles, on a database of its own."""
    folder = tmp_path / "hub"
    folder.mkdir()
    site = make_site(folder, MEMBERS, origin="mig.example/test")
    set_environment(monkeypatch, HUB_LANGUAGE="ru")
    environment = site.environment(fresh_database, roles="api,worker,screening", HUB_UNSAFE_DATABASE="1")
    process = HubProcess(environment, log=tmp_path / "hub.log")
    members = Members(folder=tmp_path, site=site, address=process.address, capsys=capsys)
    yield Exchange(folder=tmp_path, members=members)
    process.stop()


def until(look: Callable[[], Any], wanted: Callable[[Any], bool]) -> Any:
    """Look until what is wanted is there: readers see what was published a moment later."""
    end = time.monotonic() + PATIENCE
    while not wanted(found := look()):
        assert time.monotonic() < end, found
        time.sleep(0.1)
    return found


def person(number: int) -> dict[str, Any]:
    """Return a plainly fictitious person."""
    surname, given, year = PERSONS[number]
    names = [{"surname": surname, "given": given, "script": "Cyrl", "role": "primary"}]
    birth = {"date": {"year": year, "month": 3, "day": 15}, "country": "TJK"}
    return {**make_ban(number)["subject"], "names": names, "birth": birth}


def published(exchange: Exchange) -> dict[str, dict[str, Any]]:
    """Let Russia publish three bans that begin with the exit; return them by reference."""
    bans = [make_ban(number, status="pending_start", period=PENDING, subject=person(number)) for number in PERSONS]
    bans[1]["decision"]["court_ordered"] = True
    bans[2]["subject"]["nationalities"].append({"code": "KAZ"})
    for ban in bans:
        assert exchange.submit(RU, "entry-ban", ban, subject=ban["ban_id"], version="1.2")[0] == 0
    return {ban["ban_id"]: ban for ban in bans}


def begin(exchange: Exchange, ban: dict[str, Any]) -> dict[str, Any]:
    """Let Russia record the exit: the period begins."""
    change = {"cause": "start_event", "on": EXIT}
    begun = {**ban, "revision": 2, "status": "active", "period": {**PENDING, "start_on": EXIT}, "change": change}
    assert exchange.submit(RU, "entry-ban", begun, subject=ban["ban_id"], version="1.2")[0] == 0
    return begun


def state_list(exchange: Exchange) -> None:
    """Let Russia state its list to Tajikistan."""
    status, said = exchange.command(RU, "bans", "state")
    assert status == 0, said
    assert exchange.submit(RU, "ban-list-state", json.loads(said))[0] == 0


def listed(exchange: Exchange) -> dict[str, dict[str, Any]]:
    """Return how Tajikistan sees the Russian bans, by reference."""
    return {each["ban_id"]: each for each in exchange.look(TJ, "bans", "list", "--issuer", RU)}


def review(exchange: Exchange, ban_id: str) -> str:
    """Let Tajikistan ask for a review; return the message's id, once Russia sees that it waits."""
    request = {
        "review_id": "TJ-R-1",
        "ban": {"issuer": RU, "ban_id": ban_id},
        "requesting_authority": TJ,
        "applicant": "person",
        "causes": ["amnesty", "family_life"],
        "consent": True,
        "requested_on": now().date().isoformat(),
    }
    status, said = exchange.submit(TJ, "ban-review-request", request, subject="TJ-R-1")
    assert status == 0, said
    waiting = until(lambda: exchange.command(RU, "bans", "waiting")[1], lambda found: "TJ-R-1" in found)
    assert ban_id in waiting
    return str(said["id"])


def decide(exchange: Exchange, ban_id: str, asked: str) -> tuple[int, dict[str, Any]]:
    """Let Russia decide on the review."""
    decision = {
        "review_id": "TJ-R-1",
        "ban": {"issuer": RU, "ban_id": ban_id},
        "requesting_authority": TJ,
        "outcome": "lifted",
        "reasons": ["amnesty"],
        "decided_on": now().date().isoformat(),
        "authority": {"name": "Испытательный орган", "participant": RU},
        "ban_revision": 3,
    }
    return exchange.submit(RU, "ban-review-decision", decision, subject="TJ-R-1", **{"reply-to": asked})


def announce(exchange: Exchange) -> None:
    """Let Russia send the act."""
    act = {
        "act_id": "RU-A-1",
        "revision": 1,
        "issuer": RU,
        "status": "in_force",
        "act": {
            "number": "У-1",
            "date": "2026-03-20",
            "authority": {"name": "Испытательный орган", "participant": RU},
            "legal_basis": {"law": "114-ФЗ", "article": "27"},
        },
        "window": {"from": "2026-03-25"},
        "beneficiaries": ["TJK"],
        "eligible_grounds": ["RU-27-12"],
        "excluded_grounds": ["RU-27-3"],
        "excluded_if": ["court_ordered", "restricted"],
        "effect": {"kind": "lift"},
        "as_of": "2026-03-20T09:00:00Z",
    }
    assert exchange.submit(RU, "amnesty-act", act, subject="RU-A-1")[0] == 0


def test_a_ban_is_lifted_by_its_issuer_under_an_act_and_the_person_is_clear(exchange: Exchange):
    bans = published(exchange)
    first, second, third = bans
    state_list(exchange)
    until(lambda: exchange.screen(1), lambda verdict: verdict == "ban")  # before the exit it is in force, too
    waits = until(lambda: listed(exchange), lambda found: len(found) == 3)[first]
    assert (waits["status"], waits["in_force"], waits["ends_on"]) == ("pending_start", True, None)

    begun = begin(exchange, bans[first])
    runs = until(lambda: listed(exchange), lambda found: found[first]["revision"] == 2)[first]
    assert (runs["status"], runs["starts_on"], runs["ends_on"]) == ("active", EXIT, "2029-03-01")

    asked = review(exchange, first)

    announce(exchange)
    found = until(lambda: exchange.command(RU, "bans", "amnesty", "RU-A-1", "--json"), lambda found: found[0] == 0)[1]
    proposals = {each["ban_id"]: each for each in map(json.loads, found.splitlines())}
    assert {name: (each["verdict"], each["reason"]) for name, each in proposals.items()} == {
        first: ("eligible", "covered"),
        second: ("ineligible", "court-ordered"),
        third: ("needs_manual", "citizenships-several"),
    }
    assert {each["status"] for each in listed(exchange).values()} == {"active", "pending_start"}, "it lifts nothing"
    lifted = {**begun, **proposals[first]["changes"]}
    status, refused = exchange.submit(TJ, "entry-ban", lifted, subject=first, version="1.2")
    assert (status, refused["errors"][0]["code"]) == (1, "issuer-mismatch"), "only the issuer lifts"

    assert exchange.submit(RU, "entry-ban", lifted, subject=first, version="1.2")[0] == 0
    assert decide(exchange, first, asked)[0] == 0
    status, again = decide(exchange, first, asked)
    assert (status, again["code"]) == (1, "move-not-allowed"), "it is decided once"

    until(lambda: listed(exchange), lambda found: found[first]["status"] == "lifted")
    state_list(exchange)
    words = ("bans", "compare", "--issuer", RU, "--json")
    answer = until(lambda: exchange.command(TJ, *words), lambda found: '"stated": {"count": 2' in found[1])
    compared = json.loads(answer[1])
    assert compared["equal"] is True
    assert answer[0] == 0
    assert compared["stated"]["digest"] == compared["delivered"]["digest"]
    national = [{"ban_id": name, "revision": 1, "status": "pending_start"} for name in (second, third)]
    export = exchange.folder / "export.json"
    export.write_text(json.dumps({"bans": national}))
    status, said = exchange.command(TJ, "bans", "compare", "--issuer", RU, "--list", export)
    assert (status, said) == (0, "списки совпадают: запретов 2\n")

    until(lambda: exchange.screen(1), lambda verdict: verdict == "no-ban")
    assert exchange.screen(2) == "ban"
    assert exchange.command(RU, "bans", "waiting") == (0, "ничего не ждёт ответа\n")
