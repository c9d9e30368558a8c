"""The evidence bundle: one file that proves a message to a third party, with no hub, no network and no database.

    {"kind": "cis-evidence/1",
     "message":  {"envelope": "<token>", "receipt": {leaf, index, proof, checkpoint}},
     "receipts": [{"envelope": "<token>", "receipt": {…}}, …],
     "trust":    {"roots": ["<note>", …], "participants": "<note>", "status": "<note>"}}

`receipts` are the recipients' own answers, each with its place in the log; `roots` lead from the first root to the one
in force. `hub.core.verification` checks it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hub.core import receipt as receipts
from hub.core.errors import MalformedError
from hub.core.receipt import Receipt
from keys import strict_json

KIND = "cis-evidence/1"
MAX_BYTES = 16 * 1024 * 1024
MAX_ROOTS = 100


class EvidenceMalformedError(MalformedError):
    """The file is no evidence bundle."""

    code = "evidence-malformed"
    ru = "Файл не является пакетом доказательств. Выгрузите его у узла снова."
    en = "The file is not an evidence bundle. Export it from the hub again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """A token with its accepted receipt."""

    envelope: bytes
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustChain:
    """The trust list's signed notes: every root from the first on, and the two others in force."""

    roots: tuple[bytes, ...]
    participants: bytes
    status: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What a bundle holds; nothing in it is verified yet."""

    message: Proven
    receipts: tuple[Proven, ...]
    trust: TrustChain


def to_json(bundle: Bundle) -> dict[str, Any]:
    """Return the bundle as it is written."""
    return {
        "kind": KIND,
        "message": _proven_to_json(bundle.message),
        "receipts": [_proven_to_json(answer) for answer in bundle.receipts],
        "trust": {
            "roots": [root.decode("utf-8") for root in bundle.trust.roots],
            "participants": bundle.trust.participants.decode("utf-8"),
            "status": bundle.trust.status.decode("utf-8"),
        },
    }


def parse(raw: bytes) -> Bundle:
    """Read a bundle.

    Raises:
        EvidenceMalformedError, ReceiptMalformedError, StrictJsonError: it is not one.
    """
    if len(raw) > MAX_BYTES:
        raise EvidenceMalformedError
    value = strict_json.loads(raw)
    if not isinstance(value, dict) or value.keys() != {"kind", "message", "receipts", "trust"} or value["kind"] != KIND:
        raise EvidenceMalformedError
    if not isinstance(value["receipts"], list):
        raise EvidenceMalformedError
    return Bundle(
        message=_proven(value["message"]),
        receipts=tuple(_proven(answer) for answer in value["receipts"]),
        trust=_chain(value["trust"]),
    )


def _proven_to_json(proven: Proven) -> dict[str, Any]:
    return {"envelope": proven.envelope.decode("ascii"), "receipt": receipts.to_json(proven.receipt)}


def _proven(value: object) -> Proven:
    if not isinstance(value, dict) or value.keys() != {"envelope", "receipt"}:
        raise EvidenceMalformedError
    envelope = value["envelope"]
    if not isinstance(envelope, str) or not envelope.isascii():
        raise EvidenceMalformedError
    return Proven(envelope=envelope.encode("ascii"), receipt=receipts.from_json(value["receipt"]))


def _chain(value: object) -> TrustChain:
    if not isinstance(value, dict) or value.keys() != {"roots", "participants", "status"}:
        raise EvidenceMalformedError
    roots = value["roots"]
    if not isinstance(roots, list) or not 0 < len(roots) <= MAX_ROOTS:
        raise EvidenceMalformedError
    return TrustChain(
        roots=_notes(roots), participants=_notes([value["participants"]])[0], status=_notes([value["status"]])[0]
    )


def _notes(values: Sequence[object]) -> tuple[bytes, ...]:
    if not all(isinstance(value, str) for value in values):
        raise EvidenceMalformedError
    return tuple(str(value).encode("utf-8") for value in values)
