"""What the secretariat states for all, changes of calendars and outages: judged before it is logged, read afterwards.

The calendars of the release count until a logged change follows them; of outages that begin alike the last in the log
counts. Both change what clocks show, so they are part of what messages are judged by.
"""

import functools
from collections.abc import Iterable, Mapping
from datetime import datetime

from hub.core import instant
from hub.core.deadline import calendar as calendar_core
from hub.core.deadline import override
from hub.core.deadline.calendar import WorkingCalendar
from hub.core.deadline.case_event import OUTAGE, CaseEvent
from hub.core.errors import MissingError
from hub.core.statement import Place, Stated
from hub.workflows.exchange import Judgement
from hub.workflows.trust.statement_rules import OwnStatement, fits_always, is_secretariat, read_logged
from keys import calendar_change, outage
from keys.calendar_change import CalendarChange
from keys.outage import Outage
from keys.statement import Kind
from keys.trustlist import TrustList
from schemas import calendars


def _check_follows(said: CalendarChange, judgement: Judgement, now: datetime) -> None:
    """Refuse a change that does not follow the calendar as it is.

    Raises:
        MissingError: there is no calendar of this state.
        CalendarChangeError: it does not follow it.
    """
    if said.state not in judgement.calendars:
        raise MissingError
    override.apply(judgement.calendars[said.state], said, now.date())


CALENDAR_CHANGE = OwnStatement(
    kind=Kind.CALENDAR,
    read=calendar_change.read,
    said=lambda change: change.at,
    about=lambda change: change.state,
    may_say=is_secretariat,
    check=_check_follows,
)
ANNOUNCED_OUTAGE = OwnStatement(
    kind=Kind.OUTAGE,
    read=outage.read,
    said=lambda announced: announced.at,
    about=lambda announced: instant.format(announced.since, seconds=True),
    may_say=is_secretariat,
    check=fits_always,
)


@functools.cache
def released_calendars() -> Mapping[str, WorkingCalendar]:
    """Return the calendars of the release, by state."""
    return {state: calendar_core.from_json(document) for state, document in calendars.load().items()}


def gather_calendars(stated: Iterable[Stated], trust: TrustList) -> dict[str, WorkingCalendar]:
    """Return the calendars as the release and the logged changes make them; each change counts from its leaf's day."""
    changes = read_logged(CALENDAR_CHANGE, stated, trust)
    return override.gather(released_calendars(), ((change, place.at.date()) for change, place in changes))


def gather_outages(stated: Iterable[Stated], trust: TrustList) -> tuple[CaseEvent, ...]:
    """Return the announced outages as clocks see them; of those that begin alike the last in the log counts."""
    found = {said.since: _event(said, place) for said, place in read_logged(ANNOUNCED_OUTAGE, stated, trust)}
    return tuple(sorted(found.values(), key=lambda event: event.index))


def _event(said: Outage, place: Place) -> CaseEvent:
    facts = {"since": instant.format(said.since, seconds=True)}
    if said.until is not None:
        facts["until"] = instant.format(said.until, seconds=True)
    return CaseEvent(type=OUTAGE, sender=said.participant, index=place.index, at=place.at, facts=facts)
