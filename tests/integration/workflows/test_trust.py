"""The trust list in force: published by its officers, logged, and judged by from then on by every process."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hub.core import evidence, verification
from hub.core.leaf import ActLeaf
from hub.core.receipt import leaves
from hub.settings import SettingsError
from hub.store import register
from hub.worker.worker import Worker
from hub.workflows.log.bundle_evidence import bundle_evidence
from hub.workflows.trust import read_trust
from hub.workflows.trust.publish_trust import publish_newer, read_folder
from hub.workflows.trust.renew_status import renew_status
from keys import strict_json, trust_folder, trustlist
from keys.errors import TrustListError, TrustListRollbackError, TrustListSignaturesError, UnknownKeyError
from keys.trust_folder import Published
from tests.integration.hubs import Hub, code_of, connected, open_hub
from tests.integration.log_check import check_log
from tests.integration.trust_changes import documents, publish, suspend
from tests.support.hub import Site, now, write_trust
from tests.support.trust import make_key, make_participant


async def test_a_suspended_key_is_refused_from_then_on(trusted: Hub):
    assert await trusted.submit(trusted.ban())
    assert await publish(trusted, suspend(trusted, "ru-guvm")) == ["participants", "status"]
    found = await trusted.submit_all([trusted.ban(), trusted.ban(sender="kz-mvd")])

    assert [code_of(each) for each in found] == ["key-suspended", "accepted"]


async def test_another_process_refuses_it_too_before_it_has_heard_of_it(trusted: Hub, shared_second: Hub):
    """What it had judged by is stale under the log's lock."""
    before = shared_second.exchange.judgement
    await publish(trusted, suspend(trusted, "ru-guvm"))
    shared_second.exchange.judgement = before
    (found,) = await shared_second.submit_all([shared_second.ban()])

    assert code_of(found) == "key-suspended"


async def test_another_process_hears_of_it_by_itself(trusted: Hub, shared_second: Hub):
    await publish(trusted, suspend(trusted, "ru-guvm"))
    async with asyncio.timeout(5):
        while shared_second.exchange.judgement.trust.version != trusted.exchange.judgement.trust.version:
            await asyncio.sleep(0.01)


async def test_the_change_is_one_leaf_without_a_name_in_it(trusted: Hub):
    _, version, status = trusted.exchange.judgement.trust.version
    newer = suspend(trusted, "ru-guvm")
    await publish(trusted, newer)
    async with connected(trusted.dsn) as conn:
        size = await check_log(conn, trusted.site)
        act = leaves.parse(await conn.fetchval("SELECT body FROM leaf WHERE index = $1", size - 1))
        kept = await register.read_trust_documents(conn)

    assert isinstance(act, ActLeaf)
    assert (act.act, act.subject) == ("trust-list", f"participants/{version + 1},status/{status + 1}")
    assert len(act.salt) == 32
    assert kept["participants"] == newer["participants"]


async def test_publishing_the_same_again_changes_nothing(trusted: Hub):
    newer = suspend(trusted, "ru-guvm")
    await publish(trusted, newer)
    async with connected(trusted.dsn) as conn:
        size = await check_log(conn, trusted.site)
        assert await publish(trusted, newer) == []
        assert await check_log(conn, trusted.site) == size


async def test_two_processes_that_publish_the_same_at_once_log_it_once(trusted: Hub, shared_second: Hub):
    """Every worker looks into the same folder."""
    newer = suspend(trusted, "ru-guvm")
    async with connected(trusted.dsn) as conn:
        size = await check_log(conn, trusted.site)
        async with asyncio.timeout(20):
            found = await asyncio.gather(publish(trusted, newer), publish(shared_second, newer))

        assert sorted(map(len, found)) == [0, 2]
        assert await check_log(conn, trusted.site) == size + 1
    assert shared_second.exchange.judgement.trust.version == trusted.exchange.judgement.trust.version


async def test_a_document_that_its_officers_did_not_sign_is_refused(trusted: Hub, monkeypatch: pytest.MonkeyPatch):
    newer = dict(suspend(trusted, "ru-guvm"))
    forged = {**newer, "participants": newer["participants"].replace(b"suspended", b"revoked")}
    with pytest.raises(TrustListError):
        await publish(trusted, forged)
    monkeypatch.setitem(trusted.trust.authority.officers, "officer-2", make_key("x", "y"))
    with pytest.raises(TrustListSignaturesError):
        await publish(trusted, suspend(trusted, "kz-mvd"))


async def test_the_list_never_goes_back(trusted: Hub):
    before = dict(trusted.exchange.judgement.documents)
    await publish(trusted, suspend(trusted, "ru-guvm"))
    with pytest.raises(TrustListRollbackError):
        await publish(trusted, before)
    (found,) = await trusted.submit_all([trusted.ban()])

    assert code_of(found) == "key-suspended"


