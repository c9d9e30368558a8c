"""Corrections, reports on use and data subjects' requests: whom they reach, and who is waited for."""

from dataclasses import replace

import pytest

from hub.core import data_protection, head, record_rules
from hub.core.data_protection import ANSWER, NOTICE, REQUEST, USE_REPORT, USE_REQUEST
from hub.core.errors import CaseMoveError, ReplyToError
from hub.core.leaf import MessageLeaf
from hub.core.record_objects import objects
from tests.support.records import example, wrap
from tests.unit.core.council.test_document import live, refused

OWNER, ISSUER, OTHER = "tj-molme", "ru-guvm", "kz-mvd"
PARTIES = (ISSUER, OTHER)


def request(name="erasure", *, to=PARTIES, **changes):
    return wrap(REQUEST, example(REQUEST, name, **changes), sender=OWNER, to=to, number=1)


def answer(sender=ISSUER, *, to=(OWNER,), reply_to="id-1", number=2, **changes):
    sent = wrap(ANSWER, example(ANSWER, "not-held", **changes), sender=sender, to=to, number=number)
    return replace(sent, reply_to=reply_to)


def notice(*, sender=ISSUER, to=(OWNER, OTHER), name="erase", **changes):
    return wrap(NOTICE, example(NOTICE, name, **changes), sender=sender, to=to)


def ask_use(*, to=(OWNER,), **changes):
    return wrap(USE_REQUEST, example(USE_REQUEST, "one-record", **changes), sender=ISSUER, to=to)


def report(*, sender=OWNER, to=(ISSUER,), **changes):
    sent = wrap(USE_REPORT, example(USE_REPORT, "decision", **changes), sender=sender, to=to, number=2)
    return replace(sent, reply_to="id-1")


def codes(envelope):
    return [fault.code for fault in data_protection.check(envelope)]


def test_a_request_waits_for_every_recipient_and_each_answers_once():
    asked = live(request())
    one = live(request(), answer())
    done = live(request(), answer(), answer(OTHER, number=3))

    assert data_protection.pending(asked) == (OTHER, ISSUER)
    assert (data_protection.pending(one), one.version) == ((OTHER,), 2)
    assert (data_protection.pending(done), done.state.partition(" ")[0]) == ((), "answered")
    assert done.key == head.HeadKey("request", OWNER, "TJ-D-2026-0001")
    refused(CaseMoveError, request(), answer(), answer(number=3))
    refused(CaseMoveError, request(), answer(), answer(OTHER, number=3), answer(OTHER, number=4))


def test_who_was_not_asked_learns_nothing_of_a_request():
    to_nothing = refused(CaseMoveError, answer("uz-mvd"))
    by_a_stranger = refused(CaseMoveError, request(), answer("uz-mvd"))

    assert to_nothing.text("en") == by_a_stranger.text("en")


def test_an_answer_names_the_request_and_no_answer_before_it():
    refused(ReplyToError, request(), answer(), answer(OTHER, reply_to="id-2", number=3))


def test_a_request_is_not_made_twice_and_a_report_answers_no_data_subject():
    refused(CaseMoveError, request(), request())
    refused(CaseMoveError, request(request_id="RU-U-2026-0001"), report())
    assert live(ask_use(), report()).key.kind == "usage-request"


def test_a_notice_is_sent_once():
    assert live(notice()).state == "sent"
    refused(CaseMoveError, notice(), notice())


def test_what_is_right_has_no_faults():
    for envelope in (request(), answer(), notice(), notice(name="replace"), ask_use(), report()):
        faults, warnings = record_rules.check(
            envelope, objects(envelope.record), subject_member=None, is_reply=False, state="RU"
        )
        assert (list(faults), list(warnings)) == ([], [])


@pytest.mark.parametrize(
    ("envelope", "code"),
    [
        (notice(sender=OTHER), "record-of-another"),
        (notice(name="replace", records=[example(NOTICE, "replace")["replaced_by"]]), "replaced-by-itself"),
        (replace(ask_use(), sender=OTHER), "asker-mismatch"),
        (replace(request(), sender=OTHER), "asker-mismatch"),
        (request(identity_verified=False), "identity-not-verified"),
        (answer(to=(OWNER, OTHER)), "party-not-addressed"),
        (report(to=(OTHER,)), "party-not-addressed"),
        (report(requesting_authority=OTHER, to=(OTHER,)), "record-of-another"),
    ],
)
def test_what_is_wrong_is_named(envelope, code):
    assert code in codes(envelope)


def leaf(*, sender=ISSUER, to=(OWNER, OTHER), sha256="ab" * 32):
    return MessageLeaf(hub="-", id="-", sender=sender, to=to, sha256=sha256, at="-", trust=1, agreement=())


@pytest.mark.parametrize(
    ("envelope", "found", "code"),
    [
        (notice(), leaf(), None),
        (notice(to=(OWNER,)), leaf(), "recipient-missed"),
        (notice(), None, "record-unknown"),
        (notice(), leaf(sha256="cd" * 32), "record-unknown"),
        (notice(sender="uz-mvd"), leaf(), "record-unknown"),
        (ask_use(), leaf(), None),
        (ask_use(to=(OWNER, "uz-mvd")), leaf(), "record-not-received"),
        (request("correction", to=(ISSUER,)), leaf(), None),
        (request("correction", to=(OTHER,)), leaf(), "recipient-missed"),
        (replace(request("correction", to=(OTHER,)), sender=ISSUER), leaf(), "recipient-missed"),
        (replace(request("correction", to=(OTHER, OWNER)), sender=ISSUER), leaf(), None),
        (request("correction", to=(ISSUER,), right="access"), leaf(), None),
        (replace(request("correction", to=(OTHER,), right="access"), sender=ISSUER), leaf(), None),
    ],
)
def test_a_correction_reaches_everybody_who_got_the_record(envelope, found, code):
    faults = data_protection.check_reach(envelope, [found])

    assert [fault.code for fault in faults] == ([code] if code else [])
    assert all(fault.pointer == "/record/records/0" for fault in faults)


def test_other_records_and_requests_without_records_reach_whom_they_say():
    assert data_protection.named(request("access")) == ()
    assert data_protection.named(answer()) == ()
    assert data_protection.named(wrap("entry-ban", {"records": [1]}, sender=ISSUER, to=(OWNER,))) == ()
