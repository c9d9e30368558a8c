"""One file -> changes for the gateway: recognised by its headings, mapped row by row, validated, routed.

All or nothing: the first pass over a file that finds anything wrong goes on only to find the rest of it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader
from typing import Any

from adapters._files import csv_rows, workbook
from adapters._files.csv_rows import EndRow, Row
from adapters._files.limits import Limits
from adapters._files.refusal import FileRefusedError, place_of, refuse
from adapters._files.tables import RowReader, Sheet, recognise
from adapters._parts.faults import Fault, Findings, MappingError
from adapters._parts.routes import Route, Routes, route_missing
from adapters._parts.validation import check
from adapters.tj_files.holdings import Holdings
from adapters.tj_files.mapping import entry_ban, figures, person, readmission
from hub.sdk.ports import Change

TABLES = (figures.TABLE, entry_ban.TABLE, readmission.REQUESTS, readmission.REPLIES)

_SUBJECT_MEMBERS = {entry_ban.TYPE: "/subject", readmission.REQUEST: "/person"}
_PLACES: Mapping[str, Mapping[str, str]] = {
    figures.TYPE: figures.PLACES,
    entry_ban.TYPE: entry_ban.PLACES,
    readmission.REQUEST: readmission.REQUEST_PLACES,
    readmission.REPLY: readmission.REPLY_PLACES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file whose headings are known, and its rows to come."""

    sheet: Sheet
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """How the files of one participant are read. `area` is the state its figures are about."""

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
        rows = self._rows(file, name.lower())
        return Opened(sheet=recognise(rows, TABLES), rows=rows)

    def _rows(self, file: BufferedReader, name: str) -> Iterator[Row]:
        if name.endswith(".csv"):
            return csv_rows.read(file, self.encoding, self.end_row, self.limits)
        if name.endswith(".xlsx"):
            return workbook.read(file, self.limits)
        raise refuse(
            "format-unknown",
            "Файл не CSV и не XLSX. Сохраните таблицу в одном из этих форматов.",
            "The file is neither CSV nor XLSX. Save the table in one of these formats.",
        )

    def changes(self, opened: Opened) -> Iterator[Change]:
        """Yield the changes of a file; whoever keeps them must drop them all when this raises.

        Raises:
            FileRefusedError: something is wrong; it carries all faults up to a bound.
            FileIncompleteError: the file turns out to be half-written.
        """
        faults: list[Fault] = []
        for made in self._figures(opened) if opened.sheet.table.kind == figures.TYPE else self._documents(opened):
            if isinstance(made, MappingError):
                faults.extend(made.faults)
                if len(faults) >= self.limits.faults:
                    break
            elif not faults:
                yield made
        if faults:
            raise FileRefusedError(faults[: self.limits.faults])

    def _documents(self, opened: Opened) -> Iterator[Change | MappingError]:
        """One row, one record."""
        for row in opened.rows:
            findings = Findings()
            reader = RowReader(opened.sheet, row, findings)
            try:
                yield self._document(opened.sheet, reader, findings)
            except MappingError as error:
                yield error

    def _document(self, sheet: Sheet, row: RowReader, findings: Findings) -> Change:
        kind = sheet.table.kind
        if kind == entry_ban.TYPE:
            record = entry_ban.parse(row, self.participant)
            self._own(record["issuer"], row, "issuer")
            findings.settle()
            nationalities = {nationality["code"] for nationality in record["subject"]["nationalities"]}
            return self._routed(sheet, row, record, self.routes.find(kind, nationalities=nationalities))
        if kind == readmission.REQUEST:
            record = readmission.parse_request(row, self.participant)
            self._own(record["requesting_authority"], row, "requesting")
            findings.settle()
            return self._routed(sheet, row, record, None, to=record["requested_authority"])
        record = readmission.parse_reply(row, self.participant)
        request = self.holdings.find_request(record["case_id"])
        if request is None and record["case_id"]:
            row.fault("case-unknown", "case_id", *_CASE_UNKNOWN)
        findings.settle()
        to, reply_to = ("", None) if request is None else (request.sender, request.message_id)
        return self._routed(sheet, row, record, None, to=to, reply_to=reply_to)

    def _own(self, authority: str, row: RowReader, key: str) -> None:
        if authority != self.participant:
            row.fault("authority-foreign", key, *_AUTHORITY_FOREIGN)

    def _routed(
        self,
        sheet: Sheet,
        row: RowReader,
        record: dict[str, Any],
        route: Route | None,
        *,
        to: str | None = None,
        reply_to: str | None = None,
    ) -> Change:
        kind = sheet.table.kind
        check(kind, "1.0", record, lambda pointer: row.place(column_of(kind, pointer)))
        route = self.routes.find(kind, recipient=to) if to is not None else route
        if route is None:
            raise MappingError([route_missing(place_of(row.number))])
        return Change(
            type=kind,
            version="1.0",
            subject=record["ban_id"] if kind == entry_ban.TYPE else record["case_id"],
            to=route.to if to is None else (to,),
            agreement=route.agreement,
            purpose=route.purpose,
            record=record,
            reply_to=reply_to,
            origin={"place": place_of(row.number)},
        )

    def _figures(self, opened: Opened) -> Iterator[Change | MappingError]:
        """All rows of one period, one record."""
        drafts: dict[str, figures.Draft] = {}
        failed = False
        for row in opened.rows:
            findings = Findings()
            figures.parse(RowReader(opened.sheet, row, findings), self.area, drafts)
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

    def _summary(self, sheet: Sheet, period: str, draft: figures.Draft) -> Change | None:
        """Return a summary as the next revision of its period; None when it says what the last one said."""
        last = self.last_summary(f"summary {period}")
        if last is not None:
            if {**last, "revision": 0} == {**draft.record, "revision": 0}:
                return None
            draft.record["revision"] = last["revision"] + 1
        rows = draft.observation_rows
        place = " ".join(place_of(row) for row in rows) or place_of(1)
        check(figures.TYPE, "1.0", draft.record, lambda pointer: _figure_place(sheet, draft, pointer))
        route = self.routes.find(figures.TYPE)
        if route is None:
            raise MappingError([route_missing(place_of(rows[0] if rows else 1))])
        return Change(
            type=figures.TYPE,
            version="1.0",
            subject=None,
            to=route.to,
            agreement=route.agreement,
            purpose=route.purpose,
            record=draft.record,
            origin={"place": place, "fact": f"summary {period}"},
        )