async def test_a_new_participant_may_send_once_it_is_published(trusted: Hub, monkeypatch: pytest.MonkeyPatch):
    key = make_key("test", "uz-migration")
    monkeypatch.setitem(trusted.trust.keys, "uz-migration", key)
    token = trusted.ban(sender="uz-migration")
    (before,) = await trusted.submit_all([token])
    listed = [*trusted.exchange.judgement.trust.participants.values()]
    await publish(trusted, documents(trusted, [*listed, make_participant("uz-migration", key.public, now=now())]))
    (after,) = await trusted.submit_all([token])

    assert (code_of(before), code_of(after)) == ("key-unknown", "accepted")


@pytest.mark.parametrize(("role", "code"), [("observer", "role-not-allowed"), ("body", "role-not-allowed")])
async def test_a_participants_role_is_what_the_list_says_today(trusted: Hub, role: str, code: str):
    listed = dict(trusted.exchange.judgement.trust.participants)
    listed["kz-mvd"] = replace(listed["kz-mvd"], role=trustlist.ParticipantRole(role))
    await publish(trusted, documents(trusted, list(listed.values())))
    found = await trusted.submit_all([trusted.ban(to=["kz-mvd"]), trusted.ban(sender="kz-mvd")])

    assert [code_of(each) for each in found] == [code, code]


async def test_the_folder_is_published_when_it_has_something_newer(hub_site: Site, trusted: Hub, tmp_path):
    write_trust(tmp_path, trusted.exchange.judgement.documents)
    assert await publish_newer(trusted.exchange, trusted.process.committer, tmp_path) == []
    write_trust(tmp_path, suspend(trusted, "ru-guvm"))

    assert await publish_newer(trusted.exchange, trusted.process.committer, tmp_path) == ["participants", "status"]
    assert await publish_newer(trusted.exchange, trusted.process.committer, tmp_path) == []


def next_roots(hub: Hub, count: int) -> list[bytes]:
    """Return roots that follow the one in force, each with a key more that nobody lists yet."""
    authority, roots = hub.trust.authority, list(hub.exchange.judgement.roots)
    for number in range(count):
        authority.enrolled[make_key("later", str(number)).kid] = "uz-mvd"
        roots.append(authority.root(now=now(), version=len(roots) + 1, previous=trustlist.digest(roots[-1])))
    return roots


async def test_several_roots_and_no_status_are_followed_by_a_hub_that_has_the_status_key(node: Hub, tmp_path: Path):
    """What an offline ceremony publishes: it has no status key, and the hub may have been down for two of them."""
    key, current = node.trust.authority.online["status"], node.exchange.judgement.documents
    roots = next_roots(node, 2)
    trust_folder.write(tmp_path, Published(roots=tuple(roots), participants=current["participants"], status=None))

    assert await publish_newer(node.exchange, node.process.committer, tmp_path, key) == ["root", "status"]
    assert node.exchange.judgement.trust.version[0] == 3
    assert list(node.exchange.judgement.roots) == roots
    assert await publish_newer(node.exchange, node.process.committer, tmp_path, key) == []
    assert await node.submit(node.ban())


async def test_without_the_status_key_a_folder_without_a_status_is_refused(node: Hub, tmp_path: Path):
    current = node.exchange.judgement.documents["participants"]
    trust_folder.write(tmp_path, Published(roots=tuple(next_roots(node, 1)), participants=current, status=None))

    with pytest.raises(TrustListError):
        await publish_newer(node.exchange, node.process.committer, tmp_path)
    assert node.exchange.judgement.trust.version[0] == 1


async def test_a_root_that_the_folder_skips_is_refused(node: Hub, tmp_path: Path):
    key, current = node.trust.authority.online["status"], node.exchange.judgement.documents["participants"]
    first, _, third = next_roots(node, 2)
    trust_folder.write(tmp_path, Published(roots=(first,), participants=current, status=None))
    (tmp_path / "root.note").write_bytes(third)

    with pytest.raises(TrustListRollbackError):
        await publish_newer(node.exchange, node.process.committer, tmp_path, key)


async def test_a_new_hub_begins_from_a_folder_with_an_old_status_or_none(
    hub_site: Site, fresh_database: str, tmp_path: Path
):
    """Between the ceremony and the hub's first start may lie a week."""
    authority, documents = hub_site.trust.authority, hub_site.trust.documents
    root, begin = documents["root"], now() - timedelta(days=2)
    second = authority.root(now=now(), version=2, previous=hub_site.trust.anchor)
    old = authority.status(second, documents["participants"], now=begin)
    published = Published(roots=(root, second), participants=documents["participants"], status=old)
    trust_folder.write(tmp_path, published)

    async with open_hub(hub_site, fresh_database, HUB_TRUST_DIR=str(tmp_path)) as hub:
        assert hub.exchange.judgement.trust.version[0] == 2
        assert list(hub.exchange.judgement.roots) == [root, second]
        assert await hub.submit(hub.ban())


