"""What is refused about bans at acceptance: nothing of it changes anything."""

import asyncio
from typing import Any

import pytest

from tests.integration.hubs import Hub, code_of


async def _codes(node: Hub, *tokens: bytes) -> list[str]:
    return [code_of(each) for each in await node.submit_all(tokens)]


async def test_a_ban_on_exit_is_refused_where_no_agreement_names_it(shared_node: Hub):
    directions = ("exit", "both", "entry")
    tokens = [shared_node.ban(record={"direction": direction}) for direction in directions]

    assert await _codes(shared_node, *tokens) == ["exit-ban-not-allowed", "exit-ban-not-allowed", "accepted"]


@pytest.mark.parametrize(
    ("revisions", "codes"),
    [
        ([{"status": "lifted"}], ["move-not-allowed"]),
        ([{}, {"status": "lifted"}], ["accepted", "revision-conflict"]),
        ([{}, {"revision": 2, "status": "annulled"}, {"revision": 3}], ["accepted", "accepted", "move-not-allowed"]),
    ],
)
async def test_an_illegal_revision_is_refused(shared_node: Hub, revisions: list[dict[str, Any]], codes: list[str]):
    number = shared_node.next_number()

    found = [await _codes(shared_node, shared_node.ban(number, record=record)) for record in revisions]

    assert [code for each in found for code in each] == codes


async def test_of_two_contradictory_revisions_at_once_the_first_in_the_log_wins(shared_node: Hub):
    number = shared_node.next_number()
    await shared_node.submit(shared_node.ban(number))
    lifted = shared_node.ban(number, record={"revision": 2, "status": "lifted"})
    reduced = shared_node.ban(number, record={"revision": 2, "status": "reduced"})

    results = await asyncio.gather(*(_codes(shared_node, token) for token in (lifted, reduced)))

    assert sorted(code for found in results for code in found) in (
        ["accepted", "move-not-allowed"],
        ["accepted", "revision-conflict"],
    )


async def test_what_nobody_asked_is_not_answered(shared_node: Hub):
    about = {"enquiry_id": "E-1", "requesting_authority": "tj-mvd"}
    answer = {**about, "result": "no_ban", "answered_on": "2026-11-21", "as_of": "2026-11-21T09:00:00Z"}
    routing = {"type": "ban-status-answer", "subject": "E-1", "reply_to": "019a0000-0000-7000-8000-000000000001"}

    assert await _codes(shared_node, shared_node.sign("ru-guvm", answer, **routing)) == ["move-not-allowed"]


async def test_a_state_that_does_not_come_out_of_its_own_parts_is_refused(shared_node: Hub):
    record = {
        "issuer": "ru-guvm",
        "holder": "ru-guvm",
        "scheme": "cis-ban-list/1",
        "on": "2026-11-21",
        "as_of": "2026-11-21T09:00:00Z",
        "count": 0,
        "digest": "00" * 32,
        "buckets": ["00" * 32],
    }

    assert await _codes(shared_node, shared_node.sign("ru-guvm", record, type="ban-list-state", subject=None)) == [
        "record-invalid"
    ]
