"""Packs are data: each scenario is whole, and what it asks for stands in the reference."""

import re
from pathlib import Path

import pytest

from hub.conform import scenario, steps
from hub.conform.door import PATHS, Way
from hub.conform.messages import Flaw
from hub.conform.run import NoScenarioError, choose

ROOT = Path(__file__).parents[3]
PACKS = scenario.read_packs()
SCENARIOS = [each for pack in PACKS for each in pack.scenarios]
PAGE = ROOT / "docs" / "reference" / "conformance.md"
each = pytest.mark.parametrize("one", SCENARIOS, ids=lambda one: f"{one.pack}/{one.name}")


def anchors(path):
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_every_subject_that_a_client_has_to_stand_has_its_pack():
    assert [pack.name for pack in PACKS] == [
        "valid",
        "malformed",
        "duplicate",
        "late",
        "order",
        "keys",
        "clock",
        "large",
        "unicode",
        "resend",
    ]


@each
def test_a_scenario_says_all_of_itself_in_both_languages(one):
    texts = [text.of(language) for text in (one.title, one.sent, one.expected) for language in ("ru", "en")]

    assert all(texts)
    assert all(re.search(r"[А-я]", text) or "HTML" in text or text.startswith("503") for text in texts[::2])


@each
def test_what_a_scenario_asks_for_stands_in_the_reference(one):
    path, _, anchor = one.asks.partition("#")

    assert path.startswith("docs/reference/")
    assert not anchor or anchor in anchors(ROOT / path)


@each
def test_the_page_of_the_reference_tells_of_the_scenario(one):
    row = f"| `{one.pack}/{one.name}` {one.title.en} | {one.sent.en} | {one.expected.en} | "

    assert row in PAGE.read_text(encoding="utf-8")


@each
def test_every_step_can_be_done(one):
    for step in one.steps:
        assert step["do"] in steps.DOES
        assert Flaw(step.get("flaw", "none"))
        assert step.get("on", "inbox") in PATHS
        assert Way(step.get("way", "busy"))


@each
def test_a_scenario_expects_something(one):
    assert {"answered", "silent", "once"} & {step["do"] for step in one.steps}


@pytest.mark.parametrize("wrong", [{"do": "dance"}, {"do": "send", "cuont": 2}, {"do": "send", "count": "2"}])
def test_a_step_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match=r"step|member"):
        scenario._step(wrong)


def test_scenarios_are_chosen_by_pack_or_by_name():
    chosen = [one.name for pack in choose(["valid", "resend/busy"]) for one in pack.scenarios]

    assert chosen == ["one", "several", "revisions", "busy"]


def test_a_name_that_is_none_is_refused_with_the_packs_there_are():
    with pytest.raises(NoScenarioError, match="valid, malformed"):
        choose(["valid", "no-such"])
