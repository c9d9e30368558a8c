"""Looking for what else the hub holds about a marked person: our cases under other ids, and bans that we were sent."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.cli.connection import Connection
from hub.cli.protection import taking_back
from hub.client.case_answers import CaseNamed, parse_cases
from hub.client.members import Members
from hub.client.reading import shape
from hub.core import traits
from hub.core.readmission.case_state import Stage
from hub.core.record_objects import objects
from hub.core.traits import Trait, TraitKind

PAGE = 500
SCREEN, PURPOSE = "/v1/entry-bans/screen", "readmission"
MAX_BANS, MAX_NAME = 100, 64
_NAMES, _DOCUMENTS, _IDENTIFIERS = 5, 5, 5  # of one person asked about
_DOCUMENT = ("type", "series", "number", "issuing_state")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCase:
    """A case of ours about the person, or about somebody alike: then it is for an officer to look at."""

    kind: str
    case_id: str
    is_certain: bool


async def find_cases(connection: Connection, known: Collection[Trait], beside: str | None) -> list[FoundCase]:
    """Return our cases that stand and are about whom these traits are of, but for the case `beside`.

    Raises:
        RefusedError, RetryLaterError, BadAnswerError: as their classes say.
    """
    own, found = connection.config.participant, list[FoundCase]()
    for named in await _list(connection):
        if (named.owner, named.state) == (own, Stage.WITHDRAWN) or named.owner != own or named.case_id == beside:
            continue
        case = await taking_back.find(connection, named.case_id, named.kind)
        for sent in [] if case is None else await taking_back.read_own(connection, case):
            certain = compare(known, sent.record)
            if certain is not None:
                found.append(FoundCase(kind=named.kind, case_id=named.case_id, is_certain=certain))
                break
    return found


def compare(known: Collection[Trait], record: Mapping[str, Any]) -> bool | None:
    """Say whether a record is about whom these traits are of: True for certain, False perhaps, None not."""
    person = {each for each in known if each.kind is not TraitKind.SUBJECT} | traits.ALWAYS
    matched = traits.traits(None, record) & person
    if traits.is_certain(matched):
        return True
    return False if traits.is_alike(record, matched) else None


async def _list(connection: Connection) -> list[CaseNamed]:
    found, before = list[CaseNamed](), None
    while True:
        query = {"limit": PAGE} | ({} if before is None else {"before": before})
        page = shape(parse_cases, await connection.client.look("/v1/cases", query))
        found += page.cases
        before = page.next_before
        if before is None:
            return found


async def find_bans(connection: Connection, record: Mapping[str, Any], case_number: str) -> list[str]:
    """Return the ids of bans that we were sent and that may be about somebody in the record.

    The hub logs that we asked, by this case number, as it does for every screening.

    Raises:
        RefusedError, RetryLaterError, BadAnswerError: as their classes say.
    """
    persons = list(_asked(record))
    if not persons:
        return []
    question = {"purpose": PURPOSE, "case_number": case_number, "persons": persons, "thorough": True}
    answer = await connection.client.ask(SCREEN, question)
    found = shape(lambda value: Members(value, "answer").items("persons", len(persons), _bans), answer)
    return sorted({ban for each in found for ban in each})


def _bans(value: object) -> tuple[str, ...]:
    read = Members(value, "person")
    return read.items("bans", MAX_BANS, lambda each: Members(each, "ban").text("ban_id", MAX_NAME))


def _asked(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the persons of a record as questions, as far as a question holds them; names alone are none."""
    for person in traits.persons(objects(record)):
        asked = {
            "names": list(person["names"])[:_NAMES],
            "identifiers": list(traits.items(person, "identifiers"))[:_IDENTIFIERS],
            "documents": [
                {name: each[name] for name in _DOCUMENT if name in each} for each in traits.items(person, "documents")
            ][:_DOCUMENTS],
        }
        born = person.get("birth", {}).get("date")
        told = {name: value for name, value in asked.items() if value} | ({"birth": {"date": born}} if born else {})
        if told.keys() - {"names"}:
            yield told
