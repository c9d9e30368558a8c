"""The consents in the log to a version of an agreement: which of them count, and for which state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.core import statement as logged
from hub.core.agreement import Agreement, consent
from hub.core.statement import Stated
from hub.store import statements
from hub.store.connection import Connection
from hub.workflows.exchange import Judgement
from keys import consent as consents
from keys import suspension
from keys.errors import KeysError
from keys.statement import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Consenting:
    """A state's consent: the participant that signed for it, and the place of its leaf and since when it stands."""

    state: str
    participant: str
    index: int
    at: datetime


async def read_consents(conn: Connection, agreement: Agreement, judgement: Judgement) -> list[Consenting]:
    """Return the consents to this version that count, one for each state, in the order of the log."""
    stated = await statements.read_consents(conn, agreement.digest)
    found: dict[str, Consenting] = {}
    for each in _judge(stated, agreement, judgement):
        found.setdefault(each.state, each)
    return list(found.values())


def states_of(judgement: Judgement) -> dict[str, str | None]:
    """Return the state of each participant of the trust list."""
    return {name: each.state for name, each in judgement.trust.participants.items()}


def _judge(stated: Sequence[Stated], agreement: Agreement, judgement: Judgement) -> Iterator[Consenting]:
    """Yield what counts: said of this version, by a competent participant, whose key was its own when it was logged."""
    states = states_of(judgement)
    for each in stated:
        try:
            unread, said = consents.read(each.token)
            place = logged.find_place(each, kind=Kind.CONSENT, participant=said.participant, hub=judgement.trust.hub)
            key = judgement.trust.signing_key(unread.kid, place.at)
            unread.verify(key.public)
        except KeysError:
            continue
        since = suspension.in_other_hands_since(key)
        if since is not None and since <= place.at:  # others may have said it
            continue
        state = states.get(said.participant)
        meant = (said.agreement, said.version, key.participant) == (agreement.id, agreement.version, said.participant)
        if state is not None and meant and consent.may_approve(said.participant, agreement, states):
            yield Consenting(state=state, participant=said.participant, index=place.index, at=place.at)
