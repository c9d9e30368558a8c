"""How bans stand, how lists compare, what an amnesty act comes to, and what waits for an answer.

References, states and days only: persons are read in the messages themselves, or found by screening.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from aiohttp import web

from hub.api import ban_answers
from hub.core.entry_ban.listing import DEEPEST
from hub.core.errors import ParameterError
from hub.web.access import participant_of
from hub.web.answers import json_answer
from hub.web.parameters import AFTER, at_most, number, read_number
from hub.web.route import Caller, Parameter, Route
from hub.web.state import PROCESS
from hub.workflows.bans import reconcile_bans
from hub.workflows.bans.evaluate_amnesty import evaluate_amnesty
from hub.workflows.bans.read_ban_cases import read_ban_cases
from hub.workflows.bans.read_bans import read_one, read_page
from hub.workflows.exchange import Exchange

_TEXT = {"type": "string"}
_LIMIT = at_most(1000, default=100)
_DEPTH = number("depth", low=0, high=DEEPEST, ru="Сколько битов выбирают часть", en="How many bits choose the bucket")
_BUCKET = Parameter(
    name="number", where="path", schema={"type": "integer"}, ru="Номер части", en="Number of the bucket"
)


def _text(name: str, where: str, ru: str, en: str, *, required: bool = False) -> Parameter:
    return Parameter(name=name, where=where, schema=_TEXT, ru=ru, en=en, required=required)


_ISSUER = _text("issuer", "path", "Кто ввёл запреты", "Whose bans")
_ISSUER_ASKED = _text("issuer", "query", "Кто ввёл запреты", "Whose bans", required=True)
_BAN = _text("ban_id", "path", "Номер запрета", "Reference of the ban")
_ACT = _text("act_id", "path", "Номер акта", "Reference of the act")
_AFTER = _text("after", "query", "После этого номера", "After this reference")
_ON = Parameter(
    name="on", where="query", schema={"type": "string", "format": "date"}, ru="На какой день", en="On which day"
)
_WAITING = Parameter(
    name="waiting",
    where="query",
    schema={"type": "boolean", "default": False},
    ru="Только то, на что нет ответа",
    en="Only what has no answer yet",
)


async def list_bans(request: web.Request) -> web.Response:
    """Return an issuer's bans that the caller sent or received."""
    reader, issuer = participant_of(request), request.query.get("issuer")
    if not issuer:
        raise ParameterError(parameter="issuer")
    page = await read_page(
        _exchange(request),
        reader=reader,
        issuer=issuer,
        on=_day(request),
        after=request.query.get("after", ""),
        limit=read_number(request, _LIMIT),
    )
    return json_answer(ban_answers.page(page))


async def read_ban(request: web.Request) -> web.Response:
    """Return one ban that the caller sent or received."""
    reader = participant_of(request)
    found, clashes = await read_one(_exchange(request), reader=reader, on=_day(request), **_named(request, "ban_id"))
    return json_answer(ban_answers.one(found, clashes))


async def read_list(request: web.Request) -> web.Response:
    """Return the digest of an issuer's list, as it was delivered to the caller."""
    reader = participant_of(request)
    depth = read_number(request, _DEPTH) if "depth" in request.query else None
    view, state = await reconcile_bans.read_state(
        _exchange(request), reader=reader, on=_day(request), depth=depth, **_named(request)
    )
    return json_answer(ban_answers.state(view, state))


async def read_bucket(request: web.Request) -> web.Response:
    """Return the entries of one bucket of that list."""
    reader, depth = participant_of(request), read_number(request, _DEPTH)
    place = int(request.match_info["number"])
    if place >= 1 << depth:
        raise ParameterError(parameter="number")
    view, entries = await reconcile_bans.read_bucket(
        _exchange(request), reader=reader, on=_day(request), depth=depth, number=place, **_named(request)
    )
    return json_answer(ban_answers.bucket(view, entries))


async def compare_list(request: web.Request) -> web.Response:
    """Compare the state that the issuer sent last with what it had delivered to the caller."""
    reader = participant_of(request)
    return json_answer(
        ban_answers.comparison(await reconcile_bans.compare(_exchange(request), reader=reader, **_named(request)))
    )


