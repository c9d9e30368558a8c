"""An adapter that does whatever `settings["how"]` says, for the tests of the process that has to survive it."""

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.sdk.ports import (
    AdapterSettingsError,
    Batch,
    Change,
    Delivery,
    Outcome,
    Problem,
    Sent,
    SinkUnavailableError,
    SourceUnavailableError,
)

SECRET = "Тестов-Пробный AB1234567"


def make_change(number: int = 0, **members: Any) -> Change:
    """Return a change that the contract allows."""
    given = {"type": "entry-ban", "version": "1.0", "subject": f"RU-{number}", "to": ["tj-molme"]}
    return Change(**{**given, "agreement": "cis-2000", "purpose": "entry-control", "record": {"n": number}, **members})


def write_line(line: bytes) -> None:
    """Write to every descriptor that may be the way to the parent."""
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, line)
        except OSError:
            continue


def burn() -> None:
    """Use the processor for ever."""
    while True:
        pass


def endless() -> Iterator[Change]:
    """Return changes without end."""
    return (make_change(number) for number in itertools.count())


def batch(*changes: Change, cursor: Any = "1", more: Any = False) -> Batch:
    """Return a batch, right or wrong."""
    return Batch(changes=changes, cursor=cursor, more=more)


def fail() -> Batch:
    """Raise an error that quotes a record."""
    raise ValueError(f"cannot read {SECRET}")


def leave_child(folder: str) -> Batch:
    """Start a process that outlives this one unless it is killed too."""
    started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    Path(folder, "pid").write_text(str(started.pid))
    os._exit(3)


WAYS: Mapping[str, Callable[[], Any]] = {
    "right": lambda: batch(make_change(1), make_change(2)),
    "prints": lambda: (sys.stdout.write('{"id": 1, "ok": {}}\n' + SECRET), batch(make_change(1)))[-1],
    "not-a-batch": lambda: {"changes": []},
    "wrong-type": lambda: batch(make_change(1, subject=17)),
    "wrong-cursor": lambda: batch(cursor=12),
    "record-is-a-list": lambda: batch(make_change(1, record=[1, 2])),
    "record-is-not-json": lambda: batch(make_change(1, record={"at": object()})),
    "not-a-number": lambda: batch(make_change(1, record={"x": float("nan")})),
    "too-large-a-number": lambda: batch(make_change(1, record={"x": 2**60})),
    "surrogate": lambda: batch(make_change(1, record={"x": "\ud800"})),
    "deep": lambda: batch(
        make_change(1, record={"x": __import__("functools").reduce(lambda a, _: [a], range(9000), 1)})
    ),
    "endless": lambda: Batch(changes=endless(), cursor="1"),  # type: ignore[arg-type]
    "huge": lambda: batch(make_change(1, record={"x": "x" * (9 * 1024 * 1024)})),
    "long-cursor": lambda: batch(cursor="x" * 5000),
    "large-origin": lambda: batch(make_change(1, origin={"x": "x" * 20000})),
    "raises": fail,
    "unavailable": lambda: (_ for _ in ()).throw(SourceUnavailableError(SECRET)),
    "exits": lambda: sys.exit(SECRET),
    "exits-at-once": lambda: os._exit(7),
    "kills-itself": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "sleeps": lambda: time.sleep(60),
    "burns": burn,
    "eats-memory": lambda: batch(make_change(1, record={"x": "x" * (3 * 1024**3)})),
    "writes-garbage": lambda: (write_line(b"garbage\n"), batch())[-1],
    "writes-an-answer": lambda: (write_line(b'{"id":1,"ok":{"changes":[],"cursor":"evil","more":false}}\n'), batch())[
        -1
    ],
    "writes-without-end": lambda: write_line(b"x" * (9 * 1024 * 1024)),
    "closes-everything": lambda: (os.closerange(0, 64), time.sleep(60)),
    "reads-the-calls": lambda: (sys.stdin.read(), batch(make_change(1)))[-1],
    "opens-many-files": lambda: [os.open(os.devnull, os.O_RDONLY) for _ in range(5000)],
    "writes-a-big-file": lambda: Path("big").write_bytes(b"x" * (3 * 1024 * 1024)),
}


class Adapter:
    """Both sides of the misbehaviour."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        self.source = self.sink = self

    def changes(self, cursor: str | None, limit: int) -> Any:
        """Do what the settings say."""
        how = self._settings["how"]
        if how == "large-together":
            return batch(*[make_change(n, record={"x": "x" * 1024 * 1024}) for n in range(limit)])
        if how == "environment":
            return batch(make_change(0, record={"names": sorted(os.environ), "cursor": cursor}))
        if how == "leaves-a-child":
            return leave_child(self._settings["folder"])
        return WAYS[how]()

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Write down what was told."""
        Path("told").write_text(repr(outcomes), encoding="utf-8")

    def apply(self, deliveries: Sequence[Delivery]) -> Any:
        """Return outcomes, right or wrong."""
        right = [Outcome(message_id=delivery.message_id) for delivery in deliveries]
        problem = Problem(code="no", pointer="/x", ru="нет", en="no")
        answers = {
            "right": right,
            "refuses": [Outcome(message_id=delivery.message_id, problem=problem) for delivery in deliveries],
            "too-few": right[:-1],
            "too-many": [*right, *right],
            "reversed": right[::-1],
            "none": None,
            "foreign": [Outcome(message_id="other") for _ in deliveries],
        }
        if self._settings["how"] == "unavailable":
            raise SinkUnavailableError(SECRET)
        return answers[self._settings["how"]]

    def erase(self, subjects: Sequence[str]) -> None:
        """Write down what was to be erased."""
        Path("erased").write_text(",".join(subjects), encoding="utf-8")


def make_adapter(settings: Mapping[str, Any]) -> Adapter:
    """Return the adapter, or fail as told."""
    if settings.get("how") == "wrong-setting":
        raise AdapterSettingsError(setting="folder", ru="папки нет.", en="there is no folder.")
    if settings.get("how") == "fails-to-start":
        raise ValueError(SECRET)
    return Adapter(settings)
