"""Read the folder of a meeting: what has to lie on the table, put together from what its reader sent or got.

meeting -> draft agenda, comments on it -> documents to be adopted -> what is due of decisions and of the plan
-> summaries of the period before it: there, or missing
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.core.council import document, due, publication
from hub.core.council.work_plan import OVER, Item
from hub.core.statistics import period as periods
from hub.core.statistics.period import Period
from hub.store.council import Wanted
from hub.workflows.council import read_council
from hub.workflows.council.read_council import Read
from hub.workflows.exchange import Exchange
from hub.workflows.reports.read_reporting import Year, read_reporting

COUNCIL = "council"
PAGE = 50
PREPARED = ("work-plan", "meeting-schedule", "programme-report", "experience-note", "decision")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """The folder; `day` is that of the meeting, or the last one of the term it is planned for.

    `agenda` is the newest text of the agenda, `comments` those on its newest draft; `due` the items of decisions and
    `items` those of the plan whose last day comes by then; `period` and `year` the summaries (None: not this body's).
    """

    meeting: Read
    day: date | None
    agenda: Read | None
    comments: Sequence[Read]
    drafts: Sequence[Read]
    adopted: Sequence[Read]
    due: Sequence[tuple[Read, dict[str, Any]]]
    items: Sequence[Item]
    period: Period | None
    year: Year | None

    @property
    def missing(self) -> list[str]:
        """Return the states whose summary is missing."""
        if self.year is None or self.period is None:
            return []
        return [each.area for each in self.year.rows if each.expected and self.period.value not in each.reported]

    @property
    def received(self) -> list[str]:
        """Return the states whose summary is there."""
        if self.year is None or self.period is None:
            return []
        return [each.area for each in self.year.rows if self.period.value in each.reported]


async def read_meeting(exchange: Exchange, reader: str, *, owner: str, subject: str) -> Folder:
    """Return the folder of a meeting.

    Raises:
        MissingError: there is no such meeting that the reader may see.
    """
    meeting = (await read_council.read_document(exchange, reader, (publication.MEETING, owner, subject)))[-1]
    body, day = meeting.record["body"], _day(meeting)
    last = day or exchange.clock.now().date()
    agenda = await _agenda(exchange, reader, meeting)
    in_force = await _list(exchange, reader, ("decision",), read_council.IN_FORCE, body)
    plans = await read_council.read_plans(exchange, reader, body=body, year=last.year)
    period = _period(last) if body == COUNCIL else None
    return Folder(
        meeting=meeting,
        day=day,
        agenda=_newest(agenda),
        comments=_comments(agenda),
        drafts=[each for each in await _list(exchange, reader, PREPARED, read_council.STAGES, body) if _is_draft(each)],
        adopted=[each for each in in_force if _adopted_at(each) == meeting.record.get("no", -1)],
        due=[(each, item) for each in in_force for item in each.record.get("items", ()) if _is_due(item["due"], last)],
        items=[item for plan in plans for item in plan.items if item.status not in OVER and _is_due(item.due, last)],
        period=period,
        year=None if period is None else await read_reporting(exchange, reader=reader, year=int(period.value[:4])),
    )


def _day(meeting: Read) -> date | None:
    fixed = meeting.record.get("date")
    return date.fromisoformat(fixed) if fixed else due.last_day(meeting.record.get("planned", due.PERMANENT))


def _period(last: date) -> Period | None:
    """Return the last half or whole year that is over by a day."""
    return periods.parse(f"{last.year}-H1" if last.month > 6 else f"{last.year - 1}")


def _is_due(term: str, last: date) -> bool:
    until = due.last_day(term)
    return until is not None and until <= last


async def list_meetings(exchange: Exchange, reader: str, *, before: int) -> tuple[list[Read], int | None]:
    """Return meetings that were entered before a place of the log, and the place to go on from; None: no more."""
    wanted = Wanted(types=(publication.MEETING,), stages=read_council.STATUSES, before=before, limit=PAGE)
    found = await read_council.read_list(exchange, reader, wanted)
    return found, found[-1].kept.index if len(found) == PAGE else None


async def _agenda(exchange: Exchange, reader: str, meeting: Read) -> list[Read]:
    """Return all that was said of the meeting's agenda, in the order of the log."""
    known = await _list(exchange, reader, ("agenda",), read_council.STAGES, meeting.record["body"])
    number = meeting.record.get("no")
    found = [each for each in known if number is not None and each.record.get("meeting_no") == number]
    if not found:
        return []
    kept = found[0].kept
    return await read_council.read_document(exchange, reader, (kept.type, kept.owner, kept.subject))


async def _list(
    exchange: Exchange, reader: str, types: tuple[str, ...], stages: tuple[str, ...], body: str
) -> list[Read]:
    return await read_council.read_list(exchange, reader, Wanted(types=types, stages=stages, body=body))


def _newest(agenda: Iterable[Read]) -> Read | None:
    texts = [each for each in agenda if each.kept.stage in (document.DRAFT, document.ADOPTED)]
    return texts[-1] if texts else None


def _comments(agenda: Sequence[Read]) -> list[Read]:
    """Return the comments on the newest draft."""
    revision = max((each.kept.revision for each in agenda), default=0)
    return [each for each in agenda if each.kept.stage == document.COMMENTS and each.kept.revision == revision]


def _is_draft(read: Read) -> bool:
    return read.kept.stage == document.DRAFT


def _adopted_at(read: Read) -> int | None:
    number: int | None = read.record.get("adopted", {}).get("meeting_no")
    return number
