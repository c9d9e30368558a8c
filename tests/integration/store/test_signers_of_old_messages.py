"""Messages that were there before their signing key was kept beside them: the migration reads it from their header."""

import shutil

import asyncpg

from hub.embedded.cluster import Cluster
from hub.store import migrate
from keys import jws
from keys.jwk import PrivateKey
from tests.support import database

MESSAGE = "INSERT INTO message (index, sender, id, sha256, type, group_size, body) VALUES ($1, 'x', $2, '', 'x', 1, $3)"


async def test_the_key_of_an_old_message_is_read_from_its_header(cluster: Cluster, tmp_path):
    for migration in sorted(migrate.FOLDER.glob("000[12]_*.sql")):
        shutil.copy(migration, tmp_path)
    keys = [PrivateKey.generate(), PrivateKey.generate("ES256"), PrivateKey.generate()]
    async with database.clone(cluster, "test_old_messages", template="template0") as dsn:
        conn = await asyncpg.connect(dsn)
        await migrate.migrate(conn, tmp_path)
        for index, key in enumerate(keys):
            token = jws.sign(b"{}" * index, key, "cis-record+jws" + "s" * index)
            await conn.execute(MESSAGE, index, f"01930000-0000-7000-8000-00000000000{index}", token)
        await conn.execute("INSERT INTO delivery (index, recipient, status, receipt) VALUES (0, 'x', 'processed', 2)")
        shutil.copy(migrate.FOLDER / "0003_suspensions.sql", tmp_path)
        await migrate.migrate(conn, tmp_path)
        found = [row["kid"] for row in await conn.fetch("SELECT kid FROM message ORDER BY index")]

        assert found == [key.kid for key in keys]
        assert await conn.fetchval("SELECT first FROM delivery") == 2
        await conn.close()
