"""The writing side: puts records from the exchange into the register, each under its message id."""

from collections.abc import Callable, Sequence
from typing import Any

from adapters._parts.outcomes import NOT_EXPRESSIBLE, TYPE_NOT_SUPPORTED
from adapters._parts.questions import Question, Questions
from adapters._xroad.documents import Document, Documents
from adapters._xroad.errors import XRoadError
from adapters._xroad.register import Register
from hub.sdk.ports import Delivery, Outcome, Problem, SinkUnavailableError

Refuse = Callable[[str], Problem]
"""Says of a record type why the register takes none of it."""


def not_supported(_type: str) -> Problem:
    """Say that the register takes no records of this type."""
    return TYPE_NOT_SUPPORTED


class XRoadSink:
    """Records that other participants sent to the authority that keeps the register."""

    def __init__(
        self, *, register: Register, documents: Documents, questions: Questions, refuse: Refuse = not_supported
    ) -> None:
        self._register = register
        self._documents = documents
        self._questions = questions
        self._refuse = refuse

    def apply(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        """Put each record; the register knows a repetition by its message id.

        Raises:
            SinkUnavailableError: the register does not take it now.
        """
        try:
            return [Outcome(message_id=delivery.message_id, problem=self._apply(delivery)) for delivery in deliveries]
        except XRoadError as error:
            raise SinkUnavailableError(str(error), cause=error.cause, person=error.person) from None

    def erase(self, subjects: Sequence[str]) -> None:
        """Let the register forget subjects.

        Raises:
            SinkUnavailableError: the register does not take it now.
        """
        for subject in subjects:
            self._questions.forget(subject)
        try:
            self._register.erase(subjects)
        except XRoadError as error:
            raise SinkUnavailableError(str(error), cause=error.cause, person=error.person) from None

    def _apply(self, delivery: Delivery) -> Problem | None:
        document = self._documents.of_type(delivery.type)
        if document is None:
            return self._refuse(delivery.type)
        try:
            plain = _write(document, delivery)
        except (KeyError, TypeError, ValueError):
            return NOT_EXPRESSIBLE
        if delivery.subject is not None and delivery.type.endswith("-request"):
            question = Question(message_id=delivery.message_id, sender=delivery.sender)
            self._questions.put(delivery.type, delivery.subject, question, delivery.index)
        return self._register.put(delivery, document.kind, plain)


def _write(document: Document, delivery: Delivery) -> Any:
    """Return the document of a record; what was sealed in it goes beside it, opened."""
    return document.form.format({name: value for name, value in delivery.record.items() if name != "sealed"})
