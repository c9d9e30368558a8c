"""The one reader of the time. Everything else is given `now`.

A training environment has a virtual clock: the machine's time plus a shift that a small file holds for all its
processes, so that thirty days of a deadline pass in a moment and everybody agrees on it.

    {"shift_seconds": 2592000}
"""

import datetime
import json
import os
import tempfile
from pathlib import Path
from typing import Protocol

from hub.settings import Settings, SettingsError
from keys import strict_json

LARGEST_SHIFT = 50 * 366 * 24 * 3600  # seconds


class Clock(Protocol):
    """What tells the time."""

    def now(self) -> datetime.datetime:
        """Return the time now, aware, in UTC."""
        ...

    def shift(self) -> datetime.timedelta:
        """Return how far this clock is ahead of the machine's and of PostgreSQL's."""
        ...


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime.datetime:
        """Return the time now, aware, in UTC."""
        return datetime.datetime.now(datetime.UTC)

    def shift(self) -> datetime.timedelta:
        """Return nothing: this is the machine's time."""
        return datetime.timedelta()


class TrainingClock:
    """The machine's time plus the shift in a shared file; no file means no shift."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None  # the file's identity when it was read last
        self._shift = datetime.timedelta()

    def now(self) -> datetime.datetime:
        """Return the virtual time now, aware, in UTC."""
        return datetime.datetime.now(datetime.UTC) + self.shift()

    def shift(self) -> datetime.timedelta:
        """Return the shift; the file is read again only when it was replaced.

        Raises:
            SettingsError: the file is not what `advance` writes.
        """
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return datetime.timedelta()
        identity = (found.st_ino, found.st_mtime_ns)
        if identity != self._seen:
            self._shift = datetime.timedelta(seconds=_read(self._path))
            self._seen = identity
        return self._shift


def make_clock(settings: Settings) -> Clock:
    """Return the clock of this environment: virtual only where HUB_TRAINING_CLOCK is set."""
    return SystemClock() if settings.training_clock is None else TrainingClock(settings.training_clock)


def advance(path: Path, seconds: int) -> int:
    """Move the virtual clock forward for all processes that share the file; return the new shift in seconds.

    The file is replaced in one step. One process at a time may advance a clock: the training environment's leader.

    Raises:
        ValueError: a clock never goes back.
        SettingsError: the file is not what this function writes.
    """
    if seconds < 0:
        raise ValueError("a clock never goes back")
    shift = (_read(path) if path.exists() else 0) + seconds
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump({"shift_seconds": shift}, file)
    Path(name).chmod(0o644)  # all processes of the environment read it
    Path(name).replace(path)
    return shift


def _read(path: Path) -> int:
    try:
        value = strict_json.loads(path.read_bytes())
    except (OSError, strict_json.StrictJsonError):
        value = None
    shift = value.get("shift_seconds") if isinstance(value, dict) else None
    if not isinstance(shift, int) or isinstance(shift, bool) or not 0 <= shift <= LARGEST_SHIFT:
        raise SettingsError(
            "training-clock-unreadable",
            f"Файл учебных часов {path} неверен. Удалите его: часы начнут с настоящего времени.",
            f"The file of the training clock {path} is wrong. Remove it: the clock begins at the real time.",
        )
    return shift
