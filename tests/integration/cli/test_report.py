"""`hub report` against a hub that runs: what it says, and how it ends where it cannot."""

import itertools
import json
import time
from pathlib import Path
from typing import Any

import pytest

from schemas import figures
from tests.integration.cli.conftest import Run, Served

SECRETARIAT = "cis-ec"
REVISIONS = itertools.count(1)
STATISTICS = ("--purpose", "council-statistics", "--agreement", "cis-2007")


@pytest.fixture(scope="module")
def period(served: Served) -> str:
    """A period that no other test of this hub uses."""
    return "1999-H1"


@pytest.fixture
def reported(hub: Run, served: Served, tmp_path: Path, period: str) -> str:
    """Tajikistan's summary of that period is there."""
    said = figures.load()["tj-2020-h1"]
    observations = [each for each in said["observations"] if "period" not in each]
    record = {
        **said,
        "revision": next(REVISIONS),
        "period": {"type": "half", "value": period},
        "observations": observations,
    }
    path = tmp_path / "summary.json"
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    to = ("--to", "@council", "--to", SECRETARIAT)
    sent = hub("submit", path, "--type", "situation-summary", *to, *STATISTICS, "--config", served.config("tj-molme"))
    assert sent.status == 0, sent
    deadline = time.monotonic() + 30
    while not shown(hub, served, period)["figures"]:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    return period


def shown(hub: Run, served: Served, period: str, *more: str) -> Any:
    return hub("report", "show", period, "--config", served.config(SECRETARIAT), "--json", *more).json


def test_it_shows_who_reported_and_what_asks_for_an_explanation(hub: Run, served: Served, reported: str):
    said = hub("report", "show", reported, "--config", served.config(SECRETARIAT), HUB_LANGUAGE="ru").out

    for words in (
        "Полнота",
        "Казахстан  обзор не получен",
        "129\u202f807",
        "41 ?",
        "требует пояснения",
        "пояснения нет",
    ):
        assert words in said


def test_it_freezes_exports_and_reads_the_bundle(hub: Run, served: Served, reported: str, tmp_path: Path):
    config, bundle = served.config(SECRETARIAT), tmp_path / "bundle.json"
    frozen = hub("report", "freeze", reported, "--config", config, "--out", tmp_path / "report.jws")
    assert (frozen.status, frozen.out.split(":")[0]) == (0, "frozen"), frozen
    again = hub("report", "freeze", reported, "--config", config, "--out", tmp_path / "report.jws")
    assert (again.status, "[file-exists]" in again.complaint) == (2, True), again

    deadline = time.monotonic() + 30
    asked = ("report", "export", reported, "--frozen", "--format", "csv", "--out", tmp_path / "a.csv")
    while hub(*asked, "--config", config, HUB_LANGUAGE="ru").status != 0:
        assert time.monotonic() < deadline
        time.sleep(0.2)
    written = (tmp_path / "a.csv").read_text("utf-8-sig")
    identifier = frozen.out.split("message ")[1].split(",")[0]
    assert identifier in written
    assert (
        hub("inbox", "--evidence", identifier, "--sender", SECRETARIAT, "--out", bundle, "--config", config).status == 0
    )
    taken = hub(
        "report",
        "export",
        reported,
        "--bundle",
        bundle,
        "--format",
        "csv",
        "--out",
        tmp_path / "b.csv",
        HUB_LANGUAGE="ru",
    )
    assert (taken.status, (tmp_path / "b.csv").read_bytes()) == (0, (tmp_path / "a.csv").read_bytes())
    other = hub("report", "export", "1998", "--bundle", bundle, "--out", tmp_path / "c.xlsx")
    assert (other.status, "[arguments-wrong]" in other.complaint) == (2, True), other


def test_a_report_is_taken_from_the_hub_or_from_a_bundle(hub: Run, served: Served, tmp_path: Path):
    for places in ((), ("--config", served.config(SECRETARIAT), "--bundle", tmp_path / "b")):
        ended = hub("report", "export", "2020", "--out", tmp_path / "x", *places)
        assert (ended.status, "[arguments-wrong]" in ended.complaint) == (2, True), ended


def test_what_is_no_bundle_is_said_to_be_none(hub: Run, tmp_path: Path):
    (tmp_path / "bundle.json").write_text("{}")
    ended = hub("report", "export", "2020", "--out", tmp_path / "x", "--bundle", tmp_path / "bundle.json")
    assert (ended.status, "[evidence-malformed]" in ended.complaint) == (1, True), ended


def test_nothing_frozen_and_no_period_are_refused(hub: Run, served: Served):
    config = served.config(SECRETARIAT)
    assert hub("report", "show", "1997", "--frozen", "--config", config).status == 1
    assert hub("report", "show", "1997-H3/x", "--config", config).status == 1


def test_who_is_no_secretariat_neither_freezes_nor_reminds(hub: Run, served: Served, tmp_path: Path):
    config = served.config("tj-molme")
    frozen = hub("report", "freeze", "1996", "--config", config, "--out", tmp_path / "report.jws", "--to", "ru-guvm")
    reminded = hub("report", "remind", "1996", "--config", config)
    assert [frozen.status, reminded.status] == [1, 1]


def test_it_says_who_will_be_reminded(hub: Run, served: Served):
    asked = ("report", "remind", "1996", "--participant", "tj-mvd", "--due", "2026-12-31")
    assert hub(*asked, "--config", served.config(SECRETARIAT)).out == "the hub will remind: tj-mvd\n"


def test_small_asylum_figures_are_blurred_before_they_are_signed(hub: Run, served: Served, tmp_path: Path):
    part = {"indicator": "ASY.APP", "dims": {"citizenship": "AFG"}, "value": 2, "qualifier": "exact"}
    part |= {"unit": "persons", "status": "final"}
    path, payload = tmp_path / "summary.json", tmp_path / "payload.json"
    path.write_text(json.dumps({**figures.load()["tj-2020-h1"], "observations": [part]}, ensure_ascii=False))
    routing = ("--type", "situation-summary", "--to", "@council", *STATISTICS, "--config", served.config("tj-molme"))

    made = hub("submit", path, *routing, "--payload", payload)

    assert made.status == 0, made
    (shown,) = json.loads(payload.read_bytes())["record"]["observations"]
    assert (shown["value"], shown["qualifier"]) == (5, "under")


def test_a_record_that_does_not_fit_its_schema_is_left_to_the_hub_to_refuse(hub: Run, served: Served, tmp_path: Path):
    path = tmp_path / "summary.json"
    path.write_text("{}")
    for version, code in (("1.0", "schema-violation"), ("9.9", "version-unknown")):
        routing = ("--type", "situation-summary", "--version", version, "--to", "@council", *STATISTICS)
        refused = hub("submit", path, *routing, "--config", served.config("tj-molme"))
        assert code in refused.out + refused.err, refused
