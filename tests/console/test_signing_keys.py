"""The keys that people sign with: kept, refused, delegated by the participant's gateway in the training environment."""

import json
from pathlib import Path

import pytest

from hub.demo.training_gateway import delegate_waiting
from hub.workflows.drafts.keep_signing_key import usable_keys
from keys import keyfile
from keys.jwk import PrivateKey
from tests.console.served import Served
from tests.console.signers import CSRF
from tests.integration import contact_persons
from tests.support.trust import make_key

KEYS = "/account/signing-key"


async def post(served: Served, login: str, jwk: str) -> tuple[int, str]:
    """Add a key; return status and the page after it."""
    async with served.client(login, lang="en") as client:
        async with client.get(KEYS) as answer:
            csrf = CSRF.findall(await answer.text())[0]
        headers = {"Sec-Fetch-Site": "same-origin"}
        async with client.post(KEYS, data={"jwk": jwk, "csrf": csrf}, headers=headers) as answer:
            return answer.status, await answer.text()


def jwk_of(key: PrivateKey, **changes: str) -> str:
    return json.dumps({**key.public.to_jwk(), **changes})


@pytest.mark.parametrize(
    "jwk",
    [
        "",
        "{}",
        "no json",
        "[1]",
        '{"kty": "OKP", "kty": "OKP"}',
        '{"kty": "OKP", "crv": "X25519", "x": "AAAA"}',
        jwk_of(make_key("console", "private"), d="AAAA"),
        "🔑" * 300,
    ],
)
async def test_what_is_no_public_key_is_refused_and_kept_in_its_field(served: Served, jwk: str):
    status, page = await post(served, "tj-mvd.liaison", jwk)

    assert status == 422
    assert 'id="jwk-fault"' in page


@pytest.mark.parametrize("half", [jwk_of(make_key("console", "private"), d="OnlyATest"), "BEGIN PRIVATE KEY OnlyATest"])
async def test_a_secret_half_is_told_as_such_and_not_shown_again(served: Served, half: str):
    status, page = await post(served, "tj-mvd.liaison", half)
    assert (status, "destroy that key" in page, "OnlyATest" in page) == (422, True, False)


async def test_whoever_signs_finds_his_key_on_his_account(served: Served):
    for login, signs in (("cis-ec.secretariat-officer", True), ("kz-mvd.approver", True), ("tj-mvd.auditor", False)):
        async with served.client(login) as client, client.get("/account") as answer:
            assert (f'href="{KEYS}"' in await answer.text()) is signs


async def test_a_key_that_is_delegated_for_another_purpose_is_not_offered(served: Served):
    account, key = served.accounts["kz-mvd.liaison"], make_key("console", "narrow")
    assert (await post(served, account.login, jwk_of(key)))[0] == 200
    scope = {"public": key.public, "types": ("readmission-request",), "purposes": ("readmission",)}
    await contact_persons.delegate(served.hub, account.id, "kz-mvd", **scope)
    for purpose, found in (("readmission", True), ("entry-control", False)):
        keys = await usable_keys(served.hub.exchange, account, "readmission-request", purpose)
        assert (key.kid in {each.kid for each in keys}) is found


async def test_a_participants_own_key_and_anothers_key_are_refused(served: Served):
    key = make_key("console", "mine-alone")
    assert (await post(served, "kz-mvd.liaison", jwk_of(key)))[0] == 200
    assert (await post(served, "kz-mvd.liaison", jwk_of(key)))[0] == 200, "the same again changes nothing"
    assert (await post(served, "tj-mvd.approver", jwk_of(key)))[0] == 422
    assert (await post(served, "tj-mvd.approver", jwk_of(served.hub.trust.keys["tj-mvd"])))[0] == 422


@pytest.mark.parametrize("alg", ["Ed25519", "ES256"])
async def test_the_training_gateway_delegates_to_a_key_that_somebody_made(served: Served, alg: str, tmp_path: Path):
    login, key = "kz-mvd.approver", PrivateKey.generate(alg)
    _, page = await post(served, login, jwk_of(key))
    assert "Waits for your participant" in page
    for participant in ("kz-mvd", "ru-guvm"):
        (tmp_path / participant).mkdir()
        keyfile.write(tmp_path / participant / "signing.pem", served.hub.trust.keys[participant], None)

    assert await delegate_waiting(served.hub.process, tmp_path) >= 1
    assert await delegate_waiting(served.hub.process, tmp_path) == 0
    async with served.client(login, lang="en") as client, client.get(KEYS) as answer:
        page = await answer.text()
    assert "May sign" in page
    assert key.public.kid in page


async def test_whoever_decides_nothing_has_no_signing_key(served: Served):
    for login in ("tj-mvd.auditor", "tj-mvd.integrator", "hub.operator"):
        async with served.client(login) as client, client.get(KEYS) as answer:
            assert answer.status == 403


async def test_a_new_key_leads_back_to_the_record_and_nowhere_else(served: Served):
    async with served.client("tj-mvd.liaison", lang="en") as client:
        for back, shown in (("/drafts", True), ("https://elsewhere.example/", False), ("//elsewhere.example", False)):
            async with client.get(KEYS, params={"back": back}) as answer:
                assert ("Back to the record" in await answer.text()) is shown
