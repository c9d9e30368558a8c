"""What may be done next in a case of any kind, by whom, and whether anything is waited for."""

from collections.abc import Mapping

from hub.core.readmission import case_state, moves
from hub.core.readmission.asking import CITIZENSHIP_CHECK, TRANSIT, Asking
from hub.core.readmission.case_state import CLOSED, Side, Stage
from hub.core.readmission.movers import CASE_KIND, CHECK_KIND, TRANSIT_KIND

_ASKING: Mapping[str, Asking] = {TRANSIT_KIND: TRANSIT, CHECK_KIND: CITIZENSHIP_CHECK}
KINDS = (CASE_KIND, *_ASKING)
STAGES = frozenset(Stage).union(*({each.begins, *each.closed, *each.outcomes} for each in _ASKING.values()))
"""The stages of cases of all kinds."""


def stage_of(state: str) -> str:
    """Return the stage of a state as it is kept, without the ids that the next moves must name."""
    return state.partition("+")[0]


def is_closed(kind: str, state: str) -> bool:
    """Say whether nothing is waited for any more; a refused request may still be renewed."""
    asking = _ASKING.get(kind)
    return stage_of(state) in (CLOSED if asking is None else asking.closed)


def next_moves(kind: str, state: str) -> Mapping[str, frozenset[Side]]:
    """Return the moves that a case in this state (as kept) allows, with the sides that may make each.

    Raises:
        ValueError: the state is none of this kind.
    """
    asking = _ASKING.get(kind)
    return moves.allowed(case_state.parse(state)) if asking is None else asking.allowed(state)


def sides(parties: tuple[str, ...]) -> Mapping[Side, tuple[str, ...]]:
    """Return the participants on each side of a case."""
    return {Side.REQUESTING: parties[:1], Side.REQUESTED: parties[1:]}
