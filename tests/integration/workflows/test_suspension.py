"""A suspended key: from its leaf on, no message of it gets a place, in whatever process and however it was checked."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from structlog.testing import capture_logs

from hub.core import receipt as receipts
from hub.core.errors import OverloadedError
from hub.core.leaf import ActLeaf, MessageLeaf
from hub.core.quota import Quotas
from hub.core.receipt import leaves
from hub.workflows.log.arrange_group import Act, Entry
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.log.release_log import Releaser
from hub.workflows.submission.submit import Answer
from hub.workflows.trust import read_trust
from hub.workflows.trust.read_trust import refresh_judgement
from keys import note
from keys.errors import (
    KeysError,
    KeySuspendedError,
    SignatureError,
    StatementHubError,
    StatementSignerError,
    StatementTimeError,
    UnknownKeyError,
)
from keys.trustlist import KeyStatus
from tests.integration.hubs import Hub, code_of, connected, held_lock
from tests.integration.log_check import check_log
from tests.integration.suspensions import accept, statement
from tests.integration.trust_changes import documents, publish
from tests.support.hub import now
from tests.support.trust import make_key, make_participant


async def codes(hub: Hub, *senders: str) -> list[str]:
    """Submit one ban of each sender at once, and return what became of them."""
    return [code_of(each) for each in await hub.submit_all([hub.ban(sender=name) for name in senders])]


async def test_an_officer_suspends_a_key_from_its_leaf_on(node: Hub):
    assert await codes(node, "ru-guvm", "kz-mvd") == ["accepted", "accepted"]
    receipt = await accept(node, statement(node))

    assert await codes(node, "ru-guvm", "kz-mvd") == ["key-suspended", "accepted"]
    leaf = leaves.parse(receipt.leaf)
    assert isinstance(leaf, ActLeaf)
    assert (leaf.act, leaf.subject) == ("suspension", "ru-guvm")
    receipts.verify(receipt, note.verifier_key(node.trust.list.hub, node.trust.log))


@pytest.mark.parametrize("signer", ["itself", "another"])
async def test_a_participant_suspends_its_own_key(node: Hub, signer: str, monkeypatch: pytest.MonkeyPatch):
    other = make_key("second", "ru-guvm")
    await publish(node, documents(node, with_second_key(node, "ru-guvm", other)))
    by = node.trust.keys["ru-guvm"] if signer == "itself" else other
    await accept(node, statement(node, by=by))

    assert await codes(node, "ru-guvm") == ["key-suspended"]
    assert code_of((await node.submit_all([node.ban(key=other)]))[0]) == "accepted"


def with_second_key(hub: Hub, name: str, key):
    """Return the participants, one of them with one more key."""
    listed = dict(hub.exchange.judgement.trust.participants)
    (more,) = make_participant(name, key.public, now=now()).keys
    listed[name] = replace(listed[name], keys=(*listed[name].keys, more))
    return list(listed.values())


REFUSED = {
    "a foreign participant's key": (lambda hub: {"by": hub.trust.keys["kz-mvd"]}, StatementSignerError),
    "a key that nobody lists": (lambda _: {"by": make_key("x", "y")}, StatementSignerError),
    "a council key": (lambda hub: {"by": hub.trust.authority.council["council-1"]}, StatementSignerError),
    "the hub's own status key": (lambda hub: {"by": hub.trust.authority.online["status"]}, StatementSignerError),
    "of a key that nobody lists": (lambda _: {"kid": make_key("x", "y").kid}, UnknownKeyError),
    "of another participant's key": (lambda hub: {"kid": hub.trust.keys["kz-mvd"].kid}, KeysError),
    "for another environment": (lambda _: {"origin": "mig.example/production"}, StatementHubError),
    "signed far ahead of its time": (lambda _: {"at": now() + timedelta(minutes=5)}, StatementTimeError),
    "older than a month": (lambda _: {"at": now() - timedelta(days=31)}, StatementTimeError),
    "compromised after it was said": (lambda _: {"since": now() + timedelta(hours=1)}, KeysError),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_its_signer_may_not_say_is_refused_and_changes_nothing(shared_node: Hub, case: str):
    make, error = REFUSED[case]
    async with connected(shared_node.dsn) as conn:
        size = await check_log(conn, shared_node.site)
        with pytest.raises(error):
            await accept(shared_node, statement(shared_node, **make(shared_node)))
        assert await check_log(conn, shared_node.site) == size
    assert await codes(shared_node, "ru-guvm") == ["accepted"]


async def test_a_statement_whose_signature_is_another_ones_is_refused(shared_node: Hub):
    one, other = (statement(shared_node, name).rpartition(b".") for name in ("ru-guvm", "kz-mvd"))
    with pytest.raises(SignatureError):
        await accept(shared_node, one[0] + b"." + other[2])


async def test_the_same_statement_again_gets_the_same_receipt(node: Hub, second_node: Hub):
    token = statement(node, by=node.trust.keys["ru-guvm"])
    first = await accept(node, token)
    await node.submit(node.ban(sender="kz-mvd"))
    again = [await accept(node, token), await accept(second_node, token)]

    assert again == [first, first]
    async with connected(node.dsn) as conn:
        assert await conn.fetchval("SELECT count(*) FROM suspension") == 1


async def test_two_processes_that_get_it_at_once_log_it_once(node: Hub, second_node: Hub):
    token = statement(node)
    found = await asyncio.gather(*(accept(each, token) for each in (node, second_node) * 3))

    assert len(set(map(receipts.format, found))) == 1


async def test_a_key_that_was_suspended_meanwhile_suspends_no_other(node: Hub, second_node: Hub):
    """The second process has not heard of it; the epoch that it judged under is not that of the log any more."""
    other = make_key("second", "ru-guvm")
    await publish(node, documents(node, with_second_key(node, "ru-guvm", other)))
    await refresh_judgement(second_node.exchange)
    before = second_node.exchange.judgement
    await accept(node, statement(node))
    second_node.exchange.judgement = before
    with pytest.raises(StatementSignerError):
        await accept(second_node, statement(node, by=node.trust.keys["ru-guvm"], kid=other.kid))


async def test_fifty_submissions_around_a_suspension_are_all_before_its_leaf(node: Hub, second_node: Hub):
    """Half of them through a process that does not hear of the suspension, and all checked before it."""
    tokens = [node.ban() for _ in range(50)]
    async with held_lock(node.dsn):
        first = [asyncio.create_task(node.submit_all([token])) for token in tokens[:20]]
        first += [asyncio.create_task(second_node.submit_all([token])) for token in tokens[20:40]]
        await asyncio.sleep(0.1)
        stop = asyncio.create_task(accept(node, statement(node)))
        await asyncio.sleep(0.1)
        first += [
            asyncio.create_task(each.submit_all([token]))
            for each, token in zip((node, second_node) * 5, tokens[40:], strict=True)
        ]
        await asyncio.sleep(0.1)
    found = [(await task)[0] for task in first]
    place = (await stop).index
    accepted = [each for each in found if isinstance(each, Answer)]

    assert all(each.receipt.index < place for each in accepted)
    assert {code_of(each) for each in found} <= {"accepted", "key-suspended"}
    assert len(accepted) < 50
    async with connected(node.dsn) as conn:
        bodies = await conn.fetch("SELECT body FROM leaf WHERE index > $1", place)
        assert not [leaf for row in bodies if isinstance(leaf := leaves.parse(row["body"]), MessageLeaf)]
        await check_log(conn, node.site)


async def test_a_process_that_is_deaf_accepts_nothing_after_the_leaf(node: Hub, second_node: Hub):
    stale = second_node.exchange.judgement
    await accept(node, statement(node))
    second_node.exchange.judgement = stale
    found = await second_node.submit_all([second_node.ban(), second_node.ban(sender="kz-mvd")])

    assert [code_of(each) for each in found] == ["key-suspended", "accepted"]


async def test_another_process_hears_of_it_by_itself(node: Hub, second_node: Hub):
    await accept(node, statement(node))
    async with asyncio.timeout(5):
        while not second_node.exchange.judgement.suspensions:
            await asyncio.sleep(0.01)


async def test_what_was_accepted_before_is_answered_with_its_receipt(node: Hub):
    token = node.ban()
    receipt = await node.receipt(token)
    await accept(node, statement(node))

    assert await node.receipt(token) == receipt


async def test_a_suspended_key_was_in_force_until_its_leaf(node: Hub):
    kid = node.trust.keys["ru-guvm"].kid
    await accept(node, statement(node))
    judgement = node.exchange.judgement
    since = judgement.suspensions[kid].since

    assert judgement.signing_key(kid, since - timedelta(microseconds=1)).participant == "ru-guvm"
    with pytest.raises(KeySuspendedError):
        judgement.signing_key(kid, since)


def deciding(hub: Hub, *tokens: bytes) -> Mapping[str, bytes]:
    """Return the next documents, in which the key of ru-guvm is active and names these suspensions."""
    listed = {each.id: each for each in hub.exchange.judgement.trust.listed.participants}
    (key,) = listed["ru-guvm"].keys
    named = tuple(sha256(token).hexdigest() for token in tokens)
    listed["ru-guvm"] = replace(listed["ru-guvm"], keys=(replace(key, decides=named),))
    return documents(hub, list(listed.values()))


async def test_a_newer_list_that_does_not_name_it_lifts_no_suspension(node: Hub):
    await accept(node, statement(node, at=now()))
    await asyncio.sleep(1.1)  # documents and statements say the time in whole seconds
    with capture_logs() as lines:
        await publish(node, deciding(node))

    assert not [line for line in lines if line["event"] == "suspension_lifted"]
    assert await codes(node, "ru-guvm") == ["key-suspended"]
    assert node.exchange.judgement.suspensions


async def test_only_a_list_that_names_it_lifts_a_suspension(node: Hub):
    token = statement(node, at=now())
    await accept(node, token)
    with capture_logs() as lines:
        await publish(node, deciding(node, token))

    assert [line["participant"] for line in lines if line["event"] == "suspension_lifted"] == ["ru-guvm"]
    assert await codes(node, "ru-guvm") == ["accepted"]
    assert (node.exchange.judgement.suspensions, node.exchange.judgement.standing) == ({}, ())


async def test_each_of_two_suspensions_has_to_be_named(node: Hub):
    first, second = statement(node), statement(node, since=now() - timedelta(hours=1))
    for token in (first, second):
        await accept(node, token)
    shown = [each.token for each in node.exchange.judgement.standing]
    await publish(node, deciding(node, first))
    then = await codes(node, "ru-guvm")
    await publish(node, deciding(node, first, second))

    assert (shown, then) == ([first, second], ["key-suspended"])
    assert await codes(node, "ru-guvm") == ["accepted"]


async def test_a_renewed_status_lifts_nothing(node: Hub):
    active = [*node.exchange.judgement.trust.participants.values()]
    await accept(node, statement(node))
    authority, trust = node.trust.authority, node.exchange.judgement.trust
    root, participants = (trust.documents[kind] for kind in ("root", "participants"))
    newer = authority.status(root, participants, now=now(), version=trust.version[2] + 1)
    await publish(node, {"root": root, "participants": participants, "status": newer})

    assert await codes(node, "ru-guvm") == ["key-suspended"]
    assert {key.status for each in active for key in each.keys} == {KeyStatus.ACTIVE}


async def test_a_new_key_is_taken_by_a_process_that_has_not_heard_of_it(node: Hub, second_node: Hub):
    """Its first message may come a moment before the news: no valid message is refused for that."""
    other = make_key("second", "ru-guvm")
    before = second_node.exchange.judgement
    await publish(node, documents(node, with_second_key(node, "ru-guvm", other)))
    second_node.exchange.judgement = before
    found = await second_node.submit_all([second_node.ban(key=other), second_node.ban()])

    assert [code_of(each) for each in found] == ["accepted", "accepted"]


async def test_a_reader_that_was_slow_takes_no_older_judgement_into_use(node: Hub, monkeypatch: pytest.MonkeyPatch):
    real, begun, go_on = read_trust.read_judgement, asyncio.Event(), asyncio.Event()

    async def read(*args, **named):
        found = await real(*args, **named)
        begun.set()
        await go_on.wait()
        return found

    with monkeypatch.context() as patch:
        patch.setattr(read_trust, "read_judgement", read)
        slow = asyncio.create_task(refresh_judgement(node.exchange))
        await begun.wait()
    await accept(node, statement(node))
    go_on.set()
    await slow

    assert node.exchange.judgement.suspensions


async def count_suspensions(hub: Hub) -> int:
    async with connected(hub.dsn) as conn:
        return await conn.fetchval("SELECT count(*) FROM suspension")


async def test_forty_suspensions_of_one_key_give_one_leaf(node: Hub):
    said, epoch = now(), node.exchange.judgement.epoch
    officers = list(node.trust.authority.officers.values())
    tokens = [
        statement(node, by=officers[each % 2], at=said + timedelta(seconds=each), since=said) for each in range(40)
    ]
    given = [await accept(node, token) for token in tokens]

    assert {each.leaf for each in given} == {given[0].leaf}
    assert (await count_suspensions(node), node.exchange.judgement.epoch) == (1, epoch + 1)


async def test_a_key_is_suspended_again_only_where_more_of_its_messages_are_to_be_held(node: Hub):
    assert await codes(node, "ru-guvm") == ["accepted"]
    first = await accept(node, statement(node))
    again = await accept(node, statement(node, at=now() + timedelta(seconds=2)))
    earlier = await accept(node, statement(node, since=now() - timedelta(hours=1)))
    later = await accept(node, statement(node, since=now() - timedelta(minutes=1)))

    assert (again.leaf, later.leaf) == (first.leaf, earlier.leaf)
    assert await count_suspensions(node) == 2


async def test_one_keys_flood_of_statements_is_refused_and_another_key_may_still_speak(node: Hub):
    node.exchange.statement_quotas = Quotas(rate=0.001, burst=3)
    first, second = node.trust.authority.officers.values()
    forged = statement(node)[:-4] + b"AAAA"
    for _ in range(10):
        with pytest.raises(SignatureError):
            await accept(node, forged)
    tokens = [statement(node, by=first, at=now() + timedelta(seconds=each)) for each in range(5)]
    for token in tokens[:3]:
        await accept(node, token)
    for token in tokens[3:]:
        with pytest.raises(OverloadedError):
            await accept(node, token)
    await accept(node, tokens[0])
    await accept(node, statement(node, "kz-mvd", by=second))

    assert await count_suspensions(node) == 2
    assert await codes(node, "by-mvd") == ["accepted"]


async def test_no_more_acts_wait_than_one_group_takes_and_messages_still_may(node: Hub):
    node.exchange.group_limit = 3
    committer = GroupCommitter(node.exchange, Releaser(node.exchange))  # it does not run: what is entered waits
    act = Entry(act=Act(name="suspension", subject="ru-guvm", sha256="00" * 32, salt="00"))
    for _ in range(3):
        committer.enter(act)
    with pytest.raises(OverloadedError):
        committer.enter(act)

    assert not committer.enter(Entry()).done()
