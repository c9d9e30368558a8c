"""The audit's messages: each agrees with its leaf, its bytes and its signature; what follows from them is what is kept.

Inbox numbers, what recipients said and the state of cases and bans are all made anew from the messages, in the order of
the log. Of an erased message its leaf and its digest are left; what only its record could tell is taken as it is.
"""

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from hashlib import sha256

from hub.core import delivery
from hub.core import envelope as envelopes
from hub.core import head as heads
from hub.core.audit import BadEntryError, require
from hub.core.envelope import Envelope
from hub.core.errors import DamagedError, EncryptionKeyError, ErasedError, HubError
from hub.core.head import Head, HeadKey
from hub.core.leaf import MessageLeaf
from hub.store.audit import Message
from hub.workflows.audit.erased import Erased
from hub.workflows.audit.keys import Keys
from hub.workflows.vault import Vault
from keys import jws
from keys.errors import KeysError
from schemas.catalogue import Catalogue

Said = tuple[str, int, int]
"""What a recipient said: the status, the place of the last receipt and of the first."""


@dataclass(slots=True, kw_only=True)
class Messages:
    """What the messages read so far come to.

    `released` are sender and id of held messages that were let through after all, `again` their places. `unsure` are
    the kinds and owners of cases and bans that an erased message may have moved.
    """

    origin: str
    keys: Keys
    vault: Vault
    catalogue: Catalogue
    released: frozenset[tuple[str, str]]
    erased: Erased
    again: set[int] = field(default_factory=set)
    inboxes: dict[tuple[str, str], "array[int]"] = field(default_factory=lambda: defaultdict(lambda: array("q")))
    said: dict[tuple[int, str], Said] = field(default_factory=dict)
    heads: dict[HeadKey, Head] = field(default_factory=dict)
    unsure: set[tuple[str, str]] = field(default_factory=set)
    recipients: dict[int, tuple[str, ...]] = field(default_factory=dict)
    _open: list[tuple[int, int]] = field(default_factory=list)
    _lanes: dict[str, str] = field(default_factory=dict)

    def check(self, place: int, leaf: MessageLeaf, row: Message | None) -> None:
        """Check one message against its leaf.

        Raises:
            BadEntryError: it is not as it must be.
        """
        where = f"message {place}"
        if row is None:
            raise BadEntryError(where, "missing")
        require((row.sender, row.id) == (leaf.sender, leaf.id), where, "column-mismatch")
        self._open.append((place, row.group_size))
        self.recipients[place] = leaf.to
        if (leaf.sender, leaf.id) in self.released:
            self.again.add(place)
        raw = self._read(where, row)
        if raw is None:
            require(row.sha256 == leaf.sha256, where, "column-mismatch")
            self._note_erased(where, place, leaf, row)
            self._number(place, leaf, row, where)
            return
        require(sha256(raw).hexdigest() == leaf.sha256, where, "digest-mismatch")
        require(row.sha256 == leaf.sha256, where, "column-mismatch")
        envelope = self._verify(where, raw, row)
        self._compare(where, envelope, leaf, row)
        self._number(place, leaf, row, where)
        self._follow(place, envelope)

    def end_groups(self, ends: list[int]) -> None:
        """Check that the messages before each end of a group name it as their own.

        Raises:
            BadEntryError: one names another.
        """
        rest = []
        for place, named in self._open:
            end = next((each for each in ends if each > place), None)
            if end is None:
                rest.append((place, named))
            else:
                require(named == end, f"message {place}", "column-mismatch")
        self._open = rest

    def _read(self, where: str, row: Message) -> bytes | None:
        try:
            return self.vault.open(row.body)
        except ErasedError:
            require(row.body.wrapped is None, where, "no-key")  # destroyed, and what it wraps is still there
            return None
        except DamagedError:
            raise BadEntryError(where, "unopenable") from None
        except EncryptionKeyError:
            raise BadEntryError(where, "no-key") from None

    def _note_erased(self, where: str, place: int, leaf: MessageLeaf, row: Message) -> None:
        self.erased.add(place, leaf, row)
        found = self.keys.find(row.kid)
        require(found is not None and found[1] == leaf.sender, where, "column-mismatch")
        mover = heads.MOVERS.get(row.type)
        if mover is not None:  # whose head it moved, only its record could prove
            self.unsure.update((mover.kind, name) for name in mover.owners(leaf.sender, leaf.to))

    def _verify(self, where: str, raw: bytes, row: Message) -> Envelope:
        try:
            token = jws.read(raw, envelopes.TYP)
            envelope = envelopes.parse(token.payload, raw)
        except (KeysError, HubError):
            raise BadEntryError(where, "malformed") from None
        require(row.kid == token.kid, where, "column-mismatch")
        found = self.keys.find(token.kid)
        if found is None or found[1] != envelope.sender:
            raise BadEntryError(where, "unsigned")
        try:
            token.verify(found[0])
        except KeysError:
            raise BadEntryError(where, "unsigned") from None
        return envelope

    def _compare(self, where: str, envelope: Envelope, leaf: MessageLeaf, row: Message) -> None:
        require(envelope.hub == self.origin, where, "foreign")
        require((envelope.sender, envelope.id) == (leaf.sender, leaf.id), where, "digest-mismatch")
        require(envelope.type == row.type, where, "column-mismatch")
        named = {name for name in envelope.to if not name.startswith("@")}
        groups = len(named) < len(envelope.to)
        require(named <= set(leaf.to) if groups else named == set(leaf.to), where, "column-mismatch")

    def _number(self, place: int, leaf: MessageLeaf, row: Message, where: str) -> None:
        if row.type not in self._lanes:
            versions = [each for each in self.catalogue.record_types() if each.name == row.type]
            require(versions, where, "column-mismatch")
            self._lanes[row.type] = str(versions[0].lane)
        lane = self._lanes[row.type]
        for recipient in leaf.to:
            self.inboxes[recipient, lane].append(place)
        if row.kid not in self.keys.participants and leaf.sender not in leaf.to:  # a contact person's
            self.inboxes[leaf.sender, lane].append(place)

    def _follow(self, place: int, envelope: Envelope) -> None:
        if envelope.type == delivery.TYPE:
            for item in envelope.record["messages"]:
                about = item["index"]
                speakers = self.recipients.get(about, ()) if envelope.sender == delivery.HUB else (envelope.sender,)
                for name in speakers:
                    first = self.said[about, name][2] if (about, name) in self.said else place
                    self.said[about, name] = (envelope.record["status"], place, first)
            return
        key = heads.key_of(envelope)
        if key is None or key[:2] in self.unsure:
            return
        try:
            self.heads[key] = heads.step(key, self.heads.get(key), envelope)
        except HubError:
            raise BadEntryError(f"message {place}", "out-of-order") from None
