"""What `postmaster.pid` says, and whether to believe it.

PostgreSQL writes its process id into the data directory. After a kill the file stays; the number may by then belong to
nobody, to a stranger (numbers are used again), or still to a PostgreSQL of this very directory. Only the last is a real
lock. Nobody else's process is ever ended here.

    line 1  process id        line 2  data directory        line 8  "starting", "ready", "stopping" ...
"""

import os
from dataclasses import dataclass
from pathlib import Path

FILE = "postmaster.pid"
PROC = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmaster:
    """The contents of `postmaster.pid`: process id and status ("" while it is still being written)."""

    pid: int
    status: str


def read(data: Path) -> Postmaster | None:
    """Return what the data directory's lock file says, None if there is none or it is empty."""
    try:
        lines = (data / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return None
    if not lines or not lines[0].strip().isdigit():
        return None
    return Postmaster(pid=int(lines[0]), status=lines[7].strip() if len(lines) > 7 else "")


def is_alive(pid: int) -> bool:
    """Tell whether a process with this number exists (and is not merely waiting to be collected by its parent)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return _state(pid) not in {"Z", "X"}


def is_ours(pid: int, data: Path) -> bool:
    """Tell whether the process is a PostgreSQL of this data directory: that is where it works.

    Where the machine does not tell (no /proc), a living process is believed to be one.
    """
    if not is_alive(pid):
        return False
    if not (PROC / "self").exists():
        return True
    try:
        return (PROC / str(pid) / "cwd").readlink() == data.resolve()
    except OSError:  # a stranger's process: PostgreSQL runs under the account that owns the directory
        return False


def remove_stale_lock(data: Path) -> None:
    """Remove the lock file when its process is gone or a stranger's; PostgreSQL would stop at a stranger's number."""
    found = read(data)
    if found is not None and not is_ours(found.pid, data):
        (data / FILE).unlink(missing_ok=True)


def _state(pid: int) -> str:
    try:
        text = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.rpartition(")")[2].split()[0]
