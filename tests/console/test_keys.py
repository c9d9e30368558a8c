"""Requests about keys: proposed with their proof, confirmed, checked and approved by four persons, taken to the ceremony."""

import html
import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hub.console.pages import keys
from hub.workflows.exchange import Exchange
from hub.workflows.trust.read_key_requests import read_key_request
from keys import trust_requests
from keys.trust_requests import RequestKind
from keys.trustlist import KeyStatus
from tests.console.posting import post
from tests.console.seeding_keys import SAMPLE, TJ, make_file
from tests.console.served import Served
from tests.support.hub import now
from tests.support.trust import make_key

MAKER, SECOND, FAR = f"{TJ}.integrator", f"{TJ}.administrator", "kz-mvd.administrator"
OFFICER, OTHER = "cis-ec.secretariat-officer", "cis-ec.secretariat-officer-2"
CONFIRM = {"seen": "proposed", "compared": "yes"}
CHECK = {"seen": "confirmed", "compared": "yes", "channel": "telephone"}


async def text_of(served: Served, path: str, login: str, *, lang: str = "en", status: int = 200) -> str:
    """Return a page."""
    async with served.client(login, lang=lang) as client, client.get(path, allow_redirects=False) as answer:
        found = html.unescape(await answer.text())
        assert answer.status == status, found
        return found


async def say(served: Served, login: str, page: str, **form: Any) -> tuple[int, str]:
    """Post a form as somebody; return the status, and the page or where it leads."""
    path = form.pop("path", "")
    async with served.client(login, lang="en") as client:
        return await post(client, page, path=path, **form)


def request_of(served: Served, name: str, **changed: Any) -> str:
    """Return what the file of a request for a new key holds."""
    return make_file(served.hub, make_key("keys", name), **changed).decode()


async def propose(served: Served, name: str) -> str:
    """Let the integrator propose a new key; return its page."""
    status, where = await say(served, MAKER, "/keys/enrol", text=request_of(served, name))
    assert status == 303, where
    return where


async def step(served: Served, login: str, page: str, name: str, **form: str) -> tuple[int, str]:
    """Take a step of a request."""
    return await say(served, login, page, path=f"{page}/{name}", **form)


async def approved(served: Served, name: str) -> str:
    """Bring a request for a new key to the ceremony's file; return its page."""
    page = await propose(served, name)
    for login, each, form in (
        (SECOND, "confirm", CONFIRM),
        (OFFICER, "check", CHECK),
        (OTHER, "approve", {"seen": "checked"}),
    ):
        status, where = await step(served, login, page, each, **form)
        assert (status, where) == (303, page)
    return page


async def test_four_persons_bring_a_key_to_the_ceremony_and_none_of_them_puts_it_into_the_list(served: Served):
    page, kid = await approved(served, "approved"), make_key("keys", "approved").kid
    text = await text_of(served, page, MAKER)
    assert "Approved, waits for the ceremony" in text
    assert "By telephone, at the number that stands in the directory" in text
    assert kid not in served.hub.exchange.judgement.trust.keys

    file = trust_requests.parse((await text_of(served, "/keys/key-requests.json", OFFICER)).encode())
    assert file.hub == served.hub.exchange.judgement.trust.hub
    (entry,) = (each for each in file.requests if each.kid == kid)
    assert (entry.kind, entry.participant, entry.proof is not None) == (RequestKind.ENROL, TJ, True)
    await text_of(served, "/keys/key-requests.json", SECOND, status=403)
    assert "hub trust propose trust next --requests key-requests.json" in await text_of(served, "/keys", OFFICER)
    assert 'href="/keys"' in await text_of(served, "/participants", OFFICER)
    assert 'href="/keys"' not in await text_of(served, "/participants", f"{TJ}.liaison")


async def test_each_step_is_for_another_person_and_the_forms_are_shown_to_who_may(served: Served):
    page = await propose(served, "persons")
    assert f"{page}/confirm" in await text_of(served, page, SECOND)
    assert f"{page}/confirm" not in await text_of(served, page, MAKER)
    assert (await step(served, MAKER, page, "confirm", **CONFIRM))[0] == 403
    assert (await step(served, OFFICER, page, "check", **CHECK))[0] == 409
    assert (await step(served, SECOND, page, "confirm", **CONFIRM))[0] == 303
    assert (await step(served, OFFICER, page, "check", **CHECK))[0] == 303
    status, text = await step(served, OFFICER, page, "approve", seen="checked")
    assert (status, "The next step is for another person." in text) == (409, True)
    assert f"{page}/approve" not in await text_of(served, page, OFFICER)
    assert f"{page}/approve" in await text_of(served, page, OTHER)


