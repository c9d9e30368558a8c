"""Recipients' receipts: about what, by whom, and how often."""

import pytest

from hub.core import leaf
from hub.core.receipt import Receipt
from schemas import figures
from tests.integration.hubs import Hub, code_of, connected


@pytest.fixture
async def sent(shared_node: Hub) -> Receipt:
    """The hub's receipt for a ban that Russia sent to the ministry of the interior of Tajikistan."""
    return (await shared_node.submit(shared_node.ban())).receipt


async def outcome(hub: Hub, token: bytes) -> tuple[str, list[str]]:
    """Return the code, and the codes of the places named."""
    (found,) = await hub.submit_all([token])
    return code_of(found), [fault.code for fault in getattr(found, "faults", ())]


async def test_delivered_then_processed_and_then_no_more(shared_node: Hub, sent: Receipt):
    said = [
        await outcome(shared_node, shared_node.said("tj-mvd", status, sent)) for status in ("delivered", "processed")
    ]
    again = [
        await outcome(shared_node, shared_node.said("tj-mvd", status, sent, **REASON.get(status, {})))
        for status in ("delivered", "processed", "rejected")
    ]

    assert said == [("accepted", []), ("accepted", [])]
    assert again == [("receipt-conflict", ["receipt-conflict"])] * 3


REASON = {"rejected": {"reason": {"code": "test", "ru": "Проверка.", "en": "A test."}}}


async def test_a_rejection_is_final_too(shared_node: Hub, sent: Receipt):
    rejected = shared_node.said("tj-mvd", "rejected", sent, **REASON["rejected"])

    assert await outcome(shared_node, rejected) == ("accepted", [])
    assert await outcome(shared_node, rejected) == ("accepted", [])
    assert (await outcome(shared_node, shared_node.said("tj-mvd", "processed", sent)))[0] == "receipt-conflict"


async def test_of_expired_and_delivered_the_first_in_the_log_wins(shared_node: Hub, sent: Receipt):
    found = await shared_node.submit_all(
        [shared_node.said("hub", "expired", sent), shared_node.said("tj-mvd", "delivered", sent)]
    )
    assert [code_of(each) for each in found] == ["accepted", "receipt-conflict"]


async def test_the_hub_cannot_let_expire_what_was_delivered(shared_node: Hub, sent: Receipt):
    found = await shared_node.submit_all(
        [shared_node.said("tj-mvd", "delivered", sent), shared_node.said("hub", "expired", sent)]
    )
    assert [code_of(each) for each in found] == ["accepted", "receipt-conflict"]


async def test_two_recipients_answer_each_for_himself(shared_node: Hub):
    sent = (await shared_node.submit(shared_node.ban(to=["tj-mvd", "kz-mvd"]))).receipt
    found = await shared_node.submit_all([shared_node.said(by, "processed", sent) for by in ("tj-mvd", "kz-mvd")])

    assert [code_of(each) for each in found] == ["accepted", "accepted"]


async def test_who_did_not_get_a_message_cannot_answer_it(shared_node: Hub, sent: Receipt):
    for stranger in ("kz-mvd", "tj-molme"):
        assert await outcome(shared_node, shared_node.said(stranger, "processed", sent)) == (
            "record-invalid",
            ["message-not-received"],
        )


@pytest.mark.parametrize(
    "changes",
    [
        {"index": 10**9},
        {"index": 0},
        {"index": 2**53 - 1},
        {"id": "0193b1c0-0000-7000-8000-000000000000"},
        {"sha256": "00" * 32},
    ],
)
async def test_a_message_must_be_named_as_it_stands_in_the_log(
    shared_node: Hub, sent: Receipt, changes: dict[str, object]
):
    """One look-alike gets the same answer as none at all."""
    right = shared_node.said("tj-mvd", "processed", sent)
    named = {"index": sent.index, "id": id_of(sent), "sha256": digest_of(sent), **changes}
    token = shared_node.said("tj-mvd", "processed", sent, messages=[named])

    assert await outcome(shared_node, token) == ("record-invalid", ["message-not-received"])
    assert await outcome(shared_node, right) == ("accepted", [])


async def test_the_place_that_is_wrong_is_named_and_nothing_of_the_receipt_counts(shared_node: Hub, sent: Receipt):
    other = (await shared_node.submit(shared_node.ban(to=["kz-mvd"]))).receipt
    (found,) = await shared_node.submit_all([shared_node.said("tj-mvd", "processed", sent, other)])

    assert [fault.pointer for fault in found.faults] == ["/record/messages/1"]  # type: ignore[union-attr]
    assert await outcome(shared_node, shared_node.said("tj-mvd", "delivered", sent)) == ("accepted", [])


async def test_a_receipt_goes_to_the_sender_of_its_messages(shared_node: Hub, sent: Receipt):
    assert await outcome(shared_node, shared_node.said("tj-mvd", "processed", sent, sender="kz-mvd")) == (
        "record-invalid",
        ["message-not-received"],
    )


@pytest.mark.parametrize(("by", "status"), [("tj-mvd", "expired"), ("hub", "delivered"), ("hub", "processed")])
async def test_nobody_says_what_is_anothers_to_say(shared_node: Hub, sent: Receipt, by: str, status: str):
    assert await outcome(shared_node, shared_node.said(by, status, sent)) == (
        "record-invalid",
        ["receipt-status-not-yours"],
    )


async def test_a_receipt_is_never_receipted_itself(shared_node: Hub, sent: Receipt):
    receipt = (await shared_node.submit(shared_node.said("tj-mvd", "processed", sent))).receipt

    assert await outcome(shared_node, shared_node.said("ru-guvm", "processed", receipt)) == (
        "record-invalid",
        ["receipt-of-receipt"],
    )


async def test_one_receipt_speaks_of_a_thousand_messages(node: Hub):
    answers = await node.submit_all([node.ban() for _ in range(1000)])
    said = node.said("tj-mvd", "processed", *(answer.receipt for answer in answers))  # type: ignore[union-attr]

    assert await outcome(node, said) == ("accepted", [])
    async with connected(node.dsn) as conn:
        assert await conn.fetchval("SELECT count(*) FROM delivery WHERE status = 'processed'") == 1000


async def test_a_message_named_twice_in_one_receipt_is_one_answer(shared_node: Hub, sent: Receipt):
    assert await outcome(shared_node, shared_node.said("tj-mvd", "delivered", sent, sent)) == ("accepted", [])
    assert await outcome(shared_node, shared_node.said("tj-mvd", "processed", sent)) == ("accepted", [])


async def test_a_receipt_needs_no_agreement_and_no_membership(shared_node: Hub):
    """The secretariat answers for the summaries that it gets."""
    summary = shared_node.sign(
        "tj-molme",
        {**figures.load()["tj-2019"], "revision": shared_node.next_number()},
        type="situation-summary",
        to=["cis-ec"],
        agreement="cis-2007",
        purpose="council-statistics",
    )
    sent = (await shared_node.submit(summary)).receipt

    assert await outcome(shared_node, shared_node.said("cis-ec", "processed", sent)) == ("accepted", [])


def id_of(receipt: Receipt) -> str:
    return str(leaf_of(receipt).id)


def digest_of(receipt: Receipt) -> str:
    return str(leaf_of(receipt).sha256)


def leaf_of(receipt: Receipt) -> leaf.Leaf:
    return leaf.parse(receipt.leaf)
