"""The adapter over the simulated register; what all X-Road states share is in `_xroad/test_registers`."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters._xroad.assembly import XRoadAdapter
from adapters.kg_tunduk import make_adapter
from hub.sdk.ports import (
    AdapterSettingsError,
    Part,
)
from hub.sdk.testing import drain
from tests.adapters.kg_tunduk.running import register, settings
from tests.adapters.records import PERSON, ban
from tests.adapters.simulated import Simulator, delivery

CHECK = {
    "check_id": "KZ-C-1",
    "requesting_authority": "kz-mvd",
    "requested_authority": "kg-migration",
    "requested_on": "2026-11-20",
    "authority": {"name": "Комитет (учебный)", "participant": "kz-mvd"},
    "reason": "readmission",
    "person": {**PERSON, "nationalities": [{"code": "KGZ"}]},
}


@pytest.fixture
def system() -> Simulator:
    return register()


@pytest.fixture
def adapter(system: Simulator, tmp_path: Path) -> Iterator[XRoadAdapter]:
    made = make_adapter(settings(system, tmp_path))
    yield made
    made.close()


def told(system: Simulator) -> list[dict[str, Any]]:
    return list(system.ask("told")["told"])


def test_the_register_and_the_records_name_the_same_bans(system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("entry-ban", count=30)
    for how in ("amend", "lift", "correct"):
        system.tell("change", how=how, count=6)
    held: dict[str, Any] = {}
    for change in drain(adapter)[0]:
        held[str(change.subject)] = change.record

    in_force = {name: found for name, found in held.items() if found["status"] in {"active", "reduced"}}
    own = system.ask("own")["records"]
    assert set(in_force) == {found["ban_id"] for found in own}
    for found in own:
        record = in_force[found["ban_id"]]
        assert record["revision"] == found["revision"]
        assert record["subject"]["names"][0]["given"] == found["given"]
        assert record["grounds"] == found["grounds"]


def test_foreign_bans_arrive_as_they_were_sent(system: Simulator, adapter: XRoadAdapter) -> None:
    adapter.sink.apply([delivery(ban(), index=1)])
    (held,) = system.ask("held")["records"]

    assert held["surname"] == "Тестов-Ҷуфт"
    assert (held["grounds"], held["duration"], held["start_event"]) == (["RU-26-8"], "P3Y", "exit")
    assert held["citizenship"] == ["TJK"]


def test_what_was_sealed_travels_beside_the_document_both_ways(system: Simulator, adapter: XRoadAdapter) -> None:
    part = Part(media_type="application/pdf", content=b"copy")
    sealed = {**CHECK, "sealed": [{"ciphertext": "x"}]}
    adapter.sink.apply(
        [replace(delivery(sealed, index=1, type_="citizenship-check-request", sender="kz-mvd"), parts=(part,))]
    )
    assert system.ask("received")["records"][0]["attachments"] == ["copy"]

    system.put("citizenship-check-reply", subject="KZ-C-1", sender="kz-mvd")
    golden = Path(__file__).parents[3] / "adapters/kg_tunduk/golden/citizenship-check-request.document.json"
    line = json.loads(golden.read_text(encoding="utf-8"))
    system.raw(json.dumps({**line, "attachments": [{"mediaType": "application/pdf", "content": "Y29weQ=="}]}).encode())
    changes, _ = drain(adapter)
    assert [list(change.parts) for change in changes] == [[], [part]]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"not json at all", "json-malformed"),
        (b'{"kind": "entryBan", "document": {}, "kind": "entryBan"}', "json-duplicate-member"),
        (b'{"kind": "entryBan"}', "document-unknown"),
        (b'{"kind": ["entryBan"], "document": {}}', "document-unknown"),
        (b'{"kind": "taxReturn", "document": {}}', "document-unknown"),
        (b'{"kind": "entryBan", "document": {}, "attachments": [{"content": "%"}]}', "attachment-invalid"),
        (b'{"kind": "entryBan", "document": ' + b"[" * 200 + b"]" * 200 + b"}", "json-too-deep"),
        (b'{"kind": "entryBan", "document": []}', "object-expected"),
    ],
)
def test_a_bad_line_is_told_alone_and_stops_none(
    system: Simulator, adapter: XRoadAdapter, raw: bytes, problem: str
) -> None:
    system.put("entry-ban")
    system.raw(raw)
    system.put("entry-ban", seed=2)

    assert len(drain(adapter)[0]) == 2
    (refused,) = told(system)
    assert (refused["accepted"], refused["problems"][0]) == (False, problem)


def test_a_file_that_is_no_certificate_is_told_before_the_start(system: Simulator, tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("no certificate")
    changed = {"security_server": "https://127.0.0.1:1", "certificate": str(tmp_path / "cert.pem")}

    with pytest.raises(AdapterSettingsError, match="PEM"):
        make_adapter(settings(system, tmp_path, **changed))


def test_records_of_types_the_register_does_not_keep_are_refused(adapter: XRoadAdapter) -> None:
    (outcome,) = adapter.sink.apply([delivery({"x": 1}, index=1, type_="work-plan")])

    assert outcome.problem is not None
    assert outcome.problem.code == "type-not-supported"


def test_a_later_version_travels_as_long_as_nothing_of_it_is_lost(system: Simulator, adapter: XRoadAdapter) -> None:
    plain = replace(delivery(ban(), index=1), version="1.3")
    linked = replace(delivery(ban(ban_id="RU-2", superseded_by="RU-3"), index=2), version="1.3")
    first, second = adapter.sink.apply([plain, linked])

    assert first.problem is None
    assert second.problem is not None
    assert second.problem.code == "not-expressible"
    assert len(system.ask("held")["records"]) == 1
