"""What waits for one participant's people: open cases in which the participant itself has a term to keep.

Lists are read from the desk (`hub.workflows.projections.fill_desk`), most urgent first; counts go up to `COUNTED`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from hub.core.deadline.calendar import CalendarRangeError
from hub.core.deadline.clock import end_of
from hub.store import desk
from hub.store.desk import ALWAYS, NEVER, DeskRow
from hub.workflows.deadline.legal_day import legal_day, zone_of
from hub.workflows.exchange import Exchange

SHOWN = 30
COUNTED = 1000


class Urgency(StrEnum):
    """How near the last day is."""

    OVERDUE = "overdue"
    SOON = "soon"  # today or tomorrow
    LATER = "later"
    UNDATED = "undated"  # the clock is stopped, or the calendar does not reach so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One case with the term that counts in it.

    `left` is how many working days of the acting state are left after today, negative once it is over; None where no
    day can be named. `title` names the term in Russian and English.
    """

    row: DeskRow
    urgency: Urgency
    left: int | None
    title: tuple[str, str] | None

    @property
    def is_own(self) -> bool:
        """Whether the participant itself has to act."""
        return self.row.acting == self.row.party


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """What waits: the most urgent cases, and how many there are of each urgency, of those nobody works on."""

    tasks: tuple[Task, ...]
    counts: dict[str, int]
    unassigned: int


async def read_tasks(exchange: Exchange, *, party: str) -> Tasks:
    """Return what waits for a participant."""
    counts = {}
    async with exchange.pool.acquire() as conn:
        rows = await desk.list_waiting(conn, party, SHOWN)
        for urgency, (begin, end) in bounds(exchange, party).items():
            counts[urgency.value] = await desk.count_waiting(conn, party, begin, end, COUNTED)
        unassigned = await desk.count_unassigned(conn, party, COUNTED)
    return Tasks(tasks=tuple(task_of(exchange, row) for row in rows), counts=counts, unassigned=unassigned)


def bounds(exchange: Exchange, party: str) -> dict[Urgency, tuple[datetime, datetime | None]]:
    """Return between which ends of a term each urgency lies, today; None is no bound."""
    now, trust = exchange.clock.now(), exchange.judgement.trust
    soon = end_of(legal_day(trust, party, now) + timedelta(days=1), zone_of(trust, party)).astimezone(UTC)
    after = soon + timedelta(microseconds=1)
    return {
        Urgency.OVERDUE: (ALWAYS, now),
        Urgency.SOON: (now, after),
        Urgency.LATER: (after, NEVER),
        Urgency.UNDATED: (NEVER, None),
    }


def task_of(exchange: Exchange, row: DeskRow) -> Task:
    """Return a case of a list with what is to be said of its term now."""
    entry = None if row.term is None else exchange.catalogue.code_list("deadline-parameters").index.get(row.term)
    today = legal_day(exchange.judgement.trust, row.acting or row.party, exchange.clock.now())
    return Task(
        row=row,
        urgency=_urgency(row, exchange.clock.now(), today),
        left=_left(exchange, row, today),
        title=None if entry is None else (entry.ru, entry.en),
    )


def _urgency(row: DeskRow, now: datetime, today: date) -> Urgency:
    """Return how near the last day is, by the days of the capital of whoever has to act."""
    if row.due_at is None or row.due_on is None:
        return Urgency.UNDATED
    if row.due_at < now:
        return Urgency.OVERDUE
    return Urgency.SOON if row.due_on <= today + timedelta(days=1) else Urgency.LATER


def _left(exchange: Exchange, row: DeskRow, today: date) -> int | None:
    """Return the working days between today and the last day, by the calendar of the acting state."""
    if row.due_on is None or row.acting is None:
        return None
    known = exchange.judgement.calendars.get(exchange.judgement.trust.state_of(row.acting))
    if known is None:
        return (row.due_on - today).days
    first, last = sorted((today, row.due_on))
    days = (first + timedelta(days=number) for number in range(1, (last - first).days + 1))
    try:
        count = sum(known.is_working(day) for day in days)
    except CalendarRangeError:
        return None
    return count if row.due_on >= today else -count
