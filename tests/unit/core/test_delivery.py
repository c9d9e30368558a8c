"""Recipients' receipts: who may say what, and what may follow."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core import delivery
from hub.core.errors import ReceiptConflictError
from hub.core.leaf import MessageLeaf

STATUSES = ("delivered", "processed", "rejected", "expired")
LEAF = MessageLeaf(
    hub="mig.example/test", id="1", sender="ru-guvm", to=("tj-mvd",), sha256="", at="", trust=1, agreement=()
)


def codes(*, sender: str = "tj-mvd", to: tuple[str, ...] = ("ru-guvm",), **changes: Any) -> list[str]:
    record = {"status": "delivered", "sender": "ru-guvm", **changes}
    return [fault.code for fault in delivery.check(record, sender=sender, to=to)]


def test_a_receipt_goes_to_the_sender_of_the_messages_alone():
    assert codes() == []
    assert codes(to=("kz-mvd",)) == ["receipt-not-for-sender"]
    assert codes(to=("ru-guvm", "kz-mvd")) == ["receipt-not-for-sender"]


@pytest.mark.parametrize("status", STATUSES)
def test_only_the_hub_says_expired_and_it_says_nothing_else(status):
    assert codes(status=status) == (["receipt-status-not-yours"] if status == "expired" else [])
    assert codes(status=status, sender="hub") == ([] if status == "expired" else ["receipt-status-not-yours"])


def test_only_a_recipient_or_the_hub_speaks_of_a_message():
    assert delivery.is_addressed(LEAF, "tj-mvd")
    assert delivery.is_addressed(LEAF, "hub")
    assert not delivery.is_addressed(LEAF, "ru-guvm")
    assert not delivery.is_addressed(LEAF, "kz-mvd")


@given(st.lists(st.sampled_from(STATUSES), max_size=6))
def test_a_final_receipt_stays_the_last(said):
    status = None
    for then in said:
        if status is None or (status == "delivered" and then in {"processed", "rejected"}):
            status = delivery.step(status, then, "/record/messages/0")
            continue
        with pytest.raises(ReceiptConflictError) as caught:
            delivery.step(status, then, "/record/messages/0")

        (fault,) = caught.value.faults
        assert fault.pointer == "/record/messages/0"
        assert status in fault.ru
        assert status in fault.en


def test_a_message_that_was_not_received_is_named_by_its_place():
    assert delivery.unknown("/record/messages/3").pointer == "/record/messages/3"
    assert delivery.not_receipted("/record/messages/3").pointer == "/record/messages/3"
