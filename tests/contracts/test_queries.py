"""Every named query is understood by PostgreSQL on the migrated tables, and is used."""

import re
from pathlib import Path

import pytest

from hub.store import queries

ROOT = Path(__file__).parents[2]
NAMES = sorted(queries.load())


@pytest.mark.parametrize("name", NAMES)
async def test_every_query_can_be_prepared_on_the_migrated_database(conn, name):
    await conn.prepare(queries.load()[name])


def test_every_query_is_used_somewhere():
    code = "\n".join(path.read_text() for path in (ROOT / "hub").rglob("*.py"))
    used = set(re.findall(r"_SQL(?:\.|\[\")([a-z0-9_]+)", code))

    assert set(NAMES) - used == set(), "a query that nobody uses"
    assert used - set(NAMES) == set(), "a query that does not exist"


def test_sql_is_written_only_in_the_stores_files():
    statement = re.compile(r"[\"'](?:SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH) ", re.IGNORECASE)
    allowed = {"hub/store/connection.py", "hub/store/migrate.py"}  # they ask the server about itself
    found = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "hub").rglob("*.py") if statement.search(path.read_text())
    }

    assert {path for path in found if path.startswith(("hub/store/", "hub/workflows/"))} <= allowed
