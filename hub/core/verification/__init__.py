"""Verify an evidence bundle, step by step, so that a person can follow what was checked.

 1. `trust-list`     the trust list holds from a root that the caller brought: a root inside the bundle is never trusted
 2. `inclusion`      the message is in the log: checkpoint signed by a log key of that time, inclusion proof
 3. `suspension-N`   each suspension is in the log, and signed by an officer or the participant
 4. `delegation-N`   each delegation is in the log, and signed by the participant
 5. `envelope`       the message is signed by a key that could sign for its sender at the leaf's time, and is the leaf's
 6. `approval-N`     each approval is in the log before the message, by another person, about exactly these bytes
 7. `receipt-N`      each recipient's receipt is in the log, signed as in 5, and about this message
 8. `witnessed`      a quorum of witnesses cosigned a checkpoint with the message under it

The first step that does not hold ends the check. Without a root of his own the caller learns only that the bundle
agrees with itself. docs/reference/evidence.md is the specification; docs/reference/check_evidence.py a second checker.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from hub.core.errors import HubError
from hub.core.evidence import Bundle, Cosigned, Proven, Stated
from hub.core.verification.log import check_logged
from hub.core.verification.message import Checked, check_answer, check_message, leaf_of
from hub.core.verification.signers import Signers
from hub.core.verification.statements import check_approval, check_delegation, check_suspension
from hub.core.verification.step import EvidenceMismatchError, Found, Said, Step
from hub.core.verification.told import (
    told_answer,
    told_inclusion,
    told_message,
    told_trust,
)
from hub.core.verification.trust import Ground, check_trust
from hub.core.verification.witness import check_witnessed
from keys import jws
from keys.errors import KeysError, SignatureError
from keys.statement import Kind

__all__ = ["EvidenceMismatchError", "Found", "Said", "Step", "leaf_of", "verify"]

_TRUST = Said(
    ru="Список доверия сходится от вашего корня: подписи, пороги, версии, дайджесты",
    en="The trust list holds from your root: signatures, thresholds, versions, digests",
)
_LOOSE_TRUST = Said(
    ru="Список доверия согласован внутри себя (корень взят из самого пакета)",
    en="The trust list agrees with itself (the root is the bundle's own)",
)
_INCLUSION = Said(
    ru="Сообщение есть в журнале: контрольная точка подписана ключом журнала, доказательство включения сходится",
    en="The message is in the log: the checkpoint is signed by the log's key, the inclusion proof holds",
)
_SUSPENSION = Said(
    ru="Приостановка ключа {} есть в журнале и подписана тем, кто вправе",
    en="Suspension {} of a key is in the log, and signed by who may",
)
_DELEGATION = Said(
    ru="Делегирование {} есть в журнале и подписано участником",
    en="Delegation {} is in the log, and signed by the participant",
)
_ENVELOPE = Said(
    ru="Запись подписана ключом, действовавшим в момент приёма, и это та запись, что в журнале",
    en="The record is signed by a key that was valid when it was accepted, and is the one in the log",
)
_APPROVAL = Said(
    ru="Согласие {}: другое лицо одобрило именно эти байты до приёма",
    en="Approval {}: another person agreed to exactly these bytes before they were accepted",
)
_RECEIPT = Said(
    ru="Квитанция получателя {}: подписана, есть в журнале и говорит об этом сообщении",
    en="Recipient's receipt {}: signed, in the log, and about this message",
)
_WITNESSED = Said(
    ru="Журнал с этим сообщением подтверждён большинством свидетелей",
    en="The log with this message is cosigned by a majority of the witnesses",
)

Planned = tuple[str, Said, Callable[[], Found]]  # a step's name, what it is about, and the check


def verify(bundle: Bundle, anchor: str | None) -> list[Step]:
    """Check everything in the bundle; the last step returned is the first that does not hold, if one does not.

    Args:
        bundle: a parsed bundle.
        anchor: SHA-256 (hex) of the root that the caller trusts. None: the bundle's first root is taken at its word.
    """
    steps: list[Step] = []
    for name, title, check in _Verification(bundle, anchor).plan():
        try:
            found = check()
        except (HubError, KeysError) as error:
            return [*steps, Step(name=name, title=title, error=error)]
        steps.append(Step(name=name, title=title, found=found))
    return steps


class _Verification:
    """The checks of one bundle. What a step establishes is there for those after it, as each is taken in its turn."""

    _ground: Ground
    _signers: Signers
    _message: Checked

    def __init__(self, bundle: Bundle, anchor: str | None) -> None:
        self._bundle = bundle
        self._anchor = anchor

    def plan(self) -> Iterator[Planned]:
        """Yield the steps in their order."""
        bundle = self._bundle
        delegations = [stated for stated in bundle.statements if _is_delegation(stated)]
        approvals = [stated for stated in bundle.statements if stated not in delegations]
        yield "trust-list", _TRUST if self._anchor is not None else _LOOSE_TRUST, self._check_trust
        yield "inclusion", _INCLUSION, self._check_inclusion
        yield from _numbered("suspension", _SUSPENSION, bundle.trust.suspensions, self._check_suspension)
        yield from _numbered("delegation", _DELEGATION, delegations, self._check_delegation)
        yield "envelope", _ENVELOPE, self._check_message
        yield from _numbered("approval", _APPROVAL, approvals, self._check_approval)
        yield from _numbered("receipt", _RECEIPT, bundle.receipts, self._check_answer)
        if bundle.witnessed is not None:
            yield "witnessed", _WITNESSED, partial(self._check_witnessed, bundle.witnessed)

    def _check_trust(self) -> Found:
        _, at = leaf_of(self._bundle.message)
        self._ground = check_trust(self._bundle.trust, self._anchor, at)
        self._signers = Signers(trust=self._ground.trust)
        return told_trust(self._ground)

    def _check_inclusion(self) -> Found:
        return told_inclusion(check_logged(self._bundle.message.receipt, self._ground.log_keys))

    def _check_suspension(self, stated: Stated) -> Found:
        self._signers, found = check_suspension(stated, self._signers, self._ground)
        return found

    def _check_delegation(self, stated: Stated) -> Found:
        self._signers, found = check_delegation(stated, self._signers, self._ground.log_keys)
        return found

    def _check_message(self) -> Found:
        self._message = check_message(self._bundle.message, self._signers)
        return told_message(self._message)

    def _check_approval(self, stated: Stated) -> Found:
        return check_approval(stated, self._message, self._signers, self._ground.log_keys)

    def _check_answer(self, answer: Proven) -> Found:
        return told_answer(check_answer(answer, self._bundle.message, self._signers, self._ground.log_keys))

    def _check_witnessed(self, cosigned: Cosigned) -> Found:
        receipt = self._bundle.message.receipt
        return check_witnessed(cosigned, receipt, self._signers.trust, self._ground.log_keys)


T = TypeVar("T", Stated, Proven)


def _numbered(name: str, title: Said, parts: Sequence[T], check: Callable[[T], Found]) -> Iterator[Planned]:
    for number, part in enumerate(parts, start=1):
        counted = Said(ru=title.ru.format(number), en=title.en.format(number))
        yield f"{name}-{number}", counted, partial(check, part)


def _is_delegation(stated: Stated) -> bool:
    try:
        jws.read(stated.statement, Kind.DELEGATION)
    except SignatureError:
        return False
    return True
