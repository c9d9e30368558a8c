"""A year of cases under every profile, with outages, a calendar that changes, and a new version of the agreement.

All clocks of all cases are computed from the events at the end of every month, and say what the slow bookkeeper's cards
say. Every profile is also taken as if it were verified, so that each effect comes about.
"""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from hub.core.deadline import profile as profiles
from hub.core.deadline.calendar import Holiday
from hub.core.deadline.case_clocks import clocks
from hub.core.deadline.case_event import CaseEvent
from schemas import deadline_profiles
from tests.unit.core.deadline.bookkeeper import Bookkeeper, Card
from tests.unit.core.deadline.cases import CALENDARS, RU, TITLES, TJ, ZONES

CASES, FIRST = 14, date(2026, 1, 1)
MONTHS = [date(2026 + number // 12, number % 12 + 1, 1) for number in range(2, 16, 2)]
ANNOUNCED = date(2026, 7, 1)
MOURNING = Holiday(ru="объявленный выходной", en="a day off that was announced", estimated=False)
LATER = {
    name: replace(each, version=f"{each.version}-changed", holidays={**each.holidays, date(2026, 5, 12): MOURNING})
    for name, each in CALENDARS.items()
}
SINGLE = {
    "citizenship-check-request": "citizenship-check-reply",
    "ban-review-request": "ban-review-decision",
    "ban-status-enquiry": "ban-status-answer",
    "data-subject-request": "data-subject-answer",
    "usage-report-request": "usage-report",
    "transit-request": "transit-reply",
}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


class Year:
    """Writes the records of cases: what happens, and when, is chance; what may follow what, is not."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.index = 0
        self.outages = [self.outage(FIRST + timedelta(days=self.chance.randrange(360))) for _ in range(5)]
        lasting = {"since": "2026-10-20T06:00:00Z"}
        at = noon(date(2026, 10, 21))
        self.outages.append(CaseEvent(type="outage", sender="cis-ec", index=self.next(), at=at, facts=lasting))

    def outage(self, day: date) -> CaseEvent:
        """Announce an outage: before it, while it lasts, or after it."""
        until = day + timedelta(days=self.chance.randrange(1, 6))
        said = {"since": f"{day}T06:00:00Z", "until": f"{until}T06:00:00Z"}
        at = noon(day + timedelta(days=self.chance.randrange(-3, 8)))
        return CaseEvent(type="outage", sender="cis-ec", index=self.next(), at=at, facts=said)

    def next(self) -> int:
        self.index += 1
        return self.index

    def case(self, day: date) -> list[CaseEvent]:
        """Return a case that begins on a day."""
        self.events: list[CaseEvent] = []
        self.day = day
        if self.chance.random() < 0.3:
            self.ask_once()
        else:
            self.readmit()
        return sorted([*self.outages, *self.events], key=lambda each: each.index)

    def say(self, kind: str, sender: str, **facts: Any) -> None:
        late = self.chance.choice([0, 0, 0, 1, 3])
        delivered = noon(self.day) + timedelta(days=late, minutes=1)
        self.events.append(
            CaseEvent(
                type=kind, sender=sender, index=self.next(), at=noon(self.day), delivered_at=delivered, facts=facts
            )
        )
        self.day += timedelta(days=late + 1)

    def wait(self, most: int) -> None:
        self.day += timedelta(days=self.chance.randrange(most))

    def ask_once(self) -> None:
        kind = self.chance.choice(sorted(SINGLE))
        planned = self.day + timedelta(days=self.chance.randrange(1, 40))
        self.say(kind, RU, requested_authority=TJ, planned_on=planned.isoformat())
        self.wait(60)
        if self.chance.random() < 0.8:
            self.say(SINGLE[kind], TJ)

    def readmit(self) -> None:
        facts = {
            "requested_authority": TJ,
            "procedure": self.chance.choice(["ordinary", "ordinary", "accelerated"]),
            "subject_class": self.chance.choice(["own_national", "stateless"]),
            "knowledge_on": (self.day - timedelta(days=self.chance.randrange(250))).isoformat(),
        }
        self.say("readmission-request", RU, **facts)
        for _ in range(self.chance.randrange(4)):
            self.review(facts)
        self.wait(50)
        fate = self.chance.random()
        if fate < 0.15:
            self.say("readmission-withdrawal", RU)
        elif fate < 0.7:
            self.say("readmission-reply", TJ, decision=self.chance.choice(["accepted", "accepted", "refused"]))
        if fate > 0.3:
            self.transfer()

    def review(self, facts: dict[str, Any]) -> None:
        """Let the requested side do something in the review, and the other mostly answer."""
        self.wait(self.chance.choice([10, 15, 60]))
        what = self.chance.choice(["return", "information", "interview", "extension"])
        registered = {"registered": True} if self.chance.random() < 0.6 else {}
        if what == "return":
            self.say("readmission-return", TJ, **registered)
            self.wait(10)
            if self.chance.random() < 0.9:
                self.say("readmission-request", RU, **facts)
        elif what == "extension":
            self.say("readmission-extension", TJ, **registered)
        else:
            asked, given = (
                ("readmission-information-request", "readmission-information")
                if what == "information"
                else ("interview-request", "interview-minutes")
            )
            self.say(asked, TJ, **registered)
            self.wait(14)
            if self.chance.random() < 0.9:
                self.say(given, RU if what == "information" else TJ)

    def transfer(self) -> None:
        self.wait(60)
        self.say("travel-document", TJ)
        self.wait(30)
        for _ in range(self.chance.choice([1, 1, 2])):
            planned = self.day + timedelta(days=self.chance.randrange(12))
            self.say("transfer-notice", RU, planned_on=planned.isoformat())
            if self.chance.random() < 0.4:
                self.say("transfer-response", TJ, answer="not_carried_out", obstacle="unfit_to_travel")
            self.wait(20)
        if self.chance.random() < 0.8:
            self.say("handover-act", TJ, handed_over_on=self.day.isoformat())
            self.wait(60)
            self.say("take-back-claim", TJ)
            self.wait(20)
            self.say("take-back-answer", RU)


def document(name: str, *, verified: bool) -> dict[str, Any]:
    """Return a profile as it is, or as if it were verified."""
    found = deadline_profiles.load()[name]
    if not verified:
        return dict(found)
    return {**found, "verified": True, "parameters": [{**each, "verified": True} for each in found["parameters"]]}


def computed(events: list[CaseEvent], profile: dict[str, Any], calendars: Any, now: datetime) -> list[Card]:
    found = clocks(events, profiles.from_json(profile, TITLES), calendars, ZONES, now)
    return [
        Card(
            name=each.parameter.name,
            index=each.index,
            state=each.state.value,
            due=None if each.deadline is None else each.deadline.on,
            effect=None if each.effect is None else each.effect.value,
        )
        for each in found
    ]


def ordered(cards: list[Card]) -> list[Card]:
    return sorted(cards, key=lambda each: (each.name, each.index))


@pytest.mark.parametrize("verified", [False, True])
@pytest.mark.parametrize("name", sorted(deadline_profiles.load()))
def test_all_clocks_of_a_year_under_every_profile_are_those_of_the_bookkeeper(name: str, *, verified: bool) -> None:
    profile, year = document(name, verified=verified), Year(20260101)
    cases = [year.case(FIRST + timedelta(days=year.chance.randrange(270))) for _ in range(CASES)]
    seen: set[str] = set()
    for month in MONTHS:
        now = datetime.combine(month, time(2), UTC)
        calendars = CALENDARS if month < ANNOUNCED else LATER
        for events in cases:
            if any(each.type != "outage" and each.at <= now for each in events):
                cards = Bookkeeper(profile, calendars, now).cards(events)
                assert ordered(computed(events, profile, calendars, now)) == ordered(cards)
                seen |= {card.name for card in cards}
    assert seen
