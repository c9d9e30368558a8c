"""The ports' values as plain JSON, for the pipe between a gateway and its adapter's process.

One JSON object per line, in both directions. The parent believes nothing: every member of an answer is read once, with
its type and its bound, and a member nobody asked for is an error. Violations name the member, never its value.

    parent -> child   {"id": 7, "call": "changes", "cursor": "...", "limit": 100}
    child -> parent   {"id": 7, "ok": {...}}   |   {"id": 7, "error": {"kind": "source-unavailable", ...}}
"""

import base64
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import islice
from typing import Any

from hub.client.members import Members, ShapeError
from hub.sdk.ports import Batch, Change, Delivery, Note, Outcome, Part, Problem, Sent, Verdict
from keys import strict_json

MAX_LINE = 8 * 1024 * 1024
"""Longest line in bytes, either way."""

MAX_CURSOR = 4096
MAX_NAME = 200
MAX_TEXT = 1000
MAX_RECIPIENTS = 50
MAX_ORIGIN = 16 * 1024
MAX_PARTS = 16
MAX_NOTES = 20
_NOTE = ("setting", "ru", "en")
MAX_CONTENT = 352 * 1024
"""Longest sealed part in base64: a little over the 256 KiB that can be sealed, which is then refused with its code."""


class Trouble(StrEnum):
    """Why the child has no answer."""

    SOURCE_UNAVAILABLE = "source-unavailable"
    SINK_UNAVAILABLE = "sink-unavailable"
    FAILED = "failed"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    NOT_JSON = "not-json"
    SETTING = "setting"


def parse_line(line: bytes) -> Mapping[str, Any]:
    """Return the object of one line.

    Raises:
        ShapeError: not one strict JSON object.
    """
    try:
        value = strict_json.loads(line)
    except strict_json.StrictJsonError as error:
        raise ShapeError(f"the line is not strict JSON ({error.code})") from None
    if not isinstance(value, dict):
        raise ShapeError("the line is not an object")
    return value


# What an adapter says of its settings


def format_notes(notes: Sequence[Note]) -> dict[str, Any]:
    """Return notes as plain values."""
    return {"notes": [{name: str(getattr(note, name)) for name in _NOTE} for note in islice(notes, MAX_NOTES + 1)]}


def parse_notes(value: object) -> tuple[Note, ...]:
    """Return the notes a child began with.

    Raises:
        ShapeError: they are none, or too many.
    """
    members = Members(value, "start")
    notes = members.items("notes", MAX_NOTES, _parse_note)
    members.close()
    return notes


def _parse_note(value: object) -> Note:
    members = Members(value, "note")
    note = Note(**{name: " ".join(members.text(name, MAX_TEXT).split()) for name in _NOTE})
    members.close()
    return note


# What the source says


def format_batch(batch: Batch, limit: int) -> dict[str, Any]:
    """Return a batch as plain values; one change more than `limit` shows that there were too many."""
    changes = [_format_change(change) for change in islice(iter(batch.changes), limit + 1)]
    return {"changes": changes, "cursor": batch.cursor, "more": batch.more}


def parse_batch(value: object, limit: int) -> Batch:
    """Return the batch a child answered with.

    Raises:
        ShapeError: it is not a batch of at most `limit` changes.
    """
    members = Members(value, "batch")
    batch = Batch(
        changes=members.items("changes", limit, _parse_change),
        cursor=members.text("cursor", MAX_CURSOR),
        more=members.flag("more"),
    )
    members.close()
    return batch


def _format_change(change: Change) -> dict[str, Any]:
    return {
        "type": change.type,
        "version": change.version,
        "subject": change.subject,
        "to": list(islice(iter(change.to), MAX_RECIPIENTS + 1)),
        "agreement": change.agreement,
        "purpose": change.purpose,
        "record": dict(change.record),
        "reply_to": change.reply_to,
        "origin": dict(change.origin),
        "parts": [_format_part(part) for part in islice(iter(change.parts), MAX_PARTS + 1)],
    }


def _parse_change(value: object) -> Change:
    members = Members(value, "change")
    change = Change(
        type=members.text("type", MAX_NAME),
        version=members.text("version", MAX_NAME),
        subject=members.text_or_none("subject", MAX_NAME),
        to=members.items("to", MAX_RECIPIENTS, _text),
        agreement=members.text_or_none("agreement", MAX_NAME),
        purpose=members.text("purpose", MAX_NAME),
        record=members.mapping("record"),
        reply_to=members.text_or_none("reply_to", MAX_NAME),
        origin=members.mapping("origin"),
        parts=members.items("parts", MAX_PARTS, _parse_part),
    )
    members.close()
    if len(strict_json.dumps(dict(change.origin))) > MAX_ORIGIN:
        raise ShapeError(f"change: origin is longer than {MAX_ORIGIN} bytes")
    return change


