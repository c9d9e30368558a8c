"""The exchange's health as data: a participant's own row and column, and all of it for the secretariat."""

from aiohttp import web

from hub.core.errors import ParameterError
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.route import Caller, Parameter, Route
from hub.web.state import PROCESS
from hub.workflows.health.read_health import Period, read_health, sees_all
from hub.workflows.health.show_health import to_json

PERIOD = Parameter(
    name="period",
    where="query",
    schema={"type": "string", "enum": [each.value for each in Period], "default": Period.DAY.value},
    ru="За какое время считать сообщения",
    en="How far back messages are counted",
)


async def read(request: web.Request) -> web.Response:
    """Return how the exchange is, as far as the caller may see it."""
    exchange, caller = request.app[PROCESS].exchange, participant_of(request)
    try:
        period = Period(request.query.get(PERIOD.name, Period.DAY.value))
    except ValueError:
        raise ParameterError(parameter=PERIOD.name) from None
    reader = None if sees_all(exchange, caller) else caller
    return json_answer(to_json(await read_health(exchange, period=period, reader=reader)))


_HEALTH = {"type": "object", "required": ["at", "period", "since", "pairs", "gateways", "measures"]}

ROUTES = (
    Route(
        method="GET",
        path="/v1/health/exchange",
        handler=read,
        name="readExchangeHealth",
        ru="Состояние обмена: ваши строка и столбец; секретариату — целиком",
        en="The exchange's health: your own row and column; for the secretariat all of it",
        caller=Caller.PARTICIPANT,
        parameters=(PERIOD,),
        answers={200: ("application/json", _HEALTH)},
        problems=(400, 401, 403, 503),
    ),
)
