"""From a mapped record to a change for the gateway: own authority, schema, route, the request that a reply answers.

Every national system's documents pass here alike; only the places in them differ (`place_of`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from adapters._parts.faults import Fault, MappingError
from adapters._parts.questions import Question, Questions
from adapters._parts.routes import Route, Routes, route_missing
from adapters._parts.validation import check
from hub.sdk.ports import Change, Part
from schemas import catalogue

_AUTHORS: Mapping[str, str] = {
    "entry-ban": "issuer",
    "readmission-request": "requesting_authority",
    "citizenship-check-request": "requesting_authority",
}
"""The member that names whose record it is: documents of other authorities are not sent."""
_ASKED = "requested_authority"
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
            MappingError: the record is another authority's, does not fit its schema, or has nobody to go to.
        """
        self._check_author(type_, record, place_of)
        question = self._question(type_, record, place_of)
        check(type_, "1.0", record, place_of)
        to = record.get(_ASKED) if question is None else question.sender
        route = self._route(type_, record, to)
        if route is None:
            raise MappingError([route_missing(place_of(""))])
        member = catalogue.load().record_type(type_, "1.0").subject_member
        return Change(
            type=type_,
            version="1.0",
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
        member = _AUTHORS.get(type_)
        if member is not None and record.get(member, self.participant) != self.participant:
            raise MappingError([_foreign(place_of(f"/{member}"), self.participant)])

    def _question(self, type_: str, record: dict[str, Any], place_of: Callable[[str], str]) -> Question | None:
        """Return the request that a reply answers; None for all that is no reply."""
        asked_in = catalogue.load().record_type(type_, "1.0").replies_to
        if not asked_in:
            return None
        member = catalogue.load().record_type(type_, "1.0").subject_member or ""
        found = (self.questions.find(kind, record.get(member, "")) for kind in asked_in)
        question = next((question for question in found if question is not None), None)
        if question is None:
            raise MappingError([_case_unknown(place_of(f"/{member}"))])
        return question


def _foreign(place: str, participant: str) -> Fault:
    return Fault(
        code="authority-foreign",
        place=place,
        ru=f"Документ составлен от имени другого органа, а не {participant}. "
        "Отправляйте документы только своего органа.",
        en=f"The document is in the name of another authority than {participant}. "
        "Send documents of your own authority only.",
    )


def _case_unknown(place: str) -> Fault:
    return Fault(
        code="case-unknown",
        place=place,
        ru="По этому делу запрос не поступал. Проверьте номер дела.",
        en="No request about this case has arrived. Check the case number.",
    )