def _format_part(part: Part) -> dict[str, Any]:
    return {"media_type": part.media_type, "content": base64.b64encode(part.content).decode("ascii")}


def _parse_part(value: object) -> Part:
    members = Members(value, "part")
    media_type, content = members.text("media_type", MAX_NAME), members.text("content", MAX_CONTENT)
    members.close()
    try:
        return Part(media_type=media_type, content=base64.b64decode(content.encode("ascii"), validate=True))
    except ValueError:  # not ASCII, not base64
        raise ShapeError("part: content is not base64") from None


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_NAME:
        raise ShapeError(f"a list holds what is not a text of at most {MAX_NAME} characters")
    return value


# What the source is told


def format_sent(sent: Sent) -> dict[str, Any]:
    """Return an outcome for the source as plain values."""
    return {
        "origin": dict(sent.origin),
        "message_id": sent.message_id,
        "verdict": str(sent.verdict),
        "problems": [format_problem(problem) for problem in sent.problems],
    }


def parse_sent(value: object) -> Sent:
    """Return the outcome that `format_sent` wrote.

    Raises:
        ShapeError: it is something else.
    """
    members = Members(value, "sent")
    sent = Sent(
        origin=members.mapping("origin"),
        message_id=members.text("message_id", MAX_NAME),
        verdict=Verdict(members.text("verdict", MAX_NAME)),
        problems=members.items("problems", 1000, parse_problem),
    )
    members.close()
    return sent


def format_problem(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain values, its texts cut to their bounds."""
    return {
        "code": problem.code[:MAX_NAME],
        "pointer": problem.pointer[:MAX_TEXT],
        "ru": problem.ru[:MAX_TEXT],
        "en": problem.en[:MAX_TEXT],
    }


def parse_problem(value: object) -> Problem:
    """Return one problem.

    Raises:
        ShapeError: it is something else.
    """
    members = Members(value, "problem")
    problem = Problem(
        code=members.text("code", MAX_NAME),
        pointer=members.text("pointer", MAX_TEXT),
        ru=members.text("ru", MAX_TEXT),
        en=members.text("en", MAX_TEXT),
    )
    members.close()
    return problem


# What the sink is given and says


def format_delivery(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery as plain values."""
    return {
        "message_id": delivery.message_id,
        "index": delivery.index,
        "sender": delivery.sender,
        "type": delivery.type,
        "version": delivery.version,
        "subject": delivery.subject,
        "reply_to": delivery.reply_to,
        "accepted_at": delivery.accepted_at,
        "record": dict(delivery.record),
        "parts": [_format_part(part) for part in delivery.parts],
    }


def parse_delivery(value: object) -> Delivery:
    """Return the delivery that `format_delivery` wrote.

    Raises:
        ShapeError: it is something else.
    """
    members = Members(value, "delivery")
    delivery = Delivery(
        message_id=members.text("message_id", MAX_NAME),
        index=members.number("index"),
        sender=members.text("sender", MAX_NAME),
        type=members.text("type", MAX_NAME),
        version=members.text("version", MAX_NAME),
        subject=members.text_or_none("subject", MAX_NAME),
        reply_to=members.text_or_none("reply_to", MAX_NAME),
        accepted_at=members.text("accepted_at", MAX_NAME),
        record=members.mapping("record"),
        parts=members.items("parts", MAX_PARTS, _parse_part),
    )
    members.close()
    return delivery


def format_outcomes(outcomes: Sequence[Outcome], limit: int) -> dict[str, Any]:
    """Return outcomes as plain values, at most one more than `limit`."""
    return {"outcomes": [_format_outcome(outcome) for outcome in islice(iter(outcomes), limit + 1)]}


def parse_outcomes(value: object, deliveries: Sequence[Delivery]) -> tuple[Outcome, ...]:
    """Return the outcomes of `deliveries`: one each, in their order.

    Raises:
        ShapeError: an outcome is missing, superfluous, out of order or of the wrong shape.
    """
    members = Members(value, "answer")
    outcomes = members.items("outcomes", len(deliveries), _parse_outcome)
    members.close()
    if [outcome.message_id for outcome in outcomes] != [delivery.message_id for delivery in deliveries]:
        raise ShapeError("outcomes do not stand for the deliveries, one each, in order")
    return outcomes


def _format_outcome(outcome: Outcome) -> dict[str, Any]:
    problem = None if outcome.problem is None else format_problem(outcome.problem)
    return {"message_id": outcome.message_id, "problem": problem}


def _parse_outcome(value: object) -> Outcome:
    members = Members(value, "outcome")
    message_id, problem = members.text("message_id", MAX_NAME), members.take("problem")
    members.close()
    return Outcome(message_id=message_id, problem=None if problem is None else parse_problem(problem))
