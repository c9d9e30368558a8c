"""One file -> changes for the gateway: recognised by its headings or its root, mapped row by row, validated, routed.

All or nothing: the first pass over a file that finds anything wrong goes on only to find the rest of it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader
from typing import Any

from adapters._files import csv_rows, workbook, xml_rows
from adapters._files.csv_rows import EndRow, Row
from adapters._files.forms import figures
from adapters._files.forms.figures import Draft, FiguresForm
from adapters._files.forms.form import Form, column_at
from adapters._files.holdings import Holdings
from adapters._files.limits import Limits
from adapters._files.refusal import FileRefusedError, refuse
from adapters._files.tables import RowReader, Sheet, Table, recognise
from adapters._parts.faults import Fault, Findings, FormError, MappingError
from adapters._parts.questions import OtherAskerError, answered
from adapters._parts.routes import Route, Routes, route_missing
from adapters._parts.validation import check
from hub.sdk.ports import Change

VERSION = "1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """What the files of one state may hold; `examine` looks at an own record beyond its form, if the state asks so."""

    figures: FiguresForm
    documents: Sequence[Form]
    examine: Callable[[Form, Mapping[str, Any], RowReader], None] | None = None

    @property
    def tables(self) -> Sequence[Table]:
        """All tables, the figures first."""
        return (self.figures.table, *(form.table for form in self.documents))

    def find(self, kind: str) -> Form | None:
        """Return the form of a document by its record type."""
        return next((form for form in self.documents if form.kind == kind), None)

    def column_of(self, kind: str, pointer: str) -> str | None:
        """Return the key of the column that a member of a record comes from; None when it cannot be told."""
        form = self.find(kind) or self.figures
        return form.column_of(pointer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file whose headings are known, and its rows to come."""

    sheet: Sheet
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """How the files of one participant are read. `area` is the state its figures are about."""

    forms: Forms
    participant: str
    area: str
    routes: Routes
    holdings: Holdings
    encoding: str
    end_row: EndRow
    limits: Limits
    last_summary: Callable[[str], Mapping[str, Any] | None]

    def open(self, file: BufferedReader, name: str) -> Opened:
        """Read the headings of a file.

        Raises:
            FileRefusedError: it is no table that is known.
            FileIncompleteError: it looks half-written.
        """
        name = name.lower()
        if name.endswith(".xml"):
            sheet, rows = xml_rows.read(file, self.forms.tables, self.limits)
            return Opened(sheet=sheet, rows=rows)
        if name.endswith(".csv"):
            rows = csv_rows.read(file, self.encoding, self.end_row, self.limits)
        elif name.endswith(".xlsx"):
            rows = workbook.read(file, self.limits)
        else:
            raise refuse("format-unknown", *_FORMAT_UNKNOWN)
        return Opened(sheet=recognise(rows, self.forms.tables), rows=rows)

    def changes(self, opened: Opened) -> Iterator[Change]:
        """Yield the changes of a file; whoever keeps them must drop them all when this raises.

        Raises:
            FileRefusedError: something is wrong; it carries all faults up to a bound.
            FileIncompleteError: the file turns out to be half-written.
        """
        faults: list[Fault] = []
        form = self.forms.find(opened.sheet.table.kind)
        for made in self._figures(opened) if form is None else self._documents(form, opened):
            if isinstance(made, MappingError):
                faults.extend(made.faults)
                if len(faults) >= self.limits.faults:
                    break
            elif not faults:
                yield made
        if faults:
            raise FileRefusedError(faults[: self.limits.faults])

    def _documents(self, form: Form, opened: Opened) -> Iterator[Change | MappingError]:
        """One row, one record."""
        for row in opened.rows:
            findings = Findings()
            reader = RowReader(opened.sheet, row, findings)
            try:
                yield self._document(form, reader, findings)
            except MappingError as error:
                yield error

    def _document(self, form: Form, row: RowReader, findings: Findings) -> Change:
        record = form.parse(row, self.participant)
        if form.author is not None and record[form.author] != self.participant:
            row.fault("authority-foreign", form.column_of(f"/{form.author}"), *_AUTHORITY_FOREIGN)
        to, reply_to = self._addressee(form, record, row)
        if self.forms.examine is not None:
            self.forms.examine(form, record, row)
        findings.settle()
        check(form.kind, VERSION, record, lambda pointer: row.place(form.column_of(pointer)))
        route = self._route(form, record, to)
        if route is None:
            raise MappingError([route_missing(row.place(None))])
        return Change(
            type=form.kind,
            version=VERSION,
            subject=record[form.subject],
            to=route.to if to is None else (to,),
            agreement=route.agreement,
            purpose=route.purpose,
            record=record,
            reply_to=reply_to,
            origin={"place": row.place(None)},
        )

    def _addressee(self, form: Form, record: Mapping[str, Any], row: RowReader) -> tuple[str | None, str | None]:
        """Return whom a document goes to, if not the route says so, and the message it replies to."""
        if form.recipient is not None:
            return record[form.recipient], None
        if form.answers is None:
            return None, None
        subject = record[form.subject]
        try:
            request = answered(self.holdings.requests.find(form.answers, subject), record.get("requesting_authority"))
        except FormError as error:
            member = "requesting_authority" if isinstance(error, OtherAskerError) else form.subject
            if subject:  # its absence is told already
                row.fault(error.code, form.column_of(f"/{member}"), error.ru, error.en)
            return "", None
        return request.sender, request.message_id

    def _route(self, form: Form, record: Mapping[str, Any], to: str | None) -> Route | None:
        if to is not None:
            return self.routes.find(form.kind, recipient=to)
        person = record[form.person] if form.person is not None else {"nationalities": ()}
        return self.routes.find(form.kind, nationalities={item["code"] for item in person["nationalities"]})

    def _figures(self, opened: Opened) -> Iterator[Change | MappingError]:
        """All rows of one period, one record."""
        drafts: dict[str, Draft] = {}
        failed = False
        for row in opened.rows:
            findings = Findings()
            self.forms.figures.parse(RowReader(opened.sheet, row, findings), self.area, drafts)
            try:
                findings.settle()
            except MappingError as error:
                yield error
                drafts.clear()
                failed = True
        for period, draft in [] if failed else sorted(drafts.items()):
            try:
                change = self._summary(opened.sheet, period, draft)
            except MappingError as error:
                yield error
            else:
                if change is not None:
                    yield change

    def _summary(self, sheet: Sheet, period: str, draft: Draft) -> Change | None:
        """Return a summary as the next revision of its period; None when it says what the last one said."""
        last = self.last_summary(f"summary {period}")
        if last is not None:
            if {**last, "revision": 0} == {**draft.record, "revision": 0}:
                return None
            draft.record["revision"] = last["revision"] + 1
        rows = draft.observation_rows
        place = " ".join(rows) or sheet.place(1)
        check(self.forms.figures.kind, VERSION, draft.record, lambda pointer: _figure_place(sheet, draft, pointer))
        route = self.routes.find(self.forms.figures.kind)
        if route is None:
            raise MappingError([route_missing(rows[0] if rows else sheet.place(1))])
        return Change(
            type=self.forms.figures.kind,
            version=VERSION,
            subject=None,
            to=route.to,
            agreement=route.agreement,
            purpose=route.purpose,
            record=draft.record,
            origin={"place": place, "fact": f"summary {period}"},
        )


def _figure_place(sheet: Sheet, draft: Draft, pointer: str) -> str:
    rows = {"observations": draft.observation_rows, "rank_or_trend": draft.statement_rows}
    return place_in_summary(sheet.suffixes(), rows, pointer)


def place_in_summary(suffixes: Mapping[str, str], rows: Mapping[str, Sequence[str]], pointer: str) -> str:
    """Return the place of a member of a summary: the row of its statement, the column of its member."""
    _, member, number, *rest = [*pointer.split("/"), "", ""]
    if member not in rows or not number.isdigit() or int(number) >= len(rows[member]):
        return ""
    key = column_at(figures.PLACES, "/" + "/".join(rest).rstrip("/"))
    return rows[member][int(number)] + suffixes.get(key or "", "")


_AUTHORITY_FOREIGN = (
    "Строка составлена от имени другого органа. Отправляйте только документы своего органа.",
    "The row is in the name of another authority. Send documents of your own authority only.",
)
_FORMAT_UNKNOWN = (
    "Файл не CSV, не XLSX и не XML. Сохраните таблицу в одном из этих форматов.",
    "The file is neither CSV nor XLSX nor XML. Save the table in one of these formats.",
)
