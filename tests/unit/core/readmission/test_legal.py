"""What may be done next in cases of every kind."""

import pytest

from hub.core.readmission import kinds, legal
from hub.core.readmission.case_state import Side


@pytest.mark.parametrize(
    ("kind", "state", "closed", "moves"),
    [
        ("case", "transferred", True, {kinds.TAKE_BACK_CLAIM}),
        ("case", "documented", False, {kinds.TRAVEL_DOCUMENT, kinds.TRANSFER_NOTICE, kinds.WITHDRAWAL}),
        ("transit", "consented+request=id-1", False, {kinds.TRANSIT_REPLY, kinds.TRANSIT_WITHDRAWAL}),
        ("transit", "executed+request=id-1", True, set()),
        ("citizenship-check", "not_confirmed+request=id-1", True, {kinds.CHECK_REQUEST, kinds.CHECK_WITHDRAWAL}),
        ("citizenship-check", "withdrawn", True, set()),
    ],
)
def test_a_state_tells_what_may_come_next(kind, state, closed, moves):
    assert legal.is_closed(kind, state) == closed
    assert set(legal.next_moves(kind, state)) == moves
    assert legal.stage_of(state) == state.split("+")[0]


def test_whoever_opened_a_case_is_the_requesting_side():
    assert legal.sides(("kz-mvd", "tj-mvd", "tj-molme")) == {
        Side.REQUESTING: ("kz-mvd",),
        Side.REQUESTED: ("tj-mvd", "tj-molme"),
    }
