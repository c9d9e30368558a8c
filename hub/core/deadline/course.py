"""The course of one clock, read from a case's events: where it starts, when it stood still, what ended it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo

from hub.core import instant
from hub.core.deadline.case_event import OUTAGE, WITHDRAWALS, CaseEvent
from hub.core.deadline.profile import Moment, Parameter, Start
from hub.core.deadline.term import Pause

REQUEST = "readmission-request"
STOPS: Mapping[str, tuple[str, str]] = {
    "returned": ("readmission-return", REQUEST),
    "information-requested": ("readmission-information-request", "readmission-information"),
    "interview": ("interview-request", "interview-minutes"),
    "obstacle": ("transfer-response", "transfer-notice"),
}  # reason: the record that stops a clock, the one whose delivery lets it go on
OBSTACLE = "obstacle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """An event that starts a clock: `start` says how, `at` from when, None: its delivery is not proven."""

    event: CaseEvent
    start: Start
    at: datetime | None


def beginnings(parameter: Parameter, events: Sequence[CaseEvent], zone: tzinfo) -> Iterator[Beginning]:
    """Yield every event that starts a clock of its own.

    A record that comes again while the clock is still open (a request mended after its return) does not: it goes on.
    """
    open_until: int | None = -1
    for event in events:
        start = next((each for each in parameter.starts if each.match.covers(event)), None)
        if start is None or (start.moment is Moment.FACT and start.fact not in event.facts):
            continue
        if start.moment is not Moment.FACT and (open_until is None or event.index <= open_until):
            continue
        begun = Beginning(event=event, start=start, at=_moment(start, event, zone))
        ended = find_end(parameter, events, begun)
        open_until = None if ended is None else ended.index
        yield begun


def _moment(start: Start, event: CaseEvent, zone: tzinfo) -> datetime | None:
    if start.moment is Moment.FACT:
        return datetime.combine(date.fromisoformat(event.facts[start.fact or ""]), time(), zone)
    return event.delivered_at if start.moment is Moment.DELIVERED else event.at


def find_end(parameter: Parameter, events: Sequence[CaseEvent], begun: Beginning) -> CaseEvent | None:
    """Return what ended the clock: the first record that meets the term, or the withdrawal of the case."""
    own = begun.start.moment is Moment.FACT  # the record with the date may be the one that meets the term
    first = begun.event.index if own else begun.event.index + 1
    return next((each for each in events if each.index >= first and _ends(parameter, each)), None)


def _ends(parameter: Parameter, event: CaseEvent) -> bool:
    return event.type in WITHDRAWALS or any(match.covers(event) for match in parameter.met_by)


def pauses(parameter: Parameter, events: Sequence[CaseEvent], begun: Beginning) -> list[Pause]:
    """Return when the clock stood still: in order, not overlapping."""
    found = sorted(_stretches(parameter, events, begun), key=lambda each: each.since)
    merged: list[Pause] = []
    for each in found:
        last = merged[-1] if merged else None
        if last is None or (last.until is not None and last.until <= each.since):
            merged.append(each)
        elif last.until is not None and (each.until is None or each.until > last.until):
            merged[-1] = Pause(since=last.since, until=last.until, reason=last.reason)
            merged.append(Pause(since=last.until, until=each.until, reason=each.reason))
    return merged


def _stretches(parameter: Parameter, events: Sequence[CaseEvent], begun: Beginning) -> Iterator[Pause]:
    ended = find_end(parameter, events, begun)
    last = None if ended is None else ended.index
    within = [each for each in events if each.index > begun.event.index and (last is None or each.index < last)]
    for reason in sorted(parameter.stops & STOPS.keys()):
        yield from _stretches_of(reason, within)
    if OUTAGE in parameter.stops:
        for each in (_outage(event) for event in events if event.type == OUTAGE):
            early = begun.at is not None and each.until is not None and each.until <= begun.at
            if not early and (ended is None or each.since < ended.at):
                yield each


def _stretches_of(reason: str, within: Sequence[CaseEvent]) -> Iterator[Pause]:
    stops, goes_on = STOPS[reason]
    since: datetime | None = None
    for event in within:
        if since is None and event.type == stops and (reason != OBSTACLE or event.facts.get(OBSTACLE)):
            since = event.at
        elif since is not None and event.type == goes_on and event.delivered_at is not None:
            yield Pause(since=since, until=event.delivered_at, reason=reason)
            since = None
    if since is not None:
        yield Pause(since=since, until=None, reason=reason)


def _outage(event: CaseEvent) -> Pause:
    since, until = (instant.parse(event.facts.get(name) or "") for name in ("since", "until"))
    return Pause(since=since or event.at, until=until, reason=OUTAGE)
