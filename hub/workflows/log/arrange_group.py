"""Arrange one group: who is a duplicate, who wins, which number each winner gets. Pure; run under the log's lock.

Entries are taken in the order in which they came. A winner's leaf is made here, once, with the time that the database
gave under the lock.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from hub.core import contact_person, delivery, entry_ban, head, instant, merkle
from hub.core import leaf as leaves
from hub.core.entry_ban import period
from hub.core.errors import ConflictError, HubError, IdConflictError, UnavailableError, UnprocessableError
from hub.core.head import Head, HeadKey
from hub.core.leaf import MessageLeaf
from hub.core.merkle import Frontier, Node
from hub.core.receipt import Receipt
from hub.core.statement import Stated
from hub.store.connection import Connection
from hub.store.log import DeliveryState, Duplicate, GroupState
from hub.workflows.log.candidate import Candidate
from hub.workflows.log.make_leaf import Moment, make_act_leaf, make_message_leaf
from keys.at_rest import Ciphertext
from keys.errors import KeysError


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act to be logged that is no message; `sha256` (hex) of the document that states it, `salt` random (hex).

    `raises_epoch` says whether it changes what messages are judged by; its `apply` then raises the trust epoch. `epoch`
    is the one it was judged under itself; None: it was judged by nothing that an epoch counts.
    """

    name: str
    subject: str
    sha256: str
    salt: str
    raises_epoch: bool = True
    epoch: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that wants a place in the log: a checked envelope, or an act with the writing that belongs to it.

    `stored` is the envelope as it will be kept, encrypted; the committer fills it in.
    """

    candidate: Candidate | None = None
    stored: Ciphertext | None = None
    act: Act | None = None
    apply: Callable[[Connection, int], Awaitable[None]] | None = None

    @property
    def message(self) -> tuple[str, str] | None:
        """Sender and id, for a message."""
        return None if self.candidate is None else (self.candidate.envelope.sender, self.candidate.envelope.id)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whose inboxes it goes to."""
        return () if self.candidate is None else self.candidate.inboxes

    @property
    def receipts_for(self) -> list[int]:
        """The places of the messages that a receipt speaks of."""
        if self.candidate is None or self.candidate.envelope.type != delivery.TYPE:
            return []
        return [item["index"] for item in self.candidate.envelope.record["messages"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The entry is in the log now."""

    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedBefore:
    """The same bytes were accepted earlier, or stand twice in this group: the receipt is that of `index`."""

    index: int
    group_size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """The trust epoch rose since the envelope or the statement was checked: check it again."""

    epoch: int


Outcome = Accepted | AcceptedBefore | Stale
Refusal = HubError | KeysError


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """What a group comes to: `winners` with their places, the log's new end, and an outcome for every entry."""

    winners: Sequence[tuple[int, Entry]]
    leaves: Sequence[bytes]
    frontier: Frontier
    root: bytes
    nodes: Mapping[Node, bytes]
    at: datetime
    inboxes: Mapping[tuple[str, str], int]
    entries: Sequence[tuple[str, str, int, int]]
    heads: Mapping[HeadKey, Head]
    deliveries: Mapping[tuple[int, str], tuple[str, int]]
    slots: Sequence[int | Refusal | AcceptedBefore | Stale]
    note: bytes = b""

    def signed(self, note: bytes) -> "Arrangement":
        """Return the same with the signed checkpoint of its end."""
        return replace(self, note=note)

    def outcomes(self) -> list[Outcome | Refusal]:
        """Return one outcome per entry, in their order; a place in the log becomes a receipt."""
        first, folded = self.frontier.size - len(self.leaves), dict[tuple[int, int], bytes]()
        return [self._accepted(slot, first, folded) if isinstance(slot, int) else slot for slot in self.slots]

    def _accepted(self, index: int, first: int, folded: dict[tuple[int, int], bytes]) -> Accepted:
        proof = merkle.make_proof(merkle.inclusion_ranges(index, self.frontier.size), self.nodes, folded)
        leaf = self.leaves[index - first]
        return Accepted(receipt=Receipt(leaf=leaf, index=index, proof=tuple(proof), checkpoint=self.note))


@dataclass(slots=True)
class _Draft:
    """The group in the making: like the log's state, as it will be after the entries taken so far."""

    state: GroupState
    said: Mapping[int, DeliveryState]
    approvals: Sequence[Stated]
    moment: Moment
    leaves: list[bytes] = field(default_factory=list)
    winners: list[tuple[int, Entry]] = field(default_factory=list)
    ids: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    inboxes: dict[tuple[str, str], int] = field(default_factory=dict)
    entries: list[tuple[str, str, int, int]] = field(default_factory=list)
    heads: dict[HeadKey, Head] = field(default_factory=dict)
    deliveries: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict)
    raised: int = 0

    @property
    def next_index(self) -> int:
        return self.state.frontier.size + len(self.leaves)


def needed_keys(entries: Sequence[Entry]) -> list[HeadKey]:
    """Return the heads that these entries may move."""
    keys = (head.key_of(entry.candidate.envelope) for entry in entries if entry.candidate is not None)
    return sorted({key for key in keys if key is not None})


def arrange(
    entries: Sequence[Entry],
    state: GroupState,
    said: Mapping[int, DeliveryState],
    *,
    origin: str,
    approvals: Sequence[Stated] = (),
) -> Arrangement:
    """Return the group: duplicates found, losers refused, winners numbered, leaves made.

    `approvals` are those in the log of the payloads that need one.
    """
    moment = Moment(hub=origin, at=instant.format(state.at), trust=state.trust_epoch)
    draft = _Draft(state=state, said=said, approvals=approvals, moment=moment)
    slots = [_take(draft, entry) for entry in entries]
    size = state.frontier.size + len(draft.leaves)
    frontier, nodes = state.frontier.grow(merkle.leaf_hash(leaf) for leaf in draft.leaves)
    return Arrangement(
        winners=draft.winners,
        leaves=draft.leaves,
        frontier=frontier,
        root=frontier.root(),
        nodes=nodes,
        at=state.at,
        inboxes=draft.inboxes,
        entries=draft.entries,
        heads=draft.heads,
        deliveries=draft.deliveries,
        slots=[replace(slot, group_size=size) if _is_twin(slot) else slot for slot in slots],
    )


def _is_twin(slot: object) -> bool:
    return isinstance(slot, AcceptedBefore) and slot.group_size == 0


def _take(draft: _Draft, entry: Entry) -> Any:
    """Return the entry's place in the log, or why it gets none."""
    try:
        if entry.candidate is None:
            return _take_act(draft, entry, entry.act)
        settled = _find_duplicate(draft, entry.candidate) or _find_stale(draft, entry.candidate.epoch)
        return settled or _take_message(draft, entry, entry.candidate)
    except (HubError, KeysError) as error:
        return error


def _take_act(draft: _Draft, entry: Entry, act: Act | None) -> int | Stale:
    if act is None:
        raise ConflictError
    stale = None if act.epoch is None else _find_stale(draft, act.epoch)
    if stale is not None:
        return stale
    draft.raised += act.raises_epoch
    leaf = make_act_leaf(draft.moment, name=act.name, subject=act.subject, sha256=act.sha256, salt=act.salt)
    return _win(draft, entry, leaf)


def _find_duplicate(draft: _Draft, candidate: Candidate) -> AcceptedBefore | None:
    envelope = candidate.envelope
    name = (envelope.sender, envelope.id)
    twin = draft.ids.get(name)
    known: Duplicate | None = draft.state.duplicates.get(name)
    if twin is None and known is None:
        return None
    digest = twin[0] if twin else known.sha256 if known else ""
    if digest != envelope.sha256:
        raise IdConflictError
    if twin:
        return AcceptedBefore(index=twin[1], group_size=0)
    return AcceptedBefore(index=known.index, group_size=known.group_size) if known else None


def _find_stale(draft: _Draft, judged: int) -> Stale | None:
    epoch = draft.state.trust_epoch + draft.raised  # an act may change what its followers are judged by
    return Stale(epoch=epoch) if judged < epoch else None


def _take_message(draft: _Draft, entry: Entry, candidate: Candidate) -> int:
    envelope = candidate.envelope
    if candidate.signer is not None:
        contact_person.vouch(candidate.signer, draft.approvals, draft.state.at)
    key = head.key_of(envelope)
    moved = None
    if key is not None:
        before = draft.heads.get(key) or draft.state.heads.get(key)
        moved = head.step(key, before, envelope)
        _hold_against(draft, candidate, before)
    spoken = _hear(draft, candidate) if envelope.type == delivery.TYPE else {}
    place = _win(draft, entry, make_message_leaf(draft.moment, candidate))
    draft.ids[envelope.sender, envelope.id] = (envelope.sha256, place)
    if moved is not None:
        draft.heads[moved.key] = moved
    draft.deliveries.update({name: (status, place) for name, status in spoken.items()})
    for recipient in candidate.inboxes:
        inbox = (recipient, candidate.record_type.lane)
        number = draft.inboxes.get(inbox, draft.state.inboxes.get(inbox, 0)) + 1
        draft.inboxes[inbox] = number
        draft.entries.append((*inbox, number, place))
    return place


def _hold_against(draft: _Draft, candidate: Candidate, before: Head | None) -> None:
    """Refuse a reduced ban that ends later than the one before it here; for now, if others logged one meanwhile."""
    if before is None or before.last == candidate.after or not entry_ban.reduces(candidate.envelope):
        return
    here = [each.candidate.envelope for _, each in draft.winners if each.candidate is not None]
    known = next((each for each in reversed(here) if each.id == before.last), None)
    if known is None:
        raise UnavailableError(retry_after=1)
    if period.lengthens(known.record, candidate.envelope.record):
        raise UnprocessableError([entry_ban.LENGTHENED])


def _hear(draft: _Draft, candidate: Candidate) -> dict[tuple[int, str], str]:
    """Return what a receipt says of each message, by place and recipient."""
    envelope = candidate.envelope
    spoken: dict[tuple[int, str], str] = {}
    for position, item in enumerate(envelope.record["messages"]):
        pointer = f"/record/messages/{position}"
        known = draft.said.get(item["index"])
        if known is None or (known.id, known.sha256, known.sender) != (item["id"], item["sha256"], envelope.to[0]):
            raise UnprocessableError([delivery.unknown(pointer)])
        leaf = leaves.parse(known.leaf)
        if not isinstance(leaf, MessageLeaf) or not delivery.is_addressed(leaf, envelope.sender):
            raise UnprocessableError([delivery.unknown(pointer)])
        if known.type == delivery.TYPE:
            raise UnprocessableError([delivery.not_receipted(pointer)])
        for recipient in leaf.to if envelope.sender == delivery.HUB else (envelope.sender,):
            name = (known.index, recipient)
            before = draft.deliveries[name][0] if name in draft.deliveries else known.statuses.get(recipient)
            spoken[name] = delivery.step(before, envelope.record["status"], pointer)
    return spoken


def _win(draft: _Draft, entry: Entry, leaf: bytes) -> int:
    place = draft.next_index
    draft.leaves.append(leaf)
    draft.winners.append((place, entry))
    return place
