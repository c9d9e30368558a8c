"""An adapter that does what `settings["how"]` says: what `tests.adapters.hostile` leaves to the process that runs it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from pathlib import Path
from typing import Any

from hub.sdk.ports import Batch, Change, Delivery, Note, Outcome, Problem, Sent, SourceUnavailableError


def make_change(number: int = 0, **members: Any) -> Change:
    """Return a change that the contract allows."""
    given = {"type": "entry-ban", "version": "1.0", "subject": f"RU-{number}", "to": ["tj-molme"]}
    return Change(**{**given, "agreement": "cis-2000", "purpose": "entry-control", "record": {"n": number}, **members})


def batch(*changes: Change) -> Batch:
    """Return a batch."""
    return Batch(changes=changes, cursor="1")


def leave_child() -> Batch:
    """Start a process that outlives this one unless it is killed too."""
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path("pid").write_text(str(started.pid))
    os._exit(3)


def close_everything() -> None:
    """Let go of all pipes and stay."""
    os.closerange(0, 64)
    time.sleep(60)


def read_the_calls() -> Batch:
    """Read what may be meant for somebody else."""
    return batch(make_change(len(sys.stdin.read())))


def write_a_big_file() -> None:
    """Write three megabytes."""
    Path("big").write_bytes(b"x" * (3 * 1024 * 1024))


def fall_asleep() -> None:
    """Sleep, and leave a sign of it."""
    Path("asleep").touch()
    time.sleep(60)


def forge_an_answer() -> Batch:
    """Write one answer to a call that one might guess, where answers go."""
    for descriptor in range(3, 64):
        try:
            if str(Path(f"/proc/self/fd/{descriptor}").readlink()).startswith("pipe:"):
                os.write(descriptor, b'{"id":1,"ok":{"changes":[],"cursor":"forged","more":false}}\n')
        except OSError:
            continue
    time.sleep(0.2)
    return batch()


def unavailable(cause: Any) -> Batch:
    """Say that the system is away, with this cause."""
    raise SourceUnavailableError("Тестов-Секретный", cause=cause, person=True)


WAYS: Mapping[str, Callable[[], Any]] = {
    "denied": lambda: unavailable("Server.ServerProxy.AccessDenied"),
    "denied-with-a-name": lambda: unavailable("Тестов-Секретный"),
    "denied-with-a-list": lambda: unavailable(["AccessDenied"]),
    "right": lambda: batch(make_change(1), make_change(2)),
    "too-large-a-number": lambda: batch(make_change(1, record={"x": 2**60})),
    "writes-a-big-file": write_a_big_file,
    "exits-at-once": lambda: os._exit(7),
    "sleeps": fall_asleep,
    "forges-an-answer": forge_an_answer,
    "leaves-a-child": leave_child,
    "closes-everything": close_everything,
    "reads-the-calls": read_the_calls,
}


NOTE = Note(setting="signing_key_file", ru="не\nзадана", en="not set")
NOTES: Mapping[str, Any] = {
    "notes": [NOTE],
    "endless-notes": repeat(NOTE),
    "long-notes": [replace(NOTE, en="x" * 2000)],
}


class Adapter:
    """Both sides."""

    def __init__(self, how: str) -> None:
        self._how = how
        self.source = self.sink = self
        self.notes = NOTES.get(how, [])

    def changes(self, cursor: str | None, limit: int) -> Any:
        """Do what the settings say."""
        if self._how == "large-together":
            return batch(*[make_change(number, record={"x": "x" * 1024 * 1024}) for number in range(limit)])
        if self._how == "environment":
            return batch(make_change(0, record={"names": sorted(os.environ), "cursor": cursor}))
        return WAYS[self._how]()

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Write down what was told."""
        Path("told").write_text(repr(outcomes), encoding="utf-8")

    def apply(self, deliveries: Sequence[Delivery]) -> Any:
        """Return outcomes, right or in the wrong order."""
        problem = Problem(code="no", pointer="/x", ru="нет", en="no")
        outcomes = [Outcome(message_id=delivery.message_id, problem=problem) for delivery in deliveries]
        return outcomes[::-1] if self._how == "reversed" else outcomes

    def erase(self, subjects: Sequence[str]) -> None:
        """Write down what was to be erased."""
        Path("erased").write_text(",".join(subjects), encoding="utf-8")


def make_adapter(settings: Mapping[str, Any]) -> Adapter:
    """Return the adapter."""
    return Adapter(settings.get("how", "notes"))
