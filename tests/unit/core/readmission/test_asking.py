"""Transit and citizenship checks: one request, and answers to it."""

import pytest

from hub.core.errors import CaseMoveError, ReplyToError
from hub.core.readmission import kinds
from hub.core.readmission.asking import CITIZENSHIP_CHECK, TRANSIT
from tests.unit.core.readmission.cases import KZ, Case


def asked(kind: str) -> Case:
    case = Case()
    case.send(kind, KZ)
    return case


def state_of(case: Case) -> str:
    assert case.head is not None
    return case.head.state


@pytest.mark.parametrize(("outcome", "allowed"), [("executed", "-"), ("revoked", kinds.TRANSIT_WITHDRAWAL)])
def test_transit_is_consented_to_and_then_executed_or_revoked(outcome, allowed):
    case = asked(kinds.TRANSIT_REQUEST)
    case.send(kinds.TRANSIT_REPLY, reply_to=1, decision="consented")
    case.send(kinds.TRANSIT_REPLY, reply_to=1, decision=outcome)
    with pytest.raises(CaseMoveError) as caught:
        case.send(kinds.TRANSIT_REPLY, reply_to=1, decision="revoked")

    assert caught.value.facts == {"state": outcome, "move": kinds.TRANSIT_REPLY, "allowed": allowed}
    assert state_of(case) == f"{outcome}+request=id-1"


def test_what_was_not_consented_to_is_not_executed():
    case = asked(kinds.TRANSIT_REQUEST)
    with pytest.raises(CaseMoveError) as caught:
        case.send(kinds.TRANSIT_REPLY, reply_to=1, decision="executed")

    assert caught.value.facts["move"] == "transit-reply (executed)"


def test_a_refused_transit_may_be_asked_for_again():
    case = asked(kinds.TRANSIT_REQUEST)
    case.send(kinds.TRANSIT_REPLY, reply_to=1, decision="refused")
    again = case.send(kinds.TRANSIT_REQUEST, KZ)
    with pytest.raises(ReplyToError):
        case.send(kinds.TRANSIT_REPLY, reply_to=1, decision="consented")
    case.send(kinds.TRANSIT_REPLY, reply_to=again, decision="consented")

    assert state_of(case) == f"consented+request=id-{again}"


@pytest.mark.parametrize("result", ["confirmed", "not_confirmed"])
def test_an_inconclusive_check_is_answered_again(result):
    case = asked(kinds.CHECK_REQUEST)
    case.send(kinds.CHECK_REPLY, reply_to=1, result="inconclusive")
    case.send(kinds.CHECK_REPLY, reply_to=1, result=result)

    assert state_of(case) == f"{result}+request=id-1"
    assert result in CITIZENSHIP_CHECK.closed


@pytest.mark.parametrize("kind", [kinds.TRANSIT_REPLY, kinds.CHECK_REPLY])
def test_a_reply_to_no_request_is_refused(kind):
    with pytest.raises(CaseMoveError) as caught:
        Case().send(kind, reply_to=1)

    assert caught.value.facts["state"] == "none"


@pytest.mark.parametrize("kind", [kinds.TRANSIT_REPLY, kinds.CHECK_REPLY])
def test_nobody_answers_himself(kind):
    request = {kinds.TRANSIT_REPLY: kinds.TRANSIT_REQUEST, kinds.CHECK_REPLY: kinds.CHECK_REQUEST}[kind]
    with pytest.raises(CaseMoveError):
        asked(request).send(kind, KZ, reply_to=1)


@pytest.mark.parametrize("asking", [TRANSIT, CITIZENSHIP_CHECK])
def test_the_first_move_is_the_request(asking):
    assert list(asking.allowed(None)) == [asking.request]


@pytest.mark.parametrize(
    ("asking", "outcomes"),
    [
        (TRANSIT, []),
        (TRANSIT, ["refused"]),
        (TRANSIT, ["consented"]),
        (TRANSIT, ["consented", "revoked"]),
        (CITIZENSHIP_CHECK, []),
        (CITIZENSHIP_CHECK, ["confirmed"]),
        (CITIZENSHIP_CHECK, ["inconclusive", "not_confirmed"]),
    ],
)
def test_whoever_asked_takes_the_request_back_answered_or_not_and_nothing_follows(asking, outcomes):
    case = asked(asking.request)
    for outcome in outcomes:
        case.send(asking.reply, reply_to=1, **{asking.member: outcome})
    with pytest.raises(CaseMoveError):
        case.send(asking.withdrawal)
    case.send(asking.withdrawal, KZ)

    assert state_of(case) == "withdrawn"
    assert "withdrawn" in asking.closed
    for kind, sender in ((asking.request, KZ), (asking.reply, "tj-mvd"), (asking.withdrawal, KZ)):
        with pytest.raises(CaseMoveError):
            case.send(kind, sender, reply_to=1)


def test_a_transit_that_was_carried_out_is_not_taken_back():
    case = asked(kinds.TRANSIT_REQUEST)
    for outcome in ("consented", "executed"):
        case.send(kinds.TRANSIT_REPLY, reply_to=1, decision=outcome)
    with pytest.raises(CaseMoveError):
        case.send(kinds.TRANSIT_WITHDRAWAL, KZ)


@pytest.mark.parametrize("asking", [TRANSIT, CITIZENSHIP_CHECK])
def test_what_was_never_asked_for_is_not_taken_back(asking):
    with pytest.raises(CaseMoveError):
        Case().send(asking.withdrawal, KZ)
