"""Verify an evidence bundle, step by step, so that a person can follow what was checked.

 1. the trust list holds from a root that the caller brought: a root inside the bundle is never trusted
 2. the message is in the log: checkpoint signed by the log's key, inclusion proof
 3. the message is signed by its sender's key, valid at the leaf's time, and is the one in the leaf
 4. each recipient's receipt likewise, and it speaks of this message

Without a root of his own the caller learns only that the bundle agrees with itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256

from hub.core import delivery, instant
from hub.core import envelope as envelopes
from hub.core import leaf as leaves
from hub.core import receipt as receipts
from hub.core.envelope import Envelope
from hub.core.errors import HubError
from hub.core.evidence import Bundle, Proven, TrustChain
from hub.core.leaf import MessageLeaf
from keys import jws, trustlist
from keys.errors import KeysError
from keys.trustlist import TrustList


class EvidenceMismatchError(HubError):
    """Two parts of the bundle do not speak of the same thing."""

    code = "evidence-mismatch"
    ru = "Части пакета говорят о разном. Пакет изменён или собран неверно."
    en = "Parts of the bundle do not speak of the same thing. It was altered or put together wrongly."


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

    def text(self, language: str) -> str:
        """Return what was checked, in "ru" or "en"."""
        return self.en if language == "en" else self.ru


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A token that stands in the log as its leaf says: what it is, and where and when it was accepted."""

    envelope: Envelope
    leaf: MessageLeaf
    index: int
    at: datetime


def verify(bundle: Bundle, anchor: str | None) -> list[Step]:
    """Check everything in the bundle; the last step returned is the first that does not hold, if one does not.

    Args:
        bundle: a parsed bundle.
        anchor: SHA-256 (hex) of the root that the caller trusts. None: the bundle's first root is taken at its word.
    """
    steps: list[Step] = []
    for name, ru, en, check in _plan(bundle, anchor):
        try:
            check()
        except (HubError, KeysError) as error:
            return [*steps, Step(name=name, ru=ru, en=en, error=error)]
        steps.append(Step(name=name, ru=ru, en=en))
    return steps


def _plan(bundle: Bundle, anchor: str | None) -> Iterator[tuple[str, str, str, Callable[[], object]]]:
    """Yield the steps; a step's results are there once it was taken, and the next is asked for only then."""
    trusted: list[TrustList] = []
    yield (
        "trust-list",
        "Список доверия: подписи, пороги, версии и дайджесты сходятся от вашего корня",
        "Trust list: signatures, thresholds, versions and digests hold from your root",
        lambda: trusted.append(load_trust(bundle.trust, anchor, leaf_of(bundle.message)[1])),
    )
    trust = trusted[0]
    yield (
        "inclusion",
        "Сообщение есть в журнале: контрольная точка подписана ключом журнала, доказательство включения сходится",
        "The message is in the log: the checkpoint is signed by the log's key, the inclusion proof holds",
        lambda: receipts.verify(bundle.message.receipt, trust.log_verifier),
    )
    yield (
        "envelope",
        "Запись подписана ключом отправителя, действовавшим в момент приёма, и это та запись, что в журнале",
        "The record is signed by the sender's key, valid when accepted, and is the one in the log",
        lambda: check_message(bundle.message, trust),
    )
    for number, answer in enumerate(bundle.receipts, start=1):
        yield (
            f"receipt-{number}",
            f"Квитанция получателя {number}: подписана, есть в журнале и говорит об этом сообщении",
            f"Recipient's receipt {number}: signed, in the log, and about this message",
            partial(check_answer, answer, bundle.message, trust),
        )


def load_trust(chain: TrustChain, anchor: str | None, at: datetime) -> TrustList:
    """Load the trust list, judged at the time `at`.

    Raises:
        TrustListError: it does not hold from the anchor.
    """
    digests = [trustlist.digest(root) for root in chain.roots]
    start = anchor or digests[0]
    roots: Sequence[bytes] = chain.roots[digests.index(start) :] if start in digests else chain.roots
    return trustlist.load(root=roots, participants=chain.participants, status=chain.status, anchor=start, now=at)


def leaf_of(proven: Proven) -> tuple[MessageLeaf, datetime]:
    """Return the leaf inside a receipt, and its time.

    Raises:
        LeafMalformedError: it is no leaf.
        EvidenceMismatchError: it is no message's leaf.
    """
    leaf = leaves.parse(proven.receipt.leaf)
    at = instant.parse(leaf.at)
    if not isinstance(leaf, MessageLeaf) or at is None:
        raise EvidenceMismatchError
    return leaf, at


def check_message(proven: Proven, trust: TrustList) -> Checked:
    """Check that the token is its leaf's, and that its sender's key, valid at the leaf's time, signed it.

    The leaf's place in the log is the caller's to check, with the page's or the receipt's checkpoint.

    Raises:
        KeysError, HubError: what does not hold.
    """
    leaf, at = leaf_of(proven)
    opened = jws.open(proven.envelope, lambda kid: trust.signing_key(kid, at).public, envelopes.TYP)
    owner = trust.signing_key(opened.kid, at).participant
    envelope = envelopes.parse(opened.payload, proven.envelope)
    stated = (leaf.hub, leaf.id, leaf.sender, leaf.sha256)
    found = (envelope.hub, envelope.id, envelope.sender, envelope.sha256)
    if stated != found or (trust.hub, owner) != (leaf.hub, leaf.sender) or not _is_for_its_recipients(envelope, leaf):
        raise EvidenceMismatchError
    return Checked(envelope=envelope, leaf=leaf, index=proven.receipt.index, at=at)


def _is_for_its_recipients(envelope: Envelope, leaf: MessageLeaf) -> bool:
    """Say whether the hub took it to those whom the sender named, and to more only where he named a group."""
    named = {name for name in envelope.to if not name.startswith("@")}
    return named <= set(leaf.to) if len(named) < len(envelope.to) else named == set(leaf.to)


def check_answer(answer: Proven, message: Proven, trust: TrustList) -> None:
    """Check a recipient's receipt: signed, in the log, and about this message.

    Raises:
        KeysError, HubError: what does not hold.
    """
    receipts.verify(answer.receipt, trust.log_verifier)
    said = check_message(answer, trust).envelope
    leaf, _ = leaf_of(message)
    named = {"index": message.receipt.index, "id": leaf.id, "sha256": sha256(message.envelope).hexdigest()}
    speaks = said.type == delivery.TYPE and named in said.record.get("messages", ())
    if not speaks or not delivery.is_addressed(leaf, said.sender):
        raise EvidenceMismatchError
