"""What the queue can answer instead of doing, each with the action its description prescribes to the client.

    SmevError
    ├── SmevUnavailableError   no answer, or none in SOAP: the gateway tries again later
    │   └── SmevTooLargeError  a message is larger than allowed: a person has to look
    └── SmevFaultError         a fault of the service; `action` says what to do

Neither carries a secret or a value of a record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from adapters._parts.queue_source import QueueError


class Action(StrEnum):
    """What a fault asks of the client."""

    RETRY = "retry"  # wait and send the same again
    DONE = "done"  # it has happened before
    RENEW = "renew"  # send again under a new message id
    FIX = "fix"  # the content is wrong: a person has to look
    OPERATOR = "operator"  # the connection or its registration is wrong: a person has to look


@dataclass(frozen=True, slots=True)
class Prescribed:
    """What a fault asks for, in a word for the program and in sentences for a person."""

    action: Action
    ru: str
    en: str


_LATER = ("Повтор произойдёт сам.", "It is sent again by itself.")
_NOTHING = ("Ничего делать не нужно.", "Nothing needs to be done.")
_ANEW = (
    "Повтор под новым номером произойдёт сам; проверьте часы машины шлюза.",
    "It is sent again under a new id by itself; check the clock of the gateway's machine.",
)

FAULTS: Mapping[str, Prescribed] = {
    "SMEVFailure": Prescribed(Action.RETRY, *_LATER),
    "QuoteLimitExceeded": Prescribed(Action.RETRY, *_LATER),
    "DestinationOverflow": Prescribed(Action.RETRY, *_LATER),
    "MessageIsAlreadySent": Prescribed(Action.DONE, *_NOTHING),
    "TargetMessageIsNotFound": Prescribed(Action.DONE, *_NOTHING),
    "StaleMessageId": Prescribed(Action.RENEW, *_ANEW),
    "InvalidMessageIdFormat": Prescribed(Action.RENEW, *_ANEW),
    "EndOfLifeReached": Prescribed(
        Action.FIX, "Срок жизни сообщения истёк. Отправьте его заново.", "The message is too old. Send it anew."
    ),
    "InvalidContent": Prescribed(
        Action.FIX,
        "Содержание не соответствует схеме вида сведений. Исправьте запись.",
        "The content does not fit the schema of its type. Correct the record.",
    ),
    "UnknownMessageType": Prescribed(
        Action.FIX,
        "Вид сведений в СМЭВ не зарегистрирован. Сверьте его версию с оператором СМЭВ.",
        "The type of information is not registered. Check its version with the operator of SMEV.",
    ),
    "BusinessDataTypeIsNotSupported": Prescribed(
        Action.FIX,
        "Получатель не поддерживает этот вид сведений. Согласуйте с ним состав обмена.",
        "The recipient does not support this type of information. Agree with it what is exchanged.",
    ),
    "AttachmentSizeLimitExceeded": Prescribed(
        Action.FIX,
        "Вложения больше допустимого. Отправьте их меньшими частями.",
        "The attachments are larger than allowed. Send them in smaller parts.",
    ),
    "AttachmentContentMiscoordination": Prescribed(
        Action.FIX,
        "Список вложений не сходится с их содержанием. Соберите сообщение заново.",
        "The list of attachments and their content differ. Put the message together anew.",
    ),
    "IncorrectResponseContentType": Prescribed(
        Action.FIX,
        "Ответ не того вида, который ждёт запрос. Проверьте, на что он отвечает.",
        "The answer is of another type than its request expects. Check what it answers.",
    ),
    "TransactionCodeInvalid": Prescribed(
        Action.FIX, "Код транзакции неверен. Отправьте запись заново.", "The transaction code is wrong. Send it anew."
    ),
    "RecipientIsNotFound": Prescribed(
        Action.OPERATOR,
        "Получатель в СМЭВ не найден. Проверьте его мнемонику у оператора СМЭВ.",
        "SMEV knows no such recipient. Check its mnemonic with the operator of SMEV.",
    ),
    "SenderIsNotRegistered": Prescribed(
        Action.OPERATOR,
        "Сертификат отправителя в СМЭВ не зарегистрирован. Зарегистрируйте новый сертификат у оператора СМЭВ.",
        "The sender's certificate is not registered. Register the new certificate with the operator of SMEV.",
    ),
    "SignatureVerificationFault": Prescribed(
        Action.OPERATOR,
        "СМЭВ не приняла подпись. Проверьте ключ, сертификат и алгоритм подписи.",
        "SMEV did not accept the signature. Check key, certificate and algorithm.",
    ),
    "AccessDenied": Prescribed(
        Action.OPERATOR,
        "Доступ к виду сведений закрыт. Запросите его у оператора СМЭВ.",
        "There is no access to this type of information. Ask the operator of SMEV for it.",
    ),
}
"""The faults of the exchange schemas 1.1. One that is not listed is treated as `SMEVFailure`: retry."""


class SmevError(QueueError):
    """The queue did not do what it was asked for."""


class SmevUnavailableError(SmevError):
    """The queue cannot be used now; `detail` never holds a secret or a record."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class SmevTooLargeError(SmevUnavailableError):
    """A message is larger than an answer may be; it stays first in the queue until somebody has seen to it."""

    person = True


class SmevFaultError(SmevError):
    """The queue answered with a fault."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name
        self.prescribed = FAULTS.get(name, FAULTS["SMEVFailure"])

    @property
    def action(self) -> Action:
        """What the program does."""
        return self.prescribed.action
