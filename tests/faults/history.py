"""What a campaign has seen while it went on, and what is found when everything has healed.

`History` is written by clients, who know only what the hub told them. `Final` is read afterwards, through the public
interface and directly from the database. `checker.judge` compares the two.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Name = tuple[str, str]  # sender and message id
Inbox = tuple[str, str]  # recipient and lane


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """An envelope that a client sent, perhaps many times, always with the same bytes."""

    sender: str
    id: str
    sha256: str
    to: tuple[str, ...]

    @property
    def name(self) -> Name:
        """Sender and id: what makes a message one."""
        return self.sender, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """An entry of an inbox as its reader got it; its inclusion proof was verified when it was read."""

    number: int
    index: int
    sender: str
    id: str
    sha256: str

    @property
    def name(self) -> Name:
        """Sender and id."""
        return self.sender, self.id


@dataclass(slots=True, kw_only=True)
class History:
    """All that clients, readers and observers were told.

    Attributes:
        submitted: every envelope that was ever sent, before its first byte left.
        receipts: for each acknowledged message the distinct receipts it got (bytes); more than one is a fault.
        notes: every signed checkpoint ever seen, by observers, in receipts and in inbox pages.
        sizes: for each observer the released sizes in the order in which he saw them.
        deliveries: for each inbox what its reader got, in the order of reading.
        refusals: codes of refusals that no correct hub would have given.
        broken: what did not verify when a client looked at it.
        in_doubt: how often a client had to send the same bytes again.
    """

    submitted: dict[Name, Submission] = field(default_factory=dict)
    receipts: dict[Name, list[bytes]] = field(default_factory=dict)
    notes: dict[bytes, None] = field(default_factory=dict)
    sizes: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    deliveries: defaultdict[Inbox, list[Delivery]] = field(default_factory=lambda: defaultdict(list))
    refusals: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    in_doubt: int = 0

    def acknowledge(self, name: Name, receipt: bytes) -> None:
        """Note a receipt; the same bytes again are nothing new."""
        known = self.receipts.setdefault(name, [])
        if receipt not in known:
            known.append(receipt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A message as it lies in the database."""

    index: int
    sender: str
    id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """What is there when everything has healed.

    Attributes:
        leaves: the log, from the database, leaf by leaf.
        rows: the messages, from the database.
        entries: inbox entries from the database: recipient, lane, number, index.
        checkpoint: the newest released checkpoint, from the public interface.
        inboxes: every inbox from its first number on, from the public interface.
        consistency: proofs from the public interface: first size, second size, hashes.
        inclusion: proofs from the public interface to `checkpoint`: index, hashes.
        faults: what else was found to be wrong in the tables.
    """

    leaves: Sequence[bytes]
    rows: Sequence[Row]
    entries: Sequence[tuple[str, str, int, int]]
    checkpoint: bytes
    inboxes: Mapping[Inbox, Sequence[Delivery]]
    consistency: Sequence[tuple[int, int, Sequence[bytes]]] = ()
    inclusion: Sequence[tuple[int, Sequence[bytes]]] = ()
    faults: Sequence[str] = ()
