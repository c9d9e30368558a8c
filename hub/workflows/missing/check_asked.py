"""Check the person whom somebody looks for, so that a slip is told and no empty answer is given."""

from collections.abc import Mapping
from typing import Any

from hub.core import record_persons
from hub.core.enquiry.errors import QuestionError
from hub.core.errors import Fault
from hub.core.identity.national_identifier import Severity
from hub.workflows.exchange import Exchange
from schemas import screening_rules

PLACE = "/persons/0"
"""Where faults say that the person stands."""


def check_asked(exchange: Exchange, *, reader: str, asked: Mapping[str, Any]) -> None:
    """Check a person that a participant looks for; unlike a screening, a look for a name alone is allowed.

    Raises:
        QuestionError: names all that is wrong, at places below `PLACE`.
    """
    found = screening_rules.check(screening_rules.REQUEST, {"persons": [asked]})
    wrong = [
        Fault(pointer=each.pointer, code=each.code, ru=each.ru, en=each.en)
        for each in found
        if each.pointer.startswith(PLACE)
    ]
    if not wrong:
        state = exchange.judgement.trust.state_of(reader) or ""
        judged = record_persons.check_person(asked, PLACE, state=state)
        wrong = [fault for fault, severity in judged if severity is Severity.ERROR]
    if wrong:
        raise QuestionError(wrong)
