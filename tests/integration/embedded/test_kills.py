"""What is left after a kill: of the server, of its owner; and that a stranger's process is never ended."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from hub.embedded import cluster as cluster_module
from hub.embedded.cluster import make_cluster, open_cluster
from hub.embedded.errors import ClusterError
from hub.embedded.postmaster import is_alive
from tests.support import database

ROOT = Path(__file__).parents[3]
OWNER = (
    "import sys, time; from pathlib import Path; from hub.embedded.cluster import make_cluster\n"
    "c = make_cluster(Path(sys.argv[1]) if sys.argv[1:] else None, durable=False); c.start()\n"
    "print(c.pid, c.state.path, flush=True); time.sleep(600)\n"
)


@contextlib.contextmanager
def owner(*arguments: str):
    """Another process that owns a cluster; yields it with the server's pid and the state directory."""
    process = subprocess.Popen([sys.executable, "-c", OWNER, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        pid, path = process.stdout.readline().split()
        yield process, int(pid), Path(path)
    finally:
        process.kill()
        process.communicate()


def wait_until(condition, seconds: float = 10.0) -> None:
    """Wait for something that another process is about to do."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


async def test_a_killed_server_starts_again_with_every_committed_row():
    async with open_cluster(None) as cluster:
        conn = await asyncpg.connect(cluster.dsn())
        await conn.execute("CREATE TABLE kept (number int)")
        await conn.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
        database.kill(cluster)
        conn.terminate()

        await asyncio.to_thread(cluster.start)
        conn = await asyncpg.connect(cluster.dsn())
        count = await conn.fetchval("SELECT count(*) FROM kept")
        await conn.close()

    assert count == 1000


async def test_a_throw_away_cluster_dies_with_its_killed_owner():
    with owner() as (process, pid, path):
        assert is_alive(pid)
        process.kill()
        process.wait()

        wait_until(lambda: not is_alive(pid) and not path.exists())


async def test_a_kept_cluster_of_a_killed_owner_can_be_used_at_once(made):
    with owner(str(made)) as (process, pid, _):
        process.kill()
        process.wait()

        async with open_cluster(made, durable=False) as cluster:
            assert cluster.pid not in {None, pid}
            assert not is_alive(pid)


async def test_a_cluster_of_a_living_owner_is_refused(made):
    with owner(str(made)) as (process, pid, _):
        with pytest.raises(ClusterError) as failure:
            make_cluster(made).start()

        assert failure.value.code == "cluster-in-use"
        assert is_alive(pid)
        assert process.poll() is None


async def test_a_server_that_somebody_else_started_is_named_and_left_alone(made, monkeypatch):
    monkeypatch.setattr(cluster_module, "ORPHAN_SECONDS", 0.1)
    cluster = make_cluster(made, durable=False)
    cluster.start()
    cluster.stop()
    stranger = cluster._launch()
    wait_until(
        lambda: (
            "ready" in (cluster.state.data / "postmaster.pid").read_text()
            if (cluster.state.data / "postmaster.pid").exists()
            else False
        )
    )

    with pytest.raises(ClusterError) as failure:
        cluster.start()
    alive = is_alive(stranger.pid)
    stranger.send_signal(signal.SIGINT)
    stranger.wait(10)
    cluster.close()

    assert failure.value.code == "cluster-in-use"
    assert str(stranger.pid) in failure.value.en
    assert alive


async def test_a_lock_file_whose_number_now_belongs_to_a_stranger_does_not_stop_the_start(made):
    cluster = make_cluster(made, durable=False)
    cluster.start()
    database.kill(cluster)
    lock = cluster.state.data / "postmaster.pid"
    first, _, rest = lock.read_text().partition("\n")
    lock.write_text(f"{os.getppid()}\n{rest}")

    cluster.start()
    started = cluster.pid
    cluster.close()

    assert started not in {None, int(first)}


async def test_stopping_twice_or_after_a_kill_is_harmless(made):
    cluster = make_cluster(made, durable=False)
    cluster.stop()
    cluster.start()
    database.kill(cluster)

    cluster.stop()
    cluster.stop()

    assert cluster.pid is None
    cluster.close()
