"""The writing side: puts records of the exchange into the register over the synchronous channel, each under its id."""

from collections.abc import Sequence

from adapters._parts import versions
from adapters._parts.outcomes import NOT_EXPRESSIBLE, TYPE_NOT_SUPPORTED
from adapters._parts.questions import Question, Questions
from adapters.kz_shep import mapping
from adapters.kz_shep.channels import Channels, ShepError
from adapters.kz_shep.mapping import exchange
from hub.sdk.ports import Delivery, Outcome, Problem, SinkUnavailableError


class ShepSink:
    """Records that other participants sent to the authority that keeps the register; it orders revisions itself."""

    def __init__(self, *, channels: Channels, questions: Questions) -> None:
        self._channels = channels
        self._questions = questions

    def apply(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        """Send each record; the register knows a repetition by its message id.

        Raises:
            SinkUnavailableError: the gateway or the register does not take it now.
        """
        try:
            return [Outcome(message_id=delivery.message_id, problem=self._apply(delivery)) for delivery in deliveries]
        except ShepError as error:
            raise SinkUnavailableError(str(error)) from None

    def erase(self, subjects: Sequence[str]) -> None:
        """Have the register remove what it holds about these subjects.

        Raises:
            SinkUnavailableError: the gateway or the register does not take it now.
        """
        for subject in subjects:
            self._questions.forget(subject)
        message_id = self._channels.new_id()
        try:
            answer = self._channels.send(message_id, message_id, exchange.format_erasure(subjects))
        except ShepError as error:
            raise SinkUnavailableError(str(error)) from None
        if exchange.parse_result(answer) != exchange.ACCEPTED:
            raise SinkUnavailableError("the register did not erase what it was told to")

    def _apply(self, delivery: Delivery) -> Problem | None:
        if delivery.type not in mapping.ELEMENTS:
            return TYPE_NOT_SUPPORTED
        found = versions.received(delivery, with_parts=True)
        return found if isinstance(found, Problem) else self._put(found)

    def _put(self, delivery: Delivery) -> Problem | None:
        try:
            document = exchange.format_delivery(delivery, mapping.format(delivery.type, delivery.record))
        except (KeyError, TypeError, ValueError):
            return NOT_EXPRESSIBLE
        if delivery.subject is not None and delivery.type.endswith("-request"):
            question = Question(message_id=delivery.message_id, sender=delivery.sender)
            self._questions.put(delivery.type, delivery.subject, question, delivery.index)
        answer = self._channels.send(delivery.message_id, delivery.message_id, document)
        verdict = exchange.parse_result(answer)
        if verdict is None:
            raise ShepError("the register's answer says neither accepted nor refused")
        return None if verdict == exchange.ACCEPTED else _REFUSED


_REFUSED = Problem(
    code="refused-by-national-system",
    pointer="",
    ru="Национальная система отклонила документ. Исправьте запись и отправьте новую редакцию.",
    en="The national system refused the document. Correct the record and send a new revision.",
)
