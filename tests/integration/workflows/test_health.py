"""What the board shows is what the log says: flows, queues, silent gateways; each participant sees its own."""

from datetime import timedelta

import pytest

from hub.core.health.threshold import Level
from hub.store import gateway_syncs, traffic
from hub.workflows.health.read_health import Period, read_health
from hub.workflows.health.show_health import measure, state_of, to_json
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.traffic import Traffic
from hub.workflows.syncs.note_sync import note_sync
from tests.integration.hubs import Hub

RU, TJ, KZ = "ru-guvm", "tj-mvd", "kz-mvd"
REASON = {"code": "schema-violation", "ru": "Проба.", "en": "A test."}


async def follow(hub: Hub) -> None:
    """Let the projection take in everything."""
    await release_rest(hub.exchange)
    while not (await project.follow(hub.exchange, Traffic()))[1]:
        pass


async def fill(hub: Hub) -> list[int]:
    """Send four bans from Russia to Tajikistan: one waits, one is delivered then processed, one rejected, one expires."""
    sent = [(await hub.submit(hub.ban())).receipt for _ in range(4)]
    await hub.submit(hub.said(TJ, "delivered", sent[1]))
    await hub.submit(hub.said(TJ, "processed", sent[1]))
    await hub.submit(hub.said(TJ, "rejected", sent[2], reason=REASON))
    await hub.submit(hub.said("hub", "expired", sent[3]))
    await follow(hub)
    return [each.index for each in sent]


def pair_of(health, sender: str = RU, recipient: str = TJ):
    """Return one pair."""
    return next(each for each in health.pairs if (each.sender, each.recipient) == (sender, recipient))


@pytest.mark.parametrize("period", Period)
async def test_a_pair_counts_what_waits_what_was_taken_and_what_failed(node: Hub, period):
    waiting, *_ = await fill(node)
    health = await read_health(node.exchange, period=period, reader=None)
    pair = pair_of(health)

    assert (pair.flow.sent, pair.flow.delivered, pair.flow.failed, pair.flow.waiting) == (4, 1, 2, 1)
    assert pair.oldest_index == waiting
    assert pair.flow.error_share == pytest.approx(2 / 3)
    assert health.oldest == pair
    assert health.flow == pair.flow, "a receipt is no message of the board"
    levels = {each.measure: each.level for each in measure(health) if each.labels == (RU, TJ)}
    assert levels["error-share"] is Level.BAD
    assert levels["queue-age"] is Level.OK


async def test_a_rebuilt_projection_says_the_same_and_the_reasons_are_known(node: Hub):
    await fill(node)
    before = await read_health(node.exchange, period=Period.DAY, reader=None)
    await project.rebuild(node.exchange, Traffic())
    after = await read_health(node.exchange, period=Period.DAY, reader=None)
    async with node.exchange.pool.acquire() as conn:
        reasons = await traffic.count_reasons(conn, [RU], [TJ], 0)
        failed = await traffic.read_failed(conn, None, limit=10)
        foreign = await traffic.read_failed(conn, KZ, limit=10)

    assert [each.flow for each in after.pairs] == [each.flow for each in before.pairs]
    assert reasons == [("expired", 1), ("schema-violation", 1)]
    assert [each.status for each in failed] == ["expired", "rejected"]
    assert foreign == []


async def test_what_is_erased_is_counted_no_more(node: Hub):
    indexes = await fill(node)
    async with node.exchange.pool.acquire() as conn, conn.transaction():
        await Traffic().forget(conn, indexes[:3])
    pair = pair_of(await read_health(node.exchange, period=Period.DAY, reader=None))

    assert (pair.flow.sent, pair.flow.failed, pair.flow.delivered, pair.oldest_at) == (1, 1, 0, None)


async def test_a_participant_is_shown_its_own_row_and_column_and_nothing_of_the_whole(node: Hub):
    await fill(node)
    mine = await read_health(node.exchange, period=Period.DAY, reader=TJ)
    others = await read_health(node.exchange, period=Period.DAY, reader=KZ)

    assert pair_of(mine).flow.sent == 4
    assert all(TJ in (each.sender, each.recipient) for each in mine.pairs)
    assert {each.participant for each in mine.gateways} == {TJ}
    assert {each.participant for each in mine.keys} == {TJ}
    assert (mine.budget, mine.witnessing) == (None, None)
    assert others.flow.sent == 0
    assert RU not in str(to_json(others)["measures"])


async def test_a_pair_knows_the_agreements_in_force_and_those_under_way(node: Hub):
    health = await read_health(node.exchange, period=Period.DAY, reader=None)

    assert "ru-tj-readmission" in pair_of(health).direction.under_way
    assert "kz-tj-readmission" in pair_of(health, KZ, TJ).direction.in_force
    assert "hub" not in {each.sender for each in health.pairs}


async def test_a_gateway_that_reads_is_in_time_and_then_late_and_then_missed(node: Hub):
    now = node.exchange.clock.now()
    states = []
    for minutes in (1, 20, 180):
        async with node.exchange.pool.acquire() as conn:
            await conn.execute("DELETE FROM gateway_sync")
            await gateway_syncs.note(conn, participant=TJ, lane="urgent", at=now - timedelta(minutes=minutes), number=0)
        health = await read_health(node.exchange, period=Period.DAY, reader=None)
        states.append({each.participant: state_of(health, each) for each in health.gateways}[TJ])
    never = {each.participant: state_of(health, each) for each in health.gateways}[KZ]

    assert states == ["in-time", "late", "missed"]
    assert never == "never"


async def test_a_reading_is_noted_now_and_then_and_with_what_was_not_asked_for(node: Hub):
    await fill(node)
    noted = [await note_sync(node.exchange, participant=TJ, lane="urgent", after=1) for _ in range(3)]
    async with node.exchange.pool.acquire() as conn:
        (sync,) = await gateway_syncs.read(conn, TJ)

    assert noted == [True, False, False]
    assert (sync.number, sync.behind) == (1, 3)


async def test_the_budget_is_that_of_the_whole_exchange_and_what_is_fresh_costs_nothing(node: Hub):
    await fill(node)
    budget = (await read_health(node.exchange, period=Period.DAY, reader=None)).budget

    assert budget is not None
    assert (budget.sent, budget.missed) == (4, 2)
    assert budget.left == 0
    assert budget.burn == pytest.approx(50)


async def test_an_empty_exchange_is_healthy(node: Hub):
    health = await read_health(node.exchange, period=Period.HOUR, reader=None)

    assert {each.level for each in measure(health)} <= {Level.OK}
    assert health.oldest is None
    assert health.budget is not None
    assert health.budget.left == 1
    assert to_json(health)["pairs"] == []
