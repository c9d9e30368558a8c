"""What happened in a case, as the clocks see it: a record in the log, when it was accepted, and when it was delivered.

Made from released messages and the recipients' receipts. It holds coded facts and dates only, no data on a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

OUTAGE = "outage"
DEEMED = "deemed-acceptance"
WITHDRAWALS = frozenset({"readmission-withdrawal", "transit-withdrawal", "citizenship-check-withdrawal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """A record of a case.

    `index` is its place in the log, `at` when the hub accepted it, `delivered_at` when the log took the first receipt
    of its recipient that says it was delivered or processed; None: no delivery is proven.

    `facts` are members of the record, as they stand there: of a request `requested_authority`, `procedure`,
    `subject_class`, `knowledge_on`; of a reply `decision`; of an extension `until`; `planned_on`, `handed_over_on`, and
    whatever a profile names. `registered: True` says that a human of the sender registered the case: the record was
    signed by a contact person. `minor: True` says that it showed somebody who is, or may be, under age; nothing else is
    said of that person. An announced outage is an event of the type `outage` with the facts `since` and `until`
    (instants as text; no `until`: it lasts).

    `agreements` are the digests of the agreement versions that the record was judged by, as its leaf says.
    """

    type: str
    sender: str
    index: int
    at: datetime
    delivered_at: datetime | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    agreements: tuple[str, ...] = ()
