"""No query reads a whole table that grows, however young the table's statistics are."""

import re

import pytest

from hub.store import connection, queries

GROWING = ("leaf", "message", "inbox_entry", "tile", "head", "delivery", "log_group", "statement")
NUMBER = re.compile(r"\$(\d+)")


@pytest.mark.parametrize("name", sorted(queries.load()))
async def test_a_query_goes_by_an_index(conn, name):
    """The generic plan is looked at: what a connection keeps after a few calls, made while the tables are empty."""
    text = queries.load()[name]
    for setting, value in connection.SESSION.items():
        if setting.startswith("enable_"):
            await conn.execute(f"SET LOCAL {setting} = {value}")
    await conn.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    await conn.execute(f"PREPARE looked_at AS {text}")
    count = max((int(number) for number in NUMBER.findall(text)), default=0)
    arguments = f"({', '.join(['NULL'] * count)})" if count else ""

    plan = "\n".join(row[0] for row in await conn.fetch(f"EXPLAIN EXECUTE looked_at{arguments}"))

    await conn.execute("DEALLOCATE looked_at")
    assert re.findall(rf"Seq Scan on ({'|'.join(GROWING)})\b", plan) == [], plan


async def test_without_these_settings_a_young_table_is_read_whole(conn):
    """The test above can fail: this is what PostgreSQL does by itself."""
    await conn.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    await conn.execute(f"PREPARE looked_at AS {queries.load()['read_duplicates']}")

    plan = "\n".join(row[0] for row in await conn.fetch("EXPLAIN EXECUTE looked_at(NULL, NULL)"))

    await conn.execute("DEALLOCATE looked_at")
    assert "Seq Scan" in plan
