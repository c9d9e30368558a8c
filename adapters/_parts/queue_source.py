"""The reading side over a queue of messages: takes them, and tells the register what became of their documents.

    changes(cursor)   1  acknowledge what the cursor says is safe
                      2  take messages until enough documents wait, each message into the spool as a whole
                      3  answer messages whose every document has its outcome
                      4  give the documents after the cursor
    sent(outcomes)       keep the outcomes, then step 3

Each step may be interrupted and done again: the queue recognises message ids, the spool recognises messages. What was
done reaches the disk for several messages at once: for each alone, the disk would be slower than the queue.
"""

import contextlib
import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from lxml import etree

from adapters._parts.quarantine import Quarantine
from adapters._parts.spool import Spool, Unit, Verdicted
from hub.sdk.ports import Batch, Change, Part, Sent, SourceUnavailableError

GROUP = 20
"""Messages that the queue was told about before that reaches the disk; after a crash it is told as many again."""
FAILURES = 3
"""Messages that the queue may refuse to hear about before it is left in peace."""


class QueueError(Exception):
    """The queue did not do what it was asked for; its text never holds a secret or a record.

    `person` says that this will not mend itself.
    """

    person = False


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


class _State(StrEnum):
    """How a message stands in the spool."""

    NEW = "new"
    WAITING = "waiting"
    FINISHED = "finished"


class QueueSource:
    """Documents that the register puts into the queue for this exchange."""

    def __init__(
        self,
        *,
        queue: Queue,
        spool: Spool,
        intake: Callable[[Message], Taken],
        quarantine: Quarantine,
        calls: int,
        patience: float = 15.0,
    ) -> None:
        self._queue = queue
        self._spool = spool
        self._intake = intake
        self._quarantine = quarantine
        self._calls = calls
        self._patience = patience

    def changes(self, cursor: str | None, limit: int) -> Batch:
        """Return documents after the cursor.

        Raises:
            SourceUnavailableError: the queue does not answer, and nothing taken before is waiting.
        """
        position = self._spool.position(cursor)
        more = False
        failures: list[QueueError] = []
        ends = time.monotonic() + self._patience
        with _kept(failures):
            self._acknowledge(position, ends)
        if not failures or time.monotonic() < ends:
            with _kept(failures):
                more = self._take(position, limit)
        with _kept(failures):
            self._answer(ends)
        if failures and self._spool.pending(position) == 0:
            worst = next((each for each in failures if each.person), failures[0])
            raise SourceUnavailableError(str(worst), person=worst.person)
        changes, reached, behind = self._spool.read(position, limit)
        return Batch(changes=changes, cursor=self._spool.cursor(reached), more=behind or more)

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Keep final outcomes and answer the messages that are complete; a silent queue is answered later."""
        self._spool.decide(outcomes)
        with contextlib.suppress(QueueError):
            self._answer(time.monotonic() + self._patience)

    def _acknowledge(self, position: int, ends: float) -> None:
        def acknowledge(unit: Unit) -> None:
            self._queue.acknowledge(unit.name)

        self._tell(self._spool.settled(position), acknowledge, self._spool.finish, ends)

    def _take(self, position: int, limit: int) -> bool:
        """Fill the spool; returns whether the queue may hold more."""
        for _ in range(self._calls):
            missing = limit - self._spool.pending(position)
            if missing <= 0:
                return True
            messages = self._queue.take(missing)
            with self._spool.together():
                states = [self._keep(message) for message in messages]
            for message, state in zip(messages, states, strict=True):
                if state is _State.FINISHED:
                    # The queue did not hear that it is safe, or sends a message twice: it has had its one effect.
                    self._queue.acknowledge(message.id)
            if all(state is _State.WAITING for state in states):
                return False
        return True

    def _keep(self, message: Message) -> _State:
        """Put a message into the spool, unless it is known there."""
        known = self._spool.find(message.id)
        if known is not None:
            return _State.FINISHED if self._spool.is_finished(known) else _State.WAITING
        taken = self._intake(message)
        if taken.verdicts:
            self._quarantine.keep(message.id, message.raw)
        self._spool.add(message.id, {**message.info, "whole": taken.whole}, taken.changes, taken.verdicts)
        return _State.NEW

    def _answer(self, ends: float) -> None:
        def answer(unit: Unit) -> None:
            self._queue.answer(unit, self._spool.verdicts(unit))

        self._tell(self._spool.unreported(), answer, self._spool.close_report, ends)

    def _tell(
        self, units: Sequence[Unit], tell: Callable[[Unit], None], note: Callable[[Unit], None], ends: float
    ) -> None:
        """Tell the queue about units until `ends`, and note it; one that it does not take holds up no other.

        What would take too long waits for the next call: the gateway ends a process that is silent for a minute.

        Raises:
            QueueError: the queue did not take (some of) them.
        """
        done: list[Unit] = []
        failures: list[QueueError] = []
        try:
            for unit in itertools.takewhile(lambda _: len(failures) < FAILURES and time.monotonic() < ends, units):
                try:
                    tell(unit)
                except QueueError as error:
                    failures.append(error)
                    continue
                done.append(unit)
                if len(done) == GROUP:
                    self._note(done, note)
        finally:
            self._note(done, note)
        if failures:
            raise failures[0]

    def _note(self, done: list[Unit], note: Callable[[Unit], None]) -> None:
        with self._spool.together():
            for unit in done:
                note(unit)
        done.clear()


@contextlib.contextmanager
def _kept(failures: list[QueueError]) -> Iterator[None]:
    """Keep what the queue did not do: the steps behind it are tried all the same."""
    try:
        yield
    except QueueError as error:
        failures.append(error)
