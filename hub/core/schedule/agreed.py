"""Which syncs are agreed on, as the logged statements have it.

    Council       the secretariat states it, names the item of the Work Plan, and it counts
    bilateral     sender and recipients state the same terms under one version, and it counts from the last of them on
    stopped       one of them is enough, by a higher version

Whose sync it is, is settled by its first statement: later ones of others under its name count for nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from hub.core import statement as logged
from hub.core.errors import ConflictError
from hub.core.statement import Stated
from keys import sync_plan
from keys.statement import Kind
from keys.sync_plan import Status, SyncPlan
from keys.trustlist import TrustList

SECRETARIAT = "secretariat"


class SyncPlanError(ConflictError):
    """The statement does not follow what is agreed on the sync."""

    code = "sync-plan"
    ru = "Заявление не следует за расписанием «{sync}». Нужны версия выше {version} и те же стороны."
    en = "The statement does not follow the sync '{sync}'. Give a version above {version}, and the same sides."


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Terms that count, since an instant; stopped ones say that it does not run."""

    plan: SyncPlan
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """A sync as it stands: what is agreed, and what each of those who may set it (`deciding`) said last."""

    name: str
    deciding: frozenset[str]
    spoken: Mapping[str, SyncPlan] = field(default_factory=dict)
    agreed: Agreed | None = None

    @property
    def running(self) -> Agreed | None:
        """Return the terms by which it runs; None: it does not."""
        stands = self.agreed is not None and self.agreed.plan.status is Status.IN_FORCE
        return self.agreed if stands else None

    @property
    def proposed(self) -> SyncPlan | None:
        """Return the newest terms that not all have stated yet."""
        newest = self._newest
        return newest if self.agreed is None or newest.version > self.agreed.plan.version else None

    @property
    def stated_by(self) -> tuple[str, ...]:
        """Return who stands behind the proposed terms: a version alone does not make them the same."""
        return tuple(sorted(name for name, each in self.spoken.items() if self.proposed and _same(each, self.proposed)))

    @property
    def shown(self) -> SyncPlan:
        """Return the terms that are agreed, or else those proposed."""
        return self.agreed.plan if self.agreed else self._newest

    @property
    def _newest(self) -> SyncPlan:
        """Return the terms of the highest version, and of several the ones stated last."""
        return max(reversed(tuple(self.spoken.values())), key=lambda plan: plan.version)


Schedule = Mapping[str, Sync]


def may_say(plan: SyncPlan, role: str) -> bool:
    """Tell whether whoever has this role may say it: the secretariat what serves the Work Plan, its sides the rest."""
    if plan.work_plan is not None:
        return role == SECRETARIAT
    return plan.participant in _deciding(plan)


def follow(schedule: Schedule, plan: SyncPlan, at: datetime) -> Sync:
    """Return the sync after a statement that was logged at an instant.

    Raises:
        SyncPlanError: the sync is others', or the version is not higher than what its participant said, or is agreed.
    """
    known = schedule.get(plan.sync) or Sync(name=plan.sync, deciding=_deciding(plan))
    highest = max(_version(known.agreed.plan if known.agreed else None), _version(known.spoken.get(plan.participant)))
    if known.deciding != _deciding(plan) or plan.version <= highest or _is_foreign(known, plan):
        raise SyncPlanError(sync=plan.sync, version=highest)
    others = {name: each for name, each in known.spoken.items() if name != plan.participant}
    spoken = {**others, plan.participant: plan}
    changed = replace(known, spoken=spoken)
    if plan.status is Status.STOPPED or all(_same(spoken.get(each), plan) for each in known.deciding):
        return replace(changed, agreed=Agreed(plan=plan, since=at))
    return changed


def _is_foreign(known: Sync, plan: SyncPlan) -> bool:
    """Tell whether the name is that of a sync between others, which the same one decides on."""
    return any((each.sender, each.type) != (plan.sender, plan.type) for each in known.spoken.values())


def _deciding(plan: SyncPlan) -> frozenset[str]:
    """Return who has to state it: the secretariat alone, or its sides."""
    return frozenset({plan.participant} if plan.work_plan is not None else {plan.sender, *plan.recipients})


def _version(plan: SyncPlan | None) -> int:
    return 0 if plan is None else plan.version


def _same(one: SyncPlan | None, other: SyncPlan) -> bool:
    """Tell whether two say the same of a sync."""
    return one is not None and replace(one, participant=other.participant, at=other.at) == other


def gather(stated: Iterable[Stated], trust: TrustList) -> dict[str, Sync]:
    """Return the syncs by name, by the statements that hold, in the order of the log."""
    schedule: dict[str, Sync] = {}
    for plan, place, participant in logged.held(sync_plan.read, Kind.SCHEDULE, stated, trust):
        if not may_say(plan, participant.role):
            continue
        try:
            schedule[plan.sync] = follow(schedule, plan, place.at)
        except SyncPlanError:
            continue  # taken by a hub that was not right: it counts for nobody
    return schedule
