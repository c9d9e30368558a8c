"""`hub rebuild`: clear projections and compute them anew from the log, or show how far each has followed it."""

import argparse
import asyncio
import json
from collections.abc import Sequence

from hub.cli.command import AS_JSON, Argument, Command, Exit, Text
from hub.cli.database import with_database
from hub.cli.parser import UsageError
from hub.settings import Settings
from hub.workflows.process.open_exchange import open_process
from hub.workflows.projections import ALL, project
from hub.workflows.projections.project import Projection

LINE = Text("{name}: сообщений {messages}, до места {position}", "{name}: {messages} messages, up to leaf {position}")
SHOWN = Text("{name}: до места {position}", "{name}: up to leaf {position}")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Rebuild what was named, or everything with --all; with neither, show where each stands."""
    chosen = _choose(arguments)
    done = asyncio.run(_rebuild(settings, chosen))
    if arguments.json:
        print(json.dumps(done))
        return Exit.DONE
    for each in done:
        print((LINE if "messages" in each else SHOWN).of(settings.language).format(**each))
    return Exit.DONE


def _choose(arguments: argparse.Namespace) -> Sequence[Projection]:
    known = {each.name: each for each in ALL}
    if unknown := [name for name in arguments.only if name not in known]:
        words = ", ".join(unknown)
        raise UsageError(("hub", "rebuild"), Text(f"нет таких проекций: {words}", f"no such projection: {words}"))
    return ALL if arguments.all else [known[name] for name in arguments.only]


async def _rebuild(settings: Settings, chosen: Sequence[Projection]) -> list[dict[str, object]]:
    async with with_database(settings) as known, open_process(known) as process:
        met = {each.name: await project.rebuild(process.exchange, each) for each in chosen}
        positions = await project.read_positions(process.exchange, chosen or ALL)
    return [
        {"name": name, "position": position, **({"messages": met[name]} if name in met else {})}
        for name, position in positions.items()
    ]


COMMAND = Command(
    name="rebuild",
    title=Text("вычислить проекции заново по журналу", "compute projections anew from the log"),
    about=Text(
        "Журнал — источник истины; проекции можно очистить и построить снова в любое время, при работающем узле. "
        "Без --only и без --all только показывает, до какого места журнала дошла каждая.",
        "The log is the truth; projections can be cleared and built again at any time, while the hub runs. "
        "Without --only and --all it only shows up to which leaf of the log each has come.",
    ),
    arguments=(
        Argument(
            name="--only",
            value=Text("ИМЯ", "NAME"),
            many=True,
            help=Text("эту проекцию; можно несколько раз", "this projection; may be given several times"),
        ),
        Argument(name="--all", help=Text("все проекции", "all projections")),
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("построены, или показано, где они", "built, or shown where they are"),
        Exit.WRONG_USE: Text("такой проекции нет, или настройка неверна", "no such projection, or a wrong setting"),
    },
    run=run,
)
