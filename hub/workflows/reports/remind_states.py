"""Remind states of a situation summary that is missing: the secretariat asks, the hub says so by a signed notice.

secretariat asks (API)  ->  summary_reminder  ->  worker  ->  hub-notice `summary-missing`, once per asking
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hub.core.errors import ParameterError, RoleNotAllowedError
from hub.core.notice import Notice
from hub.core.statistics.report import COUNCIL
from hub.store import summaries
from hub.store.summaries import Reminder
from hub.workflows.exchange import Exchange
from hub.workflows.notices.send_notice import Herald
from hub.workflows.reports.consolidate_summaries import consolidate_summaries, parse_period
from keys.trustlist import ParticipantRole

NOTICE_VERSION = "1.1"


async def ask_reminders(
    exchange: Exchange, *, asked_by: str, period: str, participants: Sequence[str], due_on: date | None
) -> list[str]:
    """Ask that participants be reminded, or every authority of the states that are missing; return who will be.

    Raises:
        RoleNotAllowedError: only the secretariat may ask.
        ParameterError: there is no such period or participant, or a participant is no authority of a state.
    """
    known = exchange.judgement.trust.participants
    if known[asked_by].role is not ParticipantRole.SECRETARIAT:
        raise RoleNotAllowedError(participant=asked_by)
    wanted = parse_period(period)
    if any(name not in known or known[name].state is None for name in participants):
        raise ParameterError(parameter="participant")
    chosen = list(participants) or await _missing(exchange, reader=asked_by, period=wanted.value)
    async with exchange.pool.acquire() as conn, conn.transaction():
        for name in chosen:
            await summaries.ask_reminder(
                conn,
                period=wanted.value,
                participant=name,
                asked_by=asked_by,
                due_on=due_on,
                at=exchange.clock.now(),
            )
    return chosen


async def _missing(exchange: Exchange, *, reader: str, period: str) -> list[str]:
    """Return the authorities of the states whose summary the secretariat does not have."""
    report = await consolidate_summaries(exchange, reader=reader, period=period, audience=COUNCIL)
    missing = {each["area"] for each in report["completeness"] if each["status"] == "missing"}
    return [
        name
        for name, each in sorted(exchange.judgement.trust.participants.items())
        if each.role is ParticipantRole.MEMBER and each.state in missing
    ]


async def send_reminders(herald: Herald) -> int:
    """Have the hub say what was asked for; return how many reminders were sent.

    Raises:
        UnavailableError: in doubt; send them again later.
    """
    async with herald.exchange.pool.acquire() as conn:
        waiting = await summaries.read_reminders(conn)
    sent = 0
    for each in waiting:
        if await herald.say(_notice(each)):
            async with herald.exchange.pool.acquire() as conn:
                await summaries.note_sent(conn, each.number)
            sent += 1
    return sent


def _notice(reminder: Reminder) -> Notice:
    period = parse_period(reminder.period)
    record: dict[str, Any] = {"kind": "summary-missing", "period": period.to_json()}
    if reminder.due_on is not None:
        record["due_on"] = reminder.due_on.isoformat()
    return Notice(
        name=f"summary-missing/{reminder.number}",
        to=reminder.participant,
        at=reminder.at,
        record=record,
        version=NOTICE_VERSION,
    )
