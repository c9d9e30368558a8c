"""The reading side against the simulated service, well-behaved and not."""

import contextlib
import time
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from adapters.ru_smev import SmevAdapter, make_adapter, names
from adapters.ru_smev.mapping import entry_ban, readmission_reply
from hub.sdk.ports import AdapterSettingsError, Problem, Sent, SourceUnavailableError, Verdict
from hub.sdk.testing import drain
from tests.adapters.records import ban, readmission_request
from tests.adapters.ru_smev.running import ROUTES, TOKEN, running, settings, settings_at
from tests.adapters.simulated import Simulator, delivery


def notice(*records: dict[str, Any]) -> etree._Element:
    root = etree.Element(f"{{{names.ENTRY_BAN}}}EntryBanNotice")
    for record in records:
        root.append(entry_ban.format(record))
    return root


def enqueue(service: Simulator, element: etree._Element) -> str:
    return service.raw(etree.tostring(element, encoding="utf-8"))


def accepted(changes: Any) -> list[Sent]:
    return [
        Sent(origin=change.origin, message_id=f"hub-{n}", verdict=Verdict.ACCEPTED) for n, change in enumerate(changes)
    ]


def drained_bans(adapter: SmevAdapter) -> dict[str, dict[str, Any]]:
    """The bans a recipient would hold: the highest revision of each."""
    held: dict[str, dict[str, Any]] = {}
    for change in drain(adapter)[0]:
        if change.record["revision"] > held.get(str(change.subject), {"revision": 0})["revision"]:
            held[str(change.subject)] = dict(change.record)
    return held


def test_messages_stay_in_the_queue_until_the_cursor_says_they_are_safe(
    service: Simulator, adapter: SmevAdapter
) -> None:
    service.put("entry-ban", count=6, batch=2)
    batch = adapter.source.changes(None, 100)

    assert len(batch.changes) == 6
    assert service.ask("figures")["acknowledged"] == 0
    adapter.source.changes(batch.cursor, 100)
    assert service.ask("figures")["acknowledged"] == 3


def test_bans_carry_their_route(service: Simulator, adapter: SmevAdapter) -> None:
    service.put("entry-ban", count=1)
    change = adapter.source.changes(None, 1).changes[0]

    assert (change.to, change.agreement, change.purpose) == (["tj-molme"], "ru-tj-interior", "entry-control")
    assert change.subject == change.record["ban_id"]
    assert change.record["issuer"] == "ru-guvm"


def test_after_all_changes_the_bans_in_force_are_those_of_the_register(
    service: Simulator, adapter: SmevAdapter
) -> None:
    service.put("entry-ban", count=120, batch=30)
    for order in ("amend", "lift", "correct", "amend"):
        service.tell("change", how=order, count=20, batch=7)
    held = drained_bans(adapter)

    in_force = {ban_id for ban_id, record in held.items() if record["status"] in {"active", "pending_start", "reduced"}}
    truth = service.ask("own")
    assert in_force == {fact["ban_id"] for fact in truth["records"]}
    assert truth["count"] < 120
    assert {held[fact["ban_id"]]["revision"] == fact["revision"] for fact in truth["records"]} == {True}


@pytest.mark.parametrize(
    "order",
    [
        {"mode": "error"},
        {"mode": "html"},
        {"mode": "reset"},
        {"mode": "half"},
        {"mode": "fault", "name": "SMEVFailure"},
        {"mode": "fault", "name": "AccessDenied"},
        {"mode": "fault", "name": "SomethingNew"},
        {"mode": "forget"},
        {"mode": "duplicate"},
        {"mode": "out-of-order"},
        {"mode": "slow", "seconds": 0.01},
    ],
    ids=lambda order: "-".join(map(str, order.values())),
)
def test_misbehaviour_of_the_queue_loses_and_doubles_nothing(tmp_path: Path, order: dict[str, Any]) -> None:
    service = running(redelivery_seconds=0.05)
    made = make_adapter(settings(service, tmp_path))
    service.put("entry-ban", count=9, batch=3)
    cursor: str | None = None
    seen: list[str | None] = []
    for operation in ("GetRequest", "Ack", "SendResponse", "Ack", "GetRequest", "SendResponse"):
        service.tell("misbehave", operation=operation, times=1, **order)
        with contextlib.suppress(SourceUnavailableError):
            batch = made.source.changes(cursor, 4)
            made.source.sent(accepted(batch.changes))
            cursor, seen = batch.cursor, seen + [change.subject for change in batch.changes]
    service.tell("misbehave", mode="none")
    deadline = time.monotonic() + 10
    while len(seen) < 9 or service.ask("figures")["waiting"] or service.ask("figures")["told"] < 3:
        batch = made.source.changes(cursor, 4)
        made.source.sent(accepted(batch.changes))
        cursor, seen = batch.cursor, seen + [change.subject for change in batch.changes]
        assert time.monotonic() < deadline, "everything comes, is acknowledged and answered in the end"
    made.close()

    assert sorted(map(str, seen)) == [f"RU-2026-{number:06d}" for number in range(1, 10)]
    assert service.ask("figures")["told"] == 3


