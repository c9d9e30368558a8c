"""The hub, or whoever stands in for it, says what it cannot prove: nothing of it is used, and a fork stops the gateway."""

import json
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from hub.clock import SystemClock
from hub.core import envelope as envelopes
from hub.core import ids
from hub.sdk.assembly import Gateway, open_gateway
from hub.sdk.books.inbox import Lane
from hub.sdk.errors import (
    LogBehindError,
    LogForkError,
    LogRollbackError,
    ReceiptUnsealableError,
    TrustError,
    UntrustedAnswerError,
)
from keys import jws, note, trustlist
from keys.jwk import PrivateKey
from tests.integration.sdk.fake_hub import FakeHub, alter, refuse
from tests.integration.sdk.sites import Site, make_ban, make_change, receive, send
from tests.support.clock import MovedClock
from tests.support.trust import ORIGIN, Trust, make_key, make_participant, make_trust

Change = Callable[[dict[str, Any]], object]


def make_token(key: PrivateKey, *, sender: str = "ru-guvm", typ: str = envelopes.TYP, **changes: Any) -> bytes:
    """Return a signed envelope, right or wrong."""
    now = SystemClock().now()
    members: dict[str, Any] = {"hub": ORIGIN, "to": ["tj-molme"], "sent_at": now, "type": "entry-ban"}
    members |= {"version": "1.0", "record": make_ban("RU-9"), "purpose": "entry-control", "subject": "RU-9"}
    payload = envelopes.format(message_id=ids.make_message_id(now, os.urandom(10)), sender=sender, **members | changes)
    return jws.sign(payload, key, typ)


def of_first(**members: Any) -> Change:
    """Change members of a page's first message."""
    return lambda page: page["messages"][0].update(members)


def swap(page: dict[str, Any]) -> None:
    """Give the first message the leaf, proof and index of the second."""
    for name in ("leaf", "proof", "index"):
        page["messages"][0][name] = page["messages"][1][name]


@pytest.mark.parametrize(
    "change",
    [
        of_first(proof=[]),
        lambda page: page["messages"][0]["proof"].reverse(),
        of_first(index=1),
        of_first(leaf="{}"),
        swap,
        lambda page: page["messages"][0].update(leaf=page["messages"][0]["leaf"].replace("tj-molme", "tj-mvd")),
        lambda page: page["messages"][0].update(envelope=page["messages"][1]["envelope"]),
        lambda page: page["messages"].pop(0),
        lambda page: page["messages"].reverse(),
        lambda page: page["messages"].append(page["messages"][0]),
        lambda page: page.update(next=7),
        lambda page: page.update(checkpoint=page["checkpoint"].replace("\n3\n", "\n4\n")),
        lambda page: page.update(checkpoint="nonsense"),
        lambda page: page.update(checkpoint=page["checkpoint"].split("\n\n")[0] + "\n\n"),
    ],
)
async def test_a_page_that_does_not_prove_what_it_says_is_not_used(
    hub: FakeHub, tajikistan: Site, trust: Trust, change: Change
) -> None:
    for number in range(3):
        token = make_token(trust.keys["ru-guvm"], subject=f"RU-{number}")
        hub.put(token, recipient="tj-molme", lane="urgent")
    hub.misbehave("GET", "/v1/inbox/urgent", alter(change))

    async with tajikistan.open() as recipient:
        page = await recipient.inbound.read(Lane.URGENT, 0)
        with pytest.raises(UntrustedAnswerError):
            await recipient.inbound.handle(Lane.URGENT, page)
        assert recipient.inbox.cursor(Lane.URGENT) == 0
        assert tajikistan.read("calls") == []
        if change is swap:
            await receive(recipient)
            assert tajikistan.subjects() == ["RU-0", "RU-1", "RU-2"]


@pytest.mark.parametrize(
    "change",
    [
        lambda result: result["receipt"].update(proof=["A" * 43 + "="]),
        lambda result: result["receipt"].update(index=7),
        lambda result: result["receipt"].update(leaf=result["receipt"]["leaf"].replace("ru-guvm", "kz-mvd")),
        lambda result: result["receipt"].update(
            checkpoint=result["receipt"]["checkpoint"].replace("training", "other")
        ),
    ],
)
async def test_a_receipt_that_proves_nothing_is_an_alarm_and_no_success(
    hub: FakeHub, russia: Site, change: Change
) -> None:
    russia.put(make_change("RU-1"))
    hub.misbehave("POST", "/v1/messages", alter(change))

    async with russia.open() as sender:
        await sender.outbound.pull()
        with pytest.raises(UntrustedAnswerError):
            await sender.outbound.push()
        assert sender.outbox.counts()["ready"] == 1
        await sender.outbound.push()

        assert sender.outbox.counts()["accepted"] == 1


