"""One kind of document that travels as rows of a table: how a row is read and written, and whom it concerns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters._files.forms import person
from adapters._files.tables import RowReader, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A kind of document of one state.

    Attributes:
        table: its columns.
        parse: a row and the own participant -> the record; what is wrong becomes faults of the reader.
        format: a record -> cells by column key.
        places: which column a member of the record comes from; the longest fitting pointer counts.
        subject: the member that is the subject of the envelope.
        person: the member that holds the person block, if any.
        author: the member that names the participant who speaks, if any; its column has the same meaning.
        recipient: the member that names whom it goes to; without it the route does.
        answers: the record type it replies to, if any; it goes to whoever asked.
    """

    table: Table
    parse: Callable[[RowReader, str], dict[str, Any]]
    format: Callable[[Mapping[str, Any]], dict[str, str]]
    places: Mapping[str, str]
    subject: str
    person: str | None = None
    author: str | None = None
    recipient: str | None = None
    answers: str | None = None

    @property
    def kind(self) -> str:
        """The record type."""
        return self.table.kind

    def column_of(self, pointer: str) -> str | None:
        """Return the key of the column that a member of a record comes from; None when it cannot be told."""
        if self.person is not None and pointer.startswith(f"/{self.person}"):
            return person.column_of(pointer.removeprefix(f"/{self.person}"))
        return column_at(self.places, pointer)


def asking(table: Table, **ways: Any) -> Form:
    """Return the form of questions about a person, which one authority puts to another; `ways` as in `Form`."""
    return Form(table=table, person="person", author="requesting_authority", recipient="requested_authority", **ways)


def known(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that a row says something about."""
    return {name: value for name, value in values.items() if value is not None}


def column_at(places: Mapping[str, str], pointer: str) -> str | None:
    """Return the column of the longest pointer that fits."""
    fitting = [prefix for prefix in places if pointer.startswith(prefix)]
    return places[max(fitting, key=len)] if fitting else None
