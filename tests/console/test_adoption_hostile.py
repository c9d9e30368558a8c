"""Hostile input to the rooms of adoption: documents in other encodings, odd numbers, days beyond every calendar, others' names."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from keys.jwk import PrivateKey
from tests.console.posting import post
from tests.console.seeding_adoption import made_run, proposed, signed
from tests.console.served import Served
from tests.integration.agreements import in_force

OFFICER, INTEGRATOR, FAR = "cis-ec.secretariat-officer", "tj-mvd.integrator", "by-mvd.liaison"
NEW = "/agreements/new"
SYNC = {
    "sync": "hostile", "sender": "by-mvd", "to": "kg-migration", "type": "entry-ban", "begins_on": "2030-01-01",
    "every": "quarter", "open_day": "0", "open_hour": "2", "due_day": "0", "due_time": "06:00", "due_working": "no",
    "empty_is_normal": "no", "shrinks_below": "50", "item": "",
}  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig"])
async def test_a_document_in_another_encoding_is_refused_in_words(served: Served, encoding: str):
    sent = json.dumps({**proposed(), "valid_until": "2032-12-31"}, ensure_ascii=False).encode(encoding)
    async with served.client(OFFICER, lang="en") as client:
        status, text = await post(client, NEW, file=("version.json", sent))

    assert status == 422
    assert "UTF-8" in text


@pytest.mark.parametrize("version", [True, -1, "2", None])
async def test_a_version_that_is_no_whole_number_is_told_in_its_place(served: Served, version: Any):
    document = json.dumps({**proposed(), "version": version, "valid_until": "2033-12-31"})
    async with served.client(OFFICER, lang="en") as client:
        status, text = await post(client, NEW, document=document)

    assert status == 422
    assert "/version" in text or "was expected" in text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01", "1999-12-31"])
async def test_a_sync_begins_within_the_calendars_of_people(served: Served, day: str):
    async with served.client(FAR, lang="en") as client:
        status, page = await post(client, "/schedule/new", **{**SYNC, "begins_on": day})

    assert status == 422
    assert 'id="begins_on-fault"' in page


async def test_an_agreement_of_others_is_told_like_one_that_there_is_not(served: Served):
    async with served.client(FAR, lang="en") as client:
        told = [
            await post(client, "/schedule/new", **{**SYNC, "agreement": agreement})
            for agreement in ("kz-tj-readmission", "no-such-agreement")
        ]

    assert [status for status, _ in told] == [422, 422]
    assert all('id="agreement-fault"' in page for _, page in told)


async def test_the_name_of_anothers_sync_tells_nothing_of_it(served: Served):
    async with served.client(FAR, lang="en") as client:
        status, page = await post(client, "/schedule/new", **{**SYNC, "sync": "ru-tj-bans"})

    assert status == 422
    assert "tj-mvd" not in page.partition('id="sync-fault"')[2].partition("</span>")[0]


@pytest.mark.parametrize("kind", [("entry-ban", "9.9"), ("no-such-type", "1.0"), ("<b>", "1.0")])
async def test_a_result_with_records_that_there_are_not_is_no_protocol(served: Served, kind: tuple[str, str]):
    end = served.hub.exchange.clock.now() - timedelta(minutes=1)
    given = signed(made_run("tj-mvd", end, record_type=kind), served.hub.trust.keys["tj-mvd"])
    files: Any = {"protocol": ("protocol.json", given.content), "signature": ("protocol.jws", given.signature)}
    async with served.client(INTEGRATOR, lang="en") as client:
        status, _ = await post(client, "/developer/conformance", **files)

    assert status == 422


async def test_a_run_by_a_key_that_nobody_vouches_for_is_no_adoption(served: Served):
    end = served.hub.exchange.clock.now() - timedelta(minutes=1)
    given = signed(made_run("tj-molme", end), PrivateKey.generate())
    files: Any = {"protocol": ("protocol.json", given.content), "signature": ("protocol.jws", given.signature)}
    async with served.client("tj-molme.integrator", lang="en") as client:
        assert (await post(client, "/developer/conformance", **files))[0] == 303
        async with client.get("/schemas/entry-ban") as answer:
            assert "reads: kit passed" not in await answer.text()
    async with served.client(OFFICER, lang="en") as client, client.get("/participants") as answer:
        assert "a key that the trust list does not name as in force" in await answer.text()


async def test_what_cannot_change_of_a_sync_is_told_beside_a_field_that_is_there(served: Served):
    changed = {**SYNC, "sender": "ru-guvm", "to": "tj-mvd", "type": "readmission-request"}
    async with served.client("tj-mvd.liaison", lang="en") as client:
        status, page = await post(client, "/schedule/ru-tj-bans/change", **changed)
    told = re.findall(r'<a href="#([a-z_-]+)"', page.partition('id="errors"')[2].partition("</ul>")[0])

    assert status == 422
    assert told
    assert all(f'id="{each}"' in page for each in told)


async def test_whoever_withdraws_second_sees_that_it_is_withdrawn(served: Served):
    document = in_force(1, f"test-proposal-{served.hub.next_number()}")
    async with served.client(OFFICER, lang="en") as client:
        _, place = await post(client, NEW, document=json.dumps(document))
        answers = [await post(client, NEW, path=f"{place}/withdraw") for _ in range(2)]

    assert answers == [(303, place), (303, place)]


async def test_a_source_in_another_language_is_marked_as_such(served: Served):
    for path in (
        "/code-lists/refusal-reasons",
        "/deadline-profiles/exchange-default",
        "/agreements/cis-2000",
        "/calendars",
    ):
        async with served.client("tj-mvd.liaison", lang="ru") as client, client.get(path) as answer:
            assert re.search(r'<(dd|td|span) lang="en">', await answer.text()), path


@pytest.mark.parametrize("after", ["0001-01-01T00:00:00%2B14:00~1", "9999-12-31T23:59:59-14:00~1", "x~y"])
async def test_a_place_that_no_link_names_is_the_first_page(served: Served, after: str):
    async with served.client(OFFICER) as client, client.get(f"/overdue?after={after}") as answer:
        assert answer.status == 200


async def test_a_wrong_method_is_told_with_those_that_there_are(served: Served):
    async with served.client(OFFICER) as client, client.put("/schedule/new") as answer:
        assert answer.status == 405
        assert answer.headers["Allow"] == "GET, HEAD, POST"
