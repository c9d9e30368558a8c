"""The life of a Council document: draft, comments, adopted at meeting N."""

import pytest

from hub.core import head, record_rules
from hub.core.errors import CaseMoveError, DocumentRevisionError
from hub.core.record_objects import objects
from tests.support.records import example, wrap

OTHERS = ("ru-guvm", "tj-molme", "tj-mvd")


def plan(stage, *, sender="cis-ec", revision=1, to=OTHERS, number=1):
    name = {"draft": "draft", "withdrawn": "draft"}.get(stage, stage)
    record = example("work-plan", f"{name}-2021", stage=stage, revision=revision)
    return wrap("work-plan", record, sender=sender, to=to, number=number)


def live(*steps):
    """Return the head after these messages."""
    now = None
    for envelope in steps:
        key = head.key_of(envelope)
        assert key is not None
        now = head.step(key, now, envelope)
    return now


def refused(error, *steps):
    *before, last = steps
    now = live(*before)
    with pytest.raises(error) as raised:
        head.step(head.key_of(last), now, last)
    return raised.value


def test_a_plan_is_drafted_commented_drafted_again_and_adopted():
    comments = plan("comments", sender="tj-molme", to=("cis-ec",))

    now = live(plan("draft"), comments, plan("draft", revision=2), plan("adopted", revision=2))

    assert (now.state, now.version) == ("adopted", 2)
    assert now.key.owner == "cis-ec"
    assert now.key.subject == "work-plan:council/work-plan/2021"


def test_what_was_adopted_stays_in_force_while_it_is_amended():
    adopted = (plan("draft"), plan("adopted"))

    assert live(*adopted, plan("draft", revision=2)).state == "amending"
    assert live(*adopted, plan("draft", revision=2), plan("withdrawn", revision=2)).state == "adopted"
    assert live(*adopted, plan("draft", revision=2), plan("adopted", revision=2)).state == "adopted"


def test_of_two_adoptions_the_second_is_refused():
    error = refused(CaseMoveError, plan("draft"), plan("adopted"), plan("adopted"))

    assert error.facts == {"state": "adopted", "move": "adopted", "allowed": "draft, progress"}


@pytest.mark.parametrize("stage", ["comments", "adopted", "withdrawn", "progress"])
def test_a_document_begins_with_a_draft(stage):
    assert refused(CaseMoveError, plan(stage, sender="cis-ec")).facts["state"] == "none"


def test_nothing_comes_after_a_withdrawal():
    assert refused(CaseMoveError, plan("draft"), plan("withdrawn"), plan("draft", revision=2)).facts["allowed"] == "-"


@pytest.mark.parametrize("stage", ["draft", "adopted", "withdrawn"])
def test_another_participant_s_document_is_not_moved(stage):
    other = plan(stage, sender="kz-mvd", revision=2 if stage == "draft" else 1, to=("cis-ec", "kz-mvd"))

    refused(CaseMoveError, plan("draft", to=(*OTHERS, "kz-mvd")), other)


def test_the_owner_does_not_comment_on_its_own_draft():
    refused(CaseMoveError, plan("draft"), plan("comments"))


def test_whoever_was_not_sent_a_draft_does_not_comment_on_it():
    refused(CaseMoveError, plan("draft"), plan("comments", sender="az-sms", to=("cis-ec",)))


def test_a_later_draft_may_go_to_more_participants():
    wider = plan("draft", revision=2, to=("az-sms",))

    now = live(plan("draft"), wider, plan("comments", sender="az-sms", to=("cis-ec",), revision=2))

    assert now.parties == ("cis-ec", *OTHERS, "az-sms")


def test_a_comment_does_not_bring_its_other_recipients_into_the_document():
    comment = plan("comments", sender="tj-mvd", to=("cis-ec", "az-sms"))

    assert "az-sms" not in live(plan("draft"), comment).parties


def test_a_draft_sent_to_a_group_may_be_commented_on_by_its_members():
    assert live(plan("draft", to=("@council",)), plan("comments", sender="az-sms", to=("cis-ec",))).state == "draft"


@pytest.mark.parametrize(("stage", "revision"), [("draft", 1), ("draft", 3), ("adopted", 2), ("comments", 9)])
def test_a_step_names_the_revision_that_it_is_about(stage, revision):
    sender, to = ("tj-mvd", ("cis-ec",)) if stage == "comments" else ("cis-ec", OTHERS)

    error = refused(DocumentRevisionError, plan("draft"), plan(stage, revision=revision, sender=sender, to=to))

    assert error.facts["expected"] == (2 if stage == "draft" else 1)


