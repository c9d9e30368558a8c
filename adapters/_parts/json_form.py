"""JSON documents of a national system <-> records, by one table for both directions.

    BAN = Form(
        Member("taqiq_raqami", "ban_id", TEXT, required=True),
        Member("holat", "status", words(STATUSES), required=True),
        Member("qaror", "decision", DECISION),                     # a form inside
        Member("asoslar", "grounds", TEXT, many=True),             # a list
    )
    BAN.parse(document, findings)     national -> record; everything wrong is found in one pass, each with its pointer
    BAN.format(record)                record -> national
    BAN.place_of("/decision/number")  "/qaror/raqam": where a member of the record stands in the national document

Where the national side cuts the members differently, a form has `assemble` (values read -> record) and `take_apart`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from adapters._parts import json_faults
from adapters._parts.faults import Findings, FormError
from adapters._parts.json_faults import MAX_MANY
from adapters._parts.letters import tidy, tidy_lines

Path = tuple[str | int, ...]


class Kind(Protocol):
    """How one value is read and written."""

    def parse(self, value: object, findings: Findings, path: Path = ()) -> Any:
        """Return the record's value; what is wrong becomes faults, or a `FormError` about this very value."""
        ...

    def format(self, value: Any) -> Any:
        """Return the national value."""
        ...


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value, by two functions; `read` raises `FormError`."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value

    def parse(self, value: object, findings: Findings, path: Path = ()) -> Any:  # noqa: ARG002 - the form's signature
        """Return what `read` makes of the value.

        Raises:
            FormError: it is not of this kind.
        """
        return self.read(value)

    def format(self, value: Any) -> Any:
        """Return what `write` makes of the value."""
        return self.write(value)


@dataclass(frozen=True, slots=True)
class Member:
    """One row of a form: national name, member of the record, kind."""

    name: str
    member: str
    kind: Kind
    required: bool = False
    many: bool = False


