"""A scheduled sync: who sends whom which record type, how often and by when, as those state who may set it.

    hub, participant        who says so, at which hub: the secretariat for the Council, else one of the two sides
    sync, version           name of the sync, and which version of its terms; each one says higher than before
    status                  in_force, or stopped
    sender, recipients      who sends to whom
    type                    which record type
    agreement               under which agreement; null: none is named
    work_plan               item of the Council's Work Plan that it serves: owner, document, item; null: bilateral
    begins_on               the first day on which a run may be due, from 2000 to 2199
    rhythm                  how often, from when, by when (`Rhythm`)
    volume                  what is remarkable about how much came (`Volume`)
    at                      when this was signed

Signed by a signing key of the participant. Days and hours are those of the sender's own time zone and working calendar.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from keys import instant, statement
from keys.errors import StatementError
from keys.jwk import Signer
from keys.statement import Kind, Members, Unread

KIND = Kind.SCHEDULE
MEMBERS = (
    "hub", "participant", "sync", "version", "status", "sender", "recipients", "type", "agreement", "work_plan",
    "begins_on", "rhythm", "volume", "at",
)  # fmt: skip
MOST_RECIPIENTS = 16

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")
_WORD = re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")
_DOCUMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,99}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MAX_VERSION = 1_000_000
_YEARS = range(2000, 2200)  # days that every zone and calendar can count from
_MOST_LETTERS = 20


class Status(StrEnum):
    """Whether a sync is to run."""

    IN_FORCE = "in_force"
    STOPPED = "stopped"


class Every(StrEnum):
    """How often a sync runs. Those of a period run after its end."""

    DAY = "day"
    WORKING_DAY = "working-day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


SPANS: Mapping[Every, int] = {
    Every.DAY: 1,
    Every.WORKING_DAY: 1,
    Every.WEEK: 7,
    Every.MONTH: 28,
    Every.QUARTER: 90,
    Every.HALF: 181,
    Every.YEAR: 365,
}
"""How many days there are at least between two runs: a run is due before the next one begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """When runs begin and are due, in the sender's days.

    The day of reckoning is each day, each working day, `weekday` (1 is Monday) of each week, or the day after a
    period's end. A run begins `open_day` days after it at the full hour `open_hour`, and is due `due_day` days after it
    at `due_time` ("15:00"); with `due_working` on the next working day, where that one is off.
    """

    every: Every
    weekday: int | None
    open_day: int
    open_hour: int
    due_day: int
    due_time: str
    due_working: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """When it is told how much came: nothing at all, or less than `shrinks_below` percent of the usual (0: never)."""

    empty_is_normal: bool
    shrinks_below: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlanItem:
    """An item of a Work Plan: `document` of its `owner`, number `item`."""

    owner: str
    document: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncPlan:
    """What one side, or the secretariat, says about a sync."""

    hub: str
    participant: str
    sync: str
    version: int
    status: Status
    sender: str
    recipients: tuple[str, ...]
    type: str
    agreement: str | None
    work_plan: WorkPlanItem | None
    begins_on: date
    rhythm: Rhythm
    volume: Volume
    at: datetime


def sign(plan: SyncPlan, key: Signer) -> bytes:
    """Return the statement, signed by a signing key of the participant."""
    return statement.sign(format(plan), key, KIND)


def format(plan: SyncPlan) -> dict[str, Any]:  # noqa: A001  (the pair of parse)
    """Return the members of the payload."""
    return {
        **asdict(plan),
        "recipients": list(plan.recipients),
        "begins_on": plan.begins_on.isoformat(),
        "at": instant.format(plan.at),
    }


def read(token: bytes) -> tuple[Unread, SyncPlan]:
    """Read a plan that nobody has verified yet; `Unread.verify` takes the participant's key.

    Raises:
        SignatureError: it is no token of this kind.
        StatementError: a member is wrong.
    """
    unread = statement.read(token, KIND, MEMBERS)
    return unread, parse(unread)


