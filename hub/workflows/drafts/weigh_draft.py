"""What whoever signs has to know beside the record: whom the case concerns, and where its evidence says otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.core.errors import Fault, MissingError
from hub.core.readmission import evidence, kinds
from hub.core.readmission.movers import CASE_KIND
from hub.workflows.cases.open_case import OpenCase, open_case
from hub.workflows.drafts.read_drafts import Draft
from hub.workflows.exchange import Exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The case, the person of its last request, and what needs an explanation in the record."""

    case: OpenCase | None = field(default=None, repr=False)
    person: Mapping[str, Any] | None = field(default=None, repr=False)
    odd: Sequence[Fault] = ()


async def read_about(exchange: Exchange, draft: Draft) -> About:
    """Return what is to be known of a draft; nothing where it is of no readmission case, or of one not known yet."""
    key = draft.kept.key
    if key is None or key.kind != CASE_KIND or draft.envelope is None:
        return About()
    try:
        case = await open_case(exchange, party=draft.kept.participant, key=key)
    except MissingError:
        return About()
    person = None if case.request is None else case.request[1].record.get("person")
    return About(case=case, person=person, odd=_question(case, draft))


def _question(case: OpenCase, draft: Draft) -> Sequence[Fault]:
    """Return where a refusal goes against the evidence."""
    if case.case.weight is None or draft.envelope is None or draft.kept.type != kinds.REPLY:
        return ()
    was_interviewed = case.last(kinds.INTERVIEW_MINUTES) is not None
    return evidence.question_reply(case.case.weight.effect, draft.envelope.record, was_interviewed=was_interviewed)
