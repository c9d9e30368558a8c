"""Recipients' receipts: what we say about messages we were sent, and what others say about ours.

One receipt speaks of up to 1,000 messages of one sender that had one fate. A receipt is never receipted itself.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.core import envelope as envelopes
from hub.core import instant
from hub.sdk.books.outbox import Acknowledged, Answer, Signed
from hub.sdk.ports import Problem
from hub.sdk.sealing.seal import RECEIPT, Sealer
from hub.sdk.verification import Verified
from keys import jws

MOST = 1000
_MESSAGE = re.compile(r"/record/messages/(\d{1,4})(?:/.*)?")
_CODE = re.compile(r"[a-z][a-z0-9-]{0,63}")
_HIDDEN = re.compile(r"[\s\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_NO_WORDS = {"ru": "Национальная система не приняла запись.", "en": "The national system did not take the record."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """One message and its fate: `problem` is None where it was processed."""

    message_id: str
    sender: str
    index: int
    sha256: str
    problem: Problem | None = None


def make_receipts(handled: Sequence[Handled], sealer: Sealer, now: datetime) -> list[Signed]:
    """Return signed receipts for these messages: one for each sender and fate, more where there are too many.

    Raises:
        ReceiptUnsealableError: this gateway's schemas are too old to write one.
    """
    groups: dict[tuple[str, Problem | None], list[Handled]] = {}
    for one in handled:
        reason = None if one.problem is None else _presentable(one.problem)
        groups.setdefault((one.sender, reason), []).append(one)
    return [
        sealer.seal_receipt(sender, _record(sender, reason, members[start : start + MOST], now))
        for (sender, reason), members in groups.items()
        for start in range(0, len(members), MOST)
    ]


def remake_receipt(raw: bytes, pointers: Sequence[str], sealer: Sealer) -> Signed | None:
    """Return a refused receipt without the messages that the hub's pointers name; None where that is no way out.

    One message whose fate was already in the log (expired, say) must not keep what we say about the others from it.
    """
    envelope = envelopes.parse(jws.read(raw, envelopes.TYP).payload, raw)
    wrong = {int(found[1]) for pointer in pointers if (found := _MESSAGE.fullmatch(pointer))}
    if envelope.type != RECEIPT or not wrong:
        return None
    rest = [message for place, message in enumerate(envelope.record["messages"]) if place not in wrong]
    return sealer.seal_receipt(envelope.record["sender"], {**envelope.record, "messages": rest}) if rest else None


def read_receipt(verified: Verified, participant: str) -> list[Acknowledged]:
    """Return what a verified receipt says about messages of `participant`; nothing if it is about another's."""
    record = verified.envelope.record
    if record["sender"] != participant:
        return []
    reason = record.get("reason") or {}
    return [
        Acknowledged(
            message_id=message["id"],
            sha256=message["sha256"],
            recipient=verified.envelope.sender,
            status=Answer(record["status"]),
            code=reason.get("code"),
        )
        for message in record["messages"]
    ]


def _record(sender: str, reason: Problem | None, members: Sequence[Handled], now: datetime) -> Mapping[str, Any]:
    record: dict[str, Any] = {
        "status": str(Answer.PROCESSED if reason is None else Answer.REJECTED),
        "messages": [{"index": one.index, "id": one.message_id, "sha256": one.sha256} for one in members],
        "sender": sender,
        "at": instant.format(now, seconds=True),
    }
    if reason is not None:
        record["reason"] = {"code": reason.code, "ru": reason.ru, "en": reason.en}
    return record


def _presentable(problem: Problem) -> Problem:
    """Return a problem as a receipt can carry it: the place stays at home, and odd characters too."""
    code = problem.code if _CODE.fullmatch(problem.code) else "national-system-refused"
    texts = {
        language: _HIDDEN.sub(" ", getattr(problem, language)).strip()[:MOST].strip() or words
        for language, words in _NO_WORDS.items()
    }
    return Problem(code=code, pointer="", **texts)
