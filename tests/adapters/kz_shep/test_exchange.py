"""The exchange with the simulated gateway, well-behaved and not."""

import base64
import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.kz_shep import ShepAdapter, make_adapter
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
from schemas import catalogue
from tests.adapters.kz_shep.running import PASSWORD, running, settings
from tests.adapters.records import ban, readmission_request
from tests.adapters.simulated import Simulator, delivery

TYPES = ("entry-ban", "readmission-request", "citizenship-check-request", "situation-summary")
REQUEST = delivery(
    readmission_request(case_id="KG-RA-1", requesting_authority="kg-migration", requested_authority="kz-mvd"),
    index=5,
    type_="readmission-request",
    sender="kg-migration",
)
CHECK = delivery(
    {
        "check_id": "KG-C-1",
        "requesting_authority": "kg-migration",
        "requested_authority": "kz-mvd",
        "requested_on": "2026-11-20",
        "authority": {"name": "Көші-қон (оқу)", "participant": "kg-migration"},
        "reason": "readmission",
        "person": ban()["subject"],
    },
    index=6,
    type_="citizenship-check-request",
    sender="kg-migration",
)


@pytest.fixture
def service() -> Simulator:
    return running()


@pytest.fixture
def adapter(service: Simulator, tmp_path: Path) -> Iterator[ShepAdapter]:
    made = make_adapter(settings(service, tmp_path))
    yield made
    made.close()


def accepted(changes: Any) -> list[Sent]:
    return [
        Sent(origin=change.origin, message_id=f"hub-{n}", verdict=Verdict.ACCEPTED) for n, change in enumerate(changes)
    ]


def test_every_type_goes_out_with_its_route_and_fits_its_schema(service: Simulator, adapter: ShepAdapter) -> None:
    for type_ in TYPES:
        service.put(type_, count=3, to="kg-migration")
    changes, _ = drain(adapter)

    assert [change.type for change in changes] == [type_ for type_ in TYPES for _ in range(3)]
    for change in changes:
        assert not catalogue.load().validate(change.type, "1.0", dict(change.record))
        assert change.to == (["cis-ec"] if change.type == "situation-summary" else change.to)
    assert changes[0].record["subject"]["names"][2]["lang"] == "kk"


def test_replies_find_the_requests_they_answer(service: Simulator, adapter: ShepAdapter) -> None:
    assert [outcome.problem for outcome in adapter.sink.apply([REQUEST, CHECK])] == [None, None]
    service.put("readmission-reply", subject="KG-RA-1", sender="kg-migration", accepted=False, reasons=["R03"])
    service.put("citizenship-check-reply", subject="KG-C-1", sender="kg-migration")
    service.put("readmission-reply", subject="KG-RA-2", sender="kg-migration")
    changes, _ = drain(adapter)

    assert [(change.type, change.reply_to, list(change.to)) for change in changes] == [
        ("readmission-reply", REQUEST.message_id, ["kg-migration"]),
        ("citizenship-check-reply", CHECK.message_id, ["kg-migration"]),
    ]
    [told] = service.ask("told")["told"]
    assert (told["subject"], told["problems"]) == ("KG-RA-2", ["case-unknown"])


def test_what_came_from_abroad_is_held_in_the_registers_own_form(service: Simulator, adapter: ShepAdapter) -> None:
    foreign = [delivery(ban(revision=number, ban_id="RU-1"), index=number) for number in (2, 1)]
    assert [outcome.problem for outcome in adapter.sink.apply([*foreign, REQUEST])] == [None, None, None]
    [held] = service.ask("held")["records"]

    assert (held["ban_id"], held["revision"], held["surname"], held["surname_latin"], held["duration"]) == (
        *("RU-1", 2, "Тестов-Ҷуфт"),
        *("TESTOV-JUFT", "P3Y"),
    )
    [first, *_] = service.ask("received")["records"]
    assert (first["id"], first["sender"], first["logIndex"]) == (foreign[0].message_id, "ru-guvm", "2")
    adapter.sink.erase(["RU-1"])
    assert service.ask("held")["records"] == []


