"""Amnesty: what an act comes to for one ban. A verdict is a proposal: only the issuer lifts, ban by ban.

    eligible        every condition of the act is met, as far as the record tells
    ineligible      one is not; the reason says which
    needs_manual    the record does not tell, or tells both: a person decides

Pure; the reasons are codes of the list `amnesty-reasons`. Source: domain paper §3.1 (the act of 2017).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from hub.core.entry_ban.period import add, day_of, last_day, span_of
from hub.core.entry_ban.standing import standing_of
from hub.core.errors import CaseMoveError, Fault, RevisionError
from hub.core.mover import Head

TYPE = "amnesty-act"
RESTRICTED = "RESTRICTED"
UNKNOWN = frozenset({"XXX"})
_ALLOWED: Mapping[str | None, frozenset[str]] = {
    None: frozenset({"announced", "in_force"}),
    "announced": frozenset({"announced", "in_force", "withdrawn"}),
    "in_force": frozenset({"in_force", "ended", "withdrawn"}),
    "ended": frozenset(),
    "withdrawn": frozenset(),
}


class Verdict(StrEnum):
    """What is proposed for one ban."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    NEEDS_MANUAL = "needs_manual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The verdict on one ban, its reason, and of an eligible one the members that its next revision would change."""

    verdict: Verdict
    reason: str
    changes: Mapping[str, Any] | None = None


Record = Mapping[str, Any]


def step(head: Head | None, record: Record) -> tuple[str, int]:
    """Return state and version of an act after this revision of it.

    Raises:
        CaseMoveError, RevisionError: as for a ban.
    """
    state, revision = (None, 0) if head is None else (head.state, head.version)
    if record["revision"] <= revision:
        raise RevisionError(expected=revision + 1)
    if record["status"] not in _ALLOWED[state]:
        allowed = ", ".join(sorted(_ALLOWED[state])) or "-"
        raise CaseMoveError(state=state or "none", move=record["status"], allowed=allowed)
    return record["status"], record["revision"]


def check(record: Record, *, sender: str) -> list[Fault]:
    """Return what is wrong in an act that fits its schema."""
    faults = [] if record["issuer"] == sender else [_ISSUER]
    window = record["window"]
    if window.get("to", window["from"]) < window["from"]:
        faults.append(_WINDOW)
    if set(record["eligible_grounds"]) & set(record["excluded_grounds"]):
        faults.append(_BOTH)
    return faults


def evaluate(act: Record, ban: Record, on: date) -> Proposal:
    """Return what the act comes to for a ban of its issuer, on a day."""
    for verdict, look in ((Verdict.INELIGIBLE, _against), (Verdict.NEEDS_MANUAL, _unclear)):
        reason = next(look(act, ban, on), None)
        if reason is not None:
            return Proposal(verdict=verdict, reason=reason)
    return Proposal(verdict=Verdict.ELIGIBLE, reason="covered", changes=_changes(act, ban, on))


def _against(act: Record, ban: Record, on: date) -> Iterator[str]:
    """Yield what excludes the ban for certain."""
    window, grounds = act["window"], set(ban["grounds"])
    known = _citizenships(ban, on)
    checks: tuple[tuple[str, bool], ...] = (
        ("act-not-in-force", act["status"] != "in_force"),
        ("outside-window", not window["from"] <= on.isoformat() <= window.get("to", "9999-12-31")),
        ("ban-ended", not standing_of(ban, on).is_listed),
        *((reason, code in act["excluded_if"] and holds(ban)) for code, reason, holds in _EXCLUSIONS),
        ("ground-excluded", bool(grounds & set(act["excluded_grounds"]))),
        ("ground-not-covered", bool(act["eligible_grounds"]) and not _covered(act, grounds) | (grounds & {RESTRICTED})),
        ("decided-too-late", ban["decision"]["date"] > act.get("decided_until", "9999-12-31")),
        ("citizenship", bool(known) and not known & (set(act["beneficiaries"]) | UNKNOWN)),
        ("no-shorter", _is_no_shorter(act, ban)),
    )
    yield from (reason for reason, holds in checks if holds)


def _unclear(act: Record, ban: Record, on: date) -> Iterator[str]:
    """Yield what a person has to look at."""
    grounds, known = set(ban["grounds"]), _citizenships(ban, on)
    checks: tuple[tuple[str, bool], ...] = (
        ("ground-unseen", RESTRICTED in grounds),
        ("grounds-mixed", bool(act["eligible_grounds"]) and _covered(act, grounds) != grounds),
        ("citizenship-unknown", not known or bool(known & UNKNOWN)),
        ("citizenships-several", bool(known - set(act["beneficiaries"]))),
        ("identity-misused", "misused_identity" in ban),
        ("period-unclear", act["effect"]["kind"] == "reduce_to" and ban["period"]["kind"] == "until_condition"),
    )
    yield from (reason for reason, holds in checks if holds)


_EXCLUSIONS: tuple[tuple[str, str, Callable[[Record], bool]], ...] = (
    ("court_ordered", "court-ordered", lambda ban: bool(ban["decision"]["court_ordered"])),
    ("restricted", "restricted", lambda ban: ban["severity"] == "restricted" or RESTRICTED in ban["grounds"]),
    ("criminal", "criminal", lambda ban: ban["severity"] == "criminal"),
    ("indefinite", "indefinite", lambda ban: ban["period"]["kind"] == "indefinite"),
)


def _covered(act: Record, grounds: set[str]) -> set[str]:
    return grounds & set(act["eligible_grounds"])


def _citizenships(ban: Record, on: date) -> set[str]:
    """Return the citizenships that the person holds on that day, as the record tells."""
    held = ban["subject"]["nationalities"]
    today = on.isoformat()
    return {each["code"] for each in held if each.get("from", today) <= today <= each.get("until", today)}


def _is_no_shorter(act: Record, ban: Record) -> bool:
    """Say whether the act's duration would end the ban no earlier."""
    duration, span = act["effect"].get("duration"), span_of(ban)
    if act["effect"]["kind"] != "reduce_to" or duration is None:
        return False
    if span.start is None:  # both run from the same event, so the durations can be compared from any day
        given = ban["period"].get("duration")
        return given is not None and add(_ANY_DAY, duration) >= add(_ANY_DAY, given)
    return span.end is not None and last_day(span.start, duration) >= span.end


