"""Judge a campaign: does what is there agree with all that was ever told? Pure; every rule is linear in the history.

lost                      an acknowledged message is not in the log, the tables or an inbox as its receipt says
duplicate_effects         a message, leaf or inbox entry that is there twice
inconsistent_checkpoints  a signed checkpoint that is no beginning of the final log, or a released size that went back
changed_receipts          the same bytes got another receipt later
phantoms                  a message that nobody sent
gaps                      numbers that do not follow one another
undelivered               an inbox now differs from what its reader got
unproven                  a receipt or proof that does not verify
refused                   a correct envelope was refused
other                     anything else that was noticed
"""

import itertools
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hub.core import leaf as leaf_format
from hub.core import merkle, receipt
from hub.core.checkpoint import Checkpoint
from hub.core.errors import HubError, ProofError
from hub.core.leaf import MessageLeaf
from keys.errors import KeysError
from keys.note import VerifierKey
from tests.faults.history import Final, History, Submission

KINDS = (
    *("lost", "duplicate_effects", "inconsistent_checkpoints", "changed_receipts", "phantoms"),
    *("gaps", "undelivered", "unproven", "refused", "other"),
)
EXAMPLES = 20  # of each kind kept in words


@dataclass(slots=True)
class Verdict:
    """How often each promise was broken, with some examples."""

    acknowledged: int
    counts: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def add(self, kind: str, what: str) -> None:
        """Note one broken promise."""
        self.counts[kind] += 1
        if self.counts[kind] <= EXAMPLES:
            self.examples.append(f"{kind}: {what}")

    @property
    def is_clean(self) -> bool:
        """Say whether every promise was kept."""
        return not self.counts


def judge(history: History, final: Final, log: VerifierKey) -> Verdict:
    """Compare what was told with what is there; `log` is the key that signs checkpoints."""
    verdict = Verdict(acknowledged=len(history.receipts))
    notes = _Notes(log, verdict)
    _judge_receipts(history, final, notes, verdict)
    _judge_effects(history, final, verdict)
    _judge_numbers(final, verdict)
    _judge_inboxes(history, final, verdict)
    _judge_checkpoints(history, final, notes, verdict)
    for kind, found in (("refused", history.refusals), ("unproven", history.broken), ("other", final.faults)):
        for what in found:
            verdict.add(kind, what)
    return verdict


class _Notes:
    """Checkpoints whose signature was verified, each once."""

    def __init__(self, log: VerifierKey, verdict: Verdict) -> None:
        self._log = log
        self._verdict = verdict
        self._opened: dict[bytes, Checkpoint | None] = {}

    def open(self, signed: bytes) -> Checkpoint | None:
        if signed not in self._opened:
            try:
                self._opened[signed] = receipt.open_checkpoint(signed, self._log)
            except (HubError, KeysError) as error:
                self._opened[signed] = None
                self._verdict.add("unproven", f"a checkpoint: {error.code}")
        return self._opened[signed]


def _judge_receipts(history: History, final: Final, notes: _Notes, verdict: Verdict) -> None:
    """Every receipt verifies, says what was sent, and is true of the final log."""
    rows = {(row.sender, row.id): row for row in final.rows}
    delivered = {(inbox[0], entry.name): entry for inbox, entries in final.inboxes.items() for entry in entries}
    for name, receipts in history.receipts.items():
        sent, shown = history.submitted[name], receipt.parse(receipts[0])
        if len(receipts) > 1:
            verdict.add("changed_receipts", f"{name} has {len(receipts)}")
        for raw in receipts:
            _judge_proof(raw, sent, notes, verdict)
        row = rows.get(name)
        if shown.index >= len(final.leaves) or final.leaves[shown.index] != shown.leaf:
            verdict.add("lost", f"{name}: leaf {shown.index} is not the receipt's")
        elif row is None or (row.index, row.sha256) != (shown.index, sent.sha256):
            verdict.add("lost", f"{name}: the message is not in the table")
        elif any((to, name) not in delivered or delivered[to, name].index != shown.index for to in sent.to):
            verdict.add("lost", f"{name}: not in every recipient's inbox")


def _judge_proof(raw: bytes, sent: Submission, notes: _Notes, verdict: Verdict) -> None:
    shown = receipt.parse(raw)
    checkpoint = notes.open(shown.checkpoint)
    if checkpoint is None:
        return
    try:
        _verify_inclusion(shown.index, shown.leaf, shown.proof, checkpoint)
        leaf = leaf_format.parse(shown.leaf)
    except HubError as error:
        verdict.add("unproven", f"the receipt of {sent.name}: {error.code}")
        return
    said = (leaf.sender, leaf.id, leaf.sha256, leaf.to) if isinstance(leaf, MessageLeaf) else None
    if said != (sent.sender, sent.id, sent.sha256, sent.to):
        verdict.add("unproven", f"the receipt of {sent.name} speaks of something else")


def _verify_inclusion(index: int, leaf: bytes, proof: Iterable[bytes], checkpoint: Checkpoint) -> None:
    merkle.verify_inclusion(
        hashed=merkle.leaf_hash(leaf), index=index, size=checkpoint.size, proof=tuple(proof), root=checkpoint.root
    )


