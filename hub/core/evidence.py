"""The evidence bundle: one file that proves a message to a third party, with no hub, no network and no database.

    {"kind": "cis-evidence/1",
     "message":  {"envelope": "<token>", "receipt": {leaf, index, proof, checkpoint}},
     "receipts": [{"envelope": "<token>", "receipt": {…}}, …],
     "trust":    {"root": "<note>", "participants": "<note>", "status": "<note>"}}

A root inside the bundle is never trusted: the caller brings his own, as a file or its SHA-256. Every step of `verify` is
reported, so that a person can follow what was checked; validity of keys is judged at the time of the leaf.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from keys.trustlist import TrustList

from hub.core import delivery, instant
from hub.core import envelope as envelopes
from hub.core import receipt as receipts
from hub.core.envelope import Envelope
from hub.core.errors import HubError, MalformedError
from hub.core.leaf import MessageLeaf
from hub.core.receipt import Receipt
from keys import jws, strict_json, trustlist
from keys.errors import KeysError

KIND = "cis-evidence/1"
MAX_BYTES = 16 * 1024 * 1024


class EvidenceMalformedError(MalformedError):
    """The file is no evidence bundle."""

    code = "evidence-malformed"
    ru = "Файл не является пакетом доказательств. Выгрузите его у узла снова."
    en = "The file is not an evidence bundle. Export it from the hub again."


class EvidenceMismatchError(HubError):
    """Two parts of the bundle do not speak of the same thing."""

    code = "evidence-mismatch"
    ru = "Части пакета говорят о разном. Пакет изменён или собран неверно."
    en = "Parts of the bundle do not speak of the same thing. It was altered or put together wrongly."


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """A token with its accepted receipt."""

    envelope: bytes
    receipt: Receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A parsed bundle; nothing in it is verified yet."""

    message: Proven
    receipts: tuple[Proven, ...]
    trust: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that was checked: its name in both languages, and the error if it does not hold."""

    name: str
    ru: str
    en: str
    error: HubError | KeysError | None = None

    @property
    def ok(self) -> bool:
        """Whether the step holds."""
        return self.error is None


def to_json(message: Proven, answers: Sequence[Proven], trust: Mapping[str, bytes]) -> dict[str, Any]:
    """Return the bundle as it is written."""
    return {
        "kind": KIND,
        "message": _proven_to_json(message),
        "receipts": [_proven_to_json(answer) for answer in answers],
        "trust": {kind: document.decode("utf-8") for kind, document in sorted(trust.items())},
    }


def _proven_to_json(proven: Proven) -> dict[str, Any]:
    return {"envelope": proven.envelope.decode("ascii"), "receipt": receipts.to_json(proven.receipt)}


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
    answers, trust = value["receipts"], value["trust"]
    if (
        not isinstance(answers, list)
        or not isinstance(trust, dict)
        or trust.keys() != {"root", "participants", "status"}
    ):
        raise EvidenceMalformedError
    if not all(isinstance(document, str) for document in trust.values()):
        raise EvidenceMalformedError
    return Bundle(
        message=_proven(value["message"]),
        receipts=tuple(_proven(answer) for answer in answers),
        trust={kind: document.encode("utf-8") for kind, document in trust.items()},
    )


def _proven(value: object) -> Proven:
    if not isinstance(value, dict) or value.keys() != {"envelope", "receipt"}:
        raise EvidenceMalformedError
    envelope = value["envelope"]
    if not isinstance(envelope, str) or not envelope.isascii():
        raise EvidenceMalformedError
    return Proven(envelope=envelope.encode("ascii"), receipt=receipts.from_json(value["receipt"]))


def verify(bundle: Bundle, anchor: str | None) -> list[Step]:
    """Check everything in the bundle; return the steps taken, the last one being the first that does not hold.

    Args:
        bundle: a parsed bundle.
        anchor: SHA-256 (hex) of the root document that the caller trusts. None: nothing is anchored, and the trust list
            is taken at its word.
    """
    steps: list[Step] = []
    for name, ru, en, check in _plan(bundle, anchor):
        try:
            check()
        except (HubError, KeysError) as error:
            steps.append(Step(name=name, ru=ru, en=en, error=error))
            return steps
        steps.append(Step(name=name, ru=ru, en=en))
    return steps


Check = tuple[str, str, str, Callable[[], object]]


def _plan(bundle: Bundle, anchor: str | None) -> Iterator[Check]:
    message, trusted = _Message(bundle.message), _Trust(bundle.trust, anchor)
    yield (
        "trust-list",
        "Список доверия: подписи, пороги, версии и дайджесты сходятся от вашего корня",
        "Trust list: signatures, thresholds, versions and digests hold from your root",
        lambda: trusted.load(message.at()),
    )
    yield (
        "inclusion",
        "Сообщение есть в журнале: контрольная точка подписана ключом журнала, доказательство включения сходится",
        "The message is in the log: the checkpoint is signed by the log's key, the inclusion proof holds",
        lambda: message.check_inclusion(trusted.list),
    )
    yield (
        "envelope",
        "Запись подписана ключом отправителя, действовавшим в момент приёма, и это та запись, что в журнале",
        "The record is signed by the sender's key, valid when accepted, and is the one in the log",
        lambda: message.check_envelope(trusted.list),
    )
    for number, answer in enumerate(map(_Message, bundle.receipts), start=1):
        yield (
            f"receipt-{number}",
            f"Квитанция получателя {number}: подписана, есть в журнале и говорит об этом сообщении",
            f"Recipient's receipt {number}: signed, in the log, and about this message",
            lambda answer=answer: answer.check_answer(trusted.list, message),
        )


class _Trust:
    """The bundle's trust list, once it was loaded."""

    def __init__(self, documents: Mapping[str, bytes], anchor: str | None) -> None:
        self._documents = documents
        self._anchor = anchor
        self._list: TrustList | None = None

    @property
    def list(self) -> TrustList:
        if self._list is None:
            raise EvidenceMismatchError
        return self._list

    def load(self, at: Any) -> None:
        root = self._documents["root"]
        anchor = self._anchor or sha256(root).hexdigest()
        self._list = trustlist.load(
            root=root,
            participants=self._documents["participants"],
            status=self._documents["status"],
            anchor=anchor,
            now=at,
        )


