"""Count the terms of a case: its events, the profile of its agreement, the calendars of its parties' states.

The profile is that of the agreement's version by which the case was opened (its digest stands in the leaf), to the end
of the case: a later version, or the end of the agreement, moves no last day and turns no silence into consent.
The clocks themselves are pure (`hub.core.deadline.case_clocks`); here is brought together what they are computed from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from functools import partial
from typing import Any

from hub.core import instant
from hub.core.agreement import Agreement
from hub.core.deadline import calendar
from hub.core.deadline import profile as profiles
from hub.core.deadline.case_clock import Clock
from hub.core.deadline.case_clocks import clocks
from hub.core.deadline.case_event import CaseEvent
from hub.core.deadline.explanation import explain
from hub.workflows.deadline.legal_day import legal_day, zone_of
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
    """Return the terms of a case as they stand now: those of its agreement's profile, and the exchange's own.

    Args:
        exchange: the exchange.
        events: what happened in the case.
        agreement: the agreement that the case was opened under, by id.
        parties: the participants of the case.
    """
    if not events:
        return []
    now, opened = exchange.clock.now(), min(events, key=lambda each: each.index)
    zones = {party: zone_of(exchange.judgement.trust, party) for party in parties}
    days = {party: each for party in parties if (each := _calendar(exchange, party)) is not None}
    happened = [*events, *exchange.judgement.outages]
    found = [
        clock
        for profile in _profiles(exchange, agreement, opened)
        for clock in clocks(
            happened, profile, days, zones, now, in_force=partial(_is_in_force, exchange, agreement or "")
        )
    ]
    return [_explained(clock, zones) for clock in found]


def _profiles(exchange: Exchange, agreement: str | None, opened: CaseEvent) -> list[profiles.Profile]:
    """Return the profiles that a case was opened under: its agreement's, and the exchange's own."""
    register, on = exchange.judgement.register, legal_day(exchange.judgement.trust, opened.sender, opened.at)
    applied = (each for each in register.versions(agreement or "") if each.digest in opened.agreements)
    known: Agreement | None = next(applied, None) or register.judging(agreement or "", on)
    names = [None if known is None else known.profile_on(on), EVERYBODYS]
    named = [_profile(exchange, name) for name in names if name is not None]
    return [profile for profile in named if profile.holds(on)]


def _is_in_force(exchange: Exchange, agreement: str, on: date) -> bool:
    judging = exchange.judgement.register.judging(agreement, on)
    return judging is not None and judging.is_in_force(on)


def _explained(clock: Clock, zones: Mapping[str, tzinfo]) -> Term:
    zone = zones[clock.acting]
    return Term(clock=clock, ru=explain(clock, "ru", zone), en=explain(clock, "en", zone))


def _profile(exchange: Exchange, name: str) -> profiles.Profile:
    titles = {each.code: (each.ru, each.en) for each in exchange.catalogue.code_list("deadline-parameters").entries}
    return profiles.from_json(deadline_profiles.load()[name], titles)


def _calendar(exchange: Exchange, party: str) -> calendar.WorkingCalendar | None:
    return exchange.judgement.calendars.get(_state(exchange, party))


def _state(exchange: Exchange, party: str) -> str:
    return exchange.judgement.trust.state_of(party)
