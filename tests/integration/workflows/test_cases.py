"""Bans and readmission cases under the log's lock: of two contradictory moves the first in the log wins."""

import asyncio
from typing import Any

import pytest

from hub.core.errors import CaseMoveError, HubError, RevisionError, SchemaViolationError
from hub.core.leaf import ActLeaf
from hub.core.receipt import leaves
from hub.workflows.agreements.change_agreement import AgreementVersionError, change_agreement, seed_agreements
from hub.workflows.trust.read_trust import refresh_judgement
from schemas import agreements
from tests.integration.agreements import agree, approve, enter_into_force, in_force
from tests.integration.hubs import REQUEST, Hub, code_of, connected, held_lock, make_message_id
from tests.integration.log_check import check_log

RU_TJ = {"agreement": "ru-tj-readmission", "purpose": "readmission", "to": ["tj-mvd"], "type": "readmission-request"}


@pytest.fixture
def case(shared_node: Hub) -> str:
    return f"C-{shared_node.next_number()}"


async def test_a_case_is_asked_refused_renewed_and_accepted(shared_node: Hub, case: str):
    first, second, renewed = (make_message_id() for _ in range(3))
    await shared_node.submit(shared_node.request(case, message_id=first))
    await shared_node.submit(shared_node.reply(case, "refused", first, message_id=second))
    await shared_node.submit(shared_node.request(case, message_id=renewed))
    await shared_node.submit(shared_node.reply(case, "accepted", renewed))
    with pytest.raises(CaseMoveError) as caught:
        await shared_node.submit(shared_node.request(case))

    assert caught.value.facts == {
        "state": "accepted",
        "move": "readmission-request",
        "allowed": "readmission-withdrawal, travel-document",
    }


@pytest.mark.parametrize("together", [True, False])
async def test_of_two_contradictory_replies_one_wins(shared_node: Hub, case: str, *, together: bool):
    asked = make_message_id()
    await shared_node.submit(shared_node.request(case, message_id=asked))
    replies = [shared_node.reply(case, decision, asked) for decision in ("accepted", "refused")]
    if together:
        found = await shared_node.submit_all(replies)
    else:
        async with asyncio.timeout(20):
            found = [each for [each] in await asyncio.gather(*(shared_node.submit_all([reply]) for reply in replies))]

    assert sorted(map(code_of, found)) == ["accepted", "move-not-allowed"]
    (lost,) = (each for each in found if isinstance(each, HubError))
    assert lost.facts["allowed"] in {"readmission-withdrawal, travel-document", "readmission-request"}


async def test_of_two_replies_through_two_processes_one_wins(shared_node: Hub, shared_second: Hub, case: str):
    asked = make_message_id()
    await shared_node.submit(shared_node.request(case, message_id=asked))
    async with asyncio.timeout(20):
        found = await asyncio.gather(
            shared_node.submit_all([shared_node.reply(case, "accepted", asked)]),
            shared_second.submit_all([shared_node.reply(case, "refused", asked)]),
        )

    assert sorted(code_of(each) for (each,) in found) == ["accepted", "move-not-allowed"]


async def test_a_case_of_nobody_cannot_be_answered(shared_node: Hub, case: str):
    (found,) = await shared_node.submit_all([shared_node.reply(case, "accepted", make_message_id())])

    assert code_of(found) == "move-not-allowed"
    assert "readmission-request" in found.text("ru")  # type: ignore[union-attr]


async def test_a_reply_to_another_message_than_the_request_is_refused(shared_node: Hub, case: str):
    await shared_node.submit(shared_node.request(case))
    (found,) = await shared_node.submit_all([shared_node.reply(case, "accepted", make_message_id())])

    assert code_of(found) == "reply-to-conflict"


@pytest.mark.parametrize(
    ("members", "pointer"),
    [
        ({"reply_to": None}, "/reply_to"),
        ({"subject": "C-other"}, "/subject"),
        ({"record": {"authority": {"name": "Испытательный орган", "participant": "kz-mvd"}}}, "/record/authority"),
    ],
)
async def test_what_is_wrong_in_a_reply_is_named_by_its_pointer(
    shared_node: Hub, case: str, members: Any, pointer: str
):
    (found,) = await shared_node.submit_all(
        [shared_node.reply(case, "accepted", **{"reply_to": make_message_id()} | members)]
    )

    assert code_of(found) == "record-invalid"
    assert [fault.pointer for fault in found.faults] == [pointer]  # type: ignore[union-attr]


async def test_revisions_of_a_ban_come_in_order_or_not_at_all(shared_node: Hub):
    number = shared_node.next_number()
    found = await shared_node.submit_all(
        [
            shared_node.ban(number, record={"revision": revision, "status": status})
            for revision, status in (
                (1, "active"),
                (3, "reduced"),
                (2, "lifted"),
                (3, "lifted"),
                (4, "annulled"),
                (5, "active"),
            )
        ]
    )

    assert [code_of(each) for each in found] == [
        "accepted",
        "accepted",
        "revision-conflict",
        "revision-conflict",
        "accepted",
        "move-not-allowed",
    ]


async def test_the_last_revision_is_remembered_between_groups(shared_node: Hub):
    number = shared_node.next_number()
    await shared_node.submit(shared_node.ban(number, record={"revision": 7}))
    with pytest.raises(RevisionError) as caught:
        await shared_node.submit(shared_node.ban(number, record={"revision": 7, "status": "lifted"}))

    assert caught.value.facts == {"expected": 8}


