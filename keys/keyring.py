"""The keyring: keys that wrap data keys, and those of the blind indexes, kept outside every database and its backups.

On the disk they stand wrapped by a master key (`keys.keyring_file`); in a process's memory they are unwrapped, and
nothing of them shows in `repr`, errors or logs. A key is named by what it serves: `entry-ban/2032-03` wraps records of
the class `entry-ban` whose retention ends in March 2032; `open/…` and `hold/…` wrap those without an end yet;
`blind/2026` is the secret of that year's blind indexes. docs/explanation/encryption-at-rest.md tells the whole of it.
"""

import os
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from keys import keyring_file
from keys.at_rest import KEY_BYTES, WrappingKey
from keys.blind_index import BlindKey
from keys.errors import (
    CiphertextError,
    KeyringBehindError,
    KeyringError,
    KeyringForeignError,
    KeyringKeyError,
    MasterKeyUnfitError,
)
from keys.keyring_file import KeyringFile, WrappedKey
from keys.master_key import MasterKey

BLIND = "blind/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """Keys as a process uses them: `wrapping` by name, `blind` by year. `serial` tells states of the file apart."""

    origin: str
    serial: int
    wrapping: Mapping[str, WrappingKey]
    blind: Mapping[int, BlindKey]
    destroyed: frozenset[str]
    masters: frozenset[str] = field(default=frozenset())

    @property
    def names(self) -> list[str]:
        """Return the names of all keys."""
        return sorted([*self.wrapping, *(f"{BLIND}{year}" for year in self.blind)])

    def without(self, names: Collection[str]) -> "Keyring":
        """Return this keyring without the keys of these names, which were destroyed."""
        return replace(
            self,
            wrapping={name: key for name, key in self.wrapping.items() if name not in names},
            blind={year: key for year, key in self.blind.items() if f"{BLIND}{year}" not in names},
            destroyed=self.destroyed | frozenset(names),
        )

    def key(self, name: str) -> WrappingKey:
        """Return a wrapping key.

        Raises:
            KeyringKeyError: the keyring does not hold it.
        """
        try:
            return self.wrapping[name]
        except KeyError:
            raise KeyringKeyError(name=name) from None


def load(folder: Path, masters: Sequence[MasterKey], *, origin: str) -> Keyring:
    """Read and unwrap the keyring of a folder.

    Raises:
        KeyFileError: the file is missing, not readable or exposed.
        KeyringError: it is damaged, or another hub's.
        MasterKeyUnfitError: none of the master keys opens a key.
    """
    file = _read(folder, origin)
    material = {name: _unwrap(folder, file, name, masters) for name in file.keys}
    return Keyring(
        origin=origin,
        serial=file.serial,
        wrapping={name: WrappingKey(name, each) for name, each in material.items() if not name.startswith(BLIND)},
        blind={
            int(name.removeprefix(BLIND)): BlindKey(each) for name, each in material.items() if name.startswith(BLIND)
        },
        destroyed=frozenset(file.destroyed),
        masters=frozenset(key.master for key in file.keys.values()),
    )


def create(folder: Path, *, origin: str) -> bool:
    """Make an empty keyring, and its folder; return False if there is one already.

    Raises:
        KeyFileError: the folder is not writable.
    """
    keyring_file.make_folder(folder)
    with keyring_file.locked(folder):
        if os.path.lexists(folder / keyring_file.FILE):
            return False
        _change(folder, KeyringFile(origin=origin, serial=0, keys={}, destroyed={}), keys={})
    return True


def extend(
    folder: Path, masters: Sequence[MasterKey], names: Iterable[str], *, origin: str, today: date, seen: int = 0
) -> list[str]:
    """Make the keys of these names that are not there; return their names. What was destroyed is not made again.

    Raises:
        KeyringBehindError: it is older than the serial `seen`, so that a key which is not there may well be elsewhere.
        KeyFileError, KeyringError: the keyring is missing, or cannot be read or written.
        MasterKeyUnfitError: the master keys are not those of the keyring.
    """
    with keyring_file.locked(folder):
        file = _read(folder, origin)
        if file.serial < seen:
            raise KeyringBehindError(path=folder / keyring_file.FILE, serial=file.serial, seen=seen)
        for name in list(file.keys)[:1]:  # another master key must not begin to wrap half of a keyring
            _unwrap(folder, file, name, masters)
        made = sorted({name for name in names if name not in file.keys and name not in file.destroyed})
        fresh = {name: _wrap(origin, name, secrets.token_bytes(KEY_BYTES), masters[0], today) for name in made}
        if made:
            _change(folder, file, keys={**file.keys, **fresh})
    return made


def destroy(folder: Path, names: Collection[str], *, origin: str, today: date) -> list[str]:
    """Take these keys out of the file for good; return which were there. What they wrapped can never be read again.

    Raises:
        KeyFileError, KeyringError: the keyring cannot be read or written.
    """
    with keyring_file.locked(folder):
        file = _read(folder, origin)
        gone = sorted(name for name in names if name in file.keys)
        new = {name: today.isoformat() for name in names if name not in file.destroyed}
        if new:
            kept = {name: key for name, key in file.keys.items() if name not in new}
            _change(folder, file, keys=kept, destroyed={**file.destroyed, **new})
    return gone


def take_older(folder: Path, destroyed: Collection[str], *, origin: str, today: date, seen: int) -> None:
    """Make an older copy the newest state: what was destroyed since goes again, and its serial rises above `seen`.

    Raises:
        KeyFileError, KeyringError: the keyring cannot be read or written.
    """
    with keyring_file.locked(folder):
        file = _read(folder, origin)
        new = {name: today.isoformat() for name in destroyed if name not in file.destroyed}
        if file.serial >= seen and not new:  # somebody was first
            return
        kept = {name: key for name, key in file.keys.items() if name not in new}
        _change(folder, replace(file, serial=max(file.serial, seen)), keys=kept, destroyed={**file.destroyed, **new})


def rewrap(folder: Path, masters: Sequence[MasterKey], *, origin: str, today: date) -> int:
    """Wrap every key by the first of the master keys; return how many were not yet.

    Raises:
        KeyFileError, KeyringError: the keyring cannot be read or written.
        MasterKeyUnfitError: a key is wrapped by none of these master keys.
    """
    with keyring_file.locked(folder):
        file = _read(folder, origin)
        old = [name for name, key in file.keys.items() if key.master != masters[0].id]
        new = {name: _wrap(origin, name, _unwrap(folder, file, name, masters), masters[0], today) for name in old}
        kept_days = {name: replace(key, made_at=file.keys[name].made_at) for name, key in new.items()}
        if old:
            _change(folder, file, keys={**file.keys, **kept_days})
    return len(old)


def _read(folder: Path, origin: str) -> KeyringFile:
    file = keyring_file.read(folder)
    if file.origin != origin:
        raise KeyringForeignError(path=folder / keyring_file.FILE, origin=file.origin)
    return file


def _change(
    folder: Path,
    file: KeyringFile,
    *,
    keys: Mapping[str, WrappedKey],
    destroyed: Mapping[str, str] | None = None,
) -> None:
    changed = replace(
        file, serial=file.serial + 1, keys=keys, destroyed=file.destroyed if destroyed is None else destroyed
    )
    keyring_file.write(folder, changed)


def _context(origin: str, name: str) -> bytes:
    return f"{origin}\0{name}".encode()


def _wrap(origin: str, name: str, material: bytes, master: MasterKey, today: date) -> WrappedKey:
    if not keyring_file.is_name(name):
        raise ValueError(f"not the name of a key: {name}")
    wrapped = master.wrap(material, _context(origin, name))
    return WrappedKey(made_at=today.isoformat(), master=master.id, wrapped=wrapped)


def _unwrap(folder: Path, file: KeyringFile, name: str, masters: Sequence[MasterKey]) -> bytes:
    key, path = file.keys[name], folder / keyring_file.FILE
    for master in masters:
        if master.id == key.master:
            try:
                return master.unwrap(key.wrapped, _context(file.origin, name))
            except CiphertextError:
                raise KeyringError(path=path, place=name) from None
    raise MasterKeyUnfitError(path=path, id=key.master)
