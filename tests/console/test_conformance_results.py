"""Results of the conformance kit: handed in by a participant, refused where they prove nothing, seen by whom they concern."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.conform.scenario import Said
from hub.workflows.adoption import keep_conformance
from hub.workflows.adoption.read_conformance import KeptResult, as_now
from keys.jwk import PrivateKey
from keys.trust_key import KeyStatus
from tests.console.posting import post
from tests.console.seeding_adoption import NOT_HELD, Given, made_run, signed
from tests.console.served import Served

PAGE = "/developer/conformance"
INTEGRATOR, OTHER, OFFICER = "tj-mvd.integrator", "kz-mvd.integrator", "cis-ec.secretariat-officer"


async def text_of(served: Served, path: str, login: str, status: int = 200, lang: str = "en") -> str:
    async with served.client(login, lang=lang) as client, client.get(path) as answer:
        assert answer.status == status
        return await answer.text()


async def hand_in(served: Served, given: Given, login: str = INTEGRATOR, lang: str = "en") -> tuple[int, str]:
    files: Any = {"protocol": ("protocol.json", given.content), "signature": ("protocol.jws", given.signature)}
    async with served.client(login, lang=lang) as client:
        return await post(client, PAGE, **files)


def run_of(served: Served, participant: str = "tj-mvd", **changes: Any) -> Any:
    return made_run(participant, served.hub.exchange.clock.now() - timedelta(minutes=1), **changes)


async def test_a_participant_sees_what_did_not_hold_and_how_to_play_it_again(served: Served):
    listed = await text_of(served, PAGE, INTEGRATOR)
    one = await text_of(served, f"{PAGE}/1", INTEGRATOR, lang="ru")

    assert "Not passed" in listed
    assert NOT_HELD.ru in one
    assert "--only valid/several" in one
    assert "docs/reference/api.md" in one


async def test_anothers_result_looks_like_one_that_does_not_exist(served: Served):
    for path in (f"{PAGE}/1", f"{PAGE}/1/protocol.json", f"{PAGE}/1/protocol.jws", f"{PAGE}/99", f"{PAGE}/x"):
        await text_of(served, path, OTHER, status=404)
    assert f"{PAGE}/1" not in await text_of(served, PAGE, OTHER)
    await text_of(served, PAGE, "tj-mvd.liaison", status=403)


async def test_a_signed_result_is_taken_shown_and_given_back_as_it_was(served: Served):
    given = signed(run_of(served, "by-mvd"), served.hub.trust.keys["by-mvd"])
    status, place = await hand_in(served, given, "by-mvd.integrator")

    assert status == 303
    assert "Passed" in await text_of(served, place, "by-mvd.integrator")
    async with served.client("by-mvd.integrator") as client, client.get(f"{place}/protocol.json") as answer:
        assert await answer.read() == given.content
    async with served.client("by-mvd.integrator") as client, client.get(f"{place}/protocol.jws") as answer:
        assert await answer.read() == given.signature
    status, text = await hand_in(served, given, "by-mvd.integrator")
    assert (status, "This protocol is here already" in text) == (422, True)


async def test_a_key_that_the_trust_list_does_not_name_is_told_plainly(served: Served):
    status, place = await hand_in(
        served, signed(run_of(served, "tj-molme"), PrivateKey.generate()), "tj-molme.integrator"
    )

    assert status == 303
    assert "Nobody has checked whose key signed." in await text_of(served, place, "tj-molme.integrator")
    assert "not named by the trust list as in force" in await text_of(served, "/participants/tj-molme", OFFICER)


async def test_scenarios_left_out_make_no_pass(served: Served):
    whole = run_of(served, "ru-guvm")
    part = run_of(served, "ru-guvm", results=whole.results[:2])
    _, place = await hand_in(served, signed(part, served.hub.trust.keys["ru-guvm"]), "ru-guvm.integrator")
    text = await text_of(served, place, "ru-guvm.integrator")

    assert "Passed in part" in text
    assert "were not played" in text


def altered(served: Served) -> Given:
    given = signed(run_of(served), served.hub.trust.keys["tj-mvd"])
    return Given(content=given.content.replace(b'"failed":0', b'"failed":1'), signature=given.signature)


def of_another_folder(served: Served) -> Given:
    key = served.hub.trust.keys["tj-mvd"]
    content, signature = signed(run_of(served), key).content, signed(run_of(served, about="x"), key).signature
    return Given(content=content, signature=signature)


def with_other_words(served: Served) -> Given:
    whole = run_of(served)
    first, *rest = whole.results
    easier = type(first)(
        **{name: getattr(first, name) for name in first.__slots__} | {"expected": Said(ru="-", en="-")}
    )
    return signed(run_of(served, results=[easier, *rest]), served.hub.trust.keys["tj-mvd"])


def twice(served: Served) -> Given:
    first, *rest = run_of(served).results
    return signed(run_of(served, results=[first, first, *rest]), served.hub.trust.keys["tj-mvd"])


REFUSED = {
    "a protocol altered": (altered, "The signature is not this protocol"),
    "a signature of another folder": (of_another_folder, "The signature is not this protocol"),
    "another version of the kit": (
        lambda served: signed(run_of(served, version="1.0.0"), served.hub.trust.keys["tj-mvd"]),
        "made by version 1.0.0 of the kit",
    ),
    "another text of a scenario": (with_other_words, "The kit has no scenario valid/one, or another one"),
    "a scenario played twice": (twice, "The kit has no scenario valid/one, or another one"),
    "another participant": (
        lambda served: signed(run_of(served, "kz-mvd"), served.hub.trust.keys["kz-mvd"]),
        "The protocol is of the participant kz-mvd",
    ),
    "another participant's key": (
        lambda served: signed(run_of(served), served.hub.trust.keys["kz-mvd"]),
        "The signing key is another",
    ),
    "files instead of a program": (
        lambda served: signed(run_of(served, subject="files"), served.hub.trust.keys["tj-mvd"]),
        "Files were judged here",
    ),
    "an end that is not yet": (
        lambda served: signed(run_of(served, ended_at="2099-01-01T00:00:00Z"), served.hub.trust.keys["tj-mvd"]),
        "later than now",
    ),
    "no protocol": (lambda _served: Given(content=b"[1]", signature=b"x..y"), "The file is no protocol"),
    "too large": (lambda _served: Given(content=b"x" * 600_000, signature=b"x"), "is larger than 524288 bytes"),
    "nothing": (lambda _served: Given(content=b"", signature=b""), "No file was chosen"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_proves_nothing_is_refused_beside_its_file(served: Served, case: str):
    make, said = REFUSED[case]
    status, text = await hand_in(served, make(served))

    assert status == 422
    assert said in text
    assert 'id="errors"' in text


async def test_a_participant_hands_in_only_so_many_in_a_day(served: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keep_conformance, "DAILY", 1)
    status, text = await hand_in(served, signed(run_of(served, about="again"), served.hub.trust.keys["tj-mvd"]))

    assert (status, "1 protocols were handed in within a day" in text) == (422, True)


async def test_who_only_reads_results_sees_no_form(served: Served):
    assert "Hand in a result" not in await text_of(served, PAGE, "tj-mvd.auditor")
    assert "Hand in a result" in await text_of(served, PAGE, INTEGRATOR)


async def test_the_secretariat_sees_the_newest_of_everybody_and_never_what_was_found(served: Served):
    listed = await text_of(served, "/participants", OFFICER)
    one = await text_of(served, "/participants/tj-mvd", OFFICER)

    assert {"Not passed", "Passed", "no result"} <= set(map(str.strip, listed.replace("<", ">").split(">")))
    assert "Not passed" in one
    assert "3 days ago" in one
    assert "Passed with records of" in await text_of(served, "/participants/kz-mvd", OFFICER)
    assert NOT_HELD.en not in one
    assert "Conformance" not in await text_of(served, "/participants/tj-mvd", OTHER)
    assert "All your results" in await text_of(served, "/participants/tj-mvd", INTEGRATOR)


async def test_what_is_handed_in_is_noted_in_the_audit(served: Served):
    given = signed(run_of(served, "kg-migration", about="noted"), served.hub.trust.keys["kg-migration"])
    _, place = await hand_in(served, given, "kg-migration.integrator")

    assert "Handing in the result of a conformance run" in await text_of(served, "/audit", "kg-migration.auditor")
    assert place.rpartition("/")[2] in await text_of(served, "/audit", "kg-migration.auditor")


def test_what_the_trust_list_says_of_a_key_today_is_what_is_shown(served: Served):
    keys = served.hub.exchange.judgement.trust.keys
    kid = served.hub.trust.keys["tj-mvd"].kid
    day = datetime(2026, 11, 22, tzinfo=UTC)
    kept = KeptResult(
        participant="tj-mvd",
        at=day,
        ended_at=day,
        version="26.11.0",
        record_type="entry-ban",
        record_version="1.0",
        standing="passed",
        held=1,
        failed=0,
        scenarios=1,
        kid=kid,
        listed=False,
    )

    assert as_now(kept, keys).listed
    assert not as_now(kept, {kid: replace(keys[kid], status=KeyStatus.SUSPENDED)}).listed
    assert not as_now(replace(kept, participant="kz-mvd", listed=True), keys).listed
    assert as_now(replace(kept, listed=True), {}).listed
    assert not as_now(kept, {}).listed
