"""The embedded PostgreSQL, really started: what it promises on every version that this machine has."""

import asyncio
import os
import stat
import sys
from pathlib import Path

import asyncpg
import pytest

from hub.embedded import binaries as installed
from hub.embedded.binaries import Binaries
from hub.embedded.cluster import make_cluster, open_cluster
from hub.embedded.errors import ClusterError
from hub.embedded.postmaster import SOCKET, is_alive
from hub.embedded.state import LONGEST_SOCKET
from tests.support import not_run

FOUND = list(installed.find_all())


async def ask(dsn: str, question: str):
    """Return the answer to one question."""
    conn = await asyncpg.connect(dsn)
    try:
        return await conn.fetchval(question)
    finally:
        await conn.close()


@pytest.mark.parametrize("binaries", FOUND, ids=lambda binaries: binaries.version)
async def test_a_throw_away_cluster_is_private_durable_and_gone_afterwards(binaries: Binaries):
    async with open_cluster(None, binaries=binaries) as cluster:
        cluster.create_database("Имя базы 'x'")
        cluster.create_database("Имя базы 'x'")
        conn = await asyncpg.connect(cluster.dsn("Имя базы 'x'"))
        names = (
            "listen_addresses",
            "data_checksums",
            "fsync",
            "full_page_writes",
            "synchronous_commit",
            "server_encoding",
            "password_encryption",
        )
        shown = {name: await conn.fetchval("SELECT current_setting($1)", name) for name in names}
        in_order = await conn.fetchval("SELECT array_agg(x ORDER BY x) FROM unnest(ARRAY['я','ё','Б','а']) x")
        await conn.close()
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(cluster.dsn().replace(cluster.state.password, "wrong"))
        pid, state = cluster.pid, cluster.state
        modes = [
            stat.S_IMODE(path.stat().st_mode) for path in (state.path / "password", state.data, state.socket, state.log)
        ]

    assert shown == {
        "listen_addresses": "",
        "data_checksums": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "server_encoding": "UTF8",
        "password_encryption": "scram-sha-256",
    }
    assert in_order == ["Б", "а", "я", "ё"]
    assert modes == [0o600, 0o700, 0o700, 0o600]
    assert pid is not None
    assert not is_alive(pid)
    assert not state.path.exists()


async def test_a_kept_cluster_has_its_records_and_password_again(place):
    async with open_cluster(place) as cluster:
        await ask(cluster.dsn(), "CREATE TABLE kept AS SELECT 42 AS number")
        password = cluster.state.password
        log = cluster.state.log.read_text()
    async with open_cluster(place) as cluster:
        number = await ask(cluster.dsn(), "SELECT number FROM kept")
        again = cluster.state.password

    assert number == 42
    assert again == password
    assert password not in log
    assert not (place / "initdb-password").exists()
    assert not (place / "data.new").exists()


async def test_an_existing_data_directory_is_opened_by_its_own_version(place):
    oldest, newest = min(FOUND, key=lambda found: found.major), max(FOUND, key=lambda found: found.major)
    chosen = newest if installed.find().major == oldest.major else oldest

    async with open_cluster(place, durable=False, binaries=chosen):
        pass

    assert make_cluster(place).binaries.major == chosen.major


async def test_an_interrupted_creation_is_done_again(place):
    cluster = make_cluster(place, durable=False)
    (place / "data.new").mkdir()
    (place / "data.new" / "PG_VERSION").write_text("half")

    await asyncio.to_thread(cluster.start)
    version = await ask(cluster.dsn(), "SHOW server_version")
    cluster.close()

    assert version.startswith(cluster.binaries.version)


async def test_a_path_too_long_for_a_socket_gets_one_elsewhere_that_is_removed_at_the_end(made):
    long = made.with_name("directory" * 10)
    made.rename(long)

    async with open_cluster(long, durable=False) as cluster:
        socket = cluster.state.socket
        one = await ask(cluster.dsn(), "SELECT 1")

    assert one == 1
    assert len(str(socket / SOCKET)) <= LONGEST_SOCKET
    assert long not in socket.parents
    assert not socket.exists()
    assert (long / "data").exists()


