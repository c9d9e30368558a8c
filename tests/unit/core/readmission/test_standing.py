"""What the clocks make of a case, and what may rest on it."""

from dataclasses import replace

import pytest

from hub.core.deadline.case_clock import Clock, ClockState
from hub.core.deadline.profile import Expiry
from hub.core.errors import CaseMoveError
from hub.core.readmission import kinds, standing
from hub.core.readmission.standing import Standing
from tests.unit.core.deadline.cases import SWISS
from tests.unit.core.readmission.cases import KZ, TJ, Case

PARAMETERS = {each.name: each for each in SWISS.parameters}


def clock(parameter: str, effect: Expiry | None) -> Clock:
    return Clock(
        parameter=PARAMETERS[parameter],
        profile=SWISS.id,
        profile_version=SWISS.version,
        profile_verified=SWISS.verified,
        calendar="2026.1",
        state=ClockState.EXPIRED if effect else ClockState.RUNNING,
        index=1,
        acting=TJ,
        effect=effect,
    )


@pytest.mark.parametrize(
    ("stage", "parameter", "effect", "found"),
    [
        ("submitted", "reply", Expiry.DEEMED_ACCEPTED, Standing.DEEMED_ACCEPTED),
        ("interview_pending", "reply", Expiry.OVERDUE, Standing.OVERDUE),
        ("submitted", "reply", Expiry.REMIND, None),
        ("submitted", "reply", None, None),
        ("submitted", "transfer", Expiry.LAPSED, None),
        ("returned", "reply", Expiry.OVERDUE, None),
        ("documented", "transfer", Expiry.LAPSED, Standing.LAPSED),
        ("documented", "reply", Expiry.DEEMED_ACCEPTED, None),
        ("transferred", "transfer", Expiry.LAPSED, None),
    ],
)
def test_only_the_term_that_matters_in_a_stage_makes_it_stand_so(stage, parameter, effect, found):
    assert standing.find(stage, [clock(parameter, effect)]) == found


def test_the_last_clock_counts_and_none_says_nothing():
    """A request that was renewed has a clock of its own."""
    over, renewed = clock("reply", Expiry.OVERDUE), replace(clock("reply", None), index=7)

    assert standing.find("submitted", [over, renewed]) is None
    assert standing.find("submitted", []) is None


@pytest.mark.parametrize("question", [None, kinds.INFORMATION_REQUEST, kinds.INTERVIEW_REQUEST])
def test_after_silence_the_requesting_side_goes_on_from_the_review(question):
    case = Case()
    case.send(kinds.REQUEST, KZ)
    if question is not None:
        case.send(question)
    with pytest.raises(CaseMoveError):
        case.send(kinds.TRAVEL_DOCUMENT, TJ, basis="after_silence")
    with pytest.raises(CaseMoveError):
        case.send(kinds.TRAVEL_DOCUMENT, KZ, basis="standard_document")
    case.send(kinds.TRAVEL_DOCUMENT, KZ, basis="after_silence")

    assert case.stage == "documented"


def test_nobody_goes_on_from_silence_once_it_was_broken():
    case = Case()
    with pytest.raises(CaseMoveError):
        case.send(kinds.TRAVEL_DOCUMENT, KZ, basis="after_silence")
    asked = case.send(kinds.REQUEST, KZ)
    case.send(kinds.REPLY, reply_to=asked, decision="refused")
    with pytest.raises(CaseMoveError):
        case.send(kinds.TRAVEL_DOCUMENT, KZ, basis="after_silence")


def test_only_a_refusal_comes_too_late_after_silence():
    case = Case()
    asked = case.send(kinds.REQUEST, KZ)
    case.send(kinds.REPLY, reply_to=asked, decision="refused")
    assert case.last is not None

    assert standing.refuses(case.last)
    assert not standing.claims_silence(case.last)
