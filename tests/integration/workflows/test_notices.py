"""What the hub says of itself: signed by its own key, once, to whom it concerns."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from hub.core import envelope as envelopes
from hub.core import notice
from hub.core.envelope import Envelope
from hub.worker.worker import Worker
from hub.workflows.delivery.read_inbox import read_inbox
from hub.workflows.log.release_log import release_rest
from hub.workflows.notices.send_notice import Herald
from hub.workflows.notices.tell_suspensions import tell_suspensions
from hub.workflows.notices.warn_expiry import warn_expiry
from keys import jws, keyfile
from keys.trustlist import Participant
from tests.integration.hubs import Hub, code_of, open_hub
from tests.integration.suspensions import accept, statement
from tests.integration.trust_changes import documents, publish
from tests.support.hub import Site, now

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def herald(node: Hub) -> Herald:
    """Who speaks for the hub, with its key."""
    return Herald(node.exchange, node.process.committer, node.trust.keys["hub"])


async def notices(hub: Hub, recipient: str) -> list[Envelope]:
    """Return the notices in an inbox, verified by the hub's key."""
    await release_rest(hub.exchange)
    page = await read_inbox(hub.exchange, recipient=recipient, lane="urgent", after=0, limit=100)
    served = [message["envelope"].encode() for message in page.to_json()["messages"] if "envelope" in message]
    read = [envelopes.parse(jws.read(token, envelopes.TYP).payload, token) for token in served]
    own = [each for each in read if each.type == notice.TYPE]
    for each in own:
        jws.verify(each.raw, hub.trust.keys["hub"].public)
    return own


async def records(hub: Hub, recipient: str) -> list[Mapping[str, Any]]:
    """Return what the hub said to a participant."""
    return [each.record for each in await notices(hub, recipient)]


async def test_the_participant_and_the_recipients_are_told_once(node: Hub, herald: Herald):
    answers = [await node.submit(node.ban(to=["tj-mvd", "kz-mvd"])) for _ in range(2)]
    await node.submit(node.said("tj-mvd", "processed", answers[0].receipt))
    receipt = await accept(node, statement(node, since=now() - LONG_AGO))

    assert [await tell_suspensions(herald), await tell_suspensions(herald)] == [1, 0]
    ((own,), (tj,), (kz,)) = [await records(node, name) for name in ("ru-guvm", "tj-mvd", "kz-mvd")]
    assert (own["kind"], own["kid"], own["suspension"]) == (
        "key-suspended",
        node.trust.keys["ru-guvm"].kid,
        receipt.index,
    )
    assert (tj["kind"], [each["state"] for each in tj["messages"]]) == ("messages-doubtful", ["delivered", "held"])
    assert [each["state"] for each in kz["messages"]] == ["held", "held"]
    assert [each["index"] for each in kz["messages"]] == [answer.receipt.index for answer in answers]


async def test_told_again_after_a_crash_nobody_gets_it_twice(
    node: Hub, herald: Herald, monkeypatch: pytest.MonkeyPatch
):
    await node.submit(node.ban())
    await accept(node, statement(node, since=now() - LONG_AGO))

    async def crash(_what: str) -> bool:
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr(herald, "tell", crash)
        with pytest.raises(ConnectionResetError):
            await tell_suspensions(herald)
    await tell_suspensions(herald)

    assert [len(await notices(node, name)) for name in ("ru-guvm", "tj-mvd")] == [1, 1]


async def test_two_workers_that_tell_at_once_tell_once(node: Hub, second_node: Hub, herald: Herald):
    await node.submit(node.ban())
    await accept(node, statement(node, since=now() - LONG_AGO))
    other = Herald(second_node.exchange, second_node.process.committer, node.trust.keys["hub"])
    await asyncio.gather(tell_suspensions(herald), tell_suspensions(other))

    assert [len(await notices(node, name)) for name in ("ru-guvm", "tj-mvd")] == [1, 1]


async def test_a_suspension_without_a_time_is_told_to_its_participant_alone(node: Hub, herald: Herald):
    await node.submit(node.ban())
    await accept(node, statement(node))
    await tell_suspensions(herald)

    assert [len(await notices(node, name)) for name in ("ru-guvm", "tj-mvd")] == [1, 0]


