"""How long messages are kept: by their record, with the newest of their subject, on hold; and under which keys."""

import pytest

from hub.core import receipt as receipts
from hub.core.errors import HoldError, MissingError, ParameterError
from hub.workflows.delivery.read_inbox import read_inbox
from hub.workflows.projections.follow_messages import find_by_document, find_by_identifier
from hub.workflows.retention import retain_messages
from tests.integration.hubs import READMISSION, connected
from tests.integration.retention.conftest import Keeper
from tests.integration.retention.test_erasure import LONG, PAST, acts, inbox
from tests.support.hub import now
from tests.support.readmission import record_of

INDEFINITE = {"period": {"kind": "indefinite", "start_on": "2026-03-02"}}


async def keys_of(keeper: Keeper) -> list[str]:
    """Return the classes and end years of the keys of all messages, in the log's order."""
    async with connected(keeper.hub.dsn) as conn:
        return [row["key"] for row in await conn.fetch("SELECT key FROM message ORDER BY index")]


def kind_of(key: str) -> str:
    return key.partition("/")[0]


async def test_an_open_case_has_no_end_and_gets_one_when_it_is_answered(keeper: Keeper):
    request = await keeper.hub.submit(keeper.hub.request("KZ-1"))
    await keeper.work()
    assert [kind_of(key) for key in await keys_of(keeper)] == ["open"]
    message = receipts.leaves.parse(request.receipt.leaf)
    await keeper.hub.submit(keeper.hub.reply("KZ-1", "refused", message.id))
    await keeper.work()

    first, second = await keys_of(keeper)
    assert first == second
    assert kind_of(first) == "readmission"


@pytest.mark.parametrize(
    ("request_type", "withdrawal"),
    [
        ("readmission-request", "readmission-withdrawal"),
        ("transit-request", "transit-withdrawal"),
        ("citizenship-check-request", "citizenship-check-withdrawal"),
    ],
)
async def test_every_record_of_a_withdrawn_case_is_erased_soon_whatever_the_reason(
    keeper: Keeper, request_type: str, withdrawal: str
):
    changes = {"requested_authority": "tj-mvd"} if request_type == "transit-request" else {}
    asked = {request_type: changes, withdrawal: {"reason": "authority_decision"}}
    for kind, more in asked.items():
        sent = keeper.hub.sign(
            "kz-mvd",
            record_of(kind, "KZ-1", "kz-mvd", now(), **more),
            **{**READMISSION, "type": kind, "subject": "KZ-1"},
        )
        await keeper.hub.submit(sent)
    await keeper.work()
    assert [kind_of(key) for key in await keys_of(keeper)] == ["withdrawn"] * 2
    await keeper.pass_days(70)

    page = await read_inbox(keeper.hub.exchange, recipient="tj-mvd", lane="ordinary", after=0, limit=50)
    assert [each["tombstone"] for each in page.to_json()["messages"]] == ["erased"] * 2


async def test_revisions_of_a_ban_are_kept_as_long_as_the_last_one_says(keeper: Keeper):
    number = keeper.hub.next_number()
    for revision, change in enumerate((PAST, INDEFINITE), start=1):
        await keeper.hub.submit(keeper.hub.ban(number, record={**change, "revision": revision}))
    await keeper.work()
    assert [kind_of(key) for key in await keys_of(keeper)] == ["open", "open"]
    await keeper.pass_days(LONG)
    assert "tombstone" not in (await inbox(keeper))[0]


@pytest.mark.parametrize("status", ["lifted", "annulled", "superseded", "expired"])
async def test_a_ban_that_ended_is_kept_for_three_years_more(keeper: Keeper, status: str):
    number = keeper.hub.next_number()
    await keeper.hub.submit(keeper.hub.ban(number, record=INDEFINITE))
    await keeper.hub.submit(keeper.hub.ban(number, record={**INDEFINITE, "revision": 2, "status": status}))
    await keeper.work()
    now = keeper.clock.now()

    assert await keys_of(keeper) == [f"entry-ban/{now.year + 3}-{now.month:02d}"] * 2


