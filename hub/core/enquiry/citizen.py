"""Who asks of himself: his identity by his own state's document, and the enquiry that a doubt opens.

Identity is proven by what the document says and by what its numbers prove of themselves: check digits of the
machine-readable zone and of national identifiers, and nothing typed that contradicts them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from hub.core.enquiry.errors import NotOwnCitizenError
from hub.core.enquiry.question import Asked, fault
from hub.core.enquiry.verdict import Judged, Verdict
from hub.core.errors import Fault
from hub.core.identity import document_number
from hub.core.identity.mrz import Mrz

VERSION = "1.0"
QUESTIONS = ("identity", "in_force", "period", "appeal_route")
_PLACE = "/person"
_UNKNOWN_SEX = "U"


def require_own(person: Mapping[str, Any], citizens: str) -> None:
    """Refuse a person who is not said to be a citizen of this state, or to hold its document.

    Raises:
        NotOwnCitizenError: he is not; to say "no ban" of him would be to say what was not looked for.
    """
    own = any(each["code"] == citizens and "until" not in each for each in person.get("nationalities", ()))
    if not own and not any(each.get("issuing_state") == citizens for each in person.get("documents", ())):
        raise NotOwnCitizenError


def check_identity(asked: Asked, typed: Mapping[str, Any], *, citizens: str, today: date) -> tuple[Fault, ...]:
    """Return what stands against the identity; empty when it is proven.

    Args:
        asked: the person as `question.read_person` understood him.
        typed: the person as he was asked about.
        citizens: code (alpha-3) of the citizens and documents of the asking authority's state.
        today: the present day.

    Raises:
        NotOwnCitizenError: he is no citizen of that state.
    """
    if asked.wrong:
        return asked.wrong
    own = {each["code"] for each in asked.person.get("nationalities", ()) if "until" not in each}
    if own and citizens not in own:
        raise NotOwnCitizenError
    return tuple(_against(asked, typed, citizens, today))


def _against(asked: Asked, typed: Mapping[str, Any], citizens: str, today: date) -> Iterator[Fault]:
    person, zone = asked.person, asked.zone
    documents = [each for each in person.get("documents", ()) if each.get("issuing_state") == citizens]
    if not documents:
        yield fault(f"{_PLACE}/documents", "document-needed")
    if not (person.get("names") and person.get("birth")):
        yield fault(_PLACE, "identity-incomplete")
    if _expired(documents, zone, today):
        yield fault(f"{_PLACE}/documents", "document-expired")
    if zone is not None:
        yield from (each for each in asked.odd if each.code == "mrz-check-digit")
        numbers = {document_number.normalise(each["number"]) for each in typed.get("documents", ())}
        born = typed.get("birth", {}).get("date", {})
        said = {"year": zone.birth.year, "month": zone.birth.month, "day": zone.birth.day}
        differs = any(born.get(name) != said[name] for name in said if name in born and said[name] is not None)
        if differs or (numbers and document_number.normalise(zone.number) not in numbers):
            yield fault(f"{_PLACE}/mrz", "mrz-differs")


def _expired(documents: Sequence[Mapping[str, Any]], zone: Mrz | None, today: date) -> bool:
    """Tell whether a document says of itself that it is not valid any more."""
    if any("expires_on" in each and each["expires_on"] < today.isoformat() for each in documents):
        return True
    if zone is None or zone.expires.year is None:
        return False
    last = (zone.expires.year, zone.expires.month or 12, zone.expires.day or 31)
    return last < (today.year, today.month, today.day)


def enquiries(
    judged: Judged, asked: Asked, *, requesting: str, case: str, today: date, ids: Iterator[str]
) -> list[dict[str, Any]]:
    """Return the records by which issuers are asked whether they mean this person: one for each list in doubt."""
    return [
        _enquiry(judged, asked, issuer, {"requesting": requesting, "case": case, "today": today.isoformat()}, next(ids))
        for issuer, verdict in judged.of_issuer.items()
        if verdict is Verdict.DOUBT
    ]


def _enquiry(judged: Judged, asked: Asked, issuer: str, facts: Mapping[str, str], enquiry_id: str) -> dict[str, Any]:
    bans = {each.record["ban_id"] for each in judged.found if each.issuer == issuer}
    known = {"ban_id": bans.pop()} if len(bans) == 1 else {}
    return {
        "enquiry_id": enquiry_id,
        "requesting_authority": facts["requesting"],
        "issuer": issuer,
        **known,
        "person": _as_record(asked.person),
        "questions": list(QUESTIONS),
        "case_number": facts["case"],
        "consent": True,
        "asked_on": facts["today"],
    }


def _as_record(person: Mapping[str, Any]) -> dict[str, Any]:
    """Return the person as records hold him: every document with a type and the state that issued it."""
    kept = {name: person[name] for name in ("names", "birth", "nationalities", "identifiers") if name in person}
    documents = [{"type": "other", **each} for each in person.get("documents", ()) if "issuing_state" in each]
    if documents:
        kept["documents"] = documents
    return {"sex": _UNKNOWN_SEX, **kept, **({"sex": person["sex"]} if "sex" in person else {})}
