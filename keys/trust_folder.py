"""A trust list as a folder of files: what a ceremony publishes, and what a hub follows.

    root-1.note, root-2.note, …     every root since the first: the way from an old anchor to the newest
    root.note                       the newest root once more
    participants.note
    status.note                     optional: a hub that has the status key signs its own

Files are replaced one after the other, each of them whole: the list before the roots, as a list that needs a newer root
is refused without it. So whoever reads in between takes either what fits together, or nothing, and reads again later.
"""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from keys import note, trust_chain, trust_participants, trust_root, trust_status

NAMES = {
    trust_root.KIND: "root.note",
    trust_participants.KIND: "participants.note",
    trust_status.KIND: "status.note",
}
MODE = 0o644
_ROOT = re.compile(r"root-([1-9][0-9]{0,9})\.note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The signed notes of a folder, unchecked; `roots` from the oldest on, `status` None where there is none."""

    roots: tuple[bytes, ...]
    participants: bytes
    status: bytes | None

    @property
    def documents(self) -> dict[str, bytes]:
        """The newest note of each kind; without a status, none that could be taken for one."""
        newest = {trust_root.KIND: self.roots[-1], trust_participants.KIND: self.participants}
        return {**newest, trust_status.KIND: self.status or b""}


def root_name(version: int) -> str:
    """Return the name of the file that keeps the root of this version."""
    return f"root-{version}.note"


def read(folder: Path) -> Published:
    """Read a folder.

    Raises:
        OSError: a file is missing or cannot be read; `filename` says which.
        TrustListError: a root is no signed note.
    """
    numbered = {int(found[1]): path for path in folder.iterdir() if (found := _ROOT.fullmatch(path.name))}
    roots = [_read(numbered[version]) for version in sorted(numbered)]
    newest = _read(folder / NAMES[trust_root.KIND])
    if trust_chain.digest(newest) not in map(trust_chain.digest, roots):
        roots.append(newest)
    status = folder / NAMES[trust_status.KIND]
    return Published(
        roots=tuple(roots),
        participants=_read(folder / NAMES[trust_participants.KIND]),
        status=_read(status) if status.exists() else None,
    )


def write(folder: Path, published: Published) -> None:
    """Write a folder, replacing what it has.

    Raises:
        OSError: a file cannot be written; `filename` says which.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / NAMES[trust_participants.KIND], published.participants)
    for version, root in enumerate(published.roots, start=_first_version(published.roots)):
        _write(folder / root_name(version), root)
    _write(folder / NAMES[trust_root.KIND], published.roots[-1])
    if published.status is None:
        (folder / NAMES[trust_status.KIND]).unlink(missing_ok=True)
    else:
        _write(folder / NAMES[trust_status.KIND], published.status)


def _first_version(roots: tuple[bytes, ...]) -> int:
    return trust_root.parse(trust_chain.text_of(roots[0], trust_root.KIND)).version


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(note.MAX_NOTE + 1)  # a byte too many is refused as too large


def _write(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, MODE)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, MODE)  # whatever the umask
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
