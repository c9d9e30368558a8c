"""The exchange's health over HTTP: to each its own, and the same figures as metrics."""

import re

import pytest

from hub.core.health.threshold import from_json
from schemas import health_thresholds
from tests.integration.api.callers import Api
from tests.integration.hubs import Hub
from tests.integration.workflows.test_health import RU, TJ, fill
from tests.support.hub import METRICS_WORD, WATCHING

PATH = "/v1/health/exchange"
OFFICE, BY = "cis-ec", "by-mvd"


async def test_a_participant_gets_its_row_and_column_and_the_secretariat_all(api: Api, shared_node: Hub):
    await fill(shared_node)
    mine, foreign, whole = [(await api.get(PATH, by=name)).json for name in (TJ, BY, OFFICE)]
    pairs = {(each["sender"], each["recipient"]): each for each in whole["pairs"]}

    assert pairs[RU, TJ]["failed"] >= 2
    assert [each for each in mine["pairs"] if TJ not in (each["sender"], each["recipient"])] == []
    assert (RU, TJ) in {(each["sender"], each["recipient"]) for each in mine["pairs"]}
    assert [each for each in foreign["pairs"] if BY not in (each["sender"], each["recipient"])] == []
    assert (mine["budget"], mine["witnesses"]) == (None, None)
    assert set(whole["budget"]) == {"left", "burn", "sent", "missed"}
    assert {each["participant"] for each in mine["gateways"]} == {TJ}
    assert "under_way" in " ".join(pairs[RU, TJ])


@pytest.mark.parametrize("period", ["1h", "24h", "7d"])
async def test_a_period_is_one_of_three(api: Api, period: str):
    assert (await api.get(f"{PATH}?period={period}", by=TJ)).json["period"] == period
    assert (await api.get(f"{PATH}?period=8d", by=TJ)).code == "parameter-invalid"


async def test_a_gateway_is_in_time_as_soon_as_it_reads_its_inbox(api: Api):
    assert (await api.get("/v1/inbox/urgent?after=0", by=BY)).status == 200
    (gateway,) = (await api.get(PATH, by=BY)).json["gateways"]

    assert gateway["state"] == "in-time"
    assert [each["lane"] for each in gateway["lanes"]] == ["urgent"]


async def test_the_metrics_say_what_the_data_says(api: Api, shared_node: Hub):
    await fill(shared_node)
    known = from_json(health_thresholds.load()).measures
    told = {
        (each["measure"], each["object"]): each["value"]
        for each in (await api.get(PATH, by=OFFICE)).json["measures"]
        if each["measure"] in {"error-share", "budget-left"}
    }
    text = (await api.get("/metrics", headers=WATCHING)).body.decode()

    assert told
    for (measure, about), value in told.items():
        labels = dict(zip(known[measure].labels, about.split("/"), strict=False)) if about else {}
        named = ",".join(f'{name}="{labels[name]}"' for name in sorted(known[measure].labels))
        shown = re.search(rf"^{known[measure].metric}{{?{re.escape(named)}}}? (\S+)$", text, re.MULTILINE)
        assert shown is not None, (measure, about)
        assert float(shown[1]) == pytest.approx(value, abs=1e-3)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer "},
        {"Authorization": f"Bearer {METRICS_WORD[:-1]}"},
        {"Authorization": METRICS_WORD},
    ],
)
async def test_metrics_are_shown_to_whoever_knows_the_word_and_to_nobody_else(api: Api, headers: dict[str, str]):
    answer = await api.get("/metrics", headers=headers)
    by_participant = await api.get("/metrics", by=OFFICE)

    assert (answer.status, answer.code) == (by_participant.status, by_participant.code) == (403, "operator-only")
    assert (await api.get("/metrics", headers=WATCHING)).status == 200
