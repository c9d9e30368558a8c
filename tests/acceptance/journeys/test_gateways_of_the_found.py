"""Two gateways are asked to make the same searches; at one site they know that a person was found alive.

What leaves both, and what the family's authority reads of it, is compared: all that the envelopes say is the same but
sender, message id, case number and the time of day; so is how many there are.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.core.missing import finding
from hub.core.missing.finding import Event, Finding
from hub.sdk.assembly import Gateway
from hub.sdk.books.inbox import Lane
from hub.sdk.sealing.protection import ProtectionRegister, Reason, Trait, TraitKind
from tests.acceptance.journeys import test_missing_found_alive as searches
from tests.acceptance.journeys.test_missing_found_alive import EVERY, FAMILY, Exchange
from tests.integration.sdk.sites import Site, receive, send
from tests.support.clock import MovedClock
from tests.support.records import example

exchange = searches.exchange
KNOWS, KNOWS_NOT = "kz-mvd", "ru-guvm"
FOUND, GOES_ON = "TJ-M-2026-0007", "TJ-M-2026-0008"


@dataclass(kw_only=True)
class Member:
    """A member's site, its gateway, and the clock it goes by."""

    site: Site
    gateway: Gateway
    clock: MovedClock

    async def go_on(self, shift: timedelta) -> None:
        """Do all that is due by now: read, apply, sign, send, tell."""
        self.clock.moved = shift
        await self.gateway.site.trust.refresh()
        await receive(self.gateway, Lane.URGENT)
        await self.gateway.searches.step()
        await send(self.gateway)


@pytest.fixture
async def members(exchange: Exchange, tmp_path: Path) -> AsyncIterator[dict[str, Member]]:
    """Both gateways, each with a state of its own, at the hub of the journey."""
    async with AsyncExitStack() as stack:
        opened = {}
        for name in (KNOWS, KNOWS_NOT):
            site = Site(tmp_path / name, name, exchange.site.trust, exchange.api.url)
            clock = MovedClock(exchange.shift)
            gateway = await stack.enter_async_context(site.open(clock))
            opened[name] = Member(site=site, gateway=gateway, clock=clock)
        yield opened


def learn_that_he_lives(member: Member) -> Finding:
    """Note at the site that he was found and wants nobody told, and protect him."""
    known = Finding()
    for event in (Event.CANDIDATE, Event.FOUND_ALIVE, Event.REFUSED):
        known = finding.learn(known, event)
    (member.site.system / "finding.txt").write_text(known.state)
    register = ProtectionRegister(member.site.state_dir)
    register.mark({Trait(TraitKind.SUBJECT, FOUND)}, Reason.TRAFFICKING_VICTIM, "officer-1", member.clock.now())
    return known


async def told_by(exchange: Exchange, sender: str, case: str) -> list[dict[str, Any]]:
    """Return what the family's authority got from a sender about a search: all but who, which and when to the second."""
    found = []
    for each in await exchange.read(FAMILY):
        payload = searches.read_payload(each["envelope"])
        if payload["from"] == sender and payload["subject"] == case:
            size = len(each["envelope"]) - len(searches.base64url.encode(sender.encode()))
            kept = {name: value for name, value in payload.items() if name not in {"from", "id", "subject", "sent_at"}}
            record = {name: value for name, value in kept["record"].items() if name != "case_id"}
            found.append({**kept, "record": record, "day": payload["sent_at"][:10], "about": size // 16})
    return found


async def test_gateways_whose_people_know_and_do_not_know_send_the_same_and_are_answered_the_same(
    exchange: Exchange, members: dict[str, Member]
):
    for case in (FOUND, GOES_ON):
        record = example("missing-person", "construction-worker", case_id=case)
        await exchange.send(FAMILY, "missing-person", record, [KNOWS, KNOWS_NOT])
    await exchange.read(FAMILY)
    await asyncio.gather(*(member.go_on(exchange.shift) for member in members.values()))
    assert [member.site.subjects() for member in members.values()] == [[FOUND, GOES_ON]] * 2

    assert learn_that_he_lives(members[KNOWS]).consent is None
    await exchange.pass_days(1)  # updates are due in the morning, whenever this runs
    for _ in range(2):
        await exchange.pass_days(EVERY)
        for member in members.values():
            await member.go_on(exchange.shift)
            exchange.last = await exchange.size() - 1

    told = [await told_by(exchange, sender, case) for sender in members for case in (FOUND, GOES_ON)]
    assert [each["record"]["outcome"] for each in told[0]] == ["nothing_to_report"] * 2
    assert all(each == told[0] for each in told)
    counts = [member.gateway.outbox.counts() for member in members.values()]
    assert counts[0] == counts[1]
    assert counts[0]["refused"] == 0
