"""Judge a party's consent to a version of an agreement, before it is logged."""

from datetime import datetime

from hub.core import statement as logged
from hub.store.statements import Statement
from hub.workflows.exchange import Exchange, Judgement
from hub.workflows.statement_rules import check_said, own_key
from keys import consent
from keys.errors import StatementSignerError
from keys.statement import Kind


def judge_consent(token: bytes, exchange: Exchange, judgement: Judgement, now: datetime) -> Statement:
    """Return the statement to be kept. Whether its participant is competent is judged with the version itself.

    Raises:
        StatementSignerError: its participant speaks for no state, or the key is not its own.
        KeysError, OverloadedError: it does not hold otherwise.
    """
    unread, said = consent.read(token)
    check_said(said.hub, said.at, judgement, now)
    key = own_key(unread.kid, said.participant, judgement, now)
    unread.verify(key.public)
    exchange.quotas.charge(said.participant, now)
    if judgement.trust.participants[said.participant].state is None:
        raise StatementSignerError
    return Statement(
        kind=logged.ACTS[Kind.CONSENT],
        participant=said.participant,
        kid=unread.kid,
        about=said.document_sha256,
        said=said.at,
        sha256=unread.sha256,
        token=token,
    )
