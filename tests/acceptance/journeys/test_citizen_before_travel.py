"""A citizen before travel: his own authority tells him of a ban, and later that nobody can know any more.

The hub is a process with a PostgreSQL of its own; its training clock lets two days pass.
"""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.clock import advance
from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import Listed
from tests.support.hub import HubProcess, make_ban, make_site
from tests.support.members import Members, set_environment

MEMBERS = ("ru-guvm", "tj-molme", "cis-ec", "hub")
ZONE = ("P<TJKRAHMONOV<<FIRDAVS<<<<<<<<<<<<<<<<<<<<<<", "4001234563TJK9003152M3003149<<<<<<<<<<<<<<<6")
TWO_DAYS = 2 * 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A hub that runs, and its members' commands."""

    folder: Path
    clock: Path
    members: Members

    def command(self, member: str, *words: object) -> tuple[int, str]:
        """Run a command at a member's site; return status and output."""
        said = self.members.run_at(member, *words)
        return said.status, said.text

    def publish(self, record: dict[str, Any], kind: str, **options: str) -> None:
        """Russia submits a record to Tajikistan, as its sync does."""
        path = self.folder / f"{kind}.json"
        path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        routing = ("--type", kind, "--to", "tj-molme", "--purpose", "entry-control", "--agreement", "cis-2000")
        status, said = self.command("ru-guvm", "submit", path, *routing, *words)
        assert status == 0, said

    def advise(self, name: str) -> tuple[dict[str, Any], str]:
        """Ask for the citizen whose passport this is; return the answer and the sheet that is handed to him."""
        path = self.folder / f"{name}.html"
        asked = ("screen", "--citizen", "--case", f"TJ-TEST-{name}", "--consent", "written", "--issuer", "ru-guvm")
        zone = [word for line in ZONE for word in ("--mrz", line)]
        status, said = self.command("tj-molme", *asked, *zone, "--reader", "tg", "--sheet", path, "--json")
        assert status == 0, said
        return json.loads(said), path.read_text(encoding="utf-8")


@pytest.fixture
def exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Exchange]:
    """A hub in the environment `training`, with a PostgreSQL of its own."""
    folder, clock = tmp_path / "hub", tmp_path / "clock.json"
    folder.mkdir()
    site = make_site(folder, MEMBERS, origin="mig.example/training")
    set_environment(monkeypatch, HUB_TRAINING_CLOCK=str(clock), HUB_ORIGIN="mig.example/training")
    settings = site.environment("", roles="api,worker,screening", HUB_TRAINING_CLOCK=str(clock))
    del settings["HUB_DATABASE_URL"]
    with tempfile.TemporaryDirectory(prefix="hub-journey-") as state:
        Path(state).chmod(0o711)  # PostgreSQL may run under another account
        process = HubProcess({**settings, "HUB_STATE_DIR": f"{state}/hub"}, log=tmp_path / "hub.log")
        try:
            members = Members(folder=tmp_path, site=site, address=process.address, capsys=capsys)
            yield Exchange(folder=tmp_path, clock=clock, members=members)
        finally:
            process.stop()


def test_a_ban_with_its_appeal_route_is_told_and_later_that_the_list_is_out_of_date(exchange: Exchange):
    subject = {
        "names": [{"surname": "Раҳмонов", "given": "Фирдавс", "script": "Cyrl", "role": "primary"}],
        "birth": {"date": {"year": 1990, "month": 3, "day": 15}, "country": "TJK"},
        "sex": "M",
        "nationalities": [{"code": "TJK"}],
        "documents": [{"type": "foreign_passport", "number": "400123456", "issuing_state": "TJK"}],
    }
    ban = {**make_ban(1), "subject": subject}
    exchange.publish(ban, "entry-ban", subject=ban["ban_id"])
    said = datetime.now(UTC).replace(microsecond=0)
    state = listing.state_of([Listed(ban_id=ban["ban_id"], revision=1, status="active")])
    stated = {
        "issuer": "ru-guvm",
        "holder": "ru-guvm",
        "scheme": listing.SCHEME,
        "on": said.date().isoformat(),
        "as_of": said.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "count": state.count,
        "digest": state.digest,
        "buckets": list(state.buckets),
    }
    exchange.publish(stated, "ban-list-state")

    advice, sheet = _until_known(exchange)

    assert advice["verdict"] == "ban"
    (shown,) = advice["bans"]
    assert (shown["issuer"], shown["severity"]["code"], shown["last_known"]) == ("ru-guvm", "migration", False)
    assert (shown["period"]["start_on"], shown["period"]["end_on"]) == ("2026-03-02", "2029-03-01")
    assert (shown["remedy"]["term"], shown["remedy"]["confirmed"]) == ("P3M", False)
    for words in (
        "ВЪЕЗД ЗАКРЫТ",
        "ENTRY IS CLOSED",
        "Кодекс административного судопроизводства",
        "3 месяца",
        "срок не подтверждён",
        "Санаи таваллуд",
        "01.03.2029",
    ):
        assert words in sheet
    assert "114-FZ" not in sheet

    advance(exchange.clock, TWO_DAYS)  # the Russian sync has stopped: its list is not stated again
    advice, sheet = exchange.advise("2")

    assert advice["verdict"] == "unknown"
    assert advice["lists"][0]["as_of"] == stated["as_of"]
    assert [each["last_known"] for each in advice["bans"]] == [True]
    assert "НЕИЗВЕСТНО" in sheet
    assert said.strftime("%d.%m.%Y") in sheet
    received = [_inbox(exchange, lane) for lane in ("urgent", "ordinary")]
    assert received == [[], []]  # no hit report, nor anything else: nobody in Russia learns that he asked
    assert advice["access"] > 0
    assert datetime.fromisoformat(advice["at"]) > said + timedelta(days=1)


def _until_known(exchange: Exchange) -> tuple[dict[str, Any], str]:
    """Return the first advice that reflects what was published: the index follows a moment later."""
    for _ in range(40):
        advice, sheet = exchange.advise("1")
        if advice["lists"][0]["as_of"] is not None:
            return advice, sheet
    raise AssertionError(advice)


def _inbox(exchange: Exchange, lane: str) -> list[str]:
    status, said = exchange.command("ru-guvm", "inbox", "--lane", lane, "--json")
    assert status == 0, said
    return [message["type"] for message in json.loads(said)["messages"]]
