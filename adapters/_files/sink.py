"""The writing side: what the hub delivers becomes the active list and one file per document in `in/`.

The list is written anew after deliveries, in each of its formats, each by rename. Writing a long list takes seconds, so
during a large delivery it is written only so often that it takes a small share of the time; what is not yet shown is
noted on disk and is written with the next call of the gateway, of either side.
"""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from adapters._files import atomic
from adapters._files.folder import Folder, reason_of
from adapters._files.forms import entry_ban
from adapters._files.forms.form import Form
from adapters._files.holdings import Holdings
from adapters._files.intake import Forms
from adapters._files.output import Writer
from adapters._parts import versions
from adapters._parts.outcomes import NOT_EXPRESSIBLE, TYPE_NOT_SUPPORTED
from adapters._parts.questions import Question
from hub.sdk.ports import Delivery, Outcome, Problem, SinkUnavailableError

ACTIVE_LIST = "entry-bans-active"

_WRITING_SHARE = 5
"""Writing the list may take one part in so many of the time."""


class FilesSink:
    """Records that other participants sent to this one."""

    def __init__(self, *, folder: Folder, holdings: Holdings, forms: Forms, writer: Writer) -> None:
        self._folder = folder
        self._holdings = holdings
        self._forms = forms
        self._writer = writer
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
            self._folder.flush()
        except OSError as error:
            raise SinkUnavailableError(reason_of(error)) from None
        return outcomes

    def erase(self, subjects: Sequence[str]) -> None:
        """Remove bans from the list and documents of cases from the folder.

        Raises:
            SinkUnavailableError: the folder is not there.
        """
        try:
            self._folder.prepare()
            paths = [path for subject in subjects for path in self._paths(subject)]
            for path in paths:
                self._folder.withdraw(path)
            with self._holdings.together():
                for subject in subjects:
                    self._holdings.forget(subject)
            self.show(at_once=True)
            self._folder.flush()
        except OSError as error:
            raise SinkUnavailableError(reason_of(error)) from None

    def show(self, *, at_once: bool = False) -> None:
        """Write the active list if it does not show what is held, and if its turn has come.

        Raises:
            OSError: the folder is not there or not writable.
        """
        started = time.monotonic()
        if self._holdings.is_list_written() or (started < self._next_writing and not at_once):
            return
        path = self._folder.inbound / ACTIVE_LIST
        for suffix, fill in self._writer.list_fillers(self._list_form().table, self._rows):
            atomic.write(path.with_suffix(suffix), fill)
        self._holdings.list_is_written()
        ended = time.monotonic()
        self._next_writing = ended + _WRITING_SHARE * (ended - started)

    def _rows(self) -> Iterator[dict[str, str]]:
        return self._holdings.active_rows(entry_ban.IN_FORCE)

    def _list_form(self) -> Form:
        return next(form for form in self._forms.documents if form.kind == entry_ban.TYPE)

    def _documents(self) -> Iterator[Form]:
        return (form for form in self._forms.documents if form.kind != entry_ban.TYPE)

    def _apply(self, delivery: Delivery) -> Problem | None:
        form = self._forms.find(delivery.type)
        if form is None:
            return TYPE_NOT_SUPPORTED
        found = versions.received(delivery, with_parts=False)
        return found if isinstance(found, Problem) else self._show(form, found)

    def _show(self, form: Form, delivery: Delivery) -> Problem | None:
        try:
            if form.kind == entry_ban.TYPE:
                return self._apply_ban(form, delivery)
            self._write_document(form, delivery)
        except (KeyError, TypeError, ValueError, LookupError):
            return NOT_EXPRESSIBLE
        return None

    def _apply_ban(self, form: Form, delivery: Delivery) -> Problem | None:
        if delivery.record["issuer"] != delivery.sender:
            return _ISSUER_MISMATCH
        self._holdings.put_ban(delivery.record, form.format(delivery.record), delivery.index)
        return None

    def _write_document(self, form: Form, delivery: Delivery) -> None:
        cells = form.format(delivery.record)
        subject = delivery.record[form.subject]
        other = None
        if form.recipient is not None:
            request = Question(message_id=delivery.message_id, sender=delivery.sender)
            self._holdings.requests.put(form.kind, subject, request, delivery.index)
            first, *_ = self._holdings.requests.find(form.kind, subject)
            other = None if first.sender == delivery.sender else delivery.sender
        atomic.write(self._path(form.kind, subject, other), self._writer.document_filler(form.table, cells))

    def _path(self, kind: str, subject: str, other: str | None = None) -> Path:
        """Return the file of a document; `other` is who asks under a number under which somebody asked before."""
        # A subject is letters, digits, full stop, hyphen and underscore by its schema: it cannot leave the folder.
        name = subject.replace("/", "_") if other is None else f"{subject.replace('/', '_')}@{other}"
        return self._folder.inbound / f"{kind}-{name}{self._writer.suffix}"

    def _paths(self, subject: str) -> Iterator[Path]:
        """Yield every file that there may be about a case."""
        for form in self._documents():
            yield self._path(form.kind, subject)
            for request in self._holdings.requests.find(form.kind, subject)[1:]:
                yield self._path(form.kind, subject, request.sender)


_ISSUER_MISMATCH = Problem(
    code="issuer-mismatch",
    pointer="/issuer",
    ru="Запрет прислал не тот орган, который его ввёл. Запрет может изменить только он.",
    en="The ban was not sent by the authority that issued it. Only that authority may change it.",
)
