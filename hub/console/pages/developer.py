"""The integrators' room: the API by its own description, record types field by field, where to look when nothing comes.

Nothing here is secret: it is what the hub publishes. What belongs to a participant is on the pages that this one leads
to (`health`, `participants`), and asked of the data there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from hub.console.pages.schemas import by_name, row_of
from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.core.errors import MissingError
from hub.workflows.adoption.read_adoption import read_adoption
from keys import strict_json
from schemas import files, resolution
from schemas.catalogue import Catalogue, UnknownRecordTypeError, UnknownVersionError
from schemas.compatibility import compare
from schemas.outline import ITEM, Member
from schemas.record_type import RecordType

API_DOCUMENT = web.AppKey("api-document", bytes)
ROOT, SCHEMAS, API = "/developer", "/developer/schemas", "/developer/api"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One line of the table of fields: the place with dots, what it holds, the code lists that it takes from."""

    place: str
    required: bool
    title: str
    description: str
    kind: str
    lists: tuple[str, ...]


async def show(request: web.Request) -> web.Response:
    """Show the way to everything that an integrator needs."""
    return render(
        request,
        "developer/start.html",
        has_api=request.app[API_DOCUMENT] != b"",
        party=visit_of(request).person.participant,
        may_conform=may(visit_of(request), "conformance-read"),
    )


async def list_schemas(request: web.Request) -> web.Response:
    """Show all record types with their versions."""
    visit = visit_of(request)
    versions, own = by_name(visit.exchange.catalogue), visit.person.participant
    adoption = await read_adoption(visit.exchange, [own] if own else [])
    rows = {name: [row_of(each, kinds, adoption) for each in kinds] for name, kinds in versions.items()}
    return render(request, "developer/schemas.html", versions=versions, rows=rows)


async def show_schema(request: web.Request) -> web.Response:
    """Show one version of a record type: its fields, its examples, and what the version before had otherwise."""
    visit = visit_of(request)
    catalogue, kind = visit.exchange.catalogue, _kind_of(request)
    versions = [each.version for each in catalogue.record_types() if each.name == kind.name]
    before = versions[: versions.index(kind.version)]
    rows = rows_of(catalogue, kind, visit.lang)
    return render(
        request,
        "developer/schema.html",
        kind=kind,
        versions=versions,
        rows=rows,
        examples=examples_of(kind),
        before=before[-1] if before else "",
        compared=compare(kind.name, before[-1], kind.version) if before else None,
        changes=_changes(catalogue, kind, before[-1], rows, visit.lang) if before else {},
    )


async def send_schema(request: web.Request) -> web.Response:
    """Send the schema as a file that stands alone."""
    kind = _kind_of(request)
    whole = visit_of(request).exchange.catalogue.bundle(kind.name, kind.version)
    name = f"{kind.name}-{kind.version}.schema.json"
    return web.Response(
        body=strict_json.dumps(dict(whole)),
        content_type="application/schema+json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def show_api(request: web.Request) -> web.Response:
    """Show the API's description in Swagger UI; without scripts, as a table."""
    document = strict_json.loads(_api(request))
    paths: Mapping[str, Mapping[str, Any]] = document["paths"] if isinstance(document, dict) else {}
    operations = [
        (method.upper(), path, operation.get("summary", ""))
        for path, item in paths.items()
        for method, operation in item.items()
    ]
    return render(request, "developer/api.html", operations=operations)


async def send_api(request: web.Request) -> web.Response:
    """Send the API's description, for Swagger UI: it knows no other dialect of JSON Schema than OpenAPI's own."""
    document = strict_json.loads(_api(request))
    known = {name: part for name, part in dict(document).items() if name != "jsonSchemaDialect"}  # type: ignore[call-overload]
    return web.Response(body=strict_json.dumps(known), content_type="application/json")


def rows_of(catalogue: Catalogue, kind: RecordType, lang: str) -> list[FieldRow]:
    """Return the fields of a record type in the order of its schema; items of a list stand with it."""
    members = [each for each in catalogue.members(kind.name, kind.version) if each.path]
    return [_row(each, lang) for each in members if each.path[-1] != ITEM or each.node.get("type") != "object"]


def examples_of(kind: RecordType) -> list[tuple[str, str]]:
    """Return the name and the text of each example that fits the schema."""
    folder = files.ROOT / kind.name / kind.version / "examples"
    return [(each.stem, each.read_text(encoding="utf-8")) for each in sorted(folder.glob("valid-*.json"))]


def _row(member: Member, lang: str) -> FieldRow:
    ru = lang == "ru"
    return FieldRow(
        place=".".join(member.path).replace(f".{ITEM}", "[]"),
        required=member.required,
        title=member.ru if ru else member.en,
        description=member.description_ru if ru else member.description_en,
        kind=str(member.node.get("format", member.node.get("type", ""))),
        lists=tuple(resolution.names(member.node)),
    )


def _changes(
    catalogue: Catalogue, kind: RecordType, before: str, rows: Iterable[FieldRow], lang: str
) -> dict[str, list[str]]:
    """Return the fields that a version added, left out or holds otherwise than the one before."""
    old = {each.place: each for each in rows_of(catalogue, catalogue.record_type(kind.name, before), lang)}
    new = {each.place: each for each in rows}
    return {
        "added": [place for place in new if place not in old],
        "removed": [place for place in old if place not in new],
        "changed": [place for place, row in new.items() if place in old and old[place] != row],
    }


def _kind_of(request: web.Request) -> RecordType:
    """Return the version of a record type that the path names.

    Raises:
        MissingError: there is none.
    """
    name, version = request.match_info["type"], request.match_info["version"]
    try:
        return visit_of(request).exchange.catalogue.record_type(name, version)
    except (UnknownRecordTypeError, UnknownVersionError):
        raise MissingError from None


def _api(request: web.Request) -> bytes:
    """Return the API's description.

    Raises:
        MissingError: this process was given none.
    """
    document = request.app[API_DOCUMENT]
    if not document:
        raise MissingError
    return document


_SAMPLE = {"type": "entry-ban", "version": "1.1"}
ROUTES = (
    Route(method="GET", path=ROOT, handler=show, action="developer"),
    Route(method="GET", path=SCHEMAS, handler=list_schemas, action="developer"),
    Route(
        method="GET", path=f"{SCHEMAS}/{{type}}/{{version}}", handler=show_schema, action="developer", sample=_SAMPLE
    ),
    Route(
        method="GET",
        path=f"{SCHEMAS}/{{type}}/{{version}}/schema.json",
        handler=send_schema,
        action="developer",
        sample=_SAMPLE,
        swept=False,
    ),
    # Swagger UI alone is many times what a page may weigh: its own test asks for policy and origin.
    Route(method="GET", path=API, handler=show_api, action="developer", swept=False),
    Route(method="GET", path=f"{API}/openapi.json", handler=send_api, action="developer", swept=False),
)
