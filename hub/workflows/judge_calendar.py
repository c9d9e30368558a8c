"""Judge the secretariat's change of a calendar before it is logged, and read those that were."""

import functools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from hub.core import statement as logged
from hub.core.deadline import calendar as calendar_core
from hub.core.deadline import override
from hub.core.deadline.calendar import WorkingCalendar
from hub.core.errors import MissingError
from hub.core.statement import Stated
from hub.store.statements import Statement
from hub.workflows.exchange import Exchange, Judgement
from hub.workflows.statement_rules import check_said, own_key
from keys import calendar_change, suspension
from keys.calendar_change import CalendarChange
from keys.errors import KeysError, StatementSignerError
from keys.statement import Kind
from keys.trustlist import TrustList
from schemas import calendars

SECRETARIAT = "secretariat"


def judge_calendar(token: bytes, exchange: Exchange, judgement: Judgement, now: datetime) -> Statement:
    """Return the statement to be kept.

    Raises:
        StatementSignerError: its participant is not the secretariat, or the key is not its own.
        MissingError: there is no calendar of this state.
        CalendarChangeError: it does not follow the calendar as it is.
        KeysError, OverloadedError: it does not hold otherwise.
    """
    unread, said = calendar_change.read(token)
    check_said(said.hub, said.at, judgement, now)
    key = own_key(unread.kid, said.participant, judgement, now)
    unread.verify(key.public)
    exchange.quotas.charge(said.participant, now)
    if judgement.trust.participants[said.participant].role != SECRETARIAT:
        raise StatementSignerError
    if said.state not in judgement.calendars:
        raise MissingError
    override.apply(judgement.calendars[said.state], said, now.date())
    return Statement(
        kind=logged.ACTS[Kind.CALENDAR],
        participant=said.participant,
        kid=unread.kid,
        about=said.state,
        said=said.at,
        sha256=unread.sha256,
        token=token,
    )


@functools.cache
def released() -> Mapping[str, WorkingCalendar]:
    """Return the calendars of the release, by state."""
    return {state: calendar_core.from_json(document) for state, document in calendars.load().items()}


def gather(stated: Iterable[Stated], trust: TrustList) -> dict[str, WorkingCalendar]:
    """Return the calendars as the release and the logged changes make them."""
    return override.gather(released(), changes(stated, trust))


def changes(stated: Iterable[Stated], trust: TrustList) -> Iterator[tuple[CalendarChange, date]]:
    """Yield the logged changes that hold, each with the day of its leaf: said by the secretariat's own key of then."""
    for each in stated:
        try:
            unread, said = calendar_change.read(each.token)
            place = logged.find_place(each, kind=Kind.CALENDAR, participant=said.participant, hub=trust.hub)
            key = trust.signing_key(unread.kid, place.at)
            unread.verify(key.public)
        except KeysError:
            continue
        since = suspension.in_other_hands_since(key)
        own = key.participant == said.participant and (since is None or place.at < since)
        if own and trust.participants[said.participant].role == SECRETARIAT:
            yield said, place.at.date()
