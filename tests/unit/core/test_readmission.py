"""Readmission cases: which move is allowed when, and by whom."""

import pytest

from hub.core import readmission
from hub.core.errors import CaseMoveError
from hub.core.readmission import REPLY, REQUEST

PARTIES = ("kz-mvd", "tj-mvd")
ACCEPTED, REFUSED = {"decision": "accepted"}, {"decision": "refused"}


def step(state: str | None, move: str, record: dict[str, str] | None = None, sender: str | None = None) -> str:
    by = sender or ("kz-mvd" if move == REQUEST else "tj-mvd")
    return readmission.step(state, move, record or {}, sender=by, parties=PARTIES if state else ())


def test_a_case_begins_with_a_request_and_ends_with_an_accepting_reply():
    state = step(None, REQUEST)
    assert state == "submitted"
    assert step(state, REPLY, ACCEPTED) == "accepted"


def test_a_refused_request_may_be_renewed():
    state = step("submitted", REPLY, REFUSED)
    assert state == "refused"
    assert step(state, REQUEST) == "submitted"


@pytest.mark.parametrize(
    ("state", "move", "allowed"),
    [
        (None, REPLY, "readmission-request"),
        ("submitted", REQUEST, "readmission-reply"),
        ("refused", REPLY, "readmission-request"),
        ("accepted", REQUEST, "-"),
        ("accepted", REPLY, "-"),
    ],
)
def test_an_illegal_move_names_the_state_and_what_is_allowed(state, move, allowed):
    with pytest.raises(CaseMoveError) as caught:
        step(state, move, ACCEPTED)

    assert caught.value.facts == {"state": state or "none", "move": move, "allowed": allowed}
    for language in ("ru", "en"):
        assert allowed in caught.value.text(language)


@pytest.mark.parametrize(
    ("state", "move", "sender"),
    [("submitted", REPLY, "kz-mvd"), ("submitted", REPLY, "ru-guvm"), ("refused", REQUEST, "ru-guvm")],
)
def test_nobody_answers_himself_and_no_stranger_speaks_of_a_case(state, move, sender):
    with pytest.raises(CaseMoveError):
        step(state, move, ACCEPTED, sender)


def request_codes(**changes: object) -> list[str]:
    record = {"requesting_authority": "kz-mvd", "requested_authority": "tj-mvd", **changes}
    return [fault.code for fault in readmission.check(REQUEST, record, sender="kz-mvd", to=("tj-mvd",))]


def reply_codes(**authority: str) -> list[str]:
    record = {"authority": {"name": "Испытательный орган", **authority}}
    faults = readmission.check(REPLY, record, sender="tj-mvd", to=("kz-mvd",))
    return [fault.code for fault in faults]


def test_a_request_is_made_in_the_senders_name_to_whom_it_asks():
    assert request_codes() == []
    assert request_codes(requesting_authority="ru-guvm") == ["authority-mismatch"]
    assert request_codes(requested_authority="uz-mvd") == ["requested-authority-not-addressed"]


def test_a_reply_speaks_for_its_sender():
    assert reply_codes() == []
    assert reply_codes(participant="tj-mvd") == []
    assert reply_codes(participant="ru-guvm") == ["authority-mismatch"]
