"""A record travels from one national system to another and back as a receipt; each party learns what became of it."""

import contextlib
import json

import pytest

from hub.sdk.books.inbox import Lane
from hub.sdk.errors import AdapterFailedError, SystemUnavailableError
from tests.integration.sdk.fake_hub import FakeHub, problem, refuse, say
from tests.integration.sdk.sites import Site, insist, make_ban, make_change, receive, send


async def test_records_arrive_in_order_and_are_acknowledged(hub: FakeHub, russia: Site, tajikistan: Site) -> None:
    russia.put(*(make_change(f"RU-{number}") for number in range(210)))

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await receive(recipient)
        await send(recipient)
        await receive(sender, Lane.ORDINARY)
        await sender.outbound.tell()
        await sender.outbound.tell()

        assert sender.outbox.counts() == {"ready": 0, "accepted": 210, "refused": 0, "processed": 210}
    assert tajikistan.subjects() == [f"RU-{number}" for number in range(210)]
    assert tajikistan.read("applied")[0]["record"] == make_change("RU-0")["record"]
    assert [line["verdict"] for line in russia.read("outcomes")] == ["accepted"] * 210
    assert len(hub.records("receipt")) == 2  # 200 and 10: one page each


async def test_a_receipt_is_not_receipted(hub: FakeHub, russia: Site, tajikistan: Site) -> None:
    russia.put(make_change("RU-1"))

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await receive(recipient)
        await send(recipient)
        await receive(sender, Lane.ORDINARY)
        await send(sender)

    assert len(hub.accepted) == 2
    assert russia.read("calls") == []


async def test_a_record_that_breaks_its_schema_is_never_signed(hub: FakeHub, russia: Site) -> None:
    broken = make_change("RU-1")
    del broken["record"]["decision"]
    russia.put(
        broken, make_change("RU-2", type="no-such-type"), make_change("RU-3", to=["RU GUVM"]), make_change("RU-4")
    )

    async with russia.open() as sender:
        await send(sender)
        await sender.outbound.tell()

    assert [(line["line"], line["verdict"], line["codes"]) for line in russia.read("outcomes")] == [
        (0, "refused", ["schema-required"]),
        (1, "refused", ["type-unknown"]),
        (2, "refused", ["envelope-malformed"]),
        (3, "accepted", []),
    ]
    assert len(hub.accepted) == 1


async def test_a_source_cannot_write_receipts(hub: FakeHub, russia: Site) -> None:
    russia.put(make_change("RU-1", type="receipt"))

    async with russia.open() as sender:
        await send(sender)
        await sender.outbound.tell()

    assert russia.read("outcomes")[0]["codes"] == ["type-not-allowed"]
    assert hub.bodies == []


async def test_what_the_hub_refuses_is_told_with_the_reason(hub: FakeHub, russia: Site) -> None:
    russia.put(make_change("RU-1"), make_change("RU-REFUSED"), make_change("RU-2"))

    async with russia.open() as sender:
        await send(sender)
        await sender.outbound.tell()

        assert sender.outbox.counts()["refused"] == 1
    assert [line["verdict"] for line in russia.read("outcomes")] == ["accepted", "refused", "accepted"]
    assert russia.read("outcomes")[1]["codes"] == ["agreement-not-in-force"]


async def test_a_request_refused_as_a_whole_is_sent_one_by_one(hub: FakeHub, russia: Site) -> None:
    russia.put(make_change("RU-1"), make_change("RU-2"))
    hub.misbehave("POST", "/v1/messages", refuse(413, "body-too-large"))

    async with russia.open() as sender:
        await send(sender)

        assert sender.outbox.counts()["accepted"] == 2


async def test_what_stands_before_the_hub_and_takes_small_bodies_only_keeps_back_the_large_record_alone(
    hub: FakeHub, russia: Site
) -> None:
    """Nginx lets one megabyte pass, if nobody told it otherwise, and answers in HTML."""
    hub.largest = 2_500
    large = make_ban("RU-LARGE") | {"reason_text": {"ru": "долго " * 150}}
    russia.put(make_change("RU-1"), make_change("RU-LARGE", record=large), make_change("RU-2"))

    async with russia.open() as sender:
        await send(sender)
        await sender.outbound.tell()

        assert sender.outbox.counts() | {"accepted": 0} == {"ready": 0, "accepted": 0, "refused": 1}
    told = [(line["verdict"], line["codes"]) for line in russia.read("outcomes")]
    assert told == [("accepted", []), ("refused", ["stopped-on-the-way"]), ("accepted", [])]


