"""Evidence as the hub exports it, read by both checkers: contact persons, suspensions, witnesses, a new log key."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from hub.core import envelope as envelopes
from hub.core import evidence
from hub.core import leaf as leaves
from hub.core.leaf import MessageLeaf
from hub.core.receipt import Receipt
from hub.core.verification import Step, verify
from hub.store import log
from hub.workflows.log.bundle_evidence import bundle_evidence
from hub.workflows.log.release_log import release_rest
from hub.workflows.log.witness_collecting import take_cosignatures
from hub.workflows.log.witness_naming import Naming
from keys import jws, keyfile, note, strict_json, trustlist
from keys.suspension import Reason
from keys.trustlist import KeyStatus
from tests.integration import suspensions, trust_changes
from tests.integration.contact_persons import approve, delegate, reply_by, withdraw
from tests.integration.hubs import Hub, open_hub
from tests.support import evidence_script
from tests.support.hub import now, write_trust
from tests.support.trust import make_key

script = evidence_script.load()
SECOND = timedelta(seconds=1)


def leaf_of(receipt: Receipt) -> MessageLeaf:
    """Return the leaf of a message."""
    leaf = leaves.parse(receipt.leaf)
    assert isinstance(leaf, MessageLeaf)
    return leaf


async def export(hub: Hub, receipt: Receipt) -> bytes:
    """Return the bundle that one of the message's parties gets, once all that was logged is released."""
    await release_rest(hub.exchange)
    leaf = leaf_of(receipt)
    made = await bundle_evidence(hub.exchange, participant=leaf.sender, message_id=leaf.id, sender=leaf.sender)
    return strict_json.dumps(made)


def check(raw: bytes, anchor: str) -> tuple[int, list[Step]]:
    """Return what both checkers say: the exit status, and the steps."""
    said: list[str] = []
    status = script.check(raw, anchor, said.append)
    steps = verify(evidence.parse(raw), anchor)
    wrong = [f"{step.name}: {step.error}" for step in steps if step.error]
    doubts = any(step.found.doubt for step in steps)
    assert (1 if wrong else 5 if doubts else 0) == status, [*said, *wrong]
    return status, steps


def names(steps: list[Step]) -> list[str]:
    """Return the steps' names without the first two, which are always there."""
    return [step.name for step in steps[2:]]


async def cosign(hub: Hub, *witnesses: str) -> None:
    """Let the worker name the newest checkpoint and these witnesses cosign it."""
    await Naming(hub.exchange).step()
    async with hub.exchange.pool.acquire() as conn:
        _, raw = await log.read_release(conn)
    for name in witnesses:
        raw = note.cosign(raw, f"{name}-witness", hub.trust.witnesses[name], now())
    assert (await take_cosignatures(hub.exchange, raw)).enough


async def accept_reply(hub: Hub, case: str, **approved: str) -> Receipt:
    """Let two contact persons of Tajikistan accept a readmission; return the receipt of their reply."""
    request = leaf_of((await hub.submit(hub.request(case))).receipt)
    reply = reply_by(hub, "first", case, request.id)
    await approve(hub, approved.get("by", "second"), reply)
    return (await hub.submit(reply)).receipt


async def test_two_persons_decision_is_proven_with_what_it_rests_on(node: Hub):
    """Other persons, a renewed delegation, and what came later are left out."""
    for person in ("other", "first", "second"):
        await delegate(node, person)
    await delegate(node, "first", at=now() + SECOND, valid_from=now())
    receipt = await accept_reply(node, "case-1")
    await node.submit(node.said("kz-mvd", "processed", receipt))
    await withdraw(node, "first", at=now() + 2 * SECOND)
    raw = await export(node, receipt)
    status, steps = check(raw, node.trust.anchor)

    assert status == 0
    assert names(steps) == ["delegation-1", "delegation-2", "envelope", "approval-1", "receipt-1"]
    assert "first" in steps[4].found.said[0].en
    assert "second" in steps[5].found.said[0].en


async def test_what_rests_on_a_delegation_by_a_key_stolen_nobody_knows_when_is_doubtful(node: Hub):
    for person in ("first", "second"):
        await delegate(node, person)
    receipt = await accept_reply(node, "case-1")
    await suspensions.accept(node, suspensions.statement(node, "tj-mvd", reason=Reason.STOLEN))
    status, steps = check(await export(node, receipt), node.trust.anchor)

    assert (status, names(steps)[:2]) == (5, ["suspension-1", "delegation-1"])
    assert [step.name for step in steps if step.found.doubt] == ["delegation-1", "delegation-2"]


