"""An older database brings nothing back that was erased; crashes and old copies of the keyring neither."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from urllib.parse import urlsplit

import asyncpg
import pytest

from hub.core import retention
from hub.embedded.cluster import Cluster
from hub.store import erasure
from hub.workflows.at_rest.erase_messages import JournalBehindError
from hub.workflows.at_rest.erasure_journal import FILE, Entry, ErasureJournal
from keys import keyring_file
from keys.errors import KeyFileError, KeyringError
from tests.integration.hubs import code_of, connected
from tests.integration.retention.conftest import Keeper, OpenKeeper
from tests.integration.retention.test_erasure import LONG, PAST, inbox
from tests.support import database

DAYS = 40


@contextlib.asynccontextmanager
async def copied(cluster: Cluster, dsn: str) -> AsyncIterator[str]:
    """Copy a database that nobody is connected to, as a backup would."""
    name = urlsplit(dsn).path.strip("/")
    async with database.clone(cluster, f"{name}_backup", name) as copy:
        yield copy


async def test_an_older_database_is_brought_to_where_erasure_stood(
    open_keeper: OpenKeeper, seeded_cluster: Cluster, seeded_database: str
):
    async with open_keeper() as keeper:
        await keeper.hub.submit(keeper.hub.ban(record=PAST))
        await keeper.hub.submit(keeper.hub.ban())
        await keeper.work()
    async with copied(seeded_cluster, seeded_database) as backup:
        async with open_keeper() as keeper:
            await keeper.pass_days(LONG)
            clock = keeper.clock
        async with open_keeper(backup, clock) as restored:
            assert [each.get("tombstone") for each in await inbox(restored)] == ["erased", None]
        async with open_keeper(clock=clock) as keeper:
            await keeper.pass_days(DAYS)
        conn = await asyncpg.connect(backup)
        await conn.execute("UPDATE message SET wrapped = decode(repeat('00', 60), 'hex') WHERE wrapped IS NULL")
        await conn.close()
        async with open_keeper(backup, clock) as restored:
            assert [each.get("tombstone") for each in await inbox(restored)] == ["erased", None], "its key is gone too"


async def test_a_crash_between_journal_and_database_is_finished_at_the_next_start(
    open_keeper: OpenKeeper, monkeypatch: pytest.MonkeyPatch
):
    async def crash(*_: object) -> None:
        raise ConnectionResetError

    async with open_keeper() as keeper:
        await keeper.hub.submit(keeper.hub.ban(record=PAST))
        with monkeypatch.context() as patched, contextlib.suppress(ConnectionResetError):
            patched.setattr(erasure, "move_journal_position", crash)
            await keeper.pass_days(LONG)
        clock, folder = keeper.clock, keeper.keys.source.folder
        assert "envelope" in (await inbox(keeper))[0]
    assert len(ErasureJournal(folder).read()[0]) == 1
    with (folder / FILE).open("ab") as file:
        file.write(b'{"key":"entry-ban/2026-01","at":"2026')
    assert len(ErasureJournal(folder).read()[0]) == 1
    async with open_keeper(clock=clock) as keeper:
        assert (await inbox(keeper))[0]["tombstone"] == "erased"
        ErasureJournal(folder).append([Entry(at="2026-01-01T00:00:00Z", destroyed="open/2019-01")])

    assert [each.destroyed for each in ErasureJournal(folder).read()[0]] == ["", "open/2019-01"]


async def test_an_old_copy_of_the_keyring_is_refused_where_it_would_revive_keys(open_keeper: OpenKeeper):
    async with open_keeper() as keeper:
        await keeper.hub.submit(keeper.hub.ban(record=PAST))
        await keeper.pass_days(LONG)
        folder, clock = keeper.keys.source.folder, keeper.clock
    (folder / FILE).unlink()
    for roles in ("api,worker", "api"):
        with pytest.raises(JournalBehindError):
            async with open_keeper(clock=clock, HUB_ROLES=roles):
                pass


async def destroyed_key(keeper: Keeper) -> tuple[str, bytes]:
    """Let a record's key be destroyed and logged as such; return its name, and the keyring as it was before."""
    receipt = (await keeper.hub.submit(keeper.hub.ban(record=PAST))).receipt
    await keeper.work()
    async with connected(keeper.hub.dsn) as conn:
        name = await conn.fetchval("SELECT key FROM message WHERE index = $1", receipt.index)
        before = (keeper.keys.source.folder / keyring_file.FILE).read_bytes()
        await keeper.pass_days(LONG)
        await keeper.pass_days(DAYS)
        assert await conn.fetchval("SELECT index FROM key_end WHERE key = $1", name) is not None
    return name, before


