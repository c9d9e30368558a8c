"""`hub demo`: the training environment, and the main job played in it."""

import argparse
import asyncio
import signal
from pathlib import Path

from hub.cli.command import Argument, Command, Exit, Text
from hub.demo.report import Report
from hub.demo.scenario import play
from hub.settings import Settings

BUILD = Path("build")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Play the scenario and leave its result in demo.json."""
    return asyncio.run(_play(arguments, settings, Report(settings.language)))


async def _play(arguments: argparse.Namespace, settings: Settings, report: Report) -> int:
    stop = asyncio.Event()
    playing = asyncio.create_task(
        play(arguments.folder.absolute() / "demo", settings, report, None if arguments.once else stop)
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, _end, stop, playing, report)
    try:
        await playing
    except asyncio.CancelledError:
        report.check("not-interrupted", False, "прервано", "interrupted")
    finally:
        report.write(arguments.folder / "demo.json")
    return 0 if report.ok else 1


def _end(stop: asyncio.Event, playing: "asyncio.Task[None]", report: Report) -> None:
    """First end the waiting, or what follows the scenario; a second signal breaks off the scenario."""
    if stop.is_set():
        playing.cancel()
    report.say("завершение; второй Ctrl-C прервёт сценарий", "ending; a second Ctrl-C breaks off the scenario")
    stop.set()


COMMAND = Command(
    name="demo",
    title=Text("показать учебный контур", "run the training environment"),
    about=Text(
        "Запускает на этой машине узел, два шлюза и национальную службу, проигрывает основную работу, проверяет её и "
        "работает до Ctrl-C. Все лица вымышлены.",
        "Starts a hub, two gateways and a national service on this machine, plays the main job, checks it, and goes on "
        "until Ctrl-C. All persons are fictitious.",
    ),
    arguments=(
        Argument(name="--once", help=Text("закончить после сценария", "end after the scenario")),
        Argument(
            name="--folder",
            value=Text("ПАПКА", "FOLDER"),
            parse=Path,
            default=BUILD,
            help=Text("куда класть итоги и состояние (build)", "where results and state go (build)"),
        ),
    ),
    ends={
        Exit.DONE: Text("все проверки сошлись", "every check held"),
        Exit.REFUSED: Text("не все", "not every one"),
    },
    run=run,
)
