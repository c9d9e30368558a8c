"""Read who takes part in the exchange: names, states, roles, and how the keys stand today. Nothing of any person."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from hub.core.errors import MissingError
from hub.workflows.exchange import Exchange
from keys.trust_key import KeyStatus, ParticipantKey
from keys.trust_participants import Participant
from schemas.codes import CodeEntry

SOON = timedelta(days=30)


class KeyState(StrEnum):
    """How a key stands today."""

    VALID = "valid"
    EXPIRING = "expiring"  # within 30 days
    EXPIRED = "expired"
    AWAITED = "awaited"  # valid from a later day
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedKey:
    """A key of a participant as the trust list names it."""

    kid: str
    alg: str
    use: str
    valid_from: datetime
    valid_until: datetime
    state: KeyState


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A participant: its official names by language, the state (alpha-2) whose authority it is if any, and its keys."""

    id: str
    names: dict[str, str]
    state: str | None
    role: str
    keys: tuple[ListedKey, ...]
    has_witness: bool

    @property
    def worst(self) -> KeyState | None:
        """Return how its signing keys stand together: valid if one is, else what is wrong; None: it has none."""
        states = [key.state for key in self.keys if key.use == "sig"]
        return min(states, key=list(KeyState).index, default=None)


def list_participants(exchange: Exchange) -> list[Listed]:
    """Return all participants, states first, each group by id."""
    everybody = (_listed(exchange, each) for each in exchange.judgement.trust.participants.values())
    return sorted(everybody, key=lambda each: (each.state is None, each.state or "", each.id))


def read_participant(exchange: Exchange, participant: str) -> Listed:
    """Return one participant.

    Raises:
        MissingError: there is none.
    """
    found = exchange.judgement.trust.participants.get(participant)
    if found is None:
        raise MissingError
    return _listed(exchange, found)


def _listed(exchange: Exchange, participant: Participant) -> Listed:
    now = exchange.clock.now()
    entry = exchange.catalogue.code_list("participants").index.get(participant.id)
    keys = (exchange.judgement.trust.keys.get(key.kid, key) for key in participant.keys)  # suspended in between
    return Listed(
        id=participant.id,
        names={lang: _name(entry, participant.id, lang, now) for lang in ("ru", "en")},
        state=participant.state,
        role=participant.role.value,
        keys=tuple(_listed_key(key, now) for key in keys),
        has_witness=participant.witness is not None,
    )


def _name(entry: CodeEntry | None, participant: str, lang: str, now: datetime) -> str:
    """Return today's official name; one that the code list does not know yet goes by its id."""
    return participant if entry is None else entry.label(lang, now.date())


def _listed_key(key: ParticipantKey, now: datetime) -> ListedKey:
    return ListedKey(
        kid=key.kid,
        alg=key.public.alg,
        use=str(key.use),
        valid_from=key.valid_from,
        valid_until=key.valid_until,
        state=state_of(key, now),
    )


def state_of(key: ParticipantKey, now: datetime) -> KeyState:
    """Return how a key stands at that time."""
    if key.status is not KeyStatus.ACTIVE:
        return KeyState(key.status.value)
    if now < key.valid_from:
        return KeyState.AWAITED
    if key.valid_until <= now:
        return KeyState.EXPIRED
    return KeyState.EXPIRING if key.valid_until - now <= SOON else KeyState.VALID
