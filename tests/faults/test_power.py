"""A loss of power takes what was not flushed, and only that; without this no campaign could tell the difference."""

import os
import threading

import pytest

from tests.faults.power import Disk, NotHereError, open_disk
from tests.support import not_run


@pytest.fixture
def disk():
    try:
        with open_disk() as opened:
            yield opened
    except NotHereError as reason:
        not_run.because(f"a disk cannot lose its power here: {reason}")


def write(disk: Disk, name: str, *, flushed: bool) -> None:
    with (disk.place / name).open("wb") as file:
        file.write(b"acknowledged")
        file.flush()
        if flushed:
            os.fsync(file.fileno())


def lose_power(disk: Disk) -> None:
    disk.shut_down()
    disk.unmount()
    disk.mount()


def test_what_was_flushed_survives_and_what_was_not_is_gone(disk):
    write(disk, "flushed", flushed=True)
    write(disk, "not-flushed", flushed=False)

    lose_power(disk)

    assert (disk.place / "flushed").read_bytes() == b"acknowledged"
    left = disk.place / "not-flushed"
    assert not left.exists() or left.read_bytes() == b""


def test_nothing_is_written_once_the_power_is_gone(disk):
    disk.shut_down()

    with pytest.raises(OSError, match="Input/output error"):
        write(disk, "too-late", flushed=True)


def test_a_disk_leaves_neither_a_mount_nor_a_file_behind(disk):
    with pytest.raises(KeyboardInterrupt), open_disk() as another:  # the fixture's disk showed that it can be done
        raise KeyboardInterrupt

    assert not another.place.is_mount()
    assert not another.place.parent.exists()
    assert disk.place.is_mount()


def test_a_disk_that_is_still_busy_is_waited_for(disk):
    held = (disk.place / "held").open("wb")
    release = threading.Timer(0.2, held.close)
    release.start()

    disk.unmount()

    release.join()
    assert not disk.place.is_mount()
