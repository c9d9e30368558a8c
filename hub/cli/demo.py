"""`hub demo`: the training environment, and the main job played in it."""

import argparse
import asyncio
import signal
from pathlib import Path

from hub.demo.report import Report
from hub.demo.scenario import play
from hub.settings import Settings

BUILD = Path("build")


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "demo",
        help="run the training environment / показать учебный контур",
        description=(
            "Start a hub, two gateways and a national service on this machine, play the main job, check it, and go on "
            "until Ctrl-C. All persons are fictitious. Exit status 0 only if every check held."
        ),
    )
    parser.add_argument("--once", action="store_true", help="end after the scenario")
    parser.add_argument("--folder", type=Path, default=BUILD, help="where results and state go (default: build)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Play the scenario and leave its result in demo.json."""
    report = Report(arguments.language or settings.language)
    return asyncio.run(_play(arguments, settings, report))


async def _play(arguments: argparse.Namespace, settings: Settings, report: Report) -> int:
    stop = asyncio.Event()
    playing = asyncio.create_task(
        play(arguments.folder.absolute() / "demo", settings, report, None if arguments.once else stop)
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, _end, stop, playing)
    try:
        await playing
    except asyncio.CancelledError:
        report.check("not-interrupted", False, "прервано", "interrupted")
    finally:
        report.write(arguments.folder / "demo.json")
    return 0 if report.ok else 1


def _end(stop: asyncio.Event, playing: "asyncio.Task[None]") -> None:
    """First end the waiting; a second signal, or one before the waiting, ends the scenario."""
    if stop.is_set():
        playing.cancel()
    stop.set()
