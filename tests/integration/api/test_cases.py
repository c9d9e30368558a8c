"""Cases as their parties read them: how each stands, what may be done next, by whom, and until when."""

import json
from hashlib import sha256
from typing import Any

import jsonschema
import pytest

from hub.core.errors import CaseMoveError
from hub.core.leaf import parse as parse_leaf
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.cases import Cases
from tests.integration.api.callers import Api
from tests.integration.hubs import Hub, code_of, connected, make_message_id
from tests.support.hub import now
from tests.support.readmission import KZ, TJ, countersignature, record_of

ROUTING = {"agreement": "kz-tj-readmission", "purpose": "readmission", "version": "1.0"}


class Told:
    """One case in the making at a hub."""

    def __init__(self, hub: Hub, case: str) -> None:
        self.hub, self.case = hub, case

    def sign(self, kind: str, sender: str, *, reply_to: str | None = None, **record: Any) -> tuple[str, bytes]:
        """Return id and bytes of a move; `record` are changes of the record, or all of it for a countersignature."""
        message_id = make_message_id()
        made = record.pop("whole", None) or record_of(kind, self.case, sender, now(), **record)
        version = "1.1" if kind in {"readmission-request", "readmission-reply"} else "1.0"
        members = {"message_id": message_id, "type": kind, "to": [TJ if sender == KZ else KZ], "reply_to": reply_to}
        routing = {**ROUTING, "version": version, "subject": self.case}
        return message_id, self.hub.sign(sender, made, **{**routing, **members})

    async def send(self, kind: str, sender: str, **members: Any) -> tuple[str, str]:
        """Submit a move; return the message's id and digest."""
        message_id, token = self.sign(kind, sender, **members)
        await self.hub.submit(token)
        return message_id, sha256(token).hexdigest()

    async def hand_over(self) -> None:
        """Go from the request to the handover."""
        asked, _ = await self.send("readmission-request", KZ)
        question, _ = await self.send("readmission-information-request", TJ)
        await self.send("readmission-information", KZ, reply_to=question)
        await self.send("readmission-reply", TJ, reply_to=asked, decision="accepted")
        await self.send("travel-document", TJ)
        notice, _ = await self.send("transfer-notice", KZ)
        await self.send("transfer-response", TJ, reply_to=notice)
        message_id, digest = await self.send("handover-act", KZ)
        whole = countersignature(self.case, TJ, now(), {"id": message_id, "sha256": digest})
        await self.send("handover-act", TJ, whole=whole)


async def follow(hub: Hub) -> None:
    await release_rest(hub.exchange)
    while not (await project.follow(hub.exchange, Cases()))[1]:
        pass


@pytest.fixture
def told(shared_node: Hub) -> Told:
    return Told(shared_node, f"API-{shared_node.next_number()}")


async def test_a_case_is_read_with_its_moves_records_and_terms(api: Api, shared_node: Hub, told: Told):
    await told.hand_over()
    await follow(shared_node)
    found = (await api.get(f"/v1/cases/kz-mvd/{told.case}", TJ)).json

    assert (found["state"], found["closed"], found["version"]) == ("transferred", True, 9)
    assert found["allowed"] == [{"type": "take-back-claim", "by": ["tj-mvd"]}]
    assert (found["evidence"]["effect"], found["evidence"]["tier"]) == ("established", "N1")
    assert [(each["type"], each["from"], each["state"]) for each in found["timeline"]] == [
        ("readmission-request", KZ, "submitted"),
        ("readmission-information-request", TJ, "information_requested"),
        ("readmission-information", KZ, "submitted"),
        ("readmission-reply", TJ, "accepted"),
        ("travel-document", TJ, "documented"),
        ("transfer-notice", KZ, "transfer_planned"),
        ("transfer-response", TJ, "transfer_agreed"),
        ("handover-act", KZ, "handover_signed"),
        ("handover-act", TJ, "transferred"),
    ]
    for each in found["timeline"]:
        leaf: Any = parse_leaf(each["leaf"].encode())
        assert (leaf.id, leaf.sha256) == (each["id"], each["sha256"])
    reply = next(each for each in found["clocks"] if each["parameter"] == "reply")
    assert (reply["state"], reply["acting"], reply["verified"]) == ("met", TJ, False)
    assert reply["explanation"]["ru"]
    assert reply["explanation"]["en"]


