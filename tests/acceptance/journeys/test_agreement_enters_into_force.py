"""An agreement enters into force: Russia is refused, both parties approve the new version, the date arrives, it passes.

Everything goes through `hub` commands at the members' and the hub's sites, and the API; the day comes by the clock of
the training environment. In the end the old refusal stays provable: by the log, without trusting the hub.
"""

import base64
import json
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from hub import clock
from hub.core import instant, merkle
from hub.core import leaf as leaves
from hub.core.checkpoint import parse as parse_checkpoint
from hub.embedded.cluster import make_cluster
from keys import note
from tests.integration.hubs import REQUEST
from tests.support import database
from tests.support.hub import HubProcess, Site, make_site
from tests.support.members import Members, set_environment

ORIGIN = "mig.example/training"
MEMBERS = ("ru-guvm", "tj-molme", "tj-mvd", "cis-ec", "hub")
RU, TJ, PACT = "ru-guvm", "tj-mvd", "ru-tj-readmission"
REFUSED = 1
PATIENCE = 60
DOCUMENT = Path(__file__).parents[3] / "schemas/agreements" / f"{PACT}.json"


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A hub in training, its members' sites, and the clock that they share."""

    folder: Path
    site: Site
    members: Members
    settings: dict[str, str]

    @property
    def clock(self) -> clock.TrainingClock:
        """The clock of the training environment."""
        return clock.TrainingClock(self.folder / "clock.json")

    def command(self, *words: object) -> tuple[int, str]:
        """Run a command; return status and output."""
        said = self.members.run(*words)
        return said.status, said.text

    def request(self, case: str) -> tuple[int, dict[str, Any]]:
        """Let Russia ask Tajikistan to readmit somebody."""
        config = self.members.config(RU)
        record = {**REQUEST, "case_id": case, "requesting_authority": RU, "requested_authority": TJ}
        path = self.folder / f"{case}.json"
        path.write_text(json.dumps({**record, "requested_on": f"{self.clock.now():%Y-%m-%d}"}, ensure_ascii=False))
        about = ("--type", "readmission-request", "--purpose", "readmission", "--agreement", PACT, "--subject", case)
        status, said = self.command("submit", path, "--config", config, "--to", TJ, *about, "--json")
        return status, json.loads(said)

    def write(self, name: str, **changes: Any) -> Path:
        """Write a version of the agreement."""
        path = self.folder / name
        path.write_text(json.dumps({**json.loads(DOCUMENT.read_text()), **changes}, ensure_ascii=False))
        return path

    def approve(self, member: str, document: Path) -> None:
        """Let a party read a version, then sign it."""
        self.members.approve(self.members.config(member), document)

    def publish(self, document: Path) -> tuple[int, str]:
        """Let the operator take a version into the register."""
        return self.command("agreement", "publish", document)

    def read(self, path: str, member: str) -> Any:
        """Read the API as a member."""
        return json.loads(self.members.read(member, path, at=self.clock.now()))


@pytest.fixture(scope="module")
async def durable_database() -> AsyncIterator[str]:
    """A database that keeps what it was told: an environment with a clock of its own takes no other."""
    safe = dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes"), "on")
    cluster = make_cluster(None, durable=False, options=safe)
    try:
        cluster.start()
        await database.make_template(cluster)
        async with database.clone(cluster, "training") as dsn:
            yield dsn
    finally:
        cluster.close()


@pytest.fixture
def exchange(
    durable_database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Exchange]:
    """A hub of the training environment that runs."""
    folder = tmp_path / "hub"
    folder.mkdir()
    site = make_site(folder, MEMBERS, origin=ORIGIN)
    settings = site.environment(durable_database, HUB_TRAINING_CLOCK=str(tmp_path / "clock.json"))
    set_environment(monkeypatch, **settings, HUB_LANGUAGE="en")
    process = HubProcess(settings, log=tmp_path / "hub.log")
    members = Members(folder=tmp_path, site=site, address=process.address, capsys=capsys)
    yield Exchange(folder=tmp_path, site=site, members=members, settings=settings)
    process.stop()


def prove(shown: dict[str, Any], version: dict[str, Any], site: Site) -> leaves.Leaf:
    """Prove by hand that the log holds a version, under a checkpoint signed by the log; return its leaf."""
    signed = note.open(shown["checkpoint"].encode(), [site.trust.list.log_verifier])
    checkpoint = parse_checkpoint(signed.text)
    leaf = version["leaf"].encode("ascii")
    merkle.verify_inclusion(
        hashed=merkle.leaf_hash(leaf),
        index=version["index"],
        size=checkpoint.size,
        proof=[base64.b64decode(each) for each in version["proof"]],
        root=checkpoint.root,
    )
    found = leaves.parse(leaf)
    assert found.sha256 == sha256(version["document"].encode()).hexdigest() == version["sha256"]
    return found


def test_an_agreement_enters_into_force_and_the_refusal_before_stays_provable(exchange: Exchange):
    # under negotiation: refused, and nothing is kept
    status, refused = exchange.request("RU-2026-1")
    assert (status, refused["code"]) == (REFUSED, "agreement-not-in-force")
    refused_at = exchange.clock.now()

    # signed: the secretariat notes it; it allows nothing yet
    today = exchange.clock.now().date()
    signed = {"status": "signed", "signed_on": f"{today}"}
    status, said = exchange.publish(exchange.write("signed.json", version=2, **signed))
    assert status == 0, said

    # in force from tomorrow on: neither secretariat nor operator can do it, nor one party alone
    begins = (today + timedelta(days=1)).isoformat()
    document = exchange.write("force.json", version=3, **{**signed, "status": "in_force", "valid_from": begins})
    status, said = exchange.publish(document)
    assert (status, "RU, TJ" in said) == (REFUSED, True)
    exchange.approve(RU, document)
    status, said = exchange.publish(document)
    assert (status, "parties have not approved the version: TJ" in said) == (REFUSED, True)
    exchange.approve(TJ, document)
    status, said = exchange.publish(document)
    assert status == 0, said

    # approved, and the day has not come
    status, refused = exchange.request("RU-2026-2")
    assert (status, refused["code"]) == (REFUSED, "agreement-not-in-force")

    # the day comes
    midnight = datetime.combine(today + timedelta(days=1), datetime.min.time(), UTC)
    clock.advance(exchange.folder / "clock.json", int((midnight - exchange.clock.now()).total_seconds()) + 60)
    end = time.monotonic() + PATIENCE
    while (accepted := exchange.request(f"RU-2026-3-{int(time.monotonic() * 1000)}"))[0] != 0:
        assert accepted[1]["code"] in {"trust-list-expired", "sent-at-out-of-range"}, accepted
        assert time.monotonic() < end
        time.sleep(0.2)

    # which version judged when is proven by the log: at the time of the refusal, one that allowed nothing
    shown = exchange.read(f"/v1/agreements/{PACT}", TJ)
    first, second, third = shown["versions"]
    at = [prove(shown, each, exchange.site).at for each in (first, second, third)]
    assert at == sorted(at)
    assert at[0] < instant.format(refused_at) < at[1]
    assert [json.loads(each["document"])["status"] for each in shown["versions"]] == [
        *("negotiation", "signed", "in_force"),
    ]
    assert [each["state"] for each in third["consents"]] == ["RU", "TJ"]
    assert (shown["judging"], shown["in_force"]) == (3, True)
    assert third["missing"] == ["competent_authorities", "crossing_points", "terms"]
    leaf = json.loads(accepted[1]["receipt"]["leaf"])
    assert leaf["agreement"] == [third["sha256"]]
