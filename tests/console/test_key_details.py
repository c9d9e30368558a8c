"""Requests about keys, looked at closely: what is kept of a mistake, whose key is listed, what is told of deeds."""

from dataclasses import replace
from typing import Any

import pytest

from hub.core.console.account import Account
from hub.workflows.accounts.create_account import Wanted, create_account
from hub.workflows.trust.read_key_requests import read_key_request
from keys import trust_requests
from tests.console.seeding_keys import TJ
from tests.console.served import Served
from tests.console.test_keys import CONFIRM, MAKER, OFFICER, SECOND, approved, propose, say, step, text_of
from tests.support.trust import make_key

LEAKED = (
    '{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "d": "OnlyATest"}]}',
    '{"d": "OnlyATest", "kty": "OKP",}',
    "PRIVATE+KEY+name+OnlyATest",
)


@pytest.mark.parametrize("typed", LEAKED)
async def test_a_secret_half_is_known_however_it_is_wrapped(served: Served, typed: str) -> None:
    status, text = await say(served, MAKER, "/keys/enrol", text=typed)
    assert (status, "the key is secret no longer" in text, "OnlyATest" in text) == (422, True, False)


async def test_a_secret_half_in_a_file_of_two_bytes_a_letter_is_known(served: Served) -> None:
    file = ("key.txt", "-----BEGIN PRIVATE KEY-----\nOnlyATest".encode("utf-16"))
    status, text = await say(served, MAKER, "/keys/enrol", file=file, text="")
    assert (status, "the key is secret no longer" in text) == (422, True)


async def test_after_a_mistake_the_page_still_says_which_key_is_replaced(served: Served) -> None:
    page = f"/keys/enrol?replaces={served.hub.trust.keys[TJ].kid}"
    status, text = await say(served, MAKER, page, path=page, text="{}")
    assert (status, "In place of the key" in text, f'action="{page}"' in text) == (422, True, True)


async def test_a_time_with_seconds_is_taken_and_another_one_keeps_what_was_typed(served: Served) -> None:
    kid = served.hub.trust.keys["kz-mvd"].kid
    asked = {"kid": kid, "kind": "suspend", "reason": "suspected"}
    far = "kz-mvd.administrator"
    status, text = await say(served, far, "/keys/change", **asked, since="1 January 2026, at noon")
    assert (status, 'href="#since"' in text, "1 January 2026, at noon" in text) == (422, True, True)
    status, page = await say(served, far, "/keys/change", **asked, since="2026-01-01T10:00:30")
    assert status == 303
    assert (await step(served, far, page, "withdraw", seen="proposed"))[0] == 303


async def test_a_key_that_the_list_gives_to_another_participant_is_not_the_askers(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, exchange = await approved(served, "far"), served.hub.exchange
    key, judgement = make_key("keys", "far"), exchange.judgement
    listed = replace(judgement.trust.keys[served.hub.trust.keys["kz-mvd"].kid], public=key.public)
    trust = replace(judgement.trust, keys={**judgement.trust.keys, key.kid: listed})
    monkeypatch.setattr(exchange, "judgement", replace(judgement, trust=trust))
    assert (await read_key_request(exchange, page.rpartition("/")[2])).status == "approved"
    assert "The key is in force." not in await text_of(served, page, MAKER)
    assert (await step(served, OFFICER, page, "send-back", seen="approved", step="return", note="Taken"))[0] == 303


async def test_the_audit_tells_in_words_what_was_done(served: Served) -> None:
    page = await propose(served, "worded")
    assert (await step(served, SECOND, page, "confirm", **CONFIRM))[0] == 303
    text = await text_of(served, "/audit", SECOND, lang="ru")
    text += await text_of(served, "/audit?action=sign-in", SECOND, lang="ru")
    assert "Новый ключ" in text
    assert "одним нажатием в учебном контуре" in text
    for code in ("enrol", "confirm", "demo"):
        assert f"</span> {code}</span>" not in text
        assert f"<code>{code}</code>" not in text
    assert (await step(served, SECOND, page, "withdraw", seen="confirmed"))[0] == 303


async def test_the_audit_says_how_many_requests_a_file_has(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = [await approved(served, name) for name in ("packed-1", "packed-2")]
    monkeypatch.setattr(trust_requests, "MOST", 1)
    async with served.client(OFFICER) as client, client.get("/keys/key-requests.json") as answer:
        assert len(trust_requests.parse(await answer.read()).requests) == 1
    deeds: Any = await served.hub.exchange.pool.fetchrow(
        "SELECT object FROM console_audit WHERE action = 'key-request-file' ORDER BY number DESC LIMIT 1"
    )
    assert deeds["object"] == "1"
    for page in pages:
        assert (await step(served, OFFICER, page, "send-back", seen="approved", step="return", note="Taken"))[0] == 303


async def test_the_hubs_own_people_have_no_participants_keys_and_see_the_participants(served: Served) -> None:
    wanted = Wanted(login="hub.integrator", participant=None, name="Проба", roles=frozenset({"integrator"}))
    served.accounts = {**served.accounts, wanted.login: await _account(served, wanted)}
    await text_of(served, "/participants", wanted.login)
    await text_of(served, "/developer", wanted.login)
    await text_of(served, "/participants/tj-mvd", wanted.login)


async def _account(served: Served, wanted: Wanted) -> Account:
    return await create_account(served.hub.exchange, served.console, wanted, by=None)
