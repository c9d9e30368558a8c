"""Meetings, notices on legislation and directories of contacts."""

import pytest

from hub.core import head, record_rules
from hub.core.council import publication
from hub.core.errors import CaseMoveError, DocumentRevisionError
from hub.core.record_objects import objects
from tests.support.records import example, wrap
from tests.unit.core.council.test_document import codes, live, refused

TO = ("ru-guvm", "tj-mvd")


def meeting(revision=1, status="planned", **changes):
    record = example("meeting", "council-26-planned", revision=revision, status=status, **changes)
    return wrap("meeting", record, sender="cis-ec", to=TO)


def test_a_meeting_is_planned_postponed_and_planned_again():
    now = live(meeting(), meeting(2, "postponed"), meeting(3))

    assert (now.state, now.version, now.key.subject) == ("planned", 3, "meeting:council/26")


@pytest.mark.parametrize("revision", [1, 3])
def test_of_two_records_of_one_revision_the_first_wins(revision):
    assert refused(DocumentRevisionError, meeting(), meeting(revision)).facts["expected"] == 2


def test_nothing_follows_a_cancelled_meeting_or_a_withdrawn_notice():
    refused(CaseMoveError, meeting(), meeting(2, "cancelled"), meeting(3))


def test_a_directory_replaces_the_one_before():
    first = wrap("contact-directory", example("contact-directory", "az-call-centre"), sender="az-sms", to=TO)
    second = example("contact-directory", "az-call-centre", revision=2)

    now = live(first, wrap("contact-directory", second, sender="az-sms", to=TO))

    assert (now.state, now.version, now.key.owner) == ("published", 2, "az-sms")


def test_a_kind_of_record_that_moves_no_head_moves_none():
    assert head.key_of(wrap("hub-notice", {}, sender="az-sms", to=TO)) is None


@pytest.mark.parametrize(
    ("kind", "name", "sender", "subject"),
    [
        ("meeting", "council-25", "cis-ec", "meeting_id"),
        ("meeting", "joint-collegium", "tj-mvd", "meeting_id"),
        ("meeting", "working-group-first", "ru-guvm", "meeting_id"),
        ("contact-directory", "ru-embassy-liaison", "ru-guvm", "participant"),
        ("contact-directory", "tj-representative-office", "tj-molme", "participant"),
        ("legislation-notice", "tj-joint-order", "tj-mvd", "notice_id"),
    ],
)
def test_a_right_record_has_no_fault(kind, name, sender, subject):
    assert codes(wrap(kind, example(kind, name), sender=sender, to=TO), subject) == set()


def test_only_the_owner_sends_its_meetings_and_contacts():
    other = wrap("meeting", example("meeting", "council-25"), sender="kz-mvd", to=TO)
    contacts = wrap("contact-directory", example("contact-directory", "az-call-centre"), sender="kz-mvd", to=TO)

    assert codes(other, "meeting_id") == {("/record/owner", "authority-mismatch")}
    assert codes(contacts, "participant") == {("/record/participant", "authority-mismatch")}


def test_terms_and_days_of_a_meeting_are_possible_and_in_order():
    record = example("meeting", "council-25", until="2021-02-17", planned="2021-02-31")
    record["decisions"][0]["due"] = "2021-99"
    record["decisions"][1]["no"] = record["decisions"][0]["no"]
    record["agenda"][1]["no"] = record["agenda"][0]["no"]

    assert codes(wrap("meeting", record, sender="cis-ec", to=TO), "meeting_id") == {
        ("/record/until", "period-ends-before-start"),
        ("/record/planned", "term-impossible"),
        ("/record/decisions/0/due", "term-impossible"),
        ("/record/decisions/1/no", "number-repeated"),
        ("/record/agenda/1/no", "number-repeated"),
    }


def test_a_contact_does_not_end_before_it_begins():
    record = example("contact-directory", "tj-representative-office")
    record["contacts"][1]["valid_until"] = "2018-11-30"

    assert codes(wrap("contact-directory", record, sender="tj-molme", to=TO), "participant") == {
        ("/record/contacts/1/valid_until", "period-ends-before-start")
    }


def test_a_temporary_act_does_not_end_before_it_begins():
    record = example("legislation-notice", "ru-decree-274", in_force_until="2020-04-17")

    assert codes(wrap("legislation-notice", record, sender="ru-guvm", to=TO), "notice_id") == {
        ("/record/in_force_until", "period-ends-before-start")
    }


def test_an_act_in_force_before_its_date_passes_with_a_flag():
    """Document 004 says "since 2009" of a resolution of January 2010: asked about, never refused."""
    notice = wrap("legislation-notice", example("legislation-notice", "tj-resolution-16"), sender="tj-mvd", to=TO)

    assert codes(notice, "notice_id") == set()
    assert [(fault.pointer, fault.code) for fault in publication.warn(notice)] == [
        ("/in_force_from", "in-force-before-act")
    ]


def test_an_act_without_number_or_date_passes_with_a_flag():
    notice = wrap("legislation-notice", example("legislation-notice", "tj-amnesty-law"), sender="tj-mvd", to=TO)

    _, warnings = record_rules.check(notice, objects(notice.record), subject_member=None, is_reply=False, state="RU")

    assert [fault.code for fault in warnings] == ["act-incomplete"]
    assert publication.warn(meeting()) == []


def test_a_joint_act_with_all_numbers_and_dates_has_no_flag():
    record = example("legislation-notice", "tj-joint-order")

    assert [act["number"] for act in record["acts"]] == ["81", "086", "7"]
    assert publication.warn(wrap("legislation-notice", record, sender="tj-mvd", to=TO)) == []
