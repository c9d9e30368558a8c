"""The fault campaign: `python -m tests.faults --runs N --seed S`, or `make faults RUNS=n SEED=s`.

The hub under load is killed N times with signal 9: API processes three times for each time that PostgreSQL is. Then its
power is cut a few times. Clients resend until they have their receipts. Afterwards nothing may be lost, doubled or
contradictory: see `checker`.

Then the gateways of a sync are killed N times, with fifty records for each kill: see `gateway_campaign`.

The same checker has to prove that it can see: a hub that answers before it commits is caught by kills, and PostgreSQL
without fsync by a loss of power. `build/faults.json` has it all.
"""

import argparse
import asyncio
import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from hub.embedded.cluster import make_cluster
from tests.faults.campaign import Fault, Outcome, make_plan, run_campaign
from tests.faults.gateway_campaign import run_gateway_campaign
from tests.faults.machine import open_machine
from tests.faults.power import NotHereError
from tests.faults.power_campaign import run_power_campaign
from tests.faults.summary import Summary
from tests.support import not_run
from tests.support.trust import ORIGIN

OUTPUT = Path("build/faults.json")
HASTY_KILLS = 6
LOSSES = 3
RECORDS_PER_KILL = 50
FORGETFUL_KILLS = 8
UNSAFE_LOSSES = 2  # one may strike before anything was acknowledged
Say = Callable[[str], None]


async def run_kills(runs: int, seed: int, say: Say) -> Outcome:
    """Kill the hub and its database as planned."""
    async with open_machine(lambda: make_cluster(None), origin=ORIGIN) as machine:
        return await run_campaign(machine, make_plan(runs, seed), seed=seed, tell=say)


async def run_hasty(seed: int, say: Say) -> Outcome:
    """Kill a hub that answers before it commits."""
    module = "tests.faults.answer_first"
    async with open_machine(lambda: make_cluster(None), origin=ORIGIN, module=module) as machine:
        return await run_campaign(machine, [Fault.API] * HASTY_KILLS, seed=seed, tell=say)


async def run_all(runs: int, seed: int, say: Say, *, only: str | None, controls: bool) -> Summary:
    """Run the campaigns, or one of them, each with its controls."""
    begun, summary = time.monotonic(), Summary(runs=runs, seed=seed)
    if only != "gateways":
        await _run_hub(summary, say, controls=controls)
    if only != "hub":
        await _run_gateways(summary, say, controls=controls)
    if not controls:
        summary.not_run.append("power-loss and controls: switched off")
    if only is not None:
        summary.not_run.append(f"everything but {only}: switched off")
    summary.seconds = time.monotonic() - begun
    return summary


async def _run_hub(summary: Summary, say: Say, *, controls: bool) -> None:
    runs, seed = summary.runs, summary.seed
    summary.campaigns["kills"] = await run_kills(runs, seed, say)
    if not controls:
        return
    say("control: a hub that answers before it commits")
    summary.controls["answer-before-commit"] = await run_hasty(seed, say)
    try:
        say("loss of power")
        summary.campaigns["power-loss"] = await run_power_campaign(LOSSES, fsync=True, seed=seed, tell=say)
        say("control: loss of power with fsync=off")
        summary.controls["power-loss-fsync-off"] = await run_power_campaign(
            UNSAFE_LOSSES, fsync=False, seed=seed, tell=say
        )
    except NotHereError as reason:
        summary.not_run.append(f"power-loss and power-loss-fsync-off: {reason}")


async def _run_gateways(summary: Summary, say: Say, *, controls: bool) -> None:
    runs, seed = summary.runs, summary.seed
    summary.gateways = await run_gateway_campaign(runs, records=runs * RECORDS_PER_KILL, seed=seed, tell=say)
    if controls:
        say("control: a recipient that does again what it is handed again")
        summary.forgetful = await run_gateway_campaign(
            FORGETFUL_KILLS, records=FORGETFUL_KILLS * 2 * RECORDS_PER_KILL, seed=seed, forgetful=True, tell=say
        )


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


async def _run_until_told(arguments: argparse.Namespace) -> Summary:
    """Run; a polite end (SIGTERM) cleans up like Ctrl-C does."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    controls = not arguments.no_controls
    return await run_all(arguments.runs, arguments.seed, _say, only=arguments.only, controls=controls)


def main() -> int:
    """Run, print, write build/faults.json; exit status 1 if a promise was broken or a control saw nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--runs", type=int, default=40, help="kills: 3 of API processes for 1 of PostgreSQL; as many of gateways"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("hub", "gateways"), help="one part")
    parser.add_argument("--no-controls", action="store_true", help="kills only: no loss of power, no controls")
    arguments = parser.parse_args()
    summary = asyncio.run(_run_until_told(arguments))
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(summary.to_json(), indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(summary.to_text())
    return 0 if summary.passes(all_required=not_run.required()) else 1


if __name__ == "__main__":
    sys.exit(main())
