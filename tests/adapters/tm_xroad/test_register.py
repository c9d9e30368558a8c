"""The observer's adapter over its simulated register."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters._xroad.assembly import XRoadAdapter
from adapters.tm_xroad import make_adapter
from adapters.tm_xroad.mapping import KINDS
from hub.sdk.testing import drain
from keys import strict_json
from schemas import catalogue, files
from tests.adapters.records import ban, readmission_request
from tests.adapters.simulated import Simulator, delivery
from tests.adapters.tm_xroad.running import register, settings


@pytest.fixture
def system() -> Simulator:
    return register()


@pytest.fixture
def adapter(system: Simulator, tmp_path: Path) -> Iterator[XRoadAdapter]:
    made = make_adapter(settings(system, tmp_path))
    yield made
    made.close()


@pytest.mark.parametrize("type_", ["situation-summary", "experience-note", "legislation-notice"])
def test_what_the_observer_tells_travels_to_the_council(system: Simulator, adapter: XRoadAdapter, type_: str) -> None:
    system.put(type_, count=3)
    changes, _ = drain(adapter)

    assert {change.type for change in changes} == {type_}
    assert len(changes) == 3
    assert {tuple(change.to) for change in changes} == {("cis-ec",) if type_ == "situation-summary" else ("@council",)}
    assert all(catalogue.load().validate(type_, "1.0", change.record) == [] for change in changes)


@pytest.mark.parametrize("type_", sorted(set(KINDS.values()) - {"situation-summary"}))
def test_records_of_the_council_are_kept_by_the_register(system: Simulator, adapter: XRoadAdapter, type_: str) -> None:
    path = min((files.ROOT / type_ / "1.0" / "examples").glob("valid-*.json"))
    record = strict_json.loads(path.read_bytes())
    assert isinstance(record, dict)
    (outcome,) = adapter.sink.apply([delivery(record, index=1, type_=type_, sender="cis-ec")])

    assert outcome.problem is None
    assert [held["type"] for held in system.ask("received")["records"]] == [type_]


def test_records_about_persons_are_refused_and_do_not_reach_the_register(
    system: Simulator, adapter: XRoadAdapter
) -> None:
    deliveries = [
        delivery(ban(), index=1),
        replace(delivery(readmission_request(), index=2, type_="readmission-request"), sender="kz-mvd"),
    ]
    outcomes = adapter.sink.apply(deliveries)

    assert [outcome.problem and outcome.problem.code for outcome in outcomes] == ["observer-only", "observer-only"]
    assert system.ask("received")["records"] == []


def test_a_document_about_a_person_is_not_sent(system: Simulator, adapter: XRoadAdapter) -> None:
    system.raw('{"kind": "girişe_gadaganlyk", "document": {"familiýa": "Synagow"}}'.encode())

    assert drain(adapter)[0] == []
    (told,) = system.ask("told")["told"]
    assert (told["accepted"], told["problems"]) == (False, ["observer-only"])
