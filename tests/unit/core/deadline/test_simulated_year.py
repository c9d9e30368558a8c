"""A year of cases, kept day by day by a slow bookkeeper: all clocks computed from the events alone say the same.

The bookkeeper shares no code with the clocks but the calendar's working days: he has a card for every case and ticks
off days as they pass. At the end, and at the end of every month, the clocks are computed anew from the events.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from hub.core.deadline.case_clock import Clock, ClockState
from hub.core.deadline.case_clocks import clocks
from hub.core.deadline.case_event import CaseEvent
from hub.core.deadline.profile import Expiry
from tests.unit.core.deadline.cases import CALENDARS, RU, SWISS, TJ, ZONES

CASES, SEED = 120, 20260101
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
REPLY_DAYS, EXTENDED_DAYS, TRANSFER_DAYS = 25, 60, 90
WORKS = CALENDARS[TJ].is_working


@dataclass
class Card:
    """What the bookkeeper knows of one case."""

    events: list[CaseEvent] = field(default_factory=list)
    counted: int = 0
    wanted: int = REPLY_DAYS
    delivered: date | None = None
    returned: bool = False
    registered: bool = False
    replied: date | None = None
    withdrawn: date | None = None
    due: date | None = None
    accepted: date | None = None
    transfer_counted: int = 0
    transfer_due: date | None = None

    def tick(self, day: date) -> None:
        """Let one day pass: count it, and see whether a term ends with it."""
        if self.replied is None and self.withdrawn is None and self.due is None and self.delivered is not None:
            self.counted += day > self.delivered and not self.returned
            if self.counted >= self.wanted and not self.returned and WORKS(day):
                self.due = day
                if self.registered:
                    self.accepted = day  # midnight in Dushanbe is still that day in Moscow, whose turn it is
        elif self.accepted is not None and self.transfer_due is None and self.withdrawn is None:
            self.transfer_counted += day > self.accepted
            if self.transfer_counted >= TRANSFER_DAYS and CALENDARS[RU].is_working(day):
                self.transfer_due = day


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


class Bookkeeper:
    """Lets a year pass, day by day."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.cards: list[Card] = []
        self.index = 0

    def note(self, card: Card, kind: str, sender: str, day: date, **facts: object) -> None:
        self.index += 1
        delivered = noon(day) + timedelta(minutes=1)
        card.events.append(
            CaseEvent(type=kind, sender=sender, index=self.index, at=noon(day), delivered_at=delivered, facts=facts)
        )

    def live(self, day: date) -> None:
        if len(self.cards) < CASES and day.month < 9 and self.chance.random() < 0.6:
            self.cards.append(Card())
            self.ask(self.cards[-1], day)
        for card in self.cards:
            if card.events[-1].at.date() < day and card.withdrawn is None and card.due is None:
                self.act(card, day)
            card.tick(day)

    def ask(self, card: Card, day: date) -> None:
        facts = {"requested_authority": TJ, "procedure": "ordinary", "subject_class": "own_national"}
        self.note(card, "readmission-request", RU, day, **facts)
        card.delivered = card.delivered or day
        card.returned = False

    def act(self, card: Card, day: date) -> None:
        """Let something happen in an open case, or nothing."""
        what = self.chance.random()
        if card.replied is not None:
            return
        if card.returned:
            if what < 0.3:
                self.ask(card, day)
        else:
            self.answer(card, day, what)

    def answer(self, card: Card, day: date, what: float) -> None:
        """Let the requested side do something, or the other withdraw."""
        if what < 0.01:
            self.note(card, "readmission-return", TJ, day)
            card.returned = True
        elif what < 0.02:
            self.note(card, "readmission-withdrawal", RU, day)
            card.withdrawn = day
        elif what < 0.06:
            self.note(card, "readmission-information-request", TJ, day, registered=True)
            card.registered = True
        elif what < 0.07:
            self.note(card, "readmission-extension", TJ, day)
            card.wanted = EXTENDED_DAYS
        elif what < 0.09:
            decision = self.chance.choice(["accepted", "refused"])
            self.note(card, "readmission-reply", TJ, day, decision=decision)
            card.replied, card.accepted = day, day if decision == "accepted" else None


def of(name: str, found: list[Clock]) -> Clock | None:
    return next((each for each in found if each.parameter.name == name), None)


def check(card: Card, today: date) -> None:
    """Compare the card with the clocks as they stand after `today`."""
    now = datetime.combine(today + timedelta(days=1), time(2), UTC)
    found = clocks(card.events, SWISS, CALENDARS, ZONES, now)
    reply, transfer = of("reply", found), of("transfer", found)
    assert reply is not None
    if card.due is not None:
        assert reply.state is ClockState.EXPIRED
        assert reply.deadline is not None
        assert reply.deadline.on == card.due
        assert reply.effect is (Expiry.DEEMED_ACCEPTED if card.registered else Expiry.OVERDUE)
    else:
        wanted = ClockState.RUNNING if not card.returned else ClockState.STOPPED
        wanted = ClockState.MET if card.replied else wanted
        assert reply.state is (ClockState.CANCELLED if card.withdrawn else wanted)
    assert (transfer is None) == (card.accepted is None or card.accepted > now.astimezone(ZONES[TJ]).date())
    if transfer is not None and card.transfer_due is not None:
        assert transfer.deadline is not None
        assert (transfer.state, transfer.deadline.on) == (ClockState.EXPIRED, card.transfer_due)
    elif transfer is not None and card.withdrawn is None:
        assert transfer.state is ClockState.RUNNING


def test_all_clocks_of_a_year_are_the_same_when_computed_from_events_alone() -> None:
    keeper, day = Bookkeeper(SEED), FIRST
    while day <= LAST:
        keeper.live(day)
        if day == LAST or (day + timedelta(days=1)).day == 1:
            for card in keeper.cards:
                check(card, day)
        day += timedelta(days=1)
    ends = [(card.due, card.replied, card.withdrawn, card.transfer_due) for card in keeper.cards]
    assert len(ends) == CASES  # and something of everything has happened
    assert all(sum(end[place] is not None for end in ends) >= 5 for place in range(4))
