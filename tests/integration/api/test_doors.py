"""Every kind of token at every door, and every door without one."""

import base64
import datetime
import json
import re
from dataclasses import replace
from typing import Any

import pytest

from hub.api.app import ROUTES
from hub.web.openapi import template
from hub.web.route import Caller
from keys import jws, note, strict_json
from keys.trustlist import KeyStatus
from tests.integration.api.callers import LINES, Api
from tests.integration.hubs import Hub, count_rows
from tests.support import private_keys
from tests.support.hub import make_ban, now

SOME_ID = "0193a1b2-0000-7000-8000-00000000c0de"
FILLED = {
    "/v1/inbox/{lane}": "/v1/inbox/urgent",
    "/log/tile/{path}": "/log/tile/0/000.p/1",
    "/log/tile/entries/{path}": "/log/tile/entries/000.p/1",
    "/v1/messages/{id}": f"/v1/messages/{SOME_ID}",
    "/v1/messages/{id}/evidence": f"/v1/messages/{SOME_ID}/evidence",
    "/v1/cases/{owner}/{id}": "/v1/cases/kz-mvd/C-1",
    "/v1/entry-bans": "/v1/entry-bans?issuer=ru-guvm",
    "/v1/attachments/{sha256}": f"/v1/attachments/{'0' * 64}",
    "/v1/reports/{period}": "/v1/reports/2020",
    "/v1/reports/{period}/reminders": "/v1/reports/2020/reminders",
    "/v1/ban-lists/{issuer}/buckets/{number}": "/v1/ban-lists/ru-guvm/buckets/0?depth=0",
    "/log/proof/inclusion": "/log/proof/inclusion?index=0&size=1",
    "/log/proof/consistency": "/log/proof/consistency?first=1&second=1",
}
GUARDED = [route for route in ROUTES if route.caller is Caller.PARTICIPANT]
OPEN = [route for route in ROUTES if route.caller is Caller.ANYONE and "{" not in route.path]


def address(path: str) -> str:
    """Return a path that the route takes: what stands for nothing in particular is called `x`."""
    return FILLED.get(template(path)) or re.sub(r"\{[a-z_]+\}", "x", template(path))


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.name)
async def test_every_guarded_door_is_shut_without_a_token(api: Api, route: Any):
    answer = await api.call(route.method, address(route.path))

    assert (answer.status, answer.code) == (401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.name)
async def test_every_guarded_door_opens_to_a_participant(api: Api, route: Any):
    headers = {"Authorization": f"Bearer {api.token('cis-ec')}"}
    answer = await api.call(route.method, address(route.path), headers=headers)

    assert answer.status in ({200, 404} if route.method == "GET" else {404, 415, 422}), (
        "nothing was sent that a door takes"
    )


@pytest.mark.parametrize("route", OPEN, ids=lambda route: route.name)
async def test_an_open_door_needs_no_token(api: Api, route: Any):
    assert (await api.call(route.method, address(route.path))).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
async def test_no_other_method_is_known(api: Api, method: str):
    answer = await api.call(method, "/v1/participants")

    assert (answer.status, answer.code) == (405, "method-not-allowed")
    assert answer.headers["Allow"] == "GET"


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/", "/v1/messages/", "/v2/messages", "/v1/messages/1", "/admin", "//"]
)
async def test_no_other_path_is_known(api: Api, path: str):
    answer = await api.get(path)

    assert (answer.status, answer.code) in {(404, "not-found"), (405, "method-not-allowed")}


def headers_of_strangers(api: Api, hub: Hub) -> dict[str, str]:
    """Return Authorization headers, none of which shows who is there."""
    ban = hub.ban().decode()
    own = api.trust.keys["tj-mvd"]
    past = now() - datetime.timedelta(hours=1)
    checkpoint = note.sign(b"mig.example/test\n1\n", "tj-mvd", own).decode()
    return {
        "nothing": "",
        "no token": "Bearer",
        "an empty token": "Bearer ",
        "another scheme": f"Basic {api.token('tj-mvd')}",
        "a small letter": f"bearer {api.token('tj-mvd')}",
        "an envelope": f"Bearer {ban}",
        "a note": f"Bearer {checkpoint.encode().hex()}",
        "nonsense": "Bearer nonsense",
        "Cyrillic": "Bearer маркер",
        "another's key": f"Bearer {api.token('ru-guvm', key=own)}",
        "a stranger's key": f"Bearer {api.token('tj-mvd', key=private_keys.from_seed(bytes(32)))}",
        "another hub": f"Bearer {api.token('tj-mvd', audience='mig.example/production')}",
        "an hour ago": f"Bearer {api.token('tj-mvd', now=past)}",
        "in an hour": f"Bearer {api.token('tj-mvd', now=now() + datetime.timedelta(hours=1))}",
        "no signature": f"Bearer {api.token('tj-mvd').rpartition('.')[0]}.",
        "two tokens": f"Bearer {api.token('tj-mvd')} {api.token('tj-mvd')}",
        "a token of no kind": f"Bearer {untyped(api)}",
    }


def untyped(api: Api) -> str:
    at = int(now().timestamp())
    claims = {"iss": "tj-mvd", "aud": api.trust.list.hub, "iat": at, "exp": at + 60, "jti": "0123456789"}
    return jws.sign(strict_json.dumps(claims), api.trust.keys["tj-mvd"]).decode()


