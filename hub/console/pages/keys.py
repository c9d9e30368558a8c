"""Requests about keys: a participant proposes them, two persons of it and two officers bring them to the ceremony.

No page changes whom the hub trusts. What is approved lies in a file for `hub trust propose --requests`; that a key is
in force is seen in the signed trust list.
"""

import contextlib
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from hub.console import key_words, texts
from hub.console.choices import options
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route, go_to
from hub.console.visit import Visit, visit_of
from hub.core import ids
from hub.core.console.account import Role
from hub.core.console.key_claim import LONGEST, Why
from hub.core.console.key_request import OPEN, RequestStatus, changes_of
from hub.core.errors import KeyRequestRefusedError, MissingError
from hub.workflows.trust.pack_key_requests import list_approved, pack_key_requests
from hub.workflows.trust.propose_key_request import Change, propose_change, propose_key
from hub.workflows.trust.read_key_requests import list_key_requests, list_open
from hub.workflows.trust.read_participants import ListedKey, read_participant
from keys.trust_requests import RequestKind

PATH = "/keys"
PAGE = 50
FILTERS = {"open": OPEN, "all": tuple(RequestStatus)}
_CHANGE = {"kind": 16, "kid": 43, "reason": 32, "since": 32}
_SINCE = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S")  # as browsers send it, some with seconds


def words(visit: Visit) -> dict[str, Any]:
    """Return what templates say of requests."""
    return {
        "kinds": key_words.KINDS,
        "statuses": key_words.STATUSES,
        "in_groups": key_words.in_groups,
        "party": visit.person.participant,
    }


async def show_all(request: web.Request) -> web.Response:
    """Show the participant's requests; those of all, to the secretariat."""
    visit, chosen = visit_of(request), request.query.get("show", "open")
    if chosen not in FILTERS:
        raise MissingError
    found = await list_key_requests(
        visit.exchange, _whose(visit), statuses=FILTERS[chosen], before=_before(request), limit=PAGE + 1
    )
    last = found[PAGE - 1].kept if len(found) > PAGE else None
    return render(
        request,
        "keys/list.html",
        requests=found[:PAGE],
        chosen=chosen,
        next=f"{PATH}?show={chosen}&before={last.changed_at.isoformat()}_{last.id}".replace("+", "%2B") if last else "",
        approved=len(await list_approved(visit.exchange)) if may(visit, "key-request-file") else None,
        may_propose=may(visit, "key-request-propose"),
        **words(visit),
    )


def _whose(visit: Visit) -> str | None:
    """Return whose requests somebody sees; None: everybody's."""
    return None if Role.SECRETARIAT_OFFICER in visit.person.roles else visit.party


def _before(request: web.Request) -> tuple[datetime, str] | None:
    at, _, last = request.query.get("before", "").partition("_")
    if not at:
        return None
    if not ids.is_message_id(last):
        raise MissingError
    try:
        return datetime.fromisoformat(at).astimezone(UTC), last
    except (ValueError, OverflowError):
        raise MissingError from None


async def of_participant(visit: Visit, participant: str) -> dict[str, Any]:
    """Return what a participant's page says of requests about its keys; `key_requests`: None to whom it is nothing."""
    is_own = visit.person.participant == participant
    is_seen = _sees(visit) and (is_own or _whose(visit) is None)
    return {
        "key_requests": await list_open(visit.exchange, participant) if is_seen else None,
        "may_propose": is_own and may(visit, "key-request-propose"),
        **words(visit),
    }


async def count_open(visit: Visit) -> int | None:
    """Return how many requests are on their way that the visitor sees; None to whom they are nothing."""
    return len(await list_open(visit.exchange, _whose(visit))) if _sees(visit) else None


def _sees(visit: Visit) -> bool:
    """Say whether requests are anything to the visitor; the hub's own people have no participant's keys."""
    return visit.person.participant is not None and may(visit, "key-requests")


async def ask_key(request: web.Request) -> web.Response:
    """Ask for the request of a new key, and tell how it is made."""
    return _key_form(request, Form())


def _key_form(request: web.Request, form: Form) -> web.Response:
    visit, replaced = visit_of(request), request.query.get("replaces", "")
    listed = read_participant(visit.exchange, visit.party)
    return render(
        request,
        "keys/enrol.html",
        status=422 if form.faults else 200,
        form=form,
        origin=visit.exchange.judgement.trust.hub,
        listed=listed,
        replaced=next((key for key in listed.keys if key.kid == replaced), None),
        can_vouch=any(key.use == "sig" and key.state in ("valid", "expiring") for key in listed.keys),
        **words(visit),
    )


