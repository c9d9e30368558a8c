"""Refusals of texts that are not strict JSON."""

from keys.errors.refusal import KeysError


class StrictJsonError(KeysError):
    """The bytes are not strict JSON (RFC 7493)."""

    code = "json-malformed"
    ru = "Это не JSON: ошибка у знака {offset}. Исправьте запись и отправьте снова."
    en = "This is not JSON: the error is near character {offset}. Mend the text and send it again."


class JsonTooLargeError(StrictJsonError):
    """The text is longer than the reader takes."""

    code = "json-too-large"
    ru = "Текст JSON длиннее {limit} байт. Разделите его."
    en = "The JSON text is longer than {limit} bytes. Split it."


class JsonEncodingError(StrictJsonError):
    """The bytes are not UTF-8, or begin with a byte order mark."""

    code = "json-encoding"
    ru = "Текст JSON не в UTF-8 или начинается с метки порядка байтов. Сохраните его в UTF-8 без BOM."
    en = "The JSON text is not UTF-8 or begins with a byte order mark. Save it as UTF-8 without BOM."


class JsonDuplicateError(StrictJsonError):
    """An object has the same member twice."""

    code = "json-duplicate-member"
    ru = "В объекте JSON одно поле указано дважды. Оставьте одно."
    en = "An object of the JSON text has the same member twice. Leave one."


class JsonDepthError(StrictJsonError):
    """The nesting is deeper than allowed."""

    code = "json-too-deep"
    ru = "Вложенность JSON больше {limit}. Упростите строение."
    en = "The JSON text is nested deeper than {limit}. Make it flatter."


class JsonNumberError(StrictJsonError):
    """A number that not every reader understands alike."""

    code = "json-number"
    ru = "В JSON есть число вне границ: целое больше 2^53-1, слишком длинное, NaN или Infinity. Передайте его строкой."
    en = "The JSON text has a number out of bounds: beyond 2^53-1, too long, NaN or Infinity. Send it as a string."


class JsonCharacterError(StrictJsonError):
    """A string with a code point that is no character."""

    code = "json-character"
    ru = "В строке JSON есть недопустимый знак: непарный суррогат, U+0000 или не-символ Юникода. Удалите его."
    en = "A string of the JSON text has a forbidden code point: a lone surrogate, U+0000 or a noncharacter. Remove it."
