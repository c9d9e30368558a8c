"""The part with a schedule: Russia and Tajikistan agree on two syncs, and the hub judges their runs by what came.

    ru-tj-bans   bans, each day
    ru-tj-list   the list of bans, each week: Russia's gateway states it, Tajikistan's holds it against what it took

The run opens within two hours of the virtual clock, which a later part moves by a day: it is due then, and in time.
"""

import json
from collections.abc import Awaitable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hub.demo.national import read_health
from hub.demo.theatre import RUSSIA, TAJIKISTAN, Theatre
from hub.demo.waiting import wait_until
from keys import strict_json

BANS, LIST = "ru-tj-bans", "ru-tj-list"
AHEAD = timedelta(hours=2)
PATIENCE = 60.0
ZONE = ZoneInfo("Europe/Moscow")


async def agree_on_sync(theatre: Theatre) -> bool:
    """Let Russia state the terms, and Tajikistan state the same; return whether both were taken."""
    return all([await _agree(theatre, name) for name in (BANS, LIST)])


async def _agree(theatre: Theatre, name: str) -> bool:
    file = theatre.stage.folder / f"{name}.json"
    file.write_bytes(strict_json.dumps(_terms(theatre, name)))
    proposed = await _schedule(theatre, RUSSIA, "set", str(file))
    return proposed == 0 and await _schedule(theatre, TAJIKISTAN, "agree", name) == 0


async def show_agreed(theatre: Theatre, agreeing: Awaitable[bool]) -> None:
    """Wait until both sides have agreed."""
    report = theatre.report
    report.title("schedule")
    held = await agreeing
    report.check(
        "schedule-agreed",
        held,
        f"Россия предложила {BANS}, запреты каждый день, и {LIST}, сверку раз в неделю; Таджикистан согласился",
        f"Russia proposed {BANS}, bans each day, and {LIST}, a weekly reconciliation; Tajikistan agreed",
    )


async def show_run(theatre: Theatre) -> None:
    """Wait until the hub has judged the runs by what came and by the gateway's reports, and the lists are compared."""
    found: dict[str, Any] = {}

    async def judged() -> bool:
        for sync in await _read(theatre):
            done = [each for each in sync["runs"] if each["state"] == "done" and each["report"]]
            if done:
                found[sync["sync"]] = done[0]["count"]
        return len(found) == len((BANS, LIST))

    held = await wait_until(judged, PATIENCE)
    theatre.report.title("runs")
    _show_bans(theatre, held=held, count=found.get(BANS, 0))
    await _show_list(theatre, stated=found.get(LIST, 0) == 1)


def _show_bans(theatre: Theatre, *, held: bool, count: int) -> None:
    theatre.report.check(
        "schedule-run-in-time",
        held and count > 0,
        f"{BANS}: запуск в срок, пришло сообщений {count}; отчёт шлюза России в журнале",
        f"{BANS}: run in time, {count} messages came; the report of Russia's gateway is in the log",
    )


async def _show_list(theatre: Theatre, *, stated: bool) -> None:
    """Wait until Tajikistan's gateway has compared the stated list, as its health file tells."""
    results: list[str] = []

    async def compared() -> bool:
        lists = read_health(theatre.stage.site(TAJIKISTAN)).get("ban-lists", [])
        results[:] = [each["result"] for each in lists if each["issuer"] == RUSSIA]
        return bool(results)

    held = stated and await wait_until(compared, PATIENCE) and results == ["equal"]
    theatre.report.check(
        "ban-list-equal",
        held,
        f"{LIST}: шлюз России заявил список, шлюз Таджикистана сверил его со своим: совпадают",
        f"{LIST}: Russia's gateway stated its list, Tajikistan's compared it with its own: equal",
    )


def _terms(theatre: Theatre, name: str) -> Mapping[str, Any]:
    now = theatre.clock.now().astimezone(ZONE)
    opens = now + AHEAD
    rhythm = {
        "every": "day" if name == BANS else "week",
        "weekday": None if name == BANS else opens.isoweekday(),
        "open_day": 0,
        "open_hour": opens.hour,
        "due_day": 1,
        "due_time": f"{opens.hour:02}:00",
        "due_working": False,
    }
    type_ = "entry-ban" if name == BANS else "ban-list-state"
    sides = {"sync": name, "sender": RUSSIA, "recipients": [TAJIKISTAN], "type": type_, "agreement": "cis-2000"}
    return {**sides, "begins_on": now.date().isoformat(), "rhythm": rhythm}


async def _schedule(theatre: Theatre, participant: str, *words: str) -> int:
    status, _ = await theatre.run("schedule", *words, "--config", str(theatre.stage.config(participant)))
    return status


async def _read(theatre: Theatre) -> Sequence[Mapping[str, Any]]:
    """Return the syncs as Russia is shown them."""
    config = str(theatre.stage.config(RUSSIA))
    status, said = await theatre.run("schedule", "list", "--config", config, "--json")
    syncs = json.JSONDecoder().decode(said.decode()) if status == 0 else []
    return [each for each in syncs if each["sync"] in {BANS, LIST}]
