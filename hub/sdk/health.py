"""How the gateway is, as one small JSON file that is replaced whole: for a person, a probe, a metric.

    {"status": "ok" | "troubled" | "stopped", "participant": …, "steps": {"push": {"ok_at": …, "problem": null}, …}, …}

It holds counts, times and codes, never a record, an identifier of a person or a message.
"""

import contextlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from hub.core import instant

FILE = "health.json"


class Status(StrEnum):
    """Whether the gateway does its work."""

    OK = "ok"
    TROUBLED = "troubled"
    STOPPED = "stopped"


class Reportable(Protocol):
    """An error that says in both languages what is wrong and what to do."""

    @property
    def code(self) -> str:
        """The stable code."""
        ...

    def text(self, language: str) -> str:
        """Return the sentence in "ru" or "en"."""
        ...


@dataclass(slots=True)
class Step:
    """One step of the gateway: when it worked last, and what is wrong since when."""

    ok_at: datetime | None = None
    failing_since: datetime | None = None
    failures: int = 0
    code: str | None = None
    ru: str | None = None
    en: str | None = None

    def format(self) -> dict[str, Any]:
        """Return the step as it is written."""
        problem = None if self.code is None else {"code": self.code, "ru": self.ru, "en": self.en}
        return {
            "ok_at": _format(self.ok_at),
            "failing_since": _format(self.failing_since),
            "failures": self.failures,
            "problem": problem,
        }


class Health:
    """What is known about each step; `write` puts it on disk."""

    def __init__(self, directory: Path, *, participant: str, origin: str) -> None:
        self._path = directory / FILE
        self._about = {"participant": participant, "origin": origin}
        self._stopped = False
        self.steps: dict[str, Step] = {}

    @property
    def status(self) -> Status:
        """The state of the whole."""
        if self._stopped:
            return Status.STOPPED
        return Status.TROUBLED if any(step.code for step in self.steps.values()) else Status.OK

    def succeed(self, name: str, now: datetime) -> None:
        """Note that a step worked."""
        self.steps[name] = Step(ok_at=now)

    def fail(self, name: str, error: Reportable, now: datetime) -> None:
        """Note that a step did not work, and why."""
        step = self.steps.setdefault(name, Step())
        step.failing_since = step.failing_since or now
        step.failures += 1
        step.code, step.ru, step.en = error.code, error.text("ru"), error.text("en")

    def stop(self) -> None:
        """Note that the gateway has stopped."""
        self._stopped = True

    def write(self, facts: Mapping[str, Any], now: datetime) -> None:
        """Replace the file; `facts` are counts, sizes and versions."""
        content = {
            "status": str(self.status),
            "at": _format(now),
            **self._about,
            "steps": {name: step.format() for name, step in sorted(self.steps.items())},
            **facts,
        }
        temporary = self._path.with_suffix(".new")
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
        temporary.replace(self._path)


def _format(at: datetime | None) -> str | None:
    return None if at is None else instant.format(at, seconds=True)