_ANY_DAY = date(2001, 1, 1)


def _changes(act: Record, ban: Record, on: date) -> Mapping[str, Any]:
    """Return the members of the next revision that carries the act out."""
    change = {"cause": "amnesty", "on": on.isoformat(), "decision_number": act["act"]["number"]}
    changes: dict[str, Any] = {"revision": ban["revision"] + 1, "status": "lifted", "change": change}
    if act["effect"]["kind"] == "lift":
        return changes
    return {**changes, **_shortened(ban, act["effect"]["duration"])}


def _shortened(ban: Record, duration: str) -> dict[str, Any]:
    span, period = span_of(ban), dict(ban["period"])
    if span.start is None and "start_event" in period:  # still to begin: it will run for less
        return {"status": ban["status"], "period": {**period, "kind": "duration", "duration": duration}}
    start = span.start or day_of(ban["decision"], "date") or _ANY_DAY
    end = last_day(start, duration).isoformat()
    return {"status": "reduced", "period": {"kind": "fixed", "start_on": start.isoformat(), "end_on": end}}


_ISSUER = Fault(
    pointer="/issuer",
    code="act-of-another",
    ru="Акт касается запретов другого участника. Отправляйте акты только о своих запретах.",
    en="The act concerns another participant's bans. Send acts about your own bans only.",
)
_WINDOW = Fault(
    pointer="/window/to",
    code="window-ends-before-start",
    ru="Срок применения акта кончается раньше, чем начинается. Исправьте одну из дат.",
    en="The act's window ends before it starts. Mend one of the dates.",
)
_BOTH = Fault(
    pointer="/excluded_grounds",
    code="ground-covered-and-excluded",
    ru="Одно и то же основание и предусмотрено, и исключено. Оставьте его в одном списке.",
    en="The same ground is both covered and excluded. Leave it in one of the lists.",
)
