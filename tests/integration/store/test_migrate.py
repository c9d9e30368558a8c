"""Migrations on a real PostgreSQL."""

import asyncio

import asyncpg
import pytest

from hub.embedded.cluster import Cluster
from hub.store import migrate
from hub.store.migrate import MigrationError
from tests.support import database


@pytest.fixture
async def empty(cluster: Cluster):
    """A connection to a database without tables."""
    async with database.clone(cluster, "test_migrate", template="template0") as dsn:
        conn = await asyncpg.connect(dsn)
        yield conn
        await conn.close()


@pytest.fixture
def folder(tmp_path):
    """Two small migrations."""
    (tmp_path / "0001_first.sql").write_text("CREATE TABLE first (id bigint);")
    (tmp_path / "0002_second.sql").write_text("CREATE TABLE second (id bigint);\nINSERT INTO first VALUES (1);")
    return tmp_path


async def test_all_migrations_apply_once_and_in_order(empty, folder):
    assert [migration.name for migration in await migrate.pending(empty, folder)] == ["first", "second"]

    applied = await migrate.migrate(empty, folder)

    assert [(migration.number, migration.name) for migration in applied] == [(1, "first"), (2, "second")]
    assert await migrate.migrate(empty, folder) == []
    assert await migrate.pending(empty, folder) == []
    assert await empty.fetchval("SELECT count(*) FROM first") == 1
    await migrate.require_current(empty, folder)


async def test_the_projects_own_migrations_apply_to_an_empty_database(empty):
    assert await migrate.migrate(empty) == migrate.load()


async def test_a_failed_migration_leaves_the_earlier_ones_and_nothing_of_itself(empty, folder):
    (folder / "0003_third.sql").write_text("CREATE TABLE third (id bigint);\nSELECT * FROM absent;")

    with pytest.raises(MigrationError) as failure:
        await migrate.migrate(empty, folder)

    assert failure.value.code == "migration-failed"
    assert "0003_third" in failure.value.en
    assert [migration.name for migration in await migrate.pending(empty, folder)] == ["third"]
    assert await empty.fetchval("SELECT to_regclass('third')") is None


async def test_a_database_ahead_of_the_program_is_refused(empty, folder):
    await migrate.migrate(empty, folder)
    (folder / "0002_second.sql").unlink()

    for attempt in (migrate.migrate, migrate.pending, migrate.require_current):
        with pytest.raises(MigrationError) as failure:
            await attempt(empty, folder)
        assert failure.value.code == "database-ahead"


async def test_a_file_changed_after_it_was_applied_is_refused(empty, folder):
    await migrate.migrate(empty, folder)
    (folder / "0001_first.sql").write_text("CREATE TABLE first (id bigint, more text);")

    with pytest.raises(MigrationError) as failure:
        await migrate.migrate(empty, folder)

    assert failure.value.code == "migration-changed"


async def test_a_database_that_is_behind_is_refused(empty, folder):
    with pytest.raises(MigrationError) as failure:
        await migrate.require_current(empty, folder)

    assert failure.value.code == "database-behind"


async def test_processes_that_migrate_at_the_same_time_apply_each_migration_once(cluster, empty, folder):
    others = [await asyncpg.connect(cluster.dsn("test_migrate")) for _ in range(3)]

    async with asyncio.timeout(20):
        results = await asyncio.gather(*(migrate.migrate(conn, folder) for conn in (empty, *others)))
    for conn in others:
        await conn.close()

    assert sorted(len(result) for result in results) == [0, 0, 0, 2]


async def test_waiting_for_another_migration_ends_with_a_clear_error(cluster, empty, folder, monkeypatch):
    monkeypatch.setattr(migrate, "WAIT_FOR_LOCK", "50ms")
    other = await asyncpg.connect(cluster.dsn("test_migrate"))
    await other.execute("SELECT pg_advisory_lock($1)", migrate.LOCK)

    with pytest.raises(MigrationError) as failure:
        await migrate.migrate(empty, folder)
    await other.close()

    assert failure.value.code == "migration-locked"
    assert await empty.fetchval("SHOW lock_timeout") == "0"


@pytest.mark.parametrize("name", ["1_first.sql", "0001-first.sql", "0001_First.sql", "0002_second.sql"])
def test_files_that_are_not_numbered_in_order_are_refused(tmp_path, name):
    (tmp_path / name).write_text("SELECT 1;")

    with pytest.raises(ValueError, match=r"number|named"):
        migrate.load(tmp_path)
