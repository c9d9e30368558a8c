"""What a gateway says of searches: by a rhythm, whatever its member's people have found."""

import json
from datetime import timedelta
from typing import Any

import pytest

from hub.core.envelope import TYP
from hub.core.protection import Reason
from hub.core.traits import Trait, TraitKind
from hub.sdk.assembly import Gateway
from hub.sdk.exchange.searches import UpdateUnsealableError
from hub.sdk.sealing.protection import ProtectionRegister
from keys import jws
from schemas import catalogue
from tests.integration.sdk.fake_hub import FakeHub
from tests.integration.sdk.sites import Site, receive, send
from tests.support.clock import MovedClock
from tests.support.records import example

EVERY = catalogue.load().code_list("search-outcomes").entry("nothing_to_report").more["every_days"]


def asking(
    kind: str = "missing-person", name: str = "construction-worker", case: str = "RU-M-1", **record: Any
) -> dict[str, Any]:
    """Return Russia's record of a search as a change of its source."""
    made = example(kind, name, owner="ru-guvm", case_id=case, **record)
    routing = {"to": ["tj-molme"], "agreement": "ru-tj-interior", "purpose": "missing-persons"}
    return {"type": kind, "version": "1.0", "subject": case, "record": made, **routing}


async def days_later(gateway: Gateway, clock: MovedClock, days: int) -> None:
    """Do what is due after so many days, and send it today: the fake hub knows no other time."""
    clock.moved = timedelta(days=days)
    await gateway.searches.step()
    clock.moved = timedelta()
    while await gateway.outbound.push():
        pass


def told(hub: FakeHub) -> list[tuple[int, str]]:
    """Return what was said of searches."""
    return [(record["sequence"], record["outcome"]) for record in hub.records("search-update")]


async def test_updates_leave_by_a_rhythm_that_begins_with_the_asking(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    russia.put(asking())
    clock = MovedClock()

    async with russia.open() as owner, tajikistan.open(clock) as site:
        await send(owner)
        await receive(site)
        await days_later(site, clock, EVERY - 1)
        assert told(hub) == []
        await days_later(site, clock, EVERY + 1)
        await days_later(site, clock, EVERY + 1)
        assert told(hub) == [(1, "nothing_to_report")]
        await days_later(site, clock, 3 * EVERY + 1)

    assert [number for number, _ in told(hub)] == [1, 2, 3]
    updates = [json.loads(payload) for payload in map(_payload, hub.accepted.values()) if b"search-update" in payload]
    assert {(*each["to"], each["agreement"], each["subject"]) for each in updates} == {
        ("ru-guvm", "ru-tj-interior", "RU-M-1")
    }
    assert len({len(json.dumps(each)) for each in updates}) == 1


def _payload(accepted: tuple[bytes, int]) -> bytes:
    return jws.read(accepted[0], TYP).payload


async def test_a_protected_person_is_no_gap_in_the_rhythm(hub: FakeHub, russia: Site, tajikistan: Site) -> None:
    """A mark stops what people send; if it stopped the rhythm, its silence would tell of the person."""
    russia.put(asking())
    clock = MovedClock()
    async with russia.open() as owner, tajikistan.open(clock) as site:
        await send(owner)
        await receive(site)
        ProtectionRegister(tajikistan.state_dir).mark(
            {Trait(TraitKind.SUBJECT, "RU-M-1")}, Reason.ASYLUM_CLAIM, "officer", clock.now()
        )
        await days_later(site, clock, EVERY + 1)

    assert told(hub) == [(1, "nothing_to_report")]


async def test_the_rhythm_ends_when_the_owner_ends_the_search(hub: FakeHub, russia: Site, tajikistan: Site) -> None:
    russia.put(asking(), asking(revision=2), asking("search-update", "closed"))
    clock = MovedClock()

    async with russia.open() as owner, tajikistan.open(clock) as site:
        await send(owner)
        await receive(site)
        await days_later(site, clock, 2 * EVERY + 1)

    assert told(hub) == [(2, "closed")]


async def test_a_search_that_the_national_system_refused_has_no_rhythm(
    hub: FakeHub, russia: Site, tajikistan: Site
) -> None:
    russia.put(asking(case="RU-UNWANTED"))
    clock = MovedClock()
    async with russia.open() as owner, tajikistan.open(clock) as site:
        await send(owner)
        await receive(site)
        await days_later(site, clock, EVERY + 1)

        assert site.inbox.counts()["quarantine"] == 1
    assert told(hub) == []


async def test_an_update_that_the_schemas_do_not_take_stays_due(
    hub: FakeHub, russia: Site, tajikistan: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    russia.put(asking())
    clock = MovedClock()
    async with russia.open() as owner, tajikistan.open(clock) as site:
        await send(owner)
        await receive(site)
        with monkeypatch.context() as patched:
            patched.setattr("hub.core.missing.disclosure.NOTHING", "unheard-of")
            with pytest.raises(UpdateUnsealableError) as failed:
                await days_later(site, clock, EVERY + 1)
        await days_later(site, clock, EVERY + 1)

    assert failed.value.code == "update-unsealable"
    assert told(hub) == [(1, "nothing_to_report")]
