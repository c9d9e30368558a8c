"""Who has a part in an agreement, and the consents in the log to a version: which count, and for which state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.core.agreement import Agreement, consent
from hub.core.statement import Stated
from hub.store import statements
from hub.store.connection import Connection
from hub.workflows.exchange import Judgement
from hub.workflows.trust.statement_rules import OwnStatement, fits_always, read_logged
from keys import consent as consents
from keys.statement import Kind

SECRETARIAT = frozenset({"secretariat", "hub"})
NEWEST = 200  # consents that are looked through for those to versions that nobody has proposed
# Whether its participant is competent for the agreement is judged with the version itself.
CONSENT = OwnStatement(
    kind=Kind.CONSENT,
    read=consents.read,
    said=lambda said: said.at,
    about=lambda said: said.document_sha256,
    may_say=lambda participant: participant.state is not None,
    check=fits_always,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consenting:
    """A state's consent: the participant that signed for it, and the place of its leaf and since when it stands."""

    state: str
    participant: str
    index: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """A consent to a version whose document nobody has proposed: the number and digest (hex), and who consented."""

    version: int
    digest: str
    consent: Consenting


async def read_unseen(conn: Connection, name: str, *, above: int, judgement: Judgement) -> list[Unseen]:
    """Return the newest consents to versions of an agreement above this one, the last one first.

    Whether each counts is judged with the version's own document, which names who is competent.
    """
    states, found = states_of(judgement), []
    for said, place in read_logged(CONSENT, await statements.read_newest_consents(conn, NEWEST), judgement.trust):
        state = states[said.participant]
        if said.agreement == name and said.version > above and state is not None:
            one = Consenting(state=state, participant=said.participant, index=place.index, at=place.at)
            found.append(Unseen(version=said.version, digest=said.document_sha256, consent=one))
    return found


async def read_consents(conn: Connection, agreement: Agreement, judgement: Judgement) -> list[Consenting]:
    """Return the consents to this version that count, one for each state, in the order of the log."""
    stated = await statements.read_consents(conn, agreement.digest)
    found: dict[str, Consenting] = {}
    for each in _judge(stated, agreement, judgement):
        found.setdefault(each.state, each)
    return list(found.values())


def has_part(reader: str, known: Sequence[Agreement], judgement: Judgement) -> bool:
    """Say whether a participant is of a party's state, named by a clause of any version, or the secretariat."""
    listed = judgement.trust.participants.get(reader)
    if listed is None:
        return False
    return listed.role in SECRETARIAT or any(listed.state in each.parties or reader in each.named for each in known)


def states_of(judgement: Judgement) -> dict[str, str | None]:
    """Return the state of each participant of the trust list."""
    return {name: each.state for name, each in judgement.trust.participants.items()}


def _judge(stated: Sequence[Stated], agreement: Agreement, judgement: Judgement) -> Iterator[Consenting]:
    """Yield what counts: said of this version, by a competent participant, whose key was its own when it was logged."""
    states = states_of(judgement)
    for said, place in read_logged(CONSENT, stated, judgement.trust):
        state = states[said.participant]
        meant = (said.agreement, said.version) == (agreement.id, agreement.version)
        if state is not None and meant and consent.may_approve(said.participant, agreement, states):
            yield Consenting(state=state, participant=said.participant, index=place.index, at=place.at)
