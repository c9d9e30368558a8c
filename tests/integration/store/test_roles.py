"""The roles of `deploy/postgres/roles.sql`, really applied: what the running hub can do, and what it cannot."""

import contextlib
import re
from pathlib import Path

import asyncpg
import pytest

from hub.store import migrate, queries
from hub.workflows.projections import ALL
from tests.support import database

ROLES = (Path(__file__).parents[3] / "deploy/postgres/roles.sql").read_text()
CHANGING = {"delivery", "head", "inbox_head", "log_head", "log_release"} | {
    "attachment", "attachment_opened", "erasure_journal", "key_end", "key_report", "legal_hold", "projection",
    "summary_reminder",
} | {
    "account", "account_invitation", "account_secret", "console_secret", "console_session", "draft", "passkey",
    "signing_key",
} | {"absence", "calendar_feed", "case_assignment", "case_registration", "key_request", "saved_filter"} | {
    "agreement_proposal", "announcement", "gateway_sync", "health_alert", "health_notice", "sync_run",
}  # fmt: skip
DELETING = {"attachment", "blind_index", "key_end", "key_report"} | {
    "account_invitation", "case_hold", "console_session", "passkey", "passkey_answered", "saved_filter",
}  # fmt: skip
PROJECTED = {table for each in ALL for table in each.tables}
STORED = {"key", "wrapped", "body"}  # of a message: how it is kept, not what it is


@pytest.fixture(scope="module")
async def roles(cluster):
    """A database set up as the deployment does it: roles, migrations as hub_migrate, roles again."""
    async with database.clone(cluster, "test_roles", template="template0") as dsn:
        admin = await asyncpg.connect(dsn)
        await admin.execute(ROLES)
        for role in ("hub_migrate", "hub_app"):
            await admin.execute(f"ALTER ROLE {role} PASSWORD 'only-a-test'")
        owner = await connect(cluster, "hub_migrate")
        await migrate.migrate(owner)
        await owner.close()
        await admin.execute(ROLES)
        yield cluster
        await admin.close()


async def connect(cluster, role: str):
    """Connect as a role."""
    return await asyncpg.connect(
        host=str(cluster.state.socket), user=role, password="only-a-test", database="test_roles"
    )


@pytest.fixture
async def app(roles):
    """A connection of the running hub."""
    conn = await connect(roles, "hub_app")
    yield conn
    await conn.close()


async def tables(conn) -> list[str]:
    """Return the names of all tables."""
    return [
        row[0] for row in await conn.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    ]


async def test_the_application_can_run_every_query_of_the_store(app):
    """EXPLAIN checks the privileges that a statement needs, without running it."""
    for name, text in queries.load().items():
        if not re.match(r"(?i)(SELECT|INSERT|UPDATE|WITH|DELETE)\b", text):
            continue
        parameters = (await app.prepare(text)).get_parameters()
        await app.execute(f"PREPARE {name} AS {text}")
        values = ", ".join(["NULL"] * len(parameters))
        await app.execute(f"EXPLAIN EXECUTE {name}" + (f" ({values})" if parameters else ""))


async def test_the_application_sees_that_the_tables_are_current(app):
    await migrate.require_current(app)


async def test_the_application_can_read_every_table_and_change_only_the_state(app):
    rights = {
        table: {
            right
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
            if await app.fetchval("SELECT has_table_privilege($1, $2)", table, right)
        }
        for table in await tables(app)
    }

    assert {table for table, found in rights.items() if "UPDATE" in found} == CHANGING | PROJECTED
    assert rights.pop("schema_migration") == {"SELECT"}
    assert set(rights) >= CHANGING | {
        "leaf",
        "message",
        "log_group",
        "tile",
        "inbox_entry",
        "agreement",
        "trust_document",
    }
    assert {table for table, found in rights.items() if "DELETE" in found} == DELETING | PROJECTED
    assert [table for table, found in rights.items() if found - {"UPDATE", "DELETE"} != {"SELECT", "INSERT"}] == []


async def test_of_a_message_the_application_changes_only_how_it_is_kept(app):
    columns = [
        row[0]
        for row in await app.fetch("SELECT column_name FROM information_schema.columns WHERE table_name = 'message'")
    ]
    changing = {
        each for each in columns if await app.fetchval("SELECT has_column_privilege('message', $1, 'UPDATE')", each)
    }

    assert changing == STORED
    assert set(columns) > STORED


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM leaf", "UPDATE leaf SET body = ''", "TRUNCATE message", "UPDATE message SET sha256 = ''", "DELETE FROM message",
        "DELETE FROM log_head", "DELETE FROM schema_migration", "INSERT INTO schema_migration VALUES (99, 'x', 'x')",
        "DROP TABLE leaf", "ALTER TABLE leaf ADD COLUMN x int", "ALTER TABLE leaf DISABLE TRIGGER ALL",
        "CREATE TABLE x (y int)", "CREATE TEMPORARY TABLE x (y int)", "CREATE SCHEMA x", "CREATE FUNCTION f() RETURNS int RETURN 1",
        "CREATE ROLE x", "ALTER ROLE hub_app SUPERUSER", "SET ROLE hub_migrate",
        "CREATE DATABASE x", "COPY leaf TO PROGRAM 'id'", "SELECT pg_read_file('PG_VERSION')",
        "CREATE INDEX ON leaf (body)", "COMMENT ON TABLE leaf IS 'x'",
    ],
)  # fmt: skip
async def test_the_application_can_neither_delete_nor_alter_nor_create(app, statement):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.execute(statement)


async def test_the_application_cannot_pass_its_rights_on(app):
    with contextlib.suppress(asyncpg.InsufficientPrivilegeError):
        await app.execute("GRANT SELECT, INSERT ON leaf TO PUBLIC")  # PostgreSQL may only warn that nothing was granted

    assert not await app.fetchval("SELECT has_table_privilege('pg_monitor', 'leaf', 'SELECT')")


async def test_a_table_that_a_later_migration_makes_is_append_only_at_first(roles, app):
    owner = await connect(roles, "hub_migrate")
    await owner.execute("CREATE TABLE later (x int)")
    before = await app.fetchval("SELECT has_table_privilege('later', 'SELECT')")
    admin = await asyncpg.connect(roles.dsn("test_roles"))
    await admin.execute(ROLES)
    after = [await app.fetchval("SELECT has_table_privilege('later', $1)", right) for right in ("INSERT", "UPDATE")]
    await owner.execute("DROP TABLE later")
    for conn in (owner, admin):
        await conn.close()

    assert not before
    assert after == [True, False]


async def test_nobody_else_may_connect(roles):
    admin = await asyncpg.connect(roles.dsn("test_roles"))
    await admin.execute("DROP ROLE IF EXISTS stranger")
    await admin.execute("CREATE ROLE stranger LOGIN PASSWORD 'only-a-test'")
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connect(roles, "stranger")
    finally:
        await admin.execute("DROP ROLE stranger")
        await admin.close()
