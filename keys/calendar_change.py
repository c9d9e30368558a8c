"""A change of a state's working days, as the secretariat notes it: single days moved, a further year announced.

    hub, participant        who says so, at which hub: the secretariat
    state, version          whose days (alpha-2), and the version that the calendar has from then on
    source                  where it was published
    until                   the calendar reaches so far now; null: as far as before
    days                    what changes: each day, whether it is worked, and the name of a holiday in both languages
    at                      when this was signed

Signed by a signing key of the participant. It counts from its leaf on, for days that have not begun by then.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from keys import instant, statement
from keys.errors import StatementError
from keys.jwk import Signer
from keys.statement import Kind, Unread

KIND = Kind.CALENDAR
MEMBERS = ("hub", "participant", "state", "version", "source", "until", "days", "at")
MOST_DAYS = 120

_STATE = re.compile(r"[A-Z]{2}")
_VERSION = re.compile(r"[0-9]{4}\.[0-9]{1,6}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OFF = frozenset({"date", "works", "ru", "en"})
_WORKED = frozenset({"date", "works"})
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedDay:
    """What a day is from now on; `ru` and `en` name why it is off, empty where it is worked."""

    date: date
    works: bool
    ru: str = ""
    en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChange:
    """What the secretariat says about the days of a state."""

    hub: str
    participant: str
    state: str
    version: str
    source: str
    until: date | None
    days: tuple[ChangedDay, ...]
    at: datetime


def sign(change: CalendarChange, key: Signer) -> bytes:
    """Return the statement, signed by a signing key of the participant.

    Raises:
        TokenTooLargeError: it names too many days at once.
    """
    return statement.sign(format(change), key, KIND)


def format(change: CalendarChange) -> dict[str, object]:  # noqa: A001  (the pair of parse)
    """Return the members of the payload."""
    return {
        "hub": change.hub,
        "participant": change.participant,
        "state": change.state,
        "version": change.version,
        "source": change.source,
        "until": None if change.until is None else change.until.isoformat(),
        "days": [_format_day(day) for day in change.days],
        "at": instant.format(change.at),
    }


def _format_day(day: ChangedDay) -> dict[str, object]:
    named = {} if day.works else {"ru": day.ru, "en": day.en}
    return {"date": day.date.isoformat(), "works": day.works, **named}


def read(token: bytes) -> tuple[Unread, CalendarChange]:
    """Read a change that nobody has verified yet; `Unread.verify` takes the participant's key.

    Raises:
        SignatureError: it is no token of this kind.
        StatementError: a member is wrong.
    """
    unread = statement.read(token, KIND, MEMBERS)
    return unread, parse(unread)


def parse(unread: Unread) -> CalendarChange:
    """Return what the statement says.

    Raises:
        StatementError: a member is wrong.
    """
    days = unread.payload["days"]
    if not isinstance(days, list) or len(days) > MOST_DAYS:
        raise StatementError(member="days")
    until = unread.payload["until"]
    return CalendarChange(
        hub=unread.text("hub"),
        participant=unread.participant(),
        state=unread.text("state", _STATE),
        version=unread.text("version", _VERSION),
        source=unread.text("source"),
        until=None if until is None else _date(until, "until"),
        days=tuple(parse_day(day) for day in days),
        at=unread.instant("at"),
    )


def parse_day(value: object) -> ChangedDay:
    """Return what is said of one day.

    Raises:
        StatementError: it has another form.
    """
    if not isinstance(value, Mapping) or type(value.get("works")) is not bool:
        raise StatementError(member="days")
    if value.keys() != (_WORKED if value["works"] else _OFF):
        raise StatementError(member="days")
    names = [value[name] for name in ("ru", "en") if name in value]
    if not all(isinstance(name, str) and 0 < len(name) <= _MOST_LETTERS and name.isprintable() for name in names):
        raise StatementError(member="days")
    return ChangedDay(
        date=_date(value["date"], "days"), works=value["works"], **dict(zip(("ru", "en"), names, strict=False))
    )


def _date(value: object, member: str) -> date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise StatementError(member=member)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise StatementError(member=member) from None