async def test_one_receipt_for_another_message_does_not_keep_the_others_from_being_settled(
    hub: FakeHub, russia: Site
) -> None:
    russia.put(make_change("RU-1"), make_change("RU-2"), make_change("RU-3"))

    def repeat(content: dict[str, Any]) -> None:
        content["results"][0] = content["results"][1]

    hub.misbehave("POST", "/v1/messages", alter(repeat))

    async with russia.open() as sender:
        await sender.outbound.pull()
        with pytest.raises(UntrustedAnswerError):
            await sender.outbound.push()

        assert sender.outbox.counts() == {"ready": 1, "accepted": 2, "refused": 0}


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("signature-invalid", lambda keys: make_token(keys["ru-guvm"])[:-8] + b"AAAAAAAA"),
        ("key-unknown", lambda _keys: make_token(make_key("other", "nobody"))),
        ("sender-mismatch", lambda keys: make_token(keys["kz-mvd"], sender="ru-guvm")),
        ("leaf-mismatch", lambda keys: make_token(keys["ru-guvm"], hub="mig.example/production")),
        ("leaf-mismatch", lambda keys: make_token(keys["ru-guvm"], to=["tj-molme", "kz-mvd"])),
        ("schema-violation", lambda keys: make_token(keys["ru-guvm"], record={"ban_id": "RU-9"})),
        ("type-unknown", lambda keys: make_token(keys["ru-guvm"], type="entry-permit")),
        ("version-unknown", lambda keys: make_token(keys["ru-guvm"], version="9.0")),
    ],
)
async def test_a_message_that_cannot_be_taken_goes_to_quarantine_and_is_rejected(
    hub: FakeHub, tajikistan: Site, trust: Trust, code: str, make: Callable[[Any], bytes]
) -> None:
    hub.put(make(trust.keys), recipient="tj-molme", lane="urgent")
    hub.put(make_token(trust.keys["ru-guvm"]), recipient="tj-molme", lane="urgent", leaf_changes={})

    async with tajikistan.open() as recipient:
        await receive(recipient)
        await send(recipient)

        assert [item.code for item in recipient.inbox.quarantined()] == [code]
    assert hub.records("receipt")[-1]["status"] in {"rejected", "processed"}
    reasons = [record["reason"]["code"] for record in hub.records("receipt") if record["status"] == "rejected"]
    assert reasons == [code]


@pytest.mark.parametrize(
    "leaf_changes",
    [{"to": ("kz-mvd",)}, {"hub": "mig.example/production"}, {"at": "yesterday"}, {"sha256": "0" * 64}],
)
async def test_a_leaf_that_is_not_about_this_message_to_us_proves_nothing(
    hub: FakeHub, tajikistan: Site, trust: Trust, leaf_changes: dict[str, Any]
) -> None:
    """It stands in the log and its proof holds, but the hub should never have shown it here."""
    hub.put(make_token(trust.keys["ru-guvm"]), recipient="tj-molme", lane="urgent", leaf_changes=leaf_changes)

    async with tajikistan.open() as recipient:
        with pytest.raises(UntrustedAnswerError):
            await receive(recipient)

        assert recipient.inbox.cursor(Lane.URGENT) == 0


async def test_a_receipt_that_cannot_be_taken_is_put_aside_in_silence(
    hub: FakeHub, tajikistan: Site, trust: Trust
) -> None:
    record = {"status": "processed", "sender": "tj-molme", "messages": [], "at": "2026-11-21T09:00:00Z"}
    token = make_token(trust.keys["ru-guvm"], type="receipt", purpose="receipt", record=record)
    hub.put(token, recipient="tj-molme", lane="ordinary")

    async with tajikistan.open() as recipient:
        await receive(recipient, Lane.ORDINARY)

        assert len(recipient.inbox.quarantined()) == 1
        assert recipient.outbox.waiting() == 0


