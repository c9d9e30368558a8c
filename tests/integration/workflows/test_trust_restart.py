"""Versions that start again: keys of a document's signers were stolen, and a new root took them away."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from hub.store import register
from hub.workflows.audit.whole import Report
from hub.workflows.trust.publish_trust import publish_newer
from hub.workflows.trust.read_trust import refresh_judgement
from hub.workflows.trust.renew_status import renew_status
from keys import trust_folder, trustlist
from keys.errors import TrustListRollbackError
from keys.trust_folder import Published
from tests.integration.hubs import Hub, connected, open_hub
from tests.integration.trust_changes import publish
from tests.integration.workflows.audited import audit, settle
from tests.support.hub import Site, now
from tests.support.trust import make_key

LAST = 2**31 - 1


def listed_by(hub: Hub, version: int, root: bytes | None = None) -> Mapping[str, bytes]:
    """Return documents whose participants have this version, under the root in force or a new one."""
    authority, at, current = hub.trust.authority, now(), hub.exchange.judgement
    root = root or current.documents["root"]
    participants = authority.participants(list(current.trust.participants.values()), now=at, version=version)
    number = current.trust.status.version + 1
    status = authority.status(root, participants, now=at, version=number, trust_epoch=current.epoch)
    return {"root": root, "participants": participants, "status": status}


def next_root(hub: Hub) -> bytes:
    """Return the root that follows, by the authority as it is now."""
    current = hub.exchange.judgement.trust
    previous = trustlist.digest(current.documents["root"])
    return hub.trust.authority.root(now=now(), version=current.root.version + 1, previous=previous)


async def recover(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spend the numbers of the participants document, then let the Council take the officers away."""
    await publish(hub, listed_by(hub, 4))
    await publish(hub, listed_by(hub, LAST))
    others = {name: make_key("restart", name) for name in ("officer-3", "officer-4")}
    monkeypatch.setattr(hub.trust.authority, "officers", others)
    assert await publish(hub, listed_by(hub, 4, next_root(hub))) == ["participants", "root", "status"]


async def audited(hub: Hub) -> Report:
    """Return what the audit of a hub at rest finds."""
    await settle(hub)
    async with connected(hub.dsn) as conn:
        return await audit(conn, hub)


async def test_participants_start_again_when_officers_are_taken_away_and_a_restart_finds_them(
    node: Hub, hub_site: Site, monkeypatch: pytest.MonkeyPatch
):
    await recover(node, monkeypatch)

    assert node.exchange.judgement.trust.version[:2] == (2, 4)
    await refresh_judgement(node.exchange)
    assert await node.submit(node.ban())
    async with open_hub(hub_site, node.dsn) as restarted:
        assert restarted.exchange.judgement.trust.version[:2] == (2, 4)
    assert await publish(node, listed_by(node, 5)) == ["participants", "status"]
    assert node.exchange.judgement.trust.version[:2] == (2, 5)
    assert (await audited(node)).finding is None


async def test_a_stale_status_of_the_root_before_never_comes_into_force(node: Hub, monkeypatch: pytest.MonkeyPatch):
    """A worker that read before the change may write its renewal after it."""
    await recover(node, monkeypatch)
    async with connected(node.dsn) as conn:
        old = await conn.fetchrow("SELECT * FROM trust_document WHERE kind = 'status' AND root = 1 ORDER BY version")
        stale = register.TrustDocument(kind="status", root=1, version=LAST, body=old["body"])
        await register.write_trust_document(conn, stale)
    await refresh_judgement(node.exchange)

    assert node.exchange.judgement.trust.version[:2] == (2, 4)


async def test_a_new_status_key_starts_the_status_again(node: Hub, hub_site: Site, tmp_path: Path, monkeypatch):
    """Also where whoever had the old key went to the end of versions and epochs."""
    authority, current = node.trust.authority, node.exchange.judgement.documents
    far = authority.status(current["root"], current["participants"], now=now(), version=LAST, trust_epoch=LAST)
    await publish(node, {**current, "status": far})
    key = make_key("restart", "status")
    monkeypatch.setattr(authority, "online", {"status-2": key})
    roots = (current["root"], next_root(node))
    trust_folder.write(tmp_path, Published(roots=roots, participants=current["participants"], status=None))

    assert await publish_newer(node.exchange, node.process.committer, tmp_path, key) == ["root", "status"]
    trust = node.exchange.judgement.trust
    assert trust.version == (2, 1, 1)
    assert trust.trust_epoch < node.exchange.judgement.epoch < LAST
    later = now() + (trust.status.expires_at - trust.status.issued_at) * 0.6
    assert await renew_status(node.exchange.pool, key=key, now=later)
    async with open_hub(hub_site, node.dsn) as restarted:
        assert restarted.exchange.judgement.trust.version == (2, 1, 2)
    assert (await audited(node)).finding is None


async def test_without_a_key_taken_away_nothing_starts_again(node: Hub):
    await publish(node, listed_by(node, 7))
    with pytest.raises(TrustListRollbackError):
        await publish(node, listed_by(node, 6, next_root(node)))


async def test_two_roots_at_once_are_one_act_and_the_audit_agrees(node: Hub, tmp_path: Path):
    key, current = node.trust.authority.online["status"], node.exchange.judgement.documents
    second = next_root(node)
    third = node.trust.authority.root(now=now(), version=3, previous=trustlist.digest(second))
    roots = (current["root"], second, third)
    trust_folder.write(tmp_path, Published(roots=roots, participants=current["participants"], status=None))

    assert await publish_newer(node.exchange, node.process.committer, tmp_path, key) == ["root", "status"]
    assert (await audited(node)).finding is None
