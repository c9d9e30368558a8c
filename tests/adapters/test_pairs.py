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
ROUTE = {"type": "entry-ban", "to": ["cis-ec"], "agreement": "cis-2000", "purpose": "entry-control"}


@dataclass
class Site:
    member: Member
    system: Simulator
    adapter: Any
    sent: list[Any]

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
    values = {**fill(member, system.where, folder), "routes": [ROUTE]}
    adapter = importlib.import_module(member.adapter).make_adapter(values)
    system.put("entry-ban", count=COUNT, seed=2027, citizenship="TKM")
    changes, _ = drain(adapter)
    numbers = itertools.count(1 + COUNT * BANNING.index(member))
    sent = [delivery(dict(each.record), index=next(numbers), sender=member.participant) for each in changes]
    return Site(member=member, system=system, adapter=adapter, sent=sent)


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
