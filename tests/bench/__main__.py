"""Benchmarks as ratios to a baseline of the same run: `python -m tests.bench`, or `make bench`.

Rounds of the baseline and of every subject alternate, and medians are compared: what else the machine does hits all of
them alike. PostgreSQL, servers and load generators share the machine's cores, as the goals assume.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import figures, verification
from tests.bench.figures import Figure, Round
from tests.bench.machinery import Machinery, running

OUTPUT = Path("build/bench.json")
BASELINE = "raw-asyncpg"
BASELINE_NOTE = "8 connections, fsync on; BEGIN, INSERT record, INSERT inbox row, COMMIT"
ONE_TRIP = "raw-asyncpg-one-trip"
ONE_TRIP_NOTE = "for comparison: the pair in one statement that commits itself"


WARM_UP = 5_000  # envelopes
RESERVE = 1.7  # a round may be that much faster than the warm-up before it runs out of signed envelopes


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One way of submitting."""

    name: str
    lines: int
    processes: int
    connections: int
    goal: str


SUBJECTS = (
    Subject(name="submit-single", lines=1, processes=1, connections=32, goal="goal 0.25"),
    Subject(name="submit-lines-100", lines=100, processes=1, connections=8, goal="goal 0.45"),
    Subject(name="submit-single-2", lines=1, processes=2, connections=32, goal="2 processes"),
    Subject(name="submit-lines-100-2", lines=100, processes=2, connections=8, goal="2 processes"),
)


def measure(machinery: Machinery, subjects: Sequence[Subject], *, rounds: int, seconds: float) -> list[Figure]:
    """Run the rounds and return all figures."""
    bases: list[Round] = []
    trips: list[Round] = []
    done: dict[str, list[Round]] = {subject.name: [] for subject in subjects}
    most = _warm_up(machinery, subjects, seconds)
    for number in range(rounds):
        trips.append(machinery.run_baseline(seconds / 2, "one-trip"))
        for subject in subjects:
            bases.append(machinery.run_baseline(seconds / 2))
            done[subject.name].append(_run(machinery, subject, seconds, most[subject.name]))
            _tell(f"round {number + 1}/{rounds} {subject.name}: {done[subject.name][-1].rate:,.0f}/s")
    base = figures.median_rate(bases)
    shown = [
        *figures.throughput(BASELINE, bases, unit="pairs/s", baseline=(BASELINE, base), note=BASELINE_NOTE),
        *figures.throughput(ONE_TRIP, trips, unit="pairs/s", baseline=(BASELINE, base), note=ONE_TRIP_NOTE),
    ]
    for subject in subjects:
        shown += figures.throughput(
            subject.name, done[subject.name], unit="envelopes/s", baseline=(BASELINE, base), note=subject.goal
        )
    note = "peak resident memory of the first API process"
    return [*shown, Figure(name="api-memory", value=round(machinery.peak_memory(), 1), unit="MiB", note=note)]


def _run(machinery: Machinery, subject: Subject, seconds: float, most: int) -> Round:
    """Run a round; should `most` envelopes not last for so long, it ends earlier and is as good."""
    return machinery.run_hub(
        seconds, lines=subject.lines, processes=subject.processes, connections=subject.connections, count=most
    )


def _warm_up(machinery: Machinery, subjects: Sequence[Subject], seconds: float) -> dict[str, int]:
    """Let connections open, statements be prepared and files grow; return how many envelopes a round may need."""
    machinery.run_baseline(0.5)
    return {
        subject.name: int(_run(machinery, subject, 0.7, WARM_UP).rate * seconds * RESERVE) // 100 * 100 + 1000
        for subject in subjects
    }


def _tell(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def main() -> int:
    """Measure, print a table, write build/bench.json."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    names = [each.name for each in SUBJECTS] + [verification.NAME]
    parser.add_argument("--only", metavar="NAME", action="append", choices=names)
    parser.add_argument("--seconds", type=float, default=1.5, help="length of one round (default: 1.5)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each figure (default: 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--module", default="hub.cli", help="the module run as the server, to measure a variant")
    arguments = parser.parse_args()
    subjects = [each for each in SUBJECTS if not arguments.only or each.name in arguments.only]
    begun = time.monotonic()
    shown: list[Figure] = []
    if subjects:
        with running(max(each.processes for each in subjects), arguments.module) as machinery:
            shown += measure(machinery, subjects, rounds=arguments.rounds, seconds=arguments.seconds)
    if not arguments.only or verification.NAME in arguments.only:
        shown += verification.measure(rounds=arguments.rounds, seconds=arguments.seconds)
    text = figures.write(OUTPUT, shown)
    sys.stdout.write(text if arguments.json else figures.table(shown) + "\n")
    sys.stdout.flush()
    _tell(f"{time.monotonic() - begun:.0f} s; written to {OUTPUT}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