async def test_a_hold_keeps_a_message_until_it_is_released(keeper: Keeper):
    token = keeper.hub.ban(record=PAST)
    message = receipts.leaves.parse((await keeper.hub.submit(token)).receipt.leaf)
    exchange, committer = keeper.hub.exchange, keeper.hub.process.committer
    named = {"sender": "ru-guvm", "message_id": message.id}
    await keeper.work()
    await retain_messages.hold(exchange, committer, **named, reason="court", case="A40-17/2026")
    await keeper.pass_days(LONG)
    assert (await inbox(keeper))[0]["envelope"] == token.decode()
    await retain_messages.release(exchange, committer, **named, reason="court-closed")
    assert [kind_of(key) for key in await keys_of(keeper)] == ["entry-ban"]
    await keeper.pass_days(LONG)

    assert (await inbox(keeper))[0]["tombstone"] == "erased"
    assert [each.subject for each in await acts(keeper, "hold") + await acts(keeper, "hold-release")] == ["ru-guvm"] * 2
    with pytest.raises(MissingError):
        await retain_messages.hold(
            exchange, committer, sender="tj-mvd", message_id=message.id, reason="court", case="1"
        )


async def test_a_hold_is_placed_once_with_words_that_hold_no_person(keeper: Keeper):
    message = receipts.leaves.parse((await keeper.hub.submit(keeper.hub.ban())).receipt.leaf)
    exchange, committer = keeper.hub.exchange, keeper.hub.process.committer
    named = {"sender": "ru-guvm", "message_id": message.id}
    for words in ({"reason": "Тестов", "case": "1"}, {"reason": "court", "case": "two words"}):
        with pytest.raises(ParameterError):
            await retain_messages.hold(exchange, committer, **named, **words)
    with pytest.raises(HoldError):
        await retain_messages.release(exchange, committer, **named, reason="court-closed")


async def test_a_worn_open_key_is_replaced_and_can_be_destroyed(keeper: Keeper):
    await keeper.hub.submit(keeper.hub.ban(record=INDEFINITE))
    (before,) = await keys_of(keeper)
    await keeper.pass_days(370)
    (after,) = await keys_of(keeper)
    await keeper.pass_days(36)

    assert kind_of(after) == "open"
    assert after != before
    assert before in keeper.hub.exchange.vault.keyring.destroyed
    assert "envelope" in (await inbox(keeper))[0]


async def test_tokens_are_made_anew_under_the_key_of_the_next_year(keeper: Keeper):
    record = {"subject": _person(identifiers=[{"scheme": "KZ-IIN", "value": "900315300123"}])}
    index = (await keeper.hub.submit(keeper.hub.ban(record=record))).receipt.index
    await keeper.work()
    old = set(keeper.hub.exchange.vault.keyring.blind)
    await keeper.pass_days(60)
    async with connected(keeper.hub.dsn) as conn:
        years = [row[0] for row in await conn.fetch("SELECT DISTINCT year FROM blind_index")]
    await keeper.pass_days(36)

    assert years == [keeper.clock.now().year]
    assert old & keeper.hub.exchange.vault.keyring.blind.keys() == {years[0]}
    assert await find_by_identifier(keeper.hub.exchange, "KZ-IIN", "9003 1530 0123") == [index]
    assert await find_by_identifier(keeper.hub.exchange, "KG-PIN", "900315300123") == []
    assert await find_by_document(keeper.hub.exchange, "400000099") == [index]


def _person(**changes: object) -> dict[str, object]:
    document = {"type": "foreign_passport", "number": "0000099", "series": "40", "issuing_state": "TJK"}
    name = {"surname": "Тестова", "given": "Проба", "script": "Cyrl", "role": "primary"}
    return {"names": [name], "sex": "F", "nationalities": [{"code": "TJK"}], "documents": [document], **changes}


async def test_records_from_before_encryption_are_read_and_then_encrypted(keeper: Keeper):
    token = keeper.hub.ban()
    await keeper.hub.submit(token)
    async with connected(keeper.hub.dsn) as conn:
        await conn.execute("UPDATE message SET key = NULL, wrapped = NULL, body = $1", token)
        assert (await inbox(keeper))[0]["envelope"] == token.decode()
        await keeper.work()
        row = await conn.fetchrow("SELECT key, body FROM message")

    assert row["key"] == "entry-ban/2032-03"
    assert token[:40] not in row["body"]
    assert (await inbox(keeper))[0]["envelope"] == token.decode()
