"""May this visitor do what the route is for, and does the form come from a page of ours?

The policy table decides (`schemas/console/policy.json`, `schemas/console/rooms/`): before the handler by the route's
action, in the handler by what the data says of the object:

    case = await read_case(...)                               # None: there is no such case
    require(visit, "case-read", owner=case.requesting, parties=case.parties)

A foreign object is answered exactly as one that does not exist.

A form is taken only from our own pages. The browser says where it comes from (Sec-Fetch-Site, else Origin), and the
form holds a token that is bound to the session. Both are demanded of everything that is not a mere reading.
"""

from collections.abc import Iterable
from hmac import compare_digest
from urllib.parse import quote

from aiohttp import web

from hub.console.late_forms import TOKEN_FIELD, keep_late_form
from hub.console.routing import READING, TABLE, Handler, Route, go_to, route_of
from hub.console.visit import ENDED, Visit, is_from_here, visit_of
from hub.core.console.account import Level
from hub.core.console.policy import Ownership, ownership_of
from hub.core.errors import ForbiddenError, FormForgedError, MissingError

TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105
SIGN_IN, SET_UP = "/sign-in", "/setup"


@web.middleware
async def authorise(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let through what the policy table allows; send who has not signed in to the sign-in page and back.

    Raises:
        ForbiddenError: the visitor's roles do not allow the action.
        FormForgedError: the form is not one of ours.
    """
    route, visit = route_of(request), visit_of(request)
    if route is None:
        return await handler(request)
    if not visit.console.policy.may_ever(visit.account, route.action):
        await keep_late_form(request, route, request[ENDED])
        return _elsewhere(request, route, visit)
    if request.method not in READING:
        await require_own_form(request, visit)
    return await handler(request)


def require(visit: Visit, action: str, *, owner: str | None, parties: Iterable[str] = ()) -> Ownership:
    """Return what the object of this owner is to the visitor, who may do this to it.

    Raises:
        MissingError: it is nothing to him, as if there were no such object.
        ForbiddenError: it is his participant's, but not his to do this to.
    """
    found = ownership_of(visit.account, owner, frozenset(parties))
    if visit.console.policy.may(visit.account, action, found):
        return found
    raise MissingError if found is Ownership.FOREIGN else ForbiddenError


def may(visit: Visit, action: str) -> bool:
    """Say whether the visitor may ever do this: whether a link to it is shown."""
    return visit.console.policy.may_ever(visit.account, action)


async def require_own_form(request: web.Request, visit: Visit) -> None:
    """Take a form only from our own pages, in the session that they were shown in.

    Raises:
        FormForgedError: it comes from elsewhere, or from a session that has ended.
    """
    if not is_from_here(request):
        raise FormForgedError
    given = request.headers.get(TOKEN_HEADER) or (await request.post()).get(TOKEN_FIELD)
    if not isinstance(given, str) or not compare_digest(given.encode("utf-8"), visit.csrf.encode("ascii")):
        raise FormForgedError


def _elsewhere(request: web.Request, route: Route, visit: Visit) -> web.StreamResponse:
    if visit.account is None:
        back = quote(_page_of(request, route), safe="")
        return _redirect(request, f"{SIGN_IN}?next={back}")
    if visit.session is not None and visit.session.level is Level.INVITATION:
        return _redirect(request, SET_UP)
    raise ForbiddenError


def _page_of(request: web.Request, route: Route) -> str:
    """Return the page to come back to: this one, or the one whose form was sent too late."""
    if request.method in READING:
        return request.path_qs
    pages = {each.path for each in request.app[TABLE].values() if each.method == "GET"}
    path, template = request.path, route.path
    while template not in pages and "/" in template.strip("/"):
        path, template = path.rpartition("/")[0], template.rpartition("/")[0]
    return path if template in pages else "/"


def _redirect(request: web.Request, path: str) -> web.StreamResponse:
    """Send the whole page elsewhere, also where only a part of it was asked for."""
    if request.headers.get("HX-Request") == "true":
        return web.Response(status=204, headers={"HX-Redirect": path})
    return go_to(path)
