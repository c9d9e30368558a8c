"""The records of a case that have no page of their own here: the way to the form of any record, begun for this case."""

from collections.abc import Collection, Iterator

from hub.core.readmission import kinds
from hub.workflows.cases.open_case import OpenCase
from schemas import catalogue

OPENING = frozenset({kinds.REQUEST, kinds.TRANSIT_REQUEST, kinds.CHECK_REQUEST})


def ways_on(case: OpenCase, stepped: Collection[str]) -> list[tuple[str, str]]:
    """Return record types that the case allows its party next, with addresses; `stepped` have pages of their own."""
    wanted = sorted(case.allowed - OPENING - frozenset(stepped))
    return [(kind, f"/records/new/{kind}?{query}") for kind in wanted for query in _begun(case, kind)]


def _begun(case: OpenCase, kind: str) -> Iterator[str]:
    """Yield what the form begins with: the last record that this one answers, or the case's first."""
    answers = next((each.replies_to for each in catalogue.load().record_types() if each.name == kind), ())
    asked = [index for index, each in case.said if each.type in answers and each.sender != case.party]
    if asked:
        yield f"answer={asked[-1]}"
    elif not answers and case.said:
        yield f"of={case.said[0][0]}"