async def test_receipts_stand_beside_their_records(api: Api, shared_node: Hub, told: Told):
    answer = await shared_node.submit(told.sign("readmission-request", KZ)[1])
    await shared_node.submit(shared_node.said(TJ, "processed", answer.receipt))
    await follow(shared_node)
    found = (await api.get(f"/v1/cases/kz-mvd/{told.case}", KZ)).json

    (event,) = found["timeline"]
    assert [(each["recipient"], each["status"]) for each in event["receipts"]] == [(TJ, "processed")]
    assert event["receipts"][0]["index"] > event["index"] == answer.receipt.index
    reply = next(each for each in found["clocks"] if each["parameter"] == "reply")
    assert (reply["state"], reply["basis"]) == ("running", "delivered")
    assert reply["due_on"] > now().date().isoformat()


async def test_lists_name_own_cases_by_kind_and_state_a_page_at_a_time(api: Api, shared_node: Hub, told: Told):
    others = [Told(shared_node, f"{told.case}-{each}") for each in "ab"]
    for each in (told, *others):
        await each.send("readmission-request", KZ)
    await others[0].send("readmission-withdrawal", KZ)
    await follow(shared_node)
    first = (await api.get("/v1/cases?limit=2", KZ)).json
    second = (await api.get(f"/v1/cases?limit=1&before={first['next_before']}", KZ)).json
    withdrawn = (await api.get("/v1/cases?kind=case&state=withdrawn", TJ)).json

    assert [each["case_id"] for each in (*first["cases"], *second["cases"])] == [
        others[0].case,
        others[1].case,
        told.case,
    ]
    assert others[0].case in {each["case_id"] for each in withdrawn["cases"]}
    assert told.case not in {each["case_id"] for each in withdrawn["cases"]}
    transits = (await api.get("/v1/cases?kind=transit", KZ)).json
    assert {each["kind"] for each in transits["cases"]} <= {"transit"}
    for path in ("?kind=other", "?state=happy", "?limit=0"):
        assert (await api.get(f"/v1/cases{path}", KZ)).code == "parameter-invalid"


async def test_a_case_of_others_looks_like_none(api: Api, shared_node: Hub, told: Told):
    await told.send("readmission-request", KZ)
    await follow(shared_node)
    answers = [
        await api.get(f"/v1/cases/{owner}/{case}", by)
        for owner, case, by in (
            (KZ, told.case, "ru-guvm"),
            (KZ, f"{told.case}-none", "ru-guvm"),
            (KZ, f"{told.case}-none", KZ),
            (TJ, told.case, TJ),
        )
    ]
    own = (await api.get("/v1/cases", "ru-guvm")).json

    assert len({(each.status, each.json["detail"]) for each in answers}) == 1
    assert {each.code for each in answers} == {"not-found"}
    assert told.case not in {each["case_id"] for each in own["cases"]}
    assert (await api.get(f"/v1/cases/kz-mvd/{told.case}")).code == "unauthenticated"


async def test_a_stranger_learns_nothing_from_his_refusal(shared_node: Hub, told: Told):
    """A third state cannot tell a case between two others from none, neither by its moves nor by its questions."""
    asked, _ = await told.send("readmission-request", KZ)
    record = {"decision": "accepted", "decided_on": "2026-11-20", "authority": {"name": "Пробный орган"}}
    routing = {"to": [KZ], "type": "readmission-reply", "purpose": "readmission", "agreement": "kz-kg-readmission"}
    found = await shared_node.submit_all(
        [
            shared_node.sign("kg-migration", {**record, "case_id": case}, reply_to=asked, **routing)
            for case in (told.case, f"{told.case}-none")
        ]
    )

    assert [code_of(each) for each in found] == ["move-not-allowed"] * 2
    assert found[0].facts == found[1].facts  # type: ignore[union-attr]


async def test_a_refusal_against_proof_asks_for_an_explanation_and_is_accepted(api: Api, shared_node: Hub, told: Told):
    asked, _ = await told.send("readmission-request", KZ)
    await told.send("readmission-reply", TJ, reply_to=asked, decision="refused", reasons=[{"code": "R01"}])
    await follow(shared_node)
    found = (await api.get(f"/v1/cases/kz-mvd/{told.case}", KZ)).json

    assert found["state"] == "refused"
    assert [each["code"] for each in found["timeline"][1]["needs_explanation"]] == ["refusal-against-proof"]
    assert found["allowed"] == [
        {"type": "readmission-request", "by": [KZ]},
        {"type": "readmission-withdrawal", "by": [KZ]},
    ]


