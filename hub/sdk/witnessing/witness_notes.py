"""Cosigned notes as witnesses pass them around: taking them apart, putting them together, publishing them.

A published file holds one note, or after an alarm several, with an empty line between them:

    mig.example/production …                  a checkpoint
                                              an empty line
    — mig.example/production x08go/ZJkuBS…    its signatures
                                              an empty line
    mig.example/production …                  another one that contradicts it
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from hub.core import checkpoint as checkpoints
from hub.core.checkpoint import Checkpoint
from hub.core.errors import HubError
from keys import note
from keys.errors import KeysError
from keys.note import VerifierKey

MOST_NOTES = 4


def split(published: bytes) -> list[bytes]:
    """Return the notes of a published file, at most four; what is none comes back as it is."""
    parts = published.rstrip(b"\n").split(b"\n\n")
    pairs = zip(parts[::2], parts[1::2], strict=False)
    return [b"%b\n\n%b\n" % (text.lstrip(b"\n"), signatures) for text, signatures in pairs][:MOST_NOTES] or [published]


def publish(path: Path, notes: Iterable[bytes]) -> None:
    """Replace the published file whole; anybody may read it."""
    temporary = path.with_name(f"{path.name}.new")
    temporary.write_bytes(b"\n".join(notes))
    temporary.chmod(0o644)
    temporary.replace(path)


def point_of(raw: bytes) -> Checkpoint:
    """Return the checkpoint of a note that was judged before."""
    return checkpoints.parse(note.parse(raw).text)


def read_cosigned(raw: bytes, witness: VerifierKey) -> Checkpoint | None:
    """Return the checkpoint that this witness has cosigned, whoever else signed the note; None where it has not."""
    try:
        return checkpoints.parse(note.open(raw, [witness]).text)
    except (HubError, KeysError):
        return None


def with_lines(raw: bytes, names: Sequence[str], *others: bytes) -> bytes:
    """Return the note with the signatures of these names alone, each once: its own, and those of notes of one text."""
    opened = note.parse(raw)
    lines = [line for each in (opened, *map(note.parse, others)) for line in each.signatures if line.name in names]
    return note.format(replace(opened, signatures=tuple(dict.fromkeys(lines))))
