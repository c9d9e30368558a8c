"""`hub serve`: run the hub's roles in this process."""

import argparse
import asyncio
import contextlib
import signal

import structlog
import uvloop

from hub.api.serve import listening
from hub.settings import Settings
from hub.telemetry import Event, configure_logging
from hub.worker.worker import Worker
from hub.workflows.open_exchange import open_process

_logger = structlog.get_logger()


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
    async with open_process(settings) as process, contextlib.AsyncExitStack() as stack:
        if "worker" in settings.roles:
            await stack.enter_async_context(Worker(process).running())
        if "api" in settings.roles:
            address = await stack.enter_async_context(listening(process))
            print(f"listening on {address}", flush=True)
        _logger.info(Event.STARTED, roles=settings.roles)
        await stop.wait()
    _logger.info(Event.STOPPED)
