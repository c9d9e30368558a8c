"""National documents told as tables: which member of a record stands under which national name, in which form.

    DECISION = Shape(Value("number", "Nomre", TEXT, needed=True), Value("date", "Tarix", DAY, needed=True))
    BAN = Shape(
        Value("ban_id", "QadagaNomresi", TEXT, needed=True),
        Part("decision", "Qerar", DECISION, needed=True),
        Value("grounds", "Esas", CODE, many=True, needed=True),
    )

One table serves both directions and both wire forms: a document is a plain tree of dict, list, text, flag and number,
which JSON is by itself and which `xml_tree` makes of XML. Reading goes on after a fault, which finds all at once.
What no field asks for is a fault, and so is a member of a record that no field writes: nothing is lost in silence.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from adapters._parts.faults import Fault, Findings, FormError
from adapters._parts.forms import REPEATED, Form, text_of, tidied

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document something stands, and where its faults go."""

    findings: Findings
    path: str

    def fault(self, code: str, name: str, ru: str, en: str) -> None:
        """Keep a fault of a field (empty: of the place itself)."""
        self.findings.add(Fault(code=code, place=f"{self.path}/{name}" if name else self.path, ru=ru, en=en))

    def below(self, name: str, number: int | None = None) -> "Place":
        """Return the place of a field, or of its item with that number (from 1)."""
        return Place(self.findings, f"{self.path}/{name}" if number is None else f"{self.path}/{name}[{number}]")

    def attempt(self, name: str, read: Callable[[Any], Any], value: Any) -> Any:
        """Return what `read` makes of a value, None once its fault is kept."""
        try:
            return read(value)
        except FormError as error:
            self.findings.add(error.at(f"{self.path}/{name}"))
            return None

    def missing(self, name: str) -> None:
        """Keep the fault of a field that must be there."""
        self.fault(
            "element-missing",
            name,
            "Нет обязательного поля. Заполните его и отправьте снова.",
            "A required field is missing. Fill it in and send again.",
        )


class Field(Protocol):
    """One row of a table; `members` are those of the record it writes."""

    @property
    def members(self) -> tuple[str, ...]:
        """The members of a record that this field knows."""
        ...

    def take(self, left: Plain, record: dict[str, Any], at: Place) -> None:
        """Move what belongs to this field from a document to a record."""
        ...

    def put(self, record: Mapping[str, Any], plain: Plain) -> None:
        """Write what belongs to this field from a record into a document."""
        ...


class Shape:
    """A table of fields, in the order they are written in."""

    def __init__(self, *fields: Field) -> None:
        self.fields = fields
        self.members = frozenset(member for field in fields for member in field.members)

    def read(self, plain: Any, at: Place) -> dict[str, Any]:
        """Return the record of a document; what is wrong becomes faults of the place."""
        record: dict[str, Any] = {}
        if not isinstance(plain, dict):
            at.fault("element-missing", "", *_PART_EXPECTED)
            return record
        left = dict(plain)
        self.take(left, record, at)
        for name in left:
            at.fault("element-unknown", name.rpartition("}")[2], *_UNKNOWN)
        return record

    def take(self, left: Plain, record: dict[str, Any], at: Place) -> None:
        """Move the fields of this table from a document to a record; others stay."""
        for field in self.fields:
            field.take(left, record, at)

    def write(self, record: Mapping[str, Any]) -> Plain:
        """Return the document of a record.

        Raises:
            ValueError: the record has a member that the national form has no place for.
        """
        if not record.keys() <= self.members:
            raise ValueError(f"no place for {sorted(record.keys() - self.members)}")
        plain: Plain = {}
        for field in self.fields:
            field.put(record, plain)
        return plain


