"""The writing side: what the hub delivers becomes the active list and one file per readmission document in `in/`.

The list is written anew after deliveries, as CSV and as XLSX, each by rename. Writing a long list takes seconds, so
during a large delivery it is written only so often that it takes a small share of the time; what is not yet shown is
noted on disk and is written with the next call of the gateway, of either side.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from adapters._files import atomic
from adapters._files.folder import Folder
from adapters._files.tables import Table
from adapters._files.writing import csv_filler, xlsx_filler
from adapters._parts.outcomes import NOT_EXPRESSIBLE, TYPE_NOT_SUPPORTED
from adapters.tj_files.holdings import Holdings, Request
from adapters.tj_files.mapping import entry_ban, readmission
from hub.sdk.ports import Delivery, Outcome, Problem, SinkUnavailableError

ACTIVE_LIST = "entry-bans-active"

_WRITING_SHARE = 5
"""Writing the list may take one part in so many of the time."""

_DOCUMENTS: Mapping[str, tuple[Table, Callable[[Mapping[str, Any]], dict[str, str]]]] = {
    readmission.REQUEST: (readmission.REQUESTS, readmission.format_request),
    readmission.REPLY: (readmission.REPLIES, readmission.format_reply),
}


class FilesSink:
    """Records that other participants sent to this one."""

    def __init__(self, *, folder: Folder, holdings: Holdings, encoding: str) -> None:
        self._folder = folder
        self._holdings = holdings
        self._encoding = encoding
        self._next_writing = 0.0

    def apply(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        """Keep the records and show them.

        Raises:
            SinkUnavailableError: the folder is not there; nothing was decided.
        """
        try:
            self._folder.prepare()
            with self._holdings.together():
                outcomes = [
                    Outcome(message_id=delivery.message_id, problem=self._apply(delivery)) for delivery in deliveries
                ]
            self.show()
        except OSError as error:
            raise SinkUnavailableError(f"the folder cannot be written ({type(error).__name__})") from None
        return outcomes

    def erase(self, subjects: Sequence[str]) -> None:
        """Remove bans from the list and documents of cases from the folder.

        Raises:
            SinkUnavailableError: the folder is not there.
        """
        try:
            self._folder.prepare()
            with self._holdings.together():
                for subject in subjects:
                    self._holdings.forget(subject)
            for subject in subjects:
                for kind in _DOCUMENTS:
                    self._path(kind, subject).unlink(missing_ok=True)
            self.show(at_once=True)
        except OSError as error:
            raise SinkUnavailableError(f"the folder cannot be written ({type(error).__name__})") from None

    def show(self, *, at_once: bool = False) -> None:
        """Write the active list if it does not show what is held, and if its turn has come.

        Raises:
            OSError: the folder is not there or not writable.
        """
        started = time.monotonic()
        if self._holdings.is_list_written() or (started < self._next_writing and not at_once):
            return
        path = self._folder.inbound / ACTIVE_LIST
        headings = _columns(entry_ban.TABLE)
        atomic.write(path.with_suffix(".csv"), csv_filler(list(headings.values()), self._rows(), self._encoding))
        atomic.write(path.with_suffix(".xlsx"), xlsx_filler(list(headings.values()), self._rows()))
        self._holdings.list_is_written()
        ended = time.monotonic()
        self._next_writing = ended + _WRITING_SHARE * (ended - started)

    def _rows(self) -> Iterator[list[str]]:
        keys = list(_columns(entry_ban.TABLE))
        for cells in self._holdings.active_rows(entry_ban.IN_FORCE):
            yield [cells.get(key, "") for key in keys]

    def _apply(self, delivery: Delivery) -> Problem | None:
        if delivery.version != "1.0" or delivery.type not in {entry_ban.TYPE, *_DOCUMENTS}:
            return TYPE_NOT_SUPPORTED
        try:
            if delivery.type == entry_ban.TYPE:
                return self._apply_ban(delivery)
            self._write_document(delivery)
        except (KeyError, TypeError, ValueError, LookupError):
            return NOT_EXPRESSIBLE
        return None

    def _apply_ban(self, delivery: Delivery) -> Problem | None:
        if delivery.record["issuer"] != delivery.sender:
            return _ISSUER_MISMATCH
        self._holdings.put_ban(delivery.record, entry_ban.format(delivery.record), delivery.index)
        return None

    def _write_document(self, delivery: Delivery) -> None:
        table, form = _DOCUMENTS[delivery.type]
        cells = form(delivery.record)
        case_id = delivery.record["case_id"]
        if delivery.type == readmission.REQUEST:
            request = Request(message_id=delivery.message_id, sender=delivery.sender)
            self._holdings.put_request(case_id, request, delivery.index)
        columns = _columns(table)
        fill = csv_filler(list(columns.values()), [[cells[key] for key in columns]], self._encoding)
        atomic.write(self._path(delivery.type, case_id), fill)

    def _path(self, kind: str, case_id: str) -> Any:
        # A case id is letters, digits, full stop, hyphen and underscore by its schema: it cannot leave the folder.
        return self._folder.inbound / f"{kind}-{case_id.replace('/', '_')}.csv"


def _columns(table: Table) -> dict[str, str]:
    """Return the columns that are written, headings by key; the glued document is only read."""
    return {column.key: column.heading for column in table.columns if column.key != "document"}


_ISSUER_MISMATCH = Problem(
    code="issuer-mismatch",
    pointer="/issuer",
    ru="Запрет прислал не тот орган, который его ввёл. Запрет может изменить только он.",
    en="The ban was not sent by the authority that issued it. Only that authority may change it.",
)
