"""Count the terms of a case: its events, the profile of the agreement in force, the calendars of its parties' states.

The clocks themselves are pure (`hub.core.deadline.case_clocks`); here is brought together what they are computed from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from hub.core import instant
from hub.core.deadline import calendar
from hub.core.deadline import profile as profiles
from hub.core.deadline.case_clock import Clock
from hub.core.deadline.case_clocks import clocks
from hub.core.deadline.case_event import CaseEvent
from hub.core.deadline.explanation import explain
from hub.workflows.exchange import Exchange
from schemas import deadline_profiles

EVERYBODYS = "exchange-default"  # terms of what no agreement states: checks of citizenship, enquiries


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One clock of a case with its explanation in both languages, line by line."""

    clock: Clock
    ru: Sequence[str]
    en: Sequence[str]

    def to_json(self) -> dict[str, Any]:
        """Return it as the API shows it."""
        clock, due = self.clock, self.clock.deadline
        return {
            "parameter": clock.parameter.name,
            "titles": _pair(clock.parameter.titles),
            "profile": {"id": clock.profile, "version": clock.profile_version},
            "article": _pair(clock.parameter.article),
            "verified": clock.verified,
            "calendar": clock.calendar,
            "state": clock.state.value,
            "acting": clock.acting,
            "index": clock.index,
            "since": None if clock.since is None else instant.format(clock.since),
            "basis": clock.basis,
            "due_on": None if due is None or due.on is None else due.on.isoformat(),
            "due_at": None if due is None or due.at is None else instant.format(due.at),
            "ended_at": None if clock.ended_at is None else instant.format(clock.ended_at),
            "effect": None if clock.effect is None else clock.effect.value,
            "extended": clock.extended,
            "explanation": {"ru": list(self.ru), "en": list(self.en)},
        }


def _pair(texts: tuple[str, str]) -> dict[str, str]:
    return {"ru": texts[0], "en": texts[1]}


def count_terms(
    exchange: Exchange, events: Sequence[CaseEvent], *, agreement: str | None, parties: Sequence[str]
) -> list[Term]:
    """Return the terms of a case as they stand now: those of its agreement's profile, and the exchange's own."""
    now = exchange.clock.now()
    known = exchange.judgement.register.judging(agreement or "", now.date())
    names = [None if known is None else known.profile_on(now.date()), EVERYBODYS]
    named = [_profile(exchange, name) for name in names if name is not None]
    zones = {party: _zone(exchange, party) for party in parties}
    days = {party: each for party in parties if (each := _calendar(exchange, party)) is not None}
    happened = [*events, *exchange.judgement.outages]
    held = [profile for profile in named if profile.holds(now.date())]
    found = [clock for profile in held for clock in clocks(happened, profile, days, zones, now)]
    return [_explained(clock, zones) for clock in found]


def _explained(clock: Clock, zones: Mapping[str, tzinfo]) -> Term:
    zone = zones[clock.acting]
    return Term(clock=clock, ru=explain(clock, "ru", zone), en=explain(clock, "en", zone))


def _profile(exchange: Exchange, name: str) -> profiles.Profile:
    titles = {each.code: (each.ru, each.en) for each in exchange.catalogue.code_list("deadline-parameters").entries}
    return profiles.from_json(deadline_profiles.load()[name], titles)


def _calendar(exchange: Exchange, party: str) -> calendar.WorkingCalendar | None:
    return exchange.judgement.calendars.get(_state(exchange, party))


def _zone(exchange: Exchange, party: str) -> tzinfo:
    entry = exchange.catalogue.code_list("states").index.get(_state(exchange, party))
    return UTC if entry is None else ZoneInfo(entry.more["time_zone"])


def _state(exchange: Exchange, party: str) -> str:
    participant = exchange.judgement.trust.participants.get(party)
    return "" if participant is None else participant.state or ""
