"""Refusals of bytes that are not what they should be: 400."""

from hub.core.errors.refusal import HubError


class MalformedError(HubError):
    """The bytes are not what they should be."""

    code = "malformed"
    ru = "Запрос составлен неверно. Исправьте его по описанию интерфейса и отправьте снова."
    en = "The request is malformed. Mend it by the description of the interface and send it again."


class EnvelopeMalformedError(MalformedError):
    """The payload is not an envelope."""

    code = "envelope-malformed"
    ru = "Конверт неверен: {member}. Состав конверта описан в docs/reference/envelope.md."
    en = "The envelope is wrong at: {member}. Its members are described in docs/reference/envelope.md."


class LeafMalformedError(MalformedError):
    """The bytes are not a leaf of the log."""

    code = "leaf-malformed"
    ru = "Запись журнала неверна. Запросите её у узла снова; если повторится, сообщите аудитору."
    en = "The leaf is malformed. Ask the hub for it again; if it stays so, tell the auditor."


class CheckpointMalformedError(MalformedError):
    """The text is not a checkpoint."""

    code = "checkpoint-malformed"
    ru = "Контрольная точка журнала неверна. Запросите её снова; если повторится, сообщите аудитору."
    en = "The checkpoint is malformed. Ask for it again; if it stays so, tell the auditor."


class ReceiptMalformedError(MalformedError):
    """The bytes are not a receipt."""

    code = "receipt-malformed"
    ru = "Квитанция неверна. Отправьте те же байты снова, узел выдаст её ещё раз."
    en = "The receipt is malformed. Send the same bytes again, the hub gives it once more."


class ProofError(MalformedError):
    """A Merkle proof does not prove."""

    code = "proof-invalid"
    ru = "Доказательство включения или непрерывности журнала не сходится. Не полагайтесь на него и сообщите аудитору."
    en = "The inclusion or consistency proof does not hold. Do not rely on it, and tell the auditor."


class ParameterError(MalformedError):
    """A query parameter is missing or out of range."""

    code = "parameter-invalid"
    ru = "Параметр запроса «{parameter}» отсутствует или вне допустимых пределов. Пределы указаны в /openapi.json."
    en = "The parameter '{parameter}' is missing or out of range. Its bounds are in /openapi.json."
