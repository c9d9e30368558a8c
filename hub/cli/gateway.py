"""`hub gateway`: run a member's gateway at the member's site."""

import argparse
import asyncio
import signal
from pathlib import Path

from hub.cli.command import CONFIG, Command, Exit, Text
from hub.clock import Clock, make_clock
from hub.sdk import gateway
from hub.sdk.config import load
from hub.settings import Settings
from hub.telemetry import configure_logging


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Run until told to stop."""
    configure_logging(settings.log_level)
    asyncio.run(_run(arguments.config, make_clock(settings)))
    return 0


async def _run(path: Path, clock: Clock) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await gateway.run(load(path), stop, clock)


COMMAND = Command(
    name="gateway",
    title=Text("запустить шлюз участника", "run a member's gateway"),
    about=Text(
        "Работает у участника до SIGTERM или Ctrl-C. Состояние: файл health.json в каталоге state_dir.",
        "Runs at the member's site until SIGTERM or Ctrl-C. How it is: the file health.json in its state_dir.",
    ),
    arguments=(CONFIG,),
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
