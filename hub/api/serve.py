"""Serve the API of one process."""

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from hub.api.app import make_app
from hub.workflows.open_exchange import Process

DRAIN_SECONDS = 10.0
SLOW_SECONDS = 30  # a connection that sends nothing for so long is closed


@contextlib.asynccontextmanager
async def listening(process: Process) -> AsyncIterator[str]:
    """Listen where the settings say until the block ends; give the address."""
    runner = web.AppRunner(
        make_app(process),
        access_log=None,
        auto_decompress=False,
        handle_signals=False,
        keepalive_timeout=SLOW_SECONDS,
        shutdown_timeout=DRAIN_SECONDS,
    )
    await runner.setup()
    host, port = process.settings.listen
    site = web.TCPSite(runner, host, port, backlog=512, reuse_port=True)
    await site.start()
    try:
        shown = runner.addresses[0]
        yield f"http://{shown[0]}:{shown[1]}"
    finally:
        process.released.close()  # those who wait for messages get an empty page now
        await runner.cleanup()
