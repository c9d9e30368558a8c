"""Setting a sync: the terms are typed and checked here; the participant's own key signs the file that comes of it."""

import json
from collections.abc import AsyncIterator

from aiohttp import web

from hub.console import sync_form, texts
from hub.console.forms import Form, read_form
from hub.console.pages.health import reader_of
from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import Visit, visit_of
from hub.core.errors import MissingError
from hub.core.schedule.agreed import SyncPlanError
from hub.workflows.agreements.list_agreements import list_agreements
from hub.workflows.council.read_council import read_plans
from hub.workflows.syncs.prepare_sync import Prepared, prepare_sync
from hub.workflows.syncs.read_schedule import Planned, read_schedule
from keys.errors import StatementError, StatementSignerError
from keys.sync_plan import Every
from keys.trust_participants import ParticipantRole
from schemas import catalogue

_SAMPLE = {"sync": "council-bans"}


async def show_new(request: web.Request) -> web.Response:
    """Ask for the terms of a new sync."""
    visit = visit_of(request)
    usual = {**sync_form.USUAL, "begins_on": visit.now.date().isoformat()}
    if not _is_secretariat(visit):
        usual["sender"] = visit.party
    return await _form(request, Form(values=usual), None)


async def show_change(request: web.Request) -> web.Response:
    """Ask what changes in the terms of a sync."""
    found = await _find(request)
    newest = found.sync.proposed or found.plan
    return await _form(request, sync_form.typed(newest), found)


async def prepare_new(request: web.Request) -> web.Response:
    """Show what the terms of a new sync come to, or return the file that is to be signed."""
    return await _prepare(request, None)


async def prepare_change(request: web.Request) -> web.Response:
    """Show what changes, or return the file that is to be signed."""
    return await _prepare(request, await _find(request))


async def _prepare(request: web.Request, found: Planned | None) -> web.Response:
    visit, posted = visit_of(request), await request.post()
    ticked = [each for each in posted.getall(sync_form.TO, []) if isinstance(each, str)]
    form = sync_form.read(
        await read_form(request, sync_form.FIELDS), ticked, None if found is None else found.plan.sync
    )
    form = sync_form.check(visit, form)
    if form.faults:
        return await _form(request, form, found)
    try:
        prepared = prepare_sync(visit.exchange, visit.party, sync_form.wanted(form))
    except (StatementError, SyncPlanError) as error:
        return await _form(request, _refused(visit, form, error, found), found)
    if posted.get("action") != "file":
        return await _form(request, form, found, prepared)
    body = json.dumps(prepared.file, ensure_ascii=False, indent=2) + "\n"
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(prepared)}"'}
    return web.Response(text=body, content_type="application/json", headers=headers)


def _refused(visit: Visit, form: Form, error: StatementError | SyncPlanError, found: Planned | None) -> Form:
    """Return the form with what the hub would refuse, told beside the field that it is about."""
    _ = texts.load(visit.lang).gettext
    if isinstance(error, SyncPlanError) and found is not None:
        return form.fault(
            "type",
            _("Sides and record type of a sync do not change. Set a new sync, and stop this one."),
        )
    if isinstance(error, SyncPlanError):
        return form.fault("sync", _("Another sync has this name: other sides, or another record type. Choose another."))
    if isinstance(error, StatementSignerError):
        if _is_secretariat(visit):
            return form.fault("item", _("The secretariat sets syncs of the Council alone: name the item it serves."))
        return form.fault("sender", _("Your participant has to be the sender or a recipient."))
    words = {
        "recipients": _("Choose up to 16 recipients; the sender is none of them."),
        "sync": _("Small Latin letters, digits and hyphens, beginning with a letter, such as ru-tj-bans."),
        "rhythm": _("A run has to be due after it begins, and before the next one does."),
        "volume": _("Give a share from 0 to 100 per cent; 0 is never."),
        "begins_on": _("Give a day from 2000 to 2199."),
    }
    member = str(error.facts.get("member", ""))
    return form.fault(sync_form.place_of(member), words.get(member, _("Choose one of the list.")))


async def _form(
    request: web.Request, form: Form, found: Planned | None, prepared: Prepared | None = None
) -> web.Response:
    visit = visit_of(request)
    types = ((each.name, each.titles[visit.lang]) for each in catalogue.load().record_types())
    return render(
        request,
        "schedule/change.html",
        status=422 if form.faults else 200,
        form=form,
        found=found,
        prepared=prepared,
        file_name=None if prepared is None else _file_name(prepared),
        participants=sorted(set(visit.exchange.judgement.trust.participants) - {"hub"}),
        types=sorted(set(types), key=lambda each: each[1].casefold()),
        agreements=[
            (each.newest.id, each.document["titles"][visit.lang])
            for each in await list_agreements(visit.exchange, reader=visit.party)
        ],
        items=[each async for each in _items(visit, form)] if _is_secretariat(visit) else None,
        rhythms=list(Every),
    )


async def _items(visit: Visit, form: Form) -> AsyncIterator[tuple[str, str]]:
    """Yield the items of this year's Work Plans, and the one that the sync serves now."""
    chosen, listed = form["item"], set()
    for plan in await read_plans(visit.exchange, visit.party, body=None, year=visit.now.year):
        for item in plan.items:
            name = sync_form.APART.join((plan.read.kept.owner, plan.read.record["document_id"], item.plan["no"]))
            listed.add(name)
            text = item.plan["text"]
            yield name, f"{item.plan['no']}. {text.get(visit.lang) or text.get('ru')}"
    if chosen and chosen not in listed:
        yield chosen, chosen.replace(sync_form.APART, ", ")


async def _find(request: web.Request) -> Planned:
    """Return the sync, whose terms the visitor's participant has a say in.

    Raises:
        MissingError: there is none.
    """
    visit, name = visit_of(request), request.match_info["sync"]
    known = await read_schedule(visit.exchange, reader=reader_of(visit))
    found = next((each for each in known if each.plan.sync == name), None)
    if found is None or visit.party not in found.sync.deciding:
        raise MissingError
    return found


def _is_secretariat(visit: Visit) -> bool:
    return visit.exchange.judgement.trust.participants[visit.party].role is ParticipantRole.SECRETARIAT


def _file_name(prepared: Prepared) -> str:
    return f"schedule-{prepared.after.sync}-{prepared.after.version}.json"


ROUTES = (
    Route(method="GET", path="/schedule/new", handler=show_new, action="schedule-prepare"),
    Route(method="POST", path="/schedule/new", handler=prepare_new, action="schedule-prepare"),
    Route(method="GET", path="/schedule/{sync}/change", handler=show_change, action="schedule-prepare", sample=_SAMPLE),
    Route(
        method="POST", path="/schedule/{sync}/change", handler=prepare_change, action="schedule-prepare", sample=_SAMPLE
    ),
)