async def test_who_proposes_cannot_confirm_even_as_an_administrator(served: Served):
    status, page = await say(served, SECOND, "/keys/enrol", text=request_of(served, "alone"))
    assert status == 303
    assert f"{page}/confirm" not in await text_of(served, page, SECOND)
    status, text = await step(served, SECOND, page, "confirm", **CONFIRM)
    assert (status, "another person" in text) == (409, True)


async def test_another_participants_request_looks_like_none(served: Served):
    page = f"/keys/{SAMPLE}"
    nothing = page.replace("e1", "ee")
    there, nowhere = [await text_of(served, path, FAR, status=404) for path in (page, nothing)]
    assert _untimed(there).replace(page, "") == _untimed(nowhere).replace(nothing, "")
    async with served.client(FAR, lang="en") as client:
        for each in ("confirm", "check", "send-back", "withdraw"):
            status, _ = await post(client, "/account", path=f"{page}/{each}", **CONFIRM)
            assert status == (403 if each == "check" else 404)
    assert SAMPLE not in await text_of(served, "/keys?show=all", FAR)
    assert SAMPLE in await text_of(served, "/keys?show=all", OFFICER)
    assert 'href="/keys' not in await text_of(served, f"/participants/{TJ}", "kz-mvd.liaison")
    assert SAMPLE in await text_of(served, f"/participants/{TJ}", SECOND)


def _untimed(text: str) -> str:
    return re.sub(r"<time.*?</time>", "", text)


async def test_a_returned_request_says_why_and_can_be_proposed_again_a_refused_one_cannot(served: Served):
    for how, again in (("return", 303), ("refuse", 422)):
        page = await propose(served, how)
        status, text = await step(served, SECOND, page, "send-back", seen="proposed", step=how, note=" ")
        assert (status, 'href="#note"' in text) == (422, True)
        why = "<b>Отпечаток</b> не совпал"
        status, where = await step(served, SECOND, page, "send-back", seen="proposed", step=how, note=why)
        assert (status, where) == (303, page)
        async with served.client(MAKER) as client, client.get(page) as answer:
            text = await answer.text()
            assert "&lt;b&gt;Отпечаток&lt;/b&gt; не совпал" in text
            assert ("Исправить и подать заново" in text) is (how == "return")
        status, text = await say(served, MAKER, "/keys/enrol", text=request_of(served, how))
        assert status == again, text
    assert "This key was refused before." in text


async def test_a_participant_withdraws_its_request_and_two_who_act_at_once_do_not_both_count(served: Served):
    page = await propose(served, "withdrawn")
    assert (await step(served, MAKER, page, "withdraw", seen="proposed"))[0] == 303
    status, text = await step(served, SECOND, page, "confirm", **CONFIRM)
    assert (status, "others have acted" in text, "Withdrawn" in text) == (409, True, True)
    assert (await step(served, MAKER, page, "withdraw", seen="withdrawn"))[0] == 409


async def test_a_step_without_comparing_is_told_beside_its_field(served: Served):
    page = await propose(served, "compared")
    status, text = await step(served, SECOND, page, "confirm", seen="proposed")
    assert (status, 'href="#compared"' in text) == (422, True)
    assert (await step(served, SECOND, page, "confirm", **CONFIRM))[0] == 303
    status, text = await step(served, OFFICER, page, "check", seen="confirmed", channel="rumour")
    assert (status, 'href="#channel"' in text, 'href="#compared"' in text) == (422, True, True)


async def test_a_file_is_taken_like_pasted_text_and_the_same_twice_is_not(served: Served):
    file = ("request.json", make_file(served.hub, make_key("keys", "file")))
    assert (await say(served, MAKER, "/keys/enrol", file=file, text=""))[0] == 303
    status, text = await say(served, MAKER, "/keys/enrol", file=file, text="")
    assert (status, "There is an open request about this key already." in text) == (422, True)
    assert (await say(served, MAKER, "/keys/enrol", text=""))[0] == 422


async def test_a_secret_half_is_neither_kept_nor_shown_again(served: Served):
    secret = '{"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "d": "OnlyATest"}'
    for typed in (secret, "-----BEGIN PRIVATE KEY-----\nOnlyATest"):
        status, text = await say(served, MAKER, "/keys/enrol", text=typed)
        assert (status, "the key is secret no longer" in text, "OnlyATest" in text) == (422, True, False)


async def test_a_key_of_somebody_who_signs_in_the_console_is_no_participants(served: Served):
    key = make_key("keys", "person")
    async with served.client(f"{TJ}.liaison") as client:
        status, _ = await post(client, "/account/signing-key", jwk=json.dumps(dict(key.public.to_jwk())))
        assert status == 303
    status, text = await say(served, MAKER, "/keys/enrol", text=request_of(served, "person"))
    assert (status, "Somebody signs in the console with this key." in text) == (422, True)


