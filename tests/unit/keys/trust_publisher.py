"""A publisher of trust lists and one reader, for tests that tell what happens to both."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from keys import note, trustlist
from keys.jwk import PrivateKey
from keys.trustlist import Role, TrustList
from tests.support.trust import make_authority, make_key, make_participant, sign_all

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
LAST = 2**31  # the last version there is
HOUR = timedelta(hours=1)


def key(number: int) -> PrivateKey:
    """Return the signer of this number."""
    return make_key("tuf", str(number))


def keys(numbers: Sequence[int]) -> dict[str, PrivateKey]:
    """Return the signers of these numbers, by name."""
    return {f"k-{number}": key(number) for number in numbers}


def role(numbers: Sequence[int], threshold: int) -> Role:
    """Return a role of these signers."""
    return Role(threshold=threshold, keys=tuple(note.verifier_key(name, one) for name, one in keys(numbers).items()))


class Publisher:
    """Those who publish, and one reader; what is published is what the reader is offered next."""

    def __init__(self):
        self.authority = make_authority("tuf")
        names = ("kz-mvd", "tj-mvd")
        self.members = [make_participant(name, make_key("tuf", name).public, now=NOW) for name in names]
        self.roots = [self.authority.root(now=NOW)]
        self.participants = self.authority.participants(self.members, now=NOW)
        self.status = self.authority.status(self.roots[-1], self.participants, now=NOW)
        self.reader: TrustList = self.load()

    def load(self, now=NOW, **changes) -> TrustList:
        """Load everything from the first root."""
        offered = {"root": self.roots, "participants": self.participants, "status": self.status}
        anchor = trustlist.digest(self.roots[0])
        return trustlist.load(**{"anchor": anchor, **offered, **changes}, now=now)

    def refresh(self, now=NOW) -> TrustList:
        """Let the reader take what is published."""
        self.reader = trustlist.update(
            self.reader,
            roots=self.roots[self.reader.version[0] :],
            participants=self.participants,
            status=self.status,
            now=now,
        )
        return self.reader

    def publish_root(self, signers: Mapping[str, PrivateKey] | None = None, now=NOW, **changes) -> None:
        """Publish a next root, signed by the council unless others are named."""
        before = self.roots[-1]
        members = {"version": len(self.roots) + 1, "previous": trustlist.digest(before), **changes}
        raw = self.authority.root(now=now, **members)
        self.roots.append(raw if signers is None else sign_all(note.parse(raw).text, signers))

    def publish_participants(self, version: int, now=NOW, **changes) -> None:
        """Publish a list of participants."""
        self.participants = self.authority.participants(self.members, now=now, version=version, **changes)

    def publish_status(self, version: int, now=NOW, **changes) -> None:
        """Publish a status that names what is published."""
        documents = self.roots[-1], self.participants
        self.status = self.authority.status(*documents, now=now, version=version, **changes)

    def rotate(self, *, officers: bool = False, status: bool = False) -> None:
        """Publish a root with other keys for these roles."""
        if officers:
            self.authority.officers = keys([11, 12])
        if status:
            self.authority.online = keys([13])
        self.publish_root(participants=self.role("officers", 2), status=self.role("online", 1))

    def role(self, name: str, threshold: int) -> Role:
        """Return a role as its keys are now."""
        held = getattr(self.authority, name).items()
        return Role(threshold=threshold, keys=tuple(note.verifier_key(name, one) for name, one in held))
