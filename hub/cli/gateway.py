"""`hub gateway`: run a member's gateway at the member's site."""

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from hub.clock import Clock, make_clock
from hub.sdk import gateway
from hub.sdk.config import load
from hub.sdk.errors import EXIT_ALARM, StopError
from hub.settings import Settings
from hub.telemetry import configure_logging


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "gateway",
        help="run a member's gateway / запустить шлюз участника",
        description=(
            "Run the gateway that the configuration file describes until SIGTERM or Ctrl-C. Exit status: 2 wrong "
            "configuration, 4 alarm (the hub's log is not one). The file is described in docs/reference/gateway.md."
        ),
    )
    parser.add_argument("--config", type=Path, required=True, help="the gateway's TOML file")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Run until told to stop."""
    configure_logging(settings.log_level)
    try:
        asyncio.run(_run(arguments.config, make_clock(settings)))
    except StopError as alarm:
        print(f"hub: {alarm.text(arguments.language or settings.language)} [{alarm.code}]", file=sys.stderr)
        return EXIT_ALARM
    return 0


async def _run(path: Path, clock: Clock) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await gateway.run(load(path), stop, clock)
