"""What can go wrong with a PostgreSQL of our own."""

from pathlib import Path

from hub.settings import StartError

LOG_TAIL = 8


class ClusterError(StartError):
    """The embedded PostgreSQL cannot be made, started or used."""


def failure(log: Path, code: str, ru: str, en: str, said: str) -> ClusterError:
    """Return an error that quotes the last lines of what PostgreSQL said, in one line, without control characters."""
    lines = [line for line in said.splitlines() if line.strip()][-LOG_TAIL:]
    tail = " | ".join("".join(char for char in line if char.isprintable()) for line in lines)
    return ClusterError(code, f"{ru} Журнал {log}: {tail}", f"{en} Its log {log}: {tail}")
