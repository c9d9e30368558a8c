"""The explanation of a clock, line by line, for people: every day counted or left out, and by what rule."""

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo

from hub.core.deadline.case_clock import Clock, ClockState, NoConsent
from hub.core.deadline.clock import Day, Why
from hub.core.deadline.profile import Expiry
from hub.core.deadline.term import Term, Unit

Pair = tuple[str, str]

UNVERIFIED: Pair = ("срок не подтверждён, только напоминание", "the term is not verified, a reminder only")
UNITS: Mapping[Unit, Pair] = {
    Unit.HOUR: ("ч", "hours"),
    Unit.CALENDAR_DAY: ("календарных дн.", "calendar days"),
    Unit.WORKING_DAY: ("рабочих дн.", "working days"),
    Unit.MONTH: ("мес.", "months"),
}
BASES: Mapping[str, Pair] = {
    "delivered": ("подтверждённое вручение", "proven delivery"),
    "accepted": ("приём узлом", "acceptance by the hub"),
    "fact": ("дата, указанная в записи", "the date in the record"),
    "fallback": ("приём узлом и запасной срок: вручение не подтверждено", "acceptance and the fallback: no proof"),
}
DAYS: Mapping[Why, Pair] = {
    Why.EVENT: ("день события, не считается", "day of the event, not counted"),
    Why.WEEKEND: ("выходной, не считается", "weekend, not counted"),
    Why.MOVED_ON: ("последний день нерабочий, перенос", "the last day is not worked, moved on"),
}
PAUSES: Mapping[str, Pair] = {
    "returned": ("запрос возвращён на доработку", "the request was returned for defects"),
    "information-requested": ("запрошены сведения", "information was requested"),
    "interview": ("проводится собеседование", "an interview is held"),
    "obstacle": ("препятствие передаче", "an obstacle to the transfer"),
    "outage": ("объявленный перерыв в работе обмена", "an announced outage of the exchange"),
}
STATES: Mapping[ClockState, Pair] = {
    ClockState.WAITING: ("ожидается подтверждение вручения, срок не начался", "waiting for proof of delivery"),
    ClockState.RUNNING: ("срок течёт", "running"),
    ClockState.STOPPED: ("срок приостановлен", "standing still"),
    ClockState.MET: ("исполнено в срок", "met in time"),
    ClockState.LATE: ("исполнено с опозданием", "met late"),
    ClockState.EXPIRED: ("срок истёк", "the term is over"),
    ClockState.CANCELLED: ("прекращён отзывом", "ended by a withdrawal"),
    ClockState.UNKNOWN: ("календарь не охватывает срок, день не определён", "the calendar does not reach so far"),
}
EFFECTS: Mapping[Expiry, Pair] = {
    Expiry.DEEMED_ACCEPTED: ("молчание считается согласием", "silence counts as consent"),
    Expiry.OVERDUE: ("просрочка; уведомляются контактные лица", "overdue; contact persons are told"),
    Expiry.LAPSED: ("право утрачено", "the right has lapsed"),
    Expiry.OUT_OF_TIME: ("с опозданием", "out of time"),
    Expiry.REMIND: ("только напоминание", "a reminder only"),
}
NO_CONSENT: Mapping[NoConsent, Pair] = {
    NoConsent.UNVERIFIED: ("молчание не согласие: профиль не подтверждён", "no consent: the profile is not verified"),
    NoConsent.NOT_REGISTERED: (
        "молчание не согласие: получение не зарегистрировано должностным лицом",
        "no consent: no official has registered the receipt",
    ),
    NoConsent.PROTECTED: ("молчание не согласие", "no consent by silence"),
    NoConsent.NOT_IN_FORCE: (
        "молчание не согласие: в последний день срока соглашение не действовало",
        "no consent: the agreement was not in force on the last day",
    ),
}


def explain(clock: Clock, language: str, zone: tzinfo) -> list[str]:
    """Return the explanation in "ru" or "en"; days and times are those of the acting authority's `zone`."""
    lines = [_head(clock, language), *_rule(clock, language), *_verdict(clock, language)]
    lines += [*_start(clock, language, zone), *_extension(clock, language)]
    if clock.deadline is not None:
        lines += [_day(day, language) for day in clock.deadline.days]
        lines += [*_end(clock, language, zone), *_estimate(clock, language)]
    lines.append(STATES[clock.state][_place(language)] + _when(clock.ended_at, zone))
    return [*lines, *_outcome(clock, language)]