async def test_the_status_is_renewed_in_its_second_half_and_not_before(node: Hub):
    key, pool = node.trust.authority.online["status"], node.exchange.pool
    before = node.exchange.judgement.trust
    assert not await renew_status(pool, key=key, now=now())
    assert await renew_status(pool, key=key, now=now() + timedelta(hours=13))
    async with asyncio.timeout(5):
        while node.exchange.judgement.trust.version == before.version:
            await asyncio.sleep(0.01)

    renewed = node.exchange.judgement.trust
    assert renewed.version == (1, 1, before.version[2] + 1)
    assert renewed.expires_at > before.expires_at
    assert await node.submit(node.ban())


async def test_only_the_key_that_the_root_names_renews_the_status(trusted: Hub):
    with pytest.raises(UnknownKeyError):
        await renew_status(trusted.exchange.pool, key=make_key("x", "y"), now=now() + timedelta(hours=13))


async def test_a_hub_whose_list_has_expired_accepts_nothing(trusted: Hub, monkeypatch: pytest.MonkeyPatch):
    trust = trusted.exchange.judgement.trust
    expired = replace(trust, expires_at=now())
    trusted.exchange.judgement = replace(trusted.exchange.judgement, trust=expired)
    (found,) = await trusted.submit_all([trusted.ban()])

    assert code_of(found) == "trust-list-expired"
    assert found.facts["retry_after"]  # type: ignore[union-attr]


async def test_a_judgement_that_cannot_be_read_now_is_read_a_little_later(
    trusted: Hub, shared_second: Hub, monkeypatch: pytest.MonkeyPatch
):
    """The database may be away at the very moment; the process must not go deaf."""
    real, tries = read_trust.read_judgement, []

    async def read(*args, **named):
        tries.append(1)
        if len(tries) < 3:
            raise ConnectionResetError(104, "Connection reset by peer")
        return await real(*args, **named)

    monkeypatch.setattr(read_trust, "read_judgement", read)
    async with connected(trusted.dsn) as conn:
        await conn.execute("SELECT pg_notify('judgement', '')")
        async with asyncio.timeout(10):
            while len(tries) < 3:
                await asyncio.sleep(0.01)


async def test_two_processes_may_begin_on_an_empty_database_at_once(hub_site: Site, fresh_database: str):
    async def begin(number: int) -> int:
        async with open_hub(hub_site, fresh_database) as hub:
            assert await hub.submit(hub.ban(number))
            return len(hub.exchange.judgement.register)

    async with asyncio.timeout(30):
        found = await asyncio.gather(begin(1), begin(2))

    assert found[0] == found[1] > 20
    async with connected(fresh_database) as conn:
        assert await check_log(conn, hub_site) == found[0] + 2


async def test_a_new_root_is_followed_from_the_old_anchor_and_serves_as_a_new_one(hub_site: Site, node: Hub):
    answer = await node.submit(node.ban())
    name = leaves.parse(answer.receipt.leaf).id  # type: ignore[union-attr]
    authority, current, at = node.trust.authority, node.exchange.judgement, now()
    root = authority.root(now=at, version=2, previous=node.trust.anchor)
    participants = current.documents["participants"]
    status = authority.status(root, participants, now=at, version=current.trust.version[2] + 1)
    newer = {"root": root, "participants": participants, "status": status}

    assert await publish(node, newer) == ["root", "status"]
    assert node.exchange.judgement.roots == (current.documents["root"], root)
    raw = strict_json.dumps(await bundle_evidence(node.exchange, participant="tj-mvd", message_id=name, sender=None))
    for anchor in (node.trust.anchor, trustlist.digest(root)):
        assert all(step.ok for step in verification.verify(evidence.parse(raw), anchor))
        async with open_hub(hub_site, node.dsn, HUB_TRUST_ANCHOR=anchor) as restarted:
            assert restarted.exchange.judgement.trust.version[0] == 2
    with pytest.raises(TrustListError):
        async with open_hub(hub_site, node.dsn, HUB_TRUST_ANCHOR="00" * 32):
            pass


def test_a_folder_without_the_documents_is_named(tmp_path):
    with pytest.raises(SettingsError) as caught:
        read_folder(tmp_path)

    assert str(tmp_path) in caught.value.text("en")


async def test_the_worker_does_what_is_due_and_survives_what_fails(
    trusted: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path
):
    write_trust(tmp_path, suspend(trusted, "ru-guvm"))
    process = replace(trusted.process, settings=replace(trusted.process.settings, trust_dir=tmp_path))
    worker = Worker(process)
    async with worker.running():
        jobs = worker._scheduler.get_jobs()
        for job in jobs:
            await job.func(*job.args)
        (found,) = await trusted.submit_all([trusted.ban()])
        (tmp_path / "root.note").unlink()
        for job in jobs:
            await job.func(*job.args)

    assert code_of(found) == "key-suspended"
