"""Projections follow the released log, each with its own cursor, and can be built anew."""

from collections.abc import Sequence

import pytest

from hub.store.connection import Connection
from hub.workflows.exchange import Exchange
from hub.workflows.log.release_log import release_rest
from hub.workflows.projections import project
from hub.workflows.projections.project import Followed, Projection, Projector
from tests.integration.hubs import Hub


class Places:
    """A projection in memory; it fails once at the place `breaks`."""

    name, tables = "test-places", ()

    def __init__(self, *types: str, breaks: int | None = None) -> None:
        self.types = frozenset(types)
        self.met: list[tuple[int, str, tuple[str, ...]]] = []
        self.breaks = breaks

    async def apply(self, _conn: Connection, _exchange: Exchange, messages: Sequence[Followed]) -> None:
        """Remember places, subjects and recipients."""
        for each in messages:
            if each.index == self.breaks:
                self.breaks = None
                raise ArithmeticError
        self.met += [(each.index, each.envelope.subject or "", each.to) for each in messages]

    async def forget(self, _conn: Connection, indexes: Sequence[int]) -> None:
        """Forget some."""
        self.met = [each for each in self.met if each[0] not in indexes]

    async def clear(self, _conn: Connection) -> None:
        """Forget."""
        self.met.clear()


async def _publish(node: Hub, count: int) -> list[int]:
    places = []
    for number in range(count):
        answer = await node.submit(node.ban(number))
        places.append(answer.receipt.index)
    await release_rest(node.exchange)
    return places


async def _follow(node: Hub, projection: Projection) -> None:
    projector = Projector(node.exchange, [projection])
    while (await project.read_positions(node.exchange, [projection]))[projection.name] < await _released(node):
        await projector.step()


async def _released(node: Hub) -> int:
    async with node.exchange.pool.acquire() as conn:
        return int(await conn.fetchval("SELECT size FROM log_release"))


async def test_messages_of_its_types_are_met_once_in_the_order_of_the_log(node, monkeypatch):
    monkeypatch.setattr(project, "BATCH", 3)
    places = await _publish(node, 8)
    met, others = Places("entry-ban"), Places("meeting")
    others.name = "test-others"
    for projection in (met, others):
        await _follow(node, projection)
        await _follow(node, projection)

    assert [index for index, _, _ in met.met] == places
    assert met.met[0][1:] == ("TEST-00000000", ("tj-mvd",))
    assert others.met == []


@pytest.mark.parametrize("window", [1, 2, 5])
async def test_a_window_without_messages_of_its_types_is_passed_over(node, monkeypatch, window):
    monkeypatch.setattr(project, "WINDOW", window)
    places, met = await _publish(node, 4), Places("entry-ban")
    await _follow(node, met)

    assert [index for index, _, _ in met.met] == places


async def test_what_fails_is_met_again(node):
    places = await _publish(node, 3)
    met = Places("entry-ban", breaks=places[1])
    with pytest.raises(ArithmeticError):
        await _follow(node, met)
    before = dict(await project.read_positions(node.exchange, [met]))
    await _follow(node, met)

    assert before == {"test-places": 0}
    assert [index for index, _, _ in met.met] == places


async def test_a_rebuilt_projection_is_as_it_was(node):
    await _publish(node, 5)
    met = Places("entry-ban")
    await _follow(node, met)
    before = list(met.met)

    assert await project.rebuild(node.exchange, met) == 5
    assert met.met == before


async def test_nothing_that_is_not_released_is_met(node):
    answer = await node.submit(node.ban(1))
    await release_rest(node.exchange)
    met = Places("entry-ban")
    async with node.exchange.pool.acquire() as conn:
        await conn.execute("UPDATE log_release SET size = $1", answer.receipt.index)
    await project.follow(node.exchange, met)

    assert met.met == []
