"""The keys that this participant has, against those that the trust list says it has.

Whoever lists a key in our name can speak for us. Nobody but us can notice: so the gateway looks, each time it gets a
list. When it finds a key of ours that it was not told of, it raises the alarm and sends nothing more until a person has
looked: the list that is wrong about us may be wrong about those to whom we send. What is received is still verified and
applied; the answers wait.
"""

from dataclasses import dataclass

from hub.sdk.errors import OwnKeyUnknownError
from keys.trustlist import TrustList


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKeys:
    """What we know of our own keys: their thumbprints, those in use here and those that the configuration names."""

    participant: str
    known: frozenset[str]

    def find_unknown(self, trust: TrustList) -> tuple[str, ...]:
        """Return the keys, for signatures and for encryption, that the list gives us and that we do not know."""
        own = trust.participants.get(self.participant)
        listed = () if own is None else own.keys
        return tuple(key.kid for key in listed if key.kid not in self.known)

    def check(self, trust: TrustList) -> None:
        """Return if the list gives us no key that we do not know.

        Raises:
            OwnKeyUnknownError: it does.
        """
        unknown = self.find_unknown(trust)
        if unknown:
            raise OwnKeyUnknownError(unknown)
