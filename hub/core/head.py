"""Heads: the current state of one case or one ban, kept with the log and moved only by it.

A head holds no personal data: an id, a state, a version, the parties. The step functions are pure and run under the
log's lock in log order, so of two contradictory moves the first in the log wins and the other is refused.
"""

from dataclasses import dataclass
from typing import NamedTuple

from hub.core import entry_ban, readmission
from hub.core.envelope import Envelope
from hub.core.errors import ReplyToError


class HeadKey(NamedTuple):
    """Which head: its kind, whose it is (the issuer, the requesting authority), and its subject there."""

    kind: str
    owner: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The state after the last move: `version` counts moves (a ban's revision), `parties` may speak of it."""

    key: HeadKey
    state: str
    version: int
    parties: tuple[str, ...]
    last: str


def key_of(envelope: Envelope) -> HeadKey | None:
    """Return the head that this message would move; None for types that have none."""
    if envelope.type == entry_ban.TYPE:
        return HeadKey("ban", envelope.sender, envelope.record["ban_id"])
    if envelope.type == readmission.REQUEST:
        return HeadKey("case", envelope.sender, envelope.record["case_id"])
    if envelope.type == readmission.REPLY:
        return HeadKey("case", envelope.to[0], envelope.record["case_id"])
    return None


def step(key: HeadKey, head: Head | None, envelope: Envelope) -> Head:
    """Return the head after this message.

    Raises:
        CaseMoveError, RevisionError: the move is not allowed in the head's state.
        ReplyToError: a reply answers another request than the last one.
    """
    state, version = (None, 0) if head is None else (head.state, head.version)
    if key.kind == "ban":
        state, version = entry_ban.step(state, version, envelope.record)
    else:
        parties = () if head is None else head.parties
        state = readmission.step(state, envelope.type, envelope.record, sender=envelope.sender, parties=parties)
        version += 1
        if head is not None and envelope.type == readmission.REPLY and envelope.reply_to != head.last:
            raise ReplyToError
    parties = head.parties if head else (envelope.sender, *envelope.to)
    return Head(key=key, state=state, version=version, parties=parties, last=envelope.id)