@pytest.mark.parametrize("changes", [{"sender": "kz-mvd"}, {}])
async def test_a_receipt_about_messages_that_are_not_ours_changes_nothing(
    hub: FakeHub, tajikistan: Site, trust: Trust, changes: dict[str, str]
) -> None:
    message = {"index": 3, "id": "01930000-0000-7000-8000-000000000000", "sha256": "0" * 64}
    record = {"status": "processed", "sender": "tj-molme", "messages": [message], "at": "2026-11-21T09:00:00Z"}
    token = make_token(trust.keys["ru-guvm"], type="receipt", purpose="receipt", record={**record, **changes})
    hub.put(token, recipient="tj-molme", lane="ordinary")

    async with tajikistan.open() as recipient:
        await receive(recipient, Lane.ORDINARY)

        assert recipient.inbound.foreign_receipts == 1
        assert recipient.outbox.counts() == {"ready": 0, "accepted": 0, "refused": 0}


async def test_a_receipt_that_speaks_of_another_sender_s_messages_does_not_count_for_ours(
    hub: FakeHub, russia: Site, trust: Trust
) -> None:
    russia.put(make_change("RU-1"))

    async with russia.open() as sender:
        await send(sender)
        ((_, message_id), (token, index)) = next(iter(hub.accepted.items()))
        message = {"index": index, "id": message_id, "sha256": sha256(token).hexdigest()}
        record = {"status": "processed", "sender": "kz-mvd", "messages": [message], "at": "2026-11-21T09:00:00Z"}
        key, to = trust.keys["tj-molme"], ["ru-guvm"]
        for record_sender in ("kz-mvd", "ru-guvm"):
            said = make_token(
                key,
                sender="tj-molme",
                to=to,
                type="receipt",
                purpose="receipt",
                record={**record, "sender": record_sender},
            )
            hub.put(said, recipient="ru-guvm", lane="ordinary")
            await receive(sender, Lane.ORDINARY)
            assert sender.outbox.counts().get("processed", 0) == int(record_sender == "ru-guvm")


async def test_a_message_delivered_twice_is_applied_once(hub: FakeHub, tajikistan: Site, trust: Trust) -> None:
    token = make_token(trust.keys["ru-guvm"])
    hub.put(token, recipient="tj-molme", lane="urgent")
    hub.put(token, recipient="tj-molme", lane="urgent")

    async with tajikistan.open() as recipient:
        await receive(recipient)
        hub.put(token, recipient="tj-molme", lane="urgent")
        await receive(recipient)

        assert recipient.inbox.cursor(Lane.URGENT) == 3
        assert recipient.outbox.waiting() == 1
    assert [call["subject"] for call in tajikistan.read("calls")] == ["RU-9"]


# One log


