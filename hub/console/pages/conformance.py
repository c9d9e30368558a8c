"""Results of the conformance kit: hand in a signed one, see what held and what did not, with what was expected.

A participant's people see its own. What the secretariat sees of them stands with the participants: whether the newest
was passed, when, by which kit and with which records; never what was found.
"""

from collections.abc import Callable, Sequence
from itertools import groupby

from aiohttp import web

from hub.console import document_words
from hub.console.forms import Form
from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route, go_to
from hub.console.visit import Visit, visit_of
from hub.core.conformance import Kit, Outcome, ProtocolAlteredError
from hub.core.errors import ConflictError, Fault, HubError, MissingError, TooLargeError, UnprocessableError
from hub.workflows.adoption.keep_conformance import LIMIT, Given, keep_conformance
from hub.workflows.adoption.read_conformance import OwnResult, read_own_result, read_own_results

KIT = web.AppKey("kit", Kit)
ROOT = "/developer/conformance"
SHOWN = 50
FILES = {"protocol": "protocol.json", "signature": "protocol.jws"}
_NO_FILE = Fault(
    pointer="/protocol",
    code="file-needed",
    ru="Файл не выбран. Выберите его в папке, которую создал hub conform run.",
    en="No file was chosen. Choose it in the folder that hub conform run made.",
)


async def show_all(request: web.Request) -> web.Response:
    """Show the results that were handed in, the way to one, and the form."""
    return await _list(request, Form())


async def take(request: web.Request) -> web.Response:
    """Keep a signed result, or say beside the file why not."""
    visit, form, files = visit_of(request), Form(), {}
    for name in FILES:
        files[name] = await _file(request, name)
        if not files[name]:
            form = form.fault_all({name: _NO_FILE}, visit.lang)
    if form.faults:
        return await _list(request, form)
    given = Given(content=files["protocol"], signature=files["signature"])
    try:
        number = await keep_conformance(visit.exchange, visit.person, _kit(request), given)
    except (UnprocessableError, ConflictError, TooLargeError) as error:
        return await _list(request, _told(error, visit))
    return go_to(f"{ROOT}/{number}")


async def show_one(request: web.Request) -> web.Response:
    """Show one result, pack by pack."""
    found = await _find(request)
    packs = groupby(found.run.outcomes, key=lambda each: each.pack)
    return render(
        request,
        "conformance/one.html",
        kept=found.kept,
        run=found.run,
        packs=[(name, list(outcomes)) for name, outcomes in packs],
        again=_again(found.run.outcomes),
        missing=found.kept.scenarios - len(found.run.outcomes),
        type_title=_title_in(visit_of(request).lang),
    )


async def send_protocol(request: web.Request) -> web.Response:
    """Send the protocol as it was handed in."""
    return _download(FILES["protocol"], "application/json", (await _find(request)).given.body)


async def send_signature(request: web.Request) -> web.Response:
    """Send its signature."""
    return _download(FILES["signature"], "application/jose", (await _find(request)).given.signature)


def _told(error: HubError, visit: Visit) -> Form:
    field = "signature" if isinstance(error, ProtocolAlteredError) else "protocol"
    return Form().fault(field, error.text(visit.lang))


def _again(outcomes: Sequence[Outcome]) -> str:
    """Return the arguments that play what did not hold again; "" where all held."""
    return " ".join(f"--only {each.place}" for each in outcomes if each.found is not None)


async def _list(request: web.Request, form: Form) -> web.Response:
    visit = visit_of(request)
    return render(
        request,
        "conformance/list.html",
        status=422 if form.faults else 200,
        form=form,
        results=await read_own_results(visit.exchange, visit.party, SHOWN),
        version=_kit(request).version,
        may_keep=may(visit, "conformance-keep"),
        longest=LIMIT // 1024,
        type_title=_title_in(visit.lang),
    )


def _title_in(lang: str) -> Callable[[str], str]:
    return lambda code: document_words.type_title(code, lang)


async def _file(request: web.Request, name: str) -> bytes:
    sent = (await request.post()).get(name)
    return sent.file.read(LIMIT + 1) if isinstance(sent, web.FileField) else b""


async def _find(request: web.Request) -> OwnResult:
    """Return the result that the path names.

    Raises:
        MissingError: the visitor's participant has none with this number.
    """
    visit, number = visit_of(request), request.match_info["number"]
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise MissingError
    return await read_own_result(visit.exchange, visit.party, int(number))


def _kit(request: web.Request) -> Kit:
    """Return the kit of this hub.

    Raises:
        MissingError: this process was given none.
    """
    kit = request.app[KIT]
    if not kit.scenarios:
        raise MissingError
    return kit


def _download(name: str, kind: str, body: bytes) -> web.Response:
    return web.Response(body=body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


_SAMPLE = {"number": "1"}
ROUTES = (
    Route(method="GET", path=ROOT, handler=show_all, action="conformance-read"),
    Route(method="POST", path=ROOT, handler=take, action="conformance-keep"),
    Route(method="GET", path=f"{ROOT}/{{number}}", handler=show_one, action="conformance-read", sample=_SAMPLE),
    Route(
        method="GET",
        path=f"{ROOT}/{{number}}/protocol.json",
        handler=send_protocol,
        action="conformance-read",
        sample=_SAMPLE,
        swept=False,
    ),
    Route(
        method="GET",
        path=f"{ROOT}/{{number}}/protocol.jws",
        handler=send_signature,
        action="conformance-read",
        sample=_SAMPLE,
        swept=False,
    ),
)
