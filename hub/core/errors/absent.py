"""Refusals of what is not there, or not any more: 404 and 410."""

from hub.core.errors.refusal import HubError


class MissingError(HubError):
    """There is no such object, or it is not the caller's."""

    code = "not-found"
    ru = "Не найдено. Проверьте идентификатор; чужие объекты выглядят так же, как несуществующие."
    en = "Not found. Check the identifier; what is not yours looks the same as what does not exist."


class GoneError(HubError):
    """It was there, and is kept no more."""

    code = "gone"
    ru = "Это больше не хранится. Доказательства приёма остаются в журнале."
    en = "This is kept no more. The proofs of its acceptance stay in the log."


class ErasedError(GoneError):
    """The message was erased when its retention ended."""

    code = "message-erased"
    ru = "Сообщение стёрто: срок его хранения истёк. Квитанции и доказательства из журнала остаются действительными."
    en = "The message was erased, as its retention is over. Receipts and proofs of the log stay valid."
