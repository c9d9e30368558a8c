"""What can go wrong between a participant and the hub, grouped by what the caller does next.

    ClientError
    ├── RetryLaterError    the hub was not reached, is busy or out of service: ask again after a pause
    ├── InDoubtError       a submission may or may not have been accepted: send the same bytes again after a pause
    ├── RefusedError       the hub says no, with a problem: the same request will be refused again
    │   └── StoppedOnTheWayError  not the hub, but what stands before it, says that a body is too large
    └── BadAnswerError     what answered does not speak as the hub does: use nothing of it, tell the operator
        └── TooLongError   the answer is longer than asked for: ask for less

No exception of the HTTP library leaves this package.
"""

from typing import ClassVar

from hub.client.answers import Problem


class ClientError(Exception):
    """The hub gave no answer that can be used."""

    code: ClassVar[str] = "hub-unusable"
    ru: ClassVar[str] = "Узел не дал пригодного ответа."
    en: ClassVar[str] = "The hub gave no usable answer."

    def __init__(self, why: str = "") -> None:
        super().__init__(f"{self.code}: {why}" if why else self.code)
        self.why = why

    def text(self, language: str) -> str:
        """Return what was wrong and what to do, in "ru" or "en"."""
        sentence = self.en if language == "en" else self.ru
        return sentence.format(why=self.why)


class RetryLaterError(ClientError):
    """The hub cannot be used now. `after` is the pause in seconds that it asked for, 0 if it did not."""

    code = "hub-unavailable"
    ru = "Узел сейчас недоступен ({why}). Запрос будет повторён; если не пройдёт, проверьте сеть и адрес узла."
    en = "The hub is unavailable now ({why}). The request is repeated; if this stays, check network and address."

    def __init__(self, why: str, *, after: float = 0.0) -> None:
        super().__init__(why)
        self.after = after


class InDoubtError(ClientError):
    """A submission may or may not have been accepted."""

    code = "submission-in-doubt"
    ru = "Неизвестно, принята ли отправка ({why}). Отправьте те же байты снова."
    en = "Whether the submission was accepted is unknown ({why}). Send the same bytes again."

    def __init__(self, why: str, *, after: float = 0.0) -> None:
        super().__init__(why)
        self.after = after


class RefusedError(ClientError):
    """The hub refused the request."""

    code = "hub-refused"
    ru = "Узел отказал ({why}). Исправьте причину; тот же запрос будет снова отклонён."
    en = "The hub refused ({why}). Mend the cause; the same request will be refused again."

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class StoppedOnTheWayError(RefusedError):
    """Something before the hub lets nothing so large pass, and never will (413 without a word of the hub)."""

    code = "stopped-on-the-way"
    ru = (
        "Прокси или шлюз на пути к узлу не пропускает тело такого размера. "
        "Поднимите его предел до 8 МиБ (для одной записи до 1 МиБ) и отправьте запись снова, или сократите её."
    )
    en = (
        "A proxy or gate on the way to the hub lets no body of this size pass. "
        "Raise its limit to 8 MiB (for a single record to 1 MiB) and send the record again, or make it shorter."
    )

    def __init__(self) -> None:
        super().__init__(Problem(status=413, code=self.code, detail=self.en, texts={"ru": self.ru, "en": self.en}))


class BadAnswerError(ClientError):
    """What answered does not speak as the hub does."""

    code = "answer-malformed"
    ru = "Ответ не похож на ответ узла ({why}). Проверьте адрес и прокси; сообщите оператору узла."
    en = "The answer is not one of the hub ({why}). Check address and proxy; tell the hub's operator."


class TooLongError(BadAnswerError):
    """The answer is longer than the bound."""

    code = "answer-too-long"
    ru = "Ответ узла длиннее допустимого ({why}). Запросите меньше за раз."
    en = "The hub's answer is longer than allowed ({why}). Ask for less at once."
