"""Hits, reviews and enquiries: records about somebody's ban, and in which order they may come.

    ban-review-request ──> requested ──ban-review-decision──> decided
    ban-status-enquiry ──> asked, or detail-asked ──ban-status-answer──> answered

Review and enquiry belong to the authority that asks, and go to the issuer alone; only he answers, once. The detail of a
restricted ground goes sealed, and only where it was asked for.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from hub.core.envelope import Envelope
from hub.core.errors import CaseMoveError, Fault, ReplyToError, RestrictedDetailError
from hub.core.mover import Head, Mover, member

HIT = "ban-hit-report"
REQUEST, DECISION = "ban-review-request", "ban-review-decision"
ENQUIRY, ANSWER = "ban-status-enquiry", "ban-status-answer"
ASKED, DETAIL_ASKED, ANSWERED = "asked", "detail-asked", "answered"
REQUESTED, DECIDED = "requested", "decided"
DETAIL = "restricted_detail"


def check(envelope: Envelope) -> list[Fault]:
    """Return what is wrong in such a record that fits its schema."""
    record, sender, to = envelope.record, envelope.sender, envelope.to
    if envelope.type in {DECISION, ANSWER}:
        return _check_to(record["requesting_authority"], to, "/requesting_authority") + _check_issuer(record, sender)
    asker = "reporting_authority" if envelope.type == HIT else "requesting_authority"
    faults = _check_asker(record[asker], sender, f"/{asker}")
    if envelope.type != ENQUIRY:
        return faults + _check_to(record["ban"]["issuer"], to, "/ban/issuer")
    named = {"ban_id", "person"} & record.keys()
    return [*faults, *_check_to(record["issuer"], to, "/issuer"), *([] if named else [_NOBODY])]


def _check_asker(said: str, sender: str, pointer: str) -> list[Fault]:
    if said == sender:
        return []
    return [
        Fault(
            pointer=pointer,
            code="asker-mismatch",
            ru="Запись составлена не от имени отправителя. Отправляйте только от имени своего органа.",
            en="The record is not in the sender's name. Send in your own authority's name only.",
        )
    ]


def _check_to(wanted: str, to: Sequence[str], pointer: str) -> list[Fault]:
    if tuple(to) == (wanted,):
        return []
    return [
        Fault(
            pointer=pointer,
            code="party-not-addressed",
            ru="Запись касается одного этого участника. Адресуйте её ему и никому больше.",
            en="The record concerns this one participant. Address it to him and to nobody else.",
        )
    ]


def _check_issuer(record: Mapping[str, Any], sender: str) -> list[Fault]:
    if record.get("ban", {}).get("issuer", sender) == sender:
        return []
    return [
        Fault(
            pointer="/ban/issuer",
            code="ban-of-another",
            ru="Запрет ввёл другой участник. Отвечать о нём может только он.",
            en="Another participant issued the ban. Only he may answer about it.",
        )
    ]


_NOBODY = Fault(
    pointer="/person",
    code="enquiry-about-nobody",
    ru="Не сказано, о ком вопрос. Укажите номер запрета или лицо.",
    en="The enquiry does not say whom it is about. Give a ban or a person.",
)


def _request(head: Head | None, _envelope: Envelope) -> tuple[str, int]:
    if head is not None:
        raise CaseMoveError(state=head.state, move=REQUEST, allowed=DECISION if head.state == REQUESTED else "-")
    return REQUESTED, 1


def _decide(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    return DECIDED, _answer_to(head, envelope, frozenset({REQUESTED}), REQUEST)


def _ask(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    if head is not None:
        raise CaseMoveError(state=head.state, move=ENQUIRY, allowed="-" if head.state == ANSWERED else ANSWER)
    return DETAIL_ASKED if DETAIL in envelope.record["questions"] else ASKED, 1


def _answer(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    version = _answer_to(head, envelope, frozenset({ASKED, DETAIL_ASKED}), ENQUIRY)
    if "sealed" in envelope.record and (head is None or head.state != DETAIL_ASKED):
        raise RestrictedDetailError
    return ANSWERED, version


def _answer_to(head: Head | None, envelope: Envelope, states: frozenset[str], first: str) -> int:
    """Return the head's version after an answer to what is open there.

    Raises:
        CaseMoveError: nothing is open, or the sender was not asked.
        ReplyToError: it answers something else.
    """
    if head is None:
        raise CaseMoveError(state="none", move=envelope.type, allowed=first)
    if head.state not in states or envelope.sender not in head.parties[1:]:
        raise CaseMoveError(state=head.state, move=envelope.type, allowed="-")
    if envelope.reply_to != head.last:
        raise ReplyToError
    return head.version + 1


_ASKER, _REVIEW, _ENQUIRY = member("requesting_authority"), member("review_id"), member("enquiry_id")
MOVERS: Mapping[str, Mover] = {
    REQUEST: Mover(kind="ban-review", owner=_ASKER, subject=_REVIEW, step=_request),
    DECISION: Mover(kind="ban-review", owner=_ASKER, subject=_REVIEW, step=_decide),
    ENQUIRY: Mover(kind="ban-enquiry", owner=_ASKER, subject=_ENQUIRY, step=_ask),
    ANSWER: Mover(kind="ban-enquiry", owner=_ASKER, subject=_ENQUIRY, step=_answer),
}
