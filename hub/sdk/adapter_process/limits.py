"""What an adapter's process may use: memory, processor time, file size, open files, time for one call."""

import ctypes
import resource
import signal
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

MEGABYTE = 1024 * 1024
_PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one adapter's process; `call_seconds` is kept by the parent, the others by the kernel."""

    memory_mb: int = 1024
    cpu_seconds: int = 60
    file_mb: int = 256
    open_files: int = 256
    call_seconds: int = 60
    start_seconds: int = 30

    def format(self) -> dict[str, int]:
        """Return the limits as plain values."""
        return asdict(self)


def parse(value: Mapping[str, Any]) -> Limits:
    """Return the limits that `Limits.format` wrote."""
    return Limits(**{name: int(number) for name, number in value.items()})


def apply(limits: Limits) -> None:
    """Bind this process; must come before the adapter is imported. Core files are never written: they hold records."""
    memory, size = limits.memory_mb * MEGABYTE, limits.file_mb * MEGABYTE
    for kind, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, size),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        amount = amount if hard == resource.RLIM_INFINITY else min(amount, hard)  # noqa: PLW2901
        resource.setrlimit(kind, (amount, amount))
    allow_processor(limits.cpu_seconds)


def allow_processor(seconds: int) -> None:
    """Give this process `seconds` more of processor time: the kernel counts from the start, we count per call."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime) + seconds + 1, hard))


def die_with_parent() -> None:
    """Ask the kernel to end this process with its parent, so that two children never work on one national system."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
