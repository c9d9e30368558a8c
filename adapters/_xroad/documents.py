"""The documents of a state: which kind of the register is which record type, and the table that maps it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from adapters._parts import authorship
from adapters._parts.faults import Fault, Findings, MappingError
from adapters._parts.json_form import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One kind of document and the record it stands for; `locate` makes a place of a pointer into a document."""

    kind: str
    type: str
    form: Form
    locate: Callable[[str], str] = str

    def read(self, plain: Any, participant: str) -> dict[str, Any]:
        """Return the record of a document; what it leaves open about its author is filled in from `participant`.

        Raises:
            MappingError: the document cannot be mapped; its faults have JSON pointers.
        """
        findings = Findings()
        record = self.form.parse(plain, findings, (self.kind,))
        try:
            findings.settle()
        except MappingError as error:
            raise MappingError(replace(fault, place=self.locate(fault.place)) for fault in error.faults) from None
        return authorship.complete(self.type, record, participant)

    def place_of(self, pointer: str) -> str:
        """Return the place of a member of the record, as far as it can be told."""
        return self.locate(f"/{self.kind}{self.form.place_of(pointer)}")


_UNKNOWN = Fault(
    code="document-unknown",
    place="/kind",
    ru="Документы этого вида через обмен не передаются. Проверьте поле kind по описанию.",
    en="Documents of this kind do not travel by this exchange. Check the member kind against the description.",
)


class Documents:
    """All documents of one state, by kind and by record type; `unknown` is said of any other kind."""

    def __init__(self, documents: Iterable[Document], unknown: Fault = _UNKNOWN) -> None:
        self._unknown = unknown
        self._by_kind = {document.kind: document for document in documents}
        self._by_type = {document.type: document for document in self._by_kind.values()}

    def of_kind(self, kind: str) -> Document:
        """Return the document of a kind.

        Raises:
            MappingError: there is none.
        """
        if kind not in self._by_kind:
            raise MappingError([self._unknown])
        return self._by_kind[kind]

    def of_type(self, type_: str) -> Document | None:
        """Return the document a record type is written as, or None."""
        return self._by_type.get(type_)
