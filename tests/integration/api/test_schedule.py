"""The schedule over HTTP: its sides see a sync, everybody the Council's, the secretariat all."""

from datetime import timedelta

from hub.workflows.health.read_health import Period, read_health
from hub.workflows.syncs.read_schedule import read_schedule, to_json
from tests.integration.api.callers import JOSE, Api
from tests.integration.hubs import Hub
from tests.integration.workflows.test_scheduled_syncs import EC, ITEM, RU, TJ, judged, log, said
from tests.support.hub import now

PATH = "/v1/schedule"


async def test_each_sees_its_own_syncs_and_everybody_the_councils(api: Api, shared_node: Hub):
    await log(shared_node, said(shared_node, RU, sync="of-two"))
    await log(shared_node, said(shared_node, EC, sync="of-all", work_plan=ITEM))
    mine = {"of-two", "of-all"}
    shown = {name: (await api.get(PATH, by=name)).json["syncs"] for name in (RU, TJ, "kz-mvd", EC)}
    seen = {name: [each for each in syncs if each["sync"] in mine] for name, syncs in shown.items()}
    names = {name: [each["sync"] for each in syncs] for name, syncs in seen.items()}

    assert {tuple(names[name]) for name in (RU, TJ, EC)} == {("of-all", "of-two")}
    assert names["kz-mvd"] == ["of-all"]
    council, proposal = seen[RU]
    assert (council["state"], council["work_plan"]["item"], council["time_zone"]) == (
        "in_force",
        "3.2",
        "Europe/Moscow",
    )
    assert council["next"]["opens_at"] < council["next"]["due_at"]
    assert (proposal["state"], proposal["next"]) == ("proposed", None)
    assert proposal["proposed"]["stated_by"] == [RU]
    assert (await api.get(PATH)).code == "unauthenticated"


async def test_the_last_runs_are_shown_as_they_were_judged(node: Hub):
    await log(node, said(node, EC, work_plan=ITEM))
    await judged(node, now() + timedelta(days=2))
    (council,) = to_json(await read_schedule(node.exchange, reader="kz-mvd"), now())["syncs"]
    assert {each["state"] for each in council["runs"]} <= {"missed", "open"}
    assert council["missing_since"] == council["runs"][-1]["due_at"].replace("Z", ".000000Z")
    assert {each["count"] for each in council["runs"]} == {None}, "how much came is for its sides"
    (own,) = to_json(await read_schedule(node.exchange, reader=RU), now())["syncs"]
    assert {each["count"] for each in own["runs"]} == {0}
    assert own["runs"][-1]["report"] is None
    health = [await read_health(node.exchange, period=Period.DAY, reader=name) for name in (RU, "kz-mvd")]
    assert [len(each.syncs) for each in health] == [1, 0]


async def test_a_plan_is_stated_over_http_and_its_register_proves_it(api: Api, shared_node: Hub):
    token = said(shared_node, RU, sync="by-http")
    answer = await api.call("POST", "/v1/statements", data=token, headers={"Content-Type": JOSE})
    assert answer.status == 202
    page = (await api.get("/v1/statements?kind=schedule&about=by-http", by=TJ)).json
    assert [each["statement"].encode() for each in page["statements"]] == [token]
