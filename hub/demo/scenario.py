"""The main job, from beginning to end: `hub demo` shows it and checks it."""

import asyncio
from pathlib import Path

from hub.demo.everybody_part import exchange_everywhere, join
from hub.demo.evidence_part import fetch_bundles, verify_bundles
from hub.demo.exchange_parts import change_bans, exchange_bans, exchange_readmission, send_figures
from hub.demo.orders import serve
from hub.demo.refusals import refuse, send_twice
from hub.demo.report import Report
from hub.demo.schedule_part import agree_on_sync, show_agreed, show_run
from hub.demo.story import set_story
from hub.demo.theatre import TAJIKISTAN, Theatre, open_theatre
from hub.settings import Settings


async def play(folder: Path, settings: Settings, report: Report, stop: asyncio.Event | None) -> None:
    """Run the scenario; with `stop`, go on serving until it is set, else end after the scenario.

    Raises:
        StartError: something could not be started.
    """
    report.title("stage")
    async with open_theatre(folder, settings, report) as theatre:
        joining, agreeing = asyncio.create_task(join(theatre)), asyncio.create_task(agree_on_sync(theatre))
        try:
            await exchange_bans(theatre)
            await show_agreed(theatre, agreeing)
            await change_bans(theatre)
            await send_figures(theatre)
            await joining
        finally:
            joining.cancel()
            agreeing.cancel()
        await theatre.seat_secretariat()
        await exchange_everywhere(theatre)
        await exchange_readmission(theatre)
        await show_run(theatre)
        await refuse(theatre)
        sent_twice = await send_twice(theatre)
        bundles = await fetch_bundles(theatre, sent_twice)
        await _open_console(theatre)
        await set_story(theatre)
        await _close(theatre, bundles, stop)


async def _open_console(theatre: Theatre) -> None:
    """See that the console shows its sign-in page, with the accounts of the training environment."""
    async with theatre.session.get(f"{theatre.pages}/sign-in") as answer:
        shown = await answer.text()
    opens = answer.status == 200 and f"{TAJIKISTAN}.liaison" in shown
    theatre.report.check("console-opens", opens, "консоль открывает вход", "the console opens its sign-in page")


async def _close(theatre: Theatre, bundles: list[Path], stop: asyncio.Event | None) -> None:
    """Verify the evidence after the hub has stopped; where it is to go on, start it again afterwards."""
    report = theatre.report
    ended = theatre.processes.ended()
    report.check("nobody-fell", not ended, "ни один процесс не упал", "no process has fallen")
    await theatre.processes.stop("hub")
    report.say("узел остановлен", "the hub has stopped")
    await verify_bundles(theatre, bundles)
    if stop is not None:
        await theatre.restart_hub()
    report.finish()
    if stop is not None:
        report.say(f"откройте в браузере: {theatre.pages}", f"open in a browser: {theatre.pages}")
        report.say(
            f"узел работает на {theatre.url}; папка участников: {theatre.stage.folder}; Ctrl-C завершает",
            f"the hub listens on {theatre.url}; the participants' folders: {theatre.stage.folder}; Ctrl-C ends it",
        )
        await serve(theatre, stop)
