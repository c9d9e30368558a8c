"""A work plan as it stands: its items, what was reported of each, what is overdue.

Whoever answers for an item, or the plan's owner, says what has become of it. What a co-executor or a member of a group
reports stands beside it and shows that work goes on; it does not finish the item of others. Neither does a scheduled
sync that serves the item: once a run of it came, the item is in progress.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.core.council import due

PLANNED, IN_PROGRESS, MOVED = "planned", "in_progress", "moved"
OVER = frozenset({"done", "dropped"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one participant reported in one message of the stage `progress`: its `progress` entries."""

    sender: str
    entries: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item as it stands: `plan` as adopted, its status since a day, its term, and the reports in log order."""

    plan: Mapping[str, Any]
    status: str
    since: date | None
    due: str
    reports: tuple[tuple[str, Mapping[str, Any]], ...]

    def is_overdue(self, today: date) -> bool:
        """Say whether its last day is over and it is not."""
        last = due.last_day(self.due)
        return last is not None and last < today and self.status not in OVER

    def to_json(self, today: date) -> dict[str, Any]:
        """Return it as the API shows it."""
        last = due.last_day(self.due)
        return {
            **self.plan,
            "status": self.status,
            "since": None if self.since is None else self.since.isoformat(),
            "due": self.due,
            "due_on": None if last is None else last.isoformat(),
            "overdue": self.is_overdue(today),
            "reports": [{"by": sender, **entry} for sender, entry in self.reports],
        }


def items(
    plan: Mapping[str, Any], reports: Iterable[Report], *, owner: str, begun: Mapping[str, date] | None = None
) -> list[Item]:
    """Return the items of a plan as the reports, in log order, have them.

    `begun` tells, by number, since when syncs that serve an item have run.
    """
    by_number: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for report in reports:
        for entry in report.entries:
            by_number.setdefault(entry["no"], []).append((report.sender, entry))
    since = begun or {}
    return [_item(item, by_number.get(item["no"], []), owner, since.get(item["no"])) for item in plan["items"]]


def _item(
    plan: Mapping[str, Any], reports: Sequence[tuple[str, Mapping[str, Any]]], owner: str, begun: date | None
) -> Item:
    status, since, term = str(plan.get("status", PLANNED)), None, str(plan["due"])
    if begun is not None and status == PLANNED:
        status, since = IN_PROGRESS, begun
    for sender, entry in reports:
        if sender == owner or sender in plan["responsible"]:
            status, since = str(entry["status"]), date.fromisoformat(entry["on"])
            term = str(entry.get("new_due", term))
        elif status == PLANNED:
            status, since = IN_PROGRESS, date.fromisoformat(entry["on"])
    return Item(plan=plan, status=status, since=since, due=term, reports=tuple(reports))
