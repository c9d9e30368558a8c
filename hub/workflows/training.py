"""The demonstration seen from its pages: what its story is about, orders to its leader, the virtual clock.

    <folder>/story.json               what the story's pages name: cases, a ban in all its forms
    <folder>/orders/<id>.order.json   what a page asks of the process that leads the demonstration
    <folder>/orders/<id>.answer.json  what came of it

The folder is that of the virtual clock, so all of this is only in a training environment.
"""

import asyncio
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hub import clock
from hub.core.deadline.calendar import CalendarRangeError, WorkingCalendar
from hub.settings import Settings
from hub.workflows.exchange import Exchange
from keys import strict_json

STORY, ORDERS = "story.json", "orders"
ORDER, ANSWER = ".order.json", ".answer.json"
PAUSE, TURNS = 0.1, 300  # seconds between looks at an answer, and how many
LONGEST_REST = 31  # days without a working day that can follow each other


def folder_of(settings: Settings) -> Path | None:
    """Return the demonstration's folder; None: this is none."""
    return None if settings.training_clock is None else settings.training_clock.parent


async def read_story(settings: Settings) -> Mapping[str, Any] | None:
    """Return what the story is about; None where there is no story, or not yet."""
    folder = folder_of(settings)
    return None if folder is None else await asyncio.to_thread(_read, folder / STORY)


async def give_order(folder: Path, order: str, **members: object) -> Mapping[str, Any]:
    """Give an order to the leader and return what came of it; `silent` is there where nobody answers."""
    name = secrets.token_hex(8)
    answer = folder / ORDERS / (name + ANSWER)
    await asyncio.to_thread(write, folder / ORDERS / (name + ORDER), {"order": order, **members})
    for _ in range(TURNS):
        found = await asyncio.to_thread(_read, answer)
        if found is not None:
            await asyncio.to_thread(answer.unlink)
            return found
        await asyncio.sleep(PAUSE)
    return {"silent": True}


def write(file: Path, content: Mapping[str, object]) -> None:
    """Write a JSON file in one step."""
    file.parent.mkdir(exist_ok=True)
    partial = file.with_suffix(".part")
    partial.write_bytes(strict_json.dumps(dict(content)))
    partial.rename(file)


def skip_working_day(exchange: Exchange, settings: Settings, state: str, zone: str) -> timedelta:
    """Move the virtual clock to the same hour of the state's next working day; return how far that was."""
    if settings.training_clock is None:
        return timedelta()
    local = exchange.clock.now().astimezone(ZoneInfo(zone))
    days = _days_to_next(exchange.judgement.calendars.get(state), local)
    passed = (local + timedelta(days=days)).astimezone(UTC) - local.astimezone(UTC)
    clock.advance(settings.training_clock, int(passed.total_seconds()))
    return passed


def _days_to_next(calendar: WorkingCalendar | None, now: datetime) -> int:
    """Return in how many days the next working day is; without a calendar for it, that is tomorrow."""
    try:
        return next(
            count
            for count in range(1, LONGEST_REST)
            if calendar is None or calendar.is_working((now + timedelta(days=count)).date())
        )
    except (CalendarRangeError, StopIteration):
        return 1


def _read(file: Path) -> Mapping[str, Any] | None:
    try:
        found = strict_json.loads(file.read_bytes())
    except (FileNotFoundError, strict_json.StrictJsonError):
        return None
    return found if isinstance(found, dict) else None
