"""The reading side: takes messages from the queue, and tells the register what became of them.

    changes(cursor)   1  Ack what the cursor says is safe
                      2  GetRequest until enough documents wait, each message into the spool as a whole
                      3  SendResponse for messages whose every document has its outcome
                      4  give the documents after the cursor
    sent(outcomes)       keep the outcomes, then step 3

Each step may be interrupted and done again: the queue recognises message ids, the spool recognises messages.
"""

import contextlib
from collections.abc import Sequence

from lxml import etree

from adapters._parts.spool import Spool, Unit
from adapters.ru_smev import message_ids
from adapters.ru_smev.errors import Action, SmevError, SmevFaultError
from adapters.ru_smev.intake import Intake
from adapters.ru_smev.mapping import exchange
from adapters.ru_smev.message_queue import Queue, QueueMessage, Rejection
from adapters.ru_smev.quarantine import Quarantine
from hub.sdk.ports import Batch, Sent, SourceUnavailableError

_MOST_PROBLEMS = 20


class SmevSource:
    """Documents that the register puts into the queue for this exchange."""

    def __init__(
        self, *, queue: Queue, spool: Spool, intake: Intake, quarantine: Quarantine, messages_per_call: int
    ) -> None:
        self._queue = queue
        self._spool = spool
        self._intake = intake
        self._quarantine = quarantine
        self._messages_per_call = messages_per_call

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
            self._respond()
        except SmevError as error:
            if self._spool.pending(position) == 0:
                raise SourceUnavailableError(str(error)) from None
        changes, reached, behind = self._spool.read(position, limit)
        return Batch(changes=changes, cursor=self._spool.cursor(reached), more=behind or more)

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Keep final outcomes and answer the messages that are complete; a silent queue is answered later."""
        self._spool.decide(outcomes)
        with contextlib.suppress(SmevError):
            self._respond()

    def _acknowledge(self, position: int) -> None:
        for unit in self._spool.settled(position):
            self._acknowledge_one(unit.name)
            self._spool.finish(unit)

    def _acknowledge_one(self, message_id: str) -> None:
        try:
            self._queue.acknowledge(message_id)
        except SmevFaultError as fault:
            if fault.action is not Action.DONE:
                raise

    def _take(self, position: int, limit: int) -> bool:
        """Fill the spool; returns whether the queue may hold more."""
        for _ in range(self._messages_per_call):
            if self._spool.pending(position) >= limit:
                return True
            message = self._queue.get_request()
            if message is None or not self._keep(message):
                return False
        return True

    def _keep(self, message: QueueMessage) -> bool:
        """Put a message into the spool; False when the queue gave one that still waits there."""
        known = self._spool.find(message.message_id)
        if known is not None:
            if not self._spool.is_finished(known):
                return False
            # The queue did not hear our Ack, or sends a message twice: it has had its one effect.
            self._acknowledge_one(message.message_id)
            return True
        taken = self._intake.take(message.content)
        if taken.verdicts:
            self._quarantine.keep(message.message_id, message.raw)
        info = {"reply_to": message.reply_to, "answer_id": message_ids.make(), "whole": taken.whole}
        self._spool.add(message.message_id, info, taken.changes, taken.verdicts)
        return True

    def _respond(self) -> None:
        for unit in self._spool.unreported():
            answer = self._answer(unit)
            try:
                self._queue.send_response(unit.info["answer_id"], unit.info["reply_to"], answer)
            except SmevFaultError as fault:
                if not self._settle_fault(unit, fault, answer):
                    raise
            self._spool.close_report(unit)

    def _answer(self, unit: Unit) -> etree._Element | Rejection:
        verdicts = self._spool.verdicts(unit)
        if any(verdict.message_id for verdict in verdicts):
            return exchange.format_result(verdicts)
        problems = [problem for verdict in verdicts for problem in verdict.problems]
        lines = [f"{problem.pointer}: {problem.code}: {problem.ru}" for problem in problems[:_MOST_PROBLEMS]]
        code = "UNKNOWN_REQUEST_DESCRIPTION" if unit.info["whole"] else "FAILURE"
        return Rejection(code=code, description="\n".join(lines))

    def _settle_fault(self, unit: Unit, fault: SmevFaultError, answer: etree._Element | Rejection) -> bool:
        """Say whether an answer that met a fault needs no further sending."""
        if fault.action is Action.RENEW:
            self._spool.note(unit, {**unit.info, "answer_id": message_ids.make()})
        if fault.action is Action.FIX and not isinstance(answer, Rejection):
            # The queue will never take this answer; it is kept for a person instead of blocking those behind it.
            self._quarantine.keep(unit.name, etree.tostring(answer, encoding="utf-8"), ".answer.xml")
        return fault.action in {Action.DONE, Action.FIX}
