"""The fault campaign: `python -m tests.faults --runs N --seed S`, or `make faults RUNS=n SEED=s`.

The hub under load is killed N times with signal 9: API processes three times for each time that PostgreSQL is. Clients
resend until they have their receipts. Afterwards nothing may be lost, doubled or contradictory: see `checker`.

Then the same checker has to prove that it can see: a hub that answers before it commits is caught by kills, and
PostgreSQL without fsync by a loss of power, which the same PostgreSQL with fsync survives. `build/faults.json` has it all.
"""

import argparse
import asyncio
import json
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.embedded.cluster import make_cluster
from tests.faults.campaign import Fault, Outcome, make_plan, run_campaign
from tests.faults.checker import KINDS
from tests.faults.machine import open_machine
from tests.faults.power import NotHereError
from tests.faults.power_loss import run_power_loss
from tests.support import not_run
from tests.support.trust import ORIGIN

OUTPUT = Path("build/faults.json")
HASTY_KILLS = 6
POWER_CYCLES = 3
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """A campaign whose result is known beforehand: `must_fail` says that the checker has to find something."""

    name: str
    must_fail: bool
    run: Callable[[int, Say], Awaitable[Outcome]]


async def run_kills(runs: int, seed: int, say: Say) -> Outcome:
    """Run the campaign proper."""
    async with open_machine(lambda: make_cluster(None, durable=True), origin=ORIGIN) as machine:
        return await run_campaign(machine, make_plan(runs, seed), seed=seed, tell=say)


async def run_hasty(seed: int, say: Say) -> Outcome:
    """Kill a hub that answers before it commits."""
    make = lambda: make_cluster(None, durable=True)  # noqa: E731
    async with open_machine(make, origin=ORIGIN, module="tests.faults.answer_first") as machine:
        return await run_campaign(machine, [Fault.API] * HASTY_KILLS, seed=seed, tell=say)


CONTROLS = (
    Control(name="answer-before-commit", must_fail=True, run=run_hasty),
    Control(
        name="power-loss-fsync-on",
        must_fail=False,
        run=lambda seed, say: run_power_loss(POWER_CYCLES, fsync=True, seed=seed, tell=say),
    ),
    Control(
        name="power-loss-fsync-off",
        must_fail=True,
        run=lambda seed, say: run_power_loss(1, fsync=False, seed=seed, tell=say),
    ),
)


def describe(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as it stands in the summary; what went wrong is told only where something did."""
    told: dict[str, Any] = {
        "kills": outcome.kills,
        "submitted": outcome.submitted,
        "acknowledged": outcome.verdict.acknowledged,
        "resent": outcome.in_doubt,
        "checkpoints": outcome.checkpoints,
        "log_size": outcome.log_size,
        **{kind: outcome.verdict.counts[kind] for kind in KINDS},
        "ended_by_themselves": outcome.ended,
    }
    if not outcome.is_clean:
        told["examples"] = outcome.verdict.examples
        told["failed_requests"] = outcome.failed_requests
        told["lost_machine"] = outcome.lost_machine
    return told


async def run_controls(seed: int, say: Say) -> tuple[list[dict[str, Any]], list[str]]:
    """Run the controls; return their results, and why some could not run."""
    results, left_out = [], []
    for control in CONTROLS:
        say(f"control {control.name}")
        try:
            outcome = await control.run(seed, say)
        except NotHereError as reason:
            left_out.append(f"{control.name}: {reason}")
            continue
        as_expected = outcome.is_clean != control.must_fail
        results.append({"name": control.name, "must_be_caught": control.must_fail, "as_expected": as_expected})
        results[-1] |= describe(outcome)
    return results, left_out


async def run_all(runs: int, seed: int, say: Say, *, controls: bool) -> dict[str, Any]:
    """Run everything; return the summary."""
    begun = time.monotonic()
    outcome = await run_kills(runs, seed, say)
    results, left_out = await run_controls(seed, say) if controls else ([], ["controls: switched off"])
    good = outcome.is_clean and all(result["as_expected"] for result in results)
    return {
        "runs": runs,
        "seed": seed,
        **describe(outcome),
        "not_run": left_out,
        "controls": results,
        "ok": good,
        "seconds": round(time.monotonic() - begun, 1),
    }


def show(summary: dict[str, Any]) -> str:
    """Return the summary for people to read."""
    lines = [
        f"{summary['runs']} kills, seed {summary['seed']}, {summary['seconds']} s: {summary['acknowledged']} acknowledged, "
        f"{summary['lost']} lost, {summary['duplicate_effects']} duplicate effects, "
        f"{summary['inconsistent_checkpoints']} of {summary['checkpoints']} checkpoints inconsistent"
    ]
    for result in summary["controls"]:
        word = "as expected" if result["as_expected"] else "NOT AS EXPECTED"
        lines.append(f"control {result['name']}: {result['acknowledged']} acknowledged, {result['lost']} lost: {word}")
    lines += [f"NOT RUN: {reason}" for reason in summary["not_run"]]
    lines += [f"VIOLATION {example}" for example in summary.get("examples", ())]
    return "\n".join([*lines, "every promise was kept" if summary["ok"] else "A PROMISE WAS BROKEN"])


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


async def _run_until_told(arguments: argparse.Namespace) -> dict[str, Any]:
    """Run; a polite end (SIGTERM) cleans up like Ctrl-C does."""
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await run_all(arguments.runs, arguments.seed, _say, controls=not arguments.no_controls)


def main() -> int:
    """Run, print, write build/faults.json; exit status 1 if a promise was broken or a control saw nothing."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=40, help="kills: 3 of API processes for 1 of PostgreSQL")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-controls", action="store_true", help="leave the controls out")
    arguments = parser.parse_args()
    summary = asyncio.run(_run_until_told(arguments))
    OUTPUT.parent.mkdir(exist_ok=True)
    OUTPUT.write_text(json.dumps(summary, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(show(summary) + "\n")
    return 0 if summary["ok"] and not (summary["not_run"] and not_run.required()) else 1


if __name__ == "__main__":
    sys.exit(main())
