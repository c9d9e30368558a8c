"""Hits, reviews and enquiries: in whose name, to whom, and in which order."""

import pytest

from hub.core import head
from hub.core.entry_ban import reports
from hub.core.errors import CaseMoveError, ReplyToError, RestrictedDetailError
from tests.unit.core.entry_ban.bans import envelope

BAN = {"issuer": "ru-guvm", "ban_id": "T-1"}
REVIEW = {"review_id": "R-1", "requesting_authority": "tj-molme", "ban": BAN}
ENQUIRY = {"enquiry_id": "E-1", "requesting_authority": "tj-molme", "issuer": "ru-guvm", "ban_id": "T-1"}
ASKED = {"to": ("ru-guvm",), "id": "id-1"}
ANSWERED = {"to": ("tj-molme",), "id": "id-2", "reply_to": "id-1"}


def request(**changes):
    return envelope("ban-review-request", REVIEW, "tj-molme", **{**ASKED, **changes})


def decision(sender="ru-guvm", **changes):
    return envelope("ban-review-decision", REVIEW, sender, **{**ANSWERED, **changes})


def enquiry(*questions, **changes):
    return envelope("ban-status-enquiry", {**ENQUIRY, "questions": questions}, "tj-molme", **{**ASKED, **changes})


def answer(**more):
    record = {"enquiry_id": "E-1", "requesting_authority": "tj-molme", **more}
    return envelope("ban-status-answer", record, "ru-guvm", **ANSWERED)


def moved(*envelopes):
    now = None
    for each in envelopes:
        now = head.step(head.key_of(each), now, each)
    return now


def test_a_review_is_asked_for_and_decided_once():
    decided = moved(request(), decision())

    assert decided.key == ("ban-review", "tj-molme", "R-1")
    assert (decided.state, decided.version) == ("decided", 2)
    for again in (decision(), request()):
        with pytest.raises(CaseMoveError):
            moved(request(), decision(), again)
    with pytest.raises(CaseMoveError, match="move-not-allowed"):
        moved(request(), request())


@pytest.mark.parametrize("sender", ["tj-molme", "kz-mvd"])
def test_only_who_was_asked_decides(sender):
    with pytest.raises(CaseMoveError):
        moved(request(), decision(sender))


def test_nothing_is_decided_that_was_not_asked():
    for each in (decision(), answer()):
        with pytest.raises(CaseMoveError) as caught:
            moved(each)
        assert "request" in caught.value.text("en") or "enquiry" in caught.value.text("en")


def test_an_answer_names_what_it_answers():
    with pytest.raises(ReplyToError):
        moved(request(), decision(reply_to="id-7"))


def test_an_enquiry_is_answered_once():
    answered = moved(enquiry("identity"), answer())

    assert answered.key == ("ban-enquiry", "tj-molme", "E-1")
    assert answered.state == "answered"
    with pytest.raises(CaseMoveError):
        moved(enquiry("identity"), enquiry("identity"))
    with pytest.raises(CaseMoveError):
        moved(enquiry("identity"), answer(), answer())
    with pytest.raises(CaseMoveError):
        moved(enquiry("identity"), answer(), enquiry("identity"))


def test_the_detail_of_a_restricted_ground_goes_only_where_it_was_asked_for():
    assert moved(enquiry("restricted_detail")).state == "detail-asked"
    assert moved(enquiry("restricted_detail"), answer(sealed=[{}])).state == "answered"
    with pytest.raises(RestrictedDetailError):
        moved(enquiry("in_force"), answer(sealed=[{}]))


@pytest.mark.parametrize(
    ("kind", "record", "sender", "to", "found"),
    [
        ("ban-hit-report", {"ban": BAN, "reporting_authority": "kz-mvd"}, "kz-mvd", ("ru-guvm",), []),
        ("ban-hit-report", {"ban": BAN, "reporting_authority": "kz-mvd"}, "tj-mvd", ("ru-guvm",), ["asker-mismatch"]),
        (
            "ban-hit-report",
            {"ban": BAN, "reporting_authority": "kz-mvd"},
            "kz-mvd",
            ("ru-guvm", "tj-mvd"),
            ["party-not-addressed"],
        ),
        ("ban-review-request", REVIEW, "tj-molme", ("ru-guvm",), []),
        ("ban-review-request", REVIEW, "tj-mvd", ("kz-mvd",), ["asker-mismatch", "party-not-addressed"]),
        ("ban-review-decision", REVIEW, "ru-guvm", ("tj-molme",), []),
        ("ban-review-decision", REVIEW, "kz-mvd", ("tj-mvd",), ["party-not-addressed", "ban-of-another"]),
        ("ban-status-enquiry", ENQUIRY, "tj-molme", ("ru-guvm",), []),
        ("ban-status-enquiry", ENQUIRY, "tj-mvd", ("kz-mvd",), ["asker-mismatch", "party-not-addressed"]),
        (
            "ban-status-enquiry",
            {name: value for name, value in ENQUIRY.items() if name != "ban_id"},
            "tj-molme",
            ("ru-guvm",),
            ["enquiry-about-nobody"],
        ),
        ("ban-status-answer", {"requesting_authority": "tj-molme"}, "ru-guvm", ("tj-molme",), []),
        (
            "ban-status-answer",
            {"requesting_authority": "tj-molme", "ban": BAN},
            "kz-mvd",
            ("tj-molme",),
            ["ban-of-another"],
        ),
    ],
)
def test_each_record_goes_in_its_own_name_to_the_one_it_concerns(kind, record, sender, to, found):
    assert [fault.code for fault in reports.check(envelope(kind, record, sender, to=to))] == found
