"""The Council's doors: plans, meetings, documents, notices, contacts and the calendar, each to who got them."""

from datetime import timedelta
from typing import Any

import pytest

from hub.api.serve import listening
from hub.store import sync_runs
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.council import CouncilRecords
from keys.sync_plan import WorkPlanItem
from tests.integration.api.callers import Api
from tests.integration.hubs import Hub, code_of, connected
from tests.integration.workflows.test_scheduled_syncs import log, said
from tests.support.hub import now
from tests.support.records import example
from tests.support.syncs import make_judged

SUBJECTS = {"meeting": "meeting_id", "legislation-notice": "notice_id", "contact-directory": "participant"}


class Secretariat:
    """Sends records of the Council; each test has documents of its own."""

    def __init__(self, hub: Hub) -> None:
        self.hub, self.mark = hub, f"mark-{hub.next_number():06d}"

    def sign(self, kind: str, name: str, sender: str = "cis-ec", to: list[str] | None = None, **changes: Any) -> bytes:
        """Return an example as an envelope, under an id of this test."""
        record = example(kind, name, **changes)
        subject = SUBJECTS.get(kind, "document_id")
        if subject != "participant":
            record[subject] = f"{record[subject]}/{self.mark}"
        agreement = "cis-2007" if record.get("body", "council") == "council" else "ru-tj-interior"
        routing = {"type": kind, "agreement": agreement, "purpose": "council-work", "to": to or ["@council"]}
        return self.hub.sign(sender, record, subject=record[subject], **routing)

    async def send(self, *args: Any, **more: Any) -> None:
        """Submit an example."""
        await self.hub.submit(self.sign(*args, **more))


async def follow(hub: Hub) -> None:
    await release_rest(hub.exchange)
    while not (await project.follow(hub.exchange, CouncilRecords()))[1]:
        pass


@pytest.fixture
def council(shared_node: Hub) -> Secretariat:
    return Secretariat(shared_node)


async def adopt_plan(council: Secretariat) -> None:
    await council.send("work-plan", "draft-2021")
    await council.send("work-plan", "comments-2021", "tj-molme", ["cis-ec"])
    await council.send("work-plan", "adopted-2021")


def ours(answer: Any, name: str, council: Secretariat) -> list[Any]:
    """Return of a list what this test sent."""
    return [each for each in answer.json[name] if council.mark in str(each)]


async def test_a_plan_shows_what_was_reported_of_each_item(api: Api, shared_node: Hub, council: Secretariat):
    await adopt_plan(council)
    await council.send("work-plan", "progress-2021", "tj-molme", ["cis-ec", "kz-mvd"])
    await follow(shared_node)

    (plan,) = ours(await api.get("/v1/work-plan?year=2021&body=council", "kz-mvd"), "plans", council)

    items = {item["no"]: item for item in plan["items"]}
    assert plan["adopted"] == {"meeting_no": 25, "on": "2021-02-18"}
    assert (items["2.2"]["status"], items["2.2"]["since"], items["2.2"]["overdue"]) == ("done", "2021-03-30", False)
    assert items["2.2"]["reports"][0]["by"] == "tj-molme"
    assert (items["2.1"]["status"], items["2.1"]["due_on"], items["2.1"]["overdue"]) == ("planned", "2021-09-30", True)
    assert items["4.1"]["status"] == "in_progress"
    assert (await api.get("/v1/work-plan?year=1999", "kz-mvd")).json["plans"] == []


async def test_an_item_shows_the_sync_that_serves_it_and_is_in_progress_once_a_run_came(
    api: Api, shared_node: Hub, council: Secretariat
):
    await adopt_plan(council)
    await follow(shared_node)
    item = WorkPlanItem(owner="cis-ec", document=f"council/work-plan/2021/{council.mark}", item="2.1")
    name = f"serving-{council.mark.lower()}"
    await log(shared_node, said(shared_node, "cis-ec", sync=name, work_plan=item))
    planned = await item_of(api, council)
    at = now() - timedelta(days=2)
    async with shared_node.exchange.pool.acquire() as conn:
        await sync_runs.write(conn, make_judged(sync=name, opens_at=at, due_at=at, came_at=at))
    running = await item_of(api, council)

    assert (planned["status"], planned["syncs"][0]["sync"], planned["syncs"][0]["last"]) == ("planned", name, None)
    assert (running["status"], running["since"]) == ("in_progress", at.date().isoformat())
    assert running["syncs"][0]["last"]["state"] == "done"