async def test_a_message_of_the_participants_own_key_needs_no_statement(node: Hub):
    await delegate(node, "first")
    raw = await export(node, (await node.submit(node.ban(sender="tj-mvd", to=["kz-mvd"]))).receipt)

    assert (check(raw, node.trust.anchor)[0], evidence.parse(raw).statements) == (0, ())


async def test_a_message_before_the_suspension_stays_proven_and_the_suspension_is_shown(node: Hub):
    receipt = (await node.submit(node.ban())).receipt
    await suspensions.accept(node, suspensions.statement(node))
    status, steps = check(await export(node, receipt), node.trust.anchor)

    assert (status, names(steps)) == (0, ["suspension-1", "envelope"])
    assert "suspended" in steps[3].found.said[1].en


async def test_a_key_said_to_have_been_stolen_before_makes_the_evidence_doubtful(node: Hub):
    """First by the statement, then by the list that the officers publish after it."""
    receipt = (await node.submit(node.ban())).receipt
    since = now() - timedelta(hours=1)
    await suspensions.accept(node, suspensions.statement(node, since=since))
    first, steps = check(await export(node, receipt), node.trust.anchor)
    assert (first, names(steps)) == (5, ["suspension-1", "envelope"])

    listed = dict(node.exchange.judgement.trust.participants)
    (key,) = listed["ru-guvm"].keys
    revoked = replace(key, status=KeyStatus.REVOKED, status_at=now() + SECOND)
    listed["ru-guvm"] = replace(listed["ru-guvm"], keys=(revoked,), witness=None)  # a stolen key names no witness
    await asyncio.sleep(2)  # the document is issued after the statement, so it decides
    await trust_changes.publish(node, trust_changes.documents(node, list(listed.values())))
    second, steps = check(await export(node, receipt), node.trust.anchor)

    assert (second, names(steps)) == (5, ["envelope"])


async def test_evidence_is_pending_until_a_majority_of_witnesses_has_cosigned(node: Hub):
    receipt = (await node.submit(node.ban())).receipt
    before = await export(node, receipt)
    await cosign(node, "kz-mvd", "tj-mvd", "tj-molme", "kg-migration", "by-mvd")
    raw = await export(node, receipt)
    status, steps = check(raw, node.trust.anchor)

    assert evidence.parse(before).witnessed is None
    assert (status, names(steps)) == (0, ["envelope", "witnessed"])
    later = await export(node, (await node.submit(node.ban())).receipt)
    assert evidence.parse(later).witnessed is None


@pytest.mark.parametrize("after", [False, True], ids=["accepted before", "accepted after"])
async def test_evidence_outlives_the_log_key(hub_site, node: Hub, tmp_path, after: bool):
    """What was cosigned under the old key stays proven under the new one, from either root."""
    receipt = (await node.submit(node.ban())).receipt
    await export(node, receipt)
    await cosign(node, "kz-mvd", "tj-mvd", "tj-molme", "kg-migration", "by-mvd")
    authority, current = node.trust.authority, node.exchange.judgement.trust
    old, new = authority.log, make_key("second", "log")
    await asyncio.sleep(1)
    authority.log = new
    try:
        root = authority.root(now=now(), version=2, previous=node.trust.anchor)
        participants = current.documents["participants"]
        status = authority.status(root, participants, now=now(), version=current.version[2] + 1)
        await trust_changes.publish(node, {"root": root, "participants": participants, "status": status})
    finally:
        authority.log = old
    keyfile.write(tmp_path / "log.pem", new, None)
    write_trust(tmp_path, {"root": root, "participants": participants, "status": status})
    settings = {"HUB_LOG_KEY_FILE": str(tmp_path / "log.pem"), "HUB_TRUST_DIR": str(tmp_path)}
    async with open_hub(hub_site, node.dsn, **settings) as hub:
        wanted = (await hub.submit(node.ban())).receipt if after else receipt
        raw = await export(hub, wanted)

    for anchor in (node.trust.anchor, trustlist.digest(root)):
        status_, steps = check(raw, anchor)
        assert (status_, names(steps)) == (0, ["envelope"] if after else ["envelope", "witnessed"])


async def test_the_envelope_is_the_one_that_was_sent(node: Hub):
    token = node.ban()
    raw = await export(node, (await node.submit(token)).receipt)

    assert evidence.parse(raw).message.envelope == token
    assert envelopes.parse(jws.read(token, envelopes.TYP).payload, token).sender == "ru-guvm"