async def test_two_checkpoints_of_one_size_and_two_roots_stop_the_gateway(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    russia.put(make_change("RU-1"), make_change("RU-2"))
    fork = hub.checkpoint

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await receive(recipient)
        forged = fork(2, salt=b"other").decode()
        hub.misbehave("GET", "/v1/inbox/urgent", alter(lambda page: page.update(checkpoint=forged)))
        with pytest.raises(LogForkError):
            await receive(recipient)

    evidence = json.loads((tajikistan.state_dir / "fork.json").read_text())
    assert evidence["shown"] == forged
    assert evidence["seen"] != forged


async def test_a_log_that_does_not_continue_the_one_seen_stops_the_gateway(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    russia.put(make_change("RU-1"), make_change("RU-2"))

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await receive(recipient)
        hub.leaves[0] = hub.leaves[0].replace(b"ru-guvm", b"kz-mvd")
        hub.roots.clear()
        russia.put(make_change("RU-3"))
        await sender.outbound.pull()
        for _ in range(2):
            with pytest.raises(UntrustedAnswerError):
                await sender.outbound.push()
        with pytest.raises(LogForkError):
            await sender.outbound.push()


async def test_a_bad_consistency_proof_is_asked_for_again(hub: FakeHub, russia: Site, tajikistan: Site) -> None:
    """One garbled answer is no fork."""
    russia.put(make_change("RU-1"))
    bad = alter(lambda content: content.update(proof=["A" * 43 + "="]))

    async with russia.open() as sender:
        await send(sender)
        russia.put(make_change("RU-2"))
        await sender.outbound.pull()
        hub.misbehave("GET", "/log/proof/consistency", bad, bad)
        for _ in range(2):
            with pytest.raises(UntrustedAnswerError):
                await sender.outbound.push()
        await sender.outbound.push()

        assert sender.outbox.counts()["accepted"] == 2


async def test_a_proof_that_the_hub_cannot_give_yet_is_waited_for(hub: FakeHub, russia: Site) -> None:
    """A checkpoint is signed a moment before the log is shown up to it."""
    russia.put(make_change("RU-1"))

    async with russia.open() as sender:
        await send(sender)
        russia.put(make_change("RU-2"))
        hub.misbehave("GET", "/log/proof/consistency", *[refuse(400, "parameter-invalid")] * 3)
        await send(sender)
        russia.put(make_change("RU-3"))
        await sender.outbound.pull()
        hub.misbehave("GET", "/log/proof/consistency", *[refuse(400, "parameter-invalid")] * 6)
        with pytest.raises(LogBehindError):
            await sender.outbound.push()
        await sender.outbound.push()

        assert sender.outbox.counts()["accepted"] == 3


async def test_a_log_that_stays_shorter_stops_the_gateway(
    hub: FakeHub, russia: Site, tajikistan: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.sdk.trust_list.log_history.PAUSES", ())
    russia.put(*(make_change(f"RU-{number}") for number in range(3)))

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        await receive(recipient)
        del hub.leaves[2:], hub.inboxes["tj-molme", "urgent"][2:]
        hub.roots.clear()
    async with russia.open() as sender:  # was told of the third leaf, in a receipt, before it was shown
        for _ in range(4):
            with pytest.raises(LogBehindError):
                await sender.inbound.handle(Lane.URGENT, await sender.inbound.read(Lane.URGENT, 0))
        monkeypatch.setattr("hub.sdk.trust_list.log_history.ROLLBACK_SECONDS", 0.0)
        with pytest.raises(LogRollbackError):
            await sender.inbound.handle(Lane.URGENT, await sender.inbound.read(Lane.URGENT, 0))
    async with tajikistan.open() as recipient:  # was shown it
        with pytest.raises(LogRollbackError) as alarm:
            await recipient.inbound.handle(Lane.URGENT, await recipient.inbound.read(Lane.URGENT, 0))
    assert [note.parse(each).text.split(b"\n")[1] for each in alarm.value.notes] == [b"3", b"2"]


async def test_an_older_answer_of_the_same_log_is_no_rollback(hub: FakeHub, russia: Site, tajikistan: Site) -> None:
    russia.put(make_change("RU-1"))

    async with russia.open() as sender, tajikistan.open() as recipient:
        await send(sender)
        older = await recipient.inbound.read(Lane.URGENT, 0)
        russia.put(make_change("RU-2"))
        await send(sender)
        await recipient.inbound.handle(Lane.ORDINARY, await recipient.inbound.read(Lane.ORDINARY, 0))
        await recipient.inbound.handle(Lane.URGENT, older)

        assert recipient.site.history.size == 2
    assert tajikistan.subjects() == ["RU-1"]


# The trust list


async def test_a_trust_list_that_was_seen_is_not_rolled_back(hub: FakeHub, tajikistan: Site, trust: Trust) -> None:
    now = SystemClock().now()
    root, participants = trust.documents["root"], trust.documents["participants"]
    old = dict(hub.documents)
    hub.documents["status"] = trust.authority.status(root, participants, now=now, version=2)

    async with tajikistan.open():
        pass
    hub.documents = old
    async with open_without_refresh(tajikistan) as recipient:
        with pytest.raises(TrustError, match="trust-list-rollback"):
            await recipient.site.trust.refresh()

        assert recipient.site.trust.current().version == (1, 1, 2)


async def test_a_newer_root_is_followed_from_the_one_that_is_trusted(
    hub: FakeHub, tajikistan: Site, trust: Trust
) -> None:
    now = SystemClock().now()
    old, participants = trust.documents["root"], trust.documents["participants"]
    new = trust.authority.root(now=now, version=2, previous=trustlist.digest(old))

    async with tajikistan.open() as running:
        status = trust.authority.status(new, participants, now=now, version=2)
        hub.documents |= {"root": new, "status": status}
        hub.roots_served = [old, new]
        await running.site.trust.refresh()

        assert running.site.trust.current().version == (2, 1, 2)
        await running.site.trust.refresh()
    async with open_without_refresh(tajikistan) as restarted:
        assert restarted.site.trust.current().version == (2, 1, 2)
    tajikistan.state_dir = tajikistan.folder / "fresh"
    tajikistan.path.write_text(tajikistan.path.read_text().replace('"state"', '"fresh"'))
    async with tajikistan.open() as newcomer:
        assert newcomer.site.trust.current().version == (2, 1, 2)


async def test_another_authority_s_trust_list_is_not_taken(hub: FakeHub, tajikistan: Site) -> None:
    hub.documents = dict(make_trust(now=SystemClock().now(), seed="other").documents)

    with pytest.raises(TrustError, match="not-anchored"):
        async with tajikistan.open():
            pass


async def test_the_trust_list_of_another_hub_is_not_taken(hub: FakeHub, russia: Site) -> None:
    russia.path.write_text(russia.path.read_text().replace("mig.example/training", "mig.example/production"))

    with pytest.raises(TrustError, match="another hub"):
        async with russia.open():
            pass


async def test_nothing_moves_once_the_trust_list_has_expired(hub: FakeHub, russia: Site, trust: Trust) -> None:
    russia.put(make_change("RU-1"))
    clock = MovedClock()

    async with russia.open(clock) as sender:
        await sender.outbound.pull()
        clock.moved = timedelta(hours=25)
        with pytest.raises(TrustError, match="expired"):
            await sender.outbound.push()
        with pytest.raises(TrustError, match="expired"):
            await sender.outbound.pull()
        page = await _page_of(sender, hub)
        with pytest.raises(TrustError, match="expired"):
            await sender.inbound.handle(Lane.URGENT, page)
    assert hub.bodies == []


async def _page_of(gateway: Any, hub: FakeHub) -> Any:
    hub.clock = gateway.site.clock
    return await gateway.inbound.read(Lane.URGENT, 0)


async def test_a_key_that_is_not_ours_signs_nothing(tmp_path: Path, hub: FakeHub, trust: Trust) -> None:
    (tmp_path / "x").mkdir()
    site = Site(tmp_path / "x/site", "kz-mvd", trust, hub.url)
    text = site.path.read_text().replace('"kz-mvd"', '"uz-mvd"')
    site.path.write_text(text)
    site.put(make_change("RU-1"))

    async with site.open() as gateway:
        with pytest.raises(TrustError, match="another participant"):
            await gateway.outbound.pull()


def list_newcomer(hub: FakeHub, trust: Trust, participant: str) -> PrivateKey:
    """Publish a trust list with one more participant; returns its key."""
    now, key = SystemClock().now(), make_key("test", participant)
    listed = [*trust.list.participants.values(), make_participant(participant, key.public, now=now)]
    participants = trust.authority.participants(listed, now=now, version=2)
    status = trust.authority.status(trust.documents["root"], participants, now=now, version=2)
    hub.documents |= {"participants": participants, "status": status}
    return key


async def test_a_key_from_a_newer_trust_list_is_looked_up_before_a_message_is_put_aside(
    hub: FakeHub, tajikistan: Site, trust: Trust
) -> None:
    async with tajikistan.open() as recipient:
        key = list_newcomer(hub, trust, "by-mvd")
        hub.put(make_token(key, sender="by-mvd"), recipient="tj-molme", lane="urgent")
        await receive(recipient)

        assert recipient.inbox.quarantined() == []
    assert tajikistan.subjects() == ["RU-9"]


async def test_a_receipt_that_this_gateway_is_too_old_to_write_holds_the_lane(
    hub: FakeHub, tajikistan: Site, trust: Trust
) -> None:
    """Going on would leave the sender without an answer for ever."""
    async with tajikistan.open() as recipient:
        key = list_newcomer(hub, trust, "am-newest")
        hub.put(make_token(key, sender="am-newest"), recipient="tj-molme", lane="urgent")
        with pytest.raises(ReceiptUnsealableError):
            await receive(recipient)

        assert recipient.inbox.cursor(Lane.URGENT) == 0


@asynccontextmanager
async def open_without_refresh(site: Site) -> AsyncIterator[Gateway]:
    """Open a site with the trust list it has on disk."""
    async with open_gateway(site.config, SystemClock()) as gateway:
        await gateway.site.trust.restore()
        yield gateway
