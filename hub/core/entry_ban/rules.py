"""What the members of a ban must say of each other: errors refuse, warnings travel with the answer."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from hub.core.entry_ban import identity, secrecy
from hub.core.entry_ban.period import ENDLESS, FROM_DECISION, day_of, last_day, span_of
from hub.core.errors import Fault

_LONGEST = "P99Y"  # beyond anybody's life: such a ban is indefinite
_ANY_DAY = date(2000, 1, 1)


def check(record: Mapping[str, Any], *, sender: str, version: str = "1.0") -> list[Fault]:
    """Return what is wrong in a ban that fits its schema."""
    faults = [] if record["issuer"] == sender else [_ISSUER]
    faults += [*_check_period(record), *_check_waiting(record), *_check_references(record)]
    return [*faults, *secrecy.check(record), *identity.check(record, version)]


def warn(record: Mapping[str, Any], *, version: str = "1.0") -> list[Fault]:
    """Return what is odd in a ban that is right."""
    return [*_odd_period(record), *_odd_history(record), *identity.warn(record, version)]


def _check_period(record: Mapping[str, Any]) -> Iterator[Fault]:
    period, status = record["period"], record["status"]
    start, end = day_of(period, "start_on"), day_of(period, "end_on")
    if start and end and end < start:
        yield _ENDS_FIRST
    if end and period["kind"] in ENDLESS:
        yield _ENDLESS_WITH_END
    if "duration" in period and last_day(_ANY_DAY, period["duration"]) > last_day(_ANY_DAY, _LONGEST):
        yield _TOO_LONG
    last = span_of(record).end
    if status == "expired" and last is not None and _as_of(record) <= last:
        yield _EXPIRED_EARLY


def _check_waiting(record: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what a ban says that waits for its start event: without a first day it is in force, and has no last one."""
    period = record["period"]
    if record["status"] != "pending_start":
        return
    if "start_on" in period:
        yield _PENDING_WITH_START
    if "start_event" not in period:
        yield _PENDING_FOR_NOTHING
    if period.get("start_event") == FROM_DECISION:
        yield _PENDING_FROM_DECISION
    if "end_on" in period and period["kind"] not in ENDLESS:
        yield _PENDING_WITH_END


def _check_references(record: Mapping[str, Any]) -> Iterator[Fault]:
    if "superseded_by" in record and record["status"] != "superseded":
        yield _SUPERSEDED_NOT
    if record.get("superseded_by") == record.get("ban_id", ""):
        yield _SUPERSEDED_BY_ITSELF
    for number, link in enumerate(record.get("links", ())):
        if (link["issuer"], link["ban_id"]) == (record["issuer"], record["ban_id"]):
            yield _link_to_itself(number)


def _odd_period(record: Mapping[str, Any]) -> Iterator[Fault]:
    period, span = record["period"], span_of(record)
    said = day_of(period, "end_on")
    if span.start and said and "duration" in period and last_day(span.start, period["duration"]) != said:
        yield _ENDS_OTHERWISE
    if span.start is None and period["kind"] == "duration" and record["status"] in {"active", "reduced"}:
        yield _START_UNKNOWN
    if span.end is not None and span.end < _as_of(record) and record["status"] in {"active", "reduced"}:
        yield _OVER_ALREADY


def _odd_history(record: Mapping[str, Any]) -> Iterator[Fault]:
    due = day_of(record, "review_due")
    if due is not None and due < _as_of(record):
        yield _REVIEW_OVERDUE
    if record["revision"] > 1 and "change" not in record:
        yield _CHANGE_UNSAID
    if "sealed" in record:
        yield _SEALED_UNASKED


def _as_of(record: Mapping[str, Any]) -> date:
    return date.fromisoformat(record["as_of"][:10])


def _link_to_itself(number: int) -> Fault:
    return Fault(
        pointer=f"/links/{number}/ban_id",
        code="link-to-itself",
        ru="Запрет связан сам с собой. Укажите другой запрет или уберите связь.",
        en="The ban is linked to itself. Name another ban, or remove the link.",
    )