async def test_an_old_keyring_file_alone_brings_no_destroyed_key_back(keeper: Keeper):
    name, before = await destroyed_key(keeper)
    path, vault = keeper.keys.source.folder / keyring_file.FILE, keeper.hub.exchange.vault
    serial = vault.keyring.serial
    path.write_bytes(before)
    assert name in keyring_file.read(path.parent).keys
    await keeper.keys.look()

    assert name not in vault.keyring.wrapping
    assert name in vault.keyring.destroyed
    assert name not in keyring_file.read(path.parent).keys, "it was destroyed again"
    assert vault.keyring.serial > serial
    assert vault.fault is None
    await keeper.work()
    assert vault.missing(retention.month_of(keeper.clock.now())) == []


async def test_a_process_that_does_not_write_the_keyring_drops_destroyed_keys_at_its_start(open_keeper: OpenKeeper):
    async with open_keeper() as keeper:
        name, before = await destroyed_key(keeper)
        path, clock = keeper.keys.source.folder / keyring_file.FILE, keeper.clock
    path.write_bytes(before)
    async with open_keeper(clock=clock, HUB_ROLES="api") as reader:
        vault = reader.hub.exchange.vault
        assert vault.fault == "keyring-behind"
        assert name not in vault.keyring.wrapping
        assert path.read_bytes() == before
    async with open_keeper(clock=clock) as keeper:
        assert keeper.hub.exchange.vault.fault is None
        assert name not in keyring_file.read(path.parent).keys


async def test_an_old_keyring_without_a_key_that_records_need_is_refused_and_no_key_is_made_in_its_place(
    keeper: Keeper,
):
    path, vault = keeper.keys.source.folder / keyring_file.FILE, keeper.hub.exchange.vault
    newest = keyring_file.read(path.parent)
    content = path.read_bytes()
    await keeper.hub.submit(keeper.hub.ban())
    needed = "entry-ban/2032-03"
    older = {name: key for name, key in newest.keys.items() if name != needed}
    keyring_file.write(path.parent, replace(newest, serial=newest.serial - 1, keys=older))
    for _ in range(2):
        await keeper.keys.look()
        await keeper.rotation.prepare()

    assert vault.fault == "keyring-behind"
    assert needed not in keyring_file.read(path.parent).keys
    assert "envelope" in (await inbox(keeper))[0], "what is in memory still serves reading"
    assert code_of((await keeper.hub.submit_all([keeper.hub.ban()]))[0]) == "encryption-key-missing"
    path.write_bytes(content)
    await keeper.keys.look()
    assert vault.fault is None


async def test_a_journal_that_is_damaged_or_open_to_others_stops_erasure(keeper: Keeper):
    await keeper.hub.submit(keeper.hub.ban(record=PAST))
    path = keeper.keys.source.folder / FILE
    path.write_bytes(b"not an entry\n")
    path.chmod(0o600)
    with pytest.raises(KeyringError):
        await keeper.pass_days(LONG)
    with pytest.raises(KeyringError):
        ErasureJournal(path.parent).read(3)
    path.chmod(0o644)
    with pytest.raises(KeyFileError):
        await keeper.rotation.step()
    assert "envelope" in (await inbox(keeper))[0]


async def test_a_message_at_the_same_place_of_a_shorter_log_is_not_the_one_that_was_erased(keeper: Keeper):
    index = (await keeper.hub.submit(keeper.hub.ban())).receipt.index
    folder = keeper.keys.source.folder
    ErasureJournal(folder).append(
        [Entry(at="2026-01-01T00:00:00Z", key="entry-ban/2026-01", messages=((index, "00" * 32),))]
    )
    await keeper.rotation.step()

    assert "envelope" in (await inbox(keeper))[0]
    assert keyring_file.read(folder).origin == keeper.hub.exchange.origin
