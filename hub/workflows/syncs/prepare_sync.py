"""Prepare the terms of a sync: checked as the hub will check them, to be signed by the participant's own key.

    what was typed -> checked against the schedule as it stands -> a file for `hub schedule set`

Nothing changes until the signed statement is in the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hub.core import instant
from hub.core.schedule import slot
from hub.core.schedule.agreed import Sync
from hub.core.schedule.slot import Slot
from hub.workflows.exchange import Exchange
from hub.workflows.trust.scheduled_syncs import check_plan, local_of
from keys import sync_plan
from keys.statement import Members
from keys.sync_plan import Status, SyncPlan

ADDED = ("hub", "participant", "at")  # `hub schedule set` adds them when it signs


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The terms as they stand (None: the sync is new) and as they would be, their first run, the members of the file.

    `others` are those who have to state the same before it counts.
    """

    before: SyncPlan | None
    after: SyncPlan
    first: Slot | None
    others: tuple[str, ...]
    file: dict[str, Any]


def prepare_sync(exchange: Exchange, participant: str, wanted: Mapping[str, Any]) -> Prepared:
    """Return what the terms come to; `wanted` has the members of the statement but for version and `ADDED`.

    Raises:
        StatementError: a member is wrong, or names what there is not.
        StatementSignerError: the sync is not this participant's to set.
        SyncPlanError: another sync has this name.
    """
    now, known = exchange.clock.now(), exchange.judgement.schedule.get(str(wanted["sync"]))
    said = {"hub": exchange.origin, "participant": participant, "at": instant.format(now, seconds=True)}
    terms = {**wanted, **said, "version": _newest(known) + 1}
    plan = sync_plan.parse(Members(payload=terms))
    check_plan(plan, exchange.judgement, now)
    deciding = {plan.sender, *plan.recipients} if plan.work_plan is None else {participant}
    return Prepared(
        before=None if known is None else known.shown,
        after=plan,
        first=_first(exchange, plan),
        others=tuple(sorted(deciding - {participant})),
        file={name: terms[name] for name in sync_plan.MEMBERS if name not in ADDED},
    )


def _newest(known: Sync | None) -> int:
    """Return the highest version that anybody has stated; 0 of a sync that is new."""
    if known is None:
        return 0
    return max(each.version for each in (known.shown, *known.spoken.values()))


def _first(exchange: Exchange, plan: SyncPlan) -> Slot | None:
    """Return the first run by these terms; None: it is stopped, or the calendar does not reach so far."""
    if plan.status is Status.STOPPED:
        return None
    local = local_of(exchange.judgement, plan.sender)
    begin = slot.begin_of(plan.begins_on, exchange.clock.now(), local)
    return slot.next_slot(plan.rhythm, local, since=begin)