def parse(unread: Members) -> SyncPlan:
    """Return what the statement says, or would say.

    Raises:
        StatementError: a member is wrong.
    """
    recipients = unread.names("recipients", _WORD, MOST_RECIPIENTS)
    sender = unread.participant("sender")
    if not recipients or sender in recipients:
        raise StatementError(member="recipients")
    return SyncPlan(
        hub=unread.text("hub"),
        participant=unread.participant(),
        sync=unread.text("sync", _NAME),
        version=_number(unread.payload, "version", "version", 1, _MAX_VERSION),
        status=unread.one_of("status", Status),
        sender=sender,
        recipients=recipients,
        type=unread.text("type", _WORD),
        agreement=None if unread.payload["agreement"] is None else unread.text("agreement", _NAME),
        work_plan=_work_plan(unread.payload["work_plan"]),
        begins_on=_date(unread.text("begins_on")),
        rhythm=_rhythm(unread.payload["rhythm"]),
        volume=_volume(unread.payload["volume"]),
        at=unread.instant("at"),
    )


def _work_plan(value: object) -> WorkPlanItem | None:
    if value is None:
        return None
    given = _exactly(value, WorkPlanItem, "work_plan")
    fits = (
        all(isinstance(each, str) for each in given.values())
        and _WORD.fullmatch(given["owner"])
        and _DOCUMENT.fullmatch(given["document"])
        and 0 < len(given["item"]) <= _MOST_LETTERS
        and given["item"].isprintable()
    )
    if not fits:
        raise StatementError(member="work_plan")
    return WorkPlanItem(**given)


def _rhythm(value: object) -> Rhythm:
    given = _exactly(value, Rhythm, "rhythm")
    if given["every"] not in list(Every) or type(given["due_working"]) is not bool:
        raise StatementError(member="rhythm")
    if not isinstance(given["due_time"], str) or not _TIME.fullmatch(given["due_time"]):
        raise StatementError(member="rhythm")
    every = Every(given["every"])
    rhythm = Rhythm(
        every=every,
        weekday=_number(given, "weekday", "rhythm", 1, 7) if every is Every.WEEK else None,
        open_day=_number(given, "open_day", "rhythm", 0, SPANS[every]),
        open_hour=_number(given, "open_hour", "rhythm", 0, 23),
        due_day=_number(given, "due_day", "rhythm", 0, 2 * SPANS[every]),
        due_time=given["due_time"],
        due_working=given["due_working"],
    )
    if (every is not Every.WEEK and given["weekday"] is not None) or not _is_in_time(rhythm):
        raise StatementError(member="rhythm")
    return rhythm


def _is_in_time(rhythm: Rhythm) -> bool:
    """Tell whether a run is due after it begins, and before the next one does."""
    opens = rhythm.open_day * 1440 + rhythm.open_hour * 60
    due = rhythm.due_day * 1440 + int(rhythm.due_time[:2]) * 60 + int(rhythm.due_time[3:])
    return opens < due <= opens + SPANS[rhythm.every] * 1440


def _volume(value: object) -> Volume:
    given = _exactly(value, Volume, "volume")
    if type(given["empty_is_normal"]) is not bool:
        raise StatementError(member="volume")
    return Volume(
        empty_is_normal=given["empty_is_normal"], shrinks_below=_number(given, "shrinks_below", "volume", 0, 100)
    )


def _exactly(value: object, form: type[Rhythm | Volume | WorkPlanItem], member: str) -> dict[str, Any]:
    if not isinstance(value, dict) or value.keys() != set(form.__slots__):
        raise StatementError(member=member)
    return value


def _number(given: Mapping[str, object], name: str, member: str, low: int, high: int) -> int:
    value = given[name]
    if type(value) is not int or not low <= value <= high:
        raise StatementError(member=member)
    return value


def _date(text: str) -> date:
    try:
        if _DATE.fullmatch(text) and (day := date.fromisoformat(text)).year in _YEARS:
            return day
    except ValueError:
        pass
    raise StatementError(member="begins_on")
