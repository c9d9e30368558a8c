"""The file of the keyring: every key wrapped by a master key, and the names of those destroyed.

    {"v": 1, "hub": "mig.example/production", "serial": 7,
     "keys": {"entry-ban/2032-03": {"made_at": "2026-11-21", "master": "<id>", "wrapped": "<hex>"}, …},
     "destroyed": {"entry-ban/2026-01": "2026-03-08", …}}

One file, so that it is always whole: a copy of it is a copy of one state, and a change is one rename. A name that was
destroyed is never given to another key. `serial` rises with every change. Writers take the lock of the folder first.
"""

import contextlib
import fcntl
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from keys import secret_file, secret_writing, strict_json
from keys.errors import KeyFileError, KeyringError, KeyringMissingError, KeysError

FILE = "keyring.json"
_LOCK = "keyring.lock"
_LIMIT = 4 * 1024 * 1024
_NAME = re.compile(r"[a-z][a-z0-9-]{0,40}/[0-9]{4}(-(0[1-9]|1[0-2]))?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID = re.compile(r"[0-9a-f]{16}")
FOLDER_MODE = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """One key of the file: the day it was made, the id of the master key that wraps it, and itself, wrapped."""

    made_at: str
    master: str
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringFile:
    """What the file holds; `destroyed` gives the day on which a key was destroyed."""

    origin: str
    serial: int
    keys: Mapping[str, WrappedKey]
    destroyed: Mapping[str, str]


def read(folder: Path) -> KeyringFile:
    """Read the keyring of a folder.

    Raises:
        KeyringMissingError: there is none.
        KeyFileError: it is not readable or exposed.
        KeyringError: it is damaged.
    """
    path = folder / FILE
    if not os.path.lexists(path):
        raise KeyringMissingError(path=path)
    content = secret_file.read(path, limit=_LIMIT)
    try:
        return _parse(strict_json.loads(content))
    except (KeysError, KeyError, TypeError, AttributeError) as error:
        place = error.code if isinstance(error, KeysError) else "?"
        raise KeyringError(path=path, place=place) from None
    except ValueError as error:
        raise KeyringError(path=path, place=error) from None


def write(folder: Path, keyring: KeyringFile) -> None:
    """Put this keyring into the place of the folder's, at once or not at all.

    Raises:
        KeyFileError: the folder is not writable.
    """
    value = {
        "v": 1,
        "hub": keyring.origin,
        "serial": keyring.serial,
        "keys": {
            name: {"made_at": key.made_at, "master": key.master, "wrapped": key.wrapped.hex()}
            for name, key in sorted(keyring.keys.items())
        },
        "destroyed": dict(sorted(keyring.destroyed.items())),
    }
    secret_writing.replace(folder / FILE, strict_json.dumps(value) + b"\n")


def make_folder(folder: Path) -> None:
    """Make the folder, for its owner alone, unless it is there.

    Raises:
        KeyFileError: it cannot be made.
    """
    try:
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    except OSError as error:
        raise KeyFileError(path=folder, why_ru=error.strerror, why_en=error.strerror) from None


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let no other process change the folder while the block lasts.

    Raises:
        KeyFileError: the folder is missing or not writable.
    """
    try:
        descriptor = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, secret_writing.MODE)
    except OSError as error:
        raise KeyFileError(path=folder, why_ru=error.strerror, why_en=error.strerror) from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def is_name(name: str) -> bool:
    """Tell whether a key can have this name: a class, a slash, a month or a year."""
    return _NAME.fullmatch(name) is not None


def _parse(value: Any) -> KeyringFile:
    if value.keys() != {"v", "hub", "serial", "keys", "destroyed"} or value["v"] != 1:
        raise ValueError("v")
    if not isinstance(value["hub"], str) or type(value["serial"]) is not int:
        raise ValueError("hub, serial")
    keys = {name: _key(name, members) for name, members in value["keys"].items()}
    destroyed = value["destroyed"]
    for name, day in destroyed.items():
        if not is_name(name) or name in keys or _DAY.fullmatch(day) is None:
            raise ValueError("destroyed")
    return KeyringFile(origin=value["hub"], serial=value["serial"], keys=keys, destroyed=destroyed)


def _key(name: str, members: Mapping[str, str]) -> WrappedKey:
    if not is_name(name) or members.keys() != {"made_at", "master", "wrapped"}:
        raise ValueError("keys")
    if _DAY.fullmatch(members["made_at"]) is None or _ID.fullmatch(members["master"]) is None:
        raise ValueError(name)
    return WrappedKey(made_at=members["made_at"], master=members["master"], wrapped=bytes.fromhex(members["wrapped"]))