class _Message:
    """One token with its receipt, in checking."""

    def __init__(self, proven: Proven) -> None:
        self._proven = proven
        self.digest = sha256(proven.envelope).hexdigest()
        self.index = proven.receipt.index

    def leaf(self) -> MessageLeaf:
        leaf = receipts.leaves.parse(self._proven.receipt.leaf)
        if not isinstance(leaf, MessageLeaf):
            raise EvidenceMismatchError
        return leaf

    def at(self) -> Any:
        at = instant.parse(self.leaf().at)
        if at is None:
            raise EvidenceMismatchError
        return at

    def check_inclusion(self, trust: TrustList) -> None:
        receipts.verify(self._proven.receipt, trust.log_verifier)

    def check_envelope(self, trust: TrustList) -> Envelope:
        leaf = self.leaf()
        opened = jws.open(self._proven.envelope, lambda kid: trust.signing_key(kid, self.at()).public, envelopes.TYP)
        envelope = envelopes.parse(opened.payload, self._proven.envelope)
        same = (leaf.sha256, leaf.id, leaf.sender, leaf.hub) == (
            self.digest,
            envelope.id,
            envelope.sender,
            envelope.hub,
        )
        owner = trust.signing_key(opened.kid, self.at()).participant
        if not same or owner != envelope.sender or envelope.hub != trust.hub:
            raise EvidenceMismatchError
        return envelope

    def check_answer(self, trust: TrustList, message: "_Message") -> None:
        self.check_inclusion(trust)
        envelope = self.check_envelope(trust)
        named = {"index": message.index, "id": message.leaf().id, "sha256": message.digest}
        spoken = envelope.type == delivery.TYPE and named in envelope.record.get("messages", ())
        if not spoken or not delivery.is_addressed(message.leaf(), envelope.sender):
            raise EvidenceMismatchError
