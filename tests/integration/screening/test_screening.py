"""Screening over real HTTP: what is found for whom, how fresh it is, and what is logged of it."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import pytest

from hub.api.serve import listening
from hub.core import leaf as leaves
from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import Listed
from hub.core.errors import UnavailableError
from hub.core.leaf import ActLeaf
from hub.store import access, log
from hub.workflows.data_protection.log_access import open_access
from tests.integration.hubs import connected
from tests.integration.screening.conftest import Screened, list_state, passport, somebody
from tests.integration.suspensions import accept, statement
from tests.integration.workflows.audited import audit
from tests.support.hub import RESTRICTED, HubProcess, now

RU = {"issuers": ["ru-guvm"]}
LONG_AGO = timedelta(days=3)
MRZ_OF_SPECIMEN = ["P<TJKRAHMONOV<<FIRDAVS<<<<<<<<<<<<<<<<<<<<<<", "4001234563TJK9003152M3003149<<<<<<<<<<<<<<<6"]


def verdict_of(answer: Any) -> str:
    """Return the verdict on the one person asked about."""
    assert answer.status == 200, answer.body
    (person,) = answer.json["persons"]
    return str(person["verdict"])


async def test_a_ban_is_found_by_passport_with_its_reasons_and_dates(screened: Screened):
    await screened.publish(number := screened.number())
    last = await screened.state()

    answer = await screened.ask("tj-mvd", passport(number), after=last, **RU)

    assert verdict_of(answer) == "ban"
    person, (listed,) = answer.json["persons"][0], answer.json["lists"]
    (ban,) = person["bans"]
    assert (ban["issuer"], ban["ban_id"], ban["match"]) == ("ru-guvm", f"TEST-{number:08d}", "hit")
    assert (ban["status"]["code"], ban["period"]["end_on"]) == ("active", "2029-03-01")
    assert ban["grounds"][0]["code"] == "RU-27-12"
    assert {each["name"] for each in ban["features"]} == {"name", "birth", "document"}
    assert all(each["ru"] and each["en"] for each in ban["features"])
    assert person["hit_report"] == "expected"
    assert (listed["issuer"], listed["fresh"]) == ("ru-guvm", True)
    assert answer.json["log_size"] > last


async def test_a_person_of_no_ban_is_clear_only_where_the_list_is_fresh(screened: Screened):
    await screened.state(to=("tj-molme",))
    last = await screened.state("kz-mvd", to=("tj-molme",), at=now() - LONG_AGO)

    clear = await screened.ask("tj-molme", passport(800_001), after=last, **RU)
    stale = await screened.ask("tj-molme", passport(800_001), issuers=["kz-mvd"])
    silent = await screened.ask("tj-molme", passport(800_001), issuers=["by-mvd"])
    everywhere = await screened.ask("tj-molme", passport(800_001))

    assert [verdict_of(each) for each in (clear, stale, silent, everywhere)] == ["no-ban", *["unknown"] * 3]
    assert (
        stale.json["lists"][0]["as_of"] == (now() - LONG_AGO).date().isoformat() + stale.json["lists"][0]["as_of"][10:]
    )
    assert silent.json["lists"][0]["as_of"] is None
    assert {each["issuer"]: each["fresh"] for each in everywhere.json["lists"]}["ru-guvm"]
    assert len(everywhere.json["lists"]) == 7  # every authority that may send its bans to the caller


async def test_a_list_that_is_not_what_was_delivered_is_not_fresh_until_it_is(screened: Screened):
    """Of three bans one was refused or never sent: the others say nothing of it."""
    await screened.publish(screened.number(), sender="kg-migration", to=("tj-molme",))
    wrong = list_state("kg-migration", now(), listing.state_of([Listed(ban_id="A", revision=1, status="active")]))
    last = await screened.claim(wrong, "tj-molme")
    before = await screened.ask("tj-molme", passport(800_003), after=last, issuers=["kg-migration"])
    last = await screened.state("kg-migration", to=("tj-molme",))

    after = await screened.ask("tj-molme", passport(800_003), after=last, issuers=["kg-migration"])
    later = await screened.claim(wrong, "tj-molme")
    still = await screened.ask("tj-molme", passport(800_003), after=later, issuers=["kg-migration"])

    assert [verdict_of(each) for each in (before, after, still)] == ["unknown", "no-ban", "no-ban"]
    assert before.json["lists"][0]["as_of"] is None
    assert still.json["lists"][0]["as_of"] == after.json["lists"][0]["as_of"]


async def test_a_known_ban_of_a_list_that_is_not_fresh_is_shown_and_the_verdict_is_unknown(screened: Screened):
    await screened.publish(number := screened.number(), to=("kg-migration",))
    last = await screened.state(to=("kg-migration",), at=now() - LONG_AGO)

    answer = await screened.ask("kg-migration", passport(number), after=last, **RU)

    assert verdict_of(answer) == "unknown"
    assert len(answer.json["persons"][0]["bans"]) == 1
    assert answer.json["persons"][0]["hit_report"] == "none"


async def test_bans_that_were_sent_to_others_are_not_searched_and_one_s_own_are(screened: Screened):
    last = await screened.publish(number := screened.number(), to=("kz-mvd",))

    other = await screened.ask("tj-mvd", passport(number), after=last, **RU)
    own = await screened.ask("ru-guvm", passport(number), after=last)

    assert other.json["persons"][0]["bans"] == []
    assert verdict_of(own) == "ban"
    assert {each["issuer"]: each["fresh"] for each in own.json["lists"]}["ru-guvm"]


async def test_a_name_alone_is_not_searched_for(screened: Screened):
    last = await screened.publish(number := screened.number())

    answer = await screened.ask("tj-mvd", {"names": passport(number)["names"]}, after=last, **RU)

    assert answer.status == 422
    assert [each["code"] for each in answer.json["errors"]] == ["name-alone"]


async def test_a_lifted_ban_is_gone_for_those_who_were_told_and_stands_for_those_who_were_not(screened: Screened):
    number = screened.number()
    await screened.publish(number, to=("by-mvd", "kz-mvd"))
    await screened.state(to=("by-mvd", "kz-mvd"))
    await screened.publish(number, to=("by-mvd",), revision=2, status="lifted")
    last = await screened.state(to=("by-mvd", "kz-mvd"))

    told = await screened.ask("by-mvd", passport(number), after=last, **RU)
    untold = await screened.ask("kz-mvd", passport(number), after=last, **RU)

    assert (verdict_of(told), verdict_of(untold)) == ("no-ban", "ban")


async def test_a_home_authority_sees_bans_of_its_own_citizens_only(screened: Screened):
    last = await screened.publish(number := screened.number(), to=("kz-mvd", "tj-molme"))
    purpose = {"purpose": "pre-departure-advice", **RU}

    home = await screened.ask("tj-molme", passport(number), after=last, **purpose)
    foreign = await screened.ask("kz-mvd", passport(number), after=last, **purpose)

    assert len(home.json["persons"][0]["bans"]) == 1
    assert home.json["persons"][0]["hit_report"] == "none"
    assert (foreign.status, foreign.code) == (403, "not-own-citizen")


async def test_to_its_own_citizen_a_home_authority_is_not_shown_a_namesake_abroad(screened: Screened):
    number = screened.number()
    abroad = {**somebody(number), "nationalities": [{"code": "KAZ"}], "documents": []}
    unknown = {**abroad, "nationalities": [{"code": "XXX"}]}
    purpose = {"purpose": "pre-departure-advice", **RU}
    last = await screened.publish(number, to=("tj-molme",), subject=abroad)
    before = await screened.ask("tj-molme", passport(number), after=last, **purpose)
    last = await screened.publish(screened.number(), to=("tj-molme",), subject=unknown)

    after = await screened.ask("tj-molme", passport(number), after=last, **purpose)

    assert [len(each.json["persons"][0]["bans"]) for each in (before, after)] == [0, 1]


async def test_what_is_restricted_is_never_shown_in_detail(screened: Screened):
    last = await screened.publish(number := screened.number(), **RESTRICTED)

    answer = await screened.ask("tj-mvd", passport(number), after=last, **RU)

    (ban,) = answer.json["persons"][0]["bans"]
    assert [each["code"] for each in ban["grounds"]] == ["RESTRICTED"]
    assert "decision" not in ban
    assert b"114-FZ" not in answer.body


async def test_a_passport_is_found_by_its_machine_readable_zone(screened: Screened):
    number = screened.number()
    document = {"type": "foreign_passport", "number": "400123456", "issuing_state": "TJK"}
    name = {"surname": "Раҳмонов", "given": "Фирдавс", "script": "Cyrl", "role": "primary"}
    last = await screened.publish(number, subject={**somebody(number), "names": [name], "documents": [document]})

    answer = await screened.ask("tj-mvd", {"mrz": MRZ_OF_SPECIMEN}, after=last, **RU)
    smudged = await screened.ask("tj-mvd", {"mrz": [MRZ_OF_SPECIMEN[0], "5" + MRZ_OF_SPECIMEN[1][1:]]}, **RU)

    assert [ban["ban_id"] for ban in answer.json["persons"][0]["bans"]] == [f"TEST-{number:08d}"]
    assert [each["code"] for each in smudged.json["persons"][0]["findings"]] == ["mrz-check-digit"] * 2


async def test_each_request_is_one_leaf_that_names_nobody_and_a_document_that_opens(screened: Screened):
    await screened.publish(number := screened.number())
    last = await screened.state(to=("tj-mvd",))

    answer = await screened.ask("tj-mvd", passport(number), passport(800_002), after=last, case_number="ДЕЛО-7", **RU)
    index = answer.json["access"]

    async with connected(screened.hub.dsn) as conn:
        ((_, raw),) = await log.read_leaves(conn, index, index + 1)
        kept = [each async for each in access.read_accesses(conn) if each.index == index]
    leaf = leaves.parse(raw)
    assert isinstance(leaf, ActLeaf)
    assert (leaf.act, leaf.subject) == ("access", "tj-mvd")
    document = json.loads(open_access(kept[0], leaf.salt, screened.hub.exchange.vault.keyring.wrapping))
    assert (document["purpose"], document["case"], document["persons"]) == ("entry-control", "ДЕЛО-7", 2)
    assert document["verdicts"] == {"ban": 1, "no-ban": 1}
    assert len(document["shown"]) == 1
    for name in ("Тестов", "TESTOV", f"{number:07d}"):
        assert name not in json.dumps(document, ensure_ascii=False) + raw.decode()


async def test_the_audit_finds_a_document_of_an_access_that_was_changed_or_removed(own_screened: Screened):
    first = (await own_screened.ask("tj-mvd", passport(1), **RU)).json["access"]
    await own_screened.ask("tj-mvd", passport(2), **RU)

    async with connected(own_screened.hub.dsn) as conn:
        assert (await audit(conn, own_screened.hub)).finding is None
        found = []
        for change in (
            "DELETE FROM access WHERE index = $1",
            "UPDATE access SET body = body || '\\x00' WHERE index = $1",
            "UPDATE access SET (key, wrapped, body) = (SELECT key, wrapped, body FROM access WHERE index > $1) WHERE index = $1",
        ):
            transaction = conn.transaction()
            await transaction.start()
            await conn.execute(change, first)
            finding = (await audit(conn, own_screened.hub)).finding
            found.append((finding.where, finding.code) if finding else None)
            await transaction.rollback()
    assert found == [(f"access {first}", code) for code in ("missing", "unopenable", "unopenable")]


async def test_when_the_log_cannot_be_written_nobody_is_shown_anything(own_screened: Screened, monkeypatch):
    await own_screened.publish(1)
    last = await own_screened.state()

    async def lose(_entry: object) -> None:
        raise UnavailableError(retry_after=1)

    monkeypatch.setattr(own_screened.screening.committer, "append", lose)
    in_doubt = await own_screened.ask("tj-mvd", passport(1), after=last, **RU)
    monkeypatch.undo()
    own_screened.hub.exchange.stopped = True
    stopped = await own_screened.ask("tj-mvd", passport(1), **RU)

    assert [(each.status, each.code) for each in (in_doubt, stopped)] == [(503, "in-doubt"), (503, "integrity")]
    assert b"TEST-0" not in in_doubt.body + stopped.body


async def test_who_asks_about_too_many_is_told_to_come_later(own_screened: Screened):
    hundred = [passport(number) for number in range(100)]

    answers = [await own_screened.ask("tj-mvd", *hundred, **RU), await own_screened.ask("tj-mvd", *hundred, **RU)]
    another = await own_screened.ask("kz-mvd", passport(1), **RU)

    assert [each.status for each in (*answers, another)] == [200, 429, 200]
    assert len(answers[0].json["persons"]) == 100
    assert int(answers[1].headers["Retry-After"]) > 60


async def test_the_word_of_a_stolen_key_makes_no_list_fresh(own_screened: Screened):
    last = await own_screened.state()
    before = await own_screened.ask("tj-mvd", passport(1), after=last, **RU)

    await accept(own_screened.hub, statement(own_screened.hub, since=now() - timedelta(hours=1)))
    after = await own_screened.ask("tj-mvd", passport(1), **RU)

    assert (verdict_of(before), verdict_of(after)) == ("no-ban", "unknown")


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        ({"purpose": "curiosity"}, "/purpose"),
        ({"case_number": " "}, "/case_number"),
        ({"persons": []}, "/persons"),
        ({"persons": [passport(1)] * 101}, "/persons"),
        ({"persons": [{"sex": "M"}]}, "/persons/0"),
        ({"persons": [{"mrz": ["A" * 30, "B" * 31]}]}, "/persons/0/mrz"),
        ({"persons": [passport(1), {"names": []}]}, "/persons/1/names"),
        ({"issuers": ["nobody"]}, "/issuers/0"),
    ],
)
async def test_a_question_that_is_wrong_is_refused_at_the_place_and_nothing_is_logged(screened, document, pointer):
    asked = {"purpose": "entry-control", "case_number": "TEST-1", "persons": [passport(1)], **document}
    size = screened.hub.exchange.own.size

    answer = await screened.post("tj-mvd", "screen", asked)

    assert (answer.status, answer.code) == (422, "question-invalid")
    assert [each["pointer"] for each in answer.json["errors"]] == [pointer]
    assert screened.hub.exchange.own.size == size


async def test_bodies_that_are_no_plain_json_are_refused(screened: Screened):
    path = "/v1/entry-bans/screen"
    signed = {"Authorization": f"Bearer {screened.api.token('tj-mvd')}"}
    typed = {**signed, "Content-Type": "application/json"}

    answers = [
        await screened.api.call("POST", path, data=b"{}", headers={**signed, "Content-Type": "application/jose"}),
        await screened.api.call("POST", path, data=b"{}", headers={**typed, "Content-Encoding": "gzip"}),
        await screened.api.call("POST", path, data=b'{"a":1,"a":2}', headers=typed),
        await screened.api.call("POST", path, data=b" " * (512 * 1024 + 1), headers=typed),
        await screened.api.call("POST", path, data=b"{}", headers={"Content-Type": "application/json"}),
    ]

    assert [each.status for each in answers] == [415, 415, 400, 413, 401]
    assert [each.code for each in answers[:2]] == ["media-type-not-json"] * 2


@pytest.mark.parametrize("name", ["tm-sms", "cis-ec", "hub"])
async def test_observers_and_bodies_screen_nobody(screened: Screened, name: str):
    answer = await screened.ask(name, passport(1), **RU)

    assert (answer.status, answer.code) == (403, "role-not-allowed")


async def test_while_the_index_is_being_filled_questions_come_too_early(own_screened: Screened, monkeypatch):
    monkeypatch.setattr(own_screened.screening.index, "_goal", 10**6)
    answer = await own_screened.post("tj-mvd", "screen", {})

    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (503, "screening-behind", "5")


async def test_a_process_with_the_role_alone_screens_what_others_accept(own_screened: Screened, hub_site):
    settings = {"HUB_UNSAFE_DATABASE": "1"}
    process = HubProcess(hub_site.environment(own_screened.hub.dsn, roles="screening", **settings))
    try:
        own_screened.api.url, url = process.address, own_screened.api.url
        await own_screened.publish(1)
        last = await own_screened.state()
        async with asyncio.timeout(20):
            while (await own_screened.ask("tj-mvd", passport(1), **RU)).json.get("log_size", 0) <= last:
                await asyncio.sleep(0.05)
        answer = await own_screened.ask("tj-mvd", passport(1), **RU)
        elsewhere = await own_screened.api.get("/v1/inbox/urgent?after=0", "tj-mvd")
        ready = await own_screened.api.get("/readyz")
    finally:
        own_screened.api.url = url
        process.stop()

    assert verdict_of(answer) == "ban"
    assert (elsewhere.status, ready.status) == (404, 200)


async def test_a_process_without_the_role_says_where_to_ask(own_screened: Screened):
    async with listening(own_screened.hub.process) as url:
        own_screened.api.url = url
        answer = await own_screened.post("tj-mvd", "screen", {})

    assert (answer.status, answer.code) == (404, "screening-elsewhere")


async def test_a_ban_that_a_thief_lifted_stands_again_once_his_key_is_suspended(own_screened: Screened):
    await own_screened.publish(1)
    await asyncio.sleep(1.1)
    since = now()
    last = await own_screened.publish(1, revision=2, status="lifted")
    lifted = await own_screened.ask("tj-mvd", passport(1), after=last, **RU)

    await accept(own_screened.hub, statement(own_screened.hub, since=since))
    suspended = await own_screened.ask("tj-mvd", passport(1), **RU)

    assert lifted.json["persons"][0]["bans"] == []
    assert [ban["revision"] for ban in suspended.json["persons"][0]["bans"]] == [1]


async def test_a_participant_reads_its_own_accesses_and_nobody_else_s(own_screened: Screened):
    await own_screened.publish(1)
    last = await own_screened.state()
    index = (await own_screened.ask("tj-mvd", passport(1), after=last, case_number="TJ-9", **RU)).json["access"]
    await own_screened.ask("kz-mvd", passport(1), **RU)
    await own_screened.follow()

    own = (await own_screened.api.get(f"/v1/accesses?after={index}", "tj-mvd")).json
    later = (await own_screened.api.get(f"/v1/accesses?after={own['next']}", "tj-mvd")).json
    others = (await own_screened.api.get("/v1/accesses", "ru-guvm")).json

    (said,) = own["accesses"]
    assert (said["index"], said["purpose"], said["case"], said["verdicts"]) == (
        index,
        "entry-control",
        "TJ-9",
        {"ban": 1},
    )
    assert (later["accesses"], others["accesses"], later["next"]) == ([], [], own["next"])
