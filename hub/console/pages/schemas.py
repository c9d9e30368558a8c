"""Record types and who has adopted which version: the secretariat sees all participants, others their own row.

Whether records of two versions fit each other is computed from the schemas and their examples. Who sends what is told
by the log; the hub looks into no record for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aiohttp import web

from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route
from hub.console.visit import Visit, visit_of
from hub.core.delivery import TYPE as RECEIPT
from hub.core.errors import MissingError
from hub.workflows.adoption.read_adoption import Adoption, Use, read_adoption
from schemas import endings
from schemas.catalogue import Catalogue
from schemas.compatibility import Compatibility, compare
from schemas.endings import Ending
from schemas.record_type import RecordType

ALL = "schemas-adoption"  # who sees what others send


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A version with what became of it: compared with the one before (None: it is the first), its ending if any."""

    kind: RecordType
    compared: Compatibility | None
    ending: Ending | None
    senders: Sequence[str]

    @property
    def is_counted(self) -> bool:
        """Say whether the log's messages are told by version: all but receipts, which say what became of others."""
        return self.kind.name != RECEIPT

    def has_ended(self, today: date) -> bool:
        """Say whether its last day is over."""
        return self.ending is not None and self.ending.ends_on is not None and self.ending.ends_on < today


async def show_all(request: web.Request) -> web.Response:
    """Show every record type with its versions: whether they fit each other, when they end, who sends them."""
    visit = visit_of(request)
    catalogue, adoption = visit.exchange.catalogue, await seen_adoption(visit)
    words = request.query.get("words", "").strip()[:100]
    found = {
        name: [row_of(each, kinds, adoption) for each in kinds]
        for name, kinds in by_name(catalogue).items()
        if words.casefold() in f"{name} {kinds[-1].titles[visit.lang]}".casefold()
    }
    several = request.query.get("several") == "1"
    return render(
        request,
        "schemas/list.html",
        found={name: rows for name, rows in found.items() if len(rows) > 1 or not several},
        words=words,
        several=several,
        sees_all=may(visit, ALL),
    )


async def show_one(request: web.Request) -> web.Response:
    """Show one record type: participants by versions, and what a record of one version lacks for the next."""
    visit, name = visit_of(request), request.match_info["type"]
    kinds = by_name(visit.exchange.catalogue).get(name)
    if kinds is None:
        raise MissingError
    adoption = await seen_adoption(visit)
    return render(
        request,
        "schemas/one.html",
        kind=kinds[-1],
        rows=[row_of(each, kinds, adoption) for each in kinds],
        matrix=_matrix(adoption.of_type(name), [each.version for each in kinds]),
        unknown=any("" in uses for uses in adoption.of_type(name).values()),
        sees_all=may(visit, ALL),
    )


def by_name(catalogue: Catalogue) -> Mapping[str, list[RecordType]]:
    """Return the versions of each record type, oldest first."""
    found: dict[str, list[RecordType]] = {}
    for each in catalogue.record_types():
        found.setdefault(each.name, []).append(each)
    return found


def row_of(kind: RecordType, kinds: Sequence[RecordType], adoption: Adoption) -> VersionRow:
    """Return a version as it is shown among the versions of its type."""
    versions = [each.version for each in kinds]
    before = versions[: versions.index(kind.version)]
    return VersionRow(
        kind=kind,
        compared=compare(kind.name, before[-1], kind.version) if before else None,
        ending=endings.load().get((kind.name, kind.version)),
        senders=adoption.senders(kind.name, kind.version),
    )


def _matrix(uses: Mapping[str, Mapping[str, Use]], versions: Sequence[str]) -> list[tuple[str, list[Use | None]]]:
    return [(participant, [of.get(version) for version in versions]) for participant, of in sorted(uses.items())]


async def seen_adoption(visit: Visit) -> Adoption:
    """Return what the visitor may see of adoption: all of it, or his participant's own."""
    own = visit.person.participant
    return await read_adoption(visit.exchange, None if may(visit, ALL) else [own] if own else [])


ROUTES = (
    Route(method="GET", path="/schemas", handler=show_all, action="schemas-read"),
    Route(
        method="GET",
        path="/schemas/{type}",
        handler=show_one,
        action="schemas-read",
        sample={"type": "entry-ban"},
    ),
)