async def item_of(api: Api, council: Secretariat) -> Any:
    """Return the item 2.1 as it stands."""
    (plan,) = ours(await api.get("/v1/work-plan?year=2021&body=council", "kz-mvd"), "plans", council)
    return next(each for each in plan["items"] if each["no"] == "2.1")


async def test_a_draft_shows_until_something_is_adopted_and_a_withdrawn_one_does_not(
    api: Api, shared_node: Hub, council: Secretariat
):
    await council.send("work-plan", "draft-2021")
    await follow(shared_node)
    (draft,) = ours(await api.get("/v1/work-plan", "cis-ec"), "plans", council)
    await council.send("work-plan", "draft-2021", stage="withdrawn")
    await follow(shared_node)

    assert draft["stage"] == "draft"
    assert ours(await api.get("/v1/work-plan", "cis-ec"), "plans", council) == []


async def test_a_document_is_read_from_draft_to_adoption(api: Api, shared_node: Hub, council: Secretariat):
    await adopt_plan(council)
    await follow(shared_node)
    path = f"/v1/documents/work-plan/cis-ec/council/work-plan/2021/{council.mark}"

    whole, part = (await api.get(path, "cis-ec")).json, (await api.get(path, "kz-mvd")).json

    assert [each["record"]["stage"] for each in whole["history"]] == ["draft", "comments", "adopted"]
    assert [each["record"]["stage"] for each in part["history"]] == ["draft", "adopted"]
    (listed,) = ours(await api.get("/v1/documents?type=work-plan", "kz-mvd"), "documents", council)
    assert listed["record"]["stage"] == "adopted"


async def test_a_bilateral_body_s_records_are_seen_by_its_parties_only(
    api: Api, shared_node: Hub, council: Secretariat
):
    await council.send("work-plan", "bilateral-draft", "ru-guvm", ["tj-mvd"])
    await council.send("meeting", "joint-collegium", "tj-mvd", ["ru-guvm"])
    await follow(shared_node)

    for reader, count in [("ru-guvm", 1), ("tj-mvd", 1), ("kz-mvd", 0), ("cis-ec", 0), ("tj-molme", 0)]:
        assert len(ours(await api.get("/v1/work-plan", reader), "plans", council)) == count
        assert len(ours(await api.get("/v1/meetings?body=jc-ru-tj", reader), "meetings", council)) == count
    path = f"/v1/documents/work-plan/ru-guvm/jwg/plan/2021/{council.mark}"
    assert (await api.get(path, "tj-mvd")).status == 200
    assert (await api.get(path, "kz-mvd")).code == (await api.get(path + "0", "kz-mvd")).code == "not-found"


@pytest.mark.parametrize(
    ("sender", "to", "agreement"),
    [
        ("ru-guvm", ["tj-mvd", "kz-mvd"], "cis-2007"),
        ("kz-mvd", ["ru-guvm"], "cis-2007"),
        ("ru-guvm", ["@council"], "cis-2007"),
        ("ru-guvm", ["cis-ec"], "cis-2007"),
    ],
)
async def test_a_bilateral_body_s_records_are_not_accepted_from_or_for_others(
    api: Api, council: Secretariat, sender, to, agreement
):
    record = example("work-plan", "bilateral-draft", owner=sender)
    routing = {"type": "work-plan", "agreement": agreement, "purpose": "council-work", "subject": record["document_id"]}

    refused = await api.post(council.hub.sign(sender, record, to=to, **routing))

    assert (refused.status, refused.code) == (403, "body-outsider")


async def test_of_two_adoptions_one_wins_and_the_other_is_told_of_a_conflict(council: Secretariat):
    await council.send("work-plan", "draft-2021")

    answers = await council.hub.submit_all([council.sign("work-plan", "adopted-2021") for _ in range(2)])

    assert sorted(code_of(each) for each in answers) == ["accepted", "move-not-allowed"]


async def test_whoever_gets_a_later_draft_may_comment_on_it(api: Api, council: Secretariat):
    comment = {"sender": "kz-mvd", "to": ["cis-ec"], "revision": 2}
    await council.send("work-plan", "draft-2021", to=["tj-molme"])
    early = await api.post(council.sign("work-plan", "comments-2021", **{**comment, "revision": 1}))
    await council.send("work-plan", "draft-2021", to=["kz-mvd"], revision=2)

    await council.send("work-plan", "comments-2021", **comment)

    assert early.code == "move-not-allowed"


