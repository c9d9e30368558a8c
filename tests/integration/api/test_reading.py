"""What participants read: inboxes, messages, evidence, the log, the register. Theirs, and nobody else's."""

import asyncio
import base64
from dataclasses import replace
from typing import Any

import pytest

from hub.core import evidence, leaf, merkle, receipt, verification
from hub.core import receipt as receipts
from hub.core.receipt import Receipt
from hub.store import log
from hub.workflows.log.release_log import release_rest
from keys import note, strict_json, trustlist
from tests.integration.api.callers import Answer, Api
from tests.integration.hubs import Hub, connected, make_message_id
from tests.support.hub import now

READERS = ("ru-guvm", "tj-mvd", "kz-mvd", "cis-ec", "tm-sms", "hub")


async def accepted(hub: Hub, **members: Any) -> tuple[str, Receipt]:
    """Submit a ban; return its message id and receipt."""
    answer = await hub.submit(hub.ban(**members))
    await release_rest(hub.exchange)
    return str(leaf.parse(answer.receipt.leaf).id), answer.receipt  # type: ignore[union-attr]


async def inbox(api: Api, by: str, lane: str = "urgent", **query: int) -> Any:
    """Return a page of an inbox, every message in it verified under the page's checkpoint."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    answer = await api.get(f"/v1/inbox/{lane}?{asked}", by)
    assert answer.status == 200, answer
    page = answer.json
    checkpoint = receipts.open_checkpoint(page["checkpoint"].encode(), log_key(api))
    for message in page["messages"]:
        merkle.verify_inclusion(
            hashed=merkle.leaf_hash(message["leaf"].encode()),
            index=message["index"],
            size=checkpoint.size,
            proof=[receipts.decode_hash(hashed) for hashed in message["proof"]],
            root=checkpoint.root,
        )
    return page


def log_key(api: Api) -> note.VerifierKey:
    return note.verifier_key(api.trust.list.hub, api.trust.log)


async def end_of(api: Api, by: str, lane: str = "urgent") -> int:
    """Return the last number of an inbox."""
    after = 0
    while (page := await inbox(api, by, lane, after=after, limit=500))["messages"]:
        after = page["next"]
    return after


async def test_an_inbox_is_read_page_by_page_without_a_gap(api: Api, shared_node: Hub):
    after = await end_of(api, "by-mvd")
    sent = [(await accepted(shared_node, to=["by-mvd"]))[0] for _ in range(7)]
    seen, pages = [], 0
    while True:
        page = await inbox(api, "by-mvd", after=after, limit=3)
        assert (page["lane"], page["after"]) == ("urgent", after)
        if not page["messages"]:
            break
        assert [each["number"] for each in page["messages"]] == list(range(after + 1, page["next"] + 1))
        seen += [str(leaf.parse(each["leaf"].encode()).id) for each in page["messages"]]  # type: ignore[union-attr]
        after, pages = page["next"], pages + 1

    assert (seen, pages) == (sent, 3)
    assert page["next"] == after


async def test_lanes_are_read_apart(api: Api, shared_node: Hub):
    urgent, ordinary = await end_of(api, "tj-mvd"), await end_of(api, "tj-mvd", "ordinary")
    await shared_node.submit(shared_node.request(f"C-{shared_node.next_number()}"))
    await release_rest(shared_node.exchange)

    assert await end_of(api, "tj-mvd") == urgent
    assert await end_of(api, "tj-mvd", "ordinary") == ordinary + 1


async def test_nobody_sees_anothers_messages_in_his_inbox(api: Api, shared_node: Hub):
    before = {name: await end_of(api, name) for name in READERS}
    await accepted(shared_node, to=["tj-mvd"])
    after = {name: await end_of(api, name) for name in READERS}

    assert {name for name in READERS if after[name] != before[name]} == {"tj-mvd"}


async def test_a_reader_who_waits_is_woken_by_what_comes(api: Api, shared_node: Hub):
    after = await end_of(api, "by-mvd")
    async with asyncio.timeout(10):
        waiting = asyncio.create_task(inbox(api, "by-mvd", after=after, wait=30))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        await accepted(shared_node, to=["by-mvd"])
        page = await waiting

    assert len(page["messages"]) == 1


async def test_a_reader_who_waits_in_vain_gets_an_empty_page_in_time(api: Api):
    after = await end_of(api, "tm-sms")
    started = asyncio.get_running_loop().time()
    page = await inbox(api, "tm-sms", after=after, wait=1)

    assert page["messages"] == []
    assert 0.9 < asyncio.get_running_loop().time() - started < 5


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=501",
        "limit=x",
        "limit=",
        "after=-1",
        "after=1.5",
        "after=9007199254740992",
        "wait=31",
        "wait=%D9%A1",
    ],
)
async def test_a_parameter_out_of_bounds_is_refused(api: Api, query: str):
    answer = await api.get(f"/v1/inbox/urgent?{query}", "tj-mvd")

    assert (answer.status, answer.code) == (400, "parameter-invalid")
    assert query.partition("=")[0] in answer.json["detail"]


async def test_another_lane_than_the_two_is_not_found(api: Api):
    assert (await api.get("/v1/inbox/secret", "tj-mvd")).code == "not-found"


async def test_sender_and_recipient_read_a_message_with_its_receipt(api: Api, shared_node: Hub):
    token = shared_node.ban()
    receipt = (await shared_node.submit(token)).receipt
    await release_rest(shared_node.exchange)
    name = leaf.parse(receipt.leaf).id  # type: ignore[union-attr]
    for by in ("ru-guvm", "tj-mvd"):
        answer = await api.get(f"/v1/messages/{name}", by)

        assert answer.json["envelope"].encode() == token
        assert receipts.from_json(answer.json["receipt"]) == receipt


@pytest.mark.parametrize("suffix", ["", "/evidence"])
@pytest.mark.parametrize("by", ["kz-mvd", "tj-molme", "cis-ec", "hub"])
async def test_a_message_of_others_looks_like_one_that_does_not_exist(api: Api, shared_node: Hub, suffix: str, by: str):
    """The same bytes, so that nobody learns who writes to whom."""
    name, _ = await accepted(shared_node)
    theirs = await api.get(f"/v1/messages/{name}{suffix}", by)
    nobodys = await api.get(f"/v1/messages/{make_message_id()}{suffix}", by)
    named = await api.get(f"/v1/messages/{name}{suffix}?from=ru-guvm", by)

    assert (theirs.status, theirs.code) == (404, "not-found")
    assert theirs.body == nobodys.body == named.body
    assert plain(theirs) == plain(nobodys) == plain(named)


def plain(answer: Answer) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "Date"}


async def test_an_id_that_two_senders_used_is_read_by_naming_the_sender(api: Api, shared_node: Hub):
    name = make_message_id()
    for sender in ("ru-guvm", "kz-mvd"):
        await accepted(shared_node, sender=sender, message_id=name)

    assert (await api.get(f"/v1/messages/{name}", "tj-mvd")).code == "not-found"
    assert (await api.get(f"/v1/messages/{name}?from=kz-mvd", "tj-mvd")).status == 200
    assert (await api.get(f"/v1/messages/{name}", "kz-mvd")).status == 200


async def test_evidence_verifies_offline_with_the_answers_of_the_recipients(api: Api, shared_node: Hub):
    answer = await shared_node.submit(shared_node.ban(to=["tj-mvd", "kz-mvd"]))
    name = leaf.parse(answer.receipt.leaf).id  # type: ignore[union-attr]
    for by in ("tj-mvd", "kz-mvd"):
        await shared_node.submit(shared_node.said(by, "delivered", answer.receipt))
    await shared_node.submit(shared_node.said("tj-mvd", "processed", answer.receipt))
    await release_rest(shared_node.exchange)
    bundle = evidence.parse((await api.get(f"/v1/messages/{name}/evidence", "ru-guvm")).body)
    steps = verification.verify(bundle, api.trust.anchor)

    assert [(step.name, step.ok) for step in steps] == [
        (name, True) for name in ("trust-list", "inclusion", "envelope", "receipt-1", "receipt-2")
    ]
    assert bundle.message.receipt == answer.receipt
    changed = replace(bundle, message=replace(bundle.message, envelope=bundle.receipts[0].envelope))
    assert not verification.verify(changed, api.trust.anchor)[-1].ok


async def released(api: Api) -> receipt.Checkpoint:
    """Return the newest checkpoint."""
    answer = await api.get("/log/checkpoint", "cis-ec")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    return receipts.open_checkpoint(answer.body, log_key(api))


async def test_the_log_proves_itself_to_a_participant(api: Api, shared_node: Hub):
    first = await released(api)
    _, receipt = await accepted(shared_node)
    second = await released(api)
    inclusion = await api.get(f"/log/proof/inclusion?index={receipt.index}&size={second.size}", "cis-ec")
    consistency = await api.get(f"/log/proof/consistency?first={first.size}&second={second.size}", "cis-ec")

    merkle.verify_inclusion(
        hashed=merkle.leaf_hash(receipt.leaf),
        index=receipt.index,
        size=second.size,
        proof=hashes(inclusion),
        root=second.root,
    )
    merkle.verify_consistency(
        first=first.size,
        first_root=first.root,
        second=second.size,
        second_root=second.root,
        proof=hashes(consistency),
    )


def hashes(answer: Answer) -> list[bytes]:
    return [base64.b64decode(item) for item in answer.json["proof"]]


@pytest.mark.parametrize(
    "query",
    [
        "inclusion?index=0&size=0",
        "inclusion?index=5&size=5",
        "inclusion?index=0&size=9007199254740991",
        "inclusion?index=0",
        "inclusion?size=1",
        "inclusion?index=-1&size=1",
        "consistency?first=0&second=1",
        "consistency?first=3&second=2",
        "consistency?first=1&second=9007199254740991",
        "consistency?first=1",
    ],
)
async def test_a_proof_of_what_is_not_there_is_refused(api: Api, query: str):
    answer = await api.get(f"/log/proof/{query}", "cis-ec")

    assert (answer.status, answer.code) == (400, "parameter-invalid")


async def test_tiles_hold_the_hashes_of_the_leaves(api: Api, shared_node: Hub):
    _, receipt = await accepted(shared_node)
    size = (await released(api)).size
    width = size % 256
    answer = await api.get(f"/log/tile/0/{size // 256:03d}.p/{width}", "cis-ec")
    at = (receipt.index % 256) * 32

    assert answer.status == 200
    assert len(answer.body) == width * 32
    assert answer.body[at : at + 32] == merkle.leaf_hash(receipt.leaf)
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("0/x999/000", "not-found"),
        ("0/x999/x999/x999/x999/x999/999", "not-found"),
        ("7/000", "not-found"),
        ("8/000", "parameter-invalid"),
        ("0/0", "parameter-invalid"),
        ("0/000.p/", "parameter-invalid"),
        ("0/000.p/0", "parameter-invalid"),
        ("0/000.p/256", "parameter-invalid"),
        ("0/../0/000", "parameter-invalid"),
        ("0/%2e%2e/000", "parameter-invalid"),
        ("0/abc", "not-found"),
        ("0/" + "x999/" * 30 + "999", "not-found"),
    ],
)
async def test_a_tile_that_is_none_is_refused(api: Api, path: str, code: str):
    assert (await api.get(f"/log/tile/{path}", "cis-ec")).code == code


async def test_the_register_is_served(api: Api):
    served = (await api.get("/v1/trust-list")).json
    documents = {kind: served[kind].encode() for kind in ("root", "participants", "status")}
    loaded = trustlist.load(**documents, anchor=api.trust.anchor, now=now())
    participants = (await api.get("/v1/participants", "tm-sms")).json["participants"]
    agreements = (await api.get("/v1/agreements", "ru-guvm")).json["agreements"]

    assert loaded.hub == api.trust.list.hub
    assert {each["id"] for each in participants} == loaded.participants.keys()
    assert all(each["titles"]["ru"] and each["titles"]["en"] for each in participants)
    assert {"ru-tj-readmission", "cis-2000"} <= {each["id"] for each in agreements}
    waiting = next(each for each in agreements if each["id"] == "ru-tj-readmission")
    assert (waiting["status"], len(waiting["digest"])) == ("negotiation", 64)


async def test_a_participant_without_a_name_in_the_code_list_is_shown_by_its_id(
    api: Api, shared_node: Hub, monkeypatch: pytest.MonkeyPatch
):
    judgement = shared_node.exchange.judgement
    newcomer = replace(judgement.trust.participants["kz-mvd"], id="xx-new")
    trust = replace(judgement.trust, participants={**judgement.trust.participants, "xx-new": newcomer})
    monkeypatch.setattr(shared_node.exchange, "judgement", replace(judgement, trust=trust))
    answer = await api.get("/v1/participants", "kz-mvd")

    assert answer.status == 200
    shown = next(each for each in answer.json["participants"] if each["id"] == "xx-new")
    assert shown["titles"] == {"ru": "xx-new", "en": "xx-new"}


async def test_schemas_and_code_lists_are_anybodys_to_read(api: Api):
    schema = await api.get("/v1/schemas/entry-ban/1.0")
    codes = await api.get("/v1/codes/states")

    assert (schema.status, schema.headers["Content-Type"]) == (200, "application/schema+json; charset=utf-8")
    assert strict_json.loads(schema.body)["$id"] == "urn:cis-migration:schema:entry-ban:1.0"  # type: ignore[index,call-overload]
    assert {"code", "labels", "valid_from", "valid_until"} == codes.json["entries"][0].keys()
    for path in ("/v1/schemas/nothing/1.0", "/v1/schemas/entry-ban/9.9", "/v1/codes/nothing", "/v1/codes/..%2fstates"):
        assert (await api.get(path)).code == "not-found"


async def test_what_waits_for_its_release_is_not_served(api: Api, shared_node: Hub):
    size = (await released(api)).size
    answer = await api.get(f"/log/proof/inclusion?index=0&size={size + 1}", "cis-ec")

    assert answer.code == "parameter-invalid"


@pytest.mark.parametrize(
    "path",
    ["/v1/inbox/urgent", "/log/checkpoint", "/v1/messages/01a20089-12e8-7697-8150-e973b587fbb6/evidence", "/readyz"],
)
async def test_a_database_that_does_not_answer_is_said_to_be_away_for_now(
    api: Api, monkeypatch: pytest.MonkeyPatch, path: str
):
    async def read(_: object) -> None:
        raise ConnectionResetError(104, "Connection reset by peer")

    monkeypatch.setattr(log, "read_release", read)
    answer = await api.get(path, "tj-mvd")

    assert (answer.status, answer.code) == (503, "in-doubt")
    assert int(answer.headers["Retry-After"]) > 0


async def test_a_mistake_of_the_hubs_own_says_nothing_of_its_inside(api: Api, monkeypatch: pytest.MonkeyPatch):
    async def read(_: object) -> None:
        raise RuntimeError("Тестов-Канарейкин")

    monkeypatch.setattr(log, "read_release", read)
    answer = await api.get("/log/checkpoint", "tj-mvd")

    assert (answer.status, answer.code) == (500, "internal")
    assert answer.json["instance"].startswith("urn:cis-migration:error:")
    assert "Канарейкин" not in answer.body.decode()


async def test_a_number_without_its_message_keeps_its_place(api: Api, shared_node: Hub):
    """Held, expired and erased messages leave their number, id and digest, and why."""
    after = await end_of(api, "by-mvd")
    name, receipt = await accepted(shared_node, to=["by-mvd"])
    async with connected(shared_node.dsn) as conn:
        await conn.execute("UPDATE inbox_entry SET tombstone = 'expired' WHERE index = $1", receipt.index)
    answer = await api.get(f"/v1/inbox/urgent?after={after}", "by-mvd")

    assert answer.json["messages"] == [
        {
            "number": after + 1,
            "id": name,
            "sha256": leaf.parse(receipt.leaf).sha256,  # type: ignore[union-attr]
            "tombstone": "expired",
        }
    ]
    async with connected(shared_node.dsn) as conn:
        await conn.execute("UPDATE inbox_entry SET tombstone = NULL WHERE index = $1", receipt.index)


async def test_a_page_ends_where_it_would_become_too_large(api: Api, shared_node: Hub, monkeypatch: pytest.MonkeyPatch):
    after = await end_of(api, "by-mvd")
    for _ in range(3):
        await accepted(shared_node, to=["by-mvd"])
    monkeypatch.setattr("hub.workflows.delivery.read_inbox.MAX_BYTES", 10)

    assert [len((await inbox(api, "by-mvd", after=after + n))["messages"]) for n in range(4)] == [1, 1, 1, 0]
