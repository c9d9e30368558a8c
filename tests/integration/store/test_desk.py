"""Lists of cases stay quick however many there are: each filter reads its page from an index, in its order."""

import pytest

from hub.store import connection, queries
from hub.store.desk import ALWAYS, NEVER
from tests.support.hub import now

CASES = 5_000
FILL = """
INSERT INTO case_desk
SELECT 'tj-mvd', 'case', 'kz-mvd', 'TEST-' || i, true, (ARRAY['kz-mvd', 'ru-guvm', 'by-mvd'])[1 + i % 3],
  (ARRAY['submitted', 'accepted', 'refused'])[1 + i % 3], i % 5 <> 0, i, i, now(), now(), 'tj-mvd', 'reply', true, false,
  now()::date, now() + i * interval '1 minute', now() + i * interval '1 minute', 'x', 'infinity', NULL
FROM generate_series(1, $1::int) AS i"""
ACCOUNT = "00000000-0000-7000-8000-000000000001"
ANY = {
    "inbound": "true",
    "stage": "NULL",
    "other": "NULL",
    "assignees": "NULL",
    "unassigned": "false",
    "acting": "false",
}


def _arguments(**changes: str) -> str:
    chosen = {**ANY, **changes}
    return ", ".join(
        ["'tj-mvd'", chosen["inbound"], "true"]
        + [chosen[name] for name in ("stage", "other", "assignees", "unassigned", "acting")]
    )


async def _plan(conn, name: str, arguments: str) -> str:
    for setting, value in connection.SESSION.items():
        if setting.startswith("enable_"):
            await conn.execute(f"SET LOCAL {setting} = {value}")
    await conn.execute("SET LOCAL plan_cache_mode = force_custom_plan")
    await conn.execute(f"PREPARE looked_at AS {queries.load()[name]}")
    rows = await conn.fetch(f"EXPLAIN (ANALYZE, TIMING OFF) EXECUTE looked_at({arguments})")
    await conn.execute("DEALLOCATE looked_at")
    return "\n".join(row[0] for row in rows)


@pytest.fixture
async def filled(conn):
    """A desk with many cases."""
    await conn.execute(FILL, CASES)
    await conn.execute("ANALYZE case_desk")
    return conn


FILTERS = (
    {},
    {"stage": "'submitted'"},
    {"stage": "'withdrawn'"},
    {"other": "'kz-mvd'"},
    {"other": "'nobody'"},
    {"assignees": f"'{{{ACCOUNT}}}'::uuid[]"},
    {"unassigned": "true"},
    {"inbound": "NULL", "acting": "true"},
)


async def test_a_page_is_read_from_an_index_in_its_order(filled):
    bounds = f"'{ALWAYS.replace(year=2000)}', NULL, '{now()}', 0, 25"
    for changes in FILTERS:
        due = await _plan(filled, "list_desk_by_due", f"{_arguments(**changes)}, {bounds}")
        moved = await _plan(filled, "list_desk_by_move", f"{_arguments(**changes)}, 4000, 25")

        assert "Seq Scan on case_desk" not in due + moved
        assert max(int(found) for each in (due, moved) for found in _rows_read(each)) <= 200, (changes, due, moved)


def _rows_read(plan: str) -> list[str]:
    """Return how many rows each scan of the desk gave or threw away."""
    lines, found = plan.splitlines(), []
    for number, line in enumerate(lines):
        if "on case_desk" in line:
            found.append(line.rpartition("actual rows=")[2].split(" ")[0].partition(".")[0])
        if "Rows Removed by Filter" in line and "case_desk" in "".join(lines[max(0, number - 4) : number]):
            found.append(line.rpartition(": ")[2])
    return found


async def test_a_number_is_found_by_its_beginning_without_reading_the_others(filled):
    plan = await _plan(filled, "search_desk", "'tj-mvd', true, 'TEST-1999', 'TEST-199:', 25")

    assert "case_desk_subject" in plan
    assert max(int(each) for each in _rows_read(plan)) <= 25


async def test_what_has_no_end_comes_back_as_it_was_written(conn):
    assert await conn.fetchval("SELECT $1::timestamptz = 'infinity'", NEVER)
    assert await conn.fetchval("SELECT $1::timestamptz < '0002-01-01'", ALWAYS)
