"""Where in a JSON text something stands: for the sender of a refused text, who has to find it in a megabyte.

Only texts that were refused come here; it understands broken texts as far as they go. As nobody has verified them yet,
it looks at the first `MOST` places only, which takes some milliseconds: a long text may be refused without a place.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_decode = json.JSONDecoder(strict=False).decode
Path = tuple[str | int, ...]

MOST = 5000
_TOKEN = re.compile(r'[ \t\n\r]*(?:([\[\]{},:])|("(?:[^"\\]|\\.)*")|([^\s\[\]{},:"]+))', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A literal or an opened container: at which character, at which path, how deep; `twice`: a member named again."""

    offset: int
    path: Path
    depth: int
    literal: str
    twice: bool = False


@dataclass(slots=True)
class _Container:
    names: set[str] | None  # of an object; None for an array
    at: str | int = 0
    is_value: bool = False  # in an object: the name has been read
    path: Path = field(default=())


def places(text: str) -> Iterator[Place]:
    """Yield names, literals and containers in the order of the text, until it ends or breaks."""
    stack: list[_Container] = []
    position = 0
    for _ in range(MOST):
        token = _TOKEN.match(text, position)
        if token is None:
            return
        position = token.end()
        sign, string, word = token.groups()
        start = token.start(token.lastindex or 0)
        if sign is not None and sign in "]}":
            if not stack:
                return
            stack.pop()
        elif sign == "," and stack:
            _go_on(stack[-1])
        elif sign in ("[", "{"):
            path = _path(stack)
            stack.append(_Container(set() if sign == "{" else None, path=path))
            yield Place(offset=start, path=path, depth=len(stack), literal=sign)
        elif string is not None or word is not None:
            yield _take(stack, start, string or word)


def path_at(text: str, offset: int) -> Path:
    """Return the path of what stands last before a character."""
    last: Path = ()
    for place in places(text):
        if place.offset > offset:
            break
        last = place.path
    return last


def _path(stack: list[_Container]) -> Path:
    return (*stack[-1].path, stack[-1].at) if stack else ()


def _go_on(container: _Container) -> None:
    container.is_value = False
    if isinstance(container.at, int) and container.names is None:
        container.at += 1


def _take(stack: list[_Container], offset: int, literal: str) -> Place:
    """Take a literal: the name of a member, or a value."""
    twice = False
    names = stack[-1].names if stack else None
    if names is not None and not stack[-1].is_value:
        name = _name(literal)
        twice = name in names
        names.add(name)
        stack[-1].at, stack[-1].is_value = name, True
    return Place(offset=offset, path=_path(stack), depth=len(stack), literal=literal, twice=twice)


def _name(literal: str) -> str:
    try:
        return str(_decode(literal))
    except ValueError:
        return literal