async def test_of_a_withdrawal_and_a_notice_at_once_one_wins(shared_node: Hub, told: Told):
    asked, _ = await told.send("readmission-request", KZ)
    reply = told.sign("readmission-reply", TJ, reply_to=asked, decision="accepted")[1]
    withdrawal = told.sign("readmission-withdrawal", KZ)[1]
    extension = told.sign("readmission-extension", TJ, until="2099-01-01")[1]
    found = await shared_node.submit_all([withdrawal, reply, extension])

    assert [code_of(each) for each in found] == ["accepted", "move-not-allowed", "move-not-allowed"]
    assert isinstance(found[1], CaseMoveError)
    assert found[1].facts == {"state": "withdrawn", "move": "readmission-reply", "allowed": "-"}


async def test_a_citizenship_check_and_a_transit_are_cases_of_their_own(api: Api, shared_node: Hub, told: Told):
    asked, _ = await told.send("citizenship-check-request", KZ)
    await told.send("citizenship-check-reply", TJ, reply_to=asked)
    await told.send("transit-request", KZ, requested_authority=TJ)
    await follow(shared_node)
    check = (await api.get(f"/v1/cases/kz-mvd/{told.case}?kind=citizenship-check", TJ)).json
    transit = (await api.get(f"/v1/cases/kz-mvd/{told.case}?kind=transit", TJ)).json

    back = [{"type": "citizenship-check-withdrawal", "by": [KZ]}]
    assert (check["state"], check["closed"], check["allowed"]) == ("confirmed", True, back)
    assert [(each["parameter"], each["state"]) for each in check["clocks"]] == [("citizenship-check", "met")]
    assert (transit["state"], transit["allowed"]) == (
        "submitted",
        [{"type": "transit-reply", "by": [TJ]}, {"type": "transit-withdrawal", "by": [KZ]}],
    )
    assert (await api.get(f"/v1/cases/kz-mvd/{told.case}", TJ)).code == "not-found"


async def test_cases_are_the_same_when_rebuilt_and_hold_no_name(shared_node: Hub, told: Told):
    await told.hand_over()
    await follow(shared_node)
    async with connected(shared_node.dsn) as conn:
        before = await conn.fetch("SELECT * FROM case_event ORDER BY index")
        await project.rebuild(shared_node.exchange, Cases())
        after = await conn.fetch("SELECT * FROM case_event ORDER BY index")
        plain = str(await conn.fetchval("SELECT string_agg(case_event::text, ' ') FROM case_event"))

    assert [tuple(row) for row in before] == [tuple(row) for row in after]
    for word in ("Тестов", "TESTOV", "400123456", "1990"):
        assert word not in plain


async def test_what_is_erased_is_forgotten_and_the_rest_still_stands(shared_node: Hub, told: Told):
    """The head before an erased record cannot be told any more; a party still sees what is left."""
    await told.hand_over()
    await follow(shared_node)
    async with connected(shared_node.dsn) as conn:
        places = [
            row["index"]
            for row in await conn.fetch("SELECT index FROM case_event WHERE subject = $1 ORDER BY index", told.case)
        ]
        async with shared_node.exchange.pool.acquire() as own:
            await Cases().forget(own, places[-2:])
        rows = await conn.fetch("SELECT index, newest, state FROM case_event WHERE subject = $1 ORDER BY 1", told.case)
    await project.rebuild(shared_node.exchange, Cases())

    assert [row["index"] for row in rows] == places[:-2]
    assert [row["index"] for row in rows if row["newest"]] == [places[-3]]
    assert rows[-1]["state"].startswith("transfer_agreed")


async def test_a_case_whose_beginning_was_erased_tells_what_is_left(api: Api, shared_node: Hub, told: Told):
    """How it stands cannot be told any more, and nothing is made up."""
    await told.send("readmission-request", KZ)
    await follow(shared_node)
    async with shared_node.exchange.pool.acquire() as conn:
        places = await conn.fetch("SELECT index FROM case_event WHERE subject = $1", told.case)
        await Cases().forget(conn, [row["index"] for row in places])
    await told.send("readmission-withdrawal", KZ)
    await follow(shared_node)
    found = (await api.get(f"/v1/cases/kz-mvd/{told.case}", KZ)).json
    await project.rebuild(shared_node.exchange, Cases())

    assert (found["state"], found["allowed"], found["closed"]) == ("unknown", [], False)
    assert [each["type"] for each in found["timeline"]] == ["readmission-withdrawal"]


async def test_what_is_read_is_what_the_interface_describes(api: Api, shared_node: Hub, told: Told):
    await told.hand_over()
    await follow(shared_node)
    described = json.loads((await api.get("/openapi.json")).body)["paths"]
    for path, asked in (("/v1/cases", "/v1/cases"), ("/v1/cases/{owner}/{id}", f"/v1/cases/kz-mvd/{told.case}")):
        schema = described[path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate((await api.get(asked, KZ)).json, schema)
