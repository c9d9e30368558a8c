"""The part with a schedule: Russia and Tajikistan agree on a sync, and the hub judges its first run by what came.

The run opens within two hours of the virtual clock, which a later part moves by a day: it is due then, and in time.
"""

import json
from collections.abc import Awaitable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from hub.demo.theatre import RUSSIA, TAJIKISTAN, Theatre
from hub.demo.waiting import wait_until
from keys import strict_json

SYNC = "ru-tj-bans"
HOURS_AHEAD = 2
PATIENCE = 60.0
ZONE = ZoneInfo("Europe/Moscow")


async def agree_on_sync(theatre: Theatre) -> bool:
    """Let Russia state the terms, and Tajikistan state the same; return whether both were taken."""
    file = theatre.stage.folder / f"{SYNC}.json"
    file.write_bytes(strict_json.dumps(_terms(theatre)))
    proposed = await _schedule(theatre, RUSSIA, "set", str(file))
    return proposed == 0 and await _schedule(theatre, TAJIKISTAN, "agree", SYNC) == 0


async def show_agreed(theatre: Theatre, agreeing: Awaitable[bool]) -> None:
    """Wait until both sides have agreed."""
    report = theatre.report
    report.title("schedule")
    held = await agreeing
    report.check(
        "schedule-agreed",
        held,
        f"Россия предложила синхронизацию {SYNC}, запреты каждый день; Таджикистан согласился",
        f"Russia proposed the sync {SYNC}, bans each day; Tajikistan agreed",
    )


async def show_run(theatre: Theatre) -> None:
    """Wait until the hub has judged a run by what came and by the gateway's report."""
    found: dict[str, Any] = {}

    async def judged() -> bool:
        runs = (await _read(theatre)).get("runs", [])
        found.update(next((each for each in runs if each["state"] == "done" and each["report"]), {}))
        return bool(found)

    held = await wait_until(judged, PATIENCE)
    count = found.get("count", 0)
    theatre.report.title("runs")
    theatre.report.check(
        "schedule-run-in-time",
        held and count > 0,
        f"{SYNC}: запуск в срок, пришло сообщений {count}; отчёт шлюза России в журнале",
        f"{SYNC}: run in time, {count} messages came; the report of Russia's gateway is in the log",
    )


def _terms(theatre: Theatre) -> Mapping[str, Any]:
    now = theatre.clock.now().astimezone(ZONE)
    hour = (now.hour + HOURS_AHEAD) % 24
    rhythm = {
        "every": "day",
        "weekday": None,
        "open_day": 0,
        "open_hour": hour,
        "due_day": 1,
        "due_time": f"{hour:02}:00",
        "due_working": False,
    }
    sides = {"sync": SYNC, "sender": RUSSIA, "recipients": [TAJIKISTAN], "type": "entry-ban", "agreement": "cis-2000"}
    return {**sides, "begins_on": now.date().isoformat(), "rhythm": rhythm}


async def _schedule(theatre: Theatre, participant: str, *words: str) -> int:
    status, _ = await theatre.run("schedule", *words, "--config", str(theatre.stage.config(participant)))
    return status


async def _read(theatre: Theatre) -> Mapping[str, Any]:
    """Return the sync as Russia is shown it."""
    config = str(theatre.stage.config(RUSSIA))
    status, said = await theatre.run("schedule", "list", "--config", config, "--json")
    syncs = json.JSONDecoder().decode(said.decode()) if status == 0 else []
    return next((each for each in syncs if each["sync"] == SYNC), {})
