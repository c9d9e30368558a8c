"""Contact persons of all participants as their directories say today; duty contacts, and what to do on the last day."""

from aiohttp import web

from hub.console.choices import options
from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.core.errors import MissingError
from hub.workflows.council.read_council import find_directory, read_contacts
from hub.workflows.deadline.legal_day import legal_day

DUTY, HOTLINE = "duty_24x7", "hotline"


async def show(request: web.Request) -> web.Response:
    """Show whom to reach, for a function or for any."""
    visit = visit_of(request)
    functions = options("contact-functions", visit.lang)
    function, participant = request.query.get("function", ""), request.query.get("participant", "")
    if function and function not in dict(functions):
        raise MissingError
    today = legal_day(visit.exchange.judgement.trust, visit.party, visit.now)
    found = await read_contacts(visit.exchange, visit.party, on=today, function=None, participant=participant or None)
    shown = [
        {**each, "contacts": [one for one in each["contacts"] if not function or function in one["functions"]]}
        for each in found
    ]
    return render(
        request,
        "contacts/list.html",
        directories=[each for each in shown if each["contacts"]],
        duty=[(each["participant"], one) for each in found for one in each["contacts"] if DUTY in one["functions"]],
        functions=functions,
        participants=sorted(visit.exchange.judgement.trust.participants),
        function=function,
        participant=participant,
        own=await find_directory(visit.exchange, visit.party),
    )


ROUTES = (Route(method="GET", path="/contacts", handler=show, action="contacts"),)
