"""The checkpoint of the audit log, as text (C2SP tlog-checkpoint).

    mig.example/production
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

Three lines: the log's origin, how many leaves it has, the root over them in base64. The log's key signs this text as a
note. Lines after the third are extensions: kept, as they are signed, and given no meaning.
"""

import base64
import binascii
from dataclasses import dataclass

from hub.core.errors import CheckpointMalformedError
from hub.core.merkle import HASH_SIZE

MAX_SIZE = 2**63 - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A signed statement's content: this origin's log has `size` leaves with this `root` (32 bytes)."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


def parse(text: bytes) -> Checkpoint:
    """Read the text of a checkpoint; strict, so that `format(parse(text)) == text`.

    Raises:
        CheckpointMalformedError: it is not one.
    """
    try:
        lines = text.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise CheckpointMalformedError from None
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise CheckpointMalformedError
    origin, size, root, *extensions = lines
    return Checkpoint(origin=origin, size=_size(size), root=_root(root), extensions=tuple(extensions))


def format(checkpoint: Checkpoint) -> bytes:  # noqa: A001  (the pair of parse)
    """Return the text that is signed."""
    root = base64.b64encode(checkpoint.root).decode("ascii")
    lines = (checkpoint.origin, str(checkpoint.size), root, *checkpoint.extensions)
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _size(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or (text[0] == "0" and text != "0"):
        raise CheckpointMalformedError
    size = int(text)
    if size > MAX_SIZE:
        raise CheckpointMalformedError
    return size


def _root(text: str) -> bytes:
    try:
        root = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise CheckpointMalformedError from None
    if len(root) != HASH_SIZE or base64.b64encode(root).decode("ascii") != text:
        raise CheckpointMalformedError
    return root