def test_messages_stay_at_the_gateway_until_the_cursor_says_they_are_safe(
    service: Simulator, adapter: ShepAdapter
) -> None:
    service.put("entry-ban", count=5)
    batch = adapter.source.changes(None, 100)
    assert (len(batch.changes), service.ask("figures")["acknowledged"]) == (5, 0)

    adapter.source.changes(batch.cursor, 100)
    assert service.ask("figures")["acknowledged"] == 5


def test_the_register_learns_what_became_of_each_document(service: Simulator, adapter: ShepAdapter) -> None:
    service.put("entry-ban", count=2)
    changes, _ = drain(adapter)
    problem = Problem(code="agreement-not-in-force", pointer="", ru="Не действует.", en="Not in force.")
    refused = Sent(origin=changes[1].origin, message_id="hub-9", verdict=Verdict.REFUSED, problems=[problem])
    adapter.source.sent([*accepted(changes[:1]), refused])
    adapter.source.sent([refused])

    told = service.ask("told")["told"]
    assert [(each["subject"], each["accepted"], each["problems"]) for each in told] == [
        (changes[0].subject, True, []),
        (changes[1].subject, False, ["agreement-not-in-force"]),
    ]


def raw(service: Simulator, inner: str) -> str:
    document = f'<cm:submission xmlns:cm="urn:cis-migration:kz-shep:1">{inner}</cm:submission>'
    return str(service.send("raw", document.encode())["id"])


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ("", "document-unknown"),
        ("<cm:novelty/>", "document-unknown"),
        ("<x:entryBan xmlns:x='urn:other'/>", "document-unknown"),
        ("<cm:attachment/>", "document-unknown"),
        ("<cm:entryBan/><cm:entryBan/>", "element-unknown"),
        ("<cm:entryBan/>", "member-missing"),
        ("<cm:entryBan/><cm:attachment><cm:mediaType>a/b</cm:mediaType></cm:attachment>", "attachment-invalid"),
    ],
)
def test_messages_that_cannot_be_read_are_answered_and_kept(
    service: Simulator, adapter: ShepAdapter, tmp_path: Path, inner: str, code: str
) -> None:
    raw(service, inner)
    changes, _ = drain(adapter)
    [told] = service.ask("told")["told"]

    assert changes == []
    assert code in told["problems"]
    assert service.ask("figures")["acknowledged"] == 1
    assert len(list((tmp_path / "adapter" / "quarantine").iterdir())) == 1


def test_attachments_travel_beside_their_documents_both_ways(service: Simulator, adapter: ShepAdapter) -> None:
    part = Part(media_type="image/jpeg", content=b"\xff\xd8")
    assert adapter.sink.apply([replace(CHECK, parts=(part,))])[0].problem is None
    [received] = service.ask("received")["records"]
    assert received["attachments"] == ["image/jpeg"]
    service.put("citizenship-check-request", to="kg-migration")
    document = service.ask("own", type="citizenship-check-request")["records"][0]
    content = base64.b64encode(part.content).decode()
    inner = (
        f"<cm:citizenshipRequest><cm:checkNumber>{document['check_id']}-1</cm:checkNumber>"
        "<cm:requestedOrganization>kg-migration</cm:requestedOrganization><cm:requestDate>2026-11-20</cm:requestDate>"
        "<cm:organization><cm:name>Оқу</cm:name></cm:organization><cm:reason>реадмиссия</cm:reason><cm:person>"
        "<cm:surname>Тестов</cm:surname><cm:gender>1</cm:gender><cm:citizenship><cm:country>417</cm:country>"
        "</cm:citizenship></cm:person></cm:citizenshipRequest><cm:attachment><cm:mediaType>image/jpeg</cm:mediaType>"
        f"<cm:content>{content}</cm:content></cm:attachment>"
    )
    raw(service, inner)
    changes, _ = drain(adapter)

    assert [list(change.parts) for change in changes] == [[], [part]]


