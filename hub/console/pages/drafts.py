"""Drafts: what the record says, in words; the first signature, the second, and what to do when the line was lost.

The page is the same for every record that somebody prepares (`hub.workflows.drafts.prepare_record`), whatever room it
comes from. The browser signs by a key that cannot leave it (`static/sign.js`); without scripts, the bytes are
downloaded, signed by `hub keys`, and the signed file is uploaded.
"""

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from hub.console import record_changes, record_words
from hub.console.accessed import log_record
from hub.console.case_steps import options
from hub.console.confirming import confirmation, require_confirmation
from hub.console.forms import Form, read_form
from hub.console.pages.case_records import STEPS
from hub.console.rendering import render
from hub.console.rights import may, require
from hub.console.routing import Route, go_to
from hub.console.to_sign import commands_of, for_browser
from hub.console.visit import Visit, visit_of
from hub.core.console.draft import DraftStatus
from hub.core.errors import DraftTakenError, HubError, MissingError, SigningKeyError
from hub.web.state import PROCESS
from hub.workflows.cases.find_blocks import Block, find_blocks, review_safeguards
from hub.workflows.drafts import sign_draft
from hub.workflows.drafts.keep_signing_key import usable_keys
from hub.workflows.drafts.read_drafts import Draft, list_drafts, read_draft
from hub.workflows.drafts.sign_draft import IN_DOUBT
from hub.workflows.drafts.weigh_draft import About, read_about
from hub.workflows.log.commit_group import GroupCommitter
from keys.errors import KeysError

PATH = "/drafts/{draft}"
TOKEN = 2_000_000  # characters of a signed file
WHY = 1000
_SAMPLE = {"draft": "00000000-0000-7000-8000-0000000000d1"}


async def show_all(request: web.Request) -> web.Response:
    """Show the open drafts of the participant."""
    visit = visit_of(request)
    found = await list_drafts(visit.exchange, participant=visit.party)
    return render(request, "signing/drafts.html", drafts=found, titles=record_words.titles(visit.lang))


async def show(request: web.Request) -> web.Response:
    """Show one draft."""
    return await _page(request, await _read(request, "draft-read"))


async def download(request: web.Request) -> web.Response:
    """Return the exact bytes that are to be signed."""
    draft = await _read(request, "draft-read")
    if draft.content is None:
        raise MissingError
    await _log(request, draft)
    name = f'attachment; filename="{draft.kept.message}.payload"'
    return web.Response(
        body=draft.content.payload, content_type="application/octet-stream", headers={"Content-Disposition": name}
    )


async def approve(request: web.Request) -> web.Response:
    """Take the first signature."""
    draft, visit = await _read(request, "draft-approve"), visit_of(request)
    try:
        await _require_shown(request, draft)
        await require_confirmation(request)
        await sign_draft.approve(visit.exchange, _committer(request), visit.person, draft, await _token(request))
    except (HubError, KeysError) as error:
        return await _again(request, draft, error)
    return go_to(f"/drafts/{draft.kept.id}")


async def sign(request: web.Request) -> web.Response:
    """Take the last signature, and send."""
    draft, visit = await _read(request, "draft-sign"), visit_of(request)
    if draft.needs_two:
        require(visit, "draft-countersign", owner=draft.kept.participant)
    try:
        await _require_shown(request, draft)
        await require_confirmation(request)
        await sign_draft.sign(visit.exchange, _committer(request), visit.person, draft, await _token(request))
    except IN_DOUBT:
        return go_to(f"/drafts/{draft.kept.id}")
    except (HubError, KeysError) as error:
        return await _again(request, draft, error)
    return go_to(f"/drafts/{draft.kept.id}")


async def send(request: web.Request) -> web.Response:
    """Send what was signed once more."""
    draft, visit = await _read(request, "draft-sign"), visit_of(request)
    try:
        await sign_draft.send_again(visit.exchange, _committer(request), draft)
    except (HubError, KeysError) as error:
        return await _again(request, draft, error)
    return go_to(f"/drafts/{draft.kept.id}")


async def give_back(request: web.Request) -> web.Response:
    """Return the draft to its author."""
    draft, visit = await _read(request, "draft-countersign"), visit_of(request)
    form = await read_form(request, {"why": WHY, "revision": 9})
    _require_seen(draft, form)
    if not form["why"]:
        return await _page(request, draft, form=form, is_unsaid=True, status=422)
    await sign_draft.give_back(visit.exchange, visit.person, draft, form["why"])
    return go_to("/drafts")


async def drop(request: web.Request) -> web.Response:
    """Let the draft go."""
    draft, visit = await _read(request, "draft-approve"), visit_of(request)
    _require_seen(draft, await read_form(request, {"revision": 9}))
    await sign_draft.drop(visit.exchange, visit.person, draft)
    return go_to("/drafts")


async def review(request: web.Request) -> web.Response:
    """Note that the officer in charge has reviewed the case."""
    draft, visit = await _read(request, "draft-read"), visit_of(request)
    require(visit, "safeguard-review", owner=draft.kept.participant)
    if draft.kept.key is None:
        raise MissingError
    await review_safeguards(visit.exchange, visit.person, draft.kept.key)
    return go_to(f"/drafts/{draft.kept.id}")