async def test_two_issuers_may_use_the_same_number_for_a_ban(shared_node: Hub):
    number = shared_node.next_number()
    found = await shared_node.submit_all([shared_node.ban(number), shared_node.ban(number, sender="kz-mvd")])

    assert [code_of(each) for each in found] == ["accepted", "accepted"]


def russias_request(hub: Hub, case: str, **members: Any) -> bytes:
    record = {**REQUEST, "case_id": case, "requesting_authority": "ru-guvm"}
    return hub.sign("ru-guvm", record, **{**RU_TJ, **members})


async def change(hub: Hub, version: int, name: str, **changes: Any) -> None:
    """Publish a version of an agreement between Russia and Tajikistan, which both have approved."""
    await agree(hub, in_force(version, name, **changes))


@pytest.fixture
async def pact(shared_node: Hub, case: str) -> str:
    """An agreement of its own between Russia and Tajikistan, in force."""
    name = f"test-{case.lower()}"
    await change(shared_node, 1, name)
    return name


async def test_russias_request_to_tajikistan_waits_for_the_agreement(node: Hub):
    waiting = russias_request(node, "C-1")
    (before,) = await node.submit_all([waiting])
    await enter_into_force(node)
    (after,) = await node.submit_all([waiting])

    assert (code_of(before), code_of(after)) == ("agreement-not-in-force", "accepted")


async def test_a_message_names_the_version_that_allowed_it(shared_node: Hub, pact: str, case: str):
    answer = await shared_node.submit(russias_request(shared_node, case, agreement=pact))
    async with connected(shared_node.dsn) as conn:
        await check_log(conn, shared_node.site)
        bodies = await conn.fetch(
            "SELECT body FROM leaf WHERE NOT EXISTS (SELECT FROM message WHERE index = leaf.index)"
        )
    acts = [leaves.parse(row["body"]) for row in bodies]

    assert leaves.parse(answer.receipt.leaf).agreement == tuple(  # type: ignore[union-attr]
        act.sha256 for act in acts if isinstance(act, ActLeaf) and act.subject == f"{pact}/1"
    )


async def test_another_process_judges_by_the_change_at_once(shared_node: Hub, shared_second: Hub, pact: str, case: str):
    """What it had checked before is stale under the log's lock."""
    await refresh_judgement(shared_second.exchange)
    accepted = await shared_second.submit(russias_request(shared_second, case, agreement=pact))
    await change(shared_node, 2, pact, status="suspended")
    (refused,) = await shared_second.submit_all([russias_request(shared_second, f"{case}-2", agreement=pact)])

    assert accepted
    assert code_of(refused) == "agreement-not-in-force"


async def test_a_verdict_from_before_the_change_does_not_count(shared_node: Hub, pact: str, case: str):
    """The register changes after the checks and before the lock."""
    judgement = shared_node.exchange.judgement
    await change(shared_node, 2, pact, status="terminated")
    shared_node.exchange.judgement = judgement
    (found,) = await shared_node.submit_all([russias_request(shared_node, case, agreement=pact)])

    assert code_of(found) == "agreement-not-in-force"


async def test_a_message_in_one_group_with_the_change_is_judged_again(shared_node: Hub, pact: str, case: str):
    """It stands after the change in the log, so that it must not rest on what was before."""
    ended = in_force(2, pact, status="terminated")
    await approve(shared_node, ended)
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks, held_lock(shared_node.dsn):
        first = tasks.create_task(shared_node.submit(shared_node.ban()))
        await asyncio.sleep(0.05)  # it waits for the lock; the others are gathered into one group
        tasks.create_task(change_agreement(shared_node.exchange, shared_node.process.committer, ended))
        await asyncio.sleep(0)
        asked = tasks.create_task(shared_node.submit_all([russias_request(shared_node, case, agreement=pact)]))
        await asyncio.sleep(0.05)

    assert first.result()
    assert code_of(asked.result()[0]) == "agreement-not-in-force"


@pytest.mark.parametrize("version", [0, 1, 3])
async def test_versions_of_an_agreement_follow_each_other(shared_node: Hub, pact: str, version: int):
    with pytest.raises((AgreementVersionError, SchemaViolationError)):
        await change_agreement(shared_node.exchange, shared_node.process.committer, in_force(version, pact))


async def test_a_document_that_is_no_agreement_is_refused_with_pointers(shared_node: Hub, pact: str):
    with pytest.raises(SchemaViolationError) as caught:
        await change(shared_node, 2, pact, status="perhaps")

    assert [fault.pointer for fault in caught.value.faults] == ["/status"]


async def test_of_two_changes_to_the_same_version_one_wins_and_messages_beside_them_pass(
    shared_node: Hub, shared_second: Hub, pact: str
):
    async with asyncio.timeout(20):
        found = await asyncio.gather(
            change(shared_node, 2, pact),
            change(shared_second, 2, pact, status="suspended"),
            shared_node.submit(shared_node.ban()),
            shared_second.submit(shared_second.ban()),
            return_exceptions=True,
        )

    assert sorted(type(each).__name__ for each in found[:2]) == ["AgreementVersionError", "NoneType"]
    assert [type(each).__name__ for each in found[2:]] == ["Answer", "Answer"]


async def test_agreements_are_seeded_once(shared_node: Hub):
    assert await seed_agreements(shared_node.exchange, shared_node.process.committer, agreements.load()) == 0


async def test_a_new_agreement_begins_with_version_one(shared_node: Hub, pact: str, case: str):
    assert await shared_node.submit(russias_request(shared_node, case, agreement=pact))
    with pytest.raises(AgreementVersionError):
        await change(shared_node, 2, f"{pact}-other")
