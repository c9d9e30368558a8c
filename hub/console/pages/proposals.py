"""Versions of agreements that wait for their parties: what would change, who has consented, what is missing.

The secretariat puts a version before the parties; that changes nothing. The parties decide, each by its own key at its
own site (`hub agreement approve`), and the console names the command.
"""

import contextlib
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from hub.console import document_words
from hub.console.forms import Form, read_form
from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route, go_to
from hub.console.visit import Visit, visit_of
from hub.core.agreement.difference import differences
from hub.core.errors import ConflictError, Fault, MissingError, UnprocessableError
from hub.workflows.agreements.propose_agreement import propose_agreement, withdraw_proposal
from hub.workflows.agreements.read_agreement import read_agreement
from hub.workflows.agreements.read_proposals import Proposal, read_proposal
from keys import strict_json
from keys.strict_json import StrictJsonError

LONGEST = 200_000  # characters of a document
TYPED = {"document": LONGEST}
PLACE = "/agreements/{id}/proposals/{number}"
_NO_DOCUMENT = Fault(
    pointer="/document",
    code="document-needed",
    ru="Документа нет. Выберите файл или вставьте текст документа.",
    en="There is no document. Choose a file, or paste the document's text.",
)
_NO_OBJECT = Fault(
    pointer="/document",
    code="document-no-object",
    ru="Это не документ соглашения. Нужен один объект JSON, как в schemas/agreements.",
    en="This is no agreement's document. One JSON object is wanted, as in schemas/agreements.",
)
_TOO_LONG = Fault(
    pointer="/document",
    code="document-too-long",
    ru="Файл длиннее 200 000 байт: таких документов соглашений нет. Выберите другой файл.",
    en="The file is longer than 200,000 bytes: no agreement's document is. Choose another file.",
)
_NO_TEXT = Fault(
    pointer="/document",
    code="document-no-text",
    ru="Файл не в кодировке UTF-8. Сохраните его в UTF-8 без BOM и выберите снова.",
    en="The file is not in UTF-8. Save it in UTF-8 without a BOM, and choose it again.",
)


async def show_form(request: web.Request) -> web.Response:
    """Ask for the document of a version."""
    return _form(request, Form())


async def propose(request: web.Request) -> web.Response:
    """Put a version before its parties, or say place by place what is wrong with it."""
    visit, form = visit_of(request), await _read(request)
    document, form = (None, form) if form.faults else _document(form, visit)
    if document is None:
        return _form(request, form)
    try:
        number = await propose_agreement(visit.exchange, visit.person, document)
    except (UnprocessableError, ConflictError) as error:
        return _form(request, form.fault("document", error.text(visit.lang)), error.faults)
    return go_to(f"/agreements/{document['id']}/proposals/{number}")


async def show_one(request: web.Request) -> web.Response:
    """Show a proposed version: what would change, the consents, what is still to be done."""
    visit, found = visit_of(request), await _find(request)
    old = await _before(visit, found)
    return render(
        request,
        "agreements/proposal.html",
        found=found,
        document=found.document,
        file=_file_name(found),
        may_propose=may(visit, "agreement-propose"),
        profiles=(None if old is None else old.get("deadline_profile"), found.document.get("deadline_profile")),
        rows=[] if old is None else document_words.rows(differences(old, found.document), visit.lang),
    )


async def send_document(request: web.Request) -> web.Response:
    """Send the document, byte for byte: what its parties consent to."""
    found = await _find(request)
    named = {"Content-Disposition": f'attachment; filename="{_file_name(found)}"'}
    return web.Response(body=found.body, content_type="application/json", headers=named)


async def take_back(request: web.Request) -> web.Response:
    """Take a version back; whoever comes second, or too late, sees how it stands."""
    visit, found = visit_of(request), await _find(request)
    if found.waits:
        with contextlib.suppress(MissingError):
            await withdraw_proposal(visit.exchange, visit.person, found.number)
    return go_to(f"/agreements/{found.agreement}/proposals/{found.number}")


def _file_name(found: Proposal) -> str:
    return f"{found.agreement}-{found.version}.json"


async def _before(visit: Visit, found: Proposal) -> dict[str, Any] | None:
    """Return the document of the version before the proposed one; None: it is the first."""
    known = await read_agreement(visit.exchange, found.agreement, reader=visit.party)
    documents = {each["version"]: each["document"] for each in known["versions"]} if known else {}
    if found.before not in documents:
        return None
    document = strict_json.loads(documents[found.before].encode("utf-8"))
    return document if isinstance(document, dict) else None


async def _find(request: web.Request) -> Proposal:
    """Return the proposal that the path names.

    Raises:
        MissingError: there is none, or the visitor has no part in it.
    """
    visit, number = visit_of(request), request.match_info["number"]
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise MissingError
    return await read_proposal(visit.exchange, request.match_info["id"], int(number), reader=visit.party)


async def _read(request: web.Request) -> Form:
    """Return what was typed; a file's text takes the place of it, so that it can be mended in the page."""
    form, sent = await read_form(request, TYPED), (await request.post()).get("file")
    content = sent.file.read(LONGEST + 1) if isinstance(sent, web.FileField) else b""
    if not content:
        return form
    if len(content) > LONGEST:
        return Form().fault_all({"document": _TOO_LONG}, visit_of(request).lang)
    try:
        return Form(values={"document": content.decode("utf-8")})
    except UnicodeDecodeError:
        return Form().fault_all({"document": _NO_TEXT}, visit_of(request).lang)


def _document(form: Form, visit: Visit) -> tuple[dict[str, Any] | None, Form]:
    if not form["document"]:
        return None, form.fault_all({"document": _NO_DOCUMENT}, visit.lang)
    try:
        document = strict_json.loads(form["document"].encode("utf-8"), limit=4 * LONGEST)
    except StrictJsonError as error:
        return None, form.fault("document", error.text(visit.lang))
    if not isinstance(document, dict):
        return None, form.fault_all({"document": _NO_OBJECT}, visit.lang)
    return document, form


def _form(request: web.Request, form: Form, faults: Sequence[Fault] = ()) -> web.Response:
    return render(
        request,
        "agreements/propose.html",
        status=422 if form.faults else 200,
        form=form,
        faults=faults,
        longest=LONGEST,
    )


_SAMPLE = {"id": "kz-tj-readmission", "number": "1"}
ROUTES = (
    Route(method="GET", path="/agreements/new", handler=show_form, action="agreement-propose"),
    Route(method="POST", path="/agreements/new", handler=propose, action="agreement-propose"),
    Route(method="GET", path=PLACE, handler=show_one, action="agreements-read", sample=_SAMPLE),
    Route(
        method="GET",
        path=f"{PLACE}/document.json",
        handler=send_document,
        action="agreements-read",
        sample=_SAMPLE,
        swept=False,
    ),
    Route(method="POST", path=f"{PLACE}/withdraw", handler=take_back, action="agreement-propose", sample=_SAMPLE),
)
