"""A record that goes on from another: a new revision, a step of a document, an answer, a report about a ban."""

import pytest

from tests.console.filling import FORM, LIAISON, OFFICER, TYPED, Fields, fill_in, get_page, record_of
from tests.console.posting import post
from tests.console.seeding import follow_all
from tests.console.served import Served
from tests.integration.hubs import Hub, make_message_id
from tests.support.records import example

RU_LIAISON, KZ_LIAISON = "ru-guvm.liaison", "kz-mvd.liaison"


async def _place(hub: Hub, sender: str, type_: str) -> int:
    """Return the place of the newest record of a type that somebody sent."""
    async with hub.exchange.pool.acquire() as conn:
        found = await conn.fetchval("SELECT max(index) FROM message WHERE sender = $1 AND type = $2", sender, type_)
    return int(found)


async def test_a_new_revision_has_the_content_and_the_next_number(served: Served):
    path = f"/records/new/missing-person?after={await _place(served.hub, 'tj-mvd', 'missing-person')}"
    values = Fields(await get_page(served, path)).first()
    assert (values["record.case_id"], values["record.revision"]) == ("TJ-M-TEST-1", "2")

    status, place = await fill_in(served, path)

    assert (status, place.startswith("/drafts/")) == (303, True), place
    record = await record_of(served, place)
    assert record["revision"] == 2
    before = example("missing-person", "construction-worker")
    assert {**record, **{name: before[name] for name in ("case_id", "revision", "registered_on")}} == before


async def test_others_records_and_places_of_none_are_not_there_to_go_on_from(served: Served):
    foreign = await _place(served.hub, "kz-mvd", "missing-person")
    received = await _place(served.hub, "ru-guvm", "unidentified-remains")
    for index in (str(foreign), "999999", "x", "9" * 20):
        await get_page(served, f"/records/new/missing-person?after={index}", status=404)
    await get_page(served, f"/records/new/unidentified-remains?after={received}", status=404)


async def test_what_is_shown_of_a_person_is_in_the_log_first(served: Served):
    async with served.hub.exchange.pool.acquire() as conn:
        before = await conn.fetchval("SELECT count(*) FROM access")
        await get_page(
            served, f"/records/new/missing-person?after={await _place(served.hub, 'tj-mvd', 'missing-person')}"
        )
        assert await conn.fetchval("SELECT count(*) FROM access") == before + 1


async def test_the_secretariat_says_what_has_become_of_an_item_of_the_plan(served: Served):
    page = await get_page(served, "/work-plan?year=2021", OFFICER)
    path = next(each for each in page.split('"') if "item=" in each and each.startswith("/records")).replace(
        "&amp;", "&"
    )
    form = Fields(await get_page(served, path, OFFICER))
    assert form.first()["record.stage"] == "progress"
    assert form.first()["record.progress.0.no"] == path.rpartition("=")[2]
    assert "record.items" not in form.values

    typed = {"record.progress.0.status": "done", "to": "@council"}
    status, place = await fill_in(served, path, OFFICER, **typed)
    assert (status, place.startswith("/drafts/")) == (303, True), place

    status, text = await fill_in(served, path, OFFICER, **typed)

    assert (status, f'href="{place}"' in text) == (409, True)
    async with served.client(OFFICER) as client:
        assert (await post(client, place, path=f"{place}/drop", revision="1"))[0] == 303


async def test_the_owner_changes_a_plan_as_a_new_draft_and_a_member_reports_on_it(served: Served):
    async with served.hub.exchange.pool.acquire() as conn:
        adopted = await conn.fetchval(
            "SELECT max(index) FROM council_record WHERE type = 'work-plan' AND stage = 'adopted'"
        )
    own = Fields(await get_page(served, f"/records/new/work-plan?after={adopted}", OFFICER)).first()
    other = Fields(await get_page(served, f"/records/new/work-plan?after={adopted}")).first()

    assert (own["record.stage"], own["record.revision"], "record.adopted.meeting_no" in own) == ("draft", "2", False)
    assert (other["record.stage"], other["to"]) == ("progress", "cis-ec")


async def test_a_draft_agenda_is_commented_on_and_an_adopted_document_is_not(served: Served):
    index = await _place(served.hub, "cis-ec", "agenda")
    form = Fields(await get_page(served, f"/records/new/agenda?after={index}")).first()
    decided = await _place(served.hub, "cis-ec", "decision")

    assert (form["record.stage"], "record.items" in form) == ("comments", False)
    await get_page(served, f"/records/new/decision?after={decided}", status=404)


async def test_comments_and_reports_on_others_documents_go_on_as_such(served: Served):
    for kind, stage in (("agenda", "comments"), ("work-plan", "progress")):
        path = f"/records/new/{kind}?after={await _place(served.hub, 'tj-molme', kind)}"
        form = Fields(await get_page(served, path, "tj-molme.liaison")).first()
        assert (form["record.stage"], form["record.owner"]) == (stage, "cis-ec")


