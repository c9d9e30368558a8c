"""Whom a screening looks at: newest revisions that the caller was sent, however many others are alike."""

from typing import Any

from hub.workflows.screening import find_bans
from tests.integration.screening.conftest import Screened, passport, somebody

RU = {"issuers": ["ru-guvm"]}
ONE = {False: 1, True: 1}


def unnumbered(number: int, **more: Any) -> dict[str, Any]:
    """Return the person of this number by name and birth alone."""
    return {name: member for name, member in passport(number).items() if name != "documents"} | more


async def test_bans_of_others_and_older_revisions_crowd_nobody_out(screened: Screened, monkeypatch):
    monkeypatch.setattr(find_bans, "MOST", ONE)
    await screened.publish(number := screened.number(), to=("kz-mvd",))
    own, subject = screened.number(), {**somebody(number), "documents": []}
    await screened.publish(own, subject=subject)
    last = await screened.publish(own, subject=subject, revision=2)
    await screened.follow()

    answer = await screened.ask("tj-mvd", unnumbered(number), after=last, **RU)

    assert [(each["match"], each["revision"]) for each in answer.json["persons"][0]["bans"]] == [("hit", 2)]


async def test_a_revision_that_was_superseded_for_the_caller_stays_so_when_the_next_one_goes_to_others(
    screened: Screened,
):
    wrong, right = screened.number(), screened.number()
    both = ("by-mvd", "kz-mvd")
    await screened.publish(wrong, to=both)
    await screened.publish(wrong, to=both, subject=somebody(right), revision=2)
    last = await screened.publish(wrong, to=("by-mvd",), subject=somebody(right), revision=3)
    await screened.follow()

    withdrawn = await screened.ask("kz-mvd", passport(wrong), after=last, **RU)
    corrected = await screened.ask("kz-mvd", passport(right), after=last, **RU)

    assert withdrawn.json["persons"][0]["bans"] == []
    assert [each["revision"] for each in corrected.json["persons"][0]["bans"]] == [2]


async def test_where_more_could_be_meant_than_are_looked_at_nobody_is_said_to_have_no_ban(
    screened: Screened, monkeypatch
):
    first = screened.number()
    await screened.publish(first, to=("by-mvd",))
    for _ in range(2):
        await screened.publish(screened.number(), to=("by-mvd",), subject=somebody(first))
    last = await screened.state(to=("by-mvd",))
    born = {"date": {"year": somebody(first)["birth"]["date"]["year"]}}
    asked = unnumbered(first, sex="F", birth=born)  # another sex: none of them is meant

    whole = await screened.ask("by-mvd", asked, after=last, **RU)
    monkeypatch.setattr(find_bans, "MOST", ONE)
    cut = await screened.ask("by-mvd", asked, after=last, **RU)

    assert [each.json["persons"][0]["verdict"] for each in (whole, cut)] == ["no-ban", "unknown"]
