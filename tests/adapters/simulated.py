"""Simulated national systems for tests: each process is started once per session, and emptied for each test.

    # tests/adapters/xx/test_contract.py
    def settings(simulator: Simulator, folder: Path) -> dict[str, Any]: ...
    TestContract = contract_suite(simulated("adapters.xx", settings, secrets=(TOKEN,), arguments=("--token", TOKEN)))

The package's docstring (adapters/_simulator) lists what the control door understands.
"""

import contextlib
import importlib
import json
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import coverage

from hub.sdk.ports import Adapter, Delivery
from hub.sdk.testing.harness import OpenHarness
from tests.adapters.records import ban

ROOT = Path(__file__).parents[2]

_running: dict[tuple[str, ...], "Simulator"] = {}
_ends = contextlib.ExitStack()


@dataclass(frozen=True)
class Simulator:
    """A simulated system that runs: where its doors are, and its control door."""

    where: dict[str, Any]
    process: subprocess.Popen[bytes]

    def tell(self, order: str, **members: Any) -> Any:
        """Give an order: put, change, misbehave, reset."""
        return self.send(order, json.dumps(members).encode())

    def put(self, type_: str, **members: Any) -> list[str]:
        """Let it have records of a type to send; returns their subjects."""
        return list(self.tell("put", type=type_, **members)["subjects"])

    def raw(self, document: bytes, **query: str) -> str:
        """Offer a national document as it is; returns its id."""
        return str(self.send(f"raw?{urllib.parse.urlencode(query)}", document)["id"])

    def send(self, path: str, body: bytes) -> Any:
        request = urllib.request.Request(f"{self.where['control']}/{path}", data=body)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def ask(self, question: str, **query: str) -> Any:
        """Ask for own, held, received, told, figures."""
        url = f"{self.where['control']}/{question}?{urllib.parse.urlencode(query)}"
        with urllib.request.urlopen(url, timeout=10) as answer:
            return json.loads(answer.read())

    def reset(self) -> None:
        """Empty it, and let it behave."""
        self.tell("reset")

    @contextmanager
    def misbehaving(self, mode: str, *, times: int = 1000, **how: Any) -> Iterator[None]:
        """Let it misbehave for a while."""
        self.tell("misbehave", mode=mode, times=times, **how)
        yield
        self.tell("misbehave", mode="none")


@contextmanager
def started(module: str, folder: Path, *arguments: str) -> Iterator[Simulator]:
    """Run `python -m module` with its state in a folder, for tests that end or kill it."""
    measured = ["-m", "coverage", "run", "--parallel-mode"] if coverage.Coverage.current() else []
    command = [sys.executable, *measured, "-m", module, "--port", "0", "--state", str(folder), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        try:
            assert process.stdout is not None
            yield Simulator(where=json.loads(process.stdout.readline()), process=process)
        finally:
            process.terminate()


def simulator(module: str, *arguments: str) -> Simulator:
    """Return the session's process of a module, empty; it is started when first asked for."""
    key = (module, *arguments)
    if key not in _running:
        folder = Path(_ends.enter_context(TemporaryDirectory(prefix="simulator-")))
        _running[key] = _ends.enter_context(started(module, folder, *arguments))
    _running[key].reset()
    return _running[key]


def end_all() -> None:
    """End every process of the session."""
    _running.clear()
    _ends.close()


Settings = Callable[[Simulator, Path], dict[str, Any]]
Deliver = Callable[[], Sequence[Delivery]]


def ban_revisions() -> list[Delivery]:
    """Three revisions of a foreign ban; override where a system takes no bans."""
    return [delivery(ban(revision=number), index=number) for number in (1, 2, 3)]


def delivery(record: dict[str, Any], *, index: int, type_: str = "entry-ban", sender: str = "ru-guvm") -> Delivery:
    """A delivery of a record; subject and message id follow from it."""
    subjects = [record[name] for name in ("ban_id", "case_id", "check_id") if name in record]
    return Delivery(
        message_id=f"01930000-0000-7000-8000-{index:012d}",
        index=index,
        sender=sender,
        type=type_,
        version="1.0",
        subject=subjects[0] if subjects else None,
        reply_to=None,
        accepted_at="2026-11-21T09:00:00Z",
        record=record,
    )


@dataclass
class SimulatedHarness:
    """What the contract suite asks of a national system, said to a simulator's control door."""

    simulator: Simulator
    folder: Path
    make_adapter: Callable[[dict[str, Any]], Adapter]
    settings: Settings
    secrets: Sequence[str]
    type: str
    deliver: Deliver
    extra: dict[str, Any]
    opened: list[Adapter] = field(default_factory=list)
    seed: int = 0

    def open_adapter(self) -> Adapter:
        self.opened.append(self.make_adapter(self.settings(self.simulator, self.folder)))
        return self.opened[-1]

    def put(self, count: int) -> None:
        self._put(count=count)

    def put_text(self, text: str) -> None:
        self._put(text=text)

    def put_unknown_field(self) -> None:
        self._put(unknown=True)

    def _put(self, **members: Any) -> None:
        self.seed += 1
        self.simulator.put(self.type, seed=self.seed, **self.extra, **members)

    def refusals(self) -> int:
        return sum(not told["accepted"] for told in self.simulator.ask("told")["told"])

    def revisions(self) -> Sequence[Delivery]:
        return self.deliver()

    def held(self) -> object:
        return self.simulator.ask("held", type=self.deliver()[0].type)["records"]

    def down(self) -> Any:
        return self.simulator.misbehaving("reset")

    def showing_html(self) -> Any:
        return self.simulator.misbehaving("html")


def simulated(
    adapter: str,
    settings: Settings,
    *,
    secrets: Sequence[str] = (),
    arguments: Sequence[str] = (),
    type_: str = "entry-ban",
    extra: dict[str, Any] | None = None,
    deliver: Deliver = ban_revisions,
) -> OpenHarness:
    """Return `open_harness` for the contract suite.

    Args:
        adapter: its package, `adapters.xx`; the simulator is `adapters.xx.simulator`.
        settings: makes the adapter's settings for a simulator and a folder that keeps its state between adapters.
        secrets: values that may never be seen.
        arguments: the simulator's.
        type_: what it is asked to put.
        extra: members of that order.
        deliver: three revisions of one subject.
    """

    @contextmanager
    def open_harness(folder: Path) -> Iterator[SimulatedHarness]:
        harness = SimulatedHarness(
            simulator=simulator(f"{adapter}.simulator", *arguments),
            folder=folder,
            make_adapter=importlib.import_module(adapter).make_adapter,
            settings=settings,
            secrets=secrets,
            type=type_,
            deliver=deliver,
            extra=extra or {},
        )
        try:
            yield harness
        finally:
            close(harness.opened)

    return open_harness


def close(opened: Sequence[Any]) -> None:
    """Close adapters that hold something open."""
    for each in opened:
        if hasattr(each, "close"):
            each.close()
