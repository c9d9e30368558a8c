"""The hub's answers as values, read from JSON within bounds.

A member that is not known is passed over: a later hub may say more. What is known has its type and its bound. Nothing
here is verified yet; proofs and signatures are judged by whoever holds the trust list.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from hub.client.members import Members, ShapeError
from hub.core import instant
from hub.core import receipt as receipts
from hub.core.errors import ReceiptMalformedError
from hub.core.receipt import Receipt
from hub.core.witness import MAX_NOTE
from keys.statement import LIMIT
from keys.suspension import Logged

MAX_ENVELOPE = 1024 * 1024
MAX_LEAF = 64 * 1024
MAX_DOCUMENT = 4_000_000
MAX_SUSPENSIONS = 10_000
MAX_ROOTS = 256
MAX_PAGE = 500
MAX_FAULTS = 1000
MAX_PROOF = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One place that is wrong (or, as a warning, odd): `message` in the language asked for, `texts` in both."""

    pointer: str
    code: str
    message: str
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why the hub refused (RFC 9457): `code` is stable, `detail` in the language asked for, `texts` in both."""

    status: int
    code: str
    detail: str
    texts: Mapping[str, str]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The hub took responsibility, if the receipt verifies."""

    receipt: Receipt
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The hub will not take these bytes."""

    problem: Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class InDoubt:
    """The bytes may or may not have been accepted; send them again after a pause (seconds; 0: as you like)."""

    after: float = 0.0


Result = Accepted | Refused | InDoubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A message on a page of the inbox; the proof leads to the page's checkpoint."""

    number: int
    index: int
    envelope: bytes
    leaf: bytes
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A message that is not delivered any more, and why: held, expired, erased."""

    number: int
    message_id: str
    sha256: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of an inbox: `items` after number `after`, up to `next`; `checkpoint` is a signed note."""

    lane: str
    after: int
    next: int
    checkpoint: bytes
    items: tuple[Delivered | Tombstone, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustDocuments:
    """The trust list as signed notes; `roots`, where given, lead up to `root`, oldest first.

    `suspensions` are statements since the participants document, each with the time that the hub says it was logged at.
    """

    root: bytes
    participants: bytes
    status: bytes
    roots: tuple[bytes, ...] = ()
    suspensions: tuple[Logged, ...] = ()


def parse_problem(value: object) -> Problem:
    """Read a problem.

    Raises:
        ShapeError: it is not one of the hub's.
    """
    members = Members(value, "problem")
    detail = members.text("detail", 2000) if "detail" in members else ""
    return Problem(
        status=members.number("status"),
        code=members.text("code", 64),
        detail=detail,
        texts=_parse_texts(members, detail),
        faults=members.items("errors", MAX_FAULTS, parse_fault) if "errors" in members else (),
    )


def parse_fault(value: object) -> Fault:
    """Read a fault or a warning.

    Raises:
        ShapeError: it is neither.
    """
    members = Members(value, "fault")
    message = members.text("message", 2000)
    return Fault(
        pointer=members.text("pointer", 1000),
        code=members.text("code", 64),
        message=message,
        texts=_parse_texts(members, message),
    )


def _parse_texts(members: Members, said: str) -> Mapping[str, str]:
    """Read a text in both languages; what stands between us and the hub (a proxy) says it in one."""
    if "texts" not in members:
        return {"ru": said, "en": said}
    texts = Members(members.take("texts"), "texts")
    return {language: texts.text(language, 2000) for language in ("ru", "en")}


def parse_result(value: object) -> Result:
    """Read what became of one envelope of several.

    Raises:
        ShapeError: it is neither a receipt nor a problem.
    """
    members = Members(value, "result")
    if "problem" not in members:
        return parse_accepted(value)
    problem = parse_problem(members.take("problem"))
    return InDoubt() if problem.status == 429 or problem.status >= 500 else Refused(problem=problem)


def parse_accepted(value: object) -> Accepted:
    """Read the answer to an envelope that was accepted.

    Raises:
        ShapeError: there is no receipt in it.
    """
    members = Members(value, "answer")
    try:
        receipt = receipts.from_json(members.take("receipt"))
    except ReceiptMalformedError:
        raise ShapeError("answer: receipt is not a receipt") from None
    warnings = members.items("warnings", MAX_FAULTS, parse_fault) if "warnings" in members else ()
    return Accepted(receipt=receipt, warnings=warnings)


def parse_page(value: object) -> Page:
    """Read a page of an inbox.

    Raises:
        ShapeError: it is none.
    """
    members = Members(value, "page")
    return Page(
        lane=members.text("lane", 16),
        after=members.number("after"),
        next=members.number("next"),
        checkpoint=members.text("checkpoint", MAX_NOTE).encode(),
        items=members.items("messages", MAX_PAGE, _parse_item),
    )


def _parse_item(value: object) -> Delivered | Tombstone:
    members = Members(value, "message")
    number = members.number("number")
    if "tombstone" in members:
        return Tombstone(
            number=number,
            message_id=members.text("id", 64),
            sha256=members.text("sha256", 64),
            reason=members.text("tombstone", 64),
        )
    return Delivered(
        number=number,
        index=members.number("index"),
        envelope=_ascii(members, "envelope", MAX_ENVELOPE),
        leaf=_ascii(members, "leaf", MAX_LEAF),
        proof=parse_proof(members),
    )


def _ascii(members: Members, name: str, most: int) -> bytes:
    text = members.text(name, most)
    if not text.isascii():
        raise ShapeError(f"message: {name} is not ASCII")
    return text.encode("ascii")


def parse_proof(members: Members) -> tuple[bytes, ...]:
    """Read the hashes of the member `proof`.

    Raises:
        ShapeError: they are none.
    """
    try:
        return members.items("proof", MAX_PROOF, receipts.decode_hash)
    except ReceiptMalformedError:
        raise ShapeError("proof holds what is not a hash") from None


def parse_trust_documents(value: object) -> TrustDocuments:
    """Read the three documents of the trust list.

    Raises:
        ShapeError: one is missing.
    """
    members = Members(value, "trust list")
    return TrustDocuments(
        root=members.text("root", MAX_DOCUMENT).encode(),
        participants=members.text("participants", MAX_DOCUMENT).encode(),
        status=members.text("status", MAX_DOCUMENT).encode(),
        roots=members.items("roots", MAX_ROOTS, _parse_note) if "roots" in members else (),
        suspensions=_parse_suspensions(members),
    )


def _parse_suspensions(members: Members) -> tuple[Logged, ...]:
    if "suspensions" not in members:
        return ()
    tokens = members.items("suspensions", MAX_SUSPENSIONS, _parse_statement)
    times = members.items("suspended_at", MAX_SUSPENSIONS, instant.parse)
    if len(times) != len(tokens):
        raise ShapeError("trust list: suspended_at does not stand for the suspensions")
    pairs = zip(tokens, times, strict=True)
    return tuple(Logged(token=token, since=since) for token, since in pairs if since is not None)


def _parse_statement(value: object) -> bytes:
    if not isinstance(value, str) or len(value) > LIMIT or not value.isascii():
        raise ShapeError("trust list: suspensions holds what is not a statement")
    return value.encode("ascii")


def _parse_note(value: object) -> bytes:
    if not isinstance(value, str) or len(value) > MAX_DOCUMENT:
        raise ShapeError("trust list: roots holds what is not a note")
    return value.encode()