async def test_an_answer_is_chosen_from_what_was_received(served: Served):
    hub, check = served.hub, make_message_id()
    asked = {**example("citizenship-check-request", "no-documents"), "check_id": "KZ-CHECK-1"}
    asked |= {"requesting_authority": "kz-mvd", "requested_authority": "tj-mvd"}
    routing = {"agreement": "kz-tj-readmission", "purpose": "readmission", "subject": "KZ-CHECK-1"}
    await hub.submit(
        hub.sign("kz-mvd", asked, type="citizenship-check-request", to=["tj-mvd"], message_id=check, **routing)
    )
    await follow_all(hub)
    page = await get_page(served, "/records/new/citizenship-check-reply")
    path = next(each for each in page.split('"') if "answer=" in each)
    form = Fields(await get_page(served, path)).first()
    assert (form["record.check_id"], form["record.requesting_authority"], form["to"]) == (
        "KZ-CHECK-1",
        "kz-mvd",
        "kz-mvd",
    )

    status, text = await fill_in(served, "/records/new/citizenship-check-reply", to="kz-mvd")
    assert (status, 'href="#whole"' in text) == (422, True)
    status, place = await fill_in(served, path, **{"record.result": "confirmed"})

    assert status == 303, place
    await get_page(served, path, KZ_LIAISON, status=404)


async def test_a_hit_names_the_ban_and_goes_to_whoever_issued_it(served: Served):
    page = await get_page(served, "/entry-bans/ru-guvm/RU-BAN-TEST-2")
    path = next(each for each in page.split('"') if "about=" in each)
    form = Fields(await get_page(served, path)).first()

    assert (form["record.ban.issuer"], form["record.ban.ban_id"]) == ("ru-guvm", "RU-BAN-TEST-2")
    assert form["to"] == "ru-guvm"
    assert form["record.reporting_authority"] == "tj-mvd"
    foreign = await _ban_of_others(served.hub)
    for other in (f"ban-hit-report?about={foreign}", f"missing-person?{path.partition('?')[2]}"):
        await get_page(served, f"/records/new/{other}", status=404)


async def _ban_of_others(hub: Hub) -> int:
    """Return the place of a ban that Tajikistan never received."""
    received = "SELECT FROM inbox_entry WHERE inbox_entry.index = message.index AND recipient = 'tj-mvd'"
    async with hub.exchange.pool.acquire() as conn:
        found = await conn.fetchval(
            f"SELECT max(index) FROM message WHERE type = 'entry-ban' AND sender <> 'tj-mvd' AND NOT EXISTS ({received})"
        )
    return int(found)


async def test_a_case_leads_to_its_other_records_and_they_are_of_this_case(served: Served):
    page = await get_page(served, "/readmission/kz-mvd/KZ-TEST-0001", KZ_LIAISON)
    path = next(each for each in page.split('"') if "readmission-withdrawal?of=" in each)
    form = Fields(await get_page(served, path, KZ_LIAISON)).first()
    assert (form["record.case_id"], form["record.requesting_authority"]) == ("KZ-TEST-0001", "kz-mvd")
    assert form["to"] == "tj-mvd"
    reasons = Fields(await get_page(served, path, KZ_LIAISON)).codes["record.reason"]

    status, place = await fill_in(served, path, KZ_LIAISON, **{"record.reason": reasons[1]})

    assert (status, place.startswith("/drafts/")) == (303, True), place
    assert "interview-request?of=" in await get_page(served, "/readmission/kz-mvd/KZ-TEST-0001")
    await get_page(served, path, RU_LIAISON, status=404)
    await get_page(served, path.replace("readmission-withdrawal", "missing-person"), status=404)


@pytest.mark.parametrize(
    ("path", "login", "link"),
    [
        ("/readmission", LIAISON, FORM),
        ("/missing", LIAISON, "/records/new/missing-person"),
        ("/missing", LIAISON, "/records/new/match-proposal"),
        ("/missing/tj-mvd/TJ-M-TEST-1", LIAISON, "/records/new/missing-person?after="),
        ("/entry-bans", LIAISON, "/records/new/ban-hit-report"),
        ("/legislation", LIAISON, "/records/new/legislation-notice"),
        ("/contacts", LIAISON, "/records/new/contact-directory"),
        ("/meetings", OFFICER, "/records/new/meeting"),
        ("/meetings/cis-ec/council%2F26", OFFICER, "/records/new/meeting?after="),
        ("/drafts", LIAISON, "/records"),
    ],
)
async def test_the_ways_to_the_forms(served: Served, path: str, login: str, link: str):
    assert f'href="{link}' in await get_page(served, path, login)


async def test_who_only_reads_sees_no_way_to_a_form(served: Served):
    for path in ("/work-plan?year=2021", "/meetings", "/legislation"):
        assert "/records/new" not in await get_page(served, path, "tm-sms.observer-reader")


async def test_one_of_several_agreements_is_computed_from_the_recipient(served: Served):
    path = "/records/new/data-subject-request"
    values = Fields(await get_page(served, path)).values
    assert "way" in values

    _, text = await fill_in(served, path, to="kz-mvd")
    assert 'id="way-fault"' in text
    _, text = await fill_in(served, path, to=["kz-mvd", "ru-guvm"], way="kz-tj-readmission|readmission")
    assert 'id="to-fault"' in text
    status, _ = await fill_in(served, FORM, **{**TYPED, "record.case_id": "TJ-WAY-1"})
    assert status == 303
