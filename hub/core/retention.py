"""How long a record is kept: the month in which its retention ends, and the name of the key that can end it.

Months are counted from year 0 (year * 12 + month - 1), so that they can be added. A record without an end yet (an
indefinite ban, an open case, what is kept for good) has None; it is wrapped by a key of the class `open`, and gets an
end when a later message of its subject brings one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.core.entry_ban.period import span_of
from hub.core.readmission import kinds

OPEN, HOLD, BLIND = "open", "hold", "blind"
AHEAD = 3  # months for which keys are made ahead
REACH = 120  # months: an end further away than this, beyond the class's own term, counts as none yet
OPEN_MONTHS = 12  # so long a key of `open` or `hold` wraps records; then they are wrapped by a newer one
ENDED_BANS = frozenset({"lifted", "expired", "annulled", "superseded"})
CASE_WAITS_AFTER = kinds.REVIEW | {kinds.TRANSIT_REQUEST, kinds.CHECK_REQUEST}
ENDED_BY: Mapping[str, tuple[str, frozenset[str]]] = {
    "missing-person": ("-", frozenset()),
    "search-update": ("outcome", frozenset({"closed", "withdrawn"})),
    "unidentified-remains": ("status", frozenset({"closed"})),
    "match-proposal": ("stage", frozenset({"confirmed", "excluded"})),
}
"""Records of searches, and what in them ends the search, the case of remains, or the proposal."""
_NAME = re.compile(r"([a-z]+(?:-[a-z]+)*)/([0-9]{4}-(?:0[1-9]|1[0-2]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A retention class: so many months (None: for good) from `end_of_ban`, `end_of_case` or `acceptance`."""

    name: str
    months: int | None
    starts: str | None


def terms(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Term]:
    """Return the classes of the code list `retention-classes`, by name."""
    return {name: Term(name=name, months=more["months"], starts=more["starts"]) for name, more in entries.items()}


def month_of(at: datetime) -> int:
    """Return the month of a moment."""
    return at.year * 12 + at.month - 1


def format_month(month: int) -> str:
    """Return the month as `2032-03`."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def parse_month(text: str) -> int:
    """Return the month of a text that begins like a date."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def key_name(kind: str, month: int) -> str:
    """Return the name of a key: its class (or `open`, `hold`), a slash, the month."""
    return f"{kind}/{format_month(month)}"


def read_name(name: str) -> tuple[str, int] | None:
    """Return class and month of a wrapping key's name; None where it is no such name."""
    found = _NAME.fullmatch(name)
    return None if found is None else (found[1], parse_month(found[2]))


def could_end(term: Term, end: int, accepted: int) -> bool:
    """Say whether the retention of a record whose leaf is of the month `accepted` may end in the month `end`.

    A record's month is taken a moment before its leaf is made, and later from when it was sent, at most 30 days before.
    """
    if term.months is None:
        return False
    return end >= (accepted if term.starts == "end_of_ban" else accepted + term.months - 2)


def end_of(term: Term, kind: str, record: Mapping[str, Any], *, accepted: int, now: int) -> int | None:
    """Return the month in which the retention of a record of type `kind` ends, as seen from the month `now`.

    None: it has no end yet, or one beyond `REACH`. It ends after `now`, however long ago the ban was over.
    """
    if term.months is None:
        return None
    start = _start_of(term, kind, record, accepted)
    if start is None or start > now + REACH:
        return None
    return max(start + term.months, now + 1)


def _start_of(term: Term, kind: str, record: Mapping[str, Any], accepted: int) -> int | None:
    if term.starts == "acceptance":
        return accepted
    if term.starts == "end_of_case":
        return accepted if _closes(kind, record) else None
    if record.get("status") in ENDED_BANS:
        return accepted
    last = span_of(record).end
    return None if last is None else parse_month(last.isoformat())


def _closes(kind: str, record: Mapping[str, Any]) -> bool:
    """Say whether the case that a record is about is over with it."""
    if kind not in ENDED_BY:
        return kind not in CASE_WAITS_AFTER
    member, ends = ENDED_BY[kind]
    return record.get(member) in ends


def needed(classes: Mapping[str, Term], month: int) -> Iterator[str]:
    """Yield the names of all keys that a record accepted in this month may need."""
    yield key_name(OPEN, month)
    yield key_name(HOLD, month)
    for term in classes.values():
        if term.months is not None:
            reach = REACH if term.starts == "end_of_ban" else 0
            yield from (key_name(term.name, end) for end in range(month + 1, month + term.months + reach + 1))


def prepared(classes: Mapping[str, Term], month: int) -> set[str]:
    """Return the names of all keys to be had in this month: of its own and of those ahead, and of the blind indexes."""
    names = {name for each in range(month, month + AHEAD + 1) for name in needed(classes, each)}
    return names | {f"{BLIND}/{each // 12:04d}" for each in (month, month + AHEAD)}


def end_in_name(name: str) -> int | None:
    """Return the month in which what the key `name` wraps is due; None for keys without an end."""
    kind, _, month = name.partition("/")
    return None if kind in {OPEN, HOLD, BLIND} else parse_month(month)


def is_due(name: str, month: int) -> bool:
    """Say whether the retention of what this key wraps is over in `month`."""
    end = end_in_name(name)
    return end is not None and end < month


def is_past(name: str, month: int) -> bool:
    """Say whether nothing new is wrapped by this key in `month`."""
    kind, _, period = name.partition("/")
    if kind == BLIND:
        return int(period) < month // 12
    return is_due(name, month) or (kind in {OPEN, HOLD} and parse_month(period) < month)


def is_worn(name: str, month: int) -> bool:
    """Say whether what this `open` or `hold` key still wraps should be wrapped by a newer one."""
    kind, _, begun = name.partition("/")
    return kind in {OPEN, HOLD} and parse_month(begun) + OPEN_MONTHS <= month
