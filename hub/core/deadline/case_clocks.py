"""The clocks of a case, computed from its events alone: anybody with the log can compute them again.

    events + profile + calendars + zones + now  ->  clocks, each with its explanation

    waiting ──delivery proven, or the profile's fallback──> running ──a record meets the term──> met | late
       └─ told to people after a while                        │  └──returned, outage …──> stopped ──> running
                                                              └──the last day is over──> expired, with its effect

Silence is consent only where the profile says so, the agreement was still in force on the last day, a human of the
requested authority registered the case before the term ended, and the person is not protected (of a minor the records
themselves tell); else it is an overdue reply. A profile that was not checked against its source only reminds.

A term that is over stays so: what stops a clock counts only if it began before. An outage that began before the last
day was over counts even if it was announced later, as nobody can announce anything through an exchange that stands.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

from hub.core.deadline import course
from hub.core.deadline.calendar import CalendarRangeError, WorkingCalendar
from hub.core.deadline.case_clock import Clock, ClockState, NoConsent
from hub.core.deadline.case_event import DEEMED, OUTAGE, WITHDRAWALS, CaseEvent
from hub.core.deadline.clock import Deadline, compute, end_of
from hub.core.deadline.course import Beginning
from hub.core.deadline.profile import Expiry, Length, Moment, Parameter, Profile
from hub.core.deadline.term import Pause, Term

YEARS = range(1900, 2200)  # a record may name any day: what is counted from one beyond ends nowhere


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What all clocks of a case share."""

    events: Sequence[CaseEvent]
    profile: Profile
    roles: Mapping[str, str]
    calendars: Mapping[str, WorkingCalendar]
    zones: Mapping[str, tzinfo]
    now: datetime
    protected: bool
    in_force: Callable[[date], bool]


def _always(_day: date) -> bool:
    return True


def clocks(
    events: Sequence[CaseEvent],
    profile: Profile,
    calendars: Mapping[str, WorkingCalendar],
    zones: Mapping[str, tzinfo],
    now: datetime,
    *,
    protected: bool = False,
    in_force: Callable[[date], bool] = _always,
) -> list[Clock]:
    """Return the clocks of a case as they stand at `now`, in the profile's order.

    Args:
        events: what happened; the first one in the log opened the case. Announced outages may have come before.
            What comes after `now` is left out.
        profile: the terms.
        calendars: working days of the state of each participant of the case, by participant.
        zones: time zone of each of them.
        now: the instant of which the answer is.
        protected: whether the computing authority knows of a reason to protect the person; it never travels, so that
            the hub computes without it. A record that shows a minor says so itself, by the fact `minor`.
        in_force: whether the agreement authorises anything on a legal day; silence is no consent where it does not.
    """
    known = [_as_of(event, now) for event in sorted(events, key=lambda each: each.index) if event.at <= now]
    opening = next((event for event in known if event.type != OUTAGE), None)
    if opening is None:
        return []
    case = _Case(
        events=known,
        profile=profile,
        roles=_roles(opening),
        calendars=calendars,
        zones=zones,
        now=now,
        protected=protected or any(event.facts.get("minor") is True for event in known),
        in_force=in_force,
    )
    places = [place for place, each in enumerate(profile.parameters) if each.applies(opening)]
    consents = [place for place in places if profile.parameters[place].on_expiry is Expiry.DEEMED_ACCEPTED]
    found = {place: list(_clocks_of(profile.parameters[place], case)) for place in consents}
    deemed = [event for each in found.values() for clock in each for event in _deemed(clock)]
    case = replace(case, events=sorted([*known, *deemed], key=lambda each: (each.index, each.at)))
    found |= {place: list(_clocks_of(profile.parameters[place], case)) for place in places if place not in found}
    return [clock for place in places for clock in found[place]]


