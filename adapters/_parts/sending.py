"""From a mapped record to a change for the gateway: own authority, schema, route, the request that a reply answers.

Every national system's documents pass here alike; only the places in them differ (`place_of`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters._parts import versions
from adapters._parts.authorship import AUTHORS
from adapters._parts.faults import Fault, FormError, MappingError
from adapters._parts.questions import OtherAskerError, Question, Questions, answered
from adapters._parts.routes import Route, Routes, route_missing
from adapters._parts.validation import check
from hub.sdk.ports import Change, Part
from keys.sealed import MAX_PLAIN
from schemas import catalogue

MAX_PARTS = 8  # of one document: as many as a record has sealed parts
_MAX_MEDIA_TYPE = 127

_ASKER, _ASKED = "requesting_authority", "requested_authority"
_NATIONALS: Mapping[str, str] = {"entry-ban": "subject"}
"""The member whose nationalities a route may depend on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What the records of one participant go out by."""

    participant: str
    routes: Routes
    questions: Questions

    def change(
        self,
        type_: str,
        record: dict[str, Any],
        place_of: Callable[[str], str],
        *,
        origin: Mapping[str, Any],
        parts: Sequence[Part] = (),
    ) -> Change:
        """Return the change of a record; `place_of` turns a pointer into the record into a place of the national form.

        Raises:
            MappingError: the record is another authority's, does not fit its schema, or has nobody to go to; or a part
                beside it cannot be sealed.
        """
        _check_parts(parts, place_of(""))
        self._check_author(type_, record, place_of)
        question = self._question(type_, record, place_of)
        version = versions.of_sending(type_, with_parts=bool(parts))
        if version is None:
            raise MappingError([_parts_not_possible(place_of(""))])
        check(type_, versions.FIRST, record, place_of)
        to = record.get(_ASKED) if question is None else question.sender
        route = self._route(type_, record, to)
        if route is None:
            raise MappingError([route_missing(place_of(""))])
        member = catalogue.load().record_type(type_, "1.0").subject_member
        return Change(
            type=type_,
            version=version,
            subject=None if member is None else record[member],
            to=route.to if to is None else (to,),
            agreement=route.agreement,
            purpose=route.purpose,
            record=record,
            reply_to=None if question is None else question.message_id,
            origin=origin,
            parts=parts,
        )

    def _route(self, type_: str, record: Mapping[str, Any], to: str | None) -> Route | None:
        person = record.get(_NATIONALS.get(type_, ""), {})
        nationalities = {nationality["code"] for nationality in person.get("nationalities", ())}
        return self.routes.find(type_, nationalities=nationalities, recipient=to)

    def _check_author(self, type_: str, record: Mapping[str, Any], place_of: Callable[[str], str]) -> None:
        member = AUTHORS.get(type_)
        if member is not None and record.get(member, self.participant) != self.participant:
            raise MappingError([_foreign(place_of(f"/{member}"), self.participant)])

    def _question(self, type_: str, record: dict[str, Any], place_of: Callable[[str], str]) -> Question | None:
        """Return the request that a reply answers; None for all that is no reply."""
        asked_in = catalogue.load().record_type(type_, "1.0").replies_to
        if not asked_in:
            return None
        member = catalogue.load().record_type(type_, "1.0").subject_member or ""
        found = [question for kind in asked_in for question in self.questions.find(kind, record.get(member, ""))]
        try:
            return answered(found, record.get(_ASKER))
        except FormError as error:
            named = _ASKER if isinstance(error, OtherAskerError) else member
            raise MappingError([error.at(place_of(f"/{named}"))]) from None


def _check_parts(parts: Sequence[Part], place: str) -> None:
    """Hold parts against what the gateway can be handed: more would stop all documents of the same batch."""
    if len(parts) > MAX_PARTS:
        raise MappingError([_parts_too_many(place)])
    if any(len(part.content) > MAX_PLAIN for part in parts):
        raise MappingError([_part_too_large(place)])
    if any(not part.content or not 0 < len(part.media_type) <= _MAX_MEDIA_TYPE for part in parts):
        raise MappingError([_part_invalid(place)])


def _parts_not_possible(place: str) -> Fault:
    return Fault(
        code="parts-not-possible",
        place=place,
        ru="К записи этого вида ничего не прилагают. Отправьте её без вложений.",
        en="Nothing can be attached to a record of this type. Send it without attachments.",
    )


def _parts_too_many(place: str) -> Fault:
    return Fault(
        code="attachments-too-many",
        place=place,
        ru=f"У документа больше {MAX_PARTS} приложений. Оставьте необходимые.",
        en=f"The document has more than {MAX_PARTS} attachments. Leave those that are needed.",
    )


def _part_too_large(place: str) -> Fault:
    return Fault(
        code="attachment-too-large",
        place=place,
        ru=f"Приложение больше {MAX_PLAIN // 1024} КиБ. Уменьшите его или отправьте отдельно (hub attachment).",
        en=f"An attachment is larger than {MAX_PLAIN // 1024} KiB. Make it smaller, or send it apart (hub attachment).",
    )


def _part_invalid(place: str) -> Fault:
    return Fault(
        code="attachment-invalid",
        place=place,
        ru="Приложение пусто, или его вид (media type) не указан или слишком длинный. Приложите его заново.",
        en="An attachment is empty, or its media type is missing or too long. Attach it again.",
    )


def _foreign(place: str, participant: str) -> Fault:
    return Fault(
        code="authority-foreign",
        place=place,
        ru=f"Документ составлен от имени другого органа, а не {participant}. "
        "Отправляйте документы только своего органа.",
        en=f"The document is in the name of another authority than {participant}. "
        "Send documents of your own authority only.",
    )
