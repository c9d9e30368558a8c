"""The adapter over the simulated register, well-behaved and not."""

import contextlib
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
    Problem,
    Sent,
    SinkUnavailableError,
    SourceUnavailableError,
    Verdict,
)
from hub.sdk.testing import drain
from tests.adapters.kg_tunduk.running import CLIENT, SERVICE, register, settings
from tests.adapters.records import PERSON, ban, readmission_request
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


@pytest.mark.parametrize(
    ("type_", "request_", "reply"),
    [
        ("readmission-request", readmission_request(requested_authority="kg-migration"), "readmission-reply"),
        ("citizenship-check-request", CHECK, "citizenship-check-reply"),
    ],
)
def test_a_reply_goes_to_who_asked(
    system: Simulator, adapter: XRoadAdapter, type_: str, request_: dict[str, Any], reply: str
) -> None:
    asked = delivery(request_, index=1, type_=type_, sender="kz-mvd")
    adapter.sink.apply([asked])
    system.put(reply, subject=asked.subject, sender="kz-mvd")
    ((change,), _) = drain(adapter)

    assert (change.type, change.to, change.reply_to) == (reply, ("kz-mvd",), asked.message_id)
    assert change.agreement == "kz-kg-readmission"


def test_a_reply_nobody_asked_for_is_refused(system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("readmission-reply", subject="KZ-RA-9", sender="kz-mvd")

    assert drain(adapter)[0] == []
    assert told(system)[0]["problems"] == ["case-unknown"]
    assert told(system)[0]["places"] == ["/readmissionReply/caseNumber"]


@pytest.mark.parametrize("type_", ["readmission-request", "citizenship-check-request"])
def test_own_requests_go_to_whom_they_name(system: Simulator, adapter: XRoadAdapter, type_: str) -> None:
    system.put(type_, to="kz-mvd", citizenship="KAZ")
    ((change,), _) = drain(adapter)

    assert change.to == ("kz-mvd",)
    assert change.record["requesting_authority"] == "kg-migration"


def test_a_request_to_somebody_without_a_route_is_not_sent(system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("readmission-request", to="uz-migration")

    assert drain(adapter)[0] == []
    assert told(system)[0]["problems"] == ["route-missing"]


def test_figures_travel_to_the_council(system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("situation-summary")
    ((change,), _) = drain(adapter)

    assert (change.to, change.purpose) == (("cis-ec",), "council-statistics")
    assert change.record["area"] == "KG"


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


def test_outcomes_are_told_once_the_register_hears_again(system: Simulator, adapter: XRoadAdapter) -> None:
    system.put("entry-ban")
    batch = adapter.source.changes(None, 10)
    outcome = Sent(
        origin=batch.changes[0].origin,
        message_id="hub-1",
        verdict=Verdict.REFUSED,
        problems=[Problem(code="id-conflict", pointer="", ru="р", en="e")],
    )
    with system.misbehaving("error"):
        adapter.source.sent([outcome])
    assert told(system) == []
    adapter.source.changes(batch.cursor, 10)

    (said,) = told(system)
    assert (said["message_id"], said["accepted"], said["problems"]) == ("hub-1", False, ["id-conflict"])


@pytest.mark.parametrize(
    ("mode", "how"),
    [
        *((mode, {}) for mode in ("error", "half", "wrong-signature", "stranger", "duplicate", "out-of-order")),
        ("expired-certificate", {}),
        ("fault", {"name": "Server.ServerProxy.NetworkError"}),
        ("fault", {"name": "Server.ServerProxy.AccessDenied"}),
        ("forget", {}),
    ],
)
def test_misbehaviour_loses_and_doubles_nothing(
    system: Simulator, adapter: XRoadAdapter, mode: str, how: dict[str, str]
) -> None:
    system.put("entry-ban", count=6)
    cursor: str | None = None
    seen: list[str | None] = []
    for turn in range(8):
        if turn in {1, 3}:
            system.tell("misbehave", mode=mode, operation="documents", **how)
        with contextlib.suppress(SourceUnavailableError):
            batch = adapter.source.changes(cursor, 2)
            cursor, seen = batch.cursor, seen + [change.subject for change in batch.changes]

    assert len(seen) == len(set(seen)) == 6


@pytest.mark.parametrize("mode", ["wrong-signature", "stranger"])
def test_an_answer_that_belongs_to_another_request_is_not_taken(
    system: Simulator, adapter: XRoadAdapter, mode: str
) -> None:
    with system.misbehaving(mode), pytest.raises(SinkUnavailableError):
        adapter.sink.apply([delivery(ban(), index=1)])
    with system.misbehaving(mode), pytest.raises(SourceUnavailableError):
        adapter.source.changes(None, 10)


def test_an_error_of_x_road_says_what_to_do_and_not_where_it_runs(system: Simulator, adapter: XRoadAdapter) -> None:
    with (
        system.misbehaving("fault", name="Server.ServerProxy.AccessDenied"),
        pytest.raises(SourceUnavailableError) as caught,
    ):
        adapter.source.changes(None, 10)

    assert "AccessDenied (3c4d0f08-440f-417f-b935-bc801e103d51)" in caught.value.detail
    assert "a person has to look" in caught.value.detail
    assert "10.0.0.7" not in caught.value.detail


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("client", "central-server/GOV/1/other", "AccessDenied"),
        ("service", SERVICE.replace("exchange", "other"), "UnknownService"),
    ],
)
def test_a_wrong_party_is_told_by_the_security_server(
    system: Simulator, tmp_path: Path, name: str, value: str, error: str
) -> None:
    made = make_adapter(settings(system, tmp_path, **{name: value}))
    with contextlib.closing(made), pytest.raises(SourceUnavailableError, match=error):
        made.source.changes(None, 10)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client", "central-server/GOV/99999901"),
        ("client", CLIENT + "/more"),
        ("client", "central-server/GOV/../mig"),
        ("service", "central-server/GOV/9/mig%2Fregister/x"),
        ("request_hash", "off"),
        ("user_id", "KG1\r\nX-Road-Client: other"),
        ("user_id", "Үлгү"),
        ("security_server", "ftp://host"),
    ],
)
def test_wrong_settings_are_told_before_the_start(system: Simulator, tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(AdapterSettingsError) as caught:
        make_adapter(settings(system, tmp_path, **{name: value}))

    assert caught.value.setting == name
    assert value not in caught.value.ru + caught.value.en


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


def test_documents_that_do_not_fit_one_answer_come_in_smaller_pages(system: Simulator, tmp_path: Path) -> None:
    system.put("entry-ban", count=9)
    made = make_adapter(settings(system, tmp_path, max_answer_bytes=4000))
    with contextlib.closing(made):
        changes, _ = drain(made)

    assert len(changes) == 9
