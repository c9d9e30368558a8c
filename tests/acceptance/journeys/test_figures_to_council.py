"""Figures to the Council: Tajikistan sends what document 004 says, explains the flag, and the report is frozen.

Everything goes through `hub` commands and the API of a hub that is a process of its own. In the end the item of the
Work Plan is done, with the frozen report as its evidence, and what XLSX and PDF show is what was signed.
"""

import io
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hub.core import envelope as envelopes
from hub.core import evidence
from hub.embedded.cluster import Cluster
from keys import jws, keyfile
from schemas import figures
from schemas.files import ROOT
from tests.support import database
from tests.support.hub import HubProcess, Site, make_message_id, make_site
from tests.support.members import Members, set_environment

MEMBERS = ("ru-guvm", "tj-molme", "kz-mvd", "cis-ec", "hub")
PERIOD = "2020-H1"
PATIENCE = 30
STATISTICS = ("--purpose", "council-statistics", "--agreement", "cis-2007")
COUNCIL_WORK = ("--purpose", "council-work", "--agreement", "cis-2007")
NOTE = {
    "ru": "Решения приняты и по ходатайствам, поданным в прошлые периоды.",
    "en": "Decisions were also taken on applications of earlier periods.",
}


@dataclass(frozen=True, kw_only=True)
class Council:
    """A hub that runs, and its participants' commands."""

    folder: Path
    site: Site
    address: str
    members: Members

    def run(self, *words: object) -> str:
        """Run a command that has to succeed; return what it says."""
        said = self.members.run(*words)
        assert said.status == 0, said
        return said.out

    def command(self, by: str, *words: object) -> Any:
        """Run a command at a participant's site; return its JSON."""
        return json.loads(self.run(*words, "--config", self.config(by), "--json"))

    def config(self, participant: str) -> Path:
        """Return a participant's configuration."""
        return self.members.config(participant)

    def submit(self, by: str, kind: str, record: dict[str, Any], routing: tuple[str, ...], *to: str) -> Any:
        """Submit a record; return the answer."""
        path = self.folder / f"{make_message_id()}.json"
        path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
        named = [word for name in to or ("@council", "cis-ec") for word in ("--to", name)]
        subject = ("--subject", record["document_id"]) if "document_id" in record else ()
        return self.command(by, "submit", path, "--type", kind, *named, *routing, *subject)

    def read(self, by: str, path: str, language: str = "ru") -> bytes:
        """Read from the API."""
        return self.members.read(by, path, language=language)

    def report(self, by: str = "cis-ec") -> Any:
        """Return the report as it is now."""
        return self.command(by, "report", "show", PERIOD)

    def until(self, holds: Any, ask: Any) -> Any:
        """Ask until it holds: projections and notices follow the log a moment later."""
        deadline = time.monotonic() + PATIENCE
        while not holds(found := ask()):
            assert time.monotonic() < deadline, found
            time.sleep(0.2)
        return found


@pytest.fixture
async def council(
    tmp_path: Path,
    migrated_cluster: Cluster,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Council]:
    """`hub serve`, with a key to sign notices by."""
    set_environment(monkeypatch)
    (tmp_path / "site").mkdir()
    site = make_site(tmp_path / "site", MEMBERS, origin="mig.example/test")
    keyfile.write(tmp_path / "site/hub.pem", site.trust.keys["hub"], None)
    more = {"HUB_UNSAFE_DATABASE": "1", "HUB_NOTICE_KEY_FILE": str(tmp_path / "site/hub.pem")}
    async with database.clone(migrated_cluster, "journey_figures") as dsn:
        process = HubProcess(site.environment(dsn, **more), log=tmp_path / "hub.log")
        try:
            members = Members(folder=tmp_path, site=site, address=process.address, capsys=capsys)
            yield Council(folder=tmp_path, site=site, address=process.address, members=members)
        finally:
            process.stop()


