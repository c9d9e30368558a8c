"""The reading side over a queue of messages: takes them, and tells the register what became of their documents.

    changes(cursor)   1  acknowledge what the cursor says is safe
                      2  take messages until enough documents wait, each message into the spool as a whole
                      3  answer messages whose every document has its outcome
                      4  give the documents after the cursor
    sent(outcomes)       keep the outcomes, then step 3

Each step may be interrupted and done again: the queue recognises message ids, the spool recognises messages.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from lxml import etree

from adapters._parts.quarantine import Quarantine
from adapters._parts.spool import Spool, Unit, Verdicted
from hub.sdk.ports import Batch, Change, Part, Sent, SourceUnavailableError


class QueueError(Exception):
    """The queue did not do what it was asked for; its text never holds a secret or a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message: its id, what is needed to answer it, business content, attachments by their ids, and its bytes."""

    id: str
    info: dict[str, Any]
    content: etree._Element | None
    raw: bytes = field(repr=False)
    attachments: Mapping[str, Part] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one message holds; `whole` says that it could not be read at all."""

    changes: Sequence[Change] = ()
    verdicts: Sequence[Verdicted] = ()
    whole: bool = False


class Queue(Protocol):
    """A queue of the national side; every call may raise `QueueError`: nothing was decided."""

    def take(self, most: int) -> Sequence[Message]:
        """Return the next messages, the oldest first; what is not acknowledged comes again."""
        ...

    def acknowledge(self, message_id: str) -> None:
        """Tell that a message is safe here; told again it changes nothing."""
        ...

    def answer(self, unit: Unit, verdicts: Sequence[Verdicted]) -> None:
        """Tell what became of the documents of a message; told again it changes nothing."""
        ...


class QueueSource:
    """Documents that the register puts into the queue for this exchange."""

    def __init__(
        self, *, queue: Queue, spool: Spool, intake: Callable[[Message], Taken], quarantine: Quarantine, calls: int
    ) -> None:
        self._queue = queue
        self._spool = spool
        self._intake = intake
        self._quarantine = quarantine
        self._calls = calls

    def changes(self, cursor: str | None, limit: int) -> Batch:
        """Return documents after the cursor.

        Raises:
            SourceUnavailableError: the queue does not answer, and nothing taken before is waiting.
        """
        position = self._spool.position(cursor)
        more = False
        try:
            self._acknowledge(position)
            more = self._take(position, limit)
            self._answer()
        except QueueError as error:
            if self._spool.pending(position) == 0:
                raise SourceUnavailableError(str(error)) from None
        changes, reached, behind = self._spool.read(position, limit)
        return Batch(changes=changes, cursor=self._spool.cursor(reached), more=behind or more)

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Keep final outcomes and answer the messages that are complete; a silent queue is answered later."""
        self._spool.decide(outcomes)
        with contextlib.suppress(QueueError):
            self._answer()

    def _acknowledge(self, position: int) -> None:
        for unit in self._spool.settled(position):
            self._queue.acknowledge(unit.name)
            self._spool.finish(unit)

    def _take(self, position: int, limit: int) -> bool:
        """Fill the spool; returns whether the queue may hold more."""
        for _ in range(self._calls):
            missing = limit - self._spool.pending(position)
            if missing <= 0:
                return True
            kept = [self._keep(message) for message in self._queue.take(missing)]
            if not any(kept):
                return False
        return True

    def _keep(self, message: Message) -> bool:
        """Put a message into the spool; False when the queue gave one that still waits there."""
        known = self._spool.find(message.id)
        if known is not None:
            if not self._spool.is_finished(known):
                return False
            # The queue did not hear that it is safe, or sends a message twice: it has had its one effect.
            self._queue.acknowledge(message.id)
            return True
        taken = self._intake(message)
        if taken.verdicts:
            self._quarantine.keep(message.id, message.raw)
        self._spool.add(message.id, {**message.info, "whole": taken.whole}, taken.changes, taken.verdicts)
        return True

    def _answer(self) -> None:
        for unit in self._spool.unreported():
            self._queue.answer(unit, self._spool.verdicts(unit))
            self._spool.close_report(unit)
