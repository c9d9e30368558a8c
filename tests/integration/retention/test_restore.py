"""An older database brings nothing back that was erased; crashes and old copies of the keyring neither."""

import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import asyncpg
import pytest

from hub.embedded.cluster import Cluster
from hub.store import erasure
from hub.workflows.erase_messages import JournalBehindError
from hub.workflows.erasure_journal import FILE, Entry, ErasureJournal
from keys import keyring_file
from keys.errors import KeyFileError, KeyringError
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
    with pytest.raises(JournalBehindError):
        async with open_keeper(clock=clock):
            pass
    async with open_keeper(clock=clock, HUB_ROLES="api") as keeper:  # it writes no journal, and may have an older copy
        assert (await inbox(keeper))[0]["tombstone"] == "erased"


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
