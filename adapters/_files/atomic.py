"""Files that are there completely or not at all."""

import os
from collections.abc import Callable
from io import BufferedWriter
from pathlib import Path


def write(path: Path, fill: Callable[[BufferedWriter], None]) -> None:
    """Write a file under a temporary name in the same folder, flush it to the disk, and rename it.

    Raises:
        OSError: the folder is not there or not writable.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def move(path: Path, folder: Path) -> Path:
    """Move a file into a folder of the same file system; a name that is taken gets a number.

    Raises:
        OSError: the folder is not there or not writable.
    """
    target = folder / path.name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    path.rename(target)
    sync_folder(folder)
    return target


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