async def test_no_other_kind_of_token_opens_a_guarded_door(api: Api, shared_node: Hub):
    found = {}
    for name, header in headers_of_strangers(api, shared_node).items():
        answer = await api.get("/v1/inbox/urgent", headers={"Authorization": header})
        found[name] = (answer.status, answer.code)

    assert set(found.values()) == {(401, "unauthenticated")}, found


async def test_a_suspended_key_reads_nothing_and_is_told_why(
    api: Api, shared_node: Hub, monkeypatch: pytest.MonkeyPatch
):

    judgement = shared_node.exchange.judgement
    kid = api.trust.keys["tj-mvd"].kid
    taken = replace(judgement.trust.keys[kid], status=KeyStatus.SUSPENDED, status_at=now())
    trust = replace(judgement.trust, keys={**judgement.trust.keys, kid: taken})
    monkeypatch.setattr(shared_node.exchange, "judgement", replace(judgement, trust=trust))

    answers = [
        await api.call(route.method, address(route.path), headers={"Authorization": f"Bearer {api.token('tj-mvd')}"})
        for route in GUARDED
    ]
    assert {(answer.status, answer.code) for answer in answers} == {(403, "key-suspended")}
    assert kid in str(answers[0].json)
    assert all(403 in route.problems for route in GUARDED)
    assert (await api.get("/v1/inbox/urgent", "ru-guvm")).status == 200


async def test_nobody_reads_when_the_trust_list_has_expired(
    api: Api, shared_node: Hub, monkeypatch: pytest.MonkeyPatch
):
    """Whose key counts cannot be told any more; the three documents themselves can still be had."""
    judgement = shared_node.exchange.judgement
    monkeypatch.setattr(
        shared_node.exchange, "judgement", replace(judgement, trust=replace(judgement.trust, expires_at=now()))
    )
    answers = [await api.get("/v1/inbox/urgent", "tj-mvd"), await api.get("/readyz"), await api.post(shared_node.ban())]

    assert [(answer.status, answer.code) for answer in answers] == [(503, "trust-list-expired")] * 3
    assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
    assert (await api.get("/v1/trust-list")).status == 200
    assert (await api.get("/livez")).status == 200


async def test_no_answer_says_which_software_gave_it(api: Api):
    answers = [await api.get("/livez"), await api.get("/nowhere"), await api.post(b"x")]

    assert [answer.headers.get("Server") for answer in answers] == [None] * 3


def tokens_of_strangers(api: Api, hub: Hub) -> dict[str, tuple[bytes, set[str]]]:
    """Return what is no envelope of this hub, with the codes that may be said of it."""
    record = make_ban(1)
    own = api.trust.keys["ru-guvm"]
    note_of_own = note.sign(b"mig.example/test\n1\n", "ru-guvm", own)
    forms = {
        "an access token": (api.token("ru-guvm").encode(), {"token-type"}),
        "a note": (note_of_own, {"token-malformed", "signature-invalid"}),
        "a checkpoint": (note_of_own.replace(b"\n", b"."), {"token-malformed", "signature-invalid"}),
        "JSON serialization": (json.dumps({"payload": "", "signatures": []}).encode(), {"token-malformed"}),
        "for production": (hub.sign("ru-guvm", record, hub="mig.example/production"), {"wrong-hub"}),
        "for training": (hub.sign("ru-guvm", record, hub="mig.example/training"), {"wrong-hub"}),
        "of no kind": (jws.sign(b"{}", own), {"token-type", "token-header"}),
        "of another kind": (hub.sign("ru-guvm", record, typ="JWT"), {"token-type"}),
    }
    for alg in ("none", "HS256", "RS256", "EdDSA", "nOnE"):
        header = strict_json.dumps({"alg": alg, "kid": own.kid, "typ": "cis-record+jws"})
        forms[alg] = (replace_header(hub.ban(), header), {"algorithm-mismatch"})
    for member in ("crit", "b64", "zip", "jku", "jwk", "x5c", "x5u", "cty"):
        header = strict_json.dumps({"alg": "Ed25519", "kid": own.kid, "typ": "cis-record+jws", member: ["exp"]})
        forms[member] = (replace_header(hub.ban(), header), {"token-header"})
    double = b'{"alg":"Ed25519","alg":"Ed25519","kid":"x","typ":"cis-record+jws"}'
    return {**forms, "alg twice": (replace_header(hub.ban(), double), {"token-header"})}


def replace_header(token: bytes, header: bytes) -> bytes:
    protected = base64.urlsafe_b64encode(header).rstrip(b"=")
    return protected + token[token.index(b".") :]


async def test_no_other_kind_of_token_is_taken_for_an_envelope(api: Api, shared_node: Hub):
    before = await count_rows(shared_node.dsn)
    found = {}
    for name, (token, codes) in tokens_of_strangers(api, shared_node).items():
        answer = await api.post(token)
        assert 400 <= answer.status < 500
        found[name] = answer.code in codes or answer.code
        (line,) = (await api.post(token.replace(b"\n", b"-"), LINES)).json["results"]
        assert "problem" in line

    assert set(found.values()) == {True}, found
    assert await count_rows(shared_node.dsn) == before
