"""The door for statements over real HTTP, and the register behind it."""

from datetime import timedelta
from typing import Any

import pytest

from hub.core import leaf as leaves
from hub.core import receipt as receipts
from hub.core.leaf import ActLeaf
from keys import statement
from keys.statement import Kind
from tests.integration.api.callers import JOSE, Api
from tests.integration.hubs import make_message_id
from tests.support import contact_persons
from tests.support.contact_persons import person_key
from tests.support.hub import now


async def post(api: Api, body: bytes, content_type: str = JOSE, **headers: str) -> Any:
    """Submit a statement."""
    return await api.call("POST", "/v1/statements", data=body, headers={"Content-Type": content_type, **headers})


def delegate(api: Api, person: str, **changes: Any) -> bytes:
    """Return a delegation of Tajikistan."""
    return contact_persons.delegate(api.trust, "tj-mvd", person, at=now(), **changes)


async def test_a_statement_needs_no_access_token_and_gets_a_receipt(api: Api):
    token = delegate(api, make_message_id())
    answer, again = await post(api, token + b"\r\n"), await post(api, token)
    receipt = receipts.from_json(answer.json["receipt"])
    leaf, _ = receipts.verify(receipt, api.trust.list.log_verifier)

    assert (answer.status, answer.json.keys()) == (202, {"receipt"})
    assert isinstance(leaf, ActLeaf)
    assert (leaf.act, leaf.subject) == ("delegation", "tj-mvd")
    assert again.json == answer.json


async def test_participants_read_the_register(api: Api):
    person = make_message_id()
    index = (await post(api, delegate(api, person))).json["receipt"]["index"]
    kid = person_key(person).kid
    query = f"/v1/statements?kind=delegation&about={kid}"
    page = (await api.get(query, by="ru-guvm")).json
    while not page["statements"]:  # released a moment after the answer
        page = (await api.get(query, by="ru-guvm")).json
    (shown,) = page["statements"]
    checkpoint = receipts.open_checkpoint(page["checkpoint"].encode(), api.trust.list.log_verifier)
    later = await api.get(f"{query}&after={page['next']}", by="ru-guvm")

    assert (shown["index"], page["next"]) == (index, index + 1)
    assert leaves.format(leaves.parse(shown["leaf"].encode())) == shown["leaf"].encode()
    receipts.merkle.verify_inclusion(
        hashed=receipts.merkle.leaf_hash(shown["leaf"].encode()),
        index=index,
        size=checkpoint.size,
        proof=[receipts.decode_hash(each) for each in shown["proof"]],
        root=checkpoint.root,
    )
    assert later.json["statements"] == []


@pytest.mark.parametrize(
    "query",
    [
        "?kind=suspension",
        "?kind=delegation&after=-1",
        "?kind=approval&limit=501",
        "?kind=approval&about=" + "a" * 129,
        "?about=",
    ],
)
async def test_the_register_is_asked_within_its_bounds(api: Api, query: str):
    answer = await api.get(f"/v1/statements{query}", by="tj-mvd")

    assert (answer.status, answer.code) == (400, "parameter-invalid")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (lambda _api: b"", 400, "token-malformed"),
        (lambda _api: b"a" * (16 * 1024 + 1), 413, "token-too-large"),
        (lambda api: delegate(api, "x", hub="mig.example/production"), 403, "statement-hub"),
        (lambda api: delegate(api, "x", key=api.trust.keys["kz-mvd"]), 403, "statement-signer"),
        (lambda api: delegate(api, "x", issued_at=now() + timedelta(hours=1)), 403, "statement-time"),
        (lambda api: delegate(api, "x", public=api.trust.keys["kz-mvd"].public), 409, "delegation-key-taken"),
        (lambda api: delegate(api, "x")[:-4] + b"AAAA", 401, "signature-invalid"),
        (lambda api: statement.sign({"m": 1}, api.trust.keys["tj-mvd"], Kind.DELEGATION), 400, "statement-malformed"),
        (lambda api: statement.sign({"m": 1}, api.trust.keys["tj-mvd"], Kind.ENROLMENT), 400, "statement-kind"),
        (lambda api: api.token("tj-mvd").encode(), 400, "statement-kind"),
        (lambda api: contact_persons.approve(api.trust, "tj-mvd", "nobody", b"{}", at=now()), 403, "key-unknown"),
    ],
)
async def test_what_is_refused_is_refused_with_its_code(api: Api, body: Any, status: int, code: str):
    answer = await post(api, body(api))

    assert (answer.status, answer.code) == (status, code)


async def test_only_plain_bytes_are_taken(api: Api):
    token = delegate(api, make_message_id())
    for answer in (
        await post(api, token, "application/json"),
        await post(api, token, "application/jose-lines"),
        await post(api, token, **{"Content-Encoding": "gzip"}),
    ):
        assert (answer.status, answer.code) == (415, "media-type-unsupported")


async def test_a_delegated_key_reads_nothing(api: Api):
    """Whoever signs records for a participant has no way into its inbox by that."""
    person = make_message_id()
    assert (await post(api, delegate(api, person))).status == 202
    header = {"Authorization": f"Bearer {api.token('tj-mvd', key=person_key(person))}"}
    answer = await api.call("GET", "/v1/inbox/ordinary?after=0", headers=header)

    assert (answer.status, answer.code) == (401, "unauthenticated")
