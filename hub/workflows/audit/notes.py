"""The audit's checkpoints: every signed note, kept here or held by others, is of this log and of no other."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from hub.core import checkpoint as checkpoints
from hub.core import instant
from hub.core.audit import BadEntryError, reading, require
from hub.core.checkpoint import Checkpoint
from hub.core.errors import CheckpointMalformedError
from hub.core.merkle import EMPTY_ROOT
from hub.store.audit import NamedNote
from hub.workflows.audit.erased import SKEW
from hub.workflows.audit.keys import Keys
from keys import note
from keys.errors import KeysError, NoteError
from keys.note import Note, NoteSignature, VerifierKey


def read_note(raw: bytes, where: str, keys: Iterable[VerifierKey], origin: str) -> Checkpoint:
    """Return the checkpoint of a note that one of the log's keys signed.

    Raises:
        BadEntryError: none did, or it is no checkpoint of this log. So do the functions below.
    """
    for key in keys:
        try:
            shown = checkpoints.parse(note.open(raw, [key]).text)
        except (NoteError, CheckpointMalformedError):
            continue
        require(shown.origin == origin, where, "foreign")
        return shown
    raise BadEntryError(where, "unsigned")


def check_root(shown: Checkpoint, where: str, roots: Mapping[int, bytes], size: int) -> None:
    """Compare a checkpoint with the log's own root at its size."""
    require(shown.size <= size, where, "log-longer")
    require(shown.root == (EMPTY_ROOT if shown.size == 0 else roots.get(shown.size)), where, "root-mismatch")


def check_named(named: NamedNote, keys: Keys, origin: str) -> tuple[str, Checkpoint]:
    """Check a note named for witnessing with its cosignatures; return its checkpoint, and what to call it."""
    where = f"named checkpoint {named.size}"
    shown = read_note(named.note, where, keys.log, origin)
    require(shown.size == named.size, where, "column-mismatch")
    by = frozenset(_check_cosignature(named, witness, line, keys) for witness, line in named.lines)
    if named.witnessed is not None:
        require(keys.is_quorum(by), f"witnessed checkpoint {named.size}", "extra")
    return where, shown


def _check_cosignature(named: NamedNote, witness: str, line: NoteSignature, keys: Keys) -> bytes:
    """Return the key that made it."""
    where = f"cosignature {named.size} {witness}"
    listed = keys.witnesses.get(witness, ())
    known = [key for key in listed if (key.name, key.key_hash) == (line.name, line.key_hash)]
    require(known, where, "extra")
    try:
        alone = Note(text=note.parse(named.note).text, signatures=(line,))
        note.open(note.format(alone), known[:1])
    except KeysError:
        raise BadEntryError(where, "unsigned") from None
    return known[0].public_key.x


def check_times(named: Sequence[NamedNote], times: Mapping[int, str], now: datetime) -> None:
    """Check that each was named after its last leaf and the one before it, and had its quorum after that."""
    before = datetime.min.replace(tzinfo=UTC)
    for each in named:
        where, leaf = f"named checkpoint {each.size}", instant.parse(times.get(each.size))
        with reading(where):
            require(leaf is None or leaf - SKEW <= each.at, where, "out-of-order")
            require(before <= each.at + SKEW and each.at - SKEW <= now, where, "out-of-order")
            before = each.at
            if each.witnessed is not None:
                later = each.at - SKEW <= each.witnessed <= now + SKEW
                require(later, f"witnessed checkpoint {each.size}", "out-of-order")
