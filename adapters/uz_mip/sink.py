"""The writing side: one POST per record, its message id the idempotency key; the register orders revisions itself."""

from collections.abc import Sequence
from typing import Any

from adapters._parts import versions
from adapters._parts.outcomes import NOT_EXPRESSIBLE, TYPE_NOT_SUPPORTED
from adapters._parts.questions import Question, Questions
from adapters.uz_mip import attachments
from adapters.uz_mip.errors import MipError, MipRefusedError
from adapters.uz_mip.mapping import FORMS, KIND_WORDS
from adapters.uz_mip.platform_client import Platform
from hub.sdk.ports import Delivery, Outcome, Problem, SinkUnavailableError


class MipSink:
    """Records that other participants sent to this one."""

    def __init__(self, *, platform: Platform, questions: Questions) -> None:
        self._platform = platform
        self._questions = questions

    def apply(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        """Give each record to the platform.

        Raises:
            SinkUnavailableError: the platform does not take one now; those before it are known there by their keys.
        """
        try:
            return [Outcome(message_id=delivery.message_id, problem=self._apply(delivery)) for delivery in deliveries]
        except MipError as error:
            raise SinkUnavailableError(str(error)) from None

    def erase(self, subjects: Sequence[str]) -> None:
        """Have the register forget subjects.

        Raises:
            SinkUnavailableError: the platform does not take it now.
        """
        try:
            self._platform.erase(subjects)
        except MipError as error:
            raise SinkUnavailableError(str(error)) from None
        for subject in subjects:
            self._questions.forget(subject)

    def _apply(self, delivery: Delivery) -> Problem | None:
        if delivery.type not in FORMS:
            return TYPE_NOT_SUPPORTED
        found = versions.received(delivery, with_parts=True)
        return found if isinstance(found, Problem) else self._put(found)

    def _put(self, delivery: Delivery) -> Problem | None:
        try:
            document = _document(delivery)
        except (KeyError, TypeError, ValueError, AttributeError):
            return NOT_EXPRESSIBLE
        if delivery.subject is not None and delivery.type.endswith("-request"):
            question = Question(message_id=delivery.message_id, sender=delivery.sender)
            self._questions.put(delivery.type, delivery.subject, question, delivery.index)
        try:
            self._platform.put(delivery.message_id, document)
        except MipRefusedError as error:
            return _refused(error.reason)
        return None


def _document(delivery: Delivery) -> dict[str, Any]:
    return {
        "xabar_id": delivery.message_id,
        "tartib": delivery.index,
        "yuboruvchi": delivery.sender,
        "javobga": delivery.reply_to,
        "qabul_vaqti": delivery.accepted_at,
        "turi": KIND_WORDS[delivery.type],
        "hujjat": FORMS[delivery.type].format(delivery.record),
        "ilovalar": attachments.format(delivery.parts),
    }


def _refused(reason: str) -> Problem:
    return Problem(
        code="refused-by-national-system",
        pointer="",
        ru=f"Национальная система отклонила документ ({reason}). Исправьте запись и отправьте новую редакцию.",
        en=f"The national system refused the document ({reason}). Correct the record and send a new revision.",
    )