def test_progress_is_reported_by_whoever_has_the_adopted_plan():
    now = live(plan("draft"), plan("adopted"), plan("progress", sender="tj-molme", to=("cis-ec",)))

    assert (now.state, now.version) == ("adopted", 1)


def test_there_is_no_progress_of_other_documents():
    draft = wrap("agenda", example("agenda", "meeting-26-draft"), sender="cis-ec", to=OTHERS)
    adopted = wrap("agenda", example("agenda", "meeting-26-draft", stage="adopted"), sender="cis-ec", to=OTHERS)
    progress = wrap("agenda", example("agenda", "meeting-26-draft", stage="progress"), sender="cis-ec", to=OTHERS)

    refused(CaseMoveError, draft, adopted, progress)
    assert codes(progress, "document_id") == {("/record/stage", "stage-not-allowed")}


def codes(envelope, subject):
    named = type(envelope)(
        **{**{each: getattr(envelope, each) for each in envelope.__slots__}, "subject": envelope.record[subject]}
    )
    faults, _ = record_rules.check(named, objects(named.record), subject_member=subject, is_reply=False, state="RU")
    return {(fault.pointer, fault.code) for fault in faults}


@pytest.mark.parametrize(
    ("kind", "name", "sender"),
    [
        ("work-plan", "adopted-2021", "cis-ec"),
        ("work-plan", "progress-2021", "cis-ec"),
        ("meeting-schedule", "adopted-2021-2023", "cis-ec"),
        ("agenda", "meeting-25-adopted", "cis-ec"),
        ("decision", "meeting-25-adopted", "cis-ec"),
        ("programme-report", "programme-2019-2023-adopted", "ipa-cis"),
        ("experience-note", "am-migration-profile", "am-mcs"),
        ("work-plan", "comments-2021", "tj-molme"),
    ],
)
def test_a_right_document_has_no_fault(kind, name, sender):
    assert codes(wrap(kind, example(kind, name), sender=sender, to=("ru-guvm", "cis-ec")), "document_id") == set()


def test_terms_that_no_calendar_has_are_named():
    record = example("work-plan", "draft-2021")
    record["items"][1]["due"] = "2021-02-30"
    progress = example("work-plan", "progress-2021")
    progress["progress"][1]["new_due"] = "2022-00-01"
    schedule = example("meeting-schedule", "draft-2024")
    schedule["entries"][0]["planned"] = "2024-06-31"
    note = example("experience-note", "kz-automation", due="2021-02-29")

    assert codes(wrap("work-plan", record, sender="cis-ec", to=OTHERS), "document_id") == {
        ("/record/items/1/due", "term-impossible")
    }
    assert codes(wrap("work-plan", progress, sender="cis-ec", to=OTHERS), "document_id") == {
        ("/record/progress/1/new_due", "term-impossible")
    }
    assert codes(wrap("meeting-schedule", schedule, sender="ru-guvm", to=OTHERS), "document_id") == {
        ("/record/entries/0/planned", "term-impossible")
    }
    assert codes(wrap("experience-note", note, sender="kz-mvd", to=OTHERS), "document_id") == {
        ("/record/due", "term-impossible")
    }


def test_years_come_in_order():
    schedule = example("meeting-schedule", "draft-2024", until_year=2023)
    report = example("programme-report", "comments")
    report["programme"]["until_year"] = 2018

    assert ("/record/until_year", "period-ends-before-start") in codes(
        wrap("meeting-schedule", schedule, sender="ru-guvm", to=OTHERS), "document_id"
    )
    assert codes(wrap("programme-report", report, sender="kz-mvd", to=("ipa-cis",)), "document_id") == {
        ("/record/programme/until_year", "period-ends-before-start")
    }


def test_numbers_are_not_used_twice():
    record = example("work-plan", "draft-2021")
    record["items"][3]["no"] = record["items"][0]["no"]

    assert codes(wrap("work-plan", record, sender="cis-ec", to=OTHERS), "document_id") == {
        ("/record/items/3/no", "number-repeated")
    }


def test_comments_reach_the_owner():
    comments = example("work-plan", "comments-2021")

    assert codes(wrap("work-plan", comments, sender="tj-mvd", to=("ru-guvm",)), "document_id") == {
        ("/record/owner", "owner-not-addressed")
    }
    assert codes(wrap("work-plan", comments, sender="tj-mvd", to=("@bodies",)), "document_id") == set()


def test_what_is_adopted_has_its_russian_text():
    record = example("decision", "meeting-25-adopted", title={"en": "On the Work Plan"})

    assert codes(wrap("decision", record, sender="cis-ec", to=OTHERS), "document_id") == {
        ("/record/title", "russian-text-missing")
    }
