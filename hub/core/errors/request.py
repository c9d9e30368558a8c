"""Refusals of how a request was made: 405, 408, 413 and 415."""

from hub.core.errors.refusal import HubError


class MethodError(HubError):
    """The path does not know this method."""

    code = "method-not-allowed"
    ru = "Метод для этого пути не предусмотрен. Список путей и методов: /openapi.json."
    en = "The method is not known for this path. Paths and methods are listed in /openapi.json."


class SlowBodyError(HubError):
    """The body comes too slowly."""

    code = "body-too-slow"
    ru = "Тело запроса передаётся слишком медленно. Отправьте меньше записей за раз или проверьте связь."
    en = "The body comes too slowly. Send fewer records at once, or check the connection."


class TooLargeError(HubError):
    """The body is larger than allowed."""

    code = "body-too-large"
    ru = "Тело запроса больше допустимого ({limit} байт). Отправьте меньше записей за раз."
    en = "The body is larger than allowed ({limit} bytes). Send fewer records at once."


class TooManyLinesError(TooLargeError):
    """The submission has more lines than allowed."""

    code = "too-many-lines"
    ru = "Строк больше допустимого ({limit}). Разделите отправку на несколько."
    en = "There are more lines than allowed ({limit}). Divide the submission into several."


class MediaTypeError(HubError):
    """The media type or encoding is not taken here."""

    code = "media-type-unsupported"
    ru = "Принимаются только несжатые application/jose и application/jose-lines. Исправьте Content-Type и Content-Encoding."
    en = "Only uncompressed application/jose and application/jose-lines are taken. Mend Content-Type and Content-Encoding."
