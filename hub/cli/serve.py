"""`hub serve`: run the hub's roles in this process."""

import argparse
import asyncio
import signal

import uvloop

from hub.api.serve import serve
from hub.settings import Settings
from hub.telemetry import configure_logging


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "serve",
        help="run the hub: API and worker / запустить узел",
        description="Run the roles named in HUB_ROLES until SIGTERM or Ctrl-C. Settings: docs/reference/settings.md.",
    )
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve until told to stop."""
    configure_logging(settings.log_level)
    uvloop.run(_serve(settings))
    return 0


async def _serve(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await serve(settings, stop, lambda address: print(f"listening on {address}", flush=True))
