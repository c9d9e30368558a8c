"""Reading the members of a JSON object, each with its type and its bound.

Errors name the member and where it stands, never its value.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class ShapeError(ValueError):
    """A value has not the shape agreed on; the text names the member and never its value."""


class Members:
    """The members of one object. Reading one takes it out; `close` refuses what nobody asked for."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, dict):
            raise ShapeError(f"{where} is not an object")
        self._members: dict[str, Any] = dict(value)
        self._where = where

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def take(self, name: str) -> object:
        """Return a member of any type."""
        if name not in self._members:
            raise ShapeError(f"{self._where} lacks {name}")
        return self._members.pop(name)

    def text(self, name: str, most: int) -> str:
        """Return a text of at most `most` characters."""
        value = self.take(name)
        if not isinstance(value, str) or len(value) > most:
            raise ShapeError(f"{self._where}: {name} is not a text of at most {most} characters")
        return value

    def text_or_none(self, name: str, most: int) -> str | None:
        """Return a text, or None for null."""
        if name in self._members and self._members[name] is None:
            del self._members[name]
            return None
        return self.text(name, most)

    def number(self, name: str) -> int:
        """Return a whole number, 0 or more."""
        value = self.take(name)
        if type(value) is not int or value < 0:
            raise ShapeError(f"{self._where}: {name} is not a whole number")
        return value

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self.take(name)
        if not isinstance(value, bool):
            raise ShapeError(f"{self._where}: {name} is not true or false")
        return value

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Return an object as it is."""
        value = self.take(name)
        if not isinstance(value, dict):
            raise ShapeError(f"{self._where}: {name} is not an object")
        return value

    def items(self, name: str, most: int, read: Callable[[object], T]) -> tuple[T, ...]:
        """Return a list of at most `most` items, each as `read` understands it."""
        value = self.take(name)
        if not isinstance(value, list) or len(value) > most:
            raise ShapeError(f"{self._where}: {name} is not a list of at most {most}")
        return tuple(read(item) for item in value)

    def close(self) -> None:
        """Refuse members that nobody asked for."""
        if self._members:
            raise ShapeError(f"{self._where} has members that are not known")
