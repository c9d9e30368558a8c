"""What the hub demands of a database, on real ones."""

import asyncio
import dataclasses

import asyncpg
import pytest

from hub.embedded.cluster import make_cluster
from hub.settings import Settings, SettingsError
from hub.store import connection
from hub.store.connection import DatabaseUnfitError, watch_commit


@pytest.fixture(scope="module")
def durable():
    """A cluster as the hub wants it."""
    cluster = make_cluster(None)
    cluster.start()
    yield cluster
    cluster.close()


async def test_a_durable_database_is_accepted_and_sessions_are_set_up(durable):
    async with connection.open_pool(Settings(database_url=durable.dsn())) as pool, pool.acquire() as conn:
        shown = {name: await conn.fetchval("SELECT current_setting($1)", name) for name in connection.SESSION}

    assert shown == connection.SESSION | {"idle_in_transaction_session_timeout": "1min", "timezone": "UTC"}


async def test_a_database_that_may_lose_records_is_refused_unless_a_test_says_so(settings):
    with pytest.raises(DatabaseUnfitError) as failure:
        async with connection.open_pool(dataclasses.replace(settings, unsafe_database=False)):
            pytest.fail("opened")

    assert failure.value.code == "database-unfit"
    assert "fsync, full_page_writes, synchronous_commit" in failure.value.ru
    async with connection.open_pool(settings) as pool:
        assert await pool.fetchval("SELECT 1") == 1


@pytest.mark.parametrize("name", ["synchronous_commit"])
async def test_a_role_with_commits_that_do_not_wait_is_refused(durable, name):
    conn = await asyncpg.connect(durable.dsn(), server_settings={name: "off"})

    with pytest.raises(DatabaseUnfitError) as failure:
        await connection.require_fit(conn)
    await conn.close()

    assert name in failure.value.en


@pytest.mark.parametrize(
    ("setting", "value", "word"),
    [
        ("server_version_num", "140011", "15"),
        ("in_hot_standby", "on", "standby"),
        ("server_encoding", "WIN1251", "UTF8"),
    ],
)
async def test_an_old_server_a_standby_and_another_encoding_are_refused(setting, value, word):
    shown = {"server_version_num": "150000", "server_encoding": "UTF8", "in_hot_standby": "off"}
    shown |= dict.fromkeys(connection.MUST_BE_ON, "on") | {setting: value}

    class Server:
        async def fetchval(self, _query, name):
            return shown[name]

    with pytest.raises(DatabaseUnfitError, match=word):
        await connection.require_fit(Server())


async def test_a_database_that_is_not_there_is_one_clear_line_without_the_address(tmp_path):
    url = f"postgresql://hub:hidden@/hub?host={tmp_path}"

    for attempt in (connection.connect(Settings(database_url=url)), _open(Settings(database_url=url))):
        with pytest.raises(DatabaseUnfitError) as failure:
            await attempt
        assert failure.value.code == "database-unreachable"
        assert "hidden" not in failure.value.ru + failure.value.en


async def test_a_wrong_password_is_told_by_its_code_only(durable):
    url = durable.dsn().replace(durable.state.password, "hidden")

    with pytest.raises(DatabaseUnfitError, match="28P01"):
        await connection.connect(Settings(database_url=url))


async def test_the_password_can_come_from_a_file(durable, tmp_path):
    file = tmp_path / "password"
    file.write_text(durable.state.password + "\n")
    url = durable.dsn().replace(f":{durable.state.password}", "")
    settings = Settings(database_url=url, database_password_file=file)

    conn = await connection.connect(settings)
    assert await conn.fetchval("SELECT 1") == 1
    await conn.close()
    file.unlink()
    with pytest.raises(DatabaseUnfitError) as failure:
        await connection.connect(settings)
    assert failure.value.code == "database-password-unreadable"


async def test_without_an_address_there_is_nothing_to_connect_to():
    with pytest.raises(SettingsError, match="HUB_DATABASE_URL"):
        await connection.connect(Settings())


async def test_a_connection_comes_back_from_the_pool_without_its_transaction(settings):
    async with connection.open_pool(dataclasses.replace(settings, pool_size=2)) as pool:
        for _ in range(3):
            async with pool.acquire() as conn:
                async with conn.transaction():
                    await conn.execute("SET LOCAL statement_timeout = '7s'")
                assert await conn.fetchval("SHOW statement_timeout") == "0"


async def test_a_commit_whose_standby_never_answered_is_in_doubt_although_it_reports_success(durable):
    """The hole of rule R1: the wait is cancelled, COMMIT says yes, and a failover would forget the row."""
    conn, admin = await asyncpg.connect(durable.dsn()), await asyncpg.connect(durable.dsn())
    await conn.execute("CREATE TABLE doubt (x int)")
    await admin.execute("ALTER SYSTEM SET synchronous_standby_names = 'absent'")
    await admin.execute("SELECT pg_reload_conf()")
    while await admin.fetchval("SHOW synchronous_standby_names") != "absent":
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)

    async def commit() -> bool:
        with watch_commit(conn) as watch:
            await conn.execute("INSERT INTO doubt VALUES (1)")
        return watch.in_doubt

    committing = asyncio.create_task(commit())
    pid = conn.get_server_pid()
    async with asyncio.timeout(10):
        while await admin.fetchval("SELECT wait_event FROM pg_stat_activity WHERE pid = $1", pid) != "SyncRep":
            await asyncio.sleep(0.01)
        await admin.execute("SELECT pg_cancel_backend($1)", pid)
        in_doubt = await committing
    await admin.execute("ALTER SYSTEM RESET synchronous_standby_names")
    await admin.execute("SELECT pg_reload_conf()")
    visible = await admin.fetchval("SELECT count(*) FROM doubt")
    await conn.close()
    await admin.close()

    assert in_doubt
    assert visible == 1


async def test_an_ordinary_commit_is_not_in_doubt_and_leaves_no_listener(durable):
    async with connection.open_pool(Settings(database_url=durable.dsn())) as pool, pool.acquire() as conn:
        with watch_commit(conn) as watch:
            async with conn.transaction():
                await conn.execute("DO $$ BEGIN RAISE NOTICE 'only a notice'; END $$")

        assert not watch.in_doubt


async def test_a_connection_lost_during_the_commit_is_an_error_of_its_own(durable):
    conn = await asyncpg.connect(durable.dsn())

    with pytest.raises(asyncpg.PostgresError), watch_commit(conn) as watch:
        await conn.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    assert conn.is_closed()
    assert not watch.in_doubt


async def _open(settings: Settings) -> None:
    async with connection.open_pool(settings):
        pytest.fail("opened")


async def test_a_connection_that_nobody_gives_back_keeps_no_process_from_ending(settings, monkeypatch):
    monkeypatch.setattr(connection, "CLOSE_SECONDS", 0.2)
    async with asyncio.timeout(5):
        async with connection.open_pool(settings) as pool:
            await pool.acquire()
    with pytest.raises(asyncpg.InterfaceError):
        await pool.acquire()
