"""What is wrong with a record, in words that may leave the house.

A violation names the place (a JSON Pointer of member names of the schema and array indexes), a stable code and one
text in each language. It never holds a value of the record, nor the name of a member the schema does not know: both
come from the sender and may be personal data. What stands in the texts comes from the schema alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One defect of a record: `pointer` (RFC 6901) into the record, stable `code`, text in Russian and English."""

    pointer: str
    code: str
    ru: str
    en: str


# JSON Schema keyword -> stable code. One code per thing the sender has to do, not per keyword.
CODES: Mapping[str, str] = {
    "required": "schema-required",
    "dependentRequired": "schema-required",
    "type": "schema-type",
    "enum": "schema-enum",
    "const": "schema-enum",
    "pattern": "schema-pattern",
    "format": "schema-format",
    "additionalProperties": "schema-additional",
    "unevaluatedProperties": "schema-additional",
    "not": "schema-forbidden",
    "minLength": "schema-length",
    "maxLength": "schema-length",
    "minimum": "schema-range",
    "maximum": "schema-range",
    "exclusiveMinimum": "schema-range",
    "exclusiveMaximum": "schema-range",
    "minItems": "schema-items",
    "maxItems": "schema-items",
    "uniqueItems": "schema-items",
    "minProperties": "schema-members",
    "maxProperties": "schema-members",
}
UNREADABLE = "schema-unreadable"

_TYPES_RU = {
    "object": "объект",
    "array": "список",
    "string": "строка",
    "integer": "целое число",
    "number": "число",
    "boolean": "true или false",
    "null": "null",
}
_FORMATS = {
    "date": ("дата ГГГГ-ММ-ДД", "a date YYYY-MM-DD"),
    "date-time": ("время UTC вида 2026-11-21T09:00:00Z", "a UTC time like 2026-11-21T09:00:00Z"),
}

# keyword -> (ru, en); `{x}` is the keyword's value in the schema.
_TEXTS: Mapping[str, tuple[str, str]] = {
    "additionalProperties": (
        "есть поле, которого нет в схеме. Уберите его или проверьте написание имён.",
        "has a member the schema does not know. Remove it, or check the spelling of the names.",
    ),
    "pattern": (
        "значение записано не в том виде. Сверьтесь с описанием поля.",
        "is not written as it must be. See the description of the member.",
    ),
    "minLength": ("слишком короткая строка. Нужно знаков: не менее {x}.", "is too short. At least {x} characters."),
    "maxLength": ("слишком длинная строка. Допустимо знаков: {x}.", "is too long. At most {x} characters."),
    "minimum": ("число слишком мало. Наименьшее допустимое — {x}.", "is too small. The least allowed is {x}."),
    "maximum": ("число слишком велико. Наибольшее допустимое — {x}.", "is too large. The greatest allowed is {x}."),
    "minItems": ("слишком мало элементов. Нужно не менее {x}.", "has too few items. At least {x}."),
    "maxItems": ("слишком много элементов. Допустимо не более {x}.", "has too many items. At most {x}."),
    "uniqueItems": ("элементы повторяются. Уберите повторы.", "has repeated items. Remove the repetitions."),
    "minProperties": (
        "заполнено слишком мало полей. Заполните хотя бы {x}.",
        "has too few members. Fill in at least {x}.",
    ),
    "not": (
        "поле здесь недопустимо. Уберите его при таких значениях остальных полей.",
        "is not allowed here. Remove it while the other members are as they are.",
    ),
    "required": ("обязательное поле отсутствует. Добавьте его.", "is missing. Add it."),
}
_OTHER = (
    "значение не соответствует схеме. Сверьтесь с описанием поля.",
    "does not fit the schema. See its description.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The schema keyword that failed: its name, its value, and the code lists behind an enumeration."""

    keyword: str
    value: Any = None
    lists: tuple[str, ...] = ()


def describe(rule: Rule) -> tuple[str, str]:
    """Return what is wrong, in Russian and English, without the name of the member."""
    if rule.keyword == "type":
        types = [str(name) for name in rule.value] if isinstance(rule.value, list) else [str(rule.value)]
        ru = " или ".join(_TYPES_RU.get(name, name) for name in types)
        return f"неверный тип. Ожидается: {ru}.", f"has the wrong type. Expected: {' or '.join(types)}."
    if rule.keyword == "format":
        ru, en = _FORMATS.get(str(rule.value), (str(rule.value), str(rule.value)))
        return f"неверный формат. Ожидается {ru}.", f"has the wrong format. Expected {en}."
    if rule.keyword in {"enum", "const"}:
        return _describe_codes(rule)
    keyword = "required" if rule.keyword == "dependentRequired" else rule.keyword
    ru, en = _TEXTS.get(keyword, _OTHER)
    return ru.replace("{x}", str(rule.value)), en.replace("{x}", str(rule.value))


def _describe_codes(rule: Rule) -> tuple[str, str]:
    if rule.lists:
        names = ", ".join(rule.lists)
        return (
            f"такого кода нет. Возьмите код из списка: {names}.",
            f"holds an unknown code. Take a code from the list: {names}.",
        )
    allowed = rule.value if isinstance(rule.value, list) else [rule.value]
    values = ", ".join(str(value) for value in allowed)
    return (
        f"значение здесь недопустимо. Допустимо: {values}.",
        f"holds a value not allowed here. Allowed: {values}.",
    )
