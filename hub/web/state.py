"""What the application carries for its handlers, under a typed key."""

from aiohttp import web

from hub.web.bodies import Bodies
from hub.workflows.open_exchange import Process

PROCESS = web.AppKey("process", Process)
BODIES = web.AppKey("bodies", Bodies)