class Form:
    """A JSON object of the national system, member by member."""

    def __init__(
        self,
        *members: Member,
        assemble: Callable[[dict[str, Any], "Here"], dict[str, Any]] | None = None,
        take_apart: Callable[[Mapping[str, Any]], Mapping[str, Any]] | None = None,
        places: Mapping[str, str] | None = None,
    ) -> None:
        self.members = members
        self._names = {member.name for member in members}
        self._by_member = {member.member: member for member in members}
        self._assemble, self._take_apart, self._places = assemble, take_apart, places

    def parse(self, value: object, findings: Findings, path: Path = ()) -> dict[str, Any]:
        """Return the record of a document; what is wrong becomes faults of `findings`."""
        if not isinstance(value, Mapping):
            findings.add(json_faults.OBJECT_EXPECTED.at(pointer_of(path)))
            return {}
        record: dict[str, Any] = {}
        for member in self.members:
            raw = value.get(member.name)
            if raw is None or raw == "" or (raw == [] and not member.required):
                if member.required:
                    findings.add(json_faults.MISSING.at(pointer_of((*path, member.name))))
                continue
            found = _read(member, raw, findings, path)
            if found is not None:
                record[member.member] = found
        if not value.keys() <= self._names:
            for name in sorted(set(value) - self._names)[:MAX_MANY]:
                findings.add(json_faults.UNKNOWN.at(pointer_of((*path, name))))
        return record if self._assemble is None else self._assemble(record, Here(findings, path))

    def format(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """Return the document of a record.

        Raises:
            KeyError: a code of the record has no national word.
            ValueError: the record has a member that this form has no place for.
        """
        parts = value if self._take_apart is None else self._take_apart(value)
        if not parts.keys() <= self._by_member.keys():
            raise ValueError("a member of the record has no place in the national form")
        document: dict[str, Any] = {}
        for member in self.members:
            if member.member in parts:
                part = parts[member.member]
                document[member.name] = (
                    [member.kind.format(item) for item in part] if member.many else member.kind.format(part)
                )
        return document

    def place_of(self, pointer: str) -> str:
        """Return the pointer into the national document of a pointer into the record, as far as it can be told."""
        if self._places is not None:
            fitting = [prefix for prefix in self._places if pointer.startswith(prefix)]
            return self._places[max(fitting, key=len)] if fitting else ""
        name, _, rest = pointer.removeprefix("/").partition("/")
        member = self._by_member.get(name)
        if member is None:
            return ""
        index = ""
        if member.many and rest:
            number, _, rest = rest.partition("/")
            index = f"/{number}"
        inner = member.kind.place_of(f"/{rest}") if rest and isinstance(member.kind, Form) else ""
        return f"/{member.name}{index}{inner}"


@dataclass(frozen=True, slots=True)
class Here:
    """Where a form is being read, for faults that `assemble` finds."""

    findings: Findings
    path: Path

    def fault(self, error: FormError, name: str) -> None:
        """Keep a fault of the member of that national name."""
        self.findings.add(error.at(pointer_of((*self.path, name))))


def _read(member: Member, raw: object, findings: Findings, path: Path) -> Any:
    """Return the value of a member of the object at `path`; a single one costs no path of its own."""
    if member.many:
        return _many(member, raw, findings, (*path, member.name))
    if not isinstance(member.kind, Scalar):
        return _one(member, raw, findings, (*path, member.name))
    try:
        return member.kind.read(raw)
    except FormError as error:
        findings.add(error.at(pointer_of((*path, member.name))))
        return None


def _one(member: Member, raw: object, findings: Findings, path: Path) -> Any:
    try:
        return member.kind.parse(raw, findings, path)
    except FormError as error:
        findings.add(error.at(pointer_of(path)))
        return None


def _many(member: Member, raw: object, findings: Findings, path: Path) -> list[Any] | None:
    if not isinstance(raw, Sequence) or isinstance(raw, str) or len(raw) > MAX_MANY:
        findings.add(json_faults.LIST_EXPECTED.at(pointer_of(path)))
        return None
    return [_one(member, item, findings, (*path, at)) for at, item in enumerate(raw)]


def pointer_of(path: Path) -> str:
    """Return the JSON pointer (RFC 6901) of a path; a name that came from outside is cut."""
    return "".join(f"/{str(step)[:64].replace('~', '~0').replace('/', '~1')}" for step in path)


def document(form: Form, value: object) -> dict[str, Any]:
    """Return the record of a whole document.

    Raises:
        MappingError: something is wrong, or a member is there that the form does not know.
    """
    findings = Findings()
    record = form.parse(value, findings)
    findings.settle()
    return record


def read_text(value: object) -> str:
    """Return a text, tidied.

    Raises:
        FormError: it is no text, or says nothing.
    """
    text = tidy(value) if isinstance(value, str) else ""
    if not text:
        raise FormError(
            "text-expected", "Нужен непустой текст в кавычках.", "A text in quotes that is not empty is needed."
        )
    return text


def read_lines(value: object) -> str:
    """Return a text of several lines, each tidied.

    Raises:
        FormError: it is no text, or says nothing.
    """
    text = read_text(value)
    return tidy_lines(str(value)) if "\n" in str(value) else text


def read_flag(value: object) -> bool:
    """Return a truth value.

    Raises:
        FormError: it is neither true nor false.
    """
    if not isinstance(value, bool):
        raise FormError("flag-invalid", "Нужно true или false без кавычек.", "It must be true or false without quotes.")
    return value


def read_whole(value: object) -> int:
    """Return a whole number.

    Raises:
        FormError: it is none.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise FormError("number-invalid", "Нужно целое число без кавычек.", "A whole number without quotes is needed.")
    return value


def read_number(value: object) -> float:
    """Return a number.

    Raises:
        FormError: it is none.
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise FormError("number-invalid", "Нужно число без кавычек.", "A number without quotes is needed.")
    return value


TEXT = Scalar(read_text)
LINES = Scalar(read_lines)
FLAG = Scalar(read_flag)
WHOLE = Scalar(read_whole)
NUMBER = Scalar(read_number)


def words(table: Mapping[str, str], also: Mapping[str, str] | None = None) -> Scalar:
    """Return the kind of coded words: `table` has one national word per code, `also` further words that are read.

    Case and spaces do not matter in reading.
    """
    codes = {_fold(word): code for word, code in (*(also or {}).items(), *table.items())}
    written = {code: word for word, code in table.items()}
    exact = dict(table)  # nearly always it is written as it stands there

    def read(value: object) -> str:
        code = None
        if isinstance(value, str):
            code = exact.get(value) or codes.get(_fold(value))
        if code is None:
            known = ", ".join(list(table)[:24])
            raise FormError(
                "word-unknown",
                f"Значение не из перечня. Допустимы: {known}.",
                f"The value is not in its list. Known are: {known}.",
            )
        return code

    return Scalar(read, lambda code: written[code])


def _fold(text: str) -> str:
    return tidy(text).casefold()


def known(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that have a value."""
    return {name: value for name, value in values.items() if value is not None}
