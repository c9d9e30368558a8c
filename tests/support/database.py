"""Databases for tests: one throw-away cluster for the whole run, cloned or rolled back for each test."""

import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg

from hub.embedded.cluster import Cluster
from hub.embedded.postmaster import is_alive
from hub.store import migrate

TEMPLATE = "hub_template"


async def make_template(cluster: Cluster) -> None:
    """Make the migrated database that all others are cloned from."""
    cluster.create_database(TEMPLATE)
    conn = await asyncpg.connect(cluster.dsn(TEMPLATE))
    try:
        await migrate.migrate(conn)
    finally:
        await conn.close()


@contextlib.asynccontextmanager
async def clone(cluster: Cluster, name: str, template: str = TEMPLATE) -> AsyncIterator[str]:
    """Clone a database and yield its address; a leftover of a killed run goes first.

    Its files are copied as they are: nothing of it goes through the log of a server that need not survive a crash.
    """
    admin = await asyncpg.connect(cluster.dsn())
    try:
        await admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        yield cluster.dsn(name)
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await admin.close()


def kill(cluster: Cluster) -> None:
    """Kill the server and everything below it with signal 9, as a crash would; wait until nothing is left of it."""
    pid = cluster.pid
    assert pid is not None, "the cluster is not running"
    children = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    for process in (pid, *children):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    end = time.monotonic() + 10
    while any(is_alive(process) for process in (pid, *children)):
        assert time.monotonic() < end, "the server does not die"
        time.sleep(0.005)