@pytest.mark.parametrize(
    "order",
    [
        {"mode": "error"},
        {"mode": "html"},
        {"mode": "reset"},
        {"mode": "half"},
        {"mode": "forget"},
        {"mode": "fault", "name": "SCSE009"},
        {"mode": "duplicate"},
        {"mode": "out-of-order"},
        {"mode": "wrong-signature"},
        {"mode": "expired-certificate"},
        {"mode": "stranger"},
    ],
    ids=lambda order: order["mode"],
)
def test_misbehaviour_of_the_gateway_loses_and_doubles_nothing(
    service: Simulator, adapter: ShepAdapter, order: dict[str, Any]
) -> None:
    service.put("entry-ban", count=7)
    cursor: str | None = None
    seen: list[str | None] = []
    for operation in ("getMessages", "sendDeliveryNotification", "sendMessage", "getMessages"):
        service.tell("misbehave", operation=operation, times=1, **order)
        with contextlib.suppress(SourceUnavailableError):
            batch = adapter.source.changes(cursor, 3)
            adapter.source.sent(accepted(batch.changes))
            cursor, seen = batch.cursor, seen + [change.subject for change in batch.changes]
    service.tell("misbehave", mode="none")
    deadline = time.monotonic() + 20
    while len(seen) < 7 or service.ask("figures")["waiting"] or service.ask("figures")["told"] < 7:
        batch = adapter.source.changes(cursor, 3)
        adapter.source.sent(accepted(batch.changes))
        cursor, seen = batch.cursor, seen + [change.subject for change in batch.changes]
        assert time.monotonic() < deadline, "everything comes, is acknowledged and answered in the end"

    assert len(set(seen)) == len(seen) == 7
    assert len({told["subject"] for told in service.ask("told")["told"]}) == service.ask("figures")["told"] == 7


@pytest.mark.parametrize(
    ("order", "detail"),
    [
        ({"mode": "wrong-signature"}, "signature-wrong"),
        ({"mode": "expired-certificate"}, "signature-certificate-not-in-term"),
        ({"mode": "stranger"}, "signature-certificate-unknown"),
        ({"mode": "fault", "name": "SCSE009"}, "SCSE009"),
        ({"mode": "fault", "name": "Тестов-Секретный"}, "no code"),
        ({"mode": "html"}, "not SOAP"),
        ({"mode": "forget"}, "500"),
    ],
    ids=lambda value: value["mode"] if isinstance(value, dict) else None,
)
def test_an_answer_that_cannot_be_trusted_decides_nothing(
    service: Simulator, adapter: ShepAdapter, order: dict[str, Any], detail: str
) -> None:
    service.tell("misbehave", **order)
    with pytest.raises(SinkUnavailableError, match=detail):
        adapter.sink.apply([delivery(ban(), index=1)])
    assert adapter.sink.apply([delivery(ban(), index=1)])[0].problem is None

    assert service.ask("figures")["received"] == 1


def test_what_the_register_refuses_or_cannot_hold_is_refused_alone(service: Simulator, adapter: ShepAdapter) -> None:
    service.tell("misbehave", mode="fault", name="refused")
    strange = delivery(ban(severity="no-such-word"), index=2)
    control = delivery(ban(reason_text={"ru": "\x01"}), index=3)
    outcomes = adapter.sink.apply([delivery(ban(), index=1), strange, control, delivery(ban(), index=4)])

    assert [outcome.problem and outcome.problem.code for outcome in outcomes] == [
        "refused-by-national-system",
        "not-expressible",
        "not-expressible",
        None,
    ]


@pytest.mark.parametrize(
    ("changed", "detail"),
    [
        ({"sender_password": "another"}, "SCSE002"),
        ({"signing_key_file": None, "signing_certificate_file": None}, "SCSE003"),
    ],
)
def test_who_is_not_known_to_the_gateway_is_refused(
    service: Simulator, tmp_path: Path, changed: dict[str, Any], detail: str
) -> None:
    values = {**settings(service, tmp_path), **changed}
    made = make_adapter({name: value for name, value in values.items() if value is not None})
    with pytest.raises(SourceUnavailableError) as caught:
        made.source.changes(None, 1)
    made.close()

    assert detail in caught.value.detail
    assert PASSWORD not in caught.value.detail


def test_a_wrong_setting_is_named(service: Simulator, tmp_path: Path) -> None:
    with pytest.raises(AdapterSettingsError) as caught:
        make_adapter(settings(service, tmp_path, sync_endpoint="ftp://x"))

    assert caught.value.setting == "sync_endpoint"
