"""Messages are erased when their retention is over, and stay erased; the log and its proofs stay as they were."""

from datetime import timedelta

import pytest

from hub.core import leaf as leaves
from hub.core import receipt as receipts
from hub.core.errors import DamagedError, EncryptionKeyError, ErasedError
from hub.core.leaf import ActLeaf
from hub.workflows.delivery.read_inbox import read_inbox
from hub.workflows.log.read_message import read_message
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections.follow_messages import find_by_document
from keys import keyring_file
from tests.integration.hubs import code_of, connected
from tests.integration.log_check import check_log
from tests.integration.retention.conftest import Keeper

PAST = {"period": {"kind": "fixed", "start_on": "2019-03-02", "end_on": "2020-03-01"}}  # due in two months at most
LONG = 95  # days: the month after the next one has begun, and what was due is erased


async def inbox(keeper: Keeper, name: str = "tj-mvd") -> list[dict]:
    await release_rest(keeper.hub.exchange)
    page = await read_inbox(keeper.hub.exchange, recipient=name, lane="urgent", after=0, limit=50)
    return page.to_json()["messages"]


async def acts(keeper: Keeper, name: str) -> list[ActLeaf]:
    async with connected(keeper.hub.dsn) as conn:
        found = [leaves.parse(row["body"]) for row in await conn.fetch("SELECT body FROM leaf ORDER BY index")]
    return [each for each in found if isinstance(each, ActLeaf) and each.act == name]


async def test_what_is_stored_is_not_the_envelope_and_what_is_read_is(keeper: Keeper):
    token = keeper.hub.ban()
    receipt = (await keeper.hub.submit(token)).receipt
    async with connected(keeper.hub.dsn) as conn:
        row = await conn.fetchrow("SELECT key, wrapped, body FROM message WHERE index = $1", receipt.index)

    assert row["key"] == "entry-ban/2032-03"
    assert (len(row["wrapped"]), len(row["body"])) == (60, len(token) + 28)
    assert not any(token[at : at + 12] in row["body"] for at in range(0, len(token) - 12, 7))
    assert [each["envelope"] for each in await inbox(keeper)] == [token.decode()]


async def test_an_erased_message_is_a_tombstone_and_its_receipt_still_holds(keeper: Keeper):
    token, other = keeper.hub.ban(record=PAST), keeper.hub.ban()
    before = await keeper.hub.receipt(token)
    message = receipts.leaves.parse(receipts.parse(before).leaf)
    await keeper.hub.submit(other)
    await keeper.work()
    assert await find_by_document(keeper.hub.exchange, "40 0000-001") == [receipts.parse(before).index]
    await keeper.pass_days(LONG)

    gone, kept = await inbox(keeper)
    assert gone == {"number": 1, "id": message.id, "sha256": message.sha256, "tombstone": "erased"}
    assert kept["envelope"] == other.decode()
    with pytest.raises(ErasedError):
        await read_message(keeper.hub.exchange, participant="tj-mvd", message_id=message.id, sender=None)
    assert await find_by_document(keeper.hub.exchange, "40 0000-001") == []
    assert len(await find_by_document(keeper.hub.exchange, "400000002")) == 1
    assert await keeper.hub.receipt(token) == before, "the same bytes get the same receipt"
    async with connected(keeper.hub.dsn) as conn:
        await check_log(conn, keeper.hub.site)


async def test_nothing_is_erased_before_the_log_was_followed(keeper: Keeper):
    """A later revision may keep it longer."""
    await keeper.hub.submit(keeper.hub.ban(record=PAST))
    await release_rest(keeper.hub.exchange)
    keeper.clock.moved += timedelta(days=LONG)
    await keeper.rotation.prepare()
    await keeper.keys.look()
    for _ in range(3):
        assert await keeper.rotation.step() == 0
    while await keeper.follower.step():
        pass

    assert await keeper.rotation.step() == 1


async def test_the_key_is_destroyed_after_the_horizon_and_only_then_it_is_logged(keeper: Keeper):
    await keeper.hub.submit(keeper.hub.ban(record=PAST))
    await keeper.pass_days(LONG)
    async with connected(keeper.hub.dsn) as conn:
        (name,) = [row["key"] for row in await conn.fetch("SELECT key FROM key_end WHERE erased > 0")]
    vault, folder = keeper.hub.exchange.vault, keeper.hub.process.keyring.source.folder
    await keeper.pass_days(34)
    assert name in vault.keyring.wrapping
    assert await acts(keeper, "erasure") == []
    await keeper.pass_days(2)

    assert name not in vault.keyring.wrapping
    assert name in vault.keyring.destroyed
    assert name not in keyring_file.read(folder).keys
    assert [each.subject for each in await acts(keeper, "erasure")] == [name]
    await keeper.work()
    assert len(await acts(keeper, "erasure")) == 1


async def test_nothing_is_logged_as_erased_while_a_process_still_has_the_key(keeper: Keeper):
    await keeper.hub.submit(keeper.hub.ban(record=PAST))
    await keeper.pass_days(LONG)
    async with connected(keeper.hub.dsn) as conn:
        await conn.execute("INSERT INTO key_report SELECT 'stopped', clock_timestamp(), keys FROM key_report LIMIT 1")
        await keeper.pass_days(36)
        assert await acts(keeper, "erasure") == []
        await conn.execute("UPDATE key_report SET at = at - interval '25 hours' WHERE process = 'stopped'")
        await keeper.work()
    assert len(await acts(keeper, "erasure")) == 1


async def test_a_changed_moved_or_foreign_ciphertext_is_damaged_not_erased(keeper: Keeper):
    first, second = [(await keeper.hub.submit(keeper.hub.ban())).receipt.index for _ in range(2)]
    async with connected(keeper.hub.dsn) as conn:
        await conn.execute(
            "UPDATE message SET body = other.body, wrapped = other.wrapped FROM message AS other "
            "WHERE message.index = $1 AND other.index = $2",
            first,
            second,
        )
    with pytest.raises(DamagedError):
        await inbox(keeper)


async def test_without_its_key_a_message_waits_and_nothing_new_is_taken(keeper: Keeper):
    token = keeper.hub.ban()
    await keeper.hub.submit(token)
    source = keeper.hub.process.keyring.source
    path = source.folder / keyring_file.FILE
    kept = path.read_bytes()
    path.unlink()
    await keeper.keys.look()
    (refused,) = await keeper.hub.submit_all([keeper.hub.ban()])
    read = await inbox(keeper)
    path.write_bytes(kept)
    path.chmod(0o600)
    await keeper.keys.look()

    assert code_of(refused) == "encryption-key-missing"
    assert read[0]["envelope"] == token.decode(), "what is in memory still serves reading"
    assert code_of((await keeper.hub.submit_all([keeper.hub.ban()]))[0]) == "accepted"
    names = dict(keeper.hub.exchange.vault.keyring.wrapping)
    del names["entry-ban/2032-03"]
    object.__setattr__(keeper.hub.exchange.vault.keyring, "wrapping", names)
    with pytest.raises(EncryptionKeyError):
        await inbox(keeper)
