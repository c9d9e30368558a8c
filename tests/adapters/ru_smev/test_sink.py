"""The writing side against the simulated service."""

from pathlib import Path

import pytest
from lxml import etree

from adapters.ru_smev import SmevAdapter, make_adapter
from adapters.ru_smev.mapping import entry_ban
from hub.sdk.ports import SinkUnavailableError
from tests.adapters.records import ban, readmission_request
from tests.adapters.ru_smev.running import settings
from tests.adapters.simulated import Simulator, delivery

FOREIGN = delivery(ban(ban_id="KZ-1", issuer="kz-mvd"), index=1, sender="kz-mvd")
REPLY = {
    "case_id": "RU-RA-2026-00001",
    "decision": "refused",
    "reasons": [{"code": "R03", "text": {"ru": "проверка отрицательна"}}],
    "decided_on": "2026-11-21",
    "authority": {"name": "МВД", "participant": "kz-mvd"},
}


def test_a_foreign_ban_reaches_the_register_with_its_place_in_the_log(service: Simulator, adapter: SmevAdapter) -> None:
    adapter.sink.apply([FOREIGN])
    [record] = service.ask("received")["records"]
    element = etree.fromstring(record["xml"])

    assert (record["document"], record["sender"], record["log_index"]) == ("EntryBan", "kz-mvd", 1)
    assert record["hub_message_id"] == FOREIGN.message_id
    assert entry_ban.parse(element, element, "ru-guvm") == FOREIGN.record


def test_replies_and_requests_reach_the_register(service: Simulator, adapter: SmevAdapter) -> None:
    adapter.sink.apply(
        [
            delivery(REPLY, index=2, type_="readmission-reply", sender="kz-mvd"),
            delivery(readmission_request(), index=3, type_="readmission-request", sender="kz-mvd"),
        ]
    )
    records = service.ask("received")["records"]

    assert [(record["document"], record["subject"]) for record in records] == [
        ("ReadmissionReply", "RU-RA-2026-00001"),
        ("ReadmissionRequest", "KZ-RA-2026-1"),
    ]
    assert (records[0]["decision"], records[0]["reasons"]) == ("ОТКАЗ", ["R03"])


@pytest.mark.parametrize(
    ("order", "error", "problem"),
    [
        ({"mode": "fault", "name": "MessageIsAlreadySent"}, False, None),
        ({"mode": "fault", "name": "StaleMessageId"}, False, None),
        ({"mode": "fault", "name": "InvalidContent"}, False, "refused-by-national-system"),
        ({"mode": "fault", "name": "SMEVFailure"}, True, None),
        ({"mode": "fault", "name": "AccessDenied"}, True, None),
        ({"mode": "error"}, True, None),
        ({"mode": "forget"}, True, None),
        ({"mode": "html"}, True, None),
        ({"mode": "half"}, True, None),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else None,
)
def test_faults_are_met_as_the_taxonomy_says(
    service: Simulator, adapter: SmevAdapter, order: dict[str, str], error: bool, problem: str | None
) -> None:
    service.tell("misbehave", operation="SendRequest", times=1, **order)
    if error:
        with pytest.raises(SinkUnavailableError):
            adapter.sink.apply([FOREIGN])
    [outcome] = adapter.sink.apply([FOREIGN])

    assert (outcome.problem and outcome.problem.code) == (None if error else problem)
    assert service.ask("figures")["received"] <= 1


def test_a_delivery_that_was_interrupted_carries_the_same_message_id(
    service: Simulator, adapter: SmevAdapter, tmp_path: Path
) -> None:
    service.tell("misbehave", operation="SendRequest", times=1, mode="forget")
    with pytest.raises(SinkUnavailableError):
        adapter.sink.apply([FOREIGN])
    other = make_adapter(settings(service, tmp_path))
    other.sink.apply([FOREIGN])
    other.close()

    assert service.ask("figures")["received"] == 1


def test_a_record_that_cannot_be_expressed_is_refused_alone(service: Simulator, adapter: SmevAdapter) -> None:
    strange = delivery(ban(severity="no-such-word"), index=5)
    control = delivery(ban(reason_text={"ru": "\x01"}), index=6)
    outcomes = adapter.sink.apply([strange, control, FOREIGN])

    assert [outcome.problem and outcome.problem.code for outcome in outcomes] == [
        "not-expressible",
        "not-expressible",
        None,
    ]


def test_an_erasure_is_told_to_the_register(service: Simulator, adapter: SmevAdapter) -> None:
    adapter.sink.apply([delivery(readmission_request(), index=3, type_="readmission-request", sender="kz-mvd")])
    adapter.sink.erase(["KZ-RA-2026-1"])

    assert service.ask("received")["records"][-1]["subjects"] == ["KZ-RA-2026-1"]
    service.tell("misbehave", mode="error")
    with pytest.raises(SinkUnavailableError):
        adapter.sink.erase(["KZ-RA-2026-1"])
