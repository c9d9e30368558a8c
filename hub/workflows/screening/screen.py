"""Screen persons: what was asked is checked, searched, logged as one access, and only then answered.

    question  ->  role, purpose, quota  ->  search  ->  one leaf `access`  ->  verdicts with reasons

Nothing of what was found leaves before its leaf is committed: if the log cannot be written, nobody sees anything.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hub.core import agreement
from hub.core.enquiry import citizen, question, verdict
from hub.core.enquiry import lists as states
from hub.core.enquiry.errors import QuestionError
from hub.core.enquiry.lists import ListState
from hub.core.enquiry.question import Asked
from hub.core.enquiry.verdict import Judged
from hub.core.entry_ban import TYPE
from hub.core.errors import Fault
from hub.core.quota import Quotas
from hub.workflows.data_protection.log_access import Access, log_access
from hub.workflows.deadline.legal_day import legal_day
from hub.workflows.exchange import Exchange
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.screening.find_bans import Caller, Search, find_bans, read_lists
from hub.workflows.screening.screening_index import ScreeningIndex
from schemas import screening_rules

SCREENING = "screening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """What a process with the role `screening` works with."""

    exchange: Exchange
    committer: GroupCommitter
    index: ScreeningIndex
    quotas: Quotas


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a purpose allows: a code of `screening-purposes`."""

    code: str
    own_citizens_only: bool
    hit_report: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question comes to. `size` is the log size it reflects, `access` the place of the leaf that says who asked.

    `persons` has a verdict and odd findings for each person, in the order of the question.
    """

    at: datetime
    size: int
    access: int
    purpose: Purpose
    lists: tuple[ListState, ...]
    persons: tuple[tuple[Judged, tuple[Fault, ...]], ...]


async def screen(screening: Screening, participant: str, document: Any) -> Answer:
    """Answer a question about up to a hundred persons.

    Raises:
        ScreeningBehindError: the index does not reflect the log yet.
        QuestionError: the question is wrong.
        NotOwnCitizenError: the purpose is advice, and somebody is no citizen of the caller's state.
        RoleNotAllowedError: observers and bodies see no data on persons.
        OverloadedError: the caller has asked about too many.
        UnavailableError, IntegrityError: the access cannot be logged, so nothing is shown.
    """
    screening.index.require_ready()
    caller = caller_of(screening.exchange, participant)
    check(screening_rules.REQUEST, document)
    today, letters = screening.exchange.clock.now().date(), screening_rules.russian_letters()
    asked = [
        question.read_person(each, f"/persons/{place}", state=caller.state, today=today, letters=letters)
        for place, each in enumerate(document["persons"])
    ]
    require_sound(asked)
    purpose = purpose_of(screening.exchange, document["purpose"])
    for each in asked if purpose.own_citizens_only else ():
        citizen.require_own(each.person, caller.citizens)
    found = await search_all(screening, caller, asked, document, purpose=purpose)
    said = Access(
        participant=participant,
        question=SCREENING,
        purpose=purpose.code,
        case=document["case_number"],
        facts=facts_of(found),
    )
    index = await log_access(screening.exchange, screening.committer, said)
    return Answer(
        at=found.at,
        size=found.size,
        access=index,
        purpose=purpose,
        lists=found.lists,
        persons=tuple(zip(found.judged, (each.odd for each in asked), strict=True)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a search found, before it was logged: to be shown to nobody."""

    at: datetime
    size: int
    lists: tuple[ListState, ...]
    judged: tuple[Judged, ...]


async def search_all(
    screening: Screening, caller: Caller, asked: Sequence[Asked], document: Mapping[str, Any], *, purpose: Purpose
) -> Outcome:
    """Charge the caller's quota and search for each person.

    Raises:
        OverloadedError: the caller has asked about too many.
    """
    exchange, now = screening.exchange, screening.exchange.clock.now()
    screening.quotas.charge(caller.participant, now, count=len(asked))
    search = Search(
        exchange=exchange,
        index=screening.index,
        caller=caller,
        size=screening.index.size,
        own_citizens=purpose.own_citizens_only,
        thorough=document.get("thorough", False),
    )
    stated = await read_lists(search)
    found = []
    for each in asked:
        found.append(await find_bans(search, each.person))
        await asyncio.sleep(0)  # others may have been waiting
    issuers = document.get("issuers") or _issuers(
        exchange, caller, now, {*stated, *(e.issuer for f in found for e in f.found)}
    )
    stated[caller.participant] = now  # nobody is behind with its own list
    lists = states.states_of(stated, issuers, terms=screening_rules.freshness(), now=now)
    judged = tuple(verdict.judge(lists, each.found, is_whole=each.is_whole) for each in found)
    return Outcome(at=now, size=search.size, lists=lists, judged=judged)


def _issuers(exchange: Exchange, caller: Caller, now: datetime, others: set[str]) -> list[str]:
    """Return whose bans may be delivered to the caller, by agreements in force; and whoever's were."""
    today = legal_day(exchange.judgement.trust, caller.participant, now)
    allowed = {
        sender
        for each in exchange.judgement.register.values()
        if each.is_in_force(today)
        for clause in each.allows
        if TYPE in clause.types and caller.participant in clause.recipients
        for sender in clause.senders
    }
    return sorted(allowed | others)


def caller_of(exchange: Exchange, participant: str) -> Caller:
    """Return who asks.

    Raises:
        RoleNotAllowedError: one whose role sees no data on persons.
    """
    known = exchange.judgement.trust.participants[participant]
    agreement.check_roles({participant: known.role.value}, person_data=True)
    state = known.state or ""
    return Caller(
        participant=participant,
        state=state,
        citizens=exchange.catalogue.code_list("states").entry(state).more["alpha3"],
    )


def check(kind: str, document: Any) -> None:
    """Check a question against its schema.

    Raises:
        QuestionError: it does not fit.
    """
    violations = screening_rules.check(kind, document)
    if violations:
        raise QuestionError([Fault(pointer=v.pointer, code=v.code, ru=v.ru, en=v.en) for v in violations])


def require_sound(asked: Sequence[Asked]) -> None:
    """Refuse persons with something wrong.

    Raises:
        QuestionError: names all of it.
    """
    wrong = [fault for each in asked for fault in each.wrong]
    if wrong:
        raise QuestionError(wrong)


def purpose_of(exchange: Exchange, code: str) -> Purpose:
    """Return what a purpose allows."""
    more = exchange.catalogue.code_list("screening-purposes").entry(code).more
    return Purpose(code=code, own_citizens_only=more["own_citizens_only"], hit_report=more["hit_report"])


def facts_of(found: Outcome) -> dict[str, Any]:
    """Return what is kept of an access: how many were asked about, what was said, which messages were shown."""
    verdicts = [each.verdict.value for each in found.judged]
    return {
        "persons": len(found.judged),
        "verdicts": {name: verdicts.count(name) for name in sorted(set(verdicts))},
        "shown": sorted({each.index for judged in found.judged for each in judged.found}),
        "size": found.size,
    }
