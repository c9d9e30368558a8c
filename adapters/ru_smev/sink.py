"""The writing side: puts records from the hub into the queue of the register, one SendRequest each."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from adapters._parts import versions
from adapters._parts.outcomes import NOT_EXPRESSIBLE, TYPE_NOT_SUPPORTED
from adapters._parts.questions import Question, Questions
from adapters.ru_smev import attachments, message_ids
from adapters.ru_smev.errors import Action, SmevError, SmevFaultError
from adapters.ru_smev.ledger import Ledger
from adapters.ru_smev.mapping import (
    citizenship_check,
    entry_ban,
    exchange,
    readmission_reply,
    readmission_request,
    summary,
)
from adapters.ru_smev.message_queue import Queue
from hub.sdk.ports import Delivery, Outcome, Problem, SinkUnavailableError

Format = Callable[[Mapping[str, Any]], etree._Element]  # noqa: SLF001 - the type has no other name
_FORMATS: Mapping[str, Format] = {
    entry_ban.TYPE: entry_ban.format,
    readmission_request.TYPE: readmission_request.format,
    readmission_reply.TYPE: readmission_reply.format,
    citizenship_check.REQUEST: citizenship_check.format_request,
    citizenship_check.REPLY: citizenship_check.format_reply,
    summary.TYPE: summary.format,
}


class SmevSink:
    """Records that other participants sent to the authority that keeps the register."""

    def __init__(self, *, queue: Queue, ledger: Ledger, questions: Questions) -> None:
        self._queue = queue
        self._ledger = ledger
        self._questions = questions

    def apply(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        """Send each record once; a repetition carries the same message id and is recognised.

        Raises:
            SinkUnavailableError: the queue does not take it now.
        """
        try:
            return [Outcome(message_id=delivery.message_id, problem=self._apply(delivery)) for delivery in deliveries]
        except SmevError as error:
            raise SinkUnavailableError(str(error)) from None

    def erase(self, subjects: Sequence[str]) -> None:
        """Tell the register to remove what it holds about these subjects.

        Raises:
            SinkUnavailableError: the queue does not take it now.
        """
        for subject in subjects:
            self._questions.forget(subject)
        try:
            self._queue.send_request(message_ids.make(), exchange.format_erasure(subjects))
        except SmevError as error:
            raise SinkUnavailableError(str(error)) from None

    def _apply(self, delivery: Delivery) -> Problem | None:
        form = _FORMATS.get(delivery.type)
        if form is None:
            return TYPE_NOT_SUPPORTED
        found = versions.received(delivery, with_parts=True)
        return found if isinstance(found, Problem) else self._put(found, form)

    def _put(self, delivery: Delivery, form: Format) -> Problem | None:
        try:
            content = form(delivery.record)
        except (KeyError, TypeError, ValueError):
            return NOT_EXPRESSIBLE
        if delivery.subject is not None and delivery.type.endswith("-request"):
            question = Question(message_id=delivery.message_id, sender=delivery.sender)
            self._questions.put(delivery.type, delivery.subject, question, delivery.index)
        attachments.name(content, delivery.parts)
        return self._send(delivery, exchange.format_delivery(delivery, content))

    def _send(self, delivery: Delivery, document: etree._Element) -> Problem | None:
        queue_id, done = self._ledger.queue_id(delivery.message_id)
        if done:
            return None
        try:
            self._queue.send_request(queue_id, document, delivery.parts)
        except SmevFaultError as fault:
            if fault.action is Action.FIX:
                return _refused(fault)
            if fault.action is Action.RENEW:
                self._queue.send_request(self._ledger.renew(delivery.message_id), document, delivery.parts)
            elif fault.action is not Action.DONE:
                raise
        self._ledger.done(delivery.message_id)
        return None


def _refused(fault: SmevFaultError) -> Problem:
    return Problem(
        code="refused-by-national-system",
        pointer="",
        ru=f"Национальная система отклонила документ ({fault.name}). {fault.prescribed.ru}",
        en=f"The national system refused the document ({fault.name}). {fault.prescribed.en}",
    )