async def read_evaluation(request: web.Request) -> web.Response:
    """Return what the caller's own act comes to for its own bans."""
    issuer = participant_of(request)
    evaluation = await evaluate_amnesty(
        _exchange(request),
        issuer=issuer,
        act_id=request.match_info["act_id"],
        on=_day(request),
        after=request.query.get("after", ""),
        limit=read_number(request, _LIMIT),
    )
    reasons = _exchange(request).catalogue.code_list("amnesty-reasons")
    return json_answer(ban_answers.evaluation(evaluation, reasons))


async def list_cases(request: web.Request) -> web.Response:
    """Return reviews, enquiries and hits that the caller sent or received, with their clocks."""
    participant = participant_of(request)
    waiting = request.query.get("waiting", "false")
    if waiting not in {"true", "false"}:
        raise ParameterError(parameter="waiting")
    limit = read_number(request, _LIMIT)
    found = await read_ban_cases(
        _exchange(request),
        participant=participant,
        after=read_number(request, AFTER) - 1,
        limit=limit,
        waiting=waiting == "true",
    )
    return json_answer({"cases": [ban_answers.case(each) for each in found]})


def _exchange(request: web.Request) -> Exchange:
    return request.app[PROCESS].exchange


def _named(request: web.Request, *more: str) -> dict[str, str]:
    return {name: request.match_info[name] for name in ("issuer", *more)}


def _day(request: web.Request) -> date | None:
    """Return the day asked for; today where none is.

    Raises:
        ParameterError: it is no day.
    """
    text = request.query.get("on")
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise ParameterError(parameter="on") from None


def _route(
    path: str, handler: Any, name: str, texts: tuple[str, str], parameters: Iterable[Parameter], *problems: int
) -> Route:
    return Route(
        method="GET",
        path=path,
        handler=handler,
        name=name,
        ru=texts[0],
        en=texts[1],
        caller=Caller.PARTICIPANT,
        parameters=tuple(parameters),
        answers={200: ("application/json", {"type": "object"})},
        problems=(400, 401, 403, *problems, 503),
    )


ROUTES = (
    _route(
        "/v1/entry-bans",
        list_bans,
        "listBans",
        (
            "Запреты одного органа, отправленные или полученные вами: состояния и сроки, без данных о лицах",
            "An issuer's bans that you sent or received: states and days, no persons",
        ),
        (_ISSUER_ASKED, _ON, _AFTER, _LIMIT),
    ),
    _route(
        "/v1/entry-bans/{issuer}/{ban_id}",
        read_ban,
        "readBan",
        ("Один запрет; органу — и другие запреты на то же лицо", "One ban; its issuer sees others on the person, too"),
        (_ISSUER, _BAN, _ON),
        404,
    ),
    _route(
        "/v1/ban-lists/{issuer}",
        read_list,
        "readBanList",
        ("Дайджест списка запретов, доставленного вам", "The digest of a ban list, as it was delivered to you"),
        (_ISSUER, _ON, replace(_DEPTH, required=False)),
    ),
    _route(
        "/v1/ban-lists/{issuer}/buckets/{number:[0-9]{1,4}}",
        read_bucket,
        "readBanBucket",
        ("Записи одной части этого списка", "The entries of one bucket of that list"),
        (_ISSUER, _BUCKET, _DEPTH, _ON),
    ),
    _route(
        "/v1/ban-lists/{issuer}/comparison",
        compare_list,
        "compareBanList",
        (
            "Сверка последнего состояния списка, отправленного вам органом, с тем, что было доставлено до него",
            "The last state of the list that the issuer sent you, against what was delivered before it",
        ),
        (_ISSUER,),
        404,
    ),
    _route(
        "/v1/amnesties/{act_id}/evaluation",
        read_evaluation,
        "evaluateAmnesty",
        (
            "Предложения по вашему акту об амнистии для каждого вашего запрета; снимает запрет только сам орган",
            "What your amnesty act comes to for each of your bans; only the issuer lifts a ban",
        ),
        (_ACT, _ON, _AFTER, _LIMIT),
        404,
    ),
    _route(
        "/v1/ban-cases",
        list_cases,
        "listBanCases",
        (
            "Просьбы о пересмотре, вопросы и сообщения об обнаружении: ваши и направленные вам, со сроками ответа",
            "Reviews, enquiries and hits, yours and those sent to you, with the clocks of their answers",
        ),
        (AFTER, _LIMIT, _WAITING),
    ),
)
