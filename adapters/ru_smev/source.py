"""The queue as the reading side needs it: what its faults prescribe is done here, and answers are put together."""

from collections.abc import Sequence

from lxml import etree

from adapters._parts.quarantine import Quarantine
from adapters._parts.queue_source import Message
from adapters._parts.spool import Spool, Unit, Verdicted
from adapters.ru_smev import message_ids
from adapters.ru_smev.errors import Action, SmevFaultError
from adapters.ru_smev.mapping import exchange
from adapters.ru_smev.message_queue import Queue, Rejection

_MOST_PROBLEMS = 20


class SmevLine:
    """Messages of the register, one at a time."""

    def __init__(self, queue: Queue, spool: Spool, quarantine: Quarantine) -> None:
        self._queue = queue
        self._spool = spool
        self._quarantine = quarantine

    def take(self, _most: int) -> Sequence[Message]:
        """Return the next message, if there is one.

        Raises:
            SmevError: the queue does not answer.
        """
        found = self._queue.get_request()
        if found is None:
            return ()
        info = {"reply_to": found.reply_to, "answer_id": message_ids.make()}
        return (
            Message(
                id=found.message_id,
                info=info,
                content=found.content,
                raw=found.raw,
                attachments=found.attachments,
            ),
        )

    def acknowledge(self, message_id: str) -> None:
        """Tell that a message is safe here.

        Raises:
            SmevError: the queue did not hear it.
        """
        try:
            self._queue.acknowledge(message_id)
        except SmevFaultError as fault:
            if fault.action is not Action.DONE:
                raise

    def answer(self, unit: Unit, verdicts: Sequence[Verdicted]) -> None:
        """Tell what became of the documents of a message.

        Raises:
            SmevError: the queue did not take the answer, and may take it later.
        """
        answer = _put_together(unit, verdicts)
        try:
            self._queue.send_response(unit.info["answer_id"], unit.info["reply_to"], answer)
        except SmevFaultError as fault:
            if not self._settle(unit, fault, answer):
                raise

    def _settle(self, unit: Unit, fault: SmevFaultError, answer: etree._Element | Rejection) -> bool:
        """Say whether an answer that met a fault needs no further sending."""
        if fault.action is Action.RENEW:
            self._spool.note(unit, {**unit.info, "answer_id": message_ids.make()})
        if fault.action is Action.FIX and not isinstance(answer, Rejection):
            # The queue will never take this answer; it is kept for a person instead of blocking those behind it.
            self._quarantine.keep(unit.name, etree.tostring(answer, encoding="utf-8"), ".answer.xml")
        return fault.action in {Action.DONE, Action.FIX}


def _put_together(unit: Unit, verdicts: Sequence[Verdicted]) -> etree._Element | Rejection:
    if any(verdict.message_id for verdict in verdicts):
        return exchange.format_result(verdicts)
    problems = [problem for verdict in verdicts for problem in verdict.problems]
    lines = [f"{problem.pointer}: {problem.code}: {problem.ru}" for problem in problems[:_MOST_PROBLEMS]]
    code = "UNKNOWN_REQUEST_DESCRIPTION" if unit.info["whole"] else "FAILURE"
    return Rejection(code=code, description="\n".join(lines))
