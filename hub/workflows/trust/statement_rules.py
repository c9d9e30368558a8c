"""What every statement is checked for, and one judge of all that a participant's own key says.

    judge          before it is logged: said to this hub, of late, by a key of its participant's own
    read_logged    afterwards: those of the log that hold, judged by the time of their leaf

A kind of statement (`OwnStatement`) says the rest as data: who may say it, and what it has to fit.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic

from hub.core import statement as logged
from hub.core.statement import Place, S, Said, Stated
from hub.store.statements import Statement
from hub.workflows.exchange import Exchange, Judgement
from keys.errors import StatementHubError, StatementSignerError, StatementTimeError
from keys.statement import Kind, Unread
from keys.trustlist import Participant, ParticipantKey, TrustList

AHEAD = timedelta(seconds=120)
AGE = timedelta(days=30)
SECRETARIAT = "secretariat"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnStatement(Generic[S]):
    """A kind that a participant's own key signs: how it is read, when it was said, what it is about.

    `may_say` tells who may say it; `check` refuses what does not fit what stands already, by raising.
    """

    kind: Kind
    read: Callable[[bytes], tuple[Unread, S]]
    said: Callable[[S], datetime]
    about: Callable[[S], str]
    may_say: Callable[[Participant], bool]
    check: Callable[[S, Judgement, datetime], None]


def is_secretariat(participant: Participant) -> bool:
    """Tell whether it is the secretariat."""
    return participant.role == SECRETARIAT


def fits_always(said: Said, judgement: Judgement, now: datetime) -> None:
    """Refuse nothing: the `check` of kinds that need not fit anything."""


def judge(own: OwnStatement[S], token: bytes, exchange: Exchange, judgement: Judgement, now: datetime) -> Statement:
    """Return the statement to be kept. Its signer's quota is charged as soon as its signature holds.

    Raises:
        StatementSignerError: its participant may not say it, or the key is not its own.
        KeysError, OverloadedError: it does not hold otherwise.
        HubError: it does not fit, as the `check` of its kind says.
    """
    unread, said = own.read(token)
    check_said(said.hub, own.said(said), judgement, now)
    key = own_key(unread.kid, said.participant, judgement, now)
    unread.verify(key.public)
    exchange.quotas.charge(said.participant, now)
    if not own.may_say(judgement.trust.participants[said.participant]):
        raise StatementSignerError
    own.check(said, judgement, now)
    return Statement(
        kind=logged.ACTS[own.kind],
        participant=said.participant,
        kid=unread.kid,
        about=own.about(said),
        said=own.said(said),
        sha256=unread.sha256,
        token=token,
    )


def read_logged(own: OwnStatement[S], stated: Iterable[Stated], trust: TrustList) -> Iterator[tuple[S, Place]]:
    """Yield the logged statements that hold: said by who may, by a key that was its own and nobody else's by then."""
    for said, place, participant in logged.held(own.read, own.kind, stated, trust):
        if own.may_say(participant):
            yield said, place


def check_said(hub: str, said: datetime, judgement: Judgement, now: datetime) -> None:
    """Check hub and time.

    Raises:
        StatementHubError, StatementTimeError: it was said to another hub, or not of late.
    """
    if hub != judgement.trust.hub:
        raise StatementHubError
    if not now - AGE <= said <= now + AHEAD:
        raise StatementTimeError


def own_key(kid: str, participant: str, judgement: Judgement, now: datetime) -> ParticipantKey:
    """Return the key, which has to be the participant's own: what was delegated is not delegated on.

    Raises:
        StatementSignerError: it is delegated, or another participant's.
        KeyTrustError: it is not known, or not in force.
    """
    if kid in judgement.delegations and kid not in judgement.trust.keys:
        raise StatementSignerError
    key = judgement.trust.signing_key(kid, now)
    if key.participant != participant:
        raise StatementSignerError
    return key