async def test_a_failed_start_quotes_the_last_lines_of_the_log_and_leaves_nothing(place):
    cluster = make_cluster(None, durable=False, options={"shared_buffers": "nonsense"})

    with pytest.raises(ClusterError) as failure:
        cluster.start()
    path = cluster.state.path
    cluster.close()

    assert failure.value.code == "cluster-not-started"
    for language in ("ru", "en"):
        assert 'invalid value for parameter "shared_buffers"' in failure.value.text(language)
        assert "\n" not in failure.value.text(language)
    assert not path.exists()


async def test_a_data_directory_that_initdb_cannot_make_is_explained(place, open_folder):
    programs = open_folder / "bin"
    programs.mkdir(mode=0o755)
    (programs / "initdb").write_text("#!/bin/sh\necho 'initdb: error: no space' >&2\nexit 1\n")
    (programs / "initdb").chmod(0o755)
    cluster = make_cluster(place)
    cluster.binaries = Binaries(directory=programs, major=15, version="15.0")

    with pytest.raises(ClusterError) as failure:
        cluster.start()
    cluster.close()

    assert failure.value.code == "cluster-not-made"
    assert "no space" in failure.value.en
    assert not (place / "data").exists()


def test_a_lost_password_file_is_explained(made):
    (made / "password").unlink()

    with pytest.raises(ClusterError) as failure:
        make_cluster(made).start()

    assert failure.value.code == "password-unreadable"


async def test_a_database_that_cannot_be_made_is_explained(cluster):
    with pytest.raises(ClusterError) as failure:
        cluster.create_database("")

    assert failure.value.code == "database-not-created"


class TestAsRoot:
    @pytest.fixture(autouse=True)
    def _root(self):
        if os.geteuid() != 0:
            not_run.because("only root changes accounts; the other tests ran as you", even_if_required=True)

    async def test_the_server_does_not_run_as_root(self, cluster):
        assert cluster.pid is not None
        assert Path(f"/proc/{cluster.pid}").stat().st_uid not in {0, -1}

    async def test_a_directory_behind_a_closed_door_is_refused_and_the_door_stays_closed(self, tmp_path):
        tmp_path.chmod(0o700)

        with pytest.raises(ClusterError) as failure:
            make_cluster(tmp_path / "state")

        assert failure.value.code == "state-directory-unreachable"
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700

    async def test_programs_behind_a_closed_door_are_copied_and_the_door_stays_closed(self, tmp_path):
        wheel = next(found for found in FOUND if found.wheel)
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o700)
        copied = wheel.copy_to(closed)

        async with open_cluster(None, durable=False, binaries=copied) as cluster:
            used = cluster.binaries.directory
            version = await ask(cluster.dsn(), "SHOW server_version")

        assert version == wheel.version
        assert closed in copied.directory.parents
        assert closed not in used.parents
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700

    async def test_it_works_as_an_ordinary_user_too(self):
        """The user exists only for this process: it becomes `nobody` after everything is imported."""
        script = (
            "import os, pathlib, sys\n"
            "from hub.embedded.cluster import Cluster, make_cluster\n"
            "def once():\n"
            "    cluster = make_cluster(None, durable=False)\n"
            "    cluster.start(); cluster.create_database('x')\n"
            "    owner = pathlib.Path(f'/proc/{cluster.pid}').stat().st_uid\n"
            "    cluster.close()\n"
            "    return owner, cluster.state.path.exists()\n"
            "once()\n"
            "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
            "if not os.access(sys.executable, os.X_OK): Cluster._watch = lambda self: None\n"
            "assert once() == (65534, False)\n"
        )
        run = await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, cwd=Path(__file__).parents[3], stderr=asyncio.subprocess.PIPE
        )
        _, errors = await run.communicate()

        assert (run.returncode, errors.decode()) == (0, "")