async def test_two_participants_cannot_have_one_key_and_only_the_secretariat_is_told(served: Served):
    key, hub = make_key("keys", "both"), served.hub
    page = await propose(served, "both")
    kz = make_file(hub, key, participant="kz-mvd", by=hub.trust.keys["kz-mvd"]).decode()
    status, other = await say(served, "kz-mvd.integrator", "/keys/enrol", text=kz)
    assert status == 303, other
    assert (await step(served, SECOND, page, "confirm", **CONFIRM))[0] == 303
    status, text = await step(served, OFFICER, page, "check", **CHECK)
    assert (status, "Another participant asks for the same key." in text) == (422, True)
    assert (await step(served, "kz-mvd.administrator", other, "withdraw", seen="proposed"))[0] == 303
    assert (await step(served, OFFICER, page, "check", **CHECK))[0] == 303


async def test_a_listed_key_is_asked_to_be_suspended_with_its_reason(served: Served):
    kid = served.hub.trust.keys["kz-mvd"].kid
    asked = {"kid": kid, "kind": "suspend", "reason": "suspected", "since": "2026-01-01T10:00"}
    for change, field in (
        ({"kid": served.hub.trust.keys[TJ].kid}, "kid"),
        ({"kind": "restore"}, "kind"),
        ({"kind": "enrol"}, "kind"),
        ({"reason": ""}, "reason"),
        ({"since": "2199-01-01T10:00"}, "since"),
        ({"since": "yesterday"}, "since"),
    ):
        status, text = await say(served, FAR, "/keys/change", **{**asked, **change})
        assert (status, f'href="#{field}"' in text) == (422, True), change
    status, page = await say(served, FAR, "/keys/change", **asked)
    assert status == 303
    found = await read_key_request(served.hub.exchange, page.rpartition("/")[2])
    assert (found.kept.kind, found.kept.reason) == (RequestKind.SUSPEND, "suspected")
    assert found.kept.since is not None
    status, text = await say(served, FAR, "/keys/change", **asked)
    assert (status, "open request" in text) == (422, True)
    assert (await step(served, FAR, page, "withdraw", seen="proposed"))[0] == 303


async def test_a_long_list_goes_on_where_the_page_ended(served: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(keys, "PAGE", 1)
    one, two = await propose(served, "first"), await propose(served, "second")
    text = await text_of(served, "/keys?show=all", MAKER)
    assert (two in text, one in text) == (True, False)
    following = re.findall(r'href="(/keys\?[^"]+)" rel="next"', text)[0]
    text = await text_of(served, following, MAKER)
    assert (two in text, one in text) == (False, True)


async def test_what_people_did_stands_in_the_audit(served: Served):
    page = await propose(served, "audited")
    text = await text_of(served, "/audit", SECOND)
    assert "Proposing a request about a key" in text
    assert page.rpartition("/")[2] in text


async def test_the_emergency_way_is_told_where_a_key_is_suspended(served: Served):
    for path in ("/keys", "/keys/change"):
        assert "hub keys suspend" in await text_of(served, path, SECOND)
    assert "--old-key" in await text_of(served, "/keys/enrol", MAKER)
    await text_of(served, "/keys?show=none", MAKER, status=404)
    await text_of(served, "/keys?before=x_y", MAKER, status=404)


async def test_a_key_is_judged_again_at_each_step(served: Served, monkeypatch: pytest.MonkeyPatch):
    page, exchange = await propose(served, "again"), served.hub.exchange
    stands(monkeypatch, exchange, status=KeyStatus.SUSPENDED, status_at=now() - timedelta(hours=1), reason="other")
    status, text = await step(served, SECOND, page, "confirm", **CONFIRM)
    assert (status, "The older key was not in force when it vouched" in text) == (422, True)


async def test_whose_key_ends_soon_is_led_to_the_next_one(served: Served, monkeypatch: pytest.MonkeyPatch):
    path, way = f"/participants/{TJ}", f"/keys/enrol?replaces={served.hub.trust.keys[TJ].kid}"
    assert way not in await text_of(served, path, MAKER)
    stands(monkeypatch, served.hub.exchange, valid_until=now() + timedelta(days=20))
    assert way in await text_of(served, path, MAKER)
    assert way not in await text_of(served, path, OFFICER)
    assert "In place of the key" in await text_of(served, way, MAKER)


def stands(monkeypatch: pytest.MonkeyPatch, exchange: Exchange, **members: Any) -> None:
    """Let Tajikistan's key stand otherwise in the list for a while."""
    judgement = exchange.judgement
    kid = next(key.kid for key in judgement.trust.keys.values() if key.participant == TJ)
    keys = {**judgement.trust.keys, kid: replace(judgement.trust.keys[kid], **members)}
    monkeypatch.setattr(exchange, "judgement", replace(judgement, trust=replace(judgement.trust, keys=keys)))
