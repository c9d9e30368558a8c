"""A small process that stops the embedded PostgreSQL when its owner dies without stopping it.

It waits at the reading end of a pipe whose writing end only the owner holds. A byte means "stopped in order, go home";
the end of the pipe means that the owner is gone (kill -9, a crash, a closed terminal): then PostgreSQL is stopped, and
a throw-away directory removed. `prctl(PR_SET_PDEATHSIG)` would not do: it follows the thread that started the process,
and removes nothing.

Started as a plain script with the pipe as standard input: watchdog.py PID DATA_DIRECTORY [DIRECTORY_TO_REMOVE ...]
"""

import os
import shutil
import signal
import sys
import time
from pathlib import Path

PATIENCE = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0))  # fast, then immediate shutdown; seconds to wait after each


def is_ours(pid: int, data: Path) -> bool:
    """Tell whether the process still is the PostgreSQL of this directory; its number may have been given away."""
    try:
        first = (data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").partition("\n")[0]
        return first.strip() == str(pid) and Path(f"/proc/{pid}/cwd").resolve() == data.resolve()
    except OSError:
        return False


def stop(pid: int, data: Path) -> None:
    """Stop PostgreSQL, politely first."""
    for number, seconds in PATIENCE:
        if not is_ours(pid, data):
            return
        os.kill(pid, number)
        end = time.monotonic() + seconds
        while is_ours(pid, data) and time.monotonic() < end:
            time.sleep(0.02)


def main(arguments: list[str]) -> None:
    """Wait for the owner, then clean up after it if it is gone."""
    pid, data, *leftovers = arguments
    if sys.stdin.buffer.read(1):
        return
    stop(int(pid), Path(data))
    for leftover in leftovers:
        shutil.rmtree(leftover, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
