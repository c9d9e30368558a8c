"""A trust list without its status, as a ceremony makes it and a secretariat keeps it: all rules but those of the day.

The status needs the hub's online key. Before there is one, root and participants can be checked from an anchor like
everywhere, and a next version against the one before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from keys import trust_chain, trust_key, trust_participants, trust_root, trust_rules
from keys.errors import TrustListRollbackError, TrustStatusKeyError
from keys.public_key import PublicKey
from keys.trust_folder import Published
from keys.trust_participants import ParticipantKey, Participants
from keys.trust_root import Root


@dataclass(frozen=True, slots=True, kw_only=True)
class Offline:
    """A root and the participants that belong to it; the digest of the participants' text names their version."""

    root: Root
    participants: Participants
    digest: str

    @property
    def keys(self) -> dict[str, ParticipantKey]:
        """Every listed key by kid."""
        return {key.kid: key for participant in self.participants.participants for key in participant.keys}

    @property
    def hub(self) -> str:
        """The hub's origin, with the environment in it."""
        return self.root.hub

    def key(self, kid: str) -> ParticipantKey:
        """Return a key, in force or not.

        Raises:
            UnknownKeyError: the list has no such key.
        """
        return trust_key.find_key(self.keys, kid)

    def signing_key(self, kid: str, at: datetime) -> ParticipantKey:
        """Return a key that could sign at that time.

        Raises:
            KeyTrustError, KeyUseError: there is none.
        """
        return trust_key.find_signing_key(self.keys, kid, at)


def read(published: Published, anchor: str | bytes) -> Offline:
    """Return what a folder holds, checked from the anchor on, expired or not.

    Raises:
        TrustListError: a document must not be used; the subclass and its code say why.
    """
    first, rest = trust_chain.start(from_anchor(published.roots, anchor), anchor)
    root = trust_chain.follow(first, rest).content
    listed = trust_rules.read_participants(root, published.participants)
    trust_rules.check_keys(root, listed)
    return Offline(root=root, participants=listed, digest=trust_chain.digest(published.participants))


def check_fresh(found: Offline, now: datetime) -> None:
    """Return if neither document has expired.

    Raises:
        TrustListExpiredError: one has.
    """
    trust_rules.check_fresh(trust_root.KIND, found.root.expires_at, now)
    trust_rules.check_fresh(trust_participants.KIND, found.participants.expires_at, now)


def check_step(before: Offline, after: Offline) -> None:
    """Return if readers of `before` will take `after`: no lower version, no other text under the same, nothing revived.

    Raises:
        TrustListRollbackError: they will not.
    """
    if trust_chain.lost_keys(before.root.participants, after.root.participants):
        return
    step = after.participants.version - before.participants.version
    if step < 0 or (step == 0 and after.digest != before.digest):
        raise TrustListRollbackError(document=trust_participants.KIND)
    trust_rules.check_revoked(before.keys, after.keys)


def check_status_key(found: Offline, key: PublicKey) -> None:
    """Return if the root names this key for the status.

    Raises:
        TrustStatusKeyError: it names others.
    """
    named = [each.public_key for each in found.root.status.keys]
    if key.x not in [each.x for each in named]:
        raise TrustStatusKeyError(kid=key.thumbprint, wanted=", ".join(each.thumbprint for each in named))


def from_anchor(roots: Sequence[bytes], anchor: str | bytes) -> Sequence[bytes]:
    """Return the root that the anchor names and those after it; all of them where it names none.

    Raises:
        TrustListError: a root is no signed note.
    """
    name = trust_chain.digest(anchor) if isinstance(anchor, bytes) else anchor.removeprefix("sha256:")
    for place, root in enumerate(roots):
        if trust_chain.digest(root) == name:
            return roots[place:]
    return roots
