"""Accounts of the participant's people, for its administrator; of everybody, for the hub's operator.

Here administrators are told where somebody guesses at a password. The code of an invitation is shown once.
"""

from aiohttp import web

from hub.console.pages.account import ZONES
from hub.console.pages.typed import read_typed
from hub.console.rendering import city_of, render
from hub.console.rights import require
from hub.console.routing import Route, go_to
from hub.console.visit import Visit, visit_of
from hub.core.console.account import GIVEN, Account, Role
from hub.core.errors import AccountMalformedError, Fault, HubError, LoginTakenError, OwnAccountError
from hub.workflows.accounts.create_account import Wanted, create_account, invite_person
from hub.workflows.accounts.lock_account import find_account, list_accounts, list_guessed, lock_account, open_account

PAGE = 50
FIELDS = ("login", "name", "participant", "lang", "zone")


async def show_all(request: web.Request) -> web.Response:
    """Show accounts, and those that somebody guesses at."""
    return await _list(request)


async def show_form(request: web.Request) -> web.Response:
    """Ask for a new account."""
    return _form(request, {**dict.fromkeys(FIELDS, ""), "lang": "ru", "zone": visit_of(request).zone}, ())


async def create(request: web.Request) -> web.Response:
    """Create an account, and show the code of its invitation."""
    visit, typed = visit_of(request), await read_typed(request, *FIELDS)
    roles = [each for each in (await request.post()).getall("role", []) if isinstance(each, str)]
    wanted = Wanted(
        login=typed["login"].strip(),
        participant=_participant(visit, typed["participant"]),
        name=typed["name"].strip(),
        roles=frozenset(roles),
        lang=typed["lang"],
        zone=typed["zone"],
    )
    try:
        account = await create_account(visit.exchange, visit.console, wanted, by=visit.person)
    except (AccountMalformedError, LoginTakenError) as error:
        return _form(request, typed, roles, error)
    return await _code(request, account)


async def invite(request: web.Request) -> web.Response:
    """Show the code of a new invitation."""
    try:
        return await _code(request, await _account(request))
    except OwnAccountError as error:
        return await _list(request, error)


async def lock(request: web.Request) -> web.Response:
    """Lock an account."""
    try:
        await lock_account(visit_of(request).exchange, await _account(request), by=visit_of(request).person)
    except OwnAccountError as error:
        return await _list(request, error)
    return go_to("/accounts")


async def reopen(request: web.Request) -> web.Response:
    """Open an account again."""
    try:
        await open_account(visit_of(request).exchange, await _account(request), by=visit_of(request).person)
    except OwnAccountError as error:
        return await _list(request, error)
    return go_to("/accounts")


async def _account(request: web.Request) -> Account:
    """Return the account that is named, if the visitor may manage it; a foreign one looks like none."""
    account = await find_account(visit_of(request).exchange, request.match_info["login"])
    require(visit_of(request), "accounts-manage", owner=account.participant)
    return account


async def _list(request: web.Request, error: HubError | None = None) -> web.Response:
    visit, after = visit_of(request), request.query.get("after", "")[:64]
    found = await list_accounts(visit.exchange, visit.person.participant, after=after, limit=PAGE + 1)
    return render(
        request,
        "accounts/list.html",
        status=200 if error is None else 409,
        accounts=found[:PAGE],
        next=found[PAGE - 1].login if len(found) > PAGE else None,
        guessed=await list_guessed(visit.exchange, visit.person.participant),
        error=error,
    )


def _form(request: web.Request, typed: dict[str, str], roles: object, error: HubError | None = None) -> web.Response:
    visit = visit_of(request)
    faults: tuple[Fault, ...] = () if error is None else error.faults
    return render(
        request,
        "accounts/new.html",
        status=200 if error is None else 422,
        typed=typed,
        chosen=roles,
        roles=_roles(visit),
        zones=sorted(ZONES, key=lambda zone: city_of(zone, visit.lang)),
        participants=sorted(visit.exchange.judgement.trust.participants) if visit.person.participant is None else (),
        faults={fault.pointer.removeprefix("/"): fault for fault in faults},
        error=error,
    )


def _roles(visit: Visit) -> list[Role]:
    """Return the roles that accounts of this page can be given, in one order."""
    participant = visit.person.participant
    if participant is None:
        return sorted(GIVEN)
    kind = str(visit.exchange.judgement.trust.participants[participant].role)
    return sorted(role for role in GIVEN if visit.console.policy.can_hold(role, kind))


def _participant(visit: Visit, typed: str) -> str | None:
    """Return whose account is created: an administrator's own participant, whatever was sent."""
    return visit.person.participant or typed or None


async def _code(request: web.Request, account: Account) -> web.Response:
    visit = visit_of(request)
    code = await invite_person(visit.exchange, account, by=visit.person)
    return render(request, "accounts/code.html", account=account, code=code)


ROUTES = (
    Route(method="GET", path="/accounts", handler=show_all, action="accounts-read"),
    Route(method="POST", path="/accounts", handler=create, action="accounts-manage"),
    Route(method="GET", path="/accounts/new", handler=show_form, action="accounts-manage"),
    Route(
        method="POST",
        path="/accounts/{login}/invite",
        handler=invite,
        action="accounts-manage",
        sample={"login": "nobody"},
    ),
    Route(
        method="POST", path="/accounts/{login}/lock", handler=lock, action="accounts-manage", sample={"login": "nobody"}
    ),
    Route(
        method="POST",
        path="/accounts/{login}/open",
        handler=reopen,
        action="accounts-manage",
        sample={"login": "nobody"},
    ),
)