@dataclass(frozen=True, slots=True)
class Value:
    """A member with one value, or with a list of them; a `needed` list is always there, if empty."""

    member: str
    name: str
    form: Form
    needed: bool = False
    many: bool = False

    @property
    def members(self) -> tuple[str, ...]:
        """The one member."""
        return (self.member,)

    def take(self, left: Plain, record: dict[str, Any], at: Place) -> None:
        """Read the value."""
        given = left.pop(self.name, None)
        if self.many:
            values = [
                at.attempt(f"{self.name}[{number}]", self._read, item) for number, item in enumerate(listed(given), 1)
            ]
            if values or self.needed:
                record[self.member] = values
            return
        if given is None or given == "":
            if self.needed:
                at.missing(self.name)
            return
        value = at.attempt(self.name, self._read, given)
        if value is not None:
            record[self.member] = value

    def put(self, record: Mapping[str, Any], plain: Plain) -> None:
        """Write the value."""
        value = record.get(self.member)
        if value is not None:
            plain[self.name] = [self.form.write(item) for item in value] if self.many else self.form.write(value)

    def _read(self, given: Any) -> Any:
        return self.form.read(tidied(given, lines=self.form.lines))


@dataclass(frozen=True, slots=True)
class Part:
    """A member with members of its own; without `name` they stand among the fields around it."""

    member: str
    name: str
    shape: Shape
    needed: bool = False
    many: bool = False

    @property
    def members(self) -> tuple[str, ...]:
        """The one member."""
        return (self.member,)

    def take(self, left: Plain, record: dict[str, Any], at: Place) -> None:
        """Read the part."""
        if not self.name:
            inner: dict[str, Any] = {}
            self.shape.take(left, inner, at)
            if inner or self.needed:
                record[self.member] = inner
            return
        given = left.pop(self.name, None)
        if self.many:
            items = [self.shape.read(item, at.below(self.name, number)) for number, item in enumerate(listed(given), 1)]
            if items or self.needed:
                record[self.member] = items
        elif given is not None and given != "":
            self._take_one(given, record, at)
        elif self.needed:
            at.missing(self.name)

    def put(self, record: Mapping[str, Any], plain: Plain) -> None:
        """Write the part."""
        value = record.get(self.member)
        if value is None:
            return
        if not self.name:
            plain.update(self.shape.write(value))
        elif self.many:
            plain[self.name] = [self.shape.write(item) for item in value]
        else:
            plain[self.name] = self.shape.write(value)

    def _take_one(self, given: Any, record: dict[str, Any], at: Place) -> None:
        if isinstance(given, list):
            at.fault("element-repeated", f"{self.name}[2]", *REPEATED)
            return
        record[self.member] = self.shape.read(given, at.below(self.name))


@dataclass(frozen=True, slots=True)
class Own:
    """Fields that a table cannot tell: `read` gets what stands under `names`, `write` the whole record."""

    members: tuple[str, ...]
    names: tuple[str, ...]
    read: Callable[[Plain, dict[str, Any], Place], None]
    write: Callable[[Mapping[str, Any], Plain], None]

    def take(self, left: Plain, record: dict[str, Any], at: Place) -> None:
        """Read the fields."""
        self.read({name: left.pop(name) for name in self.names if name in left}, record, at)

    def put(self, record: Mapping[str, Any], plain: Plain) -> None:
        """Write the fields."""
        self.write(record, plain)


def listed(given: Any) -> Iterable[Any]:
    """Return the items of a field that may be given once, several times or not at all."""
    if given is None or given == "":
        return ()
    return given if isinstance(given, list) else (given,)


_PART_EXPECTED = (
    "Здесь нужны вложенные поля, а не значение. Исправьте документ по описанию.",
    "Inner fields are needed here, not a value. Correct the document by its description.",
)
_UNKNOWN = (
    "Поле адаптеру неизвестно, и его смысл был бы потерян. Обновите адаптер или уберите поле.",
    "The adapter does not know this field, and its meaning would be lost. Update the adapter or remove the field.",
)


def texts(plain: Plain, at: Place) -> Iterator[tuple[str, str]]:
    """Give the names and tidied texts of the fields that have one; values of another kind are faults."""
    for name, given in plain.items():
        text = at.attempt(name, tidied, given)
        if text is not None and not isinstance(text, str):
            at.attempt(name, text_of, text)
        elif text:
            yield name, text
