"""The page of the schedule: syncs, their runs, what waits for the other side; each sees its own; terms to be signed."""

import json
import re

import pytest

from keys import instant, statement, sync_plan
from keys.statement import Kind
from tests.console.posting import post
from tests.support.hub import now


async def test_the_secretariat_sees_every_sync_and_what_became_of_its_runs(served):
    async with served.client("cis-ec.secretariat-officer", lang="en") as client:
        async with client.get("/schedule") as answer:
            listed = await answer.text()
        async with client.get("/schedule/council-bans") as answer:
            one = await answer.text()

    assert all(name in listed for name in ("council-summaries", "council-bans", "ru-tj-bans"))
    assert "proposed" in listed
    assert all(word in one for word in ("late", "missed", "less than usual", "schema-violation", "refused 2"))


async def test_others_see_the_councils_syncs_and_not_those_between_two(served):
    async with served.client("kz-mvd.liaison", lang="ru") as client:
        async with client.get("/schedule") as answer:
            listed = await answer.text()
        async with client.get("/schedule/ru-tj-bans") as answer:
            assert answer.status == 404
        async with client.get("/schedule/council-bans") as answer:
            one = await answer.text()

    assert "council-summaries" in listed
    assert "ru-tj-bans" not in listed
    assert "пропущен" in one
    assert "schema-violation" not in one, "how much came is for its sides"


async def test_a_side_sees_the_terms_proposed_and_who_stated_them(served):
    async with (
        served.client("tj-mvd.liaison", lang="en") as client,
        client.get("/schedule/ru-tj-bans") as answer,
    ):
        one = await answer.text()

    assert "Stated by:" in one
    assert "each day; due 06:00" in one


OFFICE, TAJIKISTAN, KAZAKHSTAN = "cis-ec.secretariat-officer", "tj-mvd.liaison", "kz-mvd.liaison"
TERMS = {
    "sender": "ru-guvm", "to": "tj-mvd", "type": "entry-ban", "begins_on": "2030-01-01", "every": "week", "weekday": "1",
    "open_day": "0", "open_hour": "2", "due_day": "0", "due_time": "06:00", "due_working": "no",
    "empty_is_normal": "no", "shrinks_below": "50", "item": "cis-ec|council/work-plan/2026|3.2",
}  # fmt: skip


async def test_the_secretariat_takes_changed_terms_as_a_file_that_the_command_reads(served):
    async with served.client(OFFICE, lang="en") as client:
        async with client.get("/schedule/council-bans/change") as answer:
            form = await answer.text()
        shown = await send(client, "/schedule/council-bans/change", TERMS)
        status, file = await post(client, "/schedule/council-bans/change", **TERMS, action="file")

    assert 'value="ru-guvm" selected' in form
    assert 'value="06:00"' in form
    assert "<del>each day</del> <ins>each week</ins>" in shown
    assert "7 January 2030, 02:00" in shown, "the first Monday"
    assert "hub schedule set schedule-council-bans-2.json --config …" in shown
    assert status == 200
    terms = json.loads(file)
    assert (terms["version"], terms["rhythm"]["weekday"], terms["work_plan"]["item"]) == (2, 1, "3.2")
    key = served.hub.trust.keys["cis-ec"]
    said = {"hub": served.hub.trust.list.hub, "participant": "cis-ec", "at": instant.format(now())}
    token = statement.sign({**terms, **said}, key, Kind.SCHEDULE)
    assert sync_plan.read(token)[1].rhythm.every == "week"


async def test_a_sync_of_two_names_who_has_to_state_the_same(served):
    new = {**TERMS, "sync": "tj-ru-figures", "sender": "tj-mvd", "to": "ru-guvm", "item": "", "every": "month"}
    async with served.client(TAJIKISTAN, lang="en") as client:
        shown = await send(client, "/schedule/new", new)
        stopped = await send(client, "/schedule/ru-tj-bans/change", {**TERMS, "item": "", "status": "stopped"})

    assert "when these state the same, too: Russia" in shown
    assert "stopped: nobody waits for runs any more" in stopped


@pytest.mark.parametrize(
    ("login", "wrong", "field", "text"),
    [
        (OFFICE, {"due_time": "01:00"}, "due_time", "A run has to be due after it begins"),
        (OFFICE, {"shrinks_below": "101"}, "shrinks_below", "from 0 to 100"),
        (OFFICE, {"open_day": "x"}, "open_day", "Give a whole number."),
        (OFFICE, {"begins_on": "2030-02-30"}, "begins_on", "Give a day from 2000 to 2199."),
        (OFFICE, {"begins_on": ""}, "begins_on", "Fill this in."),
        (OFFICE, {"to": "ru-guvm"}, "to", "the sender is none of them"),
        (OFFICE, {"to": ""}, "to", "Choose at least one recipient."),
        (OFFICE, {"type": "letter"}, "type", "Choose one of the list."),
        (OFFICE, {"sync": "Тест"}, "sync", "Small Latin letters"),
        (OFFICE, {"sync": "ru-tj-bans"}, "sync", "Another sync has this name"),
        (OFFICE, {"item": ""}, "item", "name the item it serves"),
        (KAZAKHSTAN, {"item": ""}, "sender", "Your participant has to be the sender or a recipient."),
    ],
)
async def test_what_the_hub_would_refuse_is_told_beside_its_field_and_stays_typed(served, login, wrong, field, text):
    new = {**TERMS, "sync": "council-new", **wrong}
    async with served.client(login, lang="en") as client:
        status, page = await post(client, "/schedule/new", **new)

    assert status == 422
    told = re.search(f'id="{field}-fault">(.*?)</span>\\s*<(?!span)', page, re.DOTALL)
    assert told is not None
    assert text in told[1]
    if field not in {"to", "type", "item", "sender"}:
        assert f'value="{new[field]}"' in page


async def test_whoever_has_no_say_in_a_sync_finds_nothing_to_change(served):
    for login, path in ((KAZAKHSTAN, "/schedule/council-bans/change"), (KAZAKHSTAN, "/schedule/ru-tj-bans/change")):
        async with served.client(login) as client, client.get(path) as answer:
            assert answer.status == 404
    async with served.client("tj-mvd.auditor") as client, client.get("/schedule/new") as answer:
        assert answer.status == 403


async def send(client, path, fields):
    """Post a form that is right."""
    status, page = await post(client, path, **fields, action="show")
    assert status == 200, page
    return page
