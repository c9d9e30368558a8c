"""Power loss, for real: the disk of PostgreSQL forgets all that was not flushed to it.

A kill with signal 9 cannot show that `fsync` matters: what a dead process wrote stays in the kernel's memory. So the
data directory is put on a file system of its own (ext4 in a file, mounted through a loop device) that is shut down under
load without writing anything more: EXT4_IOC_SHUTDOWN with NOLOGFLUSH. It needs root, loop devices and mkfs.ext4.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hub.embedded.cluster import Cluster
from hub.embedded.postmaster import is_alive

IMAGE_BYTES = 1 << 30  # sparse: takes what is written to it
EXT4_IOC_SHUTDOWN = 0x8004587D  # _IOR('X', 125, __u32)
NO_LOG_FLUSH = (2).to_bytes(4, "little")
PROGRAMS = ("mkfs.ext4", "mount", "umount")
SECONDS = 20.0


class NotHereError(Exception):
    """This machine cannot lose power on command; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A file system in a file, mounted at `place`."""

    image: Path
    place: Path

    def mount(self) -> None:
        """Mount it, as a machine does that comes back.

        Raises:
            NotHereError: this machine does not let us.
        """
        _run("mount", "-o", "loop", str(self.image), str(self.place))

    def unmount(self) -> None:
        """Unmount it; a process that is just dying may keep it busy for a moment."""
        end = time.monotonic() + SECONDS
        while self.place.is_mount():
            try:
                _run("umount", str(self.place))
            except NotHereError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def shut_down(self) -> None:
        """Take its power: nothing is written from now on, not even its journal."""
        descriptor = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, EXT4_IOC_SHUTDOWN, NO_LOG_FLUSH)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def open_disk() -> Iterator[Disk]:
    """Make and mount a disk; unmount and remove it afterwards, whatever happened.

    Raises:
        NotHereError: not root, no loop devices, or a program is missing.
    """
    _require()
    folder = Path(tempfile.mkdtemp(prefix="hub-disk-", dir="/tmp"))
    disk = Disk(image=folder / "image", place=folder / "mounted")
    try:
        folder.chmod(0o711)  # the account of PostgreSQL passes through
        disk.place.mkdir(mode=0o711)
        with disk.image.open("wb") as image:
            image.truncate(IMAGE_BYTES)
        _run("mkfs.ext4", "-q", "-F", str(disk.image))
        disk.mount()
        disk.place.chmod(0o711)
        yield disk
    finally:
        disk.unmount()
        shutil.rmtree(folder)


def move_data(cluster: Cluster, disk: Disk) -> None:
    """Move a stopped cluster's data to the disk, flushed; the state directory keeps a link to them."""
    there = disk.place / "data"
    _run("cp", "-a", str(cluster.state.data), str(there))
    shutil.rmtree(cluster.state.data)
    cluster.state.data.symlink_to(there)
    flush(disk)


def flush(disk: Disk) -> None:
    """Write everything to the disk, so that a loss can only take what comes later."""
    _run("sync", "-f", str(disk.place))


def lose_power(cluster: Cluster, disk: Disk) -> None:
    """Shut the disk down, end PostgreSQL at once, and mount what the disk still has."""
    pid = cluster.pid
    assert pid is not None, "the cluster is not running"
    disk.shut_down()
    with contextlib.suppress(ProcessLookupError):
        _kill_tree(pid)
    disk.unmount()
    disk.mount()


def _kill_tree(pid: int) -> None:
    """End a process and its children; it is stopped first so that it starts no more of them."""
    os.kill(pid, signal.SIGSTOP)
    children = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    for process in (pid, *children):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    end = time.monotonic() + SECONDS
    while any(is_alive(process) for process in (pid, *children)):
        if time.monotonic() > end:
            raise TimeoutError("PostgreSQL does not die")
        time.sleep(0.005)


def _require() -> None:
    if os.geteuid() != 0:
        raise NotHereError("it needs root")
    missing = [name for name in PROGRAMS if shutil.which(name, path=_path()) is None]
    if missing:
        raise NotHereError(f"{missing[0]} is missing (Debian packages e2fsprogs and mount)")
    if not Path("/dev/loop-control").exists():
        raise NotHereError("there are no loop devices")


def _path() -> str:
    return os.environ.get("PATH", "") + ":/usr/sbin:/sbin"  # where mkfs is for root


def _run(*command: str) -> None:
    """Run a program of the system.

    Raises:
        NotHereError: it did not do its work.
    """
    environment = {"PATH": _path(), "LC_ALL": "C"}
    program = shutil.which(command[0], path=environment["PATH"]) or command[0]
    result = subprocess.run(
        [program, *command[1:]], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    if result.returncode != 0:
        raise NotHereError(f"{command[0]}: {result.stderr.strip().partition(chr(10))[0]}")
