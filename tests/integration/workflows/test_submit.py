"""Submission: what is accepted once is accepted for good, and its receipt is always the same bytes."""

import asyncio
import datetime
from dataclasses import replace

import pytest

from hub.core import receipt as receipts
from hub.core.errors import IdConflictError
from hub.workflows.submission import submit
from hub.workflows.submission.submit import Answer
from keys import note
from keys.errors import KeySuspendedError
from schemas import figures
from tests.integration.hubs import Hub, code_of, connected, make_message_id
from tests.integration.log_check import check_log
from tests.integration.trust_changes import publish, suspend
from tests.support.hub import make_ban, now


async def size_of(hub: Hub) -> int:
    """Re-verify the whole log and return its size."""
    async with connected(hub.dsn) as conn:
        return await check_log(conn, hub.site)


def as_bytes(result: object) -> bytes:
    assert isinstance(result, Answer), result
    return receipts.format(result.receipt)


async def test_an_accepted_envelope_is_in_the_log_as_its_receipt_says(shared_node: Hub):
    answer = await shared_node.submit(shared_node.ban())
    leaf, checkpoint = receipts.verify(
        answer.receipt, note.verifier_key(shared_node.trust.list.hub, shared_node.trust.log)
    )

    assert leaf.kind == "message"
    assert checkpoint.size == await size_of(shared_node) == answer.receipt.index + 1
    assert (answer.warnings, answer.omitted) == ((), ())


async def test_the_same_bytes_again_get_the_same_receipt_and_no_second_leaf(shared_node: Hub):
    token = shared_node.ban()
    first = await shared_node.receipt(token)
    await shared_node.submit(shared_node.ban())
    size = await size_of(shared_node)

    assert [await shared_node.receipt(token) for _ in range(3)] == [first] * 3
    assert await size_of(shared_node) == size


async def test_the_receipt_comes_back_when_its_time_is_long_over(shared_node: Hub, monkeypatch: pytest.MonkeyPatch):
    """Check 4a stands before everything that time can change."""
    expiring = shared_node.ban(expires_at=now() + datetime.timedelta(hours=1))
    first, again = await shared_node.receipt(expiring), shared_node.ban()
    await shared_node.receipt(again)
    later = now() + datetime.timedelta(days=400)
    monkeypatch.setattr(shared_node.exchange, "clock", Fixed(later))

    assert await shared_node.receipt(expiring) == first
    assert await shared_node.receipt(again)
    (refused,) = await shared_node.submit_all([shared_node.ban()])
    assert code_of(refused) == "trust-list-expired"


class Fixed:
    """A clock that stands still."""

    def __init__(self, at: datetime.datetime) -> None:
        self._at = at

    def now(self) -> datetime.datetime:
        return self._at

    def shift(self) -> datetime.timedelta:
        return datetime.timedelta()


async def test_the_receipt_comes_back_after_the_key_was_suspended(trusted: Hub):
    token = trusted.ban()
    first = await trusted.receipt(token)
    await publish(trusted, suspend(trusted, "ru-guvm"))

    assert await trusted.receipt(token) == first
    with pytest.raises(KeySuspendedError):
        await trusted.submit(trusted.ban())
    assert await trusted.submit(trusted.ban(sender="kz-mvd"))


async def test_the_same_id_for_other_bytes_is_refused(shared_node: Hub):
    name = make_message_id()
    first = await shared_node.receipt(shared_node.ban(message_id=name))
    size = await size_of(shared_node)
    with pytest.raises(IdConflictError):
        await shared_node.submit(shared_node.ban(message_id=name))

    assert await size_of(shared_node) == size
    assert first


async def test_another_sender_may_use_the_same_id(shared_node: Hub):
    name = make_message_id()
    first = await shared_node.receipt(shared_node.ban(message_id=name))

    assert await shared_node.receipt(shared_node.ban(sender="kz-mvd", message_id=name)) != first


async def test_fifty_copies_at_once_become_one_leaf(shared_node: Hub):
    token, before = shared_node.ban(), await size_of(shared_node)
    async with asyncio.timeout(20):
        found = await asyncio.gather(*(shared_node.receipt(token) for _ in range(50)))

    assert len(set(found)) == 1
    assert await size_of(shared_node) == before + 1


async def test_copies_inside_one_request_get_one_receipt(shared_node: Hub):
    token, other = shared_node.ban(), shared_node.ban()
    found = await shared_node.submit_all([token, other, token, token])

    assert as_bytes(found[0]) == as_bytes(found[2]) == as_bytes(found[3]) != as_bytes(found[1])


async def test_copies_through_two_processes_become_one_leaf(shared_node: Hub, shared_second: Hub):
    tokens = [shared_node.ban() for _ in range(20)]
    async with asyncio.timeout(20):
        one, other = await asyncio.gather(shared_node.submit_all(tokens), shared_second.submit_all(tokens))

    assert [as_bytes(each) for each in one] == [as_bytes(each) for each in other]


async def test_winners_and_losers_of_one_request_stand_in_its_order(shared_node: Hub):
    name, number = make_message_id(), shared_node.next_number()
    tokens = [
        shared_node.ban(number, message_id=name),
        b"nonsense",
        shared_node.ban(message_id=name),
        shared_node.ban(number),
        shared_node.ban(number, record={"revision": 2}),
        shared_node.ban(key=shared_node.trust.keys["kz-mvd"]),
        shared_node.ban(),
    ]
    before = await size_of(shared_node)
    found = await shared_node.submit_all(tokens)

    assert [code_of(each) for each in found] == [
        "accepted",
        "signature-invalid" if code_of(found[1]) == "signature-invalid" else "token-malformed",
        "id-conflict",
        "revision-conflict",
        "accepted",
        "sender-mismatch",
        "accepted",
    ]
    assert await size_of(shared_node) == before + 3


