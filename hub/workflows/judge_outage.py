"""Judge an outage that the secretariat announces before it is logged, and read those that were."""

from collections.abc import Iterable
from datetime import datetime

from hub.core import instant
from hub.core import statement as logged
from hub.core.deadline.case_event import OUTAGE, CaseEvent
from hub.core.statement import Stated
from hub.store.statements import Statement
from hub.workflows.exchange import Exchange, Judgement
from hub.workflows.judge_calendar import SECRETARIAT
from hub.workflows.statement_rules import check_said, own_key
from keys import outage, suspension
from keys.errors import KeysError, StatementSignerError
from keys.statement import Kind
from keys.trustlist import TrustList


def judge_outage(token: bytes, exchange: Exchange, judgement: Judgement, now: datetime) -> Statement:
    """Return the statement to be kept.

    Raises:
        StatementSignerError: its participant is not the secretariat, or the key is not its own.
        KeysError, OverloadedError: it does not hold otherwise.
    """
    unread, said = outage.read(token)
    check_said(said.hub, said.at, judgement, now)
    key = own_key(unread.kid, said.participant, judgement, now)
    unread.verify(key.public)
    exchange.quotas.charge(said.participant, now)
    if judgement.trust.participants[said.participant].role != SECRETARIAT:
        raise StatementSignerError
    return Statement(
        kind=logged.ACTS[Kind.OUTAGE],
        participant=said.participant,
        kid=unread.kid,
        about=instant.format(said.since, seconds=True),
        said=said.at,
        sha256=unread.sha256,
        token=token,
    )


def gather(stated: Iterable[Stated], trust: TrustList) -> tuple[CaseEvent, ...]:
    """Return the announced outages as clocks see them; of those that begin alike the last in the log counts."""
    found: dict[datetime, CaseEvent] = {}
    for each in stated:
        try:
            unread, said = outage.read(each.token)
            place = logged.find_place(each, kind=Kind.OUTAGE, participant=said.participant, hub=trust.hub)
            key = trust.signing_key(unread.kid, place.at)
            unread.verify(key.public)
        except KeysError:
            continue
        since = suspension.in_other_hands_since(key)
        own = key.participant == said.participant and (since is None or place.at < since)
        if own and trust.participants[said.participant].role == SECRETARIAT:
            ends = {} if said.until is None else {"until": instant.format(said.until, seconds=True)}
            facts = {"since": instant.format(said.since, seconds=True), **ends}
            found[said.since] = CaseEvent(
                type=OUTAGE, sender=said.participant, index=place.index, at=place.at, facts=facts
            )
    return tuple(sorted(found.values(), key=lambda event: event.index))
