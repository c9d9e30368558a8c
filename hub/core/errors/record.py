"""Refusals of a record that is understood and wrong: 422."""

from hub.core.errors.refusal import HubError


class UnprocessableError(HubError):
    """The record is understood and wrong."""

    code = "record-invalid"
    ru = "Запись противоречит правилам своего вида. Исправьте указанные места и подпишите её заново."
    en = "The record breaks the rules of its type. Mend the places named and sign it again."


class SchemaViolationError(UnprocessableError):
    """The record does not fit its schema."""

    code = "schema-violation"
    ru = "Запись не соответствует схеме. Исправьте указанные места и подпишите её заново."
    en = "The record does not fit its schema. Mend the places named and sign it again."


class TypeUnknownError(UnprocessableError):
    """The record type is not in the catalogue."""

    code = "type-unknown"
    ru = "Такого вида записи нет. Список видов и версий: /openapi.json."
    en = "There is no such record type. Types and versions are listed in /openapi.json."


class VersionUnknownError(UnprocessableError):
    """The catalogue does not hold this version of the type."""

    code = "version-unknown"
    ru = "Такой версии этого вида записи нет. Список видов и версий: /openapi.json."
    en = "There is no such version of this record type. Types and versions are listed in /openapi.json."


class RecipientUnknownError(UnprocessableError):
    """A recipient is not a participant."""

    code = "recipient-unknown"
    ru = "Один из получателей не является участником обмена. Список: /v1/participants."
    en = "One of the recipients is not a participant of the exchange. The list is at /v1/participants."


class RecipientReasonError(UnprocessableError):
    """A record goes to a group that its type does not allow, or back to its sender."""

    code = "recipients-not-allowed"
    ru = "Такую запись адресуют поимённо и не самому себе. Укажите получателей явно."
    en = "Such a record names each recipient, and not its sender. Name them explicitly."


class AttachmentDigestError(UnprocessableError):
    """The bytes uploaded are not those announced."""

    code = "attachment-digest"
    ru = "Хеш загруженных байтов не тот, что в адресе. Вычислите SHA-256 шифртекста и загрузите его снова."
    en = "The digest of the bytes is not the one in the address. Take the SHA-256 of the ciphertext, and upload it again."