def test_what_was_sent_explained_and_frozen_is_what_the_council_reads(council: Council):
    sent = figures.load()["tj-2020-h1"]

    # Tajikistan sends the figures of document 004; what does not fit is accepted, and asked about.
    answer = council.submit("tj-molme", "situation-summary", sent, STATISTICS)
    assert [each["code"] for each in answer["warnings"]] == ["outcomes-exceed-applications"]
    council.submit("ru-guvm", "situation-summary", russian(), STATISTICS)
    report = council.until(lambda found: len(received(found)) == 2, council.report)
    assert [flag.get("explanation") for flag in report["flags"]] == [None]

    # It explains the flag in a revision, with the same figures.
    explained = [{**each, "note": NOTE} if each["indicator"] == "ASY.APP" else each for each in sent["observations"]]
    council.submit("tj-molme", "situation-summary", {**sent, "observations": explained, "revision": 2}, STATISTICS)
    council.until(lambda found: [flag.get("explanation") for flag in found["flags"]] == [NOTE], council.report)

    # Kazakhstan is missing: the secretariat has it reminded, and it sends its summary.
    assert missing(council.report()) == ["KZ"]
    assert council.command("cis-ec", "report", "remind", PERIOD, "--due", "2026-12-31") == {"reminded": ["kz-mvd"]}
    notice = council.until(bool, lambda: urgent(council, "kz-mvd"))[0]
    assert (notice["from"], notice["record"]["kind"], notice["record"]["period"]["value"]) == (
        *("hub", "summary-missing", PERIOD),
    )
    council.submit("kz-mvd", "situation-summary", kazakh(), STATISTICS)
    council.until(lambda found: not missing(found), council.report)
    assert council.command("cis-ec", "report", "remind", PERIOD) == {"reminded": []}

    # It freezes the report; every member receives it, and its bundle verifies without the hub.
    frozen = council.command("cis-ec", "report", "freeze", PERIOD, "--out", council.folder / "report.jws")
    bundle = council.folder / "report.evidence.json"
    council.command("kz-mvd", "inbox", "--evidence", frozen["id"], "--sender", "cis-ec", "--out", bundle)
    council.run("verify", bundle, "--root", council.site.folder / "root.note")
    record = signed_record(bundle)
    assert {line["indicator"]: line["value"] for line in of_tajikistan(record)} == {
        each["indicator"]: each["value"] for each in sent["observations"] if not each["dims"]
    }
    assert [flag["explanation"] for flag in record["flags"]] == [NOTE]

    # What was corrected afterwards changes the next edition, not the one that was frozen.
    council.submit("kz-mvd", "situation-summary", {**kazakh(), "observations": [], "revision": 2}, STATISTICS)
    council.until(lambda found: not [line for line in found["figures"] if line["area"] == "KZ"], council.report)
    again = council.until(bool, lambda: json.loads(council.read("kz-mvd", f"/v1/reports/{PERIOD}?state=frozen")))
    assert (again["message"]["id"], again["report"]) == (frozen["id"], record)

    # The files match the signed record, wherever they are made.
    for form in ("xlsx", "pdf"):
        path = council.folder / f"report.{form}"
        council.run("report", "export", PERIOD, "--bundle", bundle, "--format", form, "--out", path)
        assert path.read_bytes() == council.read("kz-mvd", f"/v1/reports/{PERIOD}/files/{form}?state=frozen")
    shown = in_workbook(council.folder / "report.xlsx")
    for line in of_tajikistan(record):
        said = line["value"] if line["qualifier"] == "exact" else f"более {line['value']:,}".replace(",", "\u202f")
        assert any(str(cell).startswith(str(said)) for cell in shown), line
    assert frozen["id"] in shown
    assert NOTE["ru"] in shown

    # The item of the Work Plan is done, and the frozen report is its evidence.
    for stage in ("draft", "adopted"):
        council.submit("cis-ec", "work-plan", plan(stage), COUNCIL_WORK, "@council")
    done = {"no": "2.1", "status": "done", "on": "2026-11-20", "evidence": {"sender": "cis-ec", "id": frozen["id"]}}
    council.submit("cis-ec", "work-plan", {**plan("progress"), "progress": [done]}, COUNCIL_WORK, "@council")
    council.until(lambda item: item.get("status") == "done", lambda: item_of_plan(council))
    assert frozen["id"] in json.dumps(item_of_plan(council))


def russian() -> dict[str, Any]:
    """A plainly made-up summary of Russia."""
    return summary("RU", {"indicator": "REG.PRIM", "dims": {}, "value": 1_000_000})


def kazakh() -> dict[str, Any]:
    """A plainly made-up summary of Kazakhstan."""
    return summary("KZ", {"indicator": "LAB.OUT", "dims": {}, "value": 1_111})


def summary(area: str, observation: dict[str, Any]) -> dict[str, Any]:
    exact = {"qualifier": "exact", "unit": "persons", "status": "final"}
    return {
        "period": {"type": "half", "value": PERIOD},
        "area": area,
        "publication_consent": False,
        "observations": [{**observation, **exact}],
        "revision": 1,
    }


def received(report: Any) -> list[str]:
    return [each["area"] for each in report["completeness"] if each["status"] == "received"]


def missing(report: Any) -> list[str]:
    return [each["area"] for each in report["completeness"] if each["status"] == "missing"]


def urgent(council: Council, participant: str) -> Any:
    return council.command(participant, "inbox", "--lane", "urgent")["messages"]


def signed_record(bundle: Path) -> Any:
    """Return the record in a bundle, which was verified."""
    token = evidence.parse(bundle.read_bytes()).message.envelope
    return envelopes.parse(jws.read(token, envelopes.TYP).payload, token).record


def of_tajikistan(record: Any) -> list[dict[str, Any]]:
    return [line for line in record["figures"] if line["area"] == "TJ" and not line["dims"]]


def in_workbook(path: Path) -> set[object]:
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    return {cell for page in book for row in page.iter_rows(values_only=True) for cell in row if cell is not None}


def plan(stage: str) -> dict[str, Any]:
    """Return the example of a work plan at a stage."""
    found: dict[str, Any] = json.loads((ROOT / f"work-plan/1.0/examples/valid-{stage}-2021.json").read_text())
    return found


def item_of_plan(council: Council) -> Any:
    """Return the item about the migration situation as the API shows it now."""
    (shown,) = json.loads(council.read("kz-mvd", "/v1/work-plan?year=2021"))["plans"] or [{"items": []}]
    return next((item for item in shown["items"] if item["no"] == "2.1"), {})