async def enrol(request: web.Request) -> web.Response:
    """Take the request of a new key, uploaded or pasted."""
    visit, form = visit_of(request), await read_form(request, {"text": LONGEST})
    sent = (await request.post()).get("file")
    raw = sent.file.read(LONGEST + 1) if isinstance(sent, web.FileField) else b""
    raw = raw or form["text"].encode("utf-8", "replace")
    if not raw:
        _ = texts.load(visit.lang).gettext
        return _key_form(request, form.fault("file", _("Choose the file of the request, or paste what it holds.")))
    try:
        made = await propose_key(visit.exchange, visit.person, visit.party, raw)
    except KeyRequestRefusedError as error:
        kept = Form() if error.facts["reason"] is Why.SECRET else form
        where = "text" if form["text"] and not isinstance(sent, web.FileField) else "file"
        return _key_form(request, kept.fault(where, key_words.why(error.facts["reason"], visit.lang)))
    return go_to(f"{PATH}/{made}")


async def ask_change(request: web.Request) -> web.Response:
    """Ask which key goes out of force or returns, and why."""
    return _change_form(request, Form(values={"kid": request.query.get("kid", "")[:43]}))


def _change_form(request: web.Request, form: Form) -> web.Response:
    visit = visit_of(request)
    keys = [key for key in read_participant(visit.exchange, visit.party).keys if _changes(key)]
    return render(
        request,
        "keys/change.html",
        status=422 if form.faults else 200,
        form=form,
        keys=keys,
        reasons=options("suspension-reasons", visit.lang),
        **words(visit),
    )


def _changes(key: ListedKey) -> tuple[RequestKind, ...]:
    return changes_of(key.state.value if key.state in ("suspended", "revoked") else "active")


async def change(request: web.Request) -> web.Response:
    """Take a request about a listed key."""
    visit, form = visit_of(request), await read_form(request, _CHANGE)
    since, form = _since(visit, form)
    if form["kind"] not in list(RequestKind) or form["kind"] == RequestKind.ENROL:
        form = form.fault("kind", texts.load(visit.lang).gettext("Choose what is asked."))
    if form.faults:
        return _change_form(request, form)
    asked = Change(kind=RequestKind(form["kind"]), kid=form["kid"], reason=form["reason"], since=since)
    try:
        made = await propose_change(visit.exchange, visit.person, visit.party, asked)
    except KeyRequestRefusedError as error:
        reason = str(error.facts["reason"])
        return _change_form(request, form.fault(key_words.FIELDS.get(reason, "kid"), key_words.why(reason, visit.lang)))
    return go_to(f"{PATH}/{made}")


def _since(visit: Visit, form: Form) -> tuple[datetime | None, Form]:
    """Return a typed day and hour of the visitor's city."""
    if not form["since"]:
        return None, form
    for shape in _SINCE:
        with contextlib.suppress(ValueError, OverflowError):
            typed = datetime.strptime(form["since"], shape).replace(tzinfo=ZoneInfo(visit.zone))
            return typed.astimezone(UTC), form
    _ = texts.load(visit.lang).gettext
    return None, form.fault("since", _("Give day and hour, such as 2026-11-30T18:00."))


async def download(request: web.Request) -> web.Response:
    """Return the file that the ceremony takes."""
    visit = visit_of(request)
    body = await pack_key_requests(visit.exchange, visit.person)
    headers = {"Content-Disposition": 'attachment; filename="key-requests.json"'}
    return web.Response(body=body, content_type="application/json", headers=headers)


ROUTES = (
    Route(method="GET", path=PATH, handler=show_all, action="key-requests"),
    Route(method="GET", path=f"{PATH}/enrol", handler=ask_key, action="key-request-propose"),
    Route(method="POST", path=f"{PATH}/enrol", handler=enrol, action="key-request-propose"),
    Route(method="GET", path=f"{PATH}/change", handler=ask_change, action="key-request-propose"),
    Route(method="POST", path=f"{PATH}/change", handler=change, action="key-request-propose"),
    Route(method="GET", path=f"{PATH}/key-requests.json", handler=download, action="key-request-file", swept=False),
)
