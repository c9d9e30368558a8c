"""The audit's erased messages: each was due by its own retention, and more than its own table says that it was erased.

    key name ─> class of the record type, month that fits the leaf and is over, key of the keyring
    journal (outside the database), or a leaf `erasure` of the log ─> how many were erased under the key

An erased message has no bytes left that could prove anything, so all that is left is held against each other.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hub.core import instant, retention
from hub.core.audit import BadEntryError, reading, require
from hub.core.leaf import ActLeaf, MessageLeaf
from hub.store import audit
from hub.store.audit import KeyEnd, Message
from hub.store.connection import Connection
from hub.workflows.at_rest.rotate_keys import HORIZON
from hub.workflows.vault import Vault
from schemas.catalogue import Catalogue

SKEW = timedelta(minutes=5)  # between the clocks of the hub's machines
Journal = Mapping[int, tuple[str, str]]
"""What the erasure journal says: the message's place, the key that it was erased under, its digest (hex)."""


@dataclass(slots=True, kw_only=True)
class Erased:
    """The erased messages read so far: places, how many under each key, one of each key that no journal tells of."""

    vault: Vault
    catalogue: Catalogue
    journal: Journal
    now: datetime
    places: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    _alone: dict[str, int] = field(default_factory=dict)

    def add(self, place: int, leaf: MessageLeaf, row: Message) -> None:
        """Take in an erased message.

        Raises:
            BadEntryError: nothing justifies that it is erased. So do the methods below.
        """
        where, key = f"message {place}", row.body.key or ""
        require(row.erased == key and row.body.body == b"", where, "not-erased")
        require(row.erased_at is not None and row.erased_at <= self.now + SKEW, f"erasure {place}", "out-of-order")
        require(self._may_end(key, leaf, row.type), where, "not-erased")
        known = key in self.vault.keyring.wrapping or key in self.vault.keyring.destroyed
        require(known, where, "not-erased")
        self.places.append(place)
        self.counts[key] += 1
        if self.journal.get(place) != (key, leaf.sha256):
            self._alone.setdefault(key, place)

    def _may_end(self, key: str, leaf: MessageLeaf, kind: str) -> bool:
        """Say whether a message of this type could be kept by this key, and is due."""
        named, at = retention.read_name(key), instant.parse(leaf.at)
        if named is None or at is None or named[1] >= retention.month_of(self.now):
            return False
        term = self.vault.classes.get(named[0])
        classes = {each.retention for each in self.catalogue.record_types() if each.name == kind}
        return (
            term is not None and classes == {term.name} and retention.could_end(term, named[1], retention.month_of(at))
        )

    async def check_ends(self, conn: Connection, acts: Mapping[int, ActLeaf]) -> list[str]:
        """Check the ends of keys against the leaves that tell of them; return the keys whose end is not logged yet."""
        for place in await audit.read_loose_erasures(conn):
            raise BadEntryError(f"erasure {place}", "extra")
        ends = await audit.read_key_ends(conn)
        for end in ends:
            with reading(f"key {end.key}"):
                self._check_end(end, acts)
        logged = {leaf.subject for leaf in acts.values() if leaf.act == "erasure"}
        require(logged == {end.key for end in ends if end.index is not None}, "erasure", "missing")
        for key, place in self._alone.items():
            require(key in logged, f"message {place}", "not-erased")
        return sorted(self.counts.keys() - logged)

    def _check_end(self, end: KeyEnd, acts: Mapping[int, ActLeaf]) -> None:
        where, keyring = f"key {end.key}", self.vault.keyring
        kind, _, period = end.key.partition("/")
        blind = kind == retention.BLIND
        known = end.key in keyring.names or end.key in keyring.destroyed
        require(known, where, "extra")
        require(end.erased == self.counts[end.key], where, "column-mismatch")
        over = int(period) * 12 + 11 if blind else retention.parse_month(period)
        early = retention.month_of(end.emptied + SKEW) <= over or end.emptied > self.now + SKEW
        require(not early, where, "out-of-order")
        if end.destroyed is not None:
            require(end.key not in keyring.wrapping, where, "column-mismatch")
            require(end.emptied + HORIZON <= end.destroyed + SKEW, where, "out-of-order")
            require(end.destroyed <= self.now + SKEW, where, "out-of-order")
        if end.index is not None:
            leaf = acts.get(end.index)
            named = leaf is not None and (leaf.act, leaf.subject) == ("erasure", end.key)
            require(named and end.destroyed is not None, where, "column-mismatch")

    def check_stated(self, where: str, leaf: ActLeaf, facts: Mapping[str, object]) -> None:
        """Check what the document of a leaf `erasure` says."""
        require(facts.get("key") == leaf.subject, where, "column-mismatch")
        if facts.get("messages") != self.counts[leaf.subject]:
            alone = self._alone.get(leaf.subject)
            raise BadEntryError(where if alone is None else f"message {alone}", "not-erased")


def places_of(entries: Sequence[tuple[str, Sequence[tuple[int, str]]]]) -> dict[int, tuple[str, str]]:
    """Return a journal's entries (key, places with digests) by place; the last word of a place counts."""
    return {place: (key, sha256) for key, messages in entries for place, sha256 in messages}
