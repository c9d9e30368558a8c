"""Which log key counts for which leaf, and whether a leaf stands in the log.

Each root names one log key. The chain of roots around the caller's anchor therefore names all log keys that the hub
ever had, and until when each was the hub's: the key of a root that was replaced serves for leaves accepted before its
successor was issued, the key of the last root without a limit.

    root 1  log key A        root 2  log key A        root 3  log key B
    |--------------------- A ------------------------|------ B ------>      by the time in the leaf

A retired key that was kept, or stolen, so vouches for nothing that is said to have happened after it was replaced. It
could still sign something dated back; against that stand the witnesses, who cosigned what the log was at the time. A
new key vouches for old leaves too: the hub makes receipts again, with the key it has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.core import checkpoint as checkpoints
from hub.core import instant, merkle
from hub.core import leaf as leaves
from hub.core.checkpoint import Checkpoint
from hub.core.errors import HubError, LeafMalformedError, ProofError
from hub.core.leaf import Leaf
from hub.core.receipt import Receipt
from keys import note, strict_json
from keys.note import VerifierKey
from keys.trust_root import Root


class LogKeyRetiredError(HubError):
    """A checkpoint is signed by a log key that had been replaced when the leaf was accepted."""

    code = "log-key-retired"
    ru = "Контрольная точка подписана ключом журнала, который к моменту приёма был заменён. Не полагайтесь на неё."
    en = "The checkpoint is signed by a log key that had been replaced before the leaf was accepted. Do not rely on it."


@dataclass(frozen=True, slots=True, kw_only=True)
class LogKey:
    """A key of the log; `until` is when the root that replaced it was issued."""

    verifier: VerifierKey
    until: datetime | None

    def serves(self, at: datetime) -> bool:
        """Say whether it counts for a leaf of this time."""
        return self.until is None or at < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """A leaf that stands in the log: what it says, when it was accepted, where, and under which checkpoint."""

    leaf: Leaf
    at: datetime
    index: int
    checkpoint: Checkpoint


def log_keys(roots: Sequence[Root]) -> tuple[LogKey, ...]:
    """Return the log's keys of all times, from roots in the order of their versions."""
    until: dict[VerifierKey, datetime | None] = {}
    for root, successor in zip(roots, [*roots[1:], None], strict=True):
        until[root.log] = None if successor is None else successor.issued_at
    return tuple(LogKey(verifier=verifier, until=limit) for verifier, limit in until.items())


def check_logged(receipt: Receipt, keys: Sequence[LogKey]) -> Logged:
    """Check the checkpoint's signature and the leaf's place under it.

    Raises:
        NoteError, CheckpointMalformedError, LeafMalformedError, StrictJsonError, ProofError: what does not hold.
        LogKeyRetiredError: the key that signed had been replaced.
    """
    leaf, at = read_leaf(receipt.leaf)
    checkpoint = open_checkpoint(receipt.checkpoint, keys, at)
    check_place(receipt.leaf, receipt.index, receipt.proof, checkpoint)
    return Logged(leaf=leaf, at=at, index=receipt.index, checkpoint=checkpoint)


def read_leaf(raw: bytes) -> tuple[Leaf, datetime]:
    """Return a leaf with its time.

    Raises:
        LeafMalformedError, StrictJsonError: it is none, or has no time.
    """
    leaf = leaves.parse(raw)
    strict_json.loads(raw)  # a leaf that readers of JSON could understand differently is none
    at = instant.parse(leaf.at)
    if at is None:
        raise LeafMalformedError
    return leaf, at


def open_checkpoint(signed: bytes, keys: Sequence[LogKey], at: datetime) -> Checkpoint:
    """Return the checkpoint in a note that a log key of this time signed.

    Raises:
        NoteError, CheckpointMalformedError: it is none, or no key of the log signed it.
        ProofError: it is another log's.
        LogKeyRetiredError: the key that signed had been replaced.
    """
    opened = note.open(signed, [key.verifier for key in keys])
    checkpoint = checkpoints.parse(opened.text)
    signed_by = {signature.key for signature in opened.signatures}
    found = [key for key in keys if key.verifier in signed_by]
    if any(key.verifier.name != checkpoint.origin for key in found):
        raise ProofError
    if not any(key.serves(at) for key in found):
        raise LogKeyRetiredError
    return checkpoint


def check_place(leaf: bytes, index: int, proof: Sequence[bytes], checkpoint: Checkpoint) -> None:
    """Check that a leaf stands at its place under a checkpoint.

    Raises:
        ProofError: it does not.
    """
    hashed = merkle.leaf_hash(leaf)
    merkle.verify_inclusion(hashed=hashed, index=index, size=checkpoint.size, proof=proof, root=checkpoint.root)
