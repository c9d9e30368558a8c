"""The baseline of all ratios: what asyncpg alone reaches on the same PostgreSQL, without a hub.

A record of 2 KB and its inbox row are inserted row by row and committed together, one pair after another on each of
eight connections: BEGIN, two INSERTs, COMMIT. That is the baseline of the ratios. For comparison the same is measured
with both rows in one statement, one round trip and commit in all: nothing that commits one pair at a time is faster.
The table keeps a record in its row, as the hub's own does, so that the baseline is as quick as it can be.
Like `load`, it is a process of its own that takes jobs from standard input.
"""

import asyncio
import base64
import json
import secrets
import sys
import time
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import asyncpg
import uvloop

CONNECTIONS = 8
RECIPIENT = "tj-mvd"
RECORD_BYTES = 1500  # 2,000 as base64, which like a signed record cannot be compressed
TABLES = """
CREATE TABLE record (number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL)
  WITH (toast_tuple_target = 8160);
CREATE TABLE inbox (recipient text, number bigint, PRIMARY KEY (recipient, number));
"""
INSERT_RECORD = "INSERT INTO record (body) VALUES ($1) RETURNING number"
INSERT_INBOX = "INSERT INTO inbox (recipient, number) VALUES ($1, $2)"
INSERT_BOTH = """
WITH kept AS (INSERT INTO record (body) VALUES ($1) RETURNING number)
INSERT INTO inbox (recipient, number) SELECT $2, number FROM kept
"""


async def make_tables(dsn: str) -> None:
    """Make the two tables."""
    conn = await asyncpg.connect(dsn)
    await conn.execute(TABLES)
    await conn.close()


Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Pair = Callable[[bytes], Awaitable[object]]


async def _two_statements(conn: Connection) -> Pair:
    record, inbox = await conn.prepare(INSERT_RECORD), await conn.prepare(INSERT_INBOX)

    async def insert(body: bytes) -> None:
        async with conn.transaction():
            await inbox.fetchval(RECIPIENT, await record.fetchval(body))

    return insert


async def _one_trip(conn: Connection) -> Pair:
    both = await conn.prepare(INSERT_BOTH)
    return lambda body: both.fetchval(body, RECIPIENT)


WAYS = {"two-statements": _two_statements, "one-trip": _one_trip}


async def _repeat(insert: Pair, until: float, latencies: list[float]) -> None:
    body = base64.b64encode(secrets.token_bytes(RECORD_BYTES))
    while (begun := time.perf_counter()) < until:
        await insert(body)
        latencies.append(time.perf_counter() - begun)


async def run_round(dsn: str, way: str, seconds: float) -> dict[str, object]:
    """Insert for so many seconds."""
    latencies: list[float] = []
    opened = [await asyncpg.connect(dsn) for _ in range(CONNECTIONS)]
    inserts = [await WAYS[way](conn) for conn in opened]
    begun, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(_repeat(insert, begun + seconds, latencies) for insert in inserts))
    ended, cpu = time.perf_counter(), time.process_time() - cpu
    for conn in opened:
        await conn.close()
    shown = [round(latency, 6) for latency in latencies]
    return {"count": len(latencies), "seconds": ended - begun, "own_cpu": cpu, "latencies": shown}


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Do the jobs that arrive."""
    for line in sys.stdin:
        job = json.loads(line)
        if job.get("make"):
            asyncio.run(make_tables(job["dsn"]))
        _say("ready")
        sys.stdin.readline()
        _say(json.dumps(uvloop.run(run_round(job["dsn"], job["way"], job["seconds"]))))


if __name__ == "__main__":
    main()
