"""`hub log checkpoint`: the newest checkpoint that a gateway keeps, as a file for whoever audits the log."""

import argparse
import json
from pathlib import Path

from hub.cli import files
from hub.cli.command import AS_JSON, CONFIG, FILE, Argument, Command, Exit, Text
from hub.cli.files import FileError
from hub.core import checkpoint
from hub.sdk.settings.config import load
from hub.sdk.witnessing.kept_log import read_kept
from hub.settings import Settings
from keys import note

WRITTEN = Text("{file}: контрольная точка, записей журнала: {size}", "{file}: the checkpoint over {size} leaves")


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    config = load(arguments.config)
    kept = read_kept(config).notes.values()
    if not kept:
        raise FileError(
            "checkpoint-not-kept",
            f"В каталоге {config.state_dir} нет контрольной точки: шлюз ещё не работал. Запустите hub gateway.",
            f"There is no checkpoint in {config.state_dir}: the gateway has not run yet. Start hub gateway.",
        )
    size, raw = max((checkpoint.parse(note.parse(each).text).size, each) for each in kept)
    files.write(arguments.out, raw)
    facts = {"file": str(arguments.out), "size": size}
    print(json.dumps(facts) if arguments.json else WRITTEN.of(settings.language).format(**facts))
    return Exit.DONE


COMMAND = Command(
    name="checkpoint",
    title=Text("записать в файл свою контрольную точку", "write the checkpoint that you keep to a file"),
    about=Text(
        "Записывает самую новую подписанную контрольную точку из каталога состояния шлюза. Этот файл передают тем, кто "
        "проверяет журнал (hub log audit --checkpoint): он выявляет журнал, переписанный заново. Шлюз может работать.",
        "Writes the newest signed checkpoint of the gateway's state directory. Give the file to whoever audits the log "
        "(hub log audit --checkpoint): it shows a log that was written anew. The gateway may be running.",
    ),
    arguments=(
        CONFIG,
        Argument(
            name="--out",
            value=FILE,
            parse=Path,
            required=True,
            help=Text("файл для контрольной точки", "the file for the checkpoint"),
        ),
        AS_JSON,
    ),
    ends={
        Exit.DONE: Text("записана", "written"),
        Exit.WRONG_USE: Text(
            "неверные настройки, шлюз ещё не работал или файл не записать",
            "wrong settings, a gateway that has not run yet, or a file that cannot be written",
        ),
    },
    run=_run,
)
