r"""Several things in one cell: `прежнее; кириллица; Пробный; Проба; | псевдоним; …`.

Things are separated by `|`, their fields by `;`. A separator inside a field is written with a backslash before it.
"""

import re
from collections.abc import Sequence

from adapters._parts.faults import FormError
from adapters._parts.letters import is_nothing, tidy

_PART = re.compile(r"(?:[^\\;|]|\\.)*")
_ESCAPED = re.compile(r"\\(.)")


def pack(things: Sequence[Sequence[str]]) -> str:
    """Return the text of a cell."""
    return " | ".join("; ".join(_escape(field) for field in fields) for fields in things)


def unpack(text: str) -> list[list[str]]:
    """Return the things of a cell, each with its fields; an empty cell has none."""
    if not text:
        return []
    things: list[list[str]] = [[]]
    at = 0
    while True:
        match = _PART.match(text, at)
        end = at if match is None else match.end()
        things[-1].append(tidy(_ESCAPED.sub(r"\1", text[at:end])))
        if end >= len(text):
            return things
        if text[end] == "|":
            things.append([])
        at = end + 1


def exactly(fields: Sequence[str], count: int) -> Sequence[str]:
    """Return the fields of one thing, words for «nothing» as empty.

    Raises:
        FormError: there are more or fewer than `count`.
    """
    if len(fields) != count:
        raise FormError(
            "cell-packed-wrong",
            f"В ячейке нужно по {count} полей через «;», группы разделяются знаком «|».",
            f"The cell needs {count} fields each, separated by «;», and groups separated by «|».",
        )
    return ["" if is_nothing(field) else field for field in fields]


def _escape(field: str) -> str:
    return re.sub(r"([\\;|])", r"\\\1", field)
