"""The rules of readmission's records: who speaks for whom, to whom, and which dates follow which."""

from typing import Any

import pytest

from hub.core.readmission import kinds, rules
from tests.unit.core.test_head import envelope


def codes(kind: str, record: dict[str, Any], sender: str = "kz-mvd", to: tuple[str, ...] = ("tj-mvd",)) -> list[str]:
    done = {"returned_on", "asked_on", "requested_on", "issued_on", "notified_on", "claimed_on", "decided_on"}
    dated = {**dict.fromkeys(done, "2026-11-20"), **record}
    return [f"{fault.pointer} {fault.code}" for fault in rules.check(envelope(kind, dated, sender, to))]


def test_a_request_is_made_in_the_senders_name_to_whom_it_asks():
    record = {"requesting_authority": "kz-mvd", "requested_authority": "tj-mvd"}
    assert codes(kinds.REQUEST, record) == []
    assert codes(kinds.REQUEST, {**record, "requesting_authority": "ru-guvm"}) == [
        "/requesting_authority authority-mismatch"
    ]
    assert codes(kinds.REQUEST, {**record, "requested_authority": "uz-mvd"}) == [
        "/requested_authority requested-authority-not-addressed"
    ]


def test_an_answer_goes_to_whom_it_names_as_asking():
    record = {"requesting_authority": "kz-mvd"}
    assert codes(kinds.RETURN, record, "tj-mvd", ("kz-mvd",)) == []
    assert codes(kinds.RETURN, record, "tj-mvd", ("uz-mvd",)) == [
        "/requesting_authority requesting-authority-not-addressed"
    ]


@pytest.mark.parametrize(("participant", "wrong"), [("tj-mvd", []), ("ru-guvm", ["/authority authority-mismatch"])])
def test_a_reply_speaks_for_its_sender(participant, wrong):
    named = {"authority": {"name": "Испытательный орган", "participant": participant}}

    assert codes(kinds.REPLY, named, "tj-mvd", ("kz-mvd",)) == wrong
    assert codes(kinds.REPLY, {"authority": {"name": "Испытательный орган"}}, "tj-mvd", ("kz-mvd",)) == []


@pytest.mark.parametrize(("day", "wrong"), [("2026-11-22", []), ("2026-11-23", ["/claimed_on date-in-future"])])
def test_an_act_is_not_dated_later_than_tomorrow(day, wrong):
    """An authority far in the east may be a day ahead of UTC."""
    record = {"requesting_authority": "kz-mvd", "claimed_on": day, "arrived_on": "2026-11-10"}

    assert codes(kinds.TAKE_BACK_CLAIM, record, "tj-mvd", ("kz-mvd",)) == wrong


@pytest.mark.parametrize(
    ("kind", "record", "wrong"),
    [
        (kinds.EXTENSION, {"until": "2026-11-20"}, []),
        (kinds.EXTENSION, {"until": "2026-11-19"}, ["/until"]),
        (kinds.TRAVEL_DOCUMENT, {"document": {}}, []),
        (
            kinds.TRAVEL_DOCUMENT,
            {"document": {"issued_on": "2026-11-20", "expires_on": "2026-11-19"}},
            [
                "/document/expires_on",
                "/document/expires_on",
            ],
        ),
        (kinds.TRANSFER_NOTICE, {"plan": {"planned_at": "2026-11-20T06:00:00Z"}}, []),
        (kinds.TRANSFER_NOTICE, {"plan": {"planned_at": "2026-11-19T06:00:00Z"}}, ["/plan/planned_at"]),
        (kinds.REPLY, {"valid_until": "2026-11-01"}, ["/valid_until"]),
        (kinds.REPLY, {}, []),
    ],
)
def test_dates_follow_each_other(kind, record, wrong):
    found = codes(kind, record)

    assert found == [f"{pointer} dates-out-of-order" for pointer in wrong]


def test_odd_evidence_is_a_warning_of_a_request_alone():
    record = {"subject_class": "own_national", "evidence": [], "interview_requested": False}

    assert [each.pointer for each in rules.warn(envelope(kinds.REQUEST, record, "kz-mvd", ("tj-mvd",)))] == [
        "/evidence"
    ]
    assert rules.warn(envelope(kinds.RETURN, record, "tj-mvd", ("kz-mvd",))) == []


@pytest.mark.parametrize(
    ("at", "wrong"),
    [("2026-11-21T00:10:00Z", []), ("2026-11-21T00:10:01Z", ["/act/handed_over_at handover-in-future"])],
)
def test_an_act_is_signed_after_the_handover(at, wrong):
    record = {"requesting_authority": "kz-mvd", "signed_on": "2026-11-21", "act": {"handed_over_at": at}}
    assert codes(kinds.HANDOVER_ACT, record) == wrong


def test_transit_is_asked_for_by_its_own_record():
    own = {"requesting_authority": "kz-mvd", "requested_authority": "tj-mvd"}
    assert codes(kinds.REQUEST, {**own, "procedure": "transit"}) == ["/procedure transit-not-here"]
    assert codes(kinds.REQUEST, {**own, "procedure": "accelerated"}) == []
