"""The reading side: the register's feed as changes, and back to it what became of them.

The feed is numbered and stays at the register, so the cursor is its number: the same cursor gives the same changes,
and nothing has to be kept here but results the register has not heard yet.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from adapters._parts import bounded_page
from adapters._parts.faults import MappingError
from adapters._parts.sending import Sending
from adapters._xroad.documents import Documents
from adapters._xroad.errors import XRoadError, XRoadTooLargeError, XRoadUnavailableError
from adapters._xroad.register import Entry, Page, Register, Result
from adapters._xroad.results import Results
from hub.sdk.ports import Batch, Change, Sent, SourceUnavailableError, Verdict

_AT_ONCE = 100
_MOST_PROBLEMS = 20


class XRoadSource:
    """Documents that the register has for this exchange."""

    def __init__(self, *, register: Register, documents: Documents, sending: Sending, results: Results) -> None:
        self._register = register
        self._documents = documents
        self._sending = sending
        self._results = results

    def changes(self, cursor: str | None, limit: int) -> Batch:
        """Return documents after the cursor.

        Raises:
            SourceUnavailableError: the register cannot be read now; or nothing is to be read, and it will not hear what
                became of documents before a person has looked.
        """
        position = int(cursor) if cursor is not None and cursor.isascii() and cursor.isdecimal() else 0
        try:
            page = self._page(position, limit)
        except XRoadError as error:
            raise SourceUnavailableError(str(error), cause=error.cause, person=error.person) from None
        self._results.forget(position)
        changes: list[Change] = []
        refused: list[Result] = []
        for entry in page.entries:
            try:
                changes.append(self._change(entry))
            except MappingError as error:
                refused.append(_refused(entry.number, error))
        self._results.add(refused)
        with contextlib.suppress(SourceUnavailableError) if page.entries else contextlib.nullcontext():
            self._tell()
        return Batch(changes=changes, cursor=str(page.next), more=page.more)

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Keep final outcomes and tell them; a silent register is told later.

        Raises:
            SourceUnavailableError: they are kept, and a person has to see to it that the register hears them.
        """
        self._results.add(
            Result(
                number=int(outcome.origin["number"]),
                accepted=outcome.verdict is Verdict.ACCEPTED,
                message_id=outcome.message_id,
                problems=outcome.problems[:_MOST_PROBLEMS],
            )
            for outcome in outcomes
        )
        self._tell()

    def _page(self, position: int, limit: int) -> Page:
        """Return a page; a document that is too large for any stands on it with its fault."""
        found = bounded_page.read(self._register.feed, position, limit, XRoadTooLargeError)
        if found.page.more and found.page.next == position:
            raise XRoadUnavailableError("the register's page promises more and leads nowhere")
        passed = [Entry(number=number, kind="", fault=bounded_page.TOO_LARGE) for number in found.passed]
        return replace(found.page, entries=[*passed, *found.page.entries])

    def _change(self, entry: Entry) -> Change:
        if entry.fault is not None:
            raise MappingError([entry.fault])
        document = self._documents.of_kind(entry.kind)
        record = document.read(entry.document, self._sending.participant)
        origin = {"number": entry.number}
        return self._sending.change(document.type, record, document.place_of, origin=origin, parts=entry.attachments)

    def _tell(self) -> None:
        """Tell the register what waits for it, as far as it listens.

        Raises:
            SourceUnavailableError: it will not listen before a person has looked.
        """
        try:
            while waiting := self._results.waiting(_AT_ONCE):
                self._register.report(waiting)
                self._results.told(waiting)
        except XRoadError as error:
            if error.person:
                raise SourceUnavailableError(str(error), cause=error.cause, person=True) from None


def _refused(number: int, error: MappingError) -> Result:
    problems = [fault.problem() for fault in error.faults[:_MOST_PROBLEMS]]
    return Result(number=number, accepted=False, message_id="", problems=problems)
