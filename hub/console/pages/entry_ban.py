"""One entry ban: how it stands, its revisions with signatures and receipts; its person once it is said what for."""

from aiohttp import web

from hub.console import choices, comparing
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.rights import require
from hub.console.routing import Route
from hub.console.visit import Visit, visit_of
from hub.core.enquiry.effect import effect_of
from hub.core.enquiry.shown import RESTRICTED
from hub.core.errors import MissingError
from hub.web.state import PROCESS
from hub.workflows.audit_console import deed_of, note_alone
from hub.workflows.bans.read_ban_file import BanFile, log_shown, read_ban_file

PATH = "/entry-bans/{issuer}/{ban}"
FIELDS = {"purpose": 40, "case_number": 60}
_SAMPLE = {"issuer": "ru-guvm", "ban": "RU-BAN-TEST-1"}


async def show(request: web.Request) -> web.Response:
    """Show the ban without its person."""
    return _page(request, await _read(request, "entry-ban-read"), Form())


async def reveal(request: web.Request) -> web.Response:
    """Show the person, too, once that is in the log."""
    visit, form = visit_of(request), await read_form(request, FIELDS)
    file = await _read(request, "entry-ban-reveal")
    if form["purpose"] not in dict(choices.options("screening-purposes", visit.lang)):
        form = form.fault("purpose", choices.say(choices.PURPOSE, visit.lang))
    if not form["case_number"] or not form["case_number"].isprintable():
        form = form.fault("case_number", choices.say(choices.CASE, visit.lang))
    if form.faults:
        return _page(request, file, form)
    leaf = await log_shown(
        visit.exchange,
        request.app[PROCESS].committer,
        file,
        reader=visit.party,
        purpose=form["purpose"],
        case=form["case_number"],
    )
    await note_alone(visit.exchange, deed_of(visit.person, "entry-ban-reveal", str(leaf)))
    return _page(request, file, form, leaf)


async def _read(request: web.Request, action: str) -> BanFile:
    """Return the ban, if it is the visitor's to see.

    Raises:
        MissingError: it is not, or there is none.
    """
    visit, issuer, ban = visit_of(request), request.match_info["issuer"], request.match_info["ban"]
    if "\0" in issuer + ban:
        raise MissingError
    file = await read_ban_file(visit.exchange, reader=visit.party, issuer=issuer, ban_id=ban)
    require(visit, action, owner=issuer, parties=file.standing.row.recipients)
    return file


def _page(request: web.Request, file: BanFile, form: Form, leaf: int | None = None) -> web.Response:
    visit, record = visit_of(request), file.record
    return render(
        request,
        "entry-bans/one.html",
        status=422 if form.faults else 200,
        file=file,
        row=file.standing.row,
        standing=file.standing.standing,
        effect=None if record is None else effect_of(record, file.standing.standing).value,
        record=record,
        is_restricted=record is not None and record["severity"] == RESTRICTED,
        form=form,
        leaf=leaf,
        person=None if leaf is None or record is None else _person(visit, record["subject"]),
        purposes=choices.options("screening-purposes", visit.lang),
    )


def _person(visit: Visit, subject: comparing.Person) -> list[tuple[str, tuple[str, ...]]]:
    label = choices.label_in(visit.lang)
    known = ((name, tuple(comparing.values(name, subject, label))) for name in comparing.SHOWN)
    return [(name, found) for name, found in known if found]


ROUTES = (
    Route(method="GET", path=PATH, handler=show, action="entry-ban-read", sample=_SAMPLE),
    Route(method="POST", path=f"{PATH}/person", handler=reveal, action="entry-ban-reveal", sample=_SAMPLE),
)
