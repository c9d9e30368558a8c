"""Readmission to handover: Kazakhstan asks, Tajikistan registers, asks back, decides by two persons, both sign the act.

Everything goes through what members have: `hub` commands, a gateway that is a process of its own, and the API. In the
end the case is closed, and the bundle of the last signature verifies offline.
"""

import hashlib
import json
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from keys import keyfile
from tests.support.contact_persons import person_key
from tests.support.hub import HubProcess, Site, make_site, now
from tests.support.members import Members, set_environment
from tests.support.readmission import KZ, TJ, countersignature, record_of

CASE = "KZ-R-2026-JOURNEY"
PATIENCE = 60
TAJIK_ADAPTER = """[adapter]
module = "adapters.tj_files"
[adapter.settings]
folder = "{folder}/exchange"
participant = "tj-mvd"
state_dir = "{folder}/adapter-state"
[[adapter.settings.routes]]
type = "readmission-reply"
to = ["kz-mvd"]
agreement = "kz-tj-readmission"
purpose = "readmission"
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """The folder of a hub with its trust list."""
    folder = tmp_path / "hub"
    folder.mkdir()
    return make_site(folder, origin="mig.example/test")


@pytest.fixture
async def hub(site: Site, fresh_database: str, tmp_path: Path) -> AsyncIterator[HubProcess]:
    """A hub that is a process of its own, on a database of its own."""
    environment = site.environment(fresh_database, HUB_UNSAFE_DATABASE="1")
    process = HubProcess(environment, log=tmp_path / "hub.log")
    yield process
    process.stop()


class Member:
    """A member's site: its configuration, its contact persons, its commands."""

    def __init__(self, name: str, members: Members) -> None:
        self.name, self.members = name, members
        self.config = members.config(name)
        self.folder = self.config.parent

    def configure(self, adapter: str) -> None:
        """Write the settings of the member's gateway, and make the folders that they name."""
        for each in ("exchange", "adapter-state"):
            (self.folder / each).mkdir(exist_ok=True)
        self.members.configure(self.name, adapter)

    def run(self, *arguments: object) -> tuple[int, str]:
        """Run a command; return its exit status and what it printed."""
        said = self.members.run(*arguments)
        return said.status, said.text

    def done(self, *arguments: object) -> str:
        """Run a command that has to succeed; return what it printed."""
        status, said = self.run(*arguments)
        assert status == 0, (arguments, said)
        return said

    def write(self, kind: str, record: dict[str, Any], *, reply_to: str | None = None) -> tuple[object, ...]:
        """Write a record of the case; return the arguments of the `hub submit` that sends it."""
        path = self.folder / f"{kind}.json"
        path.write_text(json.dumps(record, ensure_ascii=False))
        other = TJ if self.name == KZ else KZ
        routing = ("--to", other, "--purpose", "readmission", "--agreement", "kz-tj-readmission", "--subject", CASE)
        replying = ("--reply-to", reply_to) if reply_to else ()
        return ("submit", path, "--config", self.config, "--type", kind, *routing, *replying)

    def send(self, kind: str, *, reply_to: str | None = None, **changes: Any) -> str:
        """Sign a record by the member's key and submit it; return the message's id."""
        record = changes.pop("whole", None) or record_of(kind, CASE, self.name, now(), **changes)
        sent = (*self.write(kind, record, reply_to=reply_to), "--keep", self.folder / f"{kind}.jws")
        return str(json.loads(self.done(*sent, "--json"))["id"])

    def delegate(self, person: str) -> Path:
        """Let a contact person sign for the member; return the person's key."""
        key, public = self.folder / f"{person}.pem", self.folder / f"{person}.json"
        private = person_key(f"journey-{person}")
        keyfile.write(key, private, None)
        public.write_text(json.dumps(private.public.to_jwk()))
        self.done("keys", "delegate", public, "--config", self.config, "--person", person)
        return key

    def sign_by(self, key: Path, payload: Path) -> Path:
        """Let a person read a payload and sign it; return the envelope."""
        envelope = payload.with_suffix(".envelope")
        self.done("keys", "sign", payload, "--key", key, "--output", envelope, "--digest", digest_of(payload))
        return envelope

    def get(self, path: str) -> Any:
        """Read the API as this member."""
        return json.loads(self.members.read(self.name, path))

    def case_in(self, state: str) -> Any:
        """Wait until the case stands so; return it as this member sees it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            (found,) = self.get("/v1/cases")["cases"] or [None]
            if found and found["state"] == state:
                return self.get(f"/v1/cases/{KZ}/{CASE}")
            time.sleep(0.1)
        raise AssertionError(f"the case is not {state}: {found}")


def digest_of(payload: Path) -> str:
    return hashlib.sha256(payload.read_bytes()).hexdigest()


@pytest.fixture
def members(
    site: Site, hub: HubProcess, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[Member, Member]:
    """Kazakhstan and Tajikistan."""
    set_environment(monkeypatch, HUB_LANGUAGE="en")
    both = Members(folder=tmp_path, site=site, address=hub.address, capsys=capsys)
    return Member(KZ, both), Member(TJ, both)


def let_the_gateway_register(member: Member) -> Any:
    """Run the member's own gateway until its receipt for the request is in the log; return the case."""
    member.configure(TAJIK_ADAPTER.format(folder=member.folder))
    command = [sys.executable, "-m", "hub.cli", "gateway", "--config", str(member.config)]
    with (member.folder / "gateway.log").open("wb") as log:
        gateway = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            end = time.monotonic() + PATIENCE
            while not (case := member.case_in("submitted"))["timeline"][0]["receipts"]:
                is_up = gateway.poll() is None and time.monotonic() < end
                assert is_up, (member.folder / "gateway.log").read_text()
                time.sleep(0.2)
        finally:
            gateway.send_signal(signal.SIGTERM)
            assert gateway.wait(timeout=30) == 0
    return case


