"""A request about a key goes through four pairs of hands, forwards only, and ends where somebody sends it back."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.console.key_request import (
    FORWARD,
    HANDS,
    OPEN,
    Progress,
    RequestStatus,
    RequestStep,
    Side,
    can_take,
    changes_of,
    is_carried,
    propose,
    take,
)
from hub.core.errors import KeyRequestPersonError, KeyRequestStepError
from keys.trust_requests import RequestKind

OWN, OFFICE = {Side.PARTICIPANT}, {Side.SECRETARIAT}
WAY = ((RequestStep.CONFIRM, "b", OWN), (RequestStep.CHECK, "c", OFFICE), (RequestStep.APPROVE, "d", OFFICE))


def come(steps: int) -> Progress:
    """Return a request that has come so many steps of the right way."""
    progress = propose("a")
    for step, person, sides in WAY[:steps]:
        progress = take(progress, step, person, sides)
    return progress


def test_four_persons_bring_a_request_to_the_ceremony():
    assert [come(number).status for number in range(4)] == list(OPEN)
    assert come(3).hands == ("a", "b", "c", "d")
    assert [come(number).turn for number in range(4)] == [Side.PARTICIPANT, *[Side.SECRETARIAT] * 3]


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("before", range(3))
def test_nobody_takes_two_steps_of_one_request(number: int, before: int):
    progress, (step, _, sides) = come(number), WAY[number]
    if before < len(progress.hands):
        with pytest.raises(KeyRequestPersonError):
            take(progress, step, progress.hands[before], sides)


@pytest.mark.parametrize("number", range(4))
def test_a_step_out_of_turn_or_by_the_other_side_is_refused(number: int):
    progress = come(number)
    expected = FORWARD.get(progress.status, (None,))[0]
    for step in (*HANDS, RequestStep.LIST):
        if step is not expected:
            assert not can_take(progress, step, "z", OWN | OFFICE)
    for step in (expected, RequestStep.RETURN, RequestStep.REFUSE):
        assert step is None or not can_take(progress, step, "z", {*Side} - {progress.turn})


@pytest.mark.parametrize("number", range(4))
def test_whose_turn_it_is_may_send_a_request_back_but_not_its_author(number: int):
    progress = come(number)
    assert take(progress, RequestStep.RETURN, "z", {progress.turn}).status is RequestStatus.RETURNED
    assert take(progress, RequestStep.REFUSE, "z", {progress.turn}).status is RequestStatus.REFUSED
    with pytest.raises(KeyRequestPersonError):
        take(progress, RequestStep.RETURN, "a", {progress.turn})


@pytest.mark.parametrize("number", range(4))
def test_the_participant_alone_withdraws_what_is_not_listed(number: int):
    assert take(come(number), RequestStep.WITHDRAW, "a", OWN).status is RequestStatus.WITHDRAWN
    with pytest.raises(KeyRequestStepError):
        take(come(number), RequestStep.WITHDRAW, "c", OFFICE)


@pytest.mark.parametrize("status", sorted(set(RequestStatus) - set(OPEN)))
@pytest.mark.parametrize("step", list(RequestStep))
def test_what_is_over_moves_no_more(status: RequestStatus, step: RequestStep):
    over = Progress(status=status, hands=("a",))
    assert over.turn is None
    assert not can_take(over, step, "z", set(Side))


MOVES = st.lists(
    st.tuples(st.sampled_from(RequestStep), st.sampled_from("abcd"), st.sets(st.sampled_from(Side))), max_size=12
)


@given(MOVES)
def test_whatever_people_try_an_approved_request_has_four_different_hands(
    moves: Sequence[tuple[RequestStep, str, set[Side]]],
):
    progress = propose("a")
    for step, person, sides in moves:
        before = progress
        if can_take(progress, step, person, sides):
            progress = take(progress, step, person, sides)
            assert progress != before
        assert len(set(progress.hands)) == len(progress.hands)
        assert progress.status is not RequestStatus.LISTED
        assert progress.hands[: len(before.hands)] == before.hands
    if progress.status is RequestStatus.APPROVED:
        assert len(progress.hands) == 4


@pytest.mark.parametrize(
    ("kind", "carried"),
    [
        (RequestKind.ENROL, {"active", "suspended", "revoked"}),
        (RequestKind.SUSPEND, {"suspended", "revoked"}),
        (RequestKind.RESTORE, {"active"}),
        (RequestKind.REVOKE, {"revoked"}),
    ],
)
def test_a_request_is_carried_when_the_list_says_what_it_asks(kind: RequestKind, carried: set[str]):
    assert {each for each in ("active", "suspended", "revoked") if is_carried(kind, each)} == carried
    assert not is_carried(kind, None)


def test_a_revoked_key_never_returns():
    assert changes_of("revoked") == ()
    assert changes_of("active") == (RequestKind.SUSPEND, RequestKind.REVOKE)
    assert changes_of("suspended") == (RequestKind.RESTORE, RequestKind.REVOKE)
