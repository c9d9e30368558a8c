"""Refusals of what participants ask about their keys in the console."""

from hub.core.errors.conflict import ConflictError
from hub.core.errors.record import UnprocessableError


class KeyRequestRefusedError(UnprocessableError):
    """The request is not taken; `reason` says why (`hub.core.console.key_claim`)."""

    code = "key-request-refused"
    ru = "Заявка по ключу не принята ({reason}). Исправьте указанное и подайте её снова."
    en = "The request about a key is not taken ({reason}). Mend what is named, and propose it again."


class KeyRequestStepError(ConflictError):
    """The request does not wait for this step, or not for this person's side."""

    code = "key-request-step"
    ru = "Сейчас заявка этого шага не ждёт: её уже рассмотрели другие. Посмотрите, как она стоит, и решите заново."
    en = "The request does not wait for this step now: others have acted. Look how it stands, and decide again."


class KeyRequestPersonError(ConflictError):
    """The step is for a person who has taken none before."""

    code = "key-request-person"
    ru = "Вы уже участвовали в этой заявке. Следующий шаг делает другой сотрудник."
    en = "You have had a hand in this request already. The next step is for another person."
