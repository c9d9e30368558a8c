"""To whom a record goes that somebody fills in: the recipients, and the agreement and purpose that lead to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hub.console import choices
from hub.console.forms import Form
from hub.console.record_form import TO, WAY, WHOLE
from hub.console.visit import Visit
from hub.core.composing.part import Part
from hub.core.errors import Fault
from hub.core.sealed_part import MEMBER as SEALED
from hub.workflows.agreements.list_agreements import list_agreements
from hub.workflows.composing.begin_record import Begun
from hub.workflows.composing.find_ways import Way, choose
from schemas.record_type import RecordType

# The member that names whom the record asks: its one recipient.
ADDRESSED = {
    **dict.fromkeys(("readmission-request", "citizenship-check-request", "transit-request"), "requested_authority"),
    "ban-status-enquiry": "issuer",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One form: the record type, its fields, and the ways it may go."""

    kind: RecordType
    part: Part
    ways: Sequence[Way]


def fields_of(kind: RecordType, part: Part) -> Part:
    """Return what people fill in: not what only a gateway seals, nor the authority asked, which is the recipient."""
    unasked = (SEALED, ADDRESSED.get(kind.name))
    return replace(part, parts=tuple(each for each in part.parts if each.name not in unasked))


def addressed(sheet: Sheet, record: Mapping[str, Any], to: Sequence[str]) -> dict[str, Any]:
    """Return the record with the authority that is asked: the one recipient."""
    name = ADDRESSED.get(sheet.kind.name)
    return dict(record) if name is None or len(to) != 1 else {**record, name: to[0]}


def routed(visit: Visit, sheet: Sheet, form: Form, of_body: Any) -> tuple[Form, Way | None]:
    """Return the way that the record goes: the one that was chosen, or the only one that leads to the recipients."""
    to = form[TO].split()
    if not to:
        return form.fault(TO, choices.say(_NOBODY, visit.lang)), None
    if sheet.kind.replies_to and not form["answer"]:
        form = form.fault(WHOLE, choices.say(_NO_QUESTION, visit.lang))
    fitting = choose(visit.exchange, sheet.ways, to, body=of_body if isinstance(of_body, str) else None)
    if form[WAY]:
        fitting = [each for each in fitting if name_of(each) == form[WAY]]
    if not fitting:
        return form.fault(TO, choices.say(_NO_WAY, visit.lang)), None
    if len(fitting) > 1:
        return form.fault(WAY, choices.say(_SEVERAL, visit.lang)), None
    return form, fitting[0]


def name_of(way: Way) -> str:
    """Return what a way is called in the form."""
    return f"{way.agreement}|{way.purpose}"


def way_named(sheet: Sheet, begun: Begun) -> str:
    """Return the name of the way that a record went before; "" where it is none of today's."""
    before = (begun.agreement, begun.purpose)
    return next((name_of(each) for each in sheet.ways if (each.agreement, each.purpose) == before), "")


async def titled(visit: Visit, ways: Sequence[Way]) -> list[tuple[str, str]]:
    """Return the ways to choose from, none chosen first: the agreement by its title, and the purpose."""
    listed = await list_agreements(visit.exchange, reader=visit.party)
    titles = {each.newest.id: each.document["titles"][visit.lang] for each in listed}
    label = choices.label_in(visit.lang)
    said = [(name_of(way), titles.get(way.agreement, way.agreement), label("purposes", way.purpose)) for way in ways]
    return [("", "—"), *((name, f"{title}: {purpose}") for name, title, purpose in said)]


_NOBODY = Fault(
    pointer="/to",
    code="recipients-needed",
    ru="Получатель не выбран. Отметьте, кому направляется запись.",
    en="No recipient was chosen. Tick to whom the record goes.",
)
_NO_WAY = Fault(
    pointer="/to",
    code="no-way",
    ru="Ни одно действующее соглашение не ведёт ко всем отмеченным получателям. Оставьте меньше получателей.",
    en="No agreement in force leads to all of these recipients. Leave fewer of them.",
)
_SEVERAL = Fault(
    pointer="/agreement",
    code="several-ways",
    ru="Подходит несколько оснований. Выберите соглашение и цель.",
    en="Several agreements or purposes fit. Choose one.",
)
_NO_QUESTION = Fault(
    pointer="/reply_to",
    code="question-needed",
    ru="Не указано, на что это ответ. Выберите полученную запись из списка выше.",
    en="It is not said what this answers. Choose the received record from the list above.",
)
QUESTION_GONE = Fault(
    pointer="/reply_to",
    code="question-gone",
    ru="Записи, на которую это ответ, здесь больше нет. Выберите полученную запись из списка выше.",
    en="The record that this answers is here no more. Choose the received record from the list above.",
)
