"""Bring together what a person sees of a case: whom it concerns, what proves it, the term, and what colleagues added.

That somebody looks is in the log, and noted in the console's audit, before anything is shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hub.core.console.account import Account
from hub.core.errors import MissingError
from hub.core.identity import national_identifier
from hub.core.identity.national_identifier import Finding
from hub.core.mover import HeadKey
from hub.core.readmission import kinds
from hub.store import desk
from hub.store.desk import Related
from hub.workflows.cases.find_blocks import decisive
from hub.workflows.cases.log_case import log_case
from hub.workflows.cases.open_case import OpenCase, open_case
from hub.workflows.cases.open_evidence import open_evidence, opened
from hub.workflows.desk.read_tasks import Task, task_of
from hub.workflows.exchange import Exchange
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.projections.follow_messages import find_by_document, find_by_identifier

RELATED, MOST = 20, 5
NUMBERS = 10  # documents and identifiers of a person that other cases are looked for by


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A number of a person, and what is odd about it; `is_known`: there are rules for its scheme."""

    scheme: str
    value: str = field(repr=False)
    is_known: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An item of evidence of the record at `index`; `sha256` is that record's digest, as its leaf has it."""

    index: int
    item: int
    said: Mapping[str, Any] = field(repr=False)
    sha256: str
    is_decisive: bool
    is_opened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case with all that its page shows of the exchange."""

    open: OpenCase
    task: Task | None
    person: Mapping[str, Any] = field(repr=False)
    identifiers: Sequence[Identifier]
    evidence: Sequence[Evidence]
    related: Sequence[Related]

    @property
    def key(self) -> HeadKey:
        """The case's name."""
        return self.open.key


async def read_case_page(
    exchange: Exchange, committer: GroupCommitter, account: Account, *, party: str, key: HeadKey
) -> CaseView:
    """Return a case of a party for one of its people; that he looks is logged, and noted.

    Raises:
        MissingError: there is none, or it is not this party's.
        UnavailableError, OverloadedError, IntegrityError: the log cannot be written, so nothing is shown.
    """
    found = await open_case(exchange, party=party, key=key)
    await log_case(exchange, committer, account, found, action="case-read")
    request = found.said[0][1].record if found.said else {}
    last = found.request
    person = (request if last is None else last[1].record).get("person", {})
    async with exchange.pool.acquire() as conn:
        row = await desk.read(conn, party, key)
    return CaseView(
        open=found,
        task=None if row is None else task_of(exchange, row),
        person=person,
        identifiers=check_identifiers(person),
        evidence=await _evidence(exchange, account, found),
        related=await _related(exchange, party, key, person),
    )


async def look_at_evidence(
    exchange: Exchange, committer: GroupCommitter, account: Account, *, key: HeadKey, index: int, item: int
) -> tuple[OpenCase, Evidence]:
    """Return one item of evidence; that the officer opens it is logged, kept, and noted, before it is shown.

    Raises:
        MissingError: there is none, or the case is not his participant's.
        UnavailableError, OverloadedError, IntegrityError: the log cannot be written, so nothing is shown.
    """
    found = await open_case(exchange, party=str(account.participant), key=key)
    listed = [each for each in await _evidence(exchange, account, found) if (each.index, each.item) == (index, item)]
    if not listed:
        raise MissingError
    await log_case(exchange, committer, account, found, action="case-evidence", part=f"{index}/{item}", shown=[index])
    await open_evidence(exchange, account, index=index, item=item)
    return found, listed[0]


def check_identifiers(person: Mapping[str, Any]) -> list[Identifier]:
    """Return the national identifiers of a person with what is odd about them."""
    born = _full_date(person.get("birth", {}).get("date", {}))
    return [
        Identifier(
            scheme=each["scheme"],
            value=each["value"],
            is_known=each["scheme"] in national_identifier.SCHEMES,
            findings=national_identifier.check(
                each["scheme"], national_identifier.normalise(each["value"]), birth=born, sex=person.get("sex")
            ),
        )
        for each in person.get("identifiers", ())
    ]


def _full_date(said: Mapping[str, Any]) -> date | None:
    if said.get("qualifier", "exact") != "exact" or not {"year", "month", "day"} <= set(said):
        return None
    try:
        return date(said["year"], said["month"], said["day"])
    except ValueError:
        return None


async def _evidence(exchange: Exchange, account: Account, case: OpenCase) -> list[Evidence]:
    carrying = [(index, each) for index, each in case.said if each.type in {kinds.REQUEST, kinds.INFORMATION}]
    seen = await opened(exchange, account, [index for index, _ in carrying])
    decides = {(each.index, each.item) for each in decisive(case)}
    return [
        Evidence(
            index=index,
            item=place,
            said=said,
            sha256=each.sha256,
            is_decisive=(index, place) in decides,
            is_opened=(index, place) in seen,
        )
        for index, each in carrying
        for place, said in enumerate(each.record.get("evidence", ()))
    ]


async def _related(exchange: Exchange, party: str, key: HeadKey, person: Mapping[str, Any]) -> Sequence[Related]:
    """Return other cases of the party with a document or a number of the same person."""
    places = set[int]()
    for document in person.get("documents", ())[:NUMBERS]:
        places.update(await find_by_document(exchange, document["number"], document.get("series", "")))
    for identifier in person.get("identifiers", ())[:NUMBERS]:
        places.update(await find_by_identifier(exchange, identifier["scheme"], identifier["value"]))
    async with exchange.pool.acquire() as conn:
        return await desk.find_related(conn, sorted(places), party=party, key=key, limit=RELATED)


def asked_person(person: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's person as a question about bans has him (schemas/screening)."""
    kept = ("type", "series", "number", "issuing_state", "expires_on")
    documents = [{name: each[name] for name in kept if name in each} for each in person.get("documents", ())[:MOST]]
    born = person.get("birth", {}).get("date")
    return {
        **({"names": [*person["names"][:MOST]]} if person.get("names") else {}),
        **({"birth": {"date": born}} if born else {}),
        **({"sex": person["sex"]} if "sex" in person else {}),
        **({"nationalities": [*person["nationalities"][:10]]} if person.get("nationalities") else {}),
        **({"documents": documents} if documents else {}),
        **({"identifiers": [*person["identifiers"][:MOST]]} if person.get("identifiers") else {}),
    }
