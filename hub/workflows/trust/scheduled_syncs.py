"""Scheduled syncs as they are stated: plans by those who may set them, reports of runs by who ran them.

Both are judged before they are logged. What is agreed on is part of the judgement (`hub.core.schedule.agreed`), so that
every process waits for the same runs.
"""

from datetime import datetime

from hub.core.errors import ConflictError
from hub.core.schedule import agreed, slot
from hub.core.schedule.slot import Local
from hub.workflows.deadline.legal_day import zone_of
from hub.workflows.exchange import Judgement
from hub.workflows.trust.agreement_consents import has_part
from hub.workflows.trust.statement_rules import OwnStatement
from keys import sync_plan, sync_run
from keys.errors import StatementError, StatementSignerError
from keys.statement import Kind
from keys.sync_plan import SyncPlan
from keys.sync_run import SyncRun
from keys.trustlist import Participant
from schemas import catalogue


class SyncRunError(ConflictError):
    """No such run is scheduled for whoever reports it."""

    code = "sync-run"
    ru = "В расписании отправителя нет такого запуска «{sync}». Сверьте его с hub schedule list."
    en = "The sender's schedule has no such run of '{sync}'. Compare it with hub schedule list."


def local_of(judgement: Judgement, participant: str) -> Local:
    """Return how a participant counts its days: its state's zone and calendar; of no state: UTC, Monday to Friday."""
    state = judgement.trust.state_of(participant)
    return Local(zone=zone_of(judgement.trust, participant), calendar=judgement.calendars.get(str(state)))


def _anybody(_: Participant) -> bool:
    """Let everybody in: who may say it depends on what is said, and `check` knows that."""
    return True


def check_plan(plan: SyncPlan, judgement: Judgement, now: datetime) -> None:
    """Refuse a plan that its participant may not set, or that does not follow what is agreed.

    Raises:
        StatementSignerError: neither the secretariat for the Council, nor one of the sides.
        StatementError: it names what there is not.
        SyncPlanError: it does not follow.
    """
    known = judgement.trust.participants
    if not agreed.may_say(plan, known[plan.participant].role):
        raise StatementSignerError
    for member, fits in (
        ("sender", plan.sender in known),
        ("recipients", known.keys() >= set(plan.recipients)),
        ("type", any(each.name == plan.type for each in catalogue.load().record_types())),
        ("agreement", plan.agreement is None or _is_known(plan.agreement, plan.participant, judgement)),
    ):
        if not fits:
            raise StatementError(member=member)
    agreed.follow(judgement.schedule, plan, now)


def _is_known(agreement: str, participant: str, judgement: Judgement) -> bool:
    """Tell whether there is such an agreement for a participant: one of others looks like none."""
    return has_part(participant, judgement.register.versions(agreement), judgement)


def _check_run(run: SyncRun, judgement: Judgement, now: datetime) -> None:
    """Refuse a report of a run that is not its sender's, or that no plan knows.

    Raises:
        SyncRunError: it is so.
    """
    sync = judgement.schedule.get(run.sync)
    if sync is None or sync.agreed is None or run.opens_at > now or not _is_due(run, sync.agreed.plan, judgement):
        raise SyncRunError(sync=run.sync)


def _is_due(run: SyncRun, plan: SyncPlan, judgement: Judgement) -> bool:
    if plan.sender != run.participant or run.version > plan.version:
        return False
    found = slot.next_slot(plan.rhythm, local_of(judgement, plan.sender), since=run.opens_at)
    return run.version < plan.version or (found is not None and found.opens_at == run.opens_at)


SCHEDULED = OwnStatement(
    kind=Kind.SCHEDULE,
    read=sync_plan.read,
    said=lambda plan: plan.at,
    about=lambda plan: plan.sync,
    may_say=_anybody,
    check=check_plan,
)
REPORTED = OwnStatement(
    kind=Kind.SYNC,
    read=sync_run.read,
    said=lambda run: run.at,
    about=lambda run: run.sync,
    may_say=_anybody,
    check=_check_run,
)
