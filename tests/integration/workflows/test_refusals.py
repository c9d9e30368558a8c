"""What is refused, with which code, in which order. Nothing of it is stored."""

import datetime
from typing import Any

import pytest

from hub.core.errors import HubError
from hub.web.problems import status_of
from keys.errors import KeysError
from tests.integration.hubs import Hub, count_rows
from tests.support.hub import from_now, make_ban
from tests.support.trust import make_key

LONG_AGO = datetime.timedelta(days=-31)
STRANGER = make_key("stranger", "stranger")


def step(code: str, status: int, **members: Any) -> tuple[str, int, dict[str, Any]]:
    return code, status, members


# An envelope with every defect from its line on is refused for the first of them.
LADDER = [
    step("token-too-large", 413, wrap=lambda token: token + b"A" * (1024 * 1024)),
    step("token-malformed", 400, wrap=lambda token: token.replace(b".", b"..", 1)),
    step("token-type", 400, typ="cis-access+jwt"),
    step("envelope-malformed", 400, subject="\u202e"),
    step("wrong-hub", 403, hub="mig.example/production"),
    step("key-unknown", 403, key=STRANGER),
    step("signature-invalid", 401, wrap=lambda token: token[:-8] + b"AAAAAAAA"),
    step("sender-mismatch", 403, key="kz-mvd"),
    step("sent-at-out-of-range", 403, sent_at=LONG_AGO),
    step("message-expired", 403, expires_at=LONG_AGO),
    step("type-unknown", 422, type="nothing"),
    step("version-unknown", 422, version="9.9"),
    step("recipient-unknown", 422, to=["xx-nobody"]),
    step("recipients-not-allowed", 422, to=["@council"]),
    step("role-not-allowed", 403, to=["tm-sms"]),
    step("agreement-unknown", 403, agreement="none"),
    step("agreement-not-in-force", 403, agreement="ru-tj-electronic-exchange"),
    step("type-not-allowed", 403, agreement="cis-2007"),
    step("purpose-not-allowed", 403, purpose="statistics"),
    step("pair-not-allowed", 403, agreement="ru-tj-interior", purpose="interior-cooperation", to=["kz-mvd"]),
    step("schema-violation", 422, record={"status": "nonsense"}),
    step("record-invalid", 422, record={"issuer": "kz-mvd"}),
]


def build(hub: Hub, defects: list[dict[str, Any]]) -> bytes:
    """Return an envelope with all these defects, the first ones over the later ones."""
    members: dict[str, Any] = {}
    for each in reversed(defects):
        members |= each
    record = {**make_ban(hub.next_number()), **members.pop("record", {})}
    wrap = members.pop("wrap", lambda token: token)
    if isinstance(members.get("key"), str):
        members["key"] = hub.trust.keys[members["key"]]
    return wrap(hub.sign("ru-guvm", record, **from_now(members)))


@pytest.mark.parametrize("place", range(len(LADDER)), ids=[code for code, _, _ in LADDER])
async def test_the_first_check_that_fails_is_the_one_named(shared_node: Hub, place: int):
    code, status, _ = LADDER[place]
    before = await count_rows(shared_node.dsn)
    with pytest.raises((HubError, KeysError)) as caught:
        await shared_node.submit(build(shared_node, [members for _, _, members in LADDER[place:]]))

    assert (caught.value.code, status_of(caught.value)) == (code, status)
    assert await count_rows(shared_node.dsn) == before


@pytest.mark.parametrize("place", range(len(LADDER)), ids=[code for code, _, _ in LADDER])
async def test_each_defect_alone_is_refused_for_itself(shared_node: Hub, place: int):
    code, status, members = LADDER[place]
    with pytest.raises((HubError, KeysError)) as caught:
        await shared_node.submit(build(shared_node, [members]))

    assert (caught.value.code, status_of(caught.value)) == (code, status)


async def test_the_same_envelope_without_a_defect_is_accepted(shared_node: Hub):
    await shared_node.submit(build(shared_node, []))
