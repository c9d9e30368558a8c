"""Serve the API of one process."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator
from typing import cast

from aiohttp import web

from hub.api.app import make_app
from hub.web.connections import Connection
from hub.workflows.process.open_exchange import Process
from hub.workflows.screening.screen import Screening

DRAIN_SECONDS = 10.0
SLOW_SECONDS = 30  # a connection that sends nothing for so long is closed


@contextlib.asynccontextmanager
async def listening(process: Process, screening: Screening | None = None) -> AsyncIterator[str]:
    """Listen where the settings say until the block ends; give the address."""
    runner = web.AppRunner(make_app(process, screening), handle_signals=False, shutdown_timeout=DRAIN_SECONDS)
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

    host, port = process.settings.listen
    listener = await loop.create_server(connect, host, port, backlog=512, reuse_port=process.settings.listen_shared)
    try:
        shown = listener.sockets[0].getsockname()
        yield f"http://{shown[0]}:{shown[1]}"
    finally:
        listener.close()
        process.released.close()  # those who wait for messages get an empty page now
        await runner.cleanup()