def _judge_effects(history: History, final: Final, verdict: Verdict) -> None:
    """Every message is there once: one leaf, one row, one entry per recipient, and somebody sent it."""
    messages = list(_message_leaves(final))
    everywhere: list[tuple[str, list[Hashable]]] = [
        ("leaf", [(leaf.sender, leaf.id) for _, leaf in messages]),
        ("row", [(row.sender, row.id) for row in final.rows]),
        ("entry", [(recipient, index) for recipient, _, _, index in final.entries]),
        ("inbox", [(*inbox, *entry.name) for inbox, entries in final.inboxes.items() for entry in entries]),
    ]
    for what, names in everywhere:
        for name, count in Counter(names).items():
            if count > 1:
                verdict.add("duplicate_effects", f"{what} {name} is there {count} times")
    sent = {(each.sender, each.id, each.sha256) for each in history.submitted.values()}
    for index, leaf in messages:
        if (leaf.sender, leaf.id, leaf.sha256) not in sent:
            verdict.add("phantoms", f"leaf {index}")
    told = {(leaf.sender, leaf.id, leaf.sha256, index) for index, leaf in messages}
    for row in final.rows:
        if (row.sender, row.id, row.sha256, row.index) not in told:
            verdict.add("phantoms", f"row {row.index}")


def _message_leaves(final: Final) -> Iterator[tuple[int, MessageLeaf]]:
    for index, raw in enumerate(final.leaves):
        leaf = leaf_format.parse(raw)
        if isinstance(leaf, MessageLeaf):
            yield index, leaf


def _judge_numbers(final: Final, verdict: Verdict) -> None:
    """Numbers have no gaps and follow the log, in the tables and as they are served."""
    kept: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for recipient, lane, number, index in final.entries:
        kept.setdefault((recipient, lane), []).append((number, index))
    served = {inbox: [(each.number, each.index) for each in entries] for inbox, entries in final.inboxes.items()}
    for where, inboxes in (("kept", kept), ("served", served)):
        for inbox, entries in inboxes.items():
            numbers, places = [number for number, _ in entries], [index for _, index in entries]
            if sorted(numbers) != list(range(1, len(numbers) + 1)):
                verdict.add("gaps", f"{where} inbox {inbox}")
            elif [index for _, index in sorted(entries)] != sorted(places):
                verdict.add("gaps", f"{where} inbox {inbox} is out of order")


def _judge_inboxes(history: History, final: Final, verdict: Verdict) -> None:
    """What a reader got stays what it was, and nothing came to be before it."""
    for inbox, got in history.deliveries.items():
        now = final.inboxes.get(inbox, ())
        for before, after in zip(got, now, strict=False):
            if before != after:
                verdict.add("undelivered", f"{inbox} number {before.number} is another message now")
        if len(got) != len(now):
            verdict.add("undelivered", f"{inbox}: its reader got {len(got)} entries, there are {len(now)}")
    for inbox, now in final.inboxes.items():
        if now and inbox not in history.deliveries:
            verdict.add("undelivered", f"{inbox} was never read")


def _judge_checkpoints(history: History, final: Final, notes: _Notes, verdict: Verdict) -> None:
    """Every checkpoint ever signed is a beginning of the final log, and each is consistent with the next."""
    seen = [*history.notes, *(receipt.parse(raw).checkpoint for each in history.receipts.values() for raw in each)]
    opened = [notes.open(signed) for signed in dict.fromkeys([*seen, final.checkpoint])]
    checkpoints = sorted({(each.size, each.root) for each in opened if each is not None})
    roots = _roots(final.leaves, {size for size, _ in checkpoints})
    for size, root in checkpoints:
        if roots.get(size) != root:
            verdict.add("inconsistent_checkpoints", f"of size {size} is no beginning of the log of {len(final.leaves)}")
    for observer, sizes in history.sizes.items():
        for before, after in itertools.pairwise(sizes):
            if after < before:
                verdict.add("inconsistent_checkpoints", f"{observer} saw size {before}, then {after}")
    _judge_served_proofs(final, notes, dict(checkpoints), verdict)


def _judge_served_proofs(final: Final, notes: _Notes, roots: dict[int, bytes], verdict: Verdict) -> None:
    """The hub itself proves a chain from the first checkpoint ever seen to the last, and leaves under the last."""
    chain = [first for first, _, _ in final.consistency] + [second for _, second, _ in final.consistency[-1:]]
    ends = [size for size in sorted(roots) if size]
    if len(ends) > 1 and (chain[:1] != ends[:1] or chain[-1:] != ends[-1:]):
        verdict.add("unproven", "the chain of consistency proofs is not whole")
    for (first, second, proof), follower in zip(final.consistency, chain[1:], strict=True):
        if second != follower or not _is_consistent(first, second, proof, roots):
            verdict.add("inconsistent_checkpoints", f"{first} to {second} is not proven")
    checkpoint = notes.open(final.checkpoint)
    if checkpoint is None or checkpoint.size != len(final.leaves):
        verdict.add("other", "the released size is not the size of the log")
        return
    for index, proof in final.inclusion:
        try:
            _verify_inclusion(index, final.leaves[index], proof, checkpoint)
        except ProofError:
            verdict.add("unproven", f"leaf {index} in the final log")


def _is_consistent(first: int, second: int, proof: Sequence[bytes], roots: dict[int, bytes]) -> bool:
    if first not in roots or second not in roots:
        return False
    try:
        merkle.verify_consistency(
            first=first, first_root=roots[first], second=second, second_root=roots[second], proof=proof
        )
    except ProofError:
        return False
    return True


def _roots(leaves: Iterable[bytes], sizes: set[int]) -> dict[int, bytes]:
    """Return the roots of the log's beginnings of these sizes."""
    frontier = merkle.Frontier.empty()
    roots = {0: frontier.root()} if 0 in sizes else {}
    for leaf in leaves:
        frontier = frontier.append([merkle.leaf_hash(leaf)])
        if frontier.size in sizes:
            roots[frontier.size] = frontier.root()
    return roots
