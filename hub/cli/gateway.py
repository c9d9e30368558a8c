"""`hub gateway`: run a member's gateway at the member's site."""

import argparse
import asyncio
import signal
import textwrap
from dataclasses import replace
from pathlib import Path

from hub.cli.command import CONFIG, Argument, Command, Exit, Text
from hub.cli.parser import UsageError
from hub.clock import Clock, make_clock
from hub.sdk import check, gateway
from hub.sdk.settings.config import GatewayConfig, load
from hub.settings import Settings
from hub.telemetry import configure_logging

WIDTH = 110
MARKS = {True: Text("да ", "yes"), False: Text("НЕТ", "NO ")}
READY = Text("Шлюз можно запускать.", "The gateway can be started.")
UNASKED = Text(
    "Здесь всё в порядке. Узел не спрошен: перед запуском проверьте ещё раз без --offline.",
    "All is right here. The hub was not asked: check again without --offline before you start it.",
)
NOT_READY = Text(
    "Шлюз запускать рано: исправьте отмеченное НЕТ.", "It is too early to start it: mend what is marked NO."
)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Run until told to stop.

    Raises:
        UsageError: there is no configuration.
    """
    if arguments.config is None:
        raise UsageError(("hub", "gateway"), Text("не указано: --config", "missing: --config"))
    configure_logging(settings.log_level)
    asyncio.run(_run(arguments.config, make_clock(settings)))
    return 0


async def _run(path: Path, clock: Clock) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await gateway.run(load(path), stop, clock)


def look_over(arguments: argparse.Namespace, settings: Settings) -> int:
    """Explain each setting, and try what the gateway will need."""
    configure_logging("error")
    config = load(arguments.config)
    language = settings.language
    for each in check.explain(config):
        print(f"{each.place} = {each.value}")
        print(textwrap.indent(textwrap.fill(Text(each.ru, each.en).of(language), WIDTH), "    "))
    print()
    return asyncio.run(_look_over(config, make_clock(settings), language, offline=arguments.offline))


async def _look_over(config: GatewayConfig, clock: Clock, language: str, *, offline: bool) -> int:
    wrong = 0
    async for found in check.check(config, clock, offline=offline):
        wrong += not found.ok
        print(f"{MARKS[found.ok].of(language)}  {Text(found.ru, found.en).of(language)}", flush=True)
    right = UNASKED if offline else READY
    print(f"\n{(NOT_READY if wrong else right).of(language)}")
    return Exit.REFUSED if wrong else Exit.DONE


CHECK = Command(
    name="check",
    title=Text("объяснить настройки и проверить соединения", "explain the settings and try the connections"),
    about=Text(
        "Ничего не отправляет и не забирает: открывает ключи, запускает и останавливает адаптер, спрашивает узел.",
        "Sends nothing and takes nothing: opens the keys, starts and stops the adapter, asks the hub.",
    ),
    arguments=(
        CONFIG,
        Argument(name="--offline", help=Text("не спрашивать узел", "do not ask the hub")),
    ),
    ends={
        Exit.DONE: Text("всё в порядке", "everything is right"),
        Exit.REFUSED: Text("не всё; что именно, напечатано", "not everything; what is printed"),
        Exit.WRONG_USE: Text("файл настроек неверен", "the configuration is wrong"),
    },
    run=look_over,
)

COMMAND = Command(
    name="gateway",
    title=Text("запустить шлюз участника", "run a member's gateway"),
    about=Text(
        "Работает у участника до SIGTERM или Ctrl-C. Состояние: файл health.json в каталоге state_dir.",
        "Runs at the member's site until SIGTERM or Ctrl-C. How it is: the file health.json in its state_dir.",
    ),
    arguments=(replace(CONFIG, required=False),),
    actions=(CHECK,),
    ends={
        Exit.DONE: Text("остановлен по сигналу", "stopped by a signal"),
        Exit.WRONG_USE: Text("неверные настройки, ключ или каталог", "wrong settings, key or directory"),
        Exit.ALARM: Text(
            "тревога: узел показал два разных журнала или потерял записи; нужен человек",
            "alarm: the hub showed two logs, or lost leaves; a person has to look",
        ),
    },
    run=run,
)
