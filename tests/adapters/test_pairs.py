"""What one state's register decides, any other state's register holds, through both adapters: compared as facts.

No mapping is compared with itself: both simulated systems write and read their national forms on their own.
"""

import importlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from adapters._simulator import facts
from hub.demo.members import BANNING, Member, fill
from hub.sdk.testing import drain
from tests.adapters.simulated import Simulator, close, delivery, simulator

COUNT = 12
CASES = {
    "readmission-request": "readmission-reply",
    "citizenship-check-request": "citizenship-check-reply",
}


@dataclass
class Site:
    member: Member
    system: Simulator
    adapter: Any
    sent: list[Any]
    cursor: str

    def facts(self, which: str) -> dict[str, dict[str, Any]]:
        records = facts.core("entry-ban", self.system.ask(which, type="entry-ban")["records"])
        return {ban["ban_id"]: ban for ban in records}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """Every member's system with an adapter over it; each has decided some bans and given them away."""
    made = {member.state: open_site(member, tmp_path_factory.mktemp(member.state)) for member in BANNING}
    yield made
    close([site.adapter for site in made.values()])


def open_site(member: Member, folder: Path) -> Site:
    system = simulator(member.simulator, *member.arguments)
    values = {**fill(member, system.where, folder), "routes": routes(member)}
    adapter = importlib.import_module(member.adapter).make_adapter(values)
    system.put("entry-ban", count=COUNT, seed=2027, citizenship="TKM")
    changes, cursor = drain(adapter)
    numbers = itertools.count(1 + COUNT * BANNING.index(member))
    sent = [delivery(dict(each.record), index=next(numbers), sender=member.participant) for each in changes]
    return Site(member=member, system=system, adapter=adapter, sent=sent, cursor=cursor)


def routes(member: Member) -> list[dict[str, Any]]:
    others = [other.participant for other in BANNING if other is not member]
    types = [*CASES, *CASES.values()]
    return [
        {"type": "entry-ban", "to": others, "agreement": "cis-2000", "purpose": "entry-control"},
        *({"type": type_, "to": others, "agreement": "kz-kg-readmission", "purpose": "readmission"} for type_ in types),
    ]


@pytest.mark.parametrize("sender", [member.state for member in BANNING])
def test_bans_of_one_state_are_held_equal_by_every_other(sites: dict[str, Site], sender: str) -> None:
    own = sites[sender].facts("own")
    assert len(sites[sender].sent) == len(own) == COUNT
    for state, other in sites.items():
        if state == sender:
            continue
        outcomes = other.adapter.sink.apply(sites[sender].sent)
        assert [outcome.problem for outcome in outcomes] == [None] * COUNT, state
        other.adapter.source.changes(None, 1)
        held = other.facts("held")
        assert {subject: held.get(subject) for subject in own} == own, f"{sender} at {state}"


@pytest.mark.parametrize("type_", CASES)
@pytest.mark.parametrize("place", range(len(BANNING)), ids=[member.state for member in BANNING])
def test_a_case_goes_to_the_next_state_and_its_answer_comes_back(
    sites: dict[str, Site], place: int, type_: str
) -> None:
    asking, asked = (sites[BANNING[at % len(BANNING)].state] for at in (place, place + 1))
    [subject] = asking.system.put(type_, to=asked.member.participant, seed=place + 1, citizenship="KGZ")
    carry(asking, asked, index=100 + 10 * place + len(type_))
    assert held_of(asked, type_, subject) == own_of(asking, type_, subject)

    reply = CASES[type_]
    asked.system.put(reply, subject=subject, sender=asking.member.participant, accepted=False, reasons=["R03"])
    carry(asked, asking, index=500 + 10 * place + len(type_))
    assert held_of(asking, reply, subject) == own_of(asked, reply, subject)


def carry(sender: Site, taker: Site, *, index: int) -> None:
    """Let one record go from one system to another."""
    [change], sender.cursor = drain(sender.adapter, sender.cursor)
    assert list(change.to) == [taker.member.participant]
    [outcome] = taker.adapter.sink.apply(
        [delivery(dict(change.record), index=index, type_=change.type, sender=sender.member.participant)]
    )
    assert outcome.problem is None


def held_of(site: Site, type_: str, subject: str) -> dict[str, Any]:
    return only(site.system.ask("held", type=type_)["records"], type_, subject)


def own_of(site: Site, type_: str, subject: str) -> dict[str, Any]:
    return only(site.system.ask("own", type=type_)["records"], type_, subject)


def only(records: list[dict[str, Any]], type_: str, subject: str) -> dict[str, Any]:
    """The facts of one record, of those that every national form can hold."""
    [found] = [each for each in facts.core(type_, records) if subject in each.values()]
    return found
