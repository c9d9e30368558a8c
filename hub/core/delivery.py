"""What becomes of a message at one recipient: the receipts that may follow each other.

(none) -> delivered -> processed | rejected          by the recipient, signed
(none) -> expired                                    by the hub, signed, if the recipient did not come in time
"""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.core.errors import Fault, ReceiptConflictError
from hub.core.leaf import MessageLeaf

TYPE = "receipt"
NEXT: Mapping[str | None, frozenset[str]] = {
    None: frozenset({"delivered", "processed", "rejected", "expired"}),
    "delivered": frozenset({"processed", "rejected"}),
    "processed": frozenset(),
    "rejected": frozenset(),
    "expired": frozenset(),
}
HUB = "hub"


def check(record: Mapping[str, Any], *, sender: str, to: Sequence[str]) -> list[Fault]:
    """Return what is wrong in a receipt that fits its schema."""
    faults = []
    if list(to) != [record["sender"]]:
        faults.append(
            Fault(
                pointer="/sender",
                code="receipt-not-for-sender",
                ru="Квитанция адресована не отправителю сообщений. Адресуйте её одному отправителю.",
                en="The receipt is not addressed to the messages' sender. Address it to that one sender.",
            )
        )
    if (record["status"] == "expired") != (sender == HUB):
        faults.append(
            Fault(
                pointer="/status",
                code="receipt-status-not-yours",
                ru="«expired» выдаёт только узел, остальные квитанции — только получатель. Укажите другое состояние.",
                en="Only the hub says 'expired', only a recipient says the rest. State another status.",
            )
        )
    return faults


def unknown(pointer: str) -> Fault:
    """Return the fault of a receipt for a message that its signer did not receive."""
    return Fault(
        pointer=pointer,
        code="message-not-received",
        ru="Такого сообщения получатель не получал. Укажите номер, идентификатор и дайджест из своего входящего ящика.",
        en="Its signer did not receive such a message. Give index, id and digest from your own inbox.",
    )


def not_receipted(pointer: str) -> Fault:
    """Return the fault of a receipt for a receipt: there would be no end of them."""
    return Fault(
        pointer=pointer,
        code="receipt-of-receipt",
        ru="На квитанцию квитанция не выдаётся. Уберите это сообщение из квитанции.",
        en="A receipt is never receipted itself. Take this message out of the receipt.",
    )


def is_addressed(leaf: MessageLeaf, recipient: str) -> bool:
    """Say whether the message went to this recipient; the hub may speak for any."""
    return recipient in leaf.to or recipient == HUB


def step(status: str | None, then: str, pointer: str) -> str:
    """Return the status after a receipt says `then`.

    Raises:
        ReceiptConflictError: a receipt that excludes this one was first in the log.
    """
    if then not in NEXT[status]:
        fault = Fault(
            pointer=pointer,
            code=ReceiptConflictError.code,
            ru=f"По этому сообщению уже есть квитанция «{status}».",
            en=f"This message already has the receipt '{status}'.",
        )
        raise ReceiptConflictError([fault])
    return then
