"""Absence and deputy, the calendar of deadlines at a secret address, contact persons and duty."""

import re
from datetime import timedelta

import pytest

from hub.workflows.deadline.legal_day import legal_day
from tests.console.posting import post
from tests.console.seeding import follow_all
from tests.console.served import Served
from tests.console.test_cases import TJ, deeds, get, send
from tests.support.hub import now
from tests.support.records import example

APPROVER = "tj-mvd.approver"
PATH = "/arrangements"


def _days(served: Served, first: int, last: int) -> dict[str, str]:
    today = legal_day(served.hub.exchange.judgement.trust, "tj-mvd", now())
    return {"first": (today + timedelta(days=first)).isoformat(), "last": (today + timedelta(days=last)).isoformat()}


async def test_a_deputy_sees_the_note_and_the_cases_until_the_absence_ends(served: Served):
    deputy, account = served.accounts[APPROVER].id, served.accounts[TJ].id
    case = "case/kz-mvd/KZ-TEST-0003"
    await send(served, TJ, "/readmission", "/readmission/assign", account=account, case=case)
    kept = await send(
        served, TJ, PATH, PATH, deputy=deputy, note="Позвонить <i>в понедельник</i>", **_days(served, 0, 7)
    )
    tasks = await get(served, APPROVER, "/tasks")
    mine = await get(served, APPROVER, "/readmission?show=mine")
    own = await get(served, TJ, PATH)
    name = re.findall(r'action="/arrangements/([^/"]+)/end"', own)[0]
    foreign = await send(served, APPROVER, PATH, f"{PATH}/{name}/end")
    ended = await send(served, TJ, PATH, f"{PATH}/{name}/end")

    assert kept == (303, PATH)
    assert "Позвонить <i>в понедельник</i>" in tasks
    assert "KZ-TEST-0003" in mine
    assert (foreign[0], ended[0]) == (404, 303)
    assert "Позвонить" not in await get(served, APPROVER, "/tasks")
    assert "Позвонить" not in await get(served, "kz-mvd.liaison", "/tasks")
    assert deputy in await deeds(served, "absence")
    await send(served, TJ, "/readmission", "/readmission/assign", account="-", case=case)


async def test_an_absence_that_is_still_to_come_changes_nothing_yet(served: Served):
    deputy = served.accounts[APPROVER].id
    await send(served, TJ, PATH, PATH, deputy=deputy, note="Будущее", **_days(served, 3, 4))

    assert "Будущее" not in await get(served, APPROVER, "/tasks")
    assert "Будущее" in await get(served, APPROVER, PATH)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"deputy": ""}, "Choose who does your work."),
        ({"deputy": "somebody"}, "Choose who does your work."),
        ({"first": "завтра"}, "Type the day as 2026-11-30."),
        ({"last": "2020-01-01"}, "Type a day that is not before the first one."),
        ({"note": "ж" * 4001}, "At most 4,000 characters."),
    ],
)
async def test_what_is_wrong_with_an_absence_stands_beside_its_field(
    served: Served, changes: dict[str, str], said: str
):
    fields = {"deputy": served.accounts[APPROVER].id, "note": "Записка", **_days(served, 0, 1), **changes}
    status, text = await send(served, TJ, PATH, PATH, **fields)

    assert status == 422
    assert said in text
    assert fields["note"] in text
    assert fields["first"] in text


async def test_the_calendar_has_numbers_and_days_until_its_address_ends(served: Served):
    async with served.client(TJ, lang="en") as client:
        _, page = await post(client, PATH, path=f"{PATH}/calendar")
    address = re.findall(r"(/calendar/[\w-]+\.ics)", page)[0]
    found = await get(served, "visitor", address)
    again = await get(served, TJ, PATH)
    await send(served, TJ, PATH, f"{PATH}/calendar/end")

    assert "BEGIN:VEVENT" in found
    assert "KZ-TEST-0001" in found
    assert "Тестов" not in found
    assert address not in again
    assert "An address has been valid since" in again
    await get(served, "visitor", address, status=404)
    await get(served, "visitor", "/calendar/none.ics", status=404)


async def test_a_new_address_ends_the_one_before(served: Served):
    addresses = []
    for _ in range(2):
        _, page = await send(served, APPROVER, PATH, f"{PATH}/calendar")
        addresses.append(re.findall(r"(/calendar/[\w-]+\.ics)", page)[0])

    await get(served, "visitor", addresses[0], status=404)
    await get(served, "visitor", addresses[1])


async def test_contact_persons_stand_with_function_languages_and_embassies(served: Served):
    hub = served.hub
    for name, sender in (("ru-embassy-liaison", "by-mvd"), ("tj-missing-migrants", "kg-migration")):
        record = {**example("contact-directory", name), "participant": sender, "revision": 1}
        routing = {"type": "contact-directory", "agreement": "cis-2007", "purpose": "council-work", "to": ["@council"]}
        await hub.submit(hub.sign(sender, record, subject=record["participant"], **routing))
    await follow_all(hub)
    text = await get(served, TJ, "/contacts")
    filtered = await get(served, TJ, "/contacts?function=missing")

    for said in ("Head of the section for liaison with embassies", "Embassies served:", "09:00-18:00", "Russian"):
        assert said in text
    assert "Duty officer of the ministry" in text.partition('id="duty"')[2].partition("</section>")[0]
    assert "Head of the section" not in filtered.partition('id="all"')[2]
    await get(served, TJ, "/contacts?function=none", status=404)
