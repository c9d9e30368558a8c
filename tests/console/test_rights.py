"""Every route for every role and every ownership: the doors answer what the policy table says, and nothing else.

The expectation is read from the table's own text; the answer comes over HTTP through the real doors, with the handlers
replaced by a probe that asks `require` for an object of each ownership.
"""

import re
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from hub.console.app import make_app
from hub.console.rights import require
from hub.console.routes import ROUTES
from hub.console.visit import session_cookie, visit_of
from hub.core.console.account import Level, Role
from hub.core.console.policy import Ownership
from hub.core.errors import ForbiddenError, MissingError
from hub.workflows.accounts.open_session import open_session
from schemas import console_policy
from tests.console.served import VISITOR, Served

OWN, OTHER = "tj-mvd", "kz-mvd"
LOGINS = {
    Role.VISITOR: VISITOR,
    Role.NEWCOMER: "tj-mvd.liaison",
    Role.LIAISON: "tj-mvd.liaison",
    Role.APPROVER: "tj-mvd.approver",
    Role.ADMINISTRATOR: "tj-mvd.administrator",
    Role.SECRETARIAT_OFFICER: "cis-ec.secretariat-officer",
    Role.OBSERVER_READER: "tm-sms.observer-reader",
    Role.INTEGRATOR: "tj-mvd.integrator",
    Role.AUDITOR: "tj-mvd.auditor",
    Role.OPERATOR: "hub.operator",
}
OWNERSHIPS = tuple(Ownership)


def table() -> Mapping[str, Mapping[str, set[str]]]:
    """Return action, role and ownerships as the files say them, groups written out."""
    whole = console_policy.load()
    found: dict[str, dict[str, set[str]]] = {}
    for action, row in whole["actions"].items():
        for name, ownerships in row["may"].items():
            for role in whole["groups"].get(name, [name]):
                found.setdefault(action, {}).setdefault(role, set()).update(ownerships)
    return found


TABLE = table()


async def probe(request: web.Request) -> web.Response:
    """Answer with what each ownership gives: allowed, forbidden or missing."""
    visit, action = visit_of(request), request.headers["X-Action"]
    party = visit.account.participant if visit.account else None
    places = {Ownership.OWN: (party, ()), Ownership.PARTY: (OTHER, (party or "",)), Ownership.FOREIGN: (OTHER, ())}
    answers: dict[str, Any] = {"none": "allowed" if visit.console.policy.may(visit.account, action) else "forbidden"}
    for ownership, (owner, parties) in places.items():
        try:
            require(visit, action, owner=owner, parties=parties)
            answers[ownership] = "allowed"
        except (ForbiddenError, MissingError) as error:
            answers[ownership] = "missing" if isinstance(error, MissingError) else "forbidden"
    return web.json_response(answers)


@pytest.fixture
async def doors(served: Served) -> AsyncIterator[TestClient]:
    """The console's doors with the probe behind every route."""
    app = make_app(served.hub.process, served.console, [replace(route, handler=probe) for route in ROUTES])
    async with TestClient(TestServer(app, host="localhost")) as client:
        yield client


async def token_of(served: Served, role: Role) -> dict[str, str]:
    """Return the cookie of somebody in this role."""
    if role is Role.VISITOR:
        return {}
    level, exchange = Level.INVITATION if role is Role.NEWCOMER else Level.DEMO, served.hub.exchange
    async with exchange.pool.acquire() as conn, conn.transaction():
        token = await open_session(conn, exchange, served.accounts[LOGINS[role]], level, "tests")
    return {session_cookie(served.console): token}


def expected(action: str, role: Role, participant: str | None) -> dict[str, str] | None:
    """Return what the probe has to say; None: it is not reached."""
    allowed = TABLE.get(action, {}).get(role, set())
    if not allowed:
        return None
    found = {}
    for ownership in OWNERSHIPS:
        # nothing is an own object, or names one as a party, of whoever works for no participant
        seen = ownership if participant or ownership is Ownership.NONE else Ownership.FOREIGN
        refused = "missing" if seen is Ownership.FOREIGN else "forbidden"
        found[str(ownership)] = "allowed" if seen in allowed else refused
    return found


@pytest.mark.parametrize("role", list(Role))
async def test_the_doors_answer_what_the_table_says(served: Served, doors: TestClient, role: Role):
    cookies, login, wrong = await token_of(served, role), LOGINS[role], []
    participant = None if role is Role.VISITOR else served.accounts[login].participant
    doors.session.cookie_jar.update_cookies(cookies, doors.make_url("/"))
    own_forms = {"Sec-Fetch-Site": "same-origin", "X-CSRF-Token": await csrf_of(served, cookies)}
    for route in ROUTES:
        headers = {**own_forms, "X-Action": route.action}
        address = replace(route, sample=defaultdict(lambda: "none", route.sample)).address()
        answer = await doors.request(route.method, address, headers=headers, allow_redirects=False)
        said = await answer.json() if answer.status == 200 and answer.content_type == "application/json" else None
        turned_away = {Role.VISITOR: 303, Role.NEWCOMER: 303}.get(role, 403)
        wanted = expected(route.action, role, participant)
        if said != wanted or (wanted is None and answer.status != turned_away):
            wrong.append((route.name, answer.status, said, wanted))
    assert wrong == []


async def csrf_of(served: Served, cookies: dict[str, str]) -> str:
    """Return the token that forms of this session carry."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        aiohttp.ClientSession(served.url, cookies=cookies, cookie_jar=jar) as client,
        client.get("/invitation") as answer,
    ):
        return re.search(r'name="csrf" value="([^"]+)"', await answer.text())[1]


def test_the_matrix_is_as_large_as_it_should_be():
    assert len(ROUTES) * len(Role) * len(OWNERSHIPS) >= 2000


def test_every_route_asks_for_an_action_of_the_table():
    assert {route.action for route in ROUTES} <= set(console_policy.load()["actions"])


def test_nobody_but_who_is_invited_sets_a_first_way_in():
    assert set(TABLE["account-setup"]) == {"newcomer"}


def test_the_secretariat_is_given_nothing_that_an_authority_decides_or_reads_of_persons():
    """An action that only authorities may do is theirs alone: here the ground's; each room's table adds its own."""
    assert "secretariat-officer" not in TABLE["tasks"]
