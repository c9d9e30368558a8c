"""Every simulated national system obeys the same control door, as the reference says it."""

import json
import urllib.error
from http import HTTPStatus
from pathlib import Path

import pytest

from adapters._simulator import facts, persons
from adapters._simulator.misbehaviour import Misbehaviour
from tests.adapters.simulated import simulator
from tests.adapters.test_folders import ADAPTERS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "adapters" / "simulators.md").read_text(encoding="utf-8")
SIMULATED = [folder for folder in ADAPTERS if (folder / "simulator").exists()]
each = pytest.mark.parametrize("folder", SIMULATED, ids=lambda folder: folder.name)


@each
def test_it_puts_records_tells_them_as_facts_and_forgets_them(folder: Path) -> None:
    system = simulator(f"adapters.{folder.name}.simulator")
    sent = set(json.loads((folder / "manifest.json").read_bytes())["records"]["to_hub"]) & set(facts.CORE)
    for type_ in sorted(sent - {"readmission-reply", "citizenship-check-reply"}):
        subjects = system.put(type_, count=2, to="ru-guvm", citizenship="RUS")
        own = system.ask("own", type=type_)
        assert subjects
        assert own["sha256"] == facts.digest(own["records"])

    assert system.ask("figures")["offered"]
    assert system.ask("told")["told"] == system.ask("received")["records"] == []
    system.reset()
    assert not any(system.ask("own", type=type_)["records"] for type_ in sent)


@each
def test_its_bans_have_the_facts_by_which_systems_are_compared_and_change(folder: Path) -> None:
    system = simulator(f"adapters.{folder.name}.simulator")
    if "entry-ban" not in json.loads((folder / "manifest.json").read_bytes())["records"]["to_hub"]:
        assert folder.name == "tm_xroad", "members tell of their bans"
        return
    subjects = system.put("entry-ban", count=12, citizenship="TKM")
    bans = {ban["ban_id"]: ban for ban in system.ask("own")["records"]}

    assert set(bans) == set(subjects)
    for ban in bans.values():
        assert set(facts.CORE["entry-ban"]) <= set(ban)
        assert ban["surname_latin"].replace("-", "").replace(" ", "").isascii()
        assert (ban["revision"], ban["citizenship"]) == (1, ["TKM"])
    for how in persons.CHANGES:
        assert len(system.tell("change", how=how, count=3)["subjects"]) == 3
    assert len(system.ask("own")["records"]) == 9


@pytest.mark.parametrize(
    ("order", "members"),
    [
        ("put", {"type": "entry-ban", "count": None}),
        ("put", {"type": "entry-ban", "count": "three"}),
        ("put", {"count": 1}),
        ("misbehave", {"mode": "slow", "seconds": None}),
        ("misbehave", {"mode": "nothing of the kind"}),
    ],
)
def test_an_order_that_cannot_be_followed_is_a_bad_request(order: str, members: dict[str, object]) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        simulator("adapters.az_ehis.simulator").tell(order, **members)

    with caught.value as answer:
        assert answer.code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("mode", Misbehaviour)
def test_the_reference_names_every_misbehaviour(mode: Misbehaviour) -> None:
    assert f"| `{mode}` |" in PAGE