def remarks(clock: Clock, language: str) -> list[str]:
    """Return what has to be known of a clock besides its rule, its days and its state: mostly nothing."""
    said = (_verdict, _extension, _estimate, _outcome)
    return [line for each in said for line in each(clock, language)]


def basis(clock: Clock, language: str) -> str:
    """Return what the term is counted from: `proven delivery`; "" while it has not begun."""
    return "" if clock.basis is None else BASES[clock.basis][_place(language)]


def _place(language: str) -> int:
    return 1 if language == "en" else 0


def _say(language: str, ru: str, en: str) -> str:
    return en if language == "en" else ru


def _head(clock: Clock, language: str) -> str:
    title = clock.parameter.titles[_place(language)]
    whose = _say(language, "действует", "to act")
    return f"{title}: {_length(clock.parameter.term, language)}; {whose}: {clock.acting}"


def _length(term: Term, language: str) -> str:
    back = _say(language, " до события", " before the event") if term.before else ""
    return f"{term.value} {UNITS[term.unit][_place(language)]}{back}"


def _rule(clock: Clock, language: str) -> Iterator[str]:
    yield f"{_say(language, 'норма', 'rule')}: {clock.parameter.article[_place(language)]}"
    profile = f"{clock.profile} {clock.profile_version}"
    yield _say(
        language,
        f"профиль {profile}; календарь {clock.calendar}; источник: {clock.parameter.source}",
        f"profile {profile}; calendar {clock.calendar}; source: {clock.parameter.source}",
    )


def _verdict(clock: Clock, language: str) -> Iterator[str]:
    if not clock.verified:
        yield UNVERIFIED[_place(language)]


def _start(clock: Clock, language: str, zone: tzinfo) -> Iterator[str]:
    if clock.since is not None and clock.basis is not None:
        yield f"{_say(language, 'начало', 'start')}: {basis(clock, language)}{_when(clock.since, zone)}"


def _extension(clock: Clock, language: str) -> Iterator[str]:
    if clock.extended:
        longer = clock.parameter.extended
        most = "" if longer is None else f"{longer.value} {UNITS[longer.unit][_place(language)]}"
        yield _say(language, f"продлён, не более {most} с начала", f"extended, at most {most} from the start")
    if clock.refused_extension:
        yield _say(
            language,
            "просьба о продлении после срока или повторная не учтена",
            "an extension asked for too late or again does not count",
        )


def _day(day: Day, language: str) -> str:
    return f"  {day.day.isoformat()}  {why(day, language)}"


def why(day: Day, language: str) -> str:
    """Return why a day was counted, and as which, or why it was left out."""
    if day.why is Why.COUNTED:
        return _say(language, f"{day.number}-й день", f"day {day.number}")
    if day.holiday is not None:
        return f"{day.holiday[_place(language)]}, {_say(language, 'не считается', 'not counted')}"
    if day.pause is not None:
        stopped = _say(language, "срок стоит", "the clock stands still")
        return f"{stopped}: {PAUSES.get(day.pause, (day.pause, day.pause))[_place(language)]}"
    return DAYS[day.why][_place(language)]


def _end(clock: Clock, language: str, zone: tzinfo) -> Iterator[str]:
    deadline = clock.deadline
    if deadline is None or deadline.on is None:
        return
    if deadline.days:
        yield f"{_say(language, 'последний день', 'last day')}: {deadline.on.isoformat()}"
    else:
        yield f"{_say(language, 'окончание', 'end')}:{_when(deadline.at, zone).removeprefix(',')}"


def _estimate(clock: Clock, language: str) -> Iterator[str]:
    if clock.deadline is not None and clock.deadline.estimated:
        yield _say(
            language,
            "в счёт вошёл праздник, дата которого ещё не объявлена",
            "a holiday was counted whose date is not announced yet",
        )


def _when(at: datetime | None, zone: tzinfo) -> str:
    return "" if at is None else f", {at.astimezone(zone):%Y-%m-%d %H:%M %Z}"


def _outcome(clock: Clock, language: str) -> Iterator[str]:
    place = _place(language)
    if clock.effect is not None:
        yield f"{_say(language, 'последствие', 'effect')}: {EFFECTS[clock.effect][place]}"
    if clock.no_consent is not None:
        yield NO_CONSENT[clock.no_consent][place]
    if clock.escalate:
        yield _say(language, "вручение не подтверждено: уведомляются контактные лица", "no proof: people are told")
