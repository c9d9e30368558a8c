"""Silence as consent: only where the profile was verified, after an official registered the case, and when it is over."""

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from hub.core.agreement.register import Register
from hub.core.errors import DeemedAcceptedError, SilenceError, TermOverError
from hub.core.mover import HeadKey
from hub.workflows.cases import read_cases
from hub.workflows.deadline.count_terms import count_terms
from hub.workflows.exchange import Exchange
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.cases import Cases
from hub.workflows.submission import heed_silence
from tests.integration.contact_persons import delegate
from tests.integration.hubs import READMISSION, Hub, code_of, make_message_id
from tests.support.contact_persons import person_key
from tests.support.hub import now
from tests.support.readmission import KZ, TJ, record_of

AGREEMENT = "kz-tj-readmission"
VERIFIED, UNVERIFIED = "ru-ch-2009", "cis-bilateral-default"
Later = Callable[[int, str], None]


class Ahead:
    """A clock so many days ahead."""

    def __init__(self, days: int) -> None:
        self.days = days

    def now(self) -> Any:
        """Return the time that is to come."""
        return now() + timedelta(days=self.days)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """Let cases be looked at some days later, with the agreement's terms taken from a profile."""

    def move(days: int, profile: str) -> None:
        def count(exchange: Exchange, events: Any, **more: Any) -> Any:
            agreement = dataclasses.replace(exchange.judgement.register[AGREEMENT], deadline_profile=profile)
            judgement = dataclasses.replace(exchange.judgement, register=Register([agreement]))
            return count_terms(dataclasses.replace(exchange, clock=Ahead(days), judgement=judgement), events, **more)

        for module in (heed_silence, read_cases):
            monkeypatch.setattr(module, "count_terms", count)

    return move


def document(hub: Hub, case: str) -> bytes:
    """Return Kazakhstan's travel document after Tajikistan's silence."""
    record = record_of("travel-document", case, KZ, now(), basis="after_silence")
    return hub.sign(KZ, record, **{**READMISSION, "type": "travel-document"})


async def asked(hub: Hub, *, registers: bool = True) -> tuple[str, str]:
    """Let a request be delivered, and registered by an official or not; return its case and its id."""
    case, message_id = f"S-{hub.next_number()}", make_message_id()
    answer = await hub.submit(hub.request(case, message_id=message_id))
    await hub.submit(hub.said(TJ, "processed", answer.receipt))
    record = record_of("readmission-information-request", case, TJ, now())
    routing = {**READMISSION, "type": "readmission-information-request", "to": [KZ]}
    if registers:
        await delegate(hub, f"p-{case.lower()}", types=("readmission-information-request",))
        routing["key"] = person_key(f"p-{case.lower()}")
    await hub.submit(hub.sign(TJ, record, **routing))
    await follow(hub)
    return case, message_id


async def follow(hub: Hub) -> None:
    await release_rest(hub.exchange)
    while not (await project.follow(hub.exchange, Cases()))[1]:
        pass


async def standing(hub: Hub, case: str) -> tuple[str | None, set[str]]:
    """Return how the case stands by its clocks, and what Kazakhstan may do."""
    found = await read_cases.read_case(hub.exchange, party=KZ, key=HeadKey("case", KZ, case))
    return found.standing, {each["type"] for each in found.to_json()["allowed"] if KZ in each["by"]}


async def test_after_a_verified_silence_the_case_goes_on_and_a_refusal_is_late(shared_node: Hub, later: Later):
    case, request = await asked(shared_node)
    later(40, VERIFIED)
    stood, allowed = await standing(shared_node, case)
    (late,) = await shared_node.submit_all([shared_node.reply(case, "refused", request)])
    await shared_node.submit(document(shared_node, case))
    await follow(shared_node)

    assert stood == "deemed_accepted"
    assert "travel-document" in allowed
    assert isinstance(late, DeemedAcceptedError)
    assert (await standing(shared_node, case))[1] == {"readmission-withdrawal", "transfer-notice", "travel-document"}


async def test_a_late_acceptance_breaks_the_silence(shared_node: Hub, later: Later):
    case, request = await asked(shared_node)
    later(40, VERIFIED)
    await shared_node.submit(shared_node.reply(case, "accepted", request))
    (claimed,) = await shared_node.submit_all([document(shared_node, case)])

    assert code_of(claimed) == "move-not-allowed"


@pytest.mark.parametrize(
    ("days", "profile", "registers", "stood"),
    [
        (10, VERIFIED, True, None),
        (40, UNVERIFIED, True, None),
        (40, VERIFIED, False, "overdue"),
    ],
)
async def test_silence_is_no_consent_before_the_term_unverified_or_unregistered(
    shared_node: Hub, later: Later, days: int, profile: str, *, registers: bool, stood: str | None
):
    case, request = await asked(shared_node, registers=registers)
    later(days, profile)
    found = await standing(shared_node, case)
    (claimed,) = await shared_node.submit_all([document(shared_node, case)])
    await shared_node.submit(shared_node.reply(case, "refused", request))

    assert found[0] == stood
    assert "travel-document" not in found[1]
    assert isinstance(claimed, SilenceError)


async def test_who_claims_silence_in_a_case_of_others_or_of_nobody_learns_nothing(shared_node: Hub, later: Later):
    case, _ = await asked(shared_node)
    later(40, VERIFIED)
    routing = {"type": "travel-document", "to": [KZ], "agreement": "kz-kg-readmission", "purpose": "readmission"}
    record = record_of("travel-document", case, KZ, now(), basis="after_silence")
    record["authority"] = {"name": "Пробный орган"}
    found = await shared_node.submit_all(
        [shared_node.sign("kg-migration", {**record, "case_id": name}, **routing) for name in (case, f"{case}-none")]
    )

    assert [code_of(each) for each in found] == ["silence-no-consent"] * 2


async def test_after_consent_the_other_side_cannot_reopen_the_review(shared_node: Hub, later: Later):
    case, _ = await asked(shared_node)
    later(40, VERIFIED)
    (extended,) = await shared_node.submit_all([extension(shared_node, case)])
    await shared_node.submit(document(shared_node, case))

    assert isinstance(extended, DeemedAcceptedError)


@pytest.mark.parametrize(("profile", "refused"), [(VERIFIED, True), (UNVERIFIED, False)])
async def test_an_extension_after_the_term_is_refused_or_where_that_is_not_verified_warned_of(
    shared_node: Hub, later: Later, profile: str, *, refused: bool
):
    case = f"S-{shared_node.next_number()}"
    answer = await shared_node.submit(shared_node.request(case))
    await shared_node.submit(shared_node.said(TJ, "processed", answer.receipt))
    await follow(shared_node)
    later(40, profile)
    (found,) = await shared_node.submit_all([extension(shared_node, case)])

    assert isinstance(found, TermOverError) == refused
    if not refused:
        assert "term-over-unverified" in [each.code for each in found.warnings]


def extension(hub: Hub, case: str) -> bytes:
    record = record_of("readmission-extension", case, TJ, now())
    return hub.sign(TJ, record, **{**READMISSION, "type": "readmission-extension", "to": [KZ]})
