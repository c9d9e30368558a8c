"""Read records of the Council and of bilateral bodies: each reader what it sent or got, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from hub.core import envelope as envelopes
from hub.core import instant
from hub.core.council import contacts, document, publication, timetable, work_plan
from hub.core.council.calendar_file import Event
from hub.core.council.timetable import Reader, Source
from hub.core.council.work_plan import Item, Report
from hub.core.errors import HubError, MissingError
from hub.store import council
from hub.store.council import CouncilRecord, Wanted
from hub.workflows.exchange import Exchange
from hub.workflows.syncs.read_schedule import Serving, read_serving
from keys import jws
from keys.errors import KeysError
from keys.sync_plan import WorkPlanItem

IN_FORCE = (document.ADOPTED,)
DRAFTED = (document.DRAFT, document.WITHDRAWN)
STAGES = (document.DRAFT, document.ADOPTED, document.WITHDRAWN)
STATUSES = ("planned", "held", "postponed", "cancelled")
NOTICES = ("published", "withdrawn")
Serves = Mapping[WorkPlanItem, Sequence[Serving]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One record, opened."""

    kept: CouncilRecord
    record: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return it as the API shows it: the record, and which message it is."""
        kept = self.kept
        return {
            "type": kept.type,
            "owner": kept.owner,
            "from": kept.sender,
            "id": kept.id,
            "sha256": kept.sha256,
            "index": kept.index,
            "at": instant.format(kept.at),
            "record": self.record,
        }

    @property
    def source(self) -> Source:
        """The record as the calendar takes it."""
        kept = self.kept
        return Source(type=kept.type, owner=kept.owner, subject=kept.subject, at=kept.at, record=self.record)


async def read_list(exchange: Exchange, reader: str, wanted: Wanted) -> list[Read]:
    """Return the newest record of each subject."""
    async with exchange.pool.acquire() as conn:
        found = await council.read_newest(conn, reader, wanted)
    return _open_all(exchange, found)


async def list_notices(exchange: Exchange, reader: str, *, before: int | None, limit: int) -> list[Read]:
    """Return the newest record of each notice on legislation, the last ones first, before a place of the log."""
    wanted = Wanted(types=(publication.NOTICE,), stages=NOTICES, limit=limit)
    return await read_list(exchange, reader, wanted if before is None else replace(wanted, before=before))


async def read_document(exchange: Exchange, reader: str, name: tuple[str, str, str]) -> list[Read]:
    """Return all records of one document: drafts, comments, adoption, progress, in the order of the log.

    Raises:
        MissingError: there is none that this reader may see.
    """
    async with exchange.pool.acquire() as conn:
        found = _open_all(exchange, await council.read_subject(conn, reader, name))
    if not found:
        raise MissingError
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A work plan as it stands: the record in force, or the draft where none was adopted yet, and its items."""

    read: Read
    items: Sequence[Item]
    serving: Mapping[str, Sequence[Serving]] = field(default_factory=dict)  # syncs by number of the item

    def to_json(self, today: date) -> dict[str, Any]:
        """Return it as the API shows it."""
        record = self.read.record
        return {
            "owner": self.read.kept.owner,
            "id": self.read.kept.id,
            "index": self.read.kept.index,
            **{name: record.get(name) for name in ("document_id", "body", "stage", "revision", "year", "title")},
            "adopted": record.get("adopted"),
            "items": [
                {**item.to_json(today), "syncs": [each.to_json() for each in self.serving.get(item.plan["no"], ())]}
                for item in self.items
            ],
        }


async def read_plans(exchange: Exchange, reader: str, *, body: str | None, year: int | None) -> list[Plan]:
    """Return the plans of a year, of one body or of all: each as adopted, or else its draft."""
    plans = {}
    for stages in (DRAFTED, IN_FORCE):
        wanted = Wanted(types=(document.WORK_PLAN,), stages=stages, body=body, year=year)
        found = await read_list(exchange, reader, wanted)
        plans.update({_name(each): each for each in found if each.kept.stage != document.WITHDRAWN})
    serving = await read_serving(exchange, reader=reader) if plans else {}
    return [await _with_progress(exchange, reader, plan, serving) for plan in sorted(plans.values(), key=_place)]


