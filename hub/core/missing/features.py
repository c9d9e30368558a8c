"""How one feature of a missing person compares with that of remains: it agrees, in part, contradicts, or says nothing.

Values that are not known say nothing. A difference is a contradiction, shown with both values: whoever decides explains
it, or excludes. Primary identifiers travel as references only, so a laboratory's result is an input here, not a value.
"""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

Record = Mapping[str, Any]
YEAR = 365.2425


class Agreement(StrEnum):
    """How a feature compares."""

    AGREES = "agrees"
    PARTLY = "partly"
    CONTRADICTS = "contradicts"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A feature as the code list `match-features` has it: `tolerance` in its own unit, `is_primary` may identify."""

    name: str
    weight: float
    is_primary: bool
    tolerance: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How one feature compares, with both values in words where it contradicts."""

    name: str
    agreement: Agreement
    am: str = ""
    pm: str = ""


def read_features(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Feature]:
    """Return the features of the code list, by name."""
    return {
        name: Feature(
            name=name, weight=more["weight"], is_primary=more["group"] == "primary", tolerance=more.get("tolerance", 0)
        )
        for name, more in entries.items()
    }


def compare(feature: Feature, am: Record, pm: Record) -> Compared:
    """Compare one secondary feature; one that is not known here says nothing."""
    return _COMPARE.get(feature.name, _nothing)(feature, am, pm)


def _nothing(feature: Feature, _am: Record, _pm: Record) -> Compared:
    return Compared(name=feature.name, agreement=Agreement.UNKNOWN)


def _sex(feature: Feature, am: Record, pm: Record) -> Compared:
    unknown = {"U", "X"}
    left, right = am["person"]["sex"], pm["estimates"].get("sex", "U")
    return _nothing(feature, am, pm) if {left, right} & unknown else _same(feature, left, right)


def _age(feature: Feature, am: Record, pm: Record) -> Compared:
    born, estimate = am["person"].get("birth", {}).get("date"), pm["estimates"].get("age")
    if born is None or estimate is None:
        return _nothing(feature, am, pm)
    until = born.get("until", born)
    died = _died(am, pm)
    oldest = (died[1] - _day(born, last=False)).days / YEAR
    youngest = (died[0] - _day(until, last=True)).days / YEAR
    return _spans(feature, (int(youngest), int(oldest)), (estimate["low"], estimate["high"]))


def _stature(feature: Feature, am: Record, pm: Record) -> Compared:
    left, right = (each.get("description", {}).get("stature") for each in (am, pm))
    if left is None or right is None:
        return _nothing(feature, am, pm)
    return _spans(feature, (left["low"], left["high"]), (right["low"], right["high"]))


def _time(feature: Feature, am: Record, pm: Record) -> Compared:
    seen = am["circumstances"].get("last_contact") or am["circumstances"].get("last_seen")
    if seen is None:
        return _nothing(feature, am, pm)
    alive, died = _day(seen, last=False), _died(am, pm)[1]
    return _said(feature, alive <= died, alive.isoformat(), died.isoformat())


def _place(feature: Feature, am: Record, pm: Record) -> Compared:
    if am["circumstances"].get("last_state") != pm["found"]["state"]:
        return _nothing(feature, am, pm)  # who disappears may cross a border
    return Compared(name=feature.name, agreement=Agreement.AGREES)


def _event(feature: Feature, am: Record, pm: Record) -> Compared:
    left, right = am.get("event"), pm.get("event")
    return _nothing(feature, am, pm) if left is None or right is None else _same(feature, left, right)


def _looks(member: str) -> Callable[[Feature, Record, Record], Compared]:
    """Compare one coded member of the description."""

    def compared(feature: Feature, am: Record, pm: Record) -> Compared:
        left, right = (each.get("description", {}).get(member) for each in (am, pm))
        return _nothing(feature, am, pm) if left is None or right is None else _same(feature, left, right)

    return compared


