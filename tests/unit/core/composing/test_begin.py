"""What a record begins with: the sender's names, today, a reference; and what one takes from another."""

import pytest

from hub.core.composing import begin
from hub.core.composing.begin import Own
from hub.core.composing.part import shape
from schemas import catalogue
from tests.support.records import example

CATALOGUE = catalogue.load()
OWN = Own(
    participant="tj-mvd", title="МВД", today="2026-11-22", now="2026-11-22T09:00:00Z", reference="TJ-2026-1122-ABCDE"
)


def _kind(name: str):
    kind = next(each for each in reversed(CATALOGUE.record_types()) if each.name == name)
    return kind, shape(CATALOGUE.members(kind.name, kind.version))


def test_a_request_names_its_sender_its_day_and_a_new_reference():
    assert begin.begin(*_kind("readmission-request"), OWN) == {
        "case_id": "TJ-2026-1122-ABCDE",
        "requesting_authority": "tj-mvd",
        "requested_on": "2026-11-22",
    }


def test_what_is_said_of_a_case_of_somebody_else_names_nobody_as_its_owner():
    found = begin.begin(*_kind("interview-request"), OWN)

    assert "requesting_authority" not in found
    assert found["authority"] == {"name": "МВД", "participant": "tj-mvd"}


@pytest.mark.parametrize("name", sorted({each.name for each in CATALOGUE.record_types()}))
def test_every_record_type_begins_with_what_it_has_a_place_for(name: str):
    kind, part = _kind(name)

    assert begin.begin(kind, part, OWN).keys() <= {each.name for each in part.parts}


def test_a_directory_is_its_participants_own_and_a_document_begins_as_a_draft():
    assert begin.begin(*_kind("contact-directory"), OWN)["participant"] == "tj-mvd"
    assert begin.begin(*_kind("work-plan"), OWN) == {
        "document_id": "TJ-2026-1122-ABCDE",
        "owner": "tj-mvd",
        "stage": "draft",
        "revision": 1,
    }
    assert begin.begin(*_kind("entry-ban"), OWN)["issuer"] == "tj-mvd"


def test_a_new_revision_has_all_that_the_last_one_had():
    record = example("meeting", "council-26-planned")

    found = begin.follow(*_kind("meeting"), record, OWN, 4)

    assert found == {**record, "revision": 5}


def test_a_document_that_was_adopted_goes_on_as_a_draft():
    found = begin.follow(*_kind("work-plan"), example("work-plan", "adopted-2021"), OWN, 2)

    assert (found["stage"], found["revision"], "adopted" in found) == ("draft", 3, False)
    assert found["items"] == example("work-plan", "adopted-2021")["items"]


def test_what_has_no_revisions_is_a_copy_under_a_new_reference_without_what_is_sealed():
    kind, part = _kind("readmission-request")
    record = {"case_id": "OLD", "requested_on": "2020-01-01", "sealed": [{}], "person": {"sex": "F"}}

    found = begin.follow(kind, part, record, OWN, 0)

    assert found == {"case_id": OWN.reference, "requested_on": OWN.today, "person": {"sex": "F"}}
    assert "sealed" not in begin.follow(*_kind("entry-ban"), {"revision": 1, "sealed": []}, OWN, 1)


def test_a_copy_of_a_record_without_a_subject_is_the_same():
    assert begin.follow(*_kind("receipt"), {"status": "processed"}, OWN, 0) == {"status": "processed"}


def test_a_report_names_the_item_and_the_day_and_leaves_the_plan_out():
    plan = example("work-plan", "adopted-2021")

    found = begin.report(plan, OWN, no="3", revision=2)

    assert found["progress"] == [{"no": "3", "on": "2026-11-22"}]
    assert (found["stage"], found["revision"], found["document_id"]) == ("progress", 2, plan["document_id"])
    assert not {"items", "title", "adopted"} & found.keys()
    assert begin.report(plan, OWN, no=None, revision=2)["progress"] == [{"on": "2026-11-22"}]


def test_a_comment_is_on_the_draft_as_it_stands():
    found = begin.comment(example("agenda", "meeting-26-draft"), 2)

    assert (found["stage"], found["revision"], "items" in found) == ("comments", 2, False)


def test_an_answer_is_of_the_same_case_and_names_who_asked():
    kind, part = _kind("citizenship-check-reply")
    asked = {"check_id": "KZ-1", "requesting_authority": "kz-mvd", "person": {}}

    found = begin.answer(kind, part, asked, "kz-mvd", OWN)

    assert (found["check_id"], found["requesting_authority"], "person" in found) == ("KZ-1", "kz-mvd", False)
    assert begin.answer(kind, part, {"check_id": "KZ-1"}, "kz-mvd", OWN)["requesting_authority"] == "kz-mvd"


def test_a_blank_form_of_a_person_shows_birth_and_documents():
    assert begin.opened(_kind("readmission-request")[1]) == {"person.birth": "1", "person.documents": "1"}
    assert begin.opened(_kind("work-plan")[1]) == {}


def test_a_record_about_a_ban_names_its_issuer_and_revision():
    ban = {"ban_id": "RU-1", "revision": 2, "status": "active"}

    found = begin.about(*_kind("ban-hit-report"), ban, "ru-guvm", OWN)

    assert found["ban"] == {"issuer": "ru-guvm", "ban_id": "RU-1", "revision": 2}
    assert found["reporting_authority"] == "tj-mvd"
