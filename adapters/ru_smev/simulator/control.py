"""The control side: what tests and the demo tell the simulated register to do, and ask it afterwards. JSON both ways.

    POST /control/publish      {"count", "seed"?, "citizenship"?, "batch"?}   new bans     -> {"subjects": [...]}
    POST /control/amend        {"count", "seed"?, "batch"?}                   other terms  -> {"subjects": [...]}
    POST /control/lift         likewise
    POST /control/correct      likewise
    POST /control/readmission  {"requested_authority", "count"?, "seed"?, "citizenship"?}  -> {"subjects": [...]}
    POST /control/reply        {"case_id", "accepted", "reasons"?}            answers a foreign request
    POST /control/enqueue      XML as the body: any document into the queue   -> {"message_id"}
    POST /control/misbehave    {"mode", "times"?, "operation"?, "seconds"?, "name"?}; {"mode": "none"} ends it
    GET  /control/active-bans  {"count", "sha256", "bans": [facts]}           the truth to compare with
    GET  /control/received     {"records": [...]}                             what came from the hub
    GET  /control/answers      {"answers": [...]}                             what became of the messages sent
    GET  /control/figures      counts: cards, active, waiting, in_flight, acknowledged, answers, received

Numbers in requests are bounded, so that a slip in a test does not fill the disk.
"""

import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import msgspec
from aiohttp import web
from lxml import etree

from adapters.ru_smev import names
from adapters.ru_smev.simulator import cards
from adapters.ru_smev.simulator.building import Maker
from adapters.ru_smev.simulator.mischief import Command, Mischief
from adapters.ru_smev.simulator.people import make_person
from adapters.ru_smev.simulator.register import Register

RM = Maker(names.READMISSION, {"rm": names.READMISSION, "pd": names.PERSON})

_MOST = 500_000
_CHANGES = {"amend": cards.amend, "lift": cards.lift, "correct": cards.correct}


class Control:
    """Handlers of the control side."""

    def __init__(self, register: Register, mischief: Mischief, today: str) -> None:
        self._register = register
        self._mischief = mischief
        self._today = today

    def routes(self) -> list[web.RouteDef]:
        """Return the routes."""
        return [
            web.post("/control/publish", _json(self.publish)),
            web.post("/control/readmission", _json(self.readmission)),
            web.post("/control/reply", _json(self.reply)),
            web.post("/control/misbehave", _json(self.misbehave)),
            web.post("/control/enqueue", self.enqueue),
            web.post("/control/{change:amend|lift|correct}", self.change),
            web.get("/control/active-bans", _json(self.active_bans)),
            web.get("/control/received", _json(lambda _: {"records": self._register.received()})),
            web.get("/control/answers", _json(lambda _: {"answers": self._register.answers()})),
            web.get("/control/figures", _json(lambda _: self._register.figures())),
        ]

    def publish(self, order: Mapping[str, Any]) -> dict[str, Any]:
        """Make and send new bans."""
        citizenship = str(order.get("citizenship", "762"))
        subjects = self._register.publish(_count(order), _seed(order), citizenship, _batch(order))
        return {"subjects": subjects}

    async def change(self, request: web.Request) -> web.Response:
        """Amend, lift or correct bans on the active list."""
        order = await _order(request)
        kind = _CHANGES[request.match_info["change"]]
        return _answer({"subjects": self._register.change(kind, _count(order), _seed(order), _batch(order))})

    def readmission(self, order: Mapping[str, Any]) -> dict[str, Any]:
        """Send requests for readmission of own nationals of the requested state."""
        chance = random.Random(f"readmission {_seed(order)}")  # noqa: S311 - test data
        citizenship = str(order.get("citizenship", "762"))
        subjects = []
        for _ in range(_count({"count": 1, **order})):
            case_id = f"RU-RA-2026-{self._register.count('case'):05d}"
            self._register.put(self._request(case_id, str(order["requested_authority"]), citizenship, chance))
            subjects.append(case_id)
        return {"subjects": subjects}

    def _request(self, case_id: str, authority: str, citizenship: str, chance: random.Random) -> etree._Element:
        person = make_person(chance, self._register.count("person") + 900_000)
        subject = RM.Person(*cards.person_elements(person, citizenship))
        return RM.ReadmissionRequest(
            RM.CaseNumber(case_id),
            RM.Procedure("ОБЫЧНАЯ"),
            RM.RequestedAuthority(authority),
            RM.SubjectClass("ГРАЖДАНИН"),
            subject,
            RM.Evidence(RM.Tier("N2A"), RM.Item("copy_of_proof"), RM.DocumentReference("копия паспорта (учебная)")),
            RM.InterviewRequested("false"),
            RM.RequestedOn(self._today),
        )

    def reply(self, order: Mapping[str, Any]) -> dict[str, Any]:
        """Answer a request that came from abroad."""
        accepted = bool(order["accepted"])
        form = RM.ReadmissionReply(
            RM.CaseNumber(str(order["case_id"])), RM.Decision("СОГЛАСИЕ" if accepted else "ОТКАЗ")
        )
        for code in () if accepted else order.get("reasons", ["R03"]):
            form.append(RM.Reason(RM.Code(str(code))))
        form.append(RM.DecidedOn(self._today))
        form.append(RM.Authority(RM.Name("Главное управление по вопросам миграции (учебное)"), RM.State("643")))
        return {"message_id": self._register.put(form)}

    async def enqueue(self, request: web.Request) -> web.Response:
        """Put any well-formed document into the queue."""
        return _answer({"message_id": self._register.put(etree.fromstring(await request.read()))})

    def misbehave(self, order: Mapping[str, Any]) -> dict[str, Any]:
        """Order a misbehaviour, or end all."""
        if order["mode"] == "none":
            self._mischief.clear()
            return {}
        self._mischief.order(
            Command(
                mode=str(order["mode"]),
                times=_count({"count": order.get("times", 1)}),
                operation=order.get("operation"),
                seconds=float(order.get("seconds", 1)),
                name=str(order.get("name", "SMEVFailure")),
            )
        )
        return {}

    def active_bans(self, _order: Mapping[str, Any]) -> dict[str, Any]:
        """Return the active list as facts."""
        listed = [cards.facts(card, self._register.issuer) for card in self._register.active()]
        return {"count": len(listed), "sha256": self._register.digest(), "bans": listed}


def _json(
    handle: Callable[[Mapping[str, Any]], dict[str, Any]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        return _answer(handle(await _order(request) if request.method == "POST" else {}))

    return handler


async def _order(request: web.Request) -> Mapping[str, Any]:
    value = msgspec.json.decode(await request.read())
    if not isinstance(value, dict):
        raise web.HTTPBadRequest(text="a JSON object is needed")
    return value


def _answer(value: dict[str, Any]) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), content_type="application/json")


def _count(order: Mapping[str, Any]) -> int:
    return max(1, min(int(order["count"]), _MOST))


def _seed(order: Mapping[str, Any]) -> int:
    return int(order.get("seed", 1))


def _batch(order: Mapping[str, Any]) -> int:
    return max(1, min(int(order.get("batch", 100)), 500))
