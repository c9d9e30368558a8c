"""Load a register of made-up bans through the real submission path, and screen it: `python -m tests.bench.register`.

    made-up records ─pipe─> hub load ─HTTP─> API process ─> PostgreSQL ─> screening process

Every part streams: what is measured is the rate, and that no process's memory grows with the length of the list but
that of the screening process, whose index it is.
"""

import argparse
import asyncio
import contextlib
import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import asyncpg

from hub.cli.bench import population
from hub.embedded.cluster import make_cluster
from hub.store import migrate
from keys import access, keyfile
from tests.support.hub import HubProcess, Site, make_message_id, make_site, now

MEMBERS = ("ru-guvm", "tj-mvd", "cis-ec", "hub")
SEED = 1
ROUTING = ("--type", "entry-ban", "--to", "tj-mvd", "--purpose", "entry-control", "--agreement", "cis-2000")
PATIENCE = 3600.0
GENERATE = "import sys,json;from hub.cli.bench import population as p;[print(json.dumps(p.record_of({seed},n))) for n in range({count})]"


def peak_memory(pid: int | str) -> float:
    """Return the most memory that a process (`self` for this one) ever had, in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def measure(count: int) -> dict[str, Any]:
    """Load so many bans into a new hub, fill an index from it, and ask for some of them."""
    with contextlib.ExitStack() as stack:
        cluster = make_cluster(None, durable=True)
        stack.callback(cluster.close)
        cluster.start()
        cluster.create_database("hub")
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-register-")))
        site = make_site(folder, MEMBERS, origin="mig.example/training")
        asyncio.run(_migrate(cluster.dsn("hub")))
        return _measure(count, folder, site, cluster.dsn("hub"))


async def _migrate(dsn: str) -> None:
    conn = await asyncpg.connect(dsn)
    try:
        await migrate.migrate(conn)
    finally:
        await conn.close()


def _measure(count: int, folder: Path, site: Site, dsn: str) -> dict[str, Any]:
    server = HubProcess(site.environment(dsn, HUB_LOG_LEVEL="warning", HUB_QUOTA_RATE="0"))
    try:
        empty = peak_memory(server.process.pid)
        loaded = _load(count, folder, site, server.address)
        figures = {
            "bans": count,
            "load": loaded,
            "api_memory_empty": empty,
            "api_memory": peak_memory(server.process.pid),
        }
        return figures | _screen(count, site, dsn)
    finally:
        server.stop()


def _load(count: int, folder: Path, site: Site, address: str) -> dict[str, Any]:
    """Pipe made-up records into `hub load`."""
    config = folder / "gateway.toml"
    keyfile.write(folder / "signing.pem", site.trust.keys["ru-guvm"], None)
    config.write_text(
        f'[gateway]\nparticipant = "ru-guvm"\nstate_dir = "state"\n[hub]\nurl = "{address}"\norigin = "{site.trust.list.hub}"\n'
        f'[trust]\nroot_file = "{site.folder / "root.note"}"\n[key]\nfile = "signing.pem"\n[adapter]\nmodule = "adapters.manual"\n'
    )
    script = GENERATE.format(seed=SEED, count=count)
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as made:
        command = [sys.executable, "-m", "hub.cli", "load", "-", "--config", str(config), *ROUTING, "--json"]
        progress = ("--progress", str(folder / "progress"))
        ended = subprocess.run([*command, *progress], stdin=made.stdout, capture_output=True, check=True)
    answer: dict[str, Any] = json.loads(ended.stdout)
    return answer


def _screen(count: int, site: Site, dsn: str) -> dict[str, Any]:
    """Start a process that screens, wait for its index, and ask for a hundred bans in one question."""
    begun = time.monotonic()
    process = HubProcess(site.environment(dsn, roles="screening", HUB_SCREENING_RATE="0"))
    try:
        while not _is_ready(process.address):
            if time.monotonic() - begun > PATIENCE:
                raise RuntimeError("the index was not filled")
            time.sleep(0.2)
        filled = time.monotonic() - begun
        persons = [_asked(population.person_of(SEED, number * count // 100)) for number in range(100)]
        asked = time.monotonic()
        answer = _ask(process.address, site, persons)
        seconds = time.monotonic() - asked
        found = sum(bool(each["bans"]) for each in answer["persons"])
        memory = peak_memory(process.process.pid)
    finally:
        process.stop()
    return {"index_seconds": filled, "screening_memory": memory, "screened_a_second": 100 / seconds, "found": found}


def _asked(person: dict[str, Any]) -> dict[str, Any]:
    documents = [{name: each[name] for name in ("number", "series") if name in each} for each in person["documents"]]
    return {
        "names": person["names"][1:],
        "documents": documents,
        **({"birth": person["birth"]} if "birth" in person else {}),
    }


def _is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz", timeout=10) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError:
        return False


def _ask(address: str, site: Site, persons: list[dict[str, Any]]) -> dict[str, Any]:
    token = access.sign(
        site.trust.keys["tj-mvd"], issuer="tj-mvd", audience=site.trust.list.hub, now=now(), jti=make_message_id()
    )
    body = {"purpose": "entry-control", "case_number": "BENCH", "issuers": ["ru-guvm"], "persons": persons}
    request = urllib.request.Request(
        f"{address}/v1/entry-bans/screen",
        data=json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token.decode()}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=600) as answer:
        value: dict[str, Any] = json.load(answer)
        return value


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bans", type=int, default=10_000)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    figures = measure(arguments.bans)
    sys.stdout.write(json.dumps(figures, indent=None if arguments.json else 2) + "\n")


if __name__ == "__main__":
    main()