async def _read(request: web.Request, action: str) -> Draft:
    visit = visit_of(request)
    draft = await read_draft(visit.exchange, request.match_info["draft"])
    require(visit, action, owner=draft.kept.participant)
    return draft


async def _again(request: web.Request, draft: Draft, error: HubError | KeysError) -> web.Response:
    """Show the draft as it stands now, with what was refused."""
    newest = await read_draft(visit_of(request).exchange, draft.kept.id)
    return await _page(request, newest, error=error, status=409 if isinstance(error, DraftTakenError) else 422)


async def _page(
    request: web.Request,
    draft: Draft,
    *,
    status: int = 200,
    form: Form | None = None,
    error: HubError | KeysError | None = None,
    is_unsaid: bool = False,
) -> web.Response:
    visit = visit_of(request)
    if draft.envelope is not None:
        await _log(request, draft)
    kept = draft.kept
    purpose = "" if draft.envelope is None else draft.envelope.purpose
    keys = await usable_keys(visit.exchange, visit.person, kept.type, purpose)
    lines = [] if draft.envelope is None else record_words.describe(draft.envelope, visit.lang, visit.zone)
    about = await read_about(visit.exchange, draft)
    return render(
        request,
        "signing/draft.html",
        status=status,
        draft=draft,
        kept=kept,
        titles=record_words.titles(visit.lang),
        lines=lines,
        changes=_changes(draft, visit.lang),
        person=about.person,
        odd=about.odd,
        blocks=[] if draft.envelope is None else await _blocks(visit, draft, about),
        keys=keys,
        to_approve=for_browser(visit, draft, keys, is_approval=True),
        to_sign=for_browser(visit, draft, keys, is_approval=False),
        commands=commands_of(draft, next((each.person for each in keys if each.person), visit.person.id)),
        is_mine=kept.approver == visit.person.id and draft.status is DraftStatus.APPROVED,
        may_countersign=may(visit, "draft-countersign"),
        form=form or Form(),
        **confirmation(request),
        error=error,
        is_unsaid=is_unsaid,
        is_composed=draft.content is not None and record_changes.is_composed(draft.content.values),
        has_case=record_changes.has_case(draft),
    )


async def _blocks(visit: Visit, draft: Draft, about: About) -> Sequence[Block]:
    record = None if draft.envelope is None else draft.envelope.record
    kept = draft.kept
    return await find_blocks(visit.exchange, visit.person, kept.key, kept.type, record=record, case=about.case)


def _changes(draft: Draft, lang: str) -> list[tuple[str, str, str]]:
    """Return which fields the last edit changed: name, what was typed before, what is typed now."""
    content, step = draft.content, STEPS.get(draft.kept.type)
    if content is None or not content.before:
        return []
    if record_changes.is_composed(content.values):
        return record_changes.changes_of(draft, lang)
    if step is None:
        return []
    shown = {name: dict(options(codes, lang)) for name, codes in step.codes.items()}
    pairs = ((name, content.before.get(name, ""), content.values.get(name, "")) for name in step.fields)
    return [
        (name, shown.get(name, {}).get(old, old), shown.get(name, {}).get(new, new))
        for name, old, new in pairs
        if old != new
    ]


async def _log(request: web.Request, draft: Draft) -> None:
    """Log that the words of a record were shown, before they are."""
    envelope, kind = draft.envelope, draft.record_type
    if envelope is not None and kind is not None:
        await log_record(request, "draft-read", envelope, kind, question="draft", draft=draft.kept.id)


async def _token(request: web.Request) -> bytes:
    """Return the signed token: made by the browser, or uploaded as a file.

    Raises:
        SigningKeyError: there is none.
    """
    posted = await request.post()
    given = posted.get("signed")
    if isinstance(given, web.FileField):
        return given.file.read(TOKEN).strip()
    typed = posted.get("token", "")
    if not isinstance(typed, str) or not typed:
        raise SigningKeyError
    return typed.encode("ascii", "replace")


def _require_seen(draft: Draft, form: Form) -> None:
    """Refuse what was decided about another revision than the one there is."""
    if form["revision"] != str(draft.kept.revision):
        raise DraftTakenError


async def _require_shown(request: web.Request, draft: Draft) -> None:
    """Refuse a signature that was given to another revision than the one there is."""
    _require_seen(draft, await read_form(request, {"revision": 9}))


def _committer(request: web.Request) -> GroupCommitter:
    return request.app[PROCESS].committer


def _post(path: str, handler: Any, action: str) -> Route:
    return Route(method="POST", path=f"{PATH}/{path}", handler=handler, action=action, sample=_SAMPLE)


ROUTES = (
    Route(method="GET", path="/drafts", handler=show_all, action="draft-read"),
    Route(method="GET", path=PATH, handler=show, action="draft-read", sample=_SAMPLE, swept=False),
    Route(method="GET", path=f"{PATH}/bytes", handler=download, action="draft-read", sample=_SAMPLE, swept=False),
    _post("approve", approve, "draft-approve"),
    _post("sign", sign, "draft-sign"),
    _post("send", send, "draft-sign"),
    _post("return", give_back, "draft-countersign"),
    _post("drop", drop, "draft-approve"),
    _post("review", review, "safeguard-review"),
)