_ISSUER = Fault(
    pointer="/issuer",
    code="issuer-mismatch",
    ru="Запрет выдан не отправителем. Отправлять запрет может только выдавший его орган.",
    en="The sender did not issue this ban. Only its issuer may send a ban.",
)
_ENDS_FIRST = Fault(
    pointer="/period/end_on",
    code="period-ends-before-start",
    ru="Срок запрета кончается раньше, чем начинается. Исправьте дату начала или окончания.",
    en="The ban ends before it starts. Mend the start or the end date.",
)
_PENDING_WITH_START = Fault(
    pointer="/period/start_on",
    code="pending-with-start",
    ru="Запрет ждёт события начала, но дата начала указана. Уберите дату или смените состояние.",
    en="The ban waits for its start event, yet has a start date. Remove the date or change the status.",
)
_PENDING_FOR_NOTHING = Fault(
    pointer="/period/start_event",
    code="pending-without-event",
    ru="Запрет ждёт начала, но событие начала не названо. Укажите start_event или смените состояние.",
    en="The ban waits for its start, yet names no start event. Give start_event, or change the status.",
)
_PENDING_FROM_DECISION = Fault(
    pointer="/period/start_event",
    code="pending-from-decision",
    ru="Запрет ждёт начала, но идёт со дня решения, то есть уже начался. Исправьте событие или состояние.",
    en="The ban waits for its start, yet runs from the decision's date: it has begun. Mend the event or the status.",
)
_PENDING_WITH_END = Fault(
    pointer="/period/end_on",
    code="pending-with-end",
    ru="Запрет ждёт события начала, но дата окончания указана. Уберите её: последний день станет известен с первым.",
    en="The ban waits for its start event, yet has an end date. Remove it: the last day is known with the first.",
)
_ENDLESS_WITH_END = Fault(
    pointer="/period/end_on",
    code="endless-with-end",
    ru="Запрет бессрочный или действует до условия, но дата окончания указана. Уберите её или смените вид срока.",
    en="The ban is indefinite or ends by a condition, yet has an end date. Remove it, or change the kind of period.",
)
_TOO_LONG = Fault(
    pointer="/period/duration",
    code="duration-too-long",
    ru="Срок длиннее 99 лет. Проверьте его; у бессрочного запрета вид срока — indefinite.",
    en="The period is longer than 99 years. Check it; the kind of an endless ban's period is indefinite.",
)
_EXPIRED_EARLY = Fault(
    pointer="/status",
    code="expired-before-end",
    ru="Срок запрета ещё не истёк. Исправьте дату окончания или снимите запрет.",
    en="The ban's period is not over yet. Mend the end date, or lift the ban.",
)
_SUPERSEDED_NOT = Fault(
    pointer="/superseded_by",
    code="superseded-by-unneeded",
    ru="Назван заменивший запрет, но состояние не «заменён». Смените состояние или уберите поле.",
    en="A superseding ban is named, yet the status is not 'superseded'. Change the status or remove the member.",
)
_SUPERSEDED_BY_ITSELF = Fault(
    pointer="/superseded_by",
    code="superseded-by-itself",
    ru="Запрет заменён самим собой. Укажите номер заменившего запрета.",
    en="The ban is superseded by itself. Give the reference of the ban that replaces it.",
)
_ENDS_OTHERWISE = Fault(
    pointer="/period/end_on",
    code="period-end-differs",
    ru="Дата окончания отличается от вычисленной по началу и продолжительности. Действует указанная; проверьте её.",
    en="The end date differs from start and duration. The date given holds; check it.",
)
_START_UNKNOWN = Fault(
    pointer="/period/start_on",
    code="start-unknown",
    ru="Срок идёт от события, но дата начала не указана: запрет считается ожидающим начала. Уточните состояние.",
    en="The period runs from an event, yet has no start date: it is taken as pending. Check the status.",
)
_OVER_ALREADY = Fault(
    pointer="/period/end_on",
    code="period-over",
    ru="Срок запрета уже истёк: для обмена он не действует. Проверьте даты или отправьте редакцию «истёк».",
    en="The ban's period is over: to the exchange it has expired. Check the dates, or send the revision 'expired'.",
)
_REVIEW_OVERDUE = Fault(
    pointer="/review_due",
    code="review-overdue",
    ru="День пересмотра уже прошёл. Пересмотрите запрет и укажите следующий день.",
    en="The day of the review is past. Review the ban and give the next day.",
)
_CHANGE_UNSAID = Fault(
    pointer="/change",
    code="change-unsaid",
    ru="Редакция не говорит, почему запрет изменён. Заполните change.",
    en="The revision does not say why the ban was changed. Fill in change.",
)
_SEALED_UNASKED = Fault(
    pointer="/sealed",
    code="sealed-unasked",
    ru="Запечатанные части идут всем получателям запрета. Проверьте, нужны ли они каждому из них.",
    en="The sealed parts go to every recipient of the ban. Check whether each of them needs them.",
)
