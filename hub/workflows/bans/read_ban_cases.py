"""Reviews, enquiries and hits of a participant, each with the clock of its answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.core import instant
from hub.core import leaf as leaves
from hub.core.deadline.case_event import CaseEvent
from hub.core.entry_ban import reports
from hub.store import ban_cases
from hub.store.ban_cases import BanCase
from hub.workflows.deadline.count_terms import Term, count_terms
from hub.workflows.exchange import Exchange

OPENED_BY = {"ban-review": reports.REQUEST, "ban-enquiry": reports.ENQUIRY, "ban-hit": reports.HIT}
ANSWERED_BY = {"ban-review": reports.DECISION, "ban-enquiry": reports.ANSWER}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedCase:
    """One of them with its clocks, as they stand now."""

    case: BanCase
    terms: Sequence[Term]


async def read_ban_cases(
    exchange: Exchange, *, participant: str, after: int, limit: int, waiting: bool
) -> Sequence[TimedCase]:
    """Return what a participant asked or was asked, by place in the log; `waiting`: only what has no answer yet."""
    async with exchange.pool.acquire() as conn:
        found = await ban_cases.read_cases(conn, participant=participant, after=after, limit=limit, waiting=waiting)
    return [TimedCase(case=case, terms=terms_of(exchange, case)) for case in found]


def terms_of(exchange: Exchange, case: BanCase) -> Sequence[Term]:
    """Return the clocks of a review, an enquiry or a hit, as they stand now."""
    parties = (case.owner, case.issuer)
    return count_terms(exchange, list(_events(case)), agreement=case.agreement, parties=parties)


def _events(case: BanCase) -> Iterator[CaseEvent]:
    delivered = None if case.delivered is None else instant.parse(leaves.parse(case.delivered).at)
    yield CaseEvent(
        type=OPENED_BY[case.kind],
        sender=case.owner,
        index=case.opened,
        at=case.opened_at,
        delivered_at=delivered,
        facts={"requested_authority": case.issuer},
    )
    if case.answered is not None and case.answered_at is not None:
        yield CaseEvent(type=ANSWERED_BY[case.kind], sender=case.issuer, index=case.answered, at=case.answered_at)
