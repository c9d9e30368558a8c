"""`python -m tests.simulation`: ten virtual years of exchange; projections rebuilt from the log have to be the same."""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hub.embedded.cluster import make_cluster
from hub.telemetry import configure_logging
from tests.integration.hubs import MEMBERS, ORIGIN
from tests.simulation import run
from tests.simulation.world import open_world
from tests.support import database
from tests.support.hub import make_site


async def simulate(folder: Path, dsn: str, *, seed: int, years: int, messages: int) -> dict[str, object]:
    """Live, take a picture, rebuild, take another; return what was found."""
    begin = datetime.now(UTC).date() + timedelta(days=1)
    until = date(begin.year + years, 12, 31)  # the stories begin with the next year
    site = make_site(folder, MEMBERS, origin=ORIGIN)
    begun = time.monotonic()
    async with open_world(site, dsn, begin) as world:
        await run.live(world, run.plan(seed, begin, years, messages), until)
        lived = await run.snapshot(world)
        met = await world.rebuild()
        rebuilt = await run.snapshot(world)
        return {
            "messages": world.sent,
            "until": world.clock.now().date().isoformat(),
            "erased": world.erased,
            "rows": {name: len(rows) for name, rows in lived.items()},
            "rebuilt_messages": met,
            "differences": [name for name in lived if lived[name] != rebuilt[name]],
            "seconds": round(time.monotonic() - begun),
        }


async def _main(arguments: argparse.Namespace) -> int:
    configure_logging("error")
    cluster = make_cluster(None, durable=False)
    cluster.start()
    try:
        await database.make_template(cluster)
        async with database.clone(cluster, "simulation") as dsn:
            with tempfile.TemporaryDirectory() as folder:
                found = await simulate(
                    Path(folder), dsn, seed=arguments.seed, years=arguments.years, messages=arguments.messages
                )
    finally:
        cluster.close()
    sys.stdout.write(json.dumps(found, indent=2) + "\n")
    return 1 if found["differences"] else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000, help="about so many (default: %(default)s)")
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    sys.exit(asyncio.run(_main(parser.parse_args())))