def _name(read: Read) -> tuple[str, str, str]:
    return read.kept.type, read.kept.owner, read.kept.subject


def _place(read: Read) -> int:
    return read.kept.index


async def _with_progress(exchange: Exchange, reader: str, plan: Read, serving: Serves) -> Plan:
    mine = {item.item: syncs for item, syncs in serving.items() if _plan_of(item) == _plan_named(plan)}
    begun = {no: _first_day(syncs) for no, syncs in mine.items()}
    history = await read_document(exchange, reader, _name(plan))
    reports = [
        Report(sender=each.kept.sender, entries=each.record["progress"])
        for each in history
        if each.kept.stage == document.PROGRESS
    ]
    known = {no: day for no, day in begun.items() if day is not None}
    found = work_plan.items(plan.record, reports, owner=plan.kept.owner, begun=known)
    return Plan(read=plan, items=found, serving=mine)


def _plan_of(item: WorkPlanItem) -> tuple[str, str]:
    return item.owner, item.document


def _plan_named(plan: Read) -> tuple[str, str]:
    return plan.kept.owner, str(plan.record["document_id"])


def _first_day(syncs: Sequence[Serving]) -> date | None:
    """Return on which day the first run of these syncs came."""
    return min((each.begun.date() for each in syncs if each.begun is not None), default=None)


async def read_contacts(
    exchange: Exchange, reader: str, *, on: date, function: str | None, participant: str | None
) -> list[dict[str, Any]]:
    """Return who is to be reached on a day: the contacts of each participant that hold then."""
    wanted = Wanted(types=(publication.DIRECTORY,), stages=("published",))
    found = [each for each in await read_list(exchange, reader, wanted) if participant in {None, each.kept.owner}]
    valid = [(each, contacts.valid_on(each.record, on, function)) for each in found]
    return [
        {"participant": each.kept.owner, "as_of": each.record["as_of"], "contacts": holding}
        for each, holding in valid
        if holding
    ]


async def find_directory(exchange: Exchange, owner: str) -> int | None:
    """Return the place of a participant's own newest directory of contacts; None where it has sent none."""
    async with exchange.pool.acquire() as conn:
        found = await council.read_newest(conn, owner, Wanted(types=(publication.DIRECTORY,), stages=("published",)))
    return next((each.index for each in found if each.owner == owner), None)


async def read_calendar(exchange: Exchange, reader: str, lang: str) -> list[Event]:
    """Return the meetings and terms that this reader may see."""
    meetings = Wanted(types=(publication.MEETING,), stages=STATUSES)
    documents = Wanted(types=("meeting-schedule", "decision"), stages=IN_FORCE)
    found = [*await read_list(exchange, reader, meetings), *await read_list(exchange, reader, documents)]
    plans = await read_plans(exchange, reader, body=None, year=None)
    bodies = {entry.code: entry.label(lang) for entry in exchange.catalogue.code_list("council-bodies").entries}
    adopted = [(plan.read.source, plan.items) for plan in plans if plan.read.kept.stage == document.ADOPTED]
    whom = Reader(lang=lang, bodies=bodies, hub=exchange.origin)
    return list(timetable.entries([each.source for each in found], adopted, whom))


def _open_all(exchange: Exchange, found: Iterable[CouncilRecord]) -> list[Read]:
    opened = ((each, _open(exchange, each)) for each in found)
    return [Read(kept=kept, record=record) for kept, record in opened if record is not None]


def _open(exchange: Exchange, kept: CouncilRecord) -> Mapping[str, Any] | None:
    """Return what a record says; None: it was erased, or does not open."""
    try:
        raw = exchange.vault.find(kept.stored)
        return None if raw is None else envelopes.parse(jws.read(raw, envelopes.TYP).payload, raw).record
    except (HubError, KeysError):
        return None
