"""Data protection: corrections that reach everybody who got a record, reports on use, and requests of data subjects.

    data-subject-request ──> waits for each recipient ──data-subject-answer, one of each──> answered
    usage-report-request ──> waits for each recipient ──usage-report, one of each──> answered

A request belongs to the authority that asks. Its head says who has not answered yet; an answer names the request
itself, and only who is waited for gives one. Whom a record went to is told by its leaf: a correction by its sender, or
a request of its sender for correction or erasure, goes to all of them; anybody else turns to the sender.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hub.core.envelope import Envelope
from hub.core.errors import CaseMoveError, Fault, ReplyToError
from hub.core.leaf import MessageLeaf
from hub.core.mover import Head, Mover, by_sender, member

NOTICE = "correction-notice"
USE_REQUEST, USE_REPORT = "usage-report-request", "usage-report"
REQUEST, ANSWER = "data-subject-request", "data-subject-answer"
TYPES = (NOTICE, USE_REQUEST, USE_REPORT, REQUEST, ANSWER)
WAITS, ANSWERED, SENT = "waits", "answered", "sent"
REACHING = frozenset({"correction", "erasure"})
ABOUT = "records"


def pending(head: Head) -> tuple[str, ...]:
    """Return who has not answered a request yet, in the order of their ids."""
    _, _, names = head.state.split(" ")
    return tuple(filter(None, names.split(",")))


def _ask(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    if head is not None:
        raise CaseMoveError(state=head.state.partition(" ")[0], move=envelope.type, allowed="-")
    return _state(envelope.id, sorted(envelope.to)), 1


def _answer(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    if head is None or envelope.sender not in pending(head):
        state = "none" if head is None or envelope.sender not in head.parties else head.state.partition(" ")[0]
        raise CaseMoveError(state=state, move=envelope.type, allowed="-")
    _, request, _ = head.state.split(" ")
    if envelope.reply_to != request:
        raise ReplyToError
    return _state(request, [name for name in pending(head) if name != envelope.sender]), head.version + 1


def _state(request: str, names: Sequence[str]) -> str:
    return f"{WAITS if names else ANSWERED} {request} {','.join(names)}"


def _notice(head: Head | None, envelope: Envelope) -> tuple[str, int]:
    if head is not None:
        raise CaseMoveError(state=head.state, move=envelope.type, allowed="-")
    return SENT, 1


_OWNER, _SUBJECT = member("requesting_authority"), member("request_id")
MOVERS: Mapping[str, Mover] = {
    NOTICE: Mover(kind="correction", owner=by_sender, subject=member("notice_id"), step=_notice),
    USE_REQUEST: Mover(kind="usage-request", owner=by_sender, subject=_SUBJECT, step=_ask),
    USE_REPORT: Mover(kind="usage-request", owner=_OWNER, subject=_SUBJECT, step=_answer),
    REQUEST: Mover(kind="request", owner=by_sender, subject=_SUBJECT, step=_ask),
    ANSWER: Mover(kind="request", owner=_OWNER, subject=_SUBJECT, step=_answer),
}


def check(envelope: Envelope) -> list[Fault]:
    """Return what is wrong in such a record that fits its schema."""
    return list(_RULES[envelope.type](envelope))


def _check_notice(envelope: Envelope) -> Iterator[Fault]:
    record = envelope.record
    yield from _of(envelope.sender, record[ABOUT], "/records/{}")
    if (new := record.get("replaced_by")) is not None:
        yield from _of(envelope.sender, [new], "/replaced_by")
        if new["id"] in [each["id"] for each in record[ABOUT]]:
            yield _REPLACED_BY_ITSELF


def _check_use_request(envelope: Envelope) -> Iterator[Fault]:
    yield from _by_asker(envelope)
    yield from _of(envelope.sender, envelope.record[ABOUT], "/records/{}")


def _check_use_report(envelope: Envelope) -> Iterator[Fault]:
    yield from _to_asker(envelope)
    records = [use["record"] for use in envelope.record["uses"]]
    yield from _of(envelope.record["requesting_authority"], records, "/uses/{}/record")


def _check_request(envelope: Envelope) -> Iterator[Fault]:
    yield from _by_asker(envelope)
    if not envelope.record["identity_verified"]:
        yield _WHO_ASKS


def _of(owner: str, records: Sequence[Mapping[str, Any]], pointer: str) -> Iterator[Fault]:
    for place, each in enumerate(records):
        if each["sender"] != owner:
            yield Fault(
                pointer=f"{pointer.format(place)}/sender",
                code="record-of-another",
                ru="Эту запись отправил другой участник. Исправляет её и спрашивает о её использовании только он.",
                en="Another participant sent this record. Only he corrects it, or asks how it was used.",
            )


def _by_asker(envelope: Envelope) -> Iterator[Fault]:
    if envelope.record["requesting_authority"] != envelope.sender:
        yield Fault(
            pointer="/requesting_authority",
            code="asker-mismatch",
            ru="Запись составлена не от имени отправителя. Отправляйте только от имени своего органа.",
            en="The record is not in the sender's name. Send in your own authority's name only.",
        )


def _to_asker(envelope: Envelope) -> Iterator[Fault]:
    if tuple(envelope.to) != (envelope.record["requesting_authority"],):
        yield Fault(
            pointer="/requesting_authority",
            code="party-not-addressed",
            ru="Запись касается одного этого участника. Адресуйте её ему и никому больше.",
            en="The record concerns this one participant. Address it to him and to nobody else.",
        )


_REPLACED_BY_ITSELF = Fault(
    pointer="/replaced_by",
    code="replaced-by-itself",
    ru="Запись названа заменой самой себя. Укажите сообщение с верными сведениями.",
    en="A record is said to be replaced by itself. Name the message that holds the right data.",
)
_WHO_ASKS = Fault(
    pointer="/identity_verified",
    code="identity-not-verified",
    ru="Личность обратившегося не установлена. Установите её до передачи обращения.",
    en="It is not verified who asks. Verify it before the request is passed on.",
)
_RULES: Mapping[str, Callable[[Envelope], Iterator[Fault]]] = {
    NOTICE: _check_notice,
    USE_REQUEST: _check_use_request,
    USE_REPORT: _check_use_report,
    REQUEST: _check_request,
    ANSWER: _to_asker,
}


def named(envelope: Envelope) -> Sequence[Mapping[str, Any]]:
    """Return the records that such a message is about, whose leaves say whom it has to reach."""
    return envelope.record.get(ABOUT, ()) if envelope.type in TYPES else ()


def check_reach(envelope: Envelope, found: Sequence[MessageLeaf | None]) -> list[Fault]:
    """Return where the recipients are not those whom the records went to.

    `found` are the leaves of the records that it names, in their order; None where there is none of that name. A record
    that the sender has nothing to do with looks like one that is not there.
    """
    faults = []
    for place, (said, leaf) in enumerate(zip(named(envelope), found, strict=True)):
        if leaf is None or leaf.sha256 != said["sha256"] or envelope.sender not in (leaf.sender, *leaf.to):
            faults.append(_fault(place, "record-unknown", *_UNKNOWN))
        elif envelope.type == USE_REQUEST and not set(envelope.to) <= set(leaf.to):
            faults.append(_fault(place, "record-not-received", *_NOT_RECEIVED))
        elif not _must_reach(envelope, leaf) <= set(envelope.to):
            faults.append(_fault(place, "recipient-missed", *_MISSED))
    return faults


def _must_reach(envelope: Envelope, leaf: MessageLeaf) -> set[str]:
    if envelope.type == USE_REQUEST:
        return set()
    if envelope.sender != leaf.sender:
        return {leaf.sender}
    return set(leaf.to) if envelope.type == NOTICE or envelope.record["right"] in REACHING else set()


def _fault(place: int, code: str, ru: str, en: str) -> Fault:
    return Fault(pointer=f"/record/{ABOUT}/{place}", code=code, ru=ru, en=en)


_UNKNOWN = (
    "Такого сообщения нет, или вы не его сторона. Сверьте отправителя, идентификатор и хеш.",
    "There is no such message, or you are no party of it. Check sender, id and digest.",
)
_NOT_RECEIVED = (
    "Эту запись получили не все, кого вы спрашиваете. Спрашивайте только её получателей.",
    "Not everybody whom you ask has got this record. Ask its recipients only.",
)
_MISSED = (
    "Сообщение адресовано не всем, кого касается запись: её отправителю или, если это вы, каждому получателю.",
    "It does not go to all whom the record concerns: its sender or, if that is you, each of its recipients.",
)