async def test_more_messages_than_one_notice_names_are_told_in_several(
    node: Hub, herald: Herald, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("hub.workflows.notices.tell_suspensions.AT_A_TIME", 2)
    await node.submit_all([node.ban() for _ in range(5)])
    await accept(node, statement(node, since=now() - LONG_AGO))
    await tell_suspensions(herald)

    assert [len(each["messages"]) for each in await records(node, "tj-mvd")] == [2, 2, 1]


async def test_without_a_key_of_the_hub_it_is_logged_once_and_told_when_there_is_one(node: Hub, herald: Herald):
    await accept(node, statement(node))
    mute = Herald(node.exchange, node.process.committer, None)
    with capture_logs() as lines:
        assert [await tell_suspensions(mute), await tell_suspensions(mute)] == [0, 0]

    assert [(line["event"], line["recipient"]) for line in lines] == [("notice_unsent", "ru-guvm")]
    assert await notices(node, "ru-guvm") == []
    assert await tell_suspensions(herald) == 1
    assert len(await notices(node, "ru-guvm")) == 1


async def test_the_worker_tells_and_warns_by_the_key_of_its_settings(
    hub_site: Site, seeded_database: str, tmp_path: Path
):
    keyfile.write(tmp_path / "notice.pem", hub_site.trust.keys["hub"], None)
    async with open_hub(hub_site, seeded_database, HUB_NOTICE_KEY_FILE=str(tmp_path / "notice.pem")) as node:
        await accept(node, statement(node))
        async with Worker(node.process).running(), asyncio.timeout(20):
            while not await notices(node, "ru-guvm"):
                await asyncio.sleep(0.1)


async def test_a_process_without_a_worker_reads_no_key_for_notices(hub_site: Site, seeded_database: str):
    async with open_hub(hub_site, seeded_database, HUB_ROLES="api", HUB_NOTICE_KEY_FILE="/nowhere") as node:
        assert node.process.notice_key is None


async def test_only_the_hub_sends_notices_and_it_sends_nothing_else(node: Hub):
    said = notice.Notice(name="x", to="kz-mvd", at=now(), record={"kind": "key-suspended"})
    forged = envelopes.parse(said.payload(node.trust.list.hub), b"")
    members = {"type": notice.TYPE, "to": ["kz-mvd"], "agreement": None, "purpose": notice.PURPOSE, "subject": None}
    found = await node.submit_all([node.sign("ru-guvm", forged.record, **members), node.ban(sender="hub")])

    assert [code_of(each) for each in found] == ["role-not-allowed", "role-not-allowed"]


def ending(hub: Hub, name: str, after: timedelta) -> list[Participant]:
    """Return the participants, one of them with a key that expires after this time."""
    listed = dict(hub.exchange.judgement.trust.participants)
    keys = tuple(replace(key, valid_until=now() + after) for key in listed[name].keys)
    listed[name] = replace(listed[name], keys=keys)
    return list(listed.values())


@pytest.mark.parametrize(("left", "days"), [(29, 30), (6, 7), (0.5, 1)])
async def test_a_key_that_expires_is_announced_to_its_participant_once(
    node: Hub, herald: Herald, left: float, days: int
):
    await publish(node, documents(node, ending(node, "kz-mvd", timedelta(days=left))))
    with capture_logs() as lines:
        assert [await warn_expiry(herald), await warn_expiry(herald)] == [1, 0]
    (said,) = await records(node, "kz-mvd")

    assert (said["kind"], said["days"], said["kid"]) == ("key-expiring", days, node.trust.keys["kz-mvd"].kid)
    assert [(line["event"], line["number"]) for line in lines] == [("expiry_near", days)]
    assert b'hub_expires_in_days{kind="key",name="' in node.exchange.metrics.render()


async def test_a_hub_without_a_key_logs_a_term_once_and_announces_it_when_it_has_one(node: Hub, herald: Herald):
    await publish(node, documents(node, ending(node, "kz-mvd", timedelta(days=6))))
    mute = Herald(node.exchange, node.process.committer, None)
    with capture_logs() as lines:
        assert [await warn_expiry(mute), await warn_expiry(mute)] == [1, 0]

    assert sorted(line["event"] for line in lines) == ["expiry_near", "notice_unsent"]
    assert await warn_expiry(herald) == 1
    assert len(await records(node, "kz-mvd")) == 1


async def test_nothing_is_announced_while_there_is_time(node: Hub, herald: Herald):
    assert await warn_expiry(herald) == 0


async def test_the_hubs_own_terms_are_announced_to_the_secretariat(
    node: Hub, herald: Herald, monkeypatch: pytest.MonkeyPatch
):
    """A root and a status near their end, and the hub's own key."""
    await publish(node, documents(node, ending(node, "hub", timedelta(days=20))))
    trust = node.exchange.judgement.trust
    soon = replace(trust.root, expires_at=now() + timedelta(days=5))
    late = replace(trust.status, expires_at=now() + timedelta(hours=5))
    node.exchange.judgement = replace(node.exchange.judgement, trust=replace(trust, root=soon, status=late))
    assert await warn_expiry(herald) == 3
    said = await records(node, "cis-ec")

    assert {(each["kind"], each.get("document"), each["days"]) for each in said} == {
        ("document-expiring", "root", 7),
        ("document-expiring", "status", 0),
        ("key-expiring", None, 30),
    }
