"""A participant's own messages that are held, for its review."""

from aiohttp import web

from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.parameters import AFTER, at_most, read_number
from hub.web.route import Caller, Route
from hub.web.state import PROCESS
from hub.workflows.trust.release_held import MOST, read_held

LIMIT = at_most(MOST, default=MOST)


async def read(request: web.Request) -> web.Response:
    """Return the messages that the caller's suspended keys signed, and that are held from their recipients."""
    participant = participant_of(request)
    exchange = request.app[PROCESS].exchange
    found = await read_held(exchange, participant, after=read_number(request, AFTER), limit=read_number(request, LIMIT))
    messages = [
        {
            "index": each.index,
            "id": each.id,
            "sha256": each.sha256,
            "type": each.type,
            "kid": each.kid,
            "recipients": each.recipients,
        }
        for each in found
    ]
    return json_answer({"messages": messages})


ROUTES = (
    Route(
        method="GET",
        path="/v1/held",
        handler=read,
        name="listHeld",
        ru="Свои сообщения, удержанные из-за приостановки ключа",
        en="Your own messages that are held because a key was suspended",
        caller=Caller.PARTICIPANT,
        parameters=(AFTER, LIMIT),
        answers={200: ("application/json", {"type": "object", "required": ["messages"]})},
        problems=(400, 401, 403),
    ),
)
