"""The accepted receipt: proof that the hub took responsibility for a message.

    {"leaf": "<the leaf's text>", "index": 41, "proof": ["<base64>", …], "checkpoint": "<signed note>"}

Leaf, inclusion proof and signed checkpoint are all the evidence there is; anyone with the log's key checks it offline.
It is the same, byte for byte, each time it is made: from the leaf's index and the size of the log at its group's end.
"""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

from hub.core import checkpoint as checkpoints
from hub.core import leaf as leaves
from hub.core import merkle
from hub.core.checkpoint import Checkpoint
from hub.core.errors import ProofError, ReceiptMalformedError
from keys import note, strict_json
from keys.note import VerifierKey

MAX_BYTES = 128 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`leaf` and `checkpoint` as bytes, `proof` as hashes of 32 bytes, deepest first."""

    leaf: bytes
    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes


def to_json(receipt: Receipt) -> dict[str, Any]:
    """Return the receipt as it stands inside answers and bundles."""
    return {
        "leaf": receipt.leaf.decode("ascii"),
        "index": receipt.index,
        "proof": [encode_hash(hashed) for hashed in receipt.proof],
        "checkpoint": receipt.checkpoint.decode("utf-8"),
    }


def from_json(value: object) -> Receipt:
    """Read what `to_json` made; strict.

    Raises:
        ReceiptMalformedError: it is not a receipt.
    """
    if not isinstance(value, dict) or value.keys() != {"leaf", "index", "proof", "checkpoint"}:
        raise ReceiptMalformedError
    leaf, index, proof, text = value["leaf"], value["index"], value["proof"], value["checkpoint"]
    if not (isinstance(leaf, str) and leaf.isascii() and isinstance(text, str)):
        raise ReceiptMalformedError
    if not isinstance(index, int) or isinstance(index, bool) or not isinstance(proof, list):
        raise ReceiptMalformedError
    hashes = tuple(decode_hash(item) for item in proof)
    return Receipt(leaf=leaf.encode("ascii"), index=index, proof=hashes, checkpoint=text.encode("utf-8"))


def encode_hash(hashed: bytes) -> str:
    """Return a hash as it stands in JSON."""
    return base64.b64encode(hashed).decode("ascii")


def decode_hash(item: object) -> bytes:
    """Read one hash of a proof.

    Raises:
        ReceiptMalformedError: it is not 32 bytes in canonical base64.
    """
    if not isinstance(item, str) or len(item) != 44:
        raise ReceiptMalformedError
    try:
        hashed = base64.b64decode(item, validate=True)
    except (binascii.Error, ValueError):
        raise ReceiptMalformedError from None
    if len(hashed) != merkle.HASH_SIZE or base64.b64encode(hashed).decode("ascii") != item:
        raise ReceiptMalformedError
    return hashed


def parse(raw: bytes) -> Receipt:
    """Read a receipt from bytes; `format(parse(raw)) == raw`.

    Raises:
        ReceiptMalformedError: it is not one, or not in its one form.
        StrictJsonError: it is not strict JSON.
    """
    if len(raw) > MAX_BYTES:
        raise ReceiptMalformedError
    receipt = from_json(strict_json.loads(raw))
    if format(receipt) != raw:
        raise ReceiptMalformedError
    return receipt


def format(receipt: Receipt) -> bytes:  # noqa: A001  (the pair of parse)
    """Return the bytes of a receipt."""
    return strict_json.dumps(to_json(receipt))


def open_checkpoint(signed: bytes, log: VerifierKey) -> Checkpoint:
    """Return the checkpoint inside a note that the log's key signed.

    Raises:
        NoteError: the note is malformed or not signed by the log.
        CheckpointMalformedError: its text is no checkpoint.
        ProofError: it is another log's checkpoint.
    """
    opened = note.open(signed, [log])
    checkpoint = checkpoints.parse(opened.text)
    if checkpoint.origin != log.name:
        raise ProofError
    return checkpoint


def verify(receipt: Receipt, log: VerifierKey) -> tuple[leaves.Leaf, Checkpoint]:
    """Check the checkpoint's signature and the leaf's place under it; return both.

    Raises:
        NoteError, CheckpointMalformedError, LeafMalformedError, ProofError: what does not hold.
    """
    checkpoint = open_checkpoint(receipt.checkpoint, log)
    merkle.verify_inclusion(
        hashed=merkle.leaf_hash(receipt.leaf),
        index=receipt.index,
        size=checkpoint.size,
        proof=receipt.proof,
        root=checkpoint.root,
    )
    return leaves.parse(receipt.leaf), checkpoint