async def test_meetings_show_their_newest_record(api: Api, shared_node: Hub, council: Secretariat):
    await council.send("meeting", "council-25", revision=1)
    await council.send("meeting", "council-25", revision=2)
    late = await api.post(council.sign("meeting", "council-25", revision=2))
    await follow(shared_node)

    (held,) = ours(await api.get("/v1/meetings?body=council", "ru-guvm"), "meetings", council)

    assert late.code == "document-revision-conflict"
    assert held["record"]["revision"] == 2
    assert [item["no"] for item in held["record"]["decisions"]] == ["5", "6", "7"]


async def test_notices_come_page_by_page(api: Api, shared_node: Hub, council: Secretariat):
    for name in ("tj-joint-order", "tj-resolution-103", "tj-amnesty-law"):
        await council.send("legislation-notice", name, "tj-mvd")
    await follow(shared_node)

    first = (await api.get("/v1/notices?limit=2", "kz-mvd")).json
    second = (await api.get(f"/v1/notices?limit=2&before={first['next_before']}", "kz-mvd")).json

    assert [each["record"]["notice_id"] for each in first["notices"]] == [
        f"TJ/2019/amnesty/{council.mark}",
        f"TJ/2020/103/{council.mark}",
    ]
    assert second["notices"][0]["record"]["acts"][1]["number"] == "086"


async def test_contacts_are_those_of_a_day_and_a_function(api: Api, node: Hub):
    """The directory of a participant replaces the one before, so this test has a hub of its own."""
    sender = Secretariat(node)
    await sender.send("contact-directory", "tj-representative-office", "tj-molme")
    await follow(node)
    async with listening(node.process) as url:
        own = Api(url=url, trust=node.trust, session=api.session)
        then = (await own.get("/v1/contacts?on=2022-12-31&function=readmission", "kz-mvd")).json
        now = (await own.get("/v1/contacts?on=2023-01-01&function=readmission", "kz-mvd")).json
        all_now = (await own.get("/v1/contacts?participant=tj-molme", "kz-mvd")).json
        observer = (await own.get("/v1/contacts", "tm-sms")).json

    assert [each["contact_id"] for each in then["directories"][0]["contacts"]] == ["consul"]
    assert now == {"on": "2023-01-01", "directories": []}
    assert [each["contact_id"] for each in all_now["directories"][0]["contacts"]] == ["rep-ru"]
    assert observer["directories"] == []


async def test_the_calendar_holds_meetings_and_open_terms(api: Api, shared_node: Hub, council: Secretariat):
    await adopt_plan(council)
    await council.send("meeting", "council-25", revision=1)
    await council.send("decision", "meeting-25-adopted", stage="draft")
    await council.send("decision", "meeting-25-adopted")
    await follow(shared_node)

    russian = await api.get("/v1/calendar.ics", "kz-mvd")
    english = await api.get("/v1/calendar.ics", "kz-mvd", headers={"Accept-Language": "en"})

    assert russian.headers["Content-Type"] == "text/calendar; charset=utf-8"
    text = russian.body.replace(b"\r\n ", b"").decode()
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert f"UID:meeting/cis-ec/council/25/{council.mark}@mig.example/test" in text
    assert "DTSTART;VALUE=DATE:20210218\r\nDTEND;VALUE=DATE:20210219" in text
    assert "SUMMARY:Заседание № 25: Совет руководителей миграционных органов" in text
    assert "SUMMARY:Due: Work Plan\\, item 2.1" in english.body.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:Срок: решение\\, пункт 5.1" in text
    assert f"work-plan/2021/{council.mark}#3.1" not in text


@pytest.mark.parametrize(
    "path",
    [
        "/v1/work-plan?body=un",
        "/v1/work-plan?year=21oo",
        "/v1/meetings?body=x",
        "/v1/documents?type=meeting",
        "/v1/contacts?on=2022-02-30",
        "/v1/contacts?on=20220228",
        "/v1/contacts?function=press",
        "/v1/contacts?participant=nobody",
    ],
)
async def test_a_parameter_out_of_its_list_is_refused(api: Api, path):
    assert (await api.get(path, "kz-mvd")).code == "parameter-invalid"


@pytest.mark.parametrize("path", ["/v1/documents/meeting/cis-ec/x", "/v1/documents/agenda/Nobody!/x"])
async def test_what_cannot_be_a_document_is_missing(api: Api, path):
    assert (await api.get(path, "kz-mvd")).code == "not-found"


async def test_rebuilding_ends_with_the_same_rows(shared_node: Hub, council: Secretariat):
    await adopt_plan(council)
    await follow(shared_node)
    async with connected(shared_node.dsn) as conn:
        before = await conn.fetch("SELECT * FROM council_record ORDER BY index")
        await project.rebuild(shared_node.exchange, CouncilRecords())

        assert await conn.fetch("SELECT * FROM council_record ORDER BY index") == before != []
