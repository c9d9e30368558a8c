"""Source and sink over a `json_feed`: all that a simple national system needs beside its own forms.

    adapter = make_feed_adapter(Path(__file__).parent, settings, {"ban": ("entry-ban", FORM)})

The feed stays at the national system, so the cursor is the number of the last document looked at, and nothing is kept
here but who asked what (`questions`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters._parts import bounded_page, manifest, versions
from adapters._parts.faults import Fault, MappingError
from adapters._parts.json_feed import FeedTooLargeError, FeedUnavailableError, JsonFeed, Numbered
from adapters._parts.json_form import Form, document
from adapters._parts.outcomes import NOT_EXPRESSIBLE, TYPE_NOT_SUPPORTED
from adapters._parts.questions import Question, Questions
from adapters._parts.sending import Sending
from hub.sdk.ports import (
    Batch,
    Change,
    Delivery,
    Outcome,
    Problem,
    Sent,
    SinkUnavailableError,
    SourceUnavailableError,
    Verdict,
)
from keys import strict_json

VERSION = "1.0"
_MOST_PROBLEMS = 20
Forms = Mapping[str, tuple[str, Form]]
"""National kind of document -> record type and form."""


class FeedSource:
    """Documents of the feed; what cannot be mapped is told at once, the rest once it is decided."""

    def __init__(self, feed: JsonFeed, sending: Sending, forms: Forms) -> None:
        self._feed, self._sending, self._forms = feed, sending, forms

    def changes(self, cursor: str | None, limit: int) -> Batch:
        """Return the changes of the next documents.

        Raises:
            SourceUnavailableError: the feed does not answer, or does not take the results of what is refused.
        """
        after = int(cursor or 0)
        changes: list[Change] = []
        refused: list[dict[str, Any]] = []
        try:
            found = bounded_page.read(self._feed.after, after, limit, FeedTooLargeError)
            refused += [_too_large(number) for number in found.passed]
            for numbered in found.page:
                try:
                    changes.append(self._change(numbered))
                except MappingError as error:
                    problems = [fault.problem() for fault in error.faults[:_MOST_PROBLEMS]]
                    refused.append(_result(numbered.number, Verdict.REFUSED, "", problems))
            self._feed.tell(refused)
        except FeedUnavailableError as error:
            raise SourceUnavailableError(str(error), person=isinstance(error, FeedTooLargeError)) from None
        reached = [after, *found.passed, *(each.number for each in found.page)][-1]
        return Batch(changes=changes, cursor=str(reached), more=bool(found.page))

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Tell final outcomes, in the places of the national documents.

        Raises:
            SourceUnavailableError: the national system does not take them now.
        """
        try:
            self._feed.tell([self._outcome(outcome) for outcome in outcomes])
        except FeedUnavailableError as error:
            raise SourceUnavailableError(str(error)) from None

    def _change(self, numbered: Numbered) -> Change:
        if numbered.kind not in self._forms:
            raise MappingError([_kind_unknown(self._forms)])
        type_, form = self._forms[numbered.kind]
        try:
            read = strict_json.loads(bytes(numbered.document))
        except strict_json.StrictJsonError as error:
            raise MappingError([Fault(code=error.code, place="", ru=error.ru, en=error.en)]) from None
        origin = {"place": str(numbered.number), "number": numbered.number, "kind": numbered.kind}
        return self._sending.change(type_, document(form, read), form.place_of, origin=origin)

    def _outcome(self, outcome: Sent) -> dict[str, Any]:
        _, form = self._forms[outcome.origin["kind"]]
        problems = [
            Problem(code=each.code, pointer=form.place_of(each.pointer.removeprefix("/record")), ru=each.ru, en=each.en)
            for each in outcome.problems
        ]
        return _result(outcome.origin["number"], outcome.verdict, outcome.message_id, problems)


