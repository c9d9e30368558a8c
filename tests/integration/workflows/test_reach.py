"""What is about a record goes to those whom the record went to, as the log says."""

from typing import Any

import pytest

from hub.core import leaf as leaves
from hub.core import receipt as receipts
from hub.core.leaf import MessageLeaf
from tests.integration.hubs import Hub, code_of
from tests.support.records import example

ISSUER, FIRST, SECOND = "ru-guvm", "tj-mvd", "kz-mvd"


@pytest.fixture
async def record(shared_node: Hub) -> dict[str, str]:
    """A ban that went to two participants, as others refer to it."""
    receipt = receipts.parse(await shared_node.receipt(shared_node.ban(sender=ISSUER, to=[FIRST, SECOND])))
    leaf = leaves.parse(receipt.leaf)
    assert isinstance(leaf, MessageLeaf)
    return {"sender": leaf.sender, "id": leaf.id, "sha256": leaf.sha256}


def about(hub: Hub, record: dict[str, str], kind: str, name: str, *, sender: str, to: list[str], **more: Any) -> bytes:
    """Return a message about the record."""
    member = "notice_id" if kind == "correction-notice" else "request_id"
    own = f"{sender[:2].upper()}-{hub.next_number()}"
    asker = {} if member == "notice_id" else {"requesting_authority": sender}
    value = example(kind, name, **{member: own, "records": [record], **asker, **more})
    return hub.sign(sender, value, type=kind, subject=own, to=to)


async def faults(hub: Hub, token: bytes) -> list[str]:
    (answer,) = await hub.submit_all([token])
    return [code_of(answer), *(fault.code for fault in getattr(answer, "faults", ()))]


async def test_a_correction_that_misses_a_recipient_is_refused(shared_node: Hub, record: dict[str, str]):
    one = about(shared_node, record, "correction-notice", "erase", sender=ISSUER, to=[FIRST])
    both = about(shared_node, record, "correction-notice", "erase", sender=ISSUER, to=[FIRST, SECOND])

    assert await faults(shared_node, one) == ["record-invalid", "recipient-missed"]
    assert await faults(shared_node, both) == ["accepted"]


async def test_a_record_that_is_not_there_and_one_of_others_look_the_same(shared_node: Hub, record: dict[str, str]):
    nowhere = {**record, "id": "01a1fd55-7a80-7000-8000-000000000001"}
    found = [
        await faults(
            shared_node, about(shared_node, each, "data-subject-request", "erasure", sender=sender, to=[ISSUER])
        )
        for each, sender in ((nowhere, FIRST), (record, "by-mvd"))
    ]

    assert found == [["record-invalid", "record-unknown"]] * 2


async def test_a_request_waits_for_its_answer(shared_node: Hub, record: dict[str, str]):
    token = about(shared_node, record, "data-subject-request", "erasure", sender=FIRST, to=[ISSUER])
    receipt = receipts.parse(await shared_node.receipt(token))
    leaf = leaves.parse(receipt.leaf)
    assert isinstance(leaf, MessageLeaf)
    own = f"TJ-{shared_node.next_number() - 1}"
    answer = example("data-subject-answer", "not-held", request_id=own, requesting_authority=FIRST)
    routing = {"type": "data-subject-answer", "subject": own, "to": [FIRST], "reply_to": leaf.id}
    found = [await faults(shared_node, shared_node.sign(ISSUER, answer, **routing)) for _ in range(2)]

    assert found == [["accepted"], ["move-not-allowed"]]