def _as_of(event: CaseEvent, now: datetime) -> CaseEvent:
    """Return the event as it was known at `now`: a later delivery was not."""
    late = event.delivered_at is not None and event.delivered_at > now
    return replace(event, delivered_at=None) if late else event


def _roles(opening: CaseEvent) -> dict[str, str]:
    return {"requesting": opening.sender, "requested": opening.facts.get("requested_authority", "")}


def _deemed(clock: Clock) -> Iterator[CaseEvent]:
    if clock.effect is Expiry.DEEMED_ACCEPTED and clock.deadline is not None and clock.deadline.at is not None:
        at = clock.deadline.at
        yield CaseEvent(type=DEEMED, sender=clock.acting, index=clock.index, at=at, delivered_at=at)


def _clocks_of(parameter: Parameter, case: _Case) -> Iterator[Clock]:
    acting = case.roles[parameter.acting]
    calendar = case.calendars.get(acting)
    if calendar is None or (parameter.states and calendar.state not in parameter.states):
        return
    for begun in course.beginnings(parameter, case.events, case.zones[acting]):
        clock = Clock(
            parameter=parameter,
            profile=case.profile.id,
            profile_version=case.profile.version,
            profile_verified=case.profile.verified,
            calendar=calendar.version,
            state=ClockState.WAITING,
            index=begun.event.index,
            acting=acting,
            since=begun.at,
            basis=begun.start.moment,
        )
        if begun.at is not None and begun.at.year not in YEARS:
            yield replace(clock, since=None, state=ClockState.UNKNOWN)
            continue
        try:
            yield _run(clock, begun, case)
        except CalendarRangeError:
            yield replace(clock, state=ClockState.UNKNOWN)


def _run(clock: Clock, begun: Beginning, case: _Case) -> Clock:
    ended = course.find_end(clock.parameter, case.events, begun)
    clock = _begin(clock, begun, case)
    if clock.since is None:
        return _wait(clock, begun, case, ended)
    clock = replace(clock, pauses=tuple(course.pauses(clock.parameter, case.events, begun)))
    clock = _extend(replace(clock, deadline=_compute(clock, clock.parameter.term, case)), case, ended)
    return _judge(_within(clock), case, ended)


def _within(clock: Clock) -> Clock:
    """Return the clock without stops that began after its term was over."""
    due = None if clock.deadline is None else clock.deadline.at
    return replace(clock, pauses=tuple(each for each in clock.pauses if due is None or each.since < due))


def _begin(clock: Clock, begun: Beginning, case: _Case) -> Clock:
    """Return the clock from its fallback on, where that came before any proof of delivery."""
    fallback = clock.parameter.fallback
    if fallback is None or begun.start.moment is not Moment.DELIVERED:
        return clock
    until = _after(clock, fallback, begun.event.at, case)
    if until is None or until > case.now or (begun.at is not None and begun.at <= until):
        return clock
    return replace(clock, since=until, basis="fallback")


def _wait(clock: Clock, begun: Beginning, case: _Case, ended: CaseEvent | None) -> Clock:
    """Return the clock of an event whose delivery nobody has proven."""
    if ended is not None:
        state = ClockState.CANCELLED if ended.type in WITHDRAWALS else ClockState.MET
        return replace(clock, state=state, ended_at=ended.at)
    escalate = clock.parameter.escalate
    told = None if escalate is None else _after(clock, escalate, begun.event.at, case)
    return replace(clock, escalate_at=told if told is not None and told <= case.now else None)


def _after(clock: Clock, length: Length, start: datetime, case: _Case) -> datetime | None:
    return _count(clock, _term(clock.parameter, length), start, case).at


def _term(parameter: Parameter, length: Length) -> Term:
    return replace(parameter.term, value=length.value, unit=length.unit)


def _compute(clock: Clock, term: Term, case: _Case) -> Deadline | None:
    return None if clock.since is None else _count(clock, term, clock.since, case, clock.pauses)


