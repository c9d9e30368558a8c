"""Refusals for the hub's own sake: too much at once, in doubt, or out of order: 429, 503 and 500."""

from hub.core.errors.refusal import HubError


class OverloadedError(HubError):
    """Too much at once."""

    code = "rate-limited"
    ru = "Слишком много запросов. Повторите через {retry_after} с."
    en = "Too many requests. Try again in {retry_after} s."


class UnavailableError(HubError):
    """The hub cannot say yes or no now."""

    code = "in-doubt"
    ru = "Исход неизвестен или узел не может писать журнал. Отправьте те же байты снова через {retry_after} с."
    en = "The outcome is in doubt, or the log cannot be written. Send the same bytes again in {retry_after} s."


class TrustExpiredError(UnavailableError):
    """The trust list is no longer valid, so nothing can be judged."""

    code = "trust-list-expired"
    ru = "Список доверия узла истёк, приём остановлен. Повторите через {retry_after} с; оператор уже извещён."
    en = "The hub's trust list has expired, nothing is accepted. Try again in {retry_after} s; the operator knows."


class EncryptionKeyError(UnavailableError):
    """A key that records are to be encrypted by, or are encrypted by, is not to be had."""

    code = "encryption-key-missing"
    ru = "Узел не может зашифровать или прочесть запись: нет ключа. Повторите через {retry_after} с; оператор извещён."
    en = "The hub cannot encrypt or read records: a key is missing. Try again in {retry_after} s; the operator knows."


class IntegrityError(HubError):
    """The stored log is not what was signed; the hub refuses to sign on."""

    code = "integrity"
    ru = "Журнал узла не сходится со своей контрольной точкой, подпись остановлена. Сообщите оператору и аудитору."
    en = "The hub's log does not match its checkpoint; signing has stopped. Tell the operator and the auditor."


class DamagedError(IntegrityError):
    """A message that is kept encrypted does not open: it was changed or moved."""

    code = "message-damaged"
    ru = "Хранимое сообщение повреждено и не выдаётся. Сообщите оператору и аудитору."
    en = "The stored message is damaged and is not handed out. Tell the operator and the auditor."
