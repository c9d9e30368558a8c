"""A slow bookkeeper who knows the terms of any profile: he ticks off days (or minutes) one by one on a card of each clock.

He shares with the clocks the working days of the calendars, and nothing else: he reads the profile's document itself.
All records come at noon UTC and all outages begin and end at six, so that a day is the same day in either zone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from hub.core.deadline.case_event import CaseEvent
from tests.unit.core.deadline.cases import RU, TJ, ZONES

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
STOPS = {
    "returned": ("readmission-return", "readmission-request"),
    "information-requested": ("readmission-information-request", "readmission-information"),
    "interview": ("interview-request", "interview-minutes"),
    "obstacle": ("transfer-response", "transfer-notice"),
}
SIDES = {"requesting": RU, "requested": TJ}
Stop = tuple[datetime, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the bookkeeper says of one clock: its term, its event, its state, its last day, what came of it."""

    name: str
    index: int
    state: str
    due: date | None
    effect: str | None


class Bookkeeper:
    """Keeps the cards of one case, as known at an instant."""

    def __init__(self, document: Mapping[str, Any], calendars: Mapping[str, Any], now: datetime) -> None:
        self.document, self.calendars, self.now = document, calendars, now

    def cards(self, events: Sequence[CaseEvent]) -> list[Card]:
        """Return the cards of a case."""
        known = sorted((each for each in events if each.at <= self.now), key=lambda each: each.index)
        opening = next(each for each in known if each.type != "outage")
        first = [each for each in self.document["parameters"] if each["on_expiry"] == "deemed-accepted"]
        rest = [each for each in self.document["parameters"] if each not in first]
        found = [card for each in first if fits(each, opening) for card in self.of_term(each, known)]
        for card in [each for each in found if each.effect == "deemed-accepted"]:
            assert card.due is not None
            at = datetime.combine(card.due + DAY, time(), ZONES[TJ])
            known.append(CaseEvent(type="deemed-acceptance", sender=TJ, index=card.index, at=at))
        known.sort(key=lambda each: (each.index, each.at))
        return found + [card for each in rest if fits(each, opening) for card in self.of_term(each, known)]

    def of_term(self, term: Mapping[str, Any], events: Sequence[CaseEvent]) -> Iterator[Card]:
        """Yield a card for every event that starts the term while it does not run already."""
        free_from = 0
        for place, event in enumerate(events):
            start = next((each for each in term["start"] if matches(each, event)), None)
            if start is None or (start["moment"] == "fact" and start["fact"] not in event.facts):
                continue
            if start["moment"] != "fact" and place < free_from:
                continue
            after = events[place if start["moment"] == "fact" else place + 1 :]
            later = [each for each in after if each.index != event.index or start["moment"] == "fact"]
            ended = next((each for each in later if self.ends(term, each)), None)
            free_from = len(events) if ended is None else events.index(ended) + 1
            yield self.card(term, start, event, ended, events)

    @staticmethod
    def ends(term: Mapping[str, Any], event: CaseEvent) -> bool:
        """Say whether a record ends a clock."""
        return event.type == "readmission-withdrawal" or any(matches(each, event) for each in term["met_by"])

    def card(
        self,
        term: Mapping[str, Any],
        start: Mapping[str, Any],
        event: CaseEvent,
        ended: CaseEvent | None,
        events: Sequence[CaseEvent],
    ) -> Card:
        """Fill in one card."""
        acting = SIDES[term["acting"]]
        withdrawn = ended is not None and ended.type == "readmission-withdrawal"
        if start["moment"] == "fact":
            begun: datetime | None = datetime.combine(
                date.fromisoformat(event.facts[start["fact"]]), time(), ZONES[acting]
            )
        else:
            begun = self.reached(event) if start["moment"] == "delivered" else event.at
        if begun is None:
            state = "waiting" if ended is None else "cancelled" if withdrawn else "met"
            return Card(name=term["parameter"], index=event.index, state=state, due=None, effect=None)
        stops = list(self.stops(term, event, ended, events))
        over = self.last_instant(term, term, begun, stops, acting)
        for each in events:
            within = each.index > event.index and (ended is None or each.index < ended.index)
            longer = term.get("extension")
            if longer and within and each.type == longer["type"] and (over is None or each.at < over):
                over = self.last_instant(term, longer, begun, stops, acting)
                break
        due = None if over is None else (over - timedelta(seconds=1)).astimezone(ZONES[acting]).date()
        if over is None or over > (self.now if ended is None else ended.at):
            open_state = "stopped" if over is None else "running"
            state = open_state if ended is None else "cancelled" if withdrawn else "met"
            return Card(name=term["parameter"], index=event.index, state=state, due=due, effect=None)
        state = "expired" if ended is None or withdrawn else "late"
        effect = self.effect(term, acting, event, over, events)
        return Card(name=term["parameter"], index=event.index, state=state, due=due, effect=effect)

    def reached(self, event: CaseEvent) -> datetime | None:
        """Return when a record was delivered, as far as is known."""
        came = event.delivered_at
        return came if came is not None and came <= self.now else None

    def stops(
        self, term: Mapping[str, Any], begin: CaseEvent, ended: CaseEvent | None, events: Sequence[CaseEvent]
    ) -> Iterator[Stop]:
        """Yield when the clock stood still."""
        if "outage" in term["stops"]:
            for each in (each for each in events if each.type == "outage"):
                since, until = datetime.fromisoformat(each.facts["since"]), each.facts.get("until")
                if ended is None or since < ended.at:
                    yield since, None if until is None else datetime.fromisoformat(until)
        last = events[-1].index + 1 if ended is None else ended.index
        within = [each for each in events if begin.index < each.index < last]
        for reason in (each for each in term["stops"] if each != "outage"):
            yield from self.stops_of(reason, within)

    def stops_of(self, reason: str, within: Sequence[CaseEvent]) -> Iterator[Stop]:
        """Yield when the clock stood still for one reason."""
        since: datetime | None = None
        for each in within:
            if each.type == STOPS[reason][0] and since is None:
                since = each.at if reason != "obstacle" or each.facts.get("obstacle") else None
            elif each.type == STOPS[reason][1] and since is not None and self.reached(each):
                yield since, self.reached(each)
                since = None
        if since is not None:
            yield since, None

    def last_instant(
        self, term: Mapping[str, Any], length: Mapping[str, Any], begun: datetime, stops: Sequence[Stop], acting: str
    ) -> datetime | None:
        """Return when the term is over; None: not while a stop lasts."""
        if length["unit"] == "hour":
            left, at = length["value"] * 60, begun
            while left:
                left -= not any(since <= at and (until is None or at < until) for since, until in stops)
                at += MINUTE
            return at
        day = begun.astimezone(ZONES[acting]).date()
        way = -DAY if term["count"] == "before" else DAY
        wanted = month_days(day, length["value"]) if length["unit"] == "month" else length["value"]
        works = self.calendars[acting].is_working
        while wanted:
            day += way
            if any(until is None and since.date() <= day for since, until in stops):
                return None
            still = any(until is not None and since.date() <= day < until.date() for since, until in stops)
            wanted -= not still and (length["unit"] != "working_day" or works(day))
        while term["rolls"] and way == DAY:
            if any(until is None and since.date() <= day for since, until in stops):
                return None
            if works(day) and not any(until and since.date() <= day < until.date() for since, until in stops):
                break
            day += DAY
        return datetime.combine(day + DAY, time(), ZONES[acting])

    def effect(
        self, term: Mapping[str, Any], acting: str, begin: CaseEvent, over: datetime, events: Sequence[CaseEvent]
    ) -> str:
        """Return what the end of the term brought about."""
        if not self.document["verified"]:
            return "remind"
        registered = any(
            each.sender == acting and each.facts.get("registered") and begin.index < each.index and each.at < over
            for each in events
        )
        return "overdue" if term["on_expiry"] == "deemed-accepted" and not registered else str(term["on_expiry"])


def fits(term: Mapping[str, Any], opening: CaseEvent) -> bool:
    """Say whether a case has the term at all."""
    state = {RU: "RU", TJ: "TJ"}[SIDES[term["acting"]]]
    wanted = {"procedure": term.get("procedures"), "subject_class": term.get("subject_classes")}
    of_kind = all(not every or opening.facts.get(name) in every for name, every in wanted.items())
    return of_kind and (not term.get("states") or state in term["states"])


def matches(start: Mapping[str, Any], event: CaseEvent) -> bool:
    """Say whether an event is the one that a profile speaks of."""
    return event.type == start["type"] and all(event.facts.get(k) == v for k, v in start.get("where", {}).items())


def month_days(day: date, months: int) -> int:
    """Return how many days pass until the same day of a later month, or its last one."""
    then, passed = day, 0
    while passed < months or then.day < day.day:
        if passed == months and (then + DAY).month != then.month:
            break
        passed += (then + DAY).month != then.month
        then += DAY
    return (then - day).days
