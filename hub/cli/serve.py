"""`hub serve`: run the hub's roles in this process."""

import argparse
import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import Iterator

import structlog
import uvloop

from hub.api.app import ROUTES, record_schemas
from hub.api.operations import make_openapi
from hub.api.serve import listening
from hub.cli.command import Command, Exit, Text
from hub.cli.database import with_database
from hub.settings import Settings, StartError
from hub.telemetry import Event, configure_logging
from hub.worker.worker import Worker
from hub.workflows.process.open_exchange import Process, open_process
from hub.workflows.process.open_screening import open_screening
from hub.workflows.screening.screen import Screening

_logger = structlog.get_logger()
COLLECT_AFTER = (20_000, 20, 20)  # objects made, younger rounds, middle rounds: see `_spare_collector`


class ListenError(StartError):
    """The address that a setting names cannot be had."""

    def __init__(self, setting: str, address: str, why: str) -> None:
        super().__init__(
            "listen-failed",
            f"Адрес {address} занять не удалось ({why}). Проверьте {setting} и не работает ли там другая программа.",
            f"The address {address} is not to be had ({why}). Check {setting}, and whether another program is there.",
        )


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
    async with contextlib.AsyncExitStack() as stack:
        process = await stack.enter_async_context(
            open_process(await stack.enter_async_context(with_database(settings)))
        )
        if "worker" in settings.roles:
            await stack.enter_async_context(Worker(process).running())
        screening = None
        if {"screening", "console"} & set(settings.roles):  # pages search bans, too
            screening = await stack.enter_async_context(open_screening(process))
        if {"api", "screening"} & set(settings.roles):
            mine = screening if "screening" in settings.roles else None
            print(f"listening on {await _listen(stack, process, mine)}", flush=True)
        if "console" in settings.roles:
            print(f"console on {await _open_doors(stack, process, screening)}", flush=True)
        _spare_collector()
        _logger.info(Event.STARTED, roles=settings.roles)
        await stop.wait()
    _logger.info(Event.STOPPED)


def _spare_collector() -> None:
    """Let the cycle collector look at what requests make, and less often; schemas, keys and routes stay anyway.

    A request leaves hardly any cycles; at Python's defaults the collector took a fifteenth of a busy process's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


async def _listen(stack: contextlib.AsyncExitStack, process: Process, screening: Screening | None) -> str:
    with _telling("HUB_LISTEN", process.settings.listen):
        return await stack.enter_async_context(listening(process, screening))


async def _open_doors(stack: contextlib.AsyncExitStack, process: Process, screening: Screening | None) -> str:
    from hub.conform.kit import read_kit  # noqa: PLC0415
    from hub.console.serve import listening as pages  # noqa: PLC0415  (where no pages are served, none are installed)

    document = make_openapi(ROUTES, record_schemas(process.exchange.catalogue))
    with _telling("HUB_CONSOLE_LISTEN", process.settings.console_listen):
        return await stack.enter_async_context(pages(process, screening, document, read_kit()))


@contextlib.contextmanager
def _telling(setting: str, address: tuple[str, int]) -> Iterator[None]:
    """Say which setting names an address that cannot be had."""
    try:
        yield
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else type(error).__name__
        raise ListenError(setting, ":".join(map(str, address)), why) from None


COMMAND = Command(
    name="serve",
    title=Text(
        "запустить узел: интерфейс, консоль, работник, проверка",
        "run the hub: the API, the console, the worker, screening",
    ),
    about=Text(
        "Выполняет роли из HUB_ROLES до SIGTERM или Ctrl-C. Настраивается переменными HUB_*, "
        "см. docs/reference/settings.md.",
        "Runs the roles of HUB_ROLES until SIGTERM or Ctrl-C. Set by the variables HUB_*, "
        "see docs/reference/settings.md.",
    ),
    ends={
        Exit.DONE: Text("остановлен по сигналу", "stopped by a signal"),
        Exit.REFUSED: Text("список доверия не сходится или истёк", "the trust list does not hold, or has expired"),
        Exit.WRONG_USE: Text(
            "неверная настройка, или корень не тот, что в HUB_TRUST_ANCHOR; повторный запуск не поможет",
            "a wrong setting, or a root that HUB_TRUST_ANCHOR does not name; starting again does not help",
        ),
        Exit.ALARM: Text("журнал не сходится со своей подписью", "the log is not what was signed"),
        Exit.LATER: Text("база данных недоступна; запустите позже", "the database cannot be reached; start later"),
    },
    run=run,
)
