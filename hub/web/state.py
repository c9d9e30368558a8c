"""What the application carries for its handlers, under a typed key."""

from aiohttp import web

from hub.web.bodies import Bodies
from hub.workflows.process.open_exchange import Process
from hub.workflows.screening.screen import Screening

PROCESS = web.AppKey("process", Process)
BODIES = web.AppKey("bodies", Bodies)
SCREENING: web.AppKey[Screening | None] = web.AppKey("screening")
