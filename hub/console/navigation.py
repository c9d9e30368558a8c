"""The primary navigation: at most eight entries, those that the visitor may open, in the order of daily use."""

from dataclasses import dataclass

from hub.console.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry: the action of the policy table that it needs, its path, and its English text."""

    action: str
    path: str
    text: str

    def is_current(self, path: str) -> bool:
        """Tell whether a page belongs to this entry."""
        return path.partition("?")[0] == self.path or path.startswith(f"{self.path}/")


def _(text: str) -> str:
    """Mark a text to be translated where it is shown."""
    return text


ENTRIES = (
    Entry(action="tasks", path="/tasks", text=_("Tasks")),
    Entry(action="case-list", path="/readmission", text=_("Readmission")),
    Entry(action="draft-read", path="/drafts", text=_("Records to sign")),
    Entry(action="health-board", path="/health", text=_("Exchange health")),
    Entry(action="reports-read", path="/reports", text=_("Reports")),
    # who only reads them finds agreements beside participants
    Entry(action="calendar-prepare", path="/agreements", text=_("Agreements")),
    Entry(action="participants", path="/participants", text=_("Participants")),
    Entry(action="accounts-read", path="/accounts", text=_("Accounts")),
)


def entries(visit: Visit) -> list[Entry]:
    """Return the entries of this visitor."""
    if visit.account is None:
        return []
    return [each for each in ENTRIES if visit.console.policy.may_ever(visit.account, each.action)]
