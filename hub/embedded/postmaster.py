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
SOCKET = ".s.PGSQL.5432"
PROC = Path("/proc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Postmaster:
    """The contents of `postmaster.pid`: process id and status ("" while it is still being written)."""

    pid: int
    status: str


def read(data: Path) -> Postmaster | None:
    """Return what the data directory's lock file says, None if there is none or it is empty."""
    return _read(data / FILE)


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


def remove_stale_locks(data: Path, socket: Path) -> None:
    """Remove lock files whose process is gone or a stranger's; PostgreSQL would stop at a stranger's number.

    There are two, with the same number in the first line: one in the data directory, one beside the socket.
    """
    for lock in (data / FILE, socket / f"{SOCKET}.lock"):
        found = _read(lock)
        if found is not None and not is_ours(found.pid, data):
            lock.unlink(missing_ok=True)


def _state(pid: int) -> str:
    try:
        text = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.rpartition(")")[2].split()[0]


def _read(lock: Path) -> Postmaster | None:
    try:
        lines = lock.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return None
    if not lines or not lines[0].strip().isdigit():
        return None
    return Postmaster(pid=int(lines[0]), status=lines[7].strip() if len(lines) > 7 else "")