def _count(clock: Clock, term: Term, start: datetime, case: _Case, pauses: Sequence[Pause] = ()) -> Deadline:
    calendar, zone = case.calendars[clock.acting], case.zones[clock.acting]
    return compute(term, start=start, calendar=calendar, zone=zone, pauses=pauses)


def _extend(clock: Clock, case: _Case, ended: CaseEvent | None) -> Clock:
    """Return the clock after extensions: the first that the acting authority asked for before the term was over."""
    longer = clock.parameter.extended
    if longer is None:
        return clock
    for event in case.events:
        if not _is_extension(event, clock, ended):
            continue
        due = None if clock.deadline is None else clock.deadline.at
        if clock.extended or (due is not None and event.at >= due):
            clock = replace(clock, refused_extension=True)
        else:
            limit = _compute(clock, _term(clock.parameter, longer), case)
            clock = replace(clock, extended=True, deadline=_cut(limit, event, case.zones[clock.acting]))
    return clock


def _is_extension(event: CaseEvent, clock: Clock, ended: CaseEvent | None) -> bool:
    """Say whether the acting authority extends this clock by the event, while the clock is open."""
    within = event.index > clock.index and (ended is None or event.index < ended.index)
    return within and (event.type, event.sender) == (clock.parameter.extension, clock.acting)


def _cut(limit: Deadline | None, event: CaseEvent, zone: tzinfo) -> Deadline | None:
    """Return the longest extended term, or the shorter one that was asked for."""
    asked = event.facts.get("until")
    if limit is None or limit.on is None or asked is None or asked >= limit.on.isoformat():
        return limit
    days = tuple(day for day in limit.days if day.day.isoformat() <= asked)
    return replace(limit, on=days[-1].day, at=end_of(days[-1].day, zone), days=days) if days else limit


def _judge(clock: Clock, case: _Case, ended: CaseEvent | None) -> Clock:
    """Return the clock with its state: what came first, its end or a record that meets it."""
    due = None if clock.deadline is None else clock.deadline.at
    ended_at = None if ended is None else ended.at
    over = due is not None and due <= (ended_at or case.now)
    if ended is not None and ended.type in WITHDRAWALS and not over:
        return replace(clock, state=ClockState.CANCELLED, ended_at=ended_at)
    if not over:
        open_state = ClockState.STOPPED if due is None else ClockState.RUNNING
        return replace(clock, state=open_state if ended is None else ClockState.MET, ended_at=ended_at)
    effect, why = _effect(clock, case)
    met = ended is not None and ended.type not in WITHDRAWALS
    state = ClockState.LATE if met else ClockState.EXPIRED
    return replace(clock, state=state, ended_at=ended_at if met else None, effect=effect, no_consent=why)


def _effect(clock: Clock, case: _Case) -> tuple[Expiry, NoConsent | None]:
    """Return what the end of the term brings about, and why silence is no consent where the profile speaks of it."""
    consent = clock.parameter.on_expiry is Expiry.DEEMED_ACCEPTED
    if not clock.verified:
        return Expiry.REMIND, NoConsent.UNVERIFIED if consent else None
    if not consent:
        return clock.parameter.on_expiry, None
    last = None if clock.deadline is None else clock.deadline.on
    if last is None or not case.in_force(last):
        return Expiry.OVERDUE, NoConsent.NOT_IN_FORCE
    if case.protected:
        return Expiry.OVERDUE, NoConsent.PROTECTED
    if not _is_registered(clock, case):
        return Expiry.OVERDUE, NoConsent.NOT_REGISTERED
    return Expiry.DEEMED_ACCEPTED, None


def _is_registered(clock: Clock, case: _Case) -> bool:
    """Say whether a human of the acting authority registered the case before the term was over."""
    due = None if clock.deadline is None else clock.deadline.at
    return any(
        event.sender == clock.acting and event.facts.get("registered") is True and due is not None and event.at < due
        for event in case.events
        if event.index > clock.index
    )
