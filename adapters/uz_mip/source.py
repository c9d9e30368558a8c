"""The reading side: pages of the platform's feed; what cannot be mapped is told at once, the rest once it is decided.

    changes(cursor)   GET the documents after the cursor, map each; POST the results of those that cannot be sent
    sent(outcomes)    POST the results of those that were

The feed stays at the platform, so nothing is kept here: the cursor is the number of the last document looked at, and
what was told twice is known there by its number.
"""

from collections.abc import Sequence
from typing import Any

from adapters._parts import bounded_page
from adapters._parts.faults import Fault, MappingError
from adapters._parts.json_form import document
from adapters._parts.quarantine import Quarantine
from adapters._parts.sending import Sending
from adapters.uz_mip import attachments
from adapters.uz_mip.errors import MipError, MipRefusedError, MipTooLargeError
from adapters.uz_mip.mapping import FORMS, KINDS
from adapters.uz_mip.platform_client import Numbered, Platform
from hub.sdk.ports import Batch, Change, Problem, Sent, SourceUnavailableError, Verdict
from keys import strict_json

_MOST_PROBLEMS = 20
_RESULTS: dict[Verdict, str] = {Verdict.ACCEPTED: "qabul_qilindi", Verdict.REFUSED: "rad_etildi"}


class MipSource:
    """Documents that the register publishes for this exchange."""

    def __init__(self, *, platform: Platform, sending: Sending, quarantine: Quarantine, page_size: int) -> None:
        self._platform = platform
        self._sending = sending
        self._quarantine = quarantine
        self._page_size = page_size

    def changes(self, cursor: str | None, limit: int) -> Batch:
        """Return the changes of the next page.

        Raises:
            SourceUnavailableError: the platform does not answer, or does not take the results of what is refused.
        """
        after = int(cursor or 0)
        try:
            found = bounded_page.read(self._platform.page, after, min(limit, self._page_size), MipTooLargeError)
            page = found.page
            changes, refused = self._map(page.hujjatlar)
            refused = [_too_large(number) for number in found.passed] + refused
            if refused:
                self._tell(refused)
        except MipError as error:
            raise SourceUnavailableError(str(error), person=error.person) from None
        reached = [after, *found.passed, *(each.raqam for each in page.hujjatlar)][-1]
        return Batch(changes=changes, cursor=str(reached), more=after < reached < page.oxirgi)

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Tell the platform final outcomes.

        Raises:
            SourceUnavailableError: the platform does not take them now.
        """
        try:
            self._tell([_result(outcome) for outcome in outcomes])
        except MipError as error:
            raise SourceUnavailableError(str(error)) from None

    def _tell(self, results: Sequence[dict[str, Any]]) -> None:
        """Tell results; one that the platform will never take is kept for a person and holds up no other."""
        try:
            self._platform.tell(results)
        except MipRefusedError:
            if len(results) == 1:
                self._quarantine.keep(str(results[0]["raqam"]), strict_json.dumps(results[0]), ".answer.json")
                return
            middle = len(results) // 2
            self._tell(results[:middle])
            self._tell(results[middle:])

    def _map(self, documents: Sequence[Numbered]) -> tuple[list[Change], list[dict[str, Any]]]:
        changes: list[Change] = []
        refused: list[dict[str, Any]] = []
        for numbered in documents:
            try:
                changes.append(self._change(numbered))
            except MappingError as error:
                problems = [fault.problem() for fault in error.faults[:_MOST_PROBLEMS]]
                refused.append(_written(numbered.raqam, Verdict.REFUSED, "", problems))
        return changes, refused

    def _change(self, numbered: Numbered) -> Change:
        type_ = KINDS.get(numbered.turi)
        if type_ is None:
            raise MappingError([_KIND_UNKNOWN])
        form = FORMS[type_]
        record = document(form, _strict(numbered.hujjat))
        parts = attachments.parse(_strict(numbered.ilovalar))
        authority = record.get("authority") if type_.endswith("-reply") else None
        if authority is not None:
            authority.setdefault("participant", self._sending.participant)
        origin = {"place": str(numbered.raqam), "raqam": numbered.raqam, "type": type_}
        return self._sending.change(type_, record, form.place_of, origin=origin, parts=parts)


def _strict(raw: Any) -> object:
    try:
        return strict_json.loads(bytes(raw))
    except strict_json.StrictJsonError as error:
        raise MappingError([Fault(code=error.code, place="", ru=error.ru, en=error.en)]) from None


def _result(outcome: Sent) -> dict[str, Any]:
    form = FORMS[outcome.origin["type"]]
    problems = [
        Problem(
            code=problem.code,
            pointer=form.place_of(problem.pointer.removeprefix("/record")),
            ru=problem.ru,
            en=problem.en,
        )
        for problem in outcome.problems
    ]
    return _written(outcome.origin["raqam"], outcome.verdict, outcome.message_id, problems)


def _too_large(number: int) -> dict[str, Any]:
    return _written(number, Verdict.REFUSED, "", [bounded_page.TOO_LARGE.problem()])


def _written(number: int, verdict: Verdict, message_id: str, problems: Sequence[Problem]) -> dict[str, Any]:
    errors = [
        {"kod": problem.code, "joy": problem.pointer, "matn": {"ru": problem.ru, "en": problem.en}}
        for problem in problems
    ]
    return {"raqam": number, "natija": _RESULTS[verdict], "xabar_id": message_id or None, "xatolar": errors}


_KIND_UNKNOWN = Fault(
    code="document-unknown",
    place="/turi",
    ru=f"Вид документа не известен. Известны: {', '.join(KINDS)}.",
    en=f"The kind of document is not known. Known are: {', '.join(KINDS)}.",
)
