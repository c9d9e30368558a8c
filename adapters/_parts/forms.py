"""Forms of single values in national documents: how a text, a coded word, a flag is read and written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters._parts.faults import FormError
from adapters._parts.letters import tidy

REPEATED = (
    "Поле указано более одного раза. Оставьте одно значение.",
    "The field is given more than once. Leave one value.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one value is written: `read` raises `FormError`; `lines` keeps the line breaks of a text."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    lines: bool = False


def tidied(given: Any, *, lines: bool = False) -> Any:
    """Return a value with plain spaces; flags and numbers as they are.

    Raises:
        FormError: it is no single value.
    """
    if isinstance(given, str):
        return "\n".join(map(tidy, given.strip().splitlines())) if lines else tidy(given)
    if isinstance(given, list):
        raise FormError("element-repeated", *REPEATED)
    if isinstance(given, dict):
        raise FormError(
            "value-expected",
            "Здесь нужно одно значение без вложенных полей и признаков. Исправьте документ по описанию.",
            "One value without inner fields and attributes is needed here. Correct the document by its description.",
        )
    return given


def text_of(value: Any) -> str:
    """Return a value that is a text with something in it.

    Raises:
        FormError: it is another value.
    """
    if not isinstance(value, str) or not value:
        raise FormError("text-expected", "Здесь нужен непустой текст.", "A text that is not empty is needed here.")
    return value


def _same(value: Any) -> Any:
    return value


def coded(words: Mapping[str, str], fold: Callable[[str], str] = _same) -> Form:
    """Return the form of a coded word: `words` give the code of each; a code is written as its first word."""
    folded = {fold(word): code for word, code in words.items()}
    written = {code: word for word, code in reversed(list(words.items()))}
    known = ", ".join(written.values())

    def read(value: Any) -> str:
        code = folded.get(fold(text_of(value)))
        if code is None:
            raise FormError(
                "word-unknown",
                f"Значение не из перечня. Допустимы: {known}.",
                f"The value is not in its list. Known are: {known}.",
            )
        return code

    return Form(read=read, write=written.__getitem__)


TEXT = Form(read=text_of, write=_same)
LINES = Form(read=text_of, write=_same, lines=True)