def _marks(feature: Feature, am: Record, pm: Record) -> Compared:
    known, seen = (each.get("description", {}).get("marks", ()) for each in (am, pm))
    lost = [mark for mark in known if mark["kind"] == "amputation" and not _has(seen, mark)]
    if lost and pm["completeness"] == "complete":
        return _said(feature, False, f"amputation, {lost[0]['region']}", "complete")
    found = [mark for mark in known if _has(seen, mark)]
    if not found:
        return _nothing(feature, am, pm)
    agreement = Agreement.AGREES if len(found) == len(known) else Agreement.PARTLY
    return Compared(name=feature.name, agreement=agreement)


def _has(marks: Any, mark: Record) -> bool:
    return any(
        (each["kind"], each["region"]) == (mark["kind"], mark["region"])
        and each.get("side", mark.get("side")) == mark.get("side", each.get("side"))
        for each in marks
    )


def _effects(feature: Feature, am: Record, pm: Record) -> Compared:
    known, found = am.get("effects", ()), pm.get("effects", ())
    pairs = [(one, other) for one in known for other in found if one["kind"] == other["kind"]]
    if any(_same_text(one, other, name) for one, other in pairs for name in ("number", "inscription")):
        return Compared(name=feature.name, agreement=Agreement.AGREES)
    if any(_same_text(one, other, "text") for one, other in pairs):
        return Compared(name=feature.name, agreement=Agreement.PARTLY)
    return _nothing(feature, am, pm)


def _same_text(one: Record, other: Record, name: str) -> bool:
    return name in one and name in other and one[name].casefold().split() == other[name].casefold().split()


def _documents(feature: Feature, am: Record, pm: Record) -> Compared:
    own = {(each["issuing_state"], each["number"]) for each in am["person"].get("documents", ())}
    found = {(each["issuing_state"], each["number"]) for each in pm.get("documents", ())}
    if not own & found:
        return _nothing(feature, am, pm)  # what lies beside a body may be another's
    return Compared(name=feature.name, agreement=Agreement.AGREES)


def _same(feature: Feature, left: str, right: str) -> Compared:
    return _said(feature, left == right, left, right)


def _said(feature: Feature, is_same: bool, left: str, right: str) -> Compared:
    if is_same:
        return Compared(name=feature.name, agreement=Agreement.AGREES)
    return Compared(name=feature.name, agreement=Agreement.CONTRADICTS, am=left, pm=right)


def _spans(feature: Feature, left: tuple[int, int], right: tuple[int, int]) -> Compared:
    """Compare two spans: they overlap, are nearly so, or contradict each other."""
    gap = max(left[0] - right[1], right[0] - left[1])
    if 0 < gap <= feature.tolerance:
        return Compared(name=feature.name, agreement=Agreement.PARTLY)
    return _said(feature, gap <= 0, f"{left[0]}-{left[1]}", f"{right[0]}-{right[1]}")


def _died(am: Record, pm: Record) -> tuple[date, date]:
    """Return between which days the person may have died: as estimated, or from the last sign of life until found.

    Whoever was never heard of may have died on any day of his life.
    """
    estimate = pm["estimates"].get("death")
    if estimate is not None:
        return date.fromisoformat(estimate["low"]), date.fromisoformat(estimate["high"])
    until = _day(pm["found"]["on"], last=True)
    alive = am["circumstances"].get("last_contact") or am["circumstances"].get("last_seen")
    since = alive or am["person"].get("birth", {}).get("date") or pm["found"]["on"]
    return min(_day(since, last=False), until), until


def _day(partial: Record, *, last: bool) -> date:
    """Return the first or the last day that a partial date may mean."""
    month = partial.get("month", 12 if last else 1)
    length = calendar.monthrange(partial["year"], month)[1]
    return date(partial["year"], month, min(partial.get("day", length if last else 1), length))


_COMPARE: Mapping[str, Callable[[Feature, Record, Record], Compared]] = {
    "sex": _sex,
    "age": _age,
    "stature": _stature,
    "time": _time,
    "place": _place,
    "event": _event,
    "marks": _marks,
    "effects": _effects,
    "documents": _documents,
    **{name: _looks(name) for name in ("eyes", "hair", "handedness", "build")},
}
