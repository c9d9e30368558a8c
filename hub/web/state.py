"""What the application carries for its handlers, under a typed key."""

from aiohttp import web

from hub.workflows.open_exchange import Process

PROCESS = web.AppKey("process", Process)
