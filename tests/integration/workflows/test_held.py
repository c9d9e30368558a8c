"""Messages of a key that others had: what was not delivered yet is held, and only that."""

import asyncio
from datetime import datetime, timedelta

import pytest

from hub.core.errors import MissingError, NothingHeldError
from hub.core.leaf import ActLeaf
from hub.core.receipt import leaves
from hub.workflows.delivery.read_inbox import Page, read_inbox
from hub.workflows.log.bundle_evidence import bundle_evidence
from hub.workflows.log.read_message import read_message
from hub.workflows.log.release_log import release_rest
from hub.workflows.trust.release_held import accept_release, read_held
from keys import release
from keys.errors import StatementError, StatementHubError, StatementSignerError, StatementTimeError
from tests.integration.hubs import Hub, connected
from tests.integration.log_check import check_log
from tests.integration.suspensions import accept, statement
from tests.integration.trust_changes import documents, publish
from tests.support.hub import from_now, make_message_id, now

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


def signed(node: Hub, *messages: str, by: str = "officer", **changes: object) -> bytes:
    """Return the statement that these held messages of ru-guvm are its own."""
    key = node.trust.authority.officers["officer-2"] if by == "officer" else node.trust.keys[by]
    members = {"hub": node.trust.list.hub, "participant": "ru-guvm", "messages": messages, "at": now(), **changes}
    return release.sign(key, **members)  # type: ignore[arg-type]


@pytest.fixture
async def held(node: Hub) -> list[str]:
    """Two messages of ru-guvm that are held from tj-mvd, and one of them from kz-mvd too."""
    ids = [make_message_id(), make_message_id()]
    await node.submit(node.ban(message_id=ids[0], to=["tj-mvd", "kz-mvd"]))
    await node.submit(node.ban(message_id=ids[1]))
    await accept(node, statement(node, since=now() - LONG_AGO))
    return ids


async def test_what_is_held_is_listed_for_its_sender(node: Hub, held: list[str]):
    found = await read_held(node.exchange, "ru-guvm", after=0)

    assert [(each.id, each.recipients) for each in found] == [(held[0], ("kz-mvd", "tj-mvd")), (held[1], ("tj-mvd",))]
    assert [each.id for each in await read_held(node.exchange, "ru-guvm", after=found[0].index + 1)] == [held[1]]
    assert await read_held(node.exchange, "kz-mvd", after=0) == []


async def test_a_released_message_has_a_new_number_and_its_old_one_stays_a_tombstone(node: Hub, held: list[str]):
    await node.submit(node.ban(sender="kz-mvd"))
    receipt = await accept_release(node.exchange, node.process.committer, signed(node, held[0]))
    page = await inbox(node)

    assert [(entry.number, entry.id == held[0], entry.tombstone) for entry in page.entries] == [
        (1, True, "held"),
        (2, False, "held"),
        (3, False, None),
        (4, True, None),
    ]
    assert await tombstones(node, "kz-mvd") == ["held", None]
    leaf = leaves.parse(receipt.leaf)
    assert isinstance(leaf, ActLeaf)
    assert (leaf.act, leaf.subject) == ("release", "ru-guvm")
    assert [each.id for each in await read_held(node.exchange, "ru-guvm", after=0)] == [held[1]]
    assert await read_message(node.exchange, participant="tj-mvd", message_id=held[0], sender=None)
    async with connected(node.dsn) as conn:
        await check_log(conn, node.site)


async def test_the_same_release_again_changes_nothing(node: Hub, second_node: Hub, held: list[str]):
    token = signed(node, *held)
    first = await accept_release(node.exchange, node.process.committer, token)
    again = await asyncio.gather(
        *(accept_release(each.exchange, each.process.committer, token) for each in (node, second_node))
    )

    assert again == [first, first]
    assert await tombstones(node) == ["held", "held", None, None]
    with pytest.raises(NothingHeldError):
        await accept_release(
            node.exchange, node.process.committer, signed(node, *held, at=now() - timedelta(seconds=5))
        )


async def test_a_release_goes_on_beside_submissions_without_a_gap(node: Hub, held: list[str]):
    found = await asyncio.gather(
        accept_release(node.exchange, node.process.committer, signed(node, *held)),
        node.submit_all([node.ban(sender="kz-mvd") for _ in range(20)]),
        accept_release(node.exchange, node.process.committer, signed(node, held[0])),
        return_exceptions=True,
    )
    page = await inbox(node)

    assert [entry.number for entry in page.entries] == list(range(1, 25))
    assert sorted(entry.id in held for entry in page.entries) == [False] * 20 + [True] * 4
    assert not isinstance(found[0], BaseException)


@pytest.mark.parametrize(
    ("by", "changes", "error"),
    [
        ("kz-mvd", {}, StatementSignerError),
        ("ru-guvm", {}, StatementSignerError),  # the suspended key itself
        ("officer", {"hub": "mig.example/production"}, StatementHubError),
        ("officer", {"at": timedelta(hours=2)}, StatementTimeError),
        ("officer", {"participant": "kz-mvd"}, NothingHeldError),
        ("officer", {"messages": ["0193a1b2-0000-7000-8000-00000000c0de"]}, NothingHeldError),
        ("officer", {"messages": []}, StatementError),
        ("officer", {"messages": ["1"]}, StatementError),
    ],
)
async def test_who_may_not_say_it_releases_nothing(
    node: Hub, held: list[str], by: str, changes: dict[str, object], error: type[Exception]
):
    with pytest.raises(error):
        await accept_release(node.exchange, node.process.committer, signed(node, *held, by=by, **from_now(changes)))
    assert await tombstones(node) == ["held", "held"]
