"""Prepare a change of a calendar: checked as the hub will check it, to be signed by the secretariat's own key.

    what was typed -> checked against the calendar as it stands -> a file for `hub calendar change`

Nothing changes until the signed statement is in the log.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.core.deadline import override
from hub.core.deadline.calendar import WorkingCalendar
from hub.core.errors import MissingError
from hub.workflows.exchange import Exchange
from keys.calendar_change import CalendarChange, ChangedDay


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDays:
    """What is to change: a state's days (alpha-2), where that was published, until when the calendar reaches then."""

    state: str
    source: str
    until: date | None
    days: Sequence[ChangedDay]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The calendar before and after, and the members of the file."""

    before: WorkingCalendar
    after: WorkingCalendar
    file: dict[str, Any]


def prepare_calendar_change(exchange: Exchange, participant: str, wanted: WantedDays) -> Prepared:
    """Return what the change makes of the calendar.

    Raises:
        MissingError: there is no calendar of the state.
        CalendarChangeError: the days are over, beyond the calendar, or named twice.
    """
    now, before = exchange.clock.now(), exchange.judgement.calendars.get(wanted.state)
    if before is None:
        raise MissingError
    change = CalendarChange(
        hub=exchange.origin,
        participant=participant,
        state=wanted.state,
        version=next_version(before.version),
        source=wanted.source,
        until=wanted.until,
        days=tuple(wanted.days),
        at=now,
    )
    return Prepared(before=before, after=override.apply(before, change, now.date()), file=_file(change))


def next_version(version: str) -> str:
    """Return the version that follows: 2026.2 after 2026.1."""
    year, _, number = version.partition(".")
    return f"{year}.{int(number) + 1}"


def _file(change: CalendarChange) -> dict[str, Any]:
    """Return the members that `hub calendar change` reads; it adds who signs, and when."""
    return {
        "state": change.state,
        "version": change.version,
        "source": change.source,
        "until": None if change.until is None else change.until.isoformat(),
        "days": [
            {"date": each.date.isoformat(), "works": each.works}
            | ({} if each.works else {"ru": each.ru, "en": each.en})
            for each in change.days
        ],
    }