def test_a_message_lost_on_the_way_comes_again(tmp_path: Path) -> None:
    service = running(redelivery_seconds=0.05)
    made = make_adapter(settings(service, tmp_path))
    service.put("entry-ban", count=3, batch=3)
    service.tell("misbehave", mode="half", operation="GetRequest", times=1)
    with pytest.raises(SourceUnavailableError):
        made.source.changes(None, 10)
    changes = []
    while not changes:
        changes = list(made.source.changes(None, 10).changes)
    made.close()

    assert len(changes) == 3


def test_a_queue_that_gives_one_message_until_it_is_acknowledged_is_read_too(tmp_path: Path) -> None:
    service = running(redelivery_seconds=0)
    made = make_adapter(settings(service, tmp_path))
    service.put("entry-ban", count=6, batch=2)
    changes, _ = drain(made)
    made.close()

    assert len({change.subject for change in changes}) == len(changes) == 6


def test_records_taken_before_the_queue_fell_silent_are_still_given(service: Simulator, adapter: SmevAdapter) -> None:
    service.put("entry-ban", count=4, batch=2)
    first = adapter.source.changes(None, 2)
    service.tell("misbehave", mode="error", times=100)

    assert adapter.source.changes(None, 2).changes == first.changes
    with pytest.raises(SourceUnavailableError):
        adapter.source.changes(adapter.source._spool.cursor(10**6), 2)


# Answers to the register


def test_the_register_learns_what_became_of_each_document(service: Simulator, adapter: SmevAdapter) -> None:
    first = enqueue(service, notice(ban(ban_id="RU-1"), ban(ban_id="RU-2")))
    changes = adapter.source.changes(None, 10).changes
    problem = Problem(code="agreement-not-in-force", pointer="", ru="Соглашение не действует.", en="Not in force.")
    adapter.source.sent(accepted(changes[:1]))
    assert service.ask("told")["told"] == []
    refused = Sent(origin=changes[1].origin, message_id="hub-9", verdict=Verdict.REFUSED, problems=[problem])
    adapter.source.sent([refused])
    adapter.source.sent([refused])
    [answer] = service.ask("told")["told"]

    assert answer["reply_to"] == first
    assert [(item["path"], item["subject"], item["accepted"], item["problems"]) for item in answer["documents"]] == [
        ("/EntryBanNotice/EntryBan[1]", "RU-1", True, []),
        ("/EntryBanNotice/EntryBan[2]", "RU-2", False, ["agreement-not-in-force"]),
    ]


def test_a_message_that_cannot_be_mapped_is_answered_and_kept(
    service: Simulator, adapter: SmevAdapter, tmp_path: Path
) -> None:
    broken = notice(ban(ban_id="RU-1"))
    etree.SubElement(broken[0], f"{{{names.ENTRY_BAN}}}Novelty").text = "Тестов-Секретный"
    message_id = enqueue(service, broken)
    changes, _ = drain(adapter)
    [answer] = service.ask("told")["told"]

    assert changes == []
    assert answer["rejected"] == "FAILURE"
    assert "element-unknown" in answer["description"]
    assert "/EntryBanNotice/EntryBan/Novelty" in answer["description"]
    assert "Секретный" not in answer["description"]
    assert service.ask("figures")["acknowledged"] == 1
    kept = tmp_path / "adapter" / "quarantine" / f"{message_id}.xml"
    assert "Тестов-Секретный" in kept.read_text()


