"""What waits for one participant's people: open cases in which a term runs that the participant itself has to keep.

Cases are looked at from the one that moved last, at most `LOOKED_AT` of them; `complete` says whether that was all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from hub.core.deadline.case_clock import ClockState
from hub.core.readmission import legal
from hub.store import cases
from hub.store.cases import CaseRow
from hub.workflows.count_terms import Term, count_terms
from hub.workflows.exchange import Exchange
from hub.workflows.legal_day import legal_day

LOOKED_AT = 60
TICKING = frozenset({ClockState.RUNNING, ClockState.STOPPED, ClockState.EXPIRED, ClockState.UNKNOWN})
_LAST = 2**53 - 1
_OPEN = sorted(stage for stage in legal.STAGES if any(not legal.is_closed(kind, stage) for kind in legal.KINDS))


class Urgency(StrEnum):
    """How near the last day is."""

    OVERDUE = "overdue"
    SOON = "soon"  # today or tomorrow
    LATER = "later"
    UNDATED = "undated"  # the clock is stopped, or the calendar does not reach so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One case that waits for the participant, by the term that ends first.

    `kind`, `owner`, `case_id` name the case, `stage` is how it stands, `from_whom` the other side. `due_on` is the last
    legal day, `due_at` its end; both None while no day can be named.
    """

    kind: str
    owner: str
    case_id: str
    from_whom: str
    stage: str
    term: Term
    urgency: Urgency
    due_on: date | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """All that waits, most urgent first."""

    tasks: tuple[Task, ...]
    complete: bool

    def count(self, urgency: Urgency) -> int:
        """Return how many are as urgent as that."""
        return sum(task.urgency is urgency for task in self.tasks)


async def read_tasks(exchange: Exchange, *, party: str) -> Tasks:
    """Return what waits for a participant."""
    async with exchange.pool.acquire() as conn:
        found = await cases.read_cases(
            conn, party=party, kinds=legal.KINDS, stages=_OPEN, before=_LAST, limit=LOOKED_AT + 1
        )
        histories = [await cases.read_rows(conn, row.head.key) for row in found[:LOOKED_AT]]
    made = (_task(exchange, rows, party) for rows in histories if rows)
    waiting = sorted((task for task in made if task is not None), key=_order)
    return Tasks(tasks=tuple(waiting), complete=len(found) <= LOOKED_AT)


def _task(exchange: Exchange, rows: Sequence[CaseRow], party: str) -> Task | None:
    """Return the case as a task of this party; None: it has nothing to keep there."""
    head = rows[-1].head
    if legal.is_closed(head.key.kind, head.state):
        return None
    terms = count_terms(exchange, [row.event for row in rows], agreement=rows[0].agreement, parties=head.parties)
    own = [term for term in terms if term.clock.acting == party and term.clock.state in TICKING]
    if not own:
        return None
    first = min(own, key=lambda term: _due_at(term) or datetime.max.replace(tzinfo=exchange.clock.now().tzinfo))
    due = first.clock.deadline
    return Task(
        kind=head.key.kind,
        owner=head.key.owner,
        case_id=head.key.subject,
        from_whom=next((each for each in head.parties if each != party), head.key.owner),
        stage=legal.stage_of(head.state),
        term=first,
        urgency=_urgency(first, legal_day(exchange.judgement.trust, party, exchange.clock.now())),
        due_on=None if due is None else due.on,
        due_at=_due_at(first),
    )


def _due_at(term: Term) -> datetime | None:
    return None if term.clock.deadline is None else term.clock.deadline.at


def _urgency(term: Term, today: date) -> Urgency:
    """Return how near the last day is, by the days of the participant's own capital."""
    due = term.clock.deadline
    if term.clock.state is ClockState.EXPIRED:
        return Urgency.OVERDUE
    if due is None or due.on is None:
        return Urgency.UNDATED
    return Urgency.SOON if due.on <= today + timedelta(days=1) else Urgency.LATER


def _order(task: Task) -> tuple[bool, str, str, str]:
    return task.due_at is None, "" if task.due_at is None else task.due_at.isoformat(), task.owner, task.case_id
