"""One request about a key: its thumbprint to be read aloud, the steps it took, and what the visitor may do with it."""

from typing import Any

from aiohttp import web

from hub.console import key_words, texts
from hub.console.choices import options
from hub.console.forms import Form, read_form
from hub.console.pages.keys import PATH, words
from hub.console.rendering import render
from hub.console.rights import may, require
from hub.console.routing import Route, go_to
from hub.console.visit import visit_of
from hub.core.console.key_request import RequestStep
from hub.core.errors import (
    HubError,
    KeyRequestPersonError,
    KeyRequestRefusedError,
    KeyRequestStepError,
    MissingError,
)
from hub.workflows.trust.read_key_requests import KeyRequestPage, read_key_request, steps_open_to
from hub.workflows.trust.read_participants import read_participant
from hub.workflows.trust.take_key_step import Taken, take_key_step

ONE = "/keys/{id:[0-9a-f-]{36}}"
SHORTEST, NOTE = 3, 500  # characters of a reason
_SAMPLE = {"id": "00000000-0000-7000-8000-0000000000e1"}


async def show_one(request: web.Request) -> web.Response:
    """Show a request: the key, its thumbprint to be read aloud, its steps, and what the visitor may do."""
    return await _page(request, await _read(request, "key-requests"))


async def _read(request: web.Request, action: str) -> KeyRequestPage:
    visit = visit_of(request)
    page = await read_key_request(visit.exchange, request.match_info["id"])
    require(visit, action, owner=page.kept.participant)
    return page


async def _page(
    request: web.Request, page: KeyRequestPage, form: Form | None = None, error: HubError | None = None
) -> web.Response:
    visit = visit_of(request)
    keys = read_participant(visit.exchange, page.kept.participant).keys
    gettext = texts.load(visit.lang).gettext
    return render(
        request,
        "keys/one.html",
        status=409 if error else 422 if form and form.faults else 200,
        page=page,
        kept=page.kept,
        key=next((each for each in keys if each.kid == page.kept.kid), None),
        may_take=steps_open_to(page, visit.person),
        may_propose=may(visit, "key-request-propose") and visit.person.participant == page.kept.participant,
        may_do={each: may(visit, f"key-request-{each}") for each in ("confirm", "check", "send-back", "withdraw")},
        form=form or Form(),
        error=error,
        channels=key_words.CHANNELS,
        channel_options=[(code, gettext(text)) for code, text in key_words.CHANNELS.items()],
        steps=key_words.STEPS,
        reasons=dict(options("suspension-reasons", visit.lang)),
        **words(visit),
    )


async def confirm(request: web.Request) -> web.Response:
    """Confirm a request, having compared the thumbprint."""
    return await _forward(request, "key-request-confirm", RequestStep.CONFIRM)


async def check(request: web.Request) -> web.Response:
    """Note how the thumbprint was compared with the participant."""
    return await _forward(request, "key-request-check", RequestStep.CHECK)


async def approve(request: web.Request) -> web.Response:
    """Approve a request for the ceremony."""
    return await _forward(request, "key-request-check", RequestStep.APPROVE)


async def _forward(request: web.Request, action: str, step: RequestStep) -> web.Response:
    page, form = await _read(request, action), await read_form(request, {"seen": 16, "compared": 3, "channel": 16})
    _ = texts.load(visit_of(request).lang).gettext
    if step is RequestStep.CHECK and form["channel"] not in key_words.CHANNELS:
        form = form.fault("channel", _("Choose how you have compared it."))
    if step is not RequestStep.APPROVE and form["compared"] != "yes":
        form = form.fault("compared", _("Compare all groups of the thumbprint first, then tick this."))
    if form.faults:
        return await _page(request, page, form)
    note = form["channel"] if step is RequestStep.CHECK else ""
    return await _take(request, page, Taken(step=step, seen=form["seen"], note=note), form)


async def send_back(request: web.Request) -> web.Response:
    """Return a request to be mended, or refuse it for good, with the reason."""
    page = await _read(request, "key-request-send-back")
    form = await read_form(request, {"seen": 16, "note": NOTE, "step": 8})
    if form["step"] not in (RequestStep.RETURN, RequestStep.REFUSE):
        raise MissingError
    if len(form["note"]) < SHORTEST:
        _ = texts.load(visit_of(request).lang).gettext
        return await _page(request, page, form.fault("note", _("Say why, in 3 characters at least.")))
    taken = Taken(step=RequestStep(form["step"]), seen=form["seen"], note=form["note"])
    return await _take(request, page, taken, form)


async def withdraw(request: web.Request) -> web.Response:
    """Withdraw the participant's own request."""
    page, form = await _read(request, "key-request-withdraw"), await read_form(request, {"seen": 16})
    return await _take(request, page, Taken(step=RequestStep.WITHDRAW, seen=form["seen"]), form)


async def _take(request: web.Request, page: KeyRequestPage, taken: Taken, form: Form) -> web.Response:
    visit = visit_of(request)
    try:
        await take_key_step(visit.exchange, visit.person, page, taken)
    except KeyRequestRefusedError as error:
        return await _page(request, page, form.fault("step", key_words.why(error.facts["reason"], visit.lang)))
    except (KeyRequestStepError, KeyRequestPersonError) as error:
        return await _page(request, await read_key_request(visit.exchange, page.kept.id), form, error)
    return go_to(f"{PATH}/{page.kept.id}")


def _post(path: str, handler: Any, action: str) -> Route:
    return Route(method="POST", path=f"{ONE}/{path}", handler=handler, action=action, sample=_SAMPLE)


ROUTES = (
    Route(method="GET", path=ONE, handler=show_one, action="key-requests", sample=_SAMPLE),
    _post("confirm", confirm, "key-request-confirm"),
    _post("check", check, "key-request-check"),
    _post("approve", approve, "key-request-check"),
    _post("send-back", send_back, "key-request-send-back"),
    _post("withdraw", withdraw, "key-request-withdraw"),
)
