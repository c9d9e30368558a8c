"""Fixtures for every test: a real PostgreSQL, and the lines NOT RUN at the end.

`conn` is for nearly everything: an open transaction on a migrated database, rolled back afterwards; transactions inside
it become savepoints. `fresh_database` is the address of a migrated database of its own, for tests with several
connections or processes. Both are not durable; a test about durability opens a cluster itself.
"""

import itertools
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg
import hypothesis
import pytest
import structlog

from hub.embedded.cluster import Cluster, make_cluster
from hub.settings import Settings
from tests.support import database, not_run

_numbers = itertools.count(1)
hypothesis.settings.register_profile(  # no deadline: a busy machine is no defect; the same examples in every run
    "house", deadline=None, max_examples=60, derandomize=True
)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=400)  # make thorough: others every time
hypothesis.settings.load_profile("house")


LONG = (
    "tests/acceptance/",
    "tests/faults/",
    "tests/integration/embedded/",
    "tests/integration/retention/",
    "tests/integration/sdk/",
    "tests/integration/cli/test_site_commands.py",
    "tests/integration/workflows/",
    "tests/schemas/test_two_validators.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no process is left alone with one at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture(autouse=True)
def _log_lines_of_one_test() -> Iterator[None]:
    """A command that a test calls sets up the log lines of its process; the next test's are not sent there."""
    handlers = logging.getLogger().handlers[:]
    yield
    if structlog.is_configured():
        structlog.reset_defaults()
        logging.getLogger().handlers[:] = handlers


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One throw-away PostgreSQL for the whole run."""
    made = make_cluster(None, durable=False)
    try:
        made.start()
        yield made
    finally:
        made.close()


@pytest.fixture(scope="session")
async def migrated_cluster(cluster: Cluster) -> Cluster:
    """The same cluster with the template database, migrated once."""
    await database.make_template(cluster)
    return cluster


@pytest.fixture
async def fresh_database(migrated_cluster: Cluster) -> AsyncIterator[str]:
    """The address of a migrated database that this test has for itself."""
    async with database.clone(migrated_cluster, f"test_{next(_numbers)}") as dsn:
        yield dsn


@pytest.fixture
def settings(fresh_database: str) -> Settings:
    """Settings of a hub in the environment `test` on a fresh database; change them with `dataclasses.replace`."""
    return Settings(origin="hub.test/test", database_url=fresh_database, unsafe_database=True, pool_size=4)


@pytest.fixture(scope="session")
async def _shared_connection(migrated_cluster: Cluster) -> AsyncIterator[Any]:
    async with database.clone(migrated_cluster, "test_shared") as dsn:
        conn = await asyncpg.connect(dsn)
        yield conn
        await conn.close()


@pytest.fixture
async def conn(_shared_connection: Any) -> AsyncIterator[Any]:
    """A connection in a transaction that is rolled back after the test."""
    transaction = _shared_connection.transaction()
    await transaction.start()
    try:
        yield _shared_connection
    finally:
        await transaction.rollback()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what did not run, where nobody can overlook it."""
    for line in not_run.lines():
        terminalreporter.write_line(line, yellow=True)