def test_good_documents_of_a_message_go_and_bad_ones_are_told(service: Simulator, adapter: SmevAdapter) -> None:
    mixed = notice(ban(ban_id="RU-1"), ban(ban_id="RU-2"), ban(ban_id="RU-3"))
    mixed[1].find(f"{{{names.ENTRY_BAN}}}Status").text = "?"  # type: ignore[union-attr]
    enqueue(service, mixed)
    changes, _ = drain(adapter)
    adapter.source.sent(accepted(changes))
    [answer] = service.ask("told")["told"]

    assert [change.subject for change in changes] == ["RU-1", "RU-3"]
    assert [(item["subject"], item["accepted"], item["problems"]) for item in answer["documents"]] == [
        ("RU-1", True, []),
        ("RU-3", True, []),
        ("RU-2", False, ["word-unknown"]),
    ]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (etree.Element("{urn:other}Thing"), "document-unknown"),
        (etree.Element(f"{{{names.ENTRY_BAN}}}EntryBanNotice"), "document-unknown"),
        (notice(ban(issuer="kz-mvd")), "authority-foreign"),
        (notice(ban(subject={**ban()["subject"], "nationalities": [{"code": "AFG"}]})), "route-missing"),
        (notice(ban(grounds=["NO-SUCH-GROUND"])), "schema-enum"),
        (
            readmission_reply.format(
                {"case_id": "X-1", "decision": "accepted", "decided_on": "2026-11-21", "authority": {"name": "МВД"}}
            ),
            "case-unknown",
        ),
    ],
)
def test_documents_that_may_not_be_sent_are_rejected_with_a_code(
    service: Simulator, adapter: SmevAdapter, document: etree._Element, code: str
) -> None:
    enqueue(service, document)
    changes, _ = drain(adapter)

    assert changes == []
    assert code in service.ask("told")["told"][0]["description"]


@pytest.mark.parametrize("fault", ["StaleMessageId", "MessageIsAlreadySent", "InvalidContent", "SMEVFailure"])
def test_faults_at_an_answer_are_met_as_the_taxonomy_says(
    service: Simulator, adapter: SmevAdapter, tmp_path: Path, fault: str
) -> None:
    enqueue(service, notice(ban()))
    changes = adapter.source.changes(None, 10).changes
    service.tell("misbehave", mode="fault", name=fault, operation="SendResponse")
    adapter.source.sent(accepted(changes))
    adapter.source.changes(None, 10)
    answers = service.ask("told")["told"]

    assert len(answers) == (1 if fault in {"StaleMessageId", "SMEVFailure"} else 0)
    kept = list((tmp_path / "adapter" / "quarantine").glob("*.answer.xml"))
    assert len(kept) == (1 if fault == "InvalidContent" else 0)


# Readmission


def test_a_readmission_request_goes_to_the_authority_it_names(service: Simulator, adapter: SmevAdapter) -> None:
    service.put("readmission-request", to="kz-mvd", citizenship="KAZ")
    service.put("readmission-request", to="az-sms")
    changes, _ = drain(adapter)

    assert [(change.to, change.agreement) for change in changes] == [(["kz-mvd"], "ru-kz-readmission")]
    assert "route-missing" in service.ask("told")["told"][0]["description"]


def test_the_reply_to_a_foreign_request_finds_its_request(service: Simulator, adapter: SmevAdapter) -> None:
    request = delivery(readmission_request(), index=7, type_="readmission-request", sender="kz-mvd")
    assert adapter.sink.apply([request])[0].problem is None
    service.put("readmission-reply", subject="KZ-RA-2026-1", accepted=False, reasons=["R03", "R10"])
    [change], _ = drain(adapter)

    assert (change.to, change.reply_to, change.subject) == (["kz-mvd"], request.message_id, "KZ-RA-2026-1")
    assert [reason["code"] for reason in change.record["reasons"]] == ["R03", "R10"]
    assert change.record["authority"]["participant"] == "ru-guvm"


# Settings and secrets


@pytest.mark.parametrize(
    ("changed", "setting"),
    [
        ({"endpoint": "ftp://x"}, "endpoint"),
        ({"endpoint": "http://user:password@x/"}, "endpoint"),
        ({"token": ""}, "token"),
        ({"timeout_seconds": "5"}, "timeout_seconds"),
        ({"messages_per_call": True}, "messages_per_call"),
        ({"routes": [{**ROUTES[0], "extra": 1}]}, "routes"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not(tmp_path: Path, changed: dict[str, Any], setting: str) -> None:
    values = {**settings_at("http://127.0.0.1:9/smev", tmp_path), **changed}
    with pytest.raises(AdapterSettingsError) as caught:
        make_adapter(values)

    assert caught.value.setting == setting
    assert "password" not in caught.value.en + caught.value.ru


def test_without_the_token_the_queue_is_closed(service: Simulator, tmp_path: Path) -> None:
    values = settings(service, tmp_path)
    del values["token"]
    made = make_adapter(values)
    with pytest.raises(SourceUnavailableError) as caught:
        made.source.changes(None, 1)
    made.close()

    assert caught.value.detail == "AccessDenied"
    assert TOKEN not in repr(caught.value)


def test_nobody_listening_is_unavailable(tmp_path: Path) -> None:
    made = make_adapter(settings_at("http://127.0.0.1:9/smev", tmp_path))
    with pytest.raises(SourceUnavailableError):
        made.source.changes(None, 1)
    made.close()
