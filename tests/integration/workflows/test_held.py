"""Messages of a key that others had: what was not delivered yet is held, and only that."""

import asyncio
from datetime import datetime, timedelta

import pytest

from hub.core.errors import MissingError
from hub.workflows.bundle_evidence import bundle_evidence
from hub.workflows.read_inbox import Page, read_inbox
from hub.workflows.read_message import read_message
from hub.workflows.release_log import release_rest
from tests.integration.hubs import Hub
from tests.integration.suspensions import accept, statement
from tests.integration.trust_changes import documents, publish
from tests.support.hub import make_message_id, now

LONG_AGO = timedelta(hours=1)


async def inbox(hub: Hub, recipient: str = "tj-mvd", lane: str = "urgent") -> Page:
    """Return the first page of an inbox, with all that was committed."""
    await release_rest(hub.exchange)
    return await read_inbox(hub.exchange, recipient=recipient, lane=lane, after=0, limit=100)


async def tombstones(hub: Hub, recipient: str = "tj-mvd") -> list[str | None]:
    """Return what stands for each number of an inbox."""
    return [entry.tombstone for entry in (await inbox(hub, recipient)).entries]


async def test_what_was_not_delivered_yet_is_held_and_what_was_is_not(node: Hub):
    answers = [await node.submit(node.ban(to=["tj-mvd", "kz-mvd"])) for _ in range(3)]
    await node.submit(node.said("tj-mvd", "delivered", answers[0].receipt))
    await node.submit(node.said("tj-mvd", "processed", answers[1].receipt))
    await accept(node, statement(node, since=now() - LONG_AGO))
    await node.submit(node.said("tj-mvd", "processed", answers[0].receipt))

    assert await tombstones(node) == [None, None, "held"]
    assert await tombstones(node, "kz-mvd") == ["held", "held", "held"]


async def test_a_tombstone_shows_number_id_and_digest_and_nothing_else(node: Hub):
    token = node.ban(message_id=(message_id := make_message_id()))
    await node.submit(token)
    await accept(node, statement(node, since=now() - LONG_AGO))
    (shown,) = (await inbox(node)).to_json()["messages"]

    assert shown.keys() == {"number", "id", "sha256", "tombstone"}
    assert (shown["number"], shown["id"], shown["tombstone"]) == (1, message_id, "held")


async def test_a_held_message_is_not_to_be_had_by_any_other_door_either(node: Hub):
    await node.submit(node.ban(message_id=(message_id := make_message_id())))
    await accept(node, statement(node, since=now() - LONG_AGO))
    asked = {"message_id": message_id, "sender": None}
    for read in (read_message, bundle_evidence):
        with pytest.raises(MissingError):
            await read(node.exchange, participant="tj-mvd", **asked)

    assert await read_message(node.exchange, participant="ru-guvm", **asked)  # it is the sender's own


async def test_messages_of_other_keys_and_of_other_times_are_served(node: Hub):
    await node.submit(node.ban())
    begin = await next_second()
    await node.submit(node.ban())
    await node.submit(node.ban(sender="kz-mvd"))
    await accept(node, statement(node, since=begin))

    assert await tombstones(node) == [None, "held", None]


async def next_second() -> datetime:
    """Return the next whole second, once it has come."""
    begin = now() + timedelta(seconds=1)
    while now() < begin:
        await asyncio.sleep(0.01)
    return begin


async def test_a_suspension_without_a_time_holds_nothing(node: Hub):
    await node.submit(node.ban())
    await accept(node, statement(node))

    assert await tombstones(node) == [None]


async def test_an_earlier_time_that_is_said_later_holds_more(node: Hub):
    await node.submit(node.ban())
    await accept(node, statement(node, by=node.trust.keys["ru-guvm"]))
    assert await tombstones(node) == [None]
    await accept(node, statement(node, since=now() - LONG_AGO))

    assert await tombstones(node) == ["held"]


async def test_a_suspension_that_is_lifted_leaves_what_is_held(node: Hub):
    """Whether a message is the participant's own is another question than whether its key may sign again."""
    active = [*node.exchange.judgement.trust.participants.values()]
    await node.submit(node.ban())
    await accept(node, statement(node, since=now() - LONG_AGO, at=now()))
    await next_second()
    await publish(node, documents(node, active))

    assert await tombstones(node) == ["held"]
