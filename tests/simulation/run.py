"""Ten years of exchange: stories of all rooms, merged by day, in virtual time.

stories  ->  a heap of next steps  ->  day by day: wake, submit  ->  projections  ==  the same, rebuilt from the log
"""

import heapq
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random

from hub.workflows.projections import ALL
from tests.simulation import stories
from tests.simulation.story import Sent, Story, Teller
from tests.simulation.world import World


@dataclass(order=True)
class _Going:
    """A story under way: its next step's day and its own number order it."""

    day: date
    number: int
    at: int = field(compare=False, default=0)
    story: Story = field(compare=False, default=())
    told: list[Sent] = field(compare=False, default_factory=list)


def tellers() -> dict[str, Teller]:
    """Return what tells the stories of each room."""
    names = sorted(each.name for each in pkgutil.iter_modules(stories.__path__))
    return {name: importlib.import_module(f"tests.simulation.stories.{name}").stories for name in names}


def plan(seed: int, begin: date, years: int, messages: int) -> list[_Going]:
    """Return stories of every room with about so many messages together, spread over the years after this one."""
    going: list[_Going] = []
    for name, teller in tellers().items():
        share = messages // len(tellers())
        for year in range(begin.year + 1, begin.year + 1 + years):
            going += _take(teller(Random(f"{seed}/{name}/{year}"), year), share // years, len(going))
    heapq.heapify(going)
    return going


def _take(told: Iterator[Story], messages: int, number: int) -> Iterator[_Going]:
    count = 0
    while count < messages:
        story = next(told)
        yield _Going(day=story[0].day, number=(number := number + 1), story=story)
        count += len(story)


async def live(world: World, going: list[_Going], until: date) -> None:
    """Live through the stories day by day until a day; what would come later is not sent."""
    while going and going[0].day <= until:
        today = going[0].day
        await world.wake(today)
        while going and going[0].day == today:
            turn = [heapq.heappop(going) for _ in range(len(going)) if going and going[0].day == today]
            await world.submit([(each.story[each.at], each.told) for each in turn])
            for each in turn:
                if each.at + 1 < len(each.story):
                    heapq.heappush(going, _next(each))
    await world.keep_house()


def _next(each: _Going) -> _Going:
    at = each.at + 1
    return _Going(day=max(each.day, each.story[at].day), number=each.number, at=at, story=each.story, told=each.told)


async def snapshot(world: World) -> Mapping[str, list[str]]:
    """Return every row of every table that projections keep, as text."""
    names = sorted({table for each in ALL for table in each.tables})
    async with world.hub.exchange.pool.acquire() as conn:
        return {
            name: sorted(row["row"] for row in await conn.fetch(f'SELECT t::text AS row FROM "{name}" AS t'))
            for name in names
        }
