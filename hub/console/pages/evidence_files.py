"""A file that came beside a case's record, sealed for the visitor's authority: opened by its key, never by the hub.

    …/files/{index}/{item}              what is described of it, and two ways to look at it
    …/files/{index}/{item}/ciphertext   what the hub has; the page's script opens it by the code that the gateway gave
    …/files/{index}/{item}/opened       the mark that only who has opened the file can say: checked, and kept

The opening code stays in the page: it stands in no field that is sent.
"""

from aiohttp import web

from hub.console import case_words, texts
from hub.console.case_address import PATH, address, key_of
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.rights import require
from hub.console.routing import Route, go_to, local_path
from hub.console.visit import visit_of
from hub.core import attachment
from hub.core.errors import MissingError
from hub.web.state import PROCESS
from hub.workflows.cases.open_case import OpenCase, open_case
from hub.workflows.cases.read_files import CaseFile, find_file, list_files, note_opened, read_ciphertext

ACTION = "case-evidence"
FIELDS = {"mark": 80, "back": 500}
IN_BROWSER = 64 * 1024 * 1024
"""A longer file is opened at the member's site alone: a browser has to hold it whole."""
SHOWN = ("image/jpeg", "image/png")


async def show(request: web.Request) -> web.Response:
    """Show the file's description and the ways to open it."""
    return await _page(request, *await _find(request), Form(values={"back": request.query.get("back", "")}))


async def give_ciphertext(request: web.Request) -> web.StreamResponse:
    """Give the ciphertext."""
    visit, (case, file) = visit_of(request), await _find(request)
    answer = web.StreamResponse(
        headers={
            "Content-Type": "application/octet-stream",
            "Content-Length": str(file.size),
            "Content-Disposition": "attachment",
        }
    )
    pieces = read_ciphertext(visit.exchange, request.app[PROCESS].committer, visit.person, case, file)
    first = await anext(pieces, b"")  # what is there no more is told before anything is sent
    await answer.prepare(request)
    await answer.write(first)
    async for piece in pieces:
        await answer.write(piece)
    await answer.write_eof()
    return answer


async def keep_opened(request: web.Request) -> web.Response:
    """Keep that the visitor has opened the file."""
    visit, (case, file) = visit_of(request), await _find(request)
    form = await read_form(request, FIELDS)
    _ = texts.load(visit.lang).gettext
    mark = attachment.read_mark(form["mark"])
    if mark is None:
        form = form.fault("mark", _("Type the eight groups of the mark as the gateway prints them."))
    elif await note_opened(visit.exchange, visit.person, file, mark) is None:
        form = form.fault(
            "mark", _("This is not the mark of this file. Compare the number of the file and type it again.")
        )
    if form.faults:
        return await _page(request, case, file, form)
    return go_to(local_path(form["back"], _path(case, file)))


async def _find(request: web.Request) -> tuple[OpenCase, CaseFile]:
    visit, key = visit_of(request), key_of(request)
    case = await open_case(visit.exchange, party=visit.party, key=key)
    require(visit, ACTION, owner=key.owner, parties=case.case.rows[-1].head.parties)
    index, item = (request.match_info[name] for name in ("index", "item"))
    if not all(each.isascii() and each.isdecimal() and len(each) < 16 for each in (index, item)):
        raise MissingError
    return await find_file(visit.exchange, visit.person, key=key, index=int(index), item=int(item))


async def _page(request: web.Request, case: OpenCase, file: CaseFile, form: Form) -> web.Response:
    visit = visit_of(request)
    every = await list_files(visit.exchange, visit.person, case)
    return render(
        request,
        "cases/file.html",
        status=422 if form.faults else 200,
        **case_words.for_templates(visit.lang),
        case=case,
        file=file,
        path=_path(case, file),
        form=form,
        number=file.item + 1,
        left=[each for each in every if not each.is_opened and each.place != file.place and each.sender != visit.party],
        in_browser=file.size <= IN_BROWSER,
        is_shown=file.media_type in SHOWN,
        back=local_path(form["back"], case_words.path(case.key)),
    )


def _path(case: OpenCase, file: CaseFile) -> str:
    return address(case.key.owner, case.key.subject, "files", str(file.index), str(file.item))


_SAMPLE = {"owner": "kz-mvd", "case": "KZ-FILES-0001", "index": "0", "item": "0"}
_AT = f"{PATH}/files/{{index}}/{{item}}"
ROUTES = (
    Route(method="GET", path=_AT, handler=show, action=ACTION, sample=_SAMPLE, swept=False),
    Route(method="GET", path=f"{_AT}/ciphertext", handler=give_ciphertext, action=ACTION, sample=_SAMPLE, swept=False),
    Route(method="POST", path=f"{_AT}/opened", handler=keep_opened, action=ACTION, sample=_SAMPLE),
)
