"""What every statement is checked for: it was said to this hub, of late, by a key of its participant's own."""

from datetime import datetime, timedelta

from hub.workflows.exchange import Judgement
from keys.errors import StatementHubError, StatementSignerError, StatementTimeError
from keys.trustlist import ParticipantKey

AHEAD = timedelta(seconds=120)
AGE = timedelta(days=30)


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
