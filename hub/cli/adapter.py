"""`hub adapter`: begin an adapter between a national system and the exchange."""

import argparse
from pathlib import Path

from hub.cli.command import Argument, Command, Exit, Text
from hub.sdk.new_adapter import make_adapter
from hub.settings import Settings

SAID = Text(
    "адаптер записан: {place}\nпроверьте его: python -m pytest {place}\nдальше: docs/how-to/write-an-adapter.md",
    "the adapter is written: {place}\ntest it: python -m pytest {place}\nnext: docs/how-to/write-an-adapter.md",
)


def new(arguments: argparse.Namespace, settings: Settings) -> int:
    """Write a skeleton."""
    place = make_adapter(arguments.name, arguments.participant, arguments.folder)
    print(SAID.of(settings.language).format(place=place))
    return Exit.DONE


COMMAND = Command(
    name="adapter",
    title=Text("начать адаптер национальной системы", "begin an adapter of a national system"),
    about=Text("См. docs/how-to/write-an-adapter.md.", "See docs/how-to/write-an-adapter.md."),
    actions=(
        Command(
            name="new",
            title=Text("записать работающую заготовку", "write a working skeleton"),
            about=Text(
                "Записывает адаптер для источника JSON: таблицы имён, имитатор национальной системы, образцы и "
                "проверки договора, которые выполняются сразу.",
                "Writes an adapter for a JSON source: tables of names, a simulated national system, samples, and "
                "contract tests that run at once.",
            ),
            arguments=(
                Argument(
                    name="name",
                    value=Text("ИМЯ", "NAME"),
                    help=Text("имя пакета, например kz_register", "the package's name, such as kz_register"),
                ),
                Argument(
                    name="--participant",
                    value=Text("УЧАСТНИК", "PARTICIPANT"),
                    required=True,
                    help=Text("чей это адаптер, например kz-mvd", "whose adapter it is, such as kz-mvd"),
                ),
                Argument(
                    name="--folder",
                    value=Text("ПАПКА", "FOLDER"),
                    parse=Path,
                    default=Path(),
                    help=Text("где он появится (здесь)", "where it is made (here)"),
                ),
            ),
            ends={
                Exit.DONE: Text("записан", "written"),
                Exit.WRONG_USE: Text("имя, участник или папка не годятся", "name, participant or folder will not do"),
            },
            run=new,
        ),
    ),
)
