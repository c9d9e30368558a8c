"""Who could sign at a time: keys of the trust list, and keys that a participant delegated to a contact person.

Everything is judged at the time of the leaf that the signature stands behind. A key that had expired, or was suspended
or revoked by then, could not; what happened to it later changes nothing. A key that was out of the holder's hands
before then (`compromised_since`), and only suspended later, could: the exchange accepted it. Whoever relies on that has
to know, so it is said as a doubt.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from hub.core import delegation
from hub.core.delegation import Granted
from hub.core.verification.step import Found, Said, moment
from keys.trustlist import KeyStatus, ParticipantKey, TrustList


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedBy:
    """Whose signature it is: a participant's own key, or (with `granted`) that of one of its contact persons."""

    key: ParticipantKey
    granted: Granted | None = None

    @property
    def person(self) -> str | None:
        """The contact person, by the opaque id that the participant has given; None for the participant's own key."""
        return None if self.granted is None else self.granted.delegation.person

    def found(self, at: datetime) -> Found:
        """Return what is to be said of this signature, accepted at that time."""
        key = self.key
        span = f"{moment(key.valid_from)} – {moment(key.valid_until)}"
        by = Said(
            ru=f"Подписал участник {key.participant}, ключ {key.kid}, действителен {span}.",
            en=f"Signed by {key.participant} with the key {key.kid}, valid {span}.",
        )
        if self.person is not None:
            by = Said(
                ru=f"Подписало контактное лицо «{self.person}» участника {key.participant}, ключ {key.kid}, "
                f"делегирован {span}.",
                en=f"Signed by the contact person '{self.person}' of {key.participant} with the key {key.kid}, "
                f"delegated {span}.",
            )
        later, doubt = _later(key, at)
        return Found(said=(by, *later), doubt=doubt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signers:
    """The trust list, with suspensions in it, and the delegations that hold."""

    trust: TrustList
    granted: tuple[Granted, ...] = ()

    def with_delegation(self, granted: Granted) -> "Signers":
        """Return them with one more delegation."""
        return replace(self, granted=(*self.granted, granted))

    def delegated(self, before: int) -> dict[str, Granted]:
        """Return the newest delegation of each key before this place in the log."""
        earlier = sorted((each for each in self.granted if each.place.index < before), key=lambda one: one.place.index)
        return {each.delegation.kid: each for each in earlier}

    def find(self, kid: str, at: datetime, index: int) -> SignedBy:
        """Return whose key it was at that time, for a signature behind the leaf at `index`.

        Raises:
            KeyTrustError: nobody's, or it was not in force.
        """
        if kid in self.trust.keys:
            return SignedBy(key=self.trust.signing_key(kid, at))
        granted = delegation.find(kid, self.delegated(index), self.trust, at)
        return SignedBy(key=granted.key(), granted=granted)


def _later(key: ParticipantKey, at: datetime) -> tuple[tuple[Said, ...], Said | None]:
    """Return what became of a key after that time, and the doubt if it was not in its holder's hands alone by then."""
    if key.status_at is None:
        return (), None
    revoked = key.status is KeyStatus.REVOKED
    when = moment(key.status_at)
    said = Said(
        ru=f"Позднее, {when}, ключ {'отозван' if revoked else 'приостановлен'}; принятое раньше остаётся в силе.",
        en=f"Later, on {when}, the key was {'revoked' if revoked else 'suspended'}; what was accepted before stands.",
    )
    return (said,), doubt_of(key, at)


def doubt_of(key: ParticipantKey, at: datetime) -> Said | None:
    """Return the doubt about what a key signed and the log took at that time, if others may have had it by then."""
    if key.compromised_since is None or at < key.compromised_since:
        return None
    since = moment(key.compromised_since)
    return Said(
        ru=f"Ключ участника {key.participant} с {since} мог быть в чужих руках, а подпись принята после этого. "
        "Узнайте у участника, его ли это подпись.",
        en=f"The key of {key.participant} may have been in other hands since {since}, and the signature was accepted "
        "after that. Ask the participant whether it is its own.",
    )