def column_of(kind: str, pointer: str) -> str | None:
    """Return the key of the column that a member of a record comes from; None when it cannot be told."""
    member = _SUBJECT_MEMBERS.get(kind)
    if member is not None and pointer.startswith(member):
        return person.column_of(pointer.removeprefix(member))
    fitting = [prefix for prefix in _PLACES[kind] if pointer.startswith(prefix)]
    return _PLACES[kind][max(fitting, key=len)] if fitting else None


def _figure_place(sheet: Sheet, draft: figures.Draft, pointer: str) -> str:
    rows = {"observations": draft.observation_rows, "rank_or_trend": draft.statement_rows}
    return place_in_summary(sheet.places, rows, pointer)


def place_in_summary(places: Mapping[str, int], rows: Mapping[str, Sequence[int]], pointer: str) -> str:
    """Return the place of a member of a summary: the row of its statement, the column of its member."""
    _, member, number, *rest = [*pointer.split("/"), "", ""]
    if member not in rows or not number.isdigit() or int(number) >= len(rows[member]):
        return ""
    key = column_of(figures.TYPE, "/" + "/".join(rest).rstrip("/"))
    return place_of(rows[member][int(number)], places.get(key) if key else None)


_CASE_UNKNOWN = (
    "По этому делу запрос не поступал. Проверьте номер дела.",
    "No request about this case has arrived. Check the case number.",
)
_AUTHORITY_FOREIGN = (
    "Строка составлена от имени другого органа. Отправляйте только документы своего органа.",
    "The row is in the name of another authority. Send documents of your own authority only.",
)