def test_readmission_from_the_request_to_the_handover(members: tuple[Member, Member], site: Site):
    kazakhstan, tajikistan = members

    # Kazakhstan requests; Tajikistan's gateway takes the request over into the national system and says so
    asked = kazakhstan.send("readmission-request")
    case = let_the_gateway_register(tajikistan)
    assert [each["status"] for each in case["timeline"][0]["receipts"]] == ["processed"]
    assert list((tajikistan.folder / "exchange").rglob("*readmission-request*"))
    reply = next(each for each in case["clocks"] if each["parameter"] == "reply")
    assert (reply["state"], reply["acting"], reply["basis"]) == ("running", TJ, "delivered")

    # an official registers the case and asks for information: a contact person signs; the clock stands still
    first, second = tajikistan.delegate("liaison-1"), tajikistan.delegate("liaison-2")
    payload = tajikistan.folder / "question.payload"
    record = record_of("readmission-information-request", CASE, TJ, now())
    tajikistan.done(*tajikistan.write("readmission-information-request", record), "--payload", payload)
    envelope = tajikistan.sign_by(first, payload)
    question = json.loads(tajikistan.done("submit", envelope, "--envelope", "--config", tajikistan.config, "--json"))
    case = tajikistan.case_in("information_requested")
    assert next(each for each in case["clocks"] if each["parameter"] == "reply")["state"] == "stopped"
    assert {each["type"] for each in case["allowed"]} == {
        *("readmission-information", "readmission-reply", "readmission-extension", "readmission-withdrawal"),
    }
    status, refused = kazakhstan.run(
        *kazakhstan.write("transfer-notice", record_of("transfer-notice", CASE, KZ, now()))
    )
    assert (status, "move-not-allowed" in refused, "readmission-information" in refused) == (1, True, True)
    kazakhstan.send("readmission-information", reply_to=question["id"])

    # two persons decide: neither can alone
    payload = tajikistan.folder / "reply.payload"
    record = {"case_id": CASE, "decision": "accepted", "decided_on": now().date().isoformat()}
    record["authority"] = {"name": "Испытательный орган Таджикистана", "participant": TJ}
    tajikistan.done(*tajikistan.write("readmission-reply", record, reply_to=asked), "--payload", payload)
    envelope = tajikistan.sign_by(second, payload)
    decide = ("submit", envelope, "--envelope", "--config", tajikistan.config, "--json")
    status, alone = tajikistan.run(*decide)
    assert (status, json.loads(alone)["code"]) == (1, "approval-missing")
    by_first = ("--key", first, "--person", "liaison-1", "--digest", digest_of(payload))
    tajikistan.done("keys", "approve", payload, "--config", tajikistan.config, *by_first)
    tajikistan.done(*decide)

    # the travel document, the plan, and the act that both sides sign
    tajikistan.send("travel-document")
    notice = kazakhstan.send("transfer-notice")
    tajikistan.send("transfer-response", reply_to=notice)
    act = kazakhstan.send("handover-act")
    seen = tajikistan.case_in("handover_signed")["timeline"][-1]
    assert seen["id"] == act
    assert seen["sha256"] == digest_of(kazakhstan.folder / "handover-act.jws")
    other = countersignature(CASE, TJ, now(), {"id": act, "sha256": "0" * 64})
    status, refused = tajikistan.run(*tajikistan.write("handover-act", other))
    assert (status, "handover-act-conflict" in refused) == (1, True)
    last = tajikistan.send(
        "handover-act", whole=countersignature(CASE, TJ, now(), {"id": act, "sha256": seen["sha256"]})
    )

    # the end: closed, for both; the bundle of the last signature holds offline, from the root alone
    case = kazakhstan.case_in("transferred")
    assert case == tajikistan.get(f"/v1/cases/{KZ}/{CASE}") | {"clocks": case["clocks"]}
    assert (case["closed"], case["timeline"][-1]["id"]) == (True, last)
    assert {each["state"] for each in case["clocks"] if each["parameter"] in {"reply", "transfer"}} == {"met"}
    bundle = kazakhstan.folder / "bundle.json"
    wanted = ("--evidence", last, "--sender", TJ, "--out", bundle)
    kazakhstan.done("inbox", "--config", kazakhstan.config, *wanted)
    verified = kazakhstan.done("verify", bundle, "--root", site.folder / "root.note")
    assert "handover-act" in verified