class FeedSink:
    """Records of others, one call each under its message id; the national system orders revisions."""

    def __init__(self, feed: JsonFeed, questions: Questions, forms: Forms) -> None:
        self._feed, self._questions = feed, questions
        self._forms = {type_: (kind, form) for kind, (type_, form) in forms.items()}

    def apply(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        """Give each record to the national system.

        Raises:
            SinkUnavailableError: it does not take one now; those before it are known there by their ids.
        """
        try:
            return [Outcome(message_id=each.message_id, problem=self._apply(each)) for each in deliveries]
        except FeedUnavailableError as error:
            raise SinkUnavailableError(str(error)) from None

    def erase(self, subjects: Sequence[str]) -> None:
        """Have subjects forgotten.

        Raises:
            SinkUnavailableError: the national system does not take it now.
        """
        try:
            self._feed.erase(subjects)
        except FeedUnavailableError as error:
            raise SinkUnavailableError(str(error)) from None
        for subject in subjects:
            self._questions.forget(subject)

    def _apply(self, delivery: Delivery) -> Problem | None:
        if delivery.type not in self._forms:
            return TYPE_NOT_SUPPORTED
        found = versions.received(delivery, with_parts=False)
        return found if isinstance(found, Problem) else self._put(found)

    def _put(self, delivery: Delivery) -> Problem | None:
        kind, form = self._forms[delivery.type]
        try:
            formed = form.format(delivery.record)
        except (KeyError, TypeError, ValueError, AttributeError):
            return NOT_EXPRESSIBLE
        if delivery.subject is not None and delivery.type.endswith("-request"):
            question = Question(message_id=delivery.message_id, sender=delivery.sender)
            self._questions.put(delivery.type, delivery.subject, question, delivery.index)
        said = {"message_id": delivery.message_id, "order": delivery.index, "sender": delivery.sender}
        refused = self._feed.put({**said, "kind": kind, "document": formed})
        return None if refused is None else _refused(refused.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedAdapter:
    """Both sides of an adapter over a feed."""

    source: FeedSource
    sink: FeedSink
    resources: tuple[JsonFeed, Questions] = field(repr=False)

    def close(self) -> None:
        """Close connection and files."""
        for resource in self.resources:
            resource.close()


def make_feed_adapter(folder: Path, settings: Mapping[str, Any], forms: Forms) -> FeedAdapter:
    """Return the adapter of a folder whose manifest declares endpoint, participant, state_dir, routes and bounds.

    Raises:
        AdapterSettingsError: a setting is missing or wrong.
    """
    values = manifest.read_settings(folder, settings)
    feed = JsonFeed(values["endpoint"], timeout=values["timeout_seconds"], max_bytes=values["max_answer_bytes"])
    questions = Questions(values["state_dir"] / "questions.sqlite")
    sending = Sending(participant=values["participant"], routes=values["routes"], questions=questions)
    return FeedAdapter(
        source=FeedSource(feed, sending, forms),
        sink=FeedSink(feed, questions, forms),
        resources=(feed, questions),
    )


def _result(number: int, verdict: Verdict, message_id: str, problems: Sequence[Problem]) -> dict[str, Any]:
    return {
        "number": number,
        "accepted": verdict is Verdict.ACCEPTED,
        "message_id": message_id or None,
        "problems": [{"code": each.code, "place": each.pointer, "ru": each.ru, "en": each.en} for each in problems],
    }


def _too_large(number: int) -> dict[str, Any]:
    return _result(number, Verdict.REFUSED, "", [bounded_page.TOO_LARGE.problem()])


def _refused(code: str) -> Problem:
    return Problem(
        code="refused-by-national-system",
        pointer="",
        ru=f"Национальная система отклонила документ ({code}). Исправьте запись и отправьте новую редакцию.",
        en=f"The national system refused the document ({code}). Correct the record and send a new revision.",
    )


def _kind_unknown(forms: Forms) -> Fault:
    return Fault(
        code="document-unknown",
        place="/kind",
        ru=f"Вид документа не известен. Известны: {', '.join(forms)}.",
        en=f"The kind of document is not known. Known are: {', '.join(forms)}.",
    )
