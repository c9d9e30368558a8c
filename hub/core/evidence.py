"""The evidence bundle: one file that proves a message to a third party, with no hub, no network and no database.

    {"kind": "cis-evidence/1",
     "message":    {"envelope": "<token>", "receipt": {leaf, index, proof, checkpoint}},
     "receipts":   [{"envelope": "<token>", "receipt": {…}}, …],
     "statements": [{"statement": "<token>", "receipt": {…}}, …],
     "trust":      {"roots": ["<note>", …], "participants": "<note>", "status": "<note>",
                    "suspensions": [{"statement": "<token>", "receipt": {…}}, …]},
     "witnessed":  null | {"checkpoint": "<note with cosignatures>", "proof": ["<base64>", …]}}

`receipts` are the recipients' own answers, `statements` the delegations of contact persons and the approvals behind the
message, each with its place in the log. `roots` lead from the first root to the one in force; `suspensions` are those
that the participants document does not know yet. `witnessed` is a later checkpoint that witnesses cosigned, with the
proof that the message is under it. `hub.core.verification` checks it all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from hub.core import receipt as receipts
from hub.core.errors import MalformedError
from hub.core.receipt import Receipt
from keys import strict_json

KIND = "cis-evidence/1"
MAX_BYTES = 16 * 1024 * 1024
MAX_ROOTS = 256
MAX_LISTED = 1000

_BUNDLE = ("kind", "message", "receipts", "statements", "trust", "witnessed")
_TRUST = ("roots", "participants", "status", "suspensions")

T = TypeVar("T")


class EvidenceMalformedError(MalformedError):
    """The file is no evidence bundle."""

    code = "evidence-malformed"
    ru = "Файл не является пакетом доказательств. Выгрузите его у узла снова."
    en = "The file is not an evidence bundle. Export it from the hub again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """An envelope's token with its accepted receipt."""

    envelope: bytes
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A statement's token with the receipt of the leaf that records it."""

    statement: bytes
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustChain:
    """The trust list's signed notes: every root from the first on, the two others in force, and suspensions since."""

    roots: tuple[bytes, ...]
    participants: bytes
    status: bytes
    suspensions: tuple[Stated, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigned:
    """A checkpoint with witnesses' cosignatures, and the proof that the message's leaf is under it."""

    checkpoint: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What a bundle holds; nothing in it is verified yet."""

    message: Proven
    receipts: tuple[Proven, ...]
    trust: TrustChain
    statements: tuple[Stated, ...] = ()
    witnessed: Cosigned | None = None


def to_json(bundle: Bundle) -> dict[str, Any]:
    """Return the bundle as it is written."""
    return {
        "kind": KIND,
        "message": _proven_to_json(bundle.message),
        "receipts": [_proven_to_json(answer) for answer in bundle.receipts],
        "statements": [_stated_to_json(stated) for stated in bundle.statements],
        "trust": {
            "roots": [root.decode("utf-8") for root in bundle.trust.roots],
            "participants": bundle.trust.participants.decode("utf-8"),
            "status": bundle.trust.status.decode("utf-8"),
            "suspensions": [_stated_to_json(stated) for stated in bundle.trust.suspensions],
        },
        "witnessed": None if bundle.witnessed is None else _cosigned_to_json(bundle.witnessed),
    }


def format(bundle: Bundle) -> bytes:  # noqa: A001  (the pair of parse)
    """Return the bytes of a bundle; other white space and another order of members would be read alike."""
    return strict_json.dumps(to_json(bundle))


def parse(raw: bytes) -> Bundle:
    """Read a bundle.

    Raises:
        EvidenceMalformedError, ReceiptMalformedError, StrictJsonError: it is not one.
    """
    if len(raw) > MAX_BYTES:
        raise EvidenceMalformedError
    value = _object(strict_json.loads(raw, limit=MAX_BYTES), _BUNDLE)
    if value["kind"] != KIND:
        raise EvidenceMalformedError
    return Bundle(
        message=_proven(value["message"]),
        receipts=_list(value["receipts"], _proven),
        statements=_list(value["statements"], _stated),
        trust=_chain(_object(value["trust"], _TRUST)),
        witnessed=None if value["witnessed"] is None else _cosigned(value["witnessed"]),
    )


def _proven_to_json(proven: Proven) -> dict[str, Any]:
    return {"envelope": proven.envelope.decode("ascii"), "receipt": receipts.to_json(proven.receipt)}


def _stated_to_json(stated: Stated) -> dict[str, Any]:
    return {"statement": stated.statement.decode("ascii"), "receipt": receipts.to_json(stated.receipt)}


def _cosigned_to_json(cosigned: Cosigned) -> dict[str, Any]:
    return {
        "checkpoint": cosigned.checkpoint.decode("utf-8"),
        "proof": [receipts.encode_hash(hashed) for hashed in cosigned.proof],
    }


def _proven(value: object) -> Proven:
    read = _object(value, ("envelope", "receipt"))
    return Proven(envelope=_token(read["envelope"]), receipt=_receipt(read["receipt"]))


def _stated(value: object) -> Stated:
    read = _object(value, ("statement", "receipt"))
    return Stated(statement=_token(read["statement"]), receipt=_receipt(read["receipt"]))


def _receipt(value: object) -> Receipt:
    read = receipts.from_json(value)
    if len(read.proof) > MAX_LISTED:
        raise EvidenceMalformedError
    return read


def _chain(value: Mapping[str, object]) -> TrustChain:
    roots = _list(value["roots"], _note, MAX_ROOTS)
    if not roots:
        raise EvidenceMalformedError
    return TrustChain(
        roots=roots,
        participants=_note(value["participants"]),
        status=_note(value["status"]),
        suspensions=_list(value["suspensions"], _stated),
    )


def _cosigned(value: object) -> Cosigned:
    read = _object(value, ("checkpoint", "proof"))
    return Cosigned(checkpoint=_note(read["checkpoint"]), proof=_list(read["proof"], receipts.decode_hash))


def _object(value: object, members: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(value, dict) or value.keys() != set(members):
        raise EvidenceMalformedError
    return value


def _list(value: object, read: Callable[[object], T], limit: int = MAX_LISTED) -> tuple[T, ...]:
    if not isinstance(value, list) or len(value) > limit:
        raise EvidenceMalformedError
    return tuple(read(item) for item in value)


def _token(value: object) -> bytes:
    if not isinstance(value, str) or not value.isascii():
        raise EvidenceMalformedError
    return value.encode("ascii")


def _note(value: object) -> bytes:
    if not isinstance(value, str):
        raise EvidenceMalformedError
    return value.encode("utf-8")