async def test_no_tokens_are_no_answers(shared_node: Hub):
    assert await shared_node.submit_all([]) == []


async def test_a_thousand_envelopes_of_one_request_are_all_settled(node: Hub):
    found = await node.submit_all([node.ban() for _ in range(1000)])

    assert {code_of(each) for each in found} == {"accepted"}
    assert await size_of(node) >= 1000


async def test_real_figures_that_contradict_each_other_pass_with_a_warning(shared_node: Hub):
    answer = await shared_node.submit(
        shared_node.sign(
            "tj-molme",
            {**figures.load()["tj-2020-h1"], "revision": shared_node.next_number()},
            type="situation-summary",
            to=["cis-ec"],
            agreement="cis-2007",
            purpose="council-statistics",
        )
    )

    assert [(each.pointer, each.code) for each in answer.warnings] == [
        ("/observations/4/value", "outcomes-exceed-applications")
    ]


async def test_a_group_leaves_out_the_sender_and_whom_the_agreement_does_not_name(shared_node: Hub):
    """The members of Tajikistan may not send each other summaries in this agreement's words; the rest gets it."""
    answer = await shared_node.submit(
        shared_node.sign(
            "tj-molme",
            {**figures.load()["tj-2019"], "revision": shared_node.next_number()},
            type="situation-summary",
            to=["@council", "@observers"],
            agreement="cis-2007",
            purpose="council-statistics",
        )
    )
    leaf = receipts.leaves.parse(answer.receipt.leaf)

    assert answer.omitted == ("tm-sms",)
    assert leaf.to == ("by-mvd", "kg-migration", "kz-mvd", "ru-guvm", "tj-mvd")


@pytest.mark.parametrize(
    ("to", "code"),
    [
        (["@nobody"], "recipient-unknown"),
        (["@observers"], "pair-not-allowed"),
        (["@council", "hub"], "pair-not-allowed"),
        (["tj-molme"], "recipients-not-allowed"),
        (["@council", "tj-molme"], "recipients-not-allowed"),
    ],
)
async def test_an_empty_rest_an_unknown_group_and_oneself_are_refused(shared_node: Hub, to: list[str], code: str):
    (found,) = await shared_node.submit_all(
        [
            shared_node.sign(
                "tj-molme",
                figures.load()["tj-2019"],
                type="situation-summary",
                to=to,
                agreement="cis-2007",
                purpose="council-statistics",
            )
        ]
    )

    assert code_of(found) == code


async def test_urgent_and_ordinary_records_are_numbered_apart(shared_node: Hub):
    async def numbers() -> dict[str, int]:
        async with connected(shared_node.dsn) as conn:
            rows = await conn.fetch("SELECT lane, number FROM inbox_head WHERE recipient = 'tj-mvd'")
        return {row["lane"]: row["number"] for row in rows}

    await shared_node.submit_all([shared_node.ban(), shared_node.request(f"C-{shared_node.next_number()}")])
    before = await numbers()
    await shared_node.submit_all([shared_node.ban(), shared_node.ban()])
    await shared_node.submit(shared_node.request(f"C-{shared_node.next_number()}"))

    assert await numbers() == {"urgent": before["urgent"] + 2, "ordinary": before["ordinary"] + 1}


async def test_a_subject_that_is_not_the_records_is_refused(shared_node: Hub):
    (found,) = await shared_node.submit_all([shared_node.ban(subject="TEST-other")])

    assert code_of(found) == "record-invalid"
    assert [fault.pointer for fault in found.faults] == ["/subject"]  # type: ignore[union-attr]


async def test_the_record_of_a_ban_stays_out_of_the_leaf(shared_node: Hub):
    """A leaf is shown to every participant."""
    record = make_ban(shared_node.next_number())
    answer = await shared_node.submit(shared_node.sign("ru-guvm", record))
    text = answer.receipt.leaf.decode()

    assert str(record["ban_id"]) not in text
    assert not any(name["surname"] in text for name in record["subject"]["names"])


async def test_a_process_that_never_hears_of_a_change_does_not_guess(shared_node: Hub, monkeypatch: pytest.MonkeyPatch):
    async def refresh(_: object) -> None:
        return None

    exchange = shared_node.exchange
    deaf = replace(exchange, judgement=replace(exchange.judgement, epoch=exchange.judgement.epoch - 1))
    monkeypatch.setattr(submit, "refresh_judgement", refresh)
    (found,) = await submit.submit_all(deaf, shared_node.process.committer, [shared_node.ban()])

    assert code_of(found) == "in-doubt"


async def test_what_is_permitted_is_remembered_within_bounds(shared_node: Hub, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("hub.workflows.submission.check_envelope.REMEMBERED", 2)
    shared_node.exchange.judgement.permitted.clear()
    found = await shared_node.submit_all(
        [shared_node.ban(to=to) for to in (["tj-mvd"], ["kz-mvd"], ["by-mvd"], ["tj-mvd"], ["tm-sms"])]
    )

    assert [code_of(each) for each in found] == [*["accepted"] * 4, "role-not-allowed"]
    assert len(shared_node.exchange.judgement.permitted) <= 2
