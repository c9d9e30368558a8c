"""The hub's database: the one that HUB_DATABASE_URL names, or, outside production, a PostgreSQL of our own."""

import contextlib
import sys
from collections.abc import AsyncIterator
from dataclasses import replace

from hub.cli.command import Text
from hub.embedded.cluster import open_cluster
from hub.settings import Settings
from hub.store import migrate
from hub.store.connection import connect

PRODUCTION = "production"
NAME = "hub"
OWN = Text(
    "hub: HUB_DATABASE_URL не задана, работает собственный PostgreSQL в {path}",
    "hub: HUB_DATABASE_URL is not set, a PostgreSQL of our own runs in {path}",
)


@contextlib.asynccontextmanager
async def with_database(settings: Settings) -> AsyncIterator[Settings]:
    """Give settings that name a database while the block lasts; our own is migrated, and kept below HUB_STATE_DIR.

    In production a database that is not named is refused: an empty one would pass for the hub's.

    Raises:
        StartError: a setting is missing, or our own PostgreSQL cannot be run.
    """
    settings.need("origin", "trust_anchor", "trust_dir", "log_key_file", "keyring_dir", "master_key_file")
    if settings.environment == PRODUCTION:
        settings.need("database_url")
    if settings.database_url is not None:
        yield settings
        return
    path = settings.state_dir / "postgresql"
    print(OWN.of(settings.language).format(path=path), file=sys.stderr)
    async with open_cluster(path) as cluster:
        cluster.create_database(NAME)
        own = replace(settings, database_url=cluster.dsn(NAME))
        conn = await connect(own)
        try:
            await migrate.migrate(conn)
        finally:
            await conn.close()
        yield own
