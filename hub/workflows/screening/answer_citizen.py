"""A citizen asks his own authority, before he travels: identity, consent, search, one leaf, then the plain answer.

It never makes a hit report: nobody but the citizen and his authority learns that he asked. Where it stays doubtful
whether a ban is his, the answer holds the enquiry to its issuer, to be signed by the authority.
"""

import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from hub.core import ids, instant
from hub.core.deadline import clock
from hub.core.deadline.profile import Parameter, from_json
from hub.core.enquiry import citizen, question
from hub.core.enquiry.errors import IdentityError, QuestionError
from hub.core.enquiry.lists import ListState
from hub.core.enquiry.question import Asked
from hub.core.enquiry.verdict import Judged
from hub.core.entry_ban.reports import ENQUIRY
from hub.core.errors import Fault
from hub.workflows.data_protection.log_access import Access, log_access
from hub.workflows.deadline.legal_day import legal_day, zone_of
from hub.workflows.exchange import Exchange
from hub.workflows.screening.find_bans import Caller
from hub.workflows.screening.screen import Outcome, Screening, caller_of, check, facts_of, purpose_of, search_all
from schemas import deadline_profiles, screening_rules

ADVICE = "pre-departure-advice"
CITIZEN = "citizen"
PROFILE, PARAMETER = "exchange-default", "ban-status"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The answer to a citizen: `size` is the log size it reflects, `access` the leaf that says who asked."""

    at: datetime
    size: int
    access: int
    lists: tuple[ListState, ...]
    judged: Judged
    odd: tuple[Fault, ...]
    enquiries: tuple[Mapping[str, Any], ...]


async def answer_citizen(screening: Screening, participant: str, document: Any) -> Advice:
    """Answer a citizen of the caller's state.

    Raises:
        ScreeningBehindError: the index does not reflect the log yet.
        QuestionError: the question is wrong.
        IdentityError: the documents do not prove who asks.
        NotOwnCitizenError: he is no citizen of the caller's state.
        RoleNotAllowedError: observers and bodies see no data on persons.
        OverloadedError: the caller has asked about too many.
        UnavailableError, IntegrityError: the access cannot be logged, so nothing is shown.
    """
    screening.index.require_ready()
    exchange = screening.exchange
    caller = caller_of(exchange, participant)
    check(screening_rules.CITIZEN, document)
    today = legal_day(exchange.judgement.trust, participant, exchange.clock.now())
    asked = _identify(document, caller, today)
    purpose = purpose_of(exchange, ADVICE)
    found = await search_all(screening, caller, [asked], document, purpose=purpose)
    facts = {**facts_of(found), "consent": document["consent"]}
    said = Access(participant=participant, question=CITIZEN, purpose=ADVICE, case=document["case_number"], facts=facts)
    index = await log_access(exchange, screening.committer, said)
    return Advice(
        at=found.at,
        size=found.size,
        access=index,
        lists=found.lists,
        judged=found.judged[0],
        odd=asked.odd,
        enquiries=tuple(_enquiries(exchange, caller, found, asked, document["case_number"])),
    )


def _identify(document: Mapping[str, Any], caller: Caller, today: date) -> Asked:
    """Return who asks.

    Raises:
        QuestionError: the consent is of a day to come.
        IdentityError, NotOwnCitizenError: as `answer_citizen`.
    """
    if document["consent"]["given_on"] > today.isoformat():
        raise QuestionError([question.fault("/consent/given_on", "consent-in-future")])
    letters = screening_rules.russian_letters()
    asked = question.read_person(document["person"], "/person", state=caller.state, today=today, letters=letters)
    against = citizen.check_identity(asked, document["person"], citizens=caller.citizens, today=today)
    if against:
        raise IdentityError(against)
    return replace(asked, person={"nationalities": [{"code": caller.citizens}], **asked.person})


def _enquiries(exchange: Exchange, caller: Caller, found: Outcome, asked: Asked, case: str) -> Iterator[dict[str, Any]]:
    """Yield a draft of the enquiry to each issuer whose ban may be another person's, with the term of its answer."""

    def names() -> Iterator[str]:
        while True:
            yield ids.make_message_id(found.at, secrets.token_bytes(10))

    today = legal_day(exchange.judgement.trust, caller.participant, found.at)
    records = citizen.enquiries(
        found.judged[0], asked, requesting=caller.participant, case=case, today=today, ids=names()
    )
    for record in records:
        routing = _routing(exchange, caller.participant, record["issuer"], today)
        if routing is not None:
            yield {
                **routing,
                "subject": record["enquiry_id"],
                "clock": _clock(record["issuer"], exchange, found.at),
                "record": record,
            }


def _routing(exchange: Exchange, sender: str, recipient: str, on: date) -> dict[str, Any] | None:
    """Return under which agreement in force the enquiry may go; None where there is none."""
    for name, each in sorted(exchange.judgement.register.items()):
        for clause in each.allows if each.is_in_force(on) else ():
            if ENQUIRY in clause.types and sender in clause.senders and recipient in clause.recipients:
                purpose = min(clause.purposes)
                return {
                    "type": ENQUIRY,
                    "version": citizen.VERSION,
                    "to": [recipient],
                    "agreement": name,
                    "purpose": purpose,
                }
    return None


def _clock(issuer: str, exchange: Exchange, now: datetime) -> dict[str, Any]:
    """Return the term of the issuer's answer, and when it would end if the enquiry were delivered now."""
    term = _parameter(exchange)
    state = exchange.judgement.trust.state_of(issuer)
    ends = None
    if (days := exchange.judgement.calendars.get(state)) is not None:
        ends = clock.compute(term.term, start=now, calendar=days, zone=zone_of(exchange.judgement.trust, issuer)).at
    return {
        "parameter": term.name,
        "value": term.term.value,
        "unit": term.term.unit.value,
        "from": "delivered",
        "verified": term.term.verified,
        "article": {"ru": term.article[0], "en": term.article[1]},
        "ends_if_delivered_now": None if ends is None else instant.format(ends, seconds=True),
    }


def _parameter(exchange: Exchange) -> Parameter:
    titles = {each.code: (each.ru, each.en) for each in exchange.catalogue.code_list("deadline-parameters").entries}
    profile = from_json(deadline_profiles.load()[PROFILE], titles)
    return next(each for each in profile.parameters if each.name == PARAMETER)