async def test_what_the_national_system_refuses_goes_back_as_rejected(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    russia.put(make_change("RU-1"), make_change("RU-UNWANTED"), make_change("RU-2"))

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await receive(recipient)
        await send(recipient)
        await receive(sender, Lane.ORDINARY)

        assert [item.code for item in recipient.inbox.quarantined()] == ["no-such-person"]
        assert sender.outbox.counts() | {"ready": 0} == {
            "ready": 0,
            "accepted": 3,
            "refused": 0,
            "processed": 2,
            "rejected": 1,
        }
    reasons = [record.get("reason") for record in hub.records("receipt")]
    assert {"code": "no-such-person", "ru": "Нет такого лица.", "en": "No such person."} in reasons


async def test_a_receipt_the_hub_refuses_for_one_message_is_made_again_for_the_others(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    russia.put(*(make_change(f"RU-{number}") for number in range(3)))
    conflict = problem(409, "receipt-conflict")
    conflict["errors"] = [{"pointer": "/record/messages/1", "code": "receipt-conflict", "message": "Уже есть."}]
    body = json.dumps(conflict).encode()

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await receive(recipient)
        hub.misbehave("POST", "/v1/messages", say(body, "application/problem+json", 409))
        await send(recipient)
        await receive(sender, Lane.ORDINARY)

        assert recipient.outbox.counts() == {"ready": 0, "accepted": 1, "refused": 1}
        assert sender.outbox.counts()["processed"] == 2


async def test_a_record_the_adapter_does_not_survive_is_put_aside_and_the_rest_goes_on(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    russia.put(make_change("RU-1"), make_change("RU-POISON"), make_change("RU-2"), make_change("RU-3"))

    async with russia.open() as sender, tajikistan.open() as recipient:
        recipient.site.adapter._backoff._most = 0.01
        await send(sender)
        await insist(lambda: receive(recipient))
        await send(recipient)

        assert [item.code for item in recipient.inbox.quarantined()] == ["adapter-failed"]
    assert tajikistan.subjects() == ["RU-1", "RU-2", "RU-3"]
    said = [message["id"] for record in hub.records("receipt") for message in record["messages"]]
    assert len(said) == 3  # nothing was decided about the fourth, so nothing is said


async def test_an_adapter_that_dies_of_everything_loses_nothing(
    hub: FakeHub, russia: Site, tajikistan: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.sdk.exchange.application.TRIES", 2)
    russia.put(*(make_change("RU-POISON", record=make_change("RU-POISON")["record"]) for _ in range(4)))

    async with russia.open() as sender, tajikistan.open() as recipient:
        recipient.site.adapter._backoff._most = 0.01
        await send(sender)
        for _ in range(9):
            with contextlib.suppress(AdapterFailedError):
                await receive(recipient)

        assert len(recipient.inbox.quarantined()) == 3
        assert recipient.inbox.cursor(Lane.URGENT) == 3


async def test_a_national_system_that_is_down_is_waited_for(hub: FakeHub, russia: Site, tajikistan: Site) -> None:
    russia.put(make_change("RU-1"))
    (tajikistan.system / "sink-down").touch()

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        for _ in range(7):
            with pytest.raises(SystemUnavailableError):
                await receive(recipient)
        assert recipient.inbox.cursor(Lane.URGENT) == 0
        (tajikistan.system / "sink-down").unlink()
        await receive(recipient)

    assert tajikistan.subjects() == ["RU-1"]


async def test_tombstones_are_passed_over(hub: FakeHub, russia: Site, tajikistan: Site) -> None:
    russia.put(make_change("RU-1"), make_change("RU-2"), make_change("RU-3"))

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        hub.inboxes["tj-molme", "urgent"][1].tombstone = "erased"
        await receive(recipient)

        assert recipient.inbox.cursor(Lane.URGENT) == 3
        assert recipient.inbound.tombstones == 1
    assert tajikistan.subjects() == ["RU-1", "RU-3"]
