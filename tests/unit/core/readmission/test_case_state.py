"""The state of a case as one text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.readmission import case_state
from hub.core.readmission.case_state import CLOSED, CaseState, Side, Stage

WORDS = st.none() | st.text("0123456789abcdef-", min_size=1, max_size=36)


@given(
    state=st.builds(
        CaseState,
        stage=st.sampled_from(Stage),
        extended=st.booleans(),
        request=WORDS,
        asked=WORDS,
        by=st.none() | st.sampled_from(Side),
        act=WORDS,
    )
)
def test_a_state_is_read_as_it_was_written(state):
    assert case_state.parse(case_state.format(state)) == state


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (CaseState(stage=Stage.SUBMITTED), "submitted"),
        (CaseState(stage=Stage.SUBMITTED, extended=True, request="id-1"), "submitted+extended+request=id-1"),
        (
            CaseState(stage=Stage.HANDOVER_SIGNED, asked="id-4", by=Side.REQUESTED, act="4f"),
            "handover_signed+asked=id-4+by=requested+act=4f",
        ),
    ],
)
def test_the_stage_stands_first_and_the_rest_in_one_order(state, text):
    assert case_state.format(state) == text


def test_a_transferred_case_is_closed_and_an_agreed_transfer_is_not():
    assert Stage.TRANSFERRED in CLOSED
    assert Stage.TRANSFER_AGREED not in CLOSED
