"""The rules of record types, as gateway and hub ask them: what refuses, what warns, and where."""

import datetime
from typing import Any

from hub.core import record_rules
from hub.core.envelope import Envelope
from hub.core.record_objects import objects
from schemas import figures
from tests.support.records import unsigned

NOW = datetime.datetime(2026, 11, 21, 9, tzinfo=datetime.UTC)
BAN = {
    "ban_id": "B-1",
    "revision": 1,
    "issuer": "ru-guvm",
    "status": "active",
    "severity": "migration",
    "subject": {"names": [], "documents": [{"type": "biometric_passport", "number": "400000001"}]},
    "period": {"kind": "indefinite"},
}


def make(kind: str, record: dict[str, Any], **members: Any) -> Envelope:
    return unsigned(kind, record, **{"to": ("kz-mvd",), "sent_at": NOW, **members})


def codes(envelope: Envelope, member: str | None = None, *, is_reply: bool = False) -> list[tuple[str, str]]:
    faults, _ = record_rules.check(
        envelope, objects(envelope.record), subject_member=member, is_reply=is_reply, state=envelope.sender[:2].upper()
    )
    return [(fault.pointer, fault.code) for fault in faults]


def test_a_sound_ban_with_its_subject_has_no_faults():
    assert codes(make("entry-ban", BAN, subject="B-1"), "ban_id") == []


def test_a_subject_that_is_not_the_records_is_named_in_the_envelope():
    assert codes(make("entry-ban", BAN, subject="B-2"), "ban_id") == [("/subject", "subject-mismatch")]


def test_anothers_ban_is_named_in_the_record():
    found = codes(make("entry-ban", {**BAN, "issuer": "kz-mvd"}, subject="B-1"), "ban_id")

    assert found == [("/record/issuer", "issuer-mismatch")]


def test_a_reply_must_name_what_it_answers():
    record = {"case_id": "C-1", "authority": {"participant": "kz-mvd"}}
    reply = make("readmission-reply", record, subject="C-1", sender="kz-mvd")

    assert codes(reply, "case_id", is_reply=True) == [("/reply_to", "reply-to-missing")]


def test_a_receipt_goes_to_the_sender_of_what_it_speaks_of():
    record = {"sender": "tj-mvd", "status": "processed", "messages": []}

    assert codes(make("receipt", record)) == [("/record/sender", "receipt-not-for-sender")]


def test_figures_that_contradict_each_other_warn_and_do_not_refuse():
    summary = figures.load()["tj-2020-h1"]
    faults, warnings = record_rules.check(
        make("situation-summary", summary, sender="tj-molme"),
        objects(summary),
        subject_member=None,
        is_reply=False,
        state="TJ",
    )

    assert (faults, [warning.code for warning in warnings]) == ([], ["outcomes-exceed-applications"])


def test_a_type_without_rules_of_its_own_passes():
    assert codes(make("something-new", {})) == []
