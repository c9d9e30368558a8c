"""What moves a head: for one record type the kind of head, whose it is, its subject, and the step.

A room of the core declares its movers beside its rules; `hub.core.head` holds them all in one table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from hub.core.envelope import Envelope
from hub.core.errors import DocumentRevisionError


class HeadKey(NamedTuple):
    """Which head: its kind, whose it is (the issuer, the requesting authority), and its subject there."""

    kind: str
    owner: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The state after the last move: `version` counts moves (a ban's revision), `parties` may speak of it.

    `parties` are sender and recipients of the first move, and where the kind widens, whom its owner addressed later;
    `last` is the id of the last move.
    """

    key: HeadKey
    state: str
    version: int
    parties: tuple[str, ...]
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """How records of one type move heads of one kind.

    `owner` and `subject` tell from the message alone which head it is; a subject of None moves none. `step` is given
    the head before (None: there is none yet) and the message, returns state and version after it, and raises what
    refuses the move. `widens` says whether those whom the owner addresses later join the parties.
    """

    kind: str
    owner: Callable[[Envelope], str]
    subject: Callable[[Envelope], str | None]
    step: Callable[[Head | None, Envelope], tuple[str, int]]
    widens: bool = False

    def owners(self, sender: str, to: tuple[str, ...]) -> tuple[str, ...]:
        """Return whose head a message may have moved whose record is erased."""
        return (sender,) if self.owner is by_sender else (sender, *to)


def by_sender(envelope: Envelope) -> str:
    """Say that the head is the sender's own."""
    return envelope.sender


def by_recipient(envelope: Envelope) -> str:
    """Say that the head is the first recipient's: he asked, the sender answers."""
    return envelope.to[0]


def member(name: str) -> Callable[[Envelope], str]:
    """Say that a member of the record names the owner or the subject, whoever sends."""

    def read(envelope: Envelope) -> str:
        return str(envelope.record[name])

    return read


def numbered(name: str, state: str) -> Callable[[Head | None, Envelope], tuple[str, int]]:
    """Say that each record has a higher number than the last one, and that the head is in this state after it.

    Of two with one number, sent at once, the second in the log is refused: `DocumentRevisionError`.

    Args:
        name: the member of the record that holds the number.
        state: the state that the head is always in.
    """

    def step(head: Head | None, envelope: Envelope) -> tuple[str, int]:
        number = int(envelope.record[name])
        if head is not None and number <= head.version:
            raise DocumentRevisionError(expected=head.version + 1)
        return state, number

    return step
