"""Refusals of what is said and asked about bans: 403 and 409."""

from hub.core.errors.allowed import ForbiddenError
from hub.core.errors.conflict import ConflictError


class ExitBanNotAllowedError(ForbiddenError):
    """The agreement does not name exit bans."""

    code = "exit-ban-not-allowed"
    ru = "Соглашение «{agreement}» не предусматривает передачу запретов на выезд. Передавайте только запреты на въезд."
    en = "The agreement '{agreement}' does not name exit bans. Send bans on entry only."


class RestrictedDetailError(ConflictError):
    """Detail of a restricted ground was sent without having been asked for."""

    code = "restricted-detail-unasked"
    ru = "Подробности закрытого основания не запрашивались. Отправьте ответ без запечатанных частей."
    en = "The detail of the restricted ground was not asked for. Send the answer without sealed parts."
