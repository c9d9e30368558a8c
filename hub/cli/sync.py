"""`hub sync`: a gateway's scheduled syncs, at the member's site: look, run now, pause, go on."""

import argparse
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from hub.cli.command import AS_JSON, CONFIG, Argument, Command, Exit, Text
from hub.core import instant
from hub.sdk.books.sync_book import Run, SyncBook
from hub.sdk.settings.config import GatewayConfig, load
from hub.sdk.state import State
from hub.sdk.sync.sync_orders import OrderFolder
from hub.settings import Settings, StartError

MOST = 30
ORDERED = Text(
    "указание по {sync} записано; шлюз выполнит это, когда работает",
    "the order about {sync} is noted; the gateway does it while it runs",
)
PAUSED = Text("приостановлена", "paused")
LOG = Text("журнал", "log")
COUNTED = {
    "sent": Text("отправлено", "sent"),
    "refused": Text("отклонено", "refused"),
    "held": Text("ждёт", "held"),
}


class UnknownSyncError(StartError):
    """This member has no such sync."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "sync-not-ours",
            f"Синхронизации {name} у этого участника нет. Посмотрите hub sync list.",
            f"This member runs no sync {name}. Look at hub sync list.",
        )


def list_all(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the syncs with their next runs, and the last runs."""
    config = load(arguments.config)
    with State.look(config.state_dir) as state:
        book = SyncBook(state)
        coming, runs = book.coming(), book.newest(MOST)
    paused = OrderFolder(config.state_dir).read().paused
    if arguments.json:
        told = {name: {"next": _text(at), "paused": name in paused} for name, at in coming.items()}
        print(json.dumps({"syncs": told, "runs": [_shown(run) for run in runs]}, ensure_ascii=False))
        return Exit.DONE
    lang = settings.language
    for name, at in coming.items():
        print(f"{name:24} >> {PAUSED.of(lang) if name in paused else _text(at) or '-'}")
    for run in runs:
        counts = run.counts or {}
        came = "  ".join(f"{title.of(lang)} {counts.get(name, '-')}" for name, title in COUNTED.items())
        print(
            f"{_text(run.began_at)}  {run.sync:24} {run.why:8} {run.state:8} {came}  {LOG.of(lang)} {run.told or '-'}"
        )
    return Exit.DONE


def _shown(run: Run) -> dict[str, Any]:
    times = {name: _text(getattr(run, name)) for name in ("opens_at", "began_at", "ended_at")}
    plain = {name: getattr(run, name) for name in ("sync", "version", "why", "state", "counts", "told")}
    return {**plain, **times}


def _text(at: datetime | None) -> str | None:
    return None if at is None else instant.format(at, seconds=True)


def _order(order: Callable[[OrderFolder, str], None]) -> Callable[[argparse.Namespace, Settings], int]:
    """Return what gives one order about a sync that this member runs."""

    def run(arguments: argparse.Namespace, settings: Settings) -> int:
        config = load(arguments.config)
        _require_known(config, arguments.sync)
        order(OrderFolder(config.state_dir), arguments.sync)
        said = ORDERED.of(settings.language).format(sync=arguments.sync)
        print(json.dumps({"sync": arguments.sync}) if arguments.json else said)
        return Exit.DONE

    return run


def _require_known(config: GatewayConfig, name: str) -> None:
    with State.look(config.state_dir) as state:
        if name not in SyncBook(state).coming():
            raise UnknownSyncError(name)


_NAME = Argument(name="sync", value=Text("СИНХРОНИЗАЦИЯ", "SYNC"), help=Text("имя синхронизации", "name of the sync"))
_ENDS = {
    Exit.DONE: Text("указание записано", "the order is noted"),
    Exit.WRONG_USE: Text("нет такой синхронизации, неверная настройка", "no such sync, a wrong setting"),
}
LIST = Command(
    name="list",
    title=Text("показать синхронизации и их запуски", "list the syncs and their runs"),
    about=Text(
        "Печатает, когда начнётся следующий запуск каждой синхронизации участника, и последние запуски: почему начат, "
        "чем кончился, сколько отправлено, отклонено и ждёт, место сообщения о нём в журнале.",
        "Prints when the next run of each of the member's syncs begins, and the last runs: why each began, how it "
        "stands, how much was sent, refused and waits, and the place of its report in the log.",
    ),
    arguments=(CONFIG, AS_JSON),
    run=list_all,
)
NOW = Command(
    name="now",
    title=Text("выполнить сейчас", "run now"),
    about=Text(
        "Работающий шлюз начнёт запуск через секунду-другую, и приостановленной синхронизации тоже.",
        "The running gateway begins a run within a second or two, of a paused sync too.",
    ),
    arguments=(_NAME, CONFIG, AS_JSON),
    ends=_ENDS,
    run=_order(OrderFolder.run),
)
PAUSE = Command(
    name="pause",
    title=Text("приостановить", "pause a sync"),
    about=Text(
        "Шлюз больше не начинает запусков по расписанию; узел заметит, что к сроку ничего не пришло.",
        "The gateway begins no more runs by the schedule; the hub notices that nothing comes by the time it is due.",
    ),
    arguments=(_NAME, CONFIG, AS_JSON),
    ends=_ENDS,
    run=_order(OrderFolder.pause),
)
RESUME = Command(
    name="resume",
    title=Text("продолжить после приостановки", "go on after a pause"),
    about=Text(
        "Последний пропущенный запуск будет выполнен, прежние — нет.",
        "The newest run that was missed is made up, those before it are not.",
    ),
    arguments=(_NAME, CONFIG, AS_JSON),
    ends=_ENDS,
    run=_order(OrderFolder.resume),
)

COMMAND = Command(
    name="sync",
    title=Text("синхронизации шлюза по расписанию", "a gateway's scheduled syncs"),
    about=Text(
        "У участника: какие синхронизации он выполняет, что из них вышло, выполнить сейчас, приостановить.",
        "At a member's site: which syncs it runs and what came of them, run one now, pause one.",
    ),
    actions=(LIST, NOW, PAUSE, RESUME),
)
