"""POST /v1/messages over real HTTP."""

import pytest

from hub.core import envelope as envelopes
from hub.core import receipt as receipts
from keys import jws, note
from schemas import figures
from tests.integration.api.callers import LINES, Api
from tests.integration.hubs import Hub


async def test_one_envelope_gets_its_receipt(api: Api, shared_node: Hub):
    answer = await api.post(shared_node.ban())
    receipt = receipts.from_json(answer.json["receipt"])

    assert (answer.status, answer.headers["Content-Type"]) == (202, "application/json; charset=utf-8")
    assert answer.json.keys() == {"receipt", "warnings", "omitted"}
    receipts.verify(receipt, note.verifier_key(api.trust.list.hub, api.trust.log))


async def test_the_same_envelope_gets_the_same_bytes(api: Api, shared_node: Hub):
    token = shared_node.ban()

    assert (await api.post(token)).body == (await api.post(token + b"\n")).body == (await api.post(token)).body


async def test_lines_get_an_answer_each_in_their_order(api: Api, shared_node: Hub):
    tokens = [shared_node.ban(), b"nonsense", shared_node.ban(to=["tm-sms"]), b"", shared_node.ban()]
    answer = await api.post(b"\n".join(tokens) + b"\n", LINES)
    results = answer.json["results"]

    assert answer.status == 202
    assert [next(iter(each)) for each in results] == ["receipt", "problem", "problem", "problem", "receipt"]
    assert [each["problem"]["code"] for each in results if "problem" in each] == [
        "token-malformed",
        "role-not-allowed",
        "token-malformed",
    ]
    assert [each["problem"]["status"] for each in results if "problem" in each] == [400, 403, 400]


async def test_lines_may_end_as_windows_ends_them(api: Api, shared_node: Hub):
    answer = await api.post(shared_node.ban() + b"\r\n" + shared_node.ban() + b"\r\n", LINES)

    assert [next(iter(each)) for each in answer.json["results"]] == ["receipt", "receipt"]


async def test_a_thousand_lines_are_taken_and_one_more_is_too_much(api: Api):
    answer = await api.post(b"\n".join([b"x"] * 1000), LINES)
    assert (answer.status, len(answer.json["results"])) == (202, 1000)

    refused = await api.post(b"\n".join([b"x"] * 1001), LINES)
    assert (refused.status, refused.code) == (413, "too-many-lines")
    assert "1000" in refused.json["detail"]


@pytest.mark.parametrize("body", [b"", b"\n", b"\r\n\r\n"])
async def test_no_lines_at_all_are_a_mistake(api: Api, body: bytes):
    answer = await api.post(body, LINES)

    assert (answer.status, answer.code) == (400, "malformed")


@pytest.mark.parametrize(("language", "word"), [("ru", "требует пояснения"), ("en", "an explanation is asked for")])
async def test_warnings_travel_with_the_answer_in_the_callers_language(
    api: Api, shared_node: Hub, language: str, word: str
):
    token = shared_node.sign(
        "tj-molme",
        {**figures.load()["tj-2020-h1"], "revision": shared_node.next_number()},
        type="situation-summary",
        to=["cis-ec"],
        agreement="cis-2007",
        purpose="council-statistics",
    )
    answer = await api.post(token, **{"Accept-Language": language})
    (warning,) = answer.json["warnings"]

    assert (warning["pointer"], warning["code"]) == (
        "/record/observations/4/value",
        "outcomes-exceed-applications",
    )
    assert word in warning["message"]
    assert warning["message"] == warning["texts"][language]
    assert warning["texts"]["ru"] != warning["texts"]["en"]


async def test_who_of_a_group_was_left_out_is_named(api: Api, shared_node: Hub):
    token = shared_node.sign(
        "tj-molme",
        {**figures.load()["tj-2019"], "revision": shared_node.next_number()},
        type="situation-summary",
        to=["@council", "@observers"],
        agreement="cis-2007",
        purpose="council-statistics",
    )

    assert (await api.post(token)).json["omitted"] == ["tm-sms"]


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        (None, "ru"),
        ("en", "en"),
        ("ru;q=0.3, en-GB;q=0.8", "en"),
        ("tg, *;q=0.1", "ru"),
        ("en;q=0", "ru"),
        ("en;q=nonsense", "ru"),
        ("EN-us", "en"),
    ],
)
async def test_a_problem_speaks_the_callers_language(api: Api, accepts: str | None, language: str):
    answer = await api.post(b"nonsense", **({"Accept-Language": accepts} if accepts else {}))

    assert (answer.status, answer.code) == (400, "token-malformed")
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Cache-Control"] == "no-store"
    assert any("а" <= letter <= "я" for letter in answer.json["detail"].lower()) is (language == "ru")


async def test_a_whole_number_written_with_a_fraction_is_a_revision_like_any_other(api: Api, shared_node: Hub):
    """JSON Schema takes 1.0 for an integer; so must the database."""
    token = shared_node.ban()
    payload = jws.read(token, envelopes.TYP).payload
    written = payload.replace(b'"revision":1', b'"revision":1.0')
    again = jws.sign(written, shared_node.trust.keys["ru-guvm"], envelopes.TYP)

    assert written != payload
    assert (await api.post(again)).status == 202


async def test_a_schema_violation_names_every_place(api: Api, shared_node: Hub):
    answer = await api.post(shared_node.ban(record={"status": "perhaps", "revision": 0, "unknown": 1}))

    assert (answer.status, answer.code) == (422, "schema-violation")
    assert {(each["pointer"], each["code"]) for each in answer.json["errors"]} == {
        ("/record", "schema-additional"),
        ("/record/status", "schema-enum"),
        ("/record/revision", "schema-range"),
    }
