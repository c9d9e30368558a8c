"""By which terms a case is counted: those it was opened under, from the delivery to the authority that was asked."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from hub.core.agreement import Register, from_json
from hub.core.deadline.case_clock import Clock, NoConsent
from hub.core.deadline.case_event import CaseEvent
from hub.core.deadline.profile import Expiry
from hub.store import cases
from hub.workflows.deadline.count_terms import count_terms
from hub.workflows.trust.secretariat_statements import released_calendars
from schemas import agreements, catalogue, deadline_profiles
from tests.integration.hubs import Hub
from tests.integration.workflows.test_silence import follow
from tests.unit.core.deadline.bookkeeper import Bookkeeper
from tests.unit.core.deadline.cases import CALENDARS, RU, TJ, Case
from tests.unit.core.deadline.test_simulated_year_of_profiles import FIRST, Year

AGREEMENT = "ru-tj-readmission"
VERIFIED, UNVERIFIED = "ru-ch-2009", "cis-bilateral-default"


def version(number: int, **members: Any) -> Any:
    """Return a version of the agreement between Russia and Tajikistan; its digest is its number."""
    document = next(each for each in agreements.load() if each["id"] == AGREEMENT)
    whole = {**document, "status": "in_force", "valid_from": "2026-01-01", "executive_protocol": None, **members}
    return from_json({**whole, "version": number}, str(number))


def counted(
    events: list[CaseEvent], now: datetime, versions: Sequence[Any], outages: Sequence[CaseEvent]
) -> list[Clock]:
    """Return the clocks of a case as they stand then, under these versions."""
    trust = SimpleNamespace(state_of={RU: "RU", TJ: "TJ"}.__getitem__)
    judgement = SimpleNamespace(
        register=Register(versions), outages=tuple(outages), calendars=released_calendars(), trust=trust
    )
    exchange: Any = SimpleNamespace(
        clock=SimpleNamespace(now=lambda: now), judgement=judgement, catalogue=catalogue.load()
    )
    return [each.clock for each in count_terms(exchange, events, agreement=AGREEMENT, parties=[RU, TJ])]


def shown(clock: Clock) -> tuple[Any, ...]:
    due = None if clock.deadline is None else clock.deadline.on
    return clock.parameter.name, clock.index, clock.state.value, due, clock.effect and clock.effect.value


def reply(case: Case, on: str, *versions: Any) -> Clock:
    """Return the clock of the reply as it stands on a day, under these versions."""
    now = datetime.combine(date.fromisoformat(on), datetime.min.time(), UTC)
    return next(each for each in counted(case.events, now, versions, ()) if each.parameter.name == "reply")


@pytest.fixture
def case() -> Case:
    case = Case()
    case.request("02-02", "02-04")
    case.add("readmission-information-request", TJ, "02-06", delivered="02-06", registered=True)
    case.add("readmission-information", RU, "02-07", delivered="02-07")
    return case


def test_a_version_that_comes_later_makes_no_consent_of_silence_before_it(case: Case):
    versions = [
        version(1, deadline_profile=UNVERIFIED),
        version(2, deadline_profile=VERIFIED, effective_from="2026-05-01"),
    ]
    before, after = reply(case, "2026-04-30", *versions), reply(case, "2026-05-02", *versions)

    assert before == after
    assert (after.profile, after.effect) == (UNVERIFIED, Expiry.REMIND)


def test_a_version_entered_afterwards_for_an_earlier_day_is_not_the_one_in_the_leaf(case: Case):
    case.events[0] = dataclasses.replace(case.events[0], agreements=("1",))
    late = version(2, deadline_profile=VERIFIED, effective_from="2026-01-15")

    assert reply(case, "2026-05-02", version(1, deadline_profile=UNVERIFIED), late).profile == UNVERIFIED


def test_a_case_keeps_the_terms_of_its_agreement_when_that_ends(case: Case):
    first = version(1, deadline_profile=VERIFIED)
    last = version(2, deadline_profile=None, status="terminated", effective_from="2026-06-01")
    clock = reply(case, "2026-06-02", first, last)

    assert (clock.profile, clock.effect) == (VERIFIED, Expiry.DEEMED_ACCEPTED)


def test_no_consent_arises_after_the_agreement_has_ended(case: Case):
    first = version(1, deadline_profile=VERIFIED)
    last = version(2, deadline_profile=VERIFIED, status="terminated", effective_from="2026-02-20")
    clock = reply(case, "2026-06-02", first, last)

    assert (clock.effect, clock.no_consent) == (Expiry.OVERDUE, NoConsent.NOT_IN_FORCE)


def test_a_case_without_records_has_no_terms():
    assert count_terms(SimpleNamespace(), [], agreement=AGREEMENT, parties=[RU, TJ]) == []  # type: ignore[arg-type]


def test_cases_of_a_year_keep_the_terms_of_the_version_they_were_opened_under():
    """The agreement gets a verified profile in July; the bookkeeper counts each case by its own."""
    versions = [
        version(1, deadline_profile=UNVERIFIED),
        version(2, deadline_profile=VERIFIED, effective_from="2026-07-01"),
    ]
    year, now = Year(20260701), datetime(2027, 3, 1, 2, tzinfo=UTC)
    opened = [FIRST + timedelta(days=year.chance.randrange(270)) for _ in range(24)]
    seen = set()
    for day in opened:
        events = year.case(day)
        name = UNVERIFIED if day < date(2026, 7, 1) else VERIFIED
        cards = Bookkeeper(deadline_profiles.load()[name], CALENDARS, now).cards(events)
        mine = [each for each in events if each.type != "outage"]
        found = [each for each in counted(mine, now, versions, year.outages) if each.profile == name]

        assert sorted(map(shown, found), key=lambda each: each[:2]) == sorted(
            ((each.name, each.index, each.state, each.due, each.effect) for each in cards), key=lambda each: each[:2]
        )
        seen.add((name, bool(found)))
    assert {(UNVERIFIED, True), (VERIFIED, True)} <= seen


async def test_a_copy_that_reached_another_authority_of_the_state_starts_no_term(shared_node: Hub):
    name = f"D-{shared_node.next_number()}"
    answer = await shared_node.submit(shared_node.request(name, to=["tj-mvd", "tj-molme"]))
    await shared_node.submit(shared_node.said("tj-molme", "processed", answer.receipt))
    await follow(shared_node)
    async with shared_node.exchange.pool.acquire() as conn:
        (copied,) = await cases.read_events(conn, "kz-mvd", name)
    await shared_node.submit(shared_node.said("tj-mvd", "processed", answer.receipt))
    await follow(shared_node)
    async with shared_node.exchange.pool.acquire() as conn:
        (reached,) = await cases.read_events(conn, "kz-mvd", name)

    assert copied.delivered_at is None
    assert reached.delivered_at is not None
    assert reached.agreements
