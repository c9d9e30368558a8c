"""The service of a national register, as the adapter sees it, whatever it speaks (REST: `rest_register`).

    feed(after)   the register's documents with a number above `after`, in its order; the baseline comes first
    report        what became of documents, by their numbers; told again it changes nothing
    put           one delivery from the exchange, under its message id; put again it changes nothing
    erase         subjects the register has to forget

What is to be sealed, or was, travels beside a document as attachments.

A document is a plain tree (see `adapters._parts.json_form`) under the register's own name for its kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from adapters._parts.faults import Fault
from hub.sdk.ports import Delivery, Part, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One document of the feed; `fault` says that it could not be read at all."""

    number: int
    kind: str
    document: Any = field(default=None, repr=False)
    attachments: Sequence[Part] = ()
    fault: Fault | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Documents after a number, the number to ask with next, and whether there are more now."""

    entries: Sequence[Entry]
    next: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of one document: `message_id` is empty when it never left the adapter."""

    number: int
    accepted: bool
    message_id: str
    problems: Sequence[Problem] = ()


class Register(Protocol):
    """The service of one register. Each call may raise `XRoadError`: nothing was decided."""

    def feed(self, after: int, limit: int) -> Page:
        """Return at most `limit` documents after a number."""
        ...

    def report(self, results: Sequence[Result]) -> None:
        """Tell what became of documents."""
        ...

    def put(self, delivery: Delivery, kind: str, document: Any) -> Problem | None:
        """Hand over one record; a problem says that the register will never take it."""
        ...

    def erase(self, subjects: Sequence[str]) -> None:
        """Let the register forget subjects."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...
