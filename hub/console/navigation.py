"""The primary navigation: at most eight entries, those that the visitor may open, in the order of daily use."""

from dataclasses import dataclass

from hub.console.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: the action of the policy table that it needs, its path, and its English text.

    `also` are paths of the same room; who may do `unless` has another entry for this one.
    """

    action: str
    path: str
    text: str
    also: tuple[str, ...] = ()
    unless: str = ""

    def is_current(self, path: str) -> bool:
        """Tell whether a page belongs to this entry."""
        return any(path.partition("?")[0] == each or path.startswith(f"{each}/") for each in (self.path, *self.also))


def _(text: str) -> str:
    """Mark a text to be translated where it is shown."""
    return text


ENTRIES = (
    Entry(action="tasks", path="/tasks", text=_("Tasks")),
    Entry(action="case-list", path="/readmission", text=_("Readmission")),
    Entry(action="entry-bans-search", path="/entry-bans", text=_("Persons"), also=("/citizens", "/missing")),
    Entry(action="draft-read", path="/drafts", text=_("Records to sign"), also=("/records",)),
    Entry(
        action="health-board",
        path="/health",
        text=_("Exchange health"),
        also=("/overdue", "/announcements", "/alerts", "/schedule"),
    ),
    Entry(action="council-read", path="/work-plan", text=_("Council"), also=("/meetings",)),
    # who only reads them finds reports beside the Council's plan
    Entry(action="report-freeze", path="/reports", text=_("Reports")),
    Entry(action="situation-read", path="/situation", text=_("Our summaries"), also=("/legislation",)),
    Entry(action="legislation", path="/legislation", text=_("Legislation"), unless="situation-read"),
    # who only reads them finds agreements beside participants
    Entry(
        action="calendar-prepare",
        path="/agreements",
        text=_("Agreements"),
        also=("/deadline-profiles", "/calendars", "/code-lists", "/schemas"),
    ),
    Entry(action="participants", path="/participants", text=_("Participants"), also=("/keys",)),
    Entry(action="developer", path="/developer", text=_("For integrators")),
    Entry(action="accounts-read", path="/accounts", text=_("Accounts")),
    Entry(action="deeds-read", path="/audit", text=_("Audit")),
)


def entries(visit: Visit) -> list[Entry]:
    """Return the entries of this visitor."""
    if visit.account is None:
        return []
    policy, account = visit.console.policy, visit.account
    return [
        each
        for each in ENTRIES
        if policy.may_ever(account, each.action) and not (each.unless and policy.may_ever(account, each.unless))
    ]
