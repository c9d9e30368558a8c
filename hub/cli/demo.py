"""`hub demo`: the training environment, and the main job played in it."""

import argparse
import asyncio
import fcntl
import signal
from pathlib import Path

from hub.cli.command import Argument, Command, Exit, Text
from hub.cli.parser import UsageError
from hub.demo.permanent import keep
from hub.demo.report import Report
from hub.demo.scenario import play
from hub.settings import Settings, StartError

BUILD = Path("build")


class DemoRunsError(StartError):
    """Another demonstration works in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            "demo-runs-already",
            f"В папке {folder} уже работает показ. Завершите его или укажите другую в --folder.",
            f"A demonstration already works in the folder {folder}. End it, or name another with --folder.",
        )


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Play the scenario and leave its result in demo.json; or keep an environment in which nothing is played.

    Raises:
        UsageError: both cannot be.
    """
    if arguments.keep and arguments.once:
        raise UsageError(
            ("hub", "demo"), Text("--keep и --once вместе не бывают", "--keep and --once do not go together")
        )
    folder = arguments.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoRunsError(folder) from None
        (folder / "demo.json").unlink(missing_ok=True)
        if arguments.keep:
            return asyncio.run(_keep(folder, settings))
        return asyncio.run(_play(folder, settings, once=arguments.once))


async def _play(folder: Path, settings: Settings, *, once: bool) -> int:
    report, stop = Report(settings.language, folder / "demo.json"), asyncio.Event()
    playing = asyncio.create_task(play(folder / "demo", settings, report, None if once else stop))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, _end, stop, playing, report)
    try:
        await playing
    except asyncio.CancelledError:
        report.check("not-interrupted", False, "прервано", "interrupted")
        return int(Exit.INTERRUPTED)
    finally:
        if not report.finished:
            report.write()
    return 0 if report.ok else 1


async def _keep(folder: Path, settings: Settings) -> int:
    report, stop = Report(settings.language, folder / "demo.json"), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await keep(folder, settings, report, stop)
    return Exit.DONE


def _end(stop: asyncio.Event, playing: "asyncio.Task[None]", report: Report) -> None:
    """End the waiting after the scenario, or break the scenario off."""
    if report.finished and not stop.is_set():
        report.say("завершение", "ending")
        stop.set()
    else:
        playing.cancel()


COMMAND = Command(
    name="demo",
    title=Text("показать учебный контур", "run the training environment"),
    about=Text(
        "Запускает на этой машине узел, шлюзы и учебные национальные системы восьми членов и наблюдателя, проигрывает "
        "основную работу, проверяет её и работает до Ctrl-C. Все лица вымышлены.",
        "Starts a hub, and gateways and simulated national systems of eight members and the observer on this machine, "
        "plays the main job, checks it, and goes on until Ctrl-C. All persons are fictitious.",
    ),
    arguments=(
        Argument(
            name="--keep",
            help=Text(
                "постоянный учебный контур: без сценария, всё сохраняется до следующего запуска",
                "a permanent training environment: no scenario, everything is there at the next start",
            ),
        ),
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
