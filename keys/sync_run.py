"""A run of a scheduled sync, as the gateway that ran it reports it: counts and codes, nothing of any person.

    hub, participant        who says so, at which hub: the sender of the sync
    sync, version           which sync, by which version of its terms
    opens_at                which run it was: when it was to begin
    began_at, ended_at      from when until when it ran
    why                     schedule, catch-up (after its time), or now (somebody asked for it)
    cursor_sha256           digest of the source's cursor that it reached; null: the source gave none yet
    sent, refused, held     records that are in the log, that were refused, that wait for a contact person
    problems                at most 20 codes of refusals, each with how many there were
    at                      when this was signed

Signed by a signing key of the participant.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from keys import instant, statement
from keys.errors import StatementError
from keys.jwk import Signer
from keys.statement import Kind, Unread

KIND = Kind.SYNC
MEMBERS = (
    "hub", "participant", "sync", "version", "opens_at", "began_at", "ended_at", "why", "cursor_sha256",
    "sent", "refused", "held", "problems", "at",
)  # fmt: skip
MOST_PROBLEMS = 20

_NAME = re.compile(r"[a-z][a-z0-9-]{0,63}")
_CODE = re.compile(r"(?=.{1,64}\Z)[a-z0-9]+(?:-[a-z0-9]+)*")
_MAX_VERSION = 1_000_000
_MOST = 1_000_000_000


class Why(StrEnum):
    """Why a run began."""

    SCHEDULE = "schedule"
    CATCH_UP = "catch-up"
    NOW = "now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many records were refused for a reason."""

    code: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRun:
    """What a gateway says about a run."""

    hub: str
    participant: str
    sync: str
    version: int
    opens_at: datetime
    began_at: datetime
    ended_at: datetime
    why: Why
    cursor_sha256: str | None
    sent: int
    refused: int
    held: int
    problems: tuple[Count, ...]
    at: datetime


def sign(run: SyncRun, key: Signer) -> bytes:
    """Return the statement, signed by a signing key of the participant."""
    return statement.sign(format(run), key, KIND)


def format(run: SyncRun) -> dict[str, Any]:  # noqa: A001  (the pair of parse)
    """Return the members of the payload."""
    times = {name: instant.format(getattr(run, name)) for name in ("opens_at", "began_at", "ended_at", "at")}
    return {**asdict(run), **times, "problems": [asdict(each) for each in run.problems]}


def read(token: bytes) -> tuple[Unread, SyncRun]:
    """Read a report that nobody has verified yet; `Unread.verify` takes the participant's key.

    Raises:
        SignatureError: it is no token of this kind.
        StatementError: a member is wrong.
    """
    unread = statement.read(token, KIND, MEMBERS)
    return unread, parse(unread)


def parse(unread: Unread) -> SyncRun:
    """Return what the statement says.

    Raises:
        StatementError: a member is wrong, or the run ended before it began.
    """
    run = SyncRun(
        hub=unread.text("hub"),
        participant=unread.participant(),
        sync=unread.text("sync", _NAME),
        version=_number(unread.payload, "version", 1, _MAX_VERSION),
        opens_at=unread.instant("opens_at"),
        began_at=unread.instant("began_at"),
        ended_at=unread.instant("ended_at"),
        why=unread.one_of("why", Why),
        cursor_sha256=None if unread.payload["cursor_sha256"] is None else unread.digest("cursor_sha256"),
        sent=_number(unread.payload, "sent", 0, _MOST),
        refused=_number(unread.payload, "refused", 0, _MOST),
        held=_number(unread.payload, "held", 0, _MOST),
        problems=_problems(unread.payload["problems"]),
        at=unread.instant("at"),
    )
    if run.ended_at < run.began_at:
        raise StatementError(member="ended_at")
    return run


def _problems(value: object) -> tuple[Count, ...]:
    if not isinstance(value, list) or len(value) > MOST_PROBLEMS:
        raise StatementError(member="problems")
    return tuple(map(_problem, value))


def _problem(value: object) -> Count:
    if not isinstance(value, dict) or value.keys() != set(Count.__slots__):
        raise StatementError(member="problems")
    if not isinstance(value["code"], str) or not _CODE.fullmatch(value["code"]):
        raise StatementError(member="problems")
    try:
        return Count(code=value["code"], count=_number(value, "count", 1, _MOST))
    except StatementError:
        raise StatementError(member="problems") from None


def _number(given: Mapping[str, object], name: str, low: int, high: int) -> int:
    value = given[name]
    if type(value) is not int or not low <= value <= high:
        raise StatementError(member=name)
    return value
