"""Serve the console of one process."""

import asyncio
import contextlib
import functools
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import cast

from aiohttp import web

from hub.console.app import make_app
from hub.core.conformance import NO_KIT, Kit
from hub.web.connections import Connection
from hub.workflows.process.open_console import address_of, open_console
from hub.workflows.process.open_exchange import Process
from hub.workflows.screening.screen import Screening

DRAIN_SECONDS = 10.0
SLOW_SECONDS = 75  # a connection that sends nothing for so long is closed


@contextlib.asynccontextmanager
async def listening(
    process: Process, screening: Screening | None = None, document: bytes = b"", kit: Kit = NO_KIT
) -> AsyncIterator[str]:
    """Listen where the settings say until the block ends; give the address as browsers of this machine know it.

    `document` is the API's description (OpenAPI) for integrators, `kit` the conformance kit whose results are taken.

    Raises:
        OSError: the address cannot be had.
        KeysError: the console's secret cannot be opened.
    """
    host, port = process.settings.console_listen
    with _bound(host, port) as bound:
        settings = replace(process.settings, console_listen=(host, bound.getsockname()[1]))
        process = replace(process, settings=settings)
        console = await open_console(process)
        app = make_app(process, console, screening=screening, document=document, kit=kit)
        runner = web.AppRunner(app, handle_signals=False, shutdown_timeout=DRAIN_SECONDS)
        await runner.setup()
        loop = asyncio.get_running_loop()
        connect = functools.partial(
            Connection,
            cast("web.Server", runner.server),  # there is one after `setup`
            loop=loop,
            access_log=None,  # type: ignore[arg-type]  # none is kept
            auto_decompress=False,
            keepalive_timeout=SLOW_SECONDS,
        )
        listener = await loop.create_server(connect, sock=bound, backlog=512)
        try:
            yield address_of(settings)
        finally:
            listener.close()
            await runner.cleanup()


def _bound(host: str, port: int) -> socket.socket:
    """Return a bound socket, so that the port is known before anything is opened; 0 is any free port."""
    (family, kind, protocol, _, address), *_ = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    made = socket.socket(family, kind, protocol)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
    except OSError:
        made.close()
        raise
    return made
