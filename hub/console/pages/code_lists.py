"""Code lists (НСИ): every list with its source, every code with both labels and the days on which it is valid.

`/code-lists/{name}` says which record types take from the list, so that whoever changes a code knows whom it concerns.
"""

import functools
from collections.abc import Mapping

from aiohttp import web

from hub.console.rendering import render
from hub.console.routing import Route
from hub.console.visit import visit_of
from hub.core.errors import MissingError
from schemas import catalogue, resolution
from schemas.codes import CodeEntry

MOST = 200  # rows of one page
LONGEST = 100


async def show_all(request: web.Request) -> web.Response:
    """Show the lists, those whose name or title has what was looked for."""
    visit, words = visit_of(request), request.query.get("words", "").strip()[:LONGEST]
    found = [
        each
        for each in catalogue.load().code_lists()
        if words.casefold() in f"{each.name} {each.titles['ru']} {each.titles['en']}".casefold()
    ]
    used = {each.name: len(users().get(each.name, {})) for each in found}
    order = sorted(found, key=lambda each: each.titles[visit.lang].casefold())
    today = visit.now.date()
    return render(request, "code-lists/list.html", lists=order, used=used, words=words, today=today)


async def show_one(request: web.Request) -> web.Response:
    """Show one list, page by page, or the codes that have what was looked for."""
    visit, name = visit_of(request), request.match_info["name"]
    known = {each.name: each for each in catalogue.load().code_lists()}
    if name not in known:
        raise MissingError
    words, after = request.query.get("words", "").strip()[:LONGEST], request.query.get("after", "")
    today, only_ended = visit.now.date(), request.query.get("ended") == "1"
    among = known[name].ended(today) if only_ended else known[name].entries
    entries = [each for each in among if _has(each, words)]
    start = next((place + 1 for place, each in enumerate(entries) if each.code == after), 0)
    shown = entries[start : start + MOST]
    return render(
        request,
        "code-lists/one.html",
        found=known[name],
        entries=shown,
        total=len(entries),
        words=words,
        next=shown[-1].code if start + MOST < len(entries) else None,
        users=users().get(name, {}),
        today=today,
        only_ended=only_ended,
    )


def _has(entry: CodeEntry, words: str) -> bool:
    return words.casefold() in f"{entry.code} {entry.ru} {entry.en}".casefold()


@functools.cache
def users() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Return by list the record types that take codes from it, each with its versions."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for kind in catalogue.load().record_types():
        names = {
            name
            for member in catalogue.load().members(kind.name, kind.version)
            for name in resolution.names(member.node)
        }
        for name in names:
            of = found.setdefault(name, {})
            of[kind.name] = (*of.get(kind.name, ()), kind.version)
    return found


ROUTES = (
    Route(method="GET", path="/code-lists", handler=show_all, action="code-lists-read"),
    Route(
        method="GET",
        path="/code-lists/{name}",
        handler=show_one,
        action="code-lists-read",
        sample={"name": "refusal-reasons"},
    ),
)
