"""Agreements and the terms that they set: every version, what differs between two, who has consented, what is missing.

A participant sees the agreements in which it has a part; the secretariat sees all. Nothing is changed here: a version
is approved by its parties' own keys (`hub agreement approve`) and then logged.
"""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from hub.console import document_words
from hub.console.rendering import render
from hub.console.rights import may
from hub.console.routing import Route
from hub.console.visit import Visit, visit_of
from hub.core.agreement.difference import differences
from hub.core.errors import MissingError
from hub.workflows.agreements.list_agreements import Listed, list_agreements
from hub.workflows.agreements.read_agreement import read_agreement
from hub.workflows.agreements.read_proposals import list_proposals, list_unseen
from keys import strict_json
from schemas import catalogue, deadline_profiles

_SAMPLE = {"id": "kz-tj-readmission"}
COMPARED = ("parameter", "procedures", "subject_classes", "states", "value", "unit", "stops", "on_expiry", "rolls")
_PROFILE = {"id": "exchange-default"}


async def show_all(request: web.Request) -> web.Response:
    """Show the agreements, those of one state or one status where the filter names it."""
    visit = visit_of(request)
    every = await list_agreements(visit.exchange, reader=visit.party)
    status, state = request.query.get("status", ""), request.query.get("state", "")
    known = catalogue.load()
    if (status and status not in known.code_list("agreement-statuses").index) or (
        state and state not in known.code_list("states").index
    ):
        raise MissingError
    shown = [each for each in every if _fits(each, status, state)]
    return render(
        request,
        "agreements/list.html",
        agreements=shown,
        chosen=status,
        state=state,
        statuses=[each.code for each in known.code_list("agreement-statuses").entries],
        states=[each.code for each in known.code_list("states").entries],
        in_force=sum(each.in_force for each in every),
        proposals=[
            each
            for each in await list_proposals(visit.exchange, reader=visit.party)
            if _is_like(each.document, status, state)
        ],
        may_propose=may(visit, "agreement-propose"),
        pending=sum(each.newest.status in ("negotiation", "initialled", "signed", "ratified") for each in every),
    )


def _fits(each: Listed, status: str, state: str) -> bool:
    return _is_like({"status": each.newest.status, "parties": each.newest.parties}, status, state)


def _is_like(document: Mapping[str, Any], status: str, state: str) -> bool:
    return status in ("", document["status"]) and (not state or state in document["parties"])


async def show_one(request: web.Request) -> web.Response:
    """Show an agreement: its newest version, or the one that is asked for."""
    visit, found = visit_of(request), await _find(request)
    versions = {each["version"]: each for each in found["versions"]}
    version = _number(request, "version", max(versions))
    if version not in versions:
        raise MissingError
    document = _open(versions[version])
    return render(
        request,
        "agreements/one.html",
        found=found,
        shown=versions[version],
        document=document,
        proposals=await list_proposals(visit.exchange, reader=visit.party, agreement=found["id"]),
        unseen=await list_unseen(visit.exchange, found["id"]),
        may_propose=may(visit, "agreement-propose"),
        type_title=lambda code: document_words.type_title(code, visit.lang),
        facts=_facts(document, visit),
        profile_title=_profile_title(versions[version]["deadline_profile"], visit.lang),
    )


def _profile_title(name: str | None, lang: str) -> str:
    """Return what a deadline profile is called; one that is not known any more, by its name."""
    profile = deadline_profiles.load().get(name or "")
    return str(profile["titles"][lang]) if profile else name or "—"


def _facts(document: dict[str, Any], visit: Visit) -> list[tuple[str, str]]:
    wanted = ("kind", "parties", "signed_on", "valid_from", "valid_until", "effective_from", "ratifications")
    return [
        (document_words.name(member, visit.lang), document_words.value(member, document[member], visit.lang))
        for member in wanted
        if document.get(member)
    ]


async def show_changes(request: web.Request) -> web.Response:
    """Show what differs between two versions."""
    visit, found = visit_of(request), await _find(request)
    versions = {each["version"]: each for each in found["versions"]}
    after = _number(request, "after", max(versions))
    before = _number(request, "before", max(after - 1, min(versions)))
    if before not in versions or after not in versions:
        raise MissingError
    old, new = _open(versions[before]), _open(versions[after])
    return render(
        request,
        "agreements/changes.html",
        found=found,
        document=new,
        before=before,
        after=after,
        profiles=(old.get("deadline_profile"), new.get("deadline_profile")),
        rows=document_words.rows(differences(old, new), visit.lang),
    )


async def _find(request: web.Request) -> dict[str, Any]:
    """Return the agreement, or say that there is none: also where the visitor has no part in it."""
    visit = visit_of(request)
    found = await read_agreement(visit.exchange, request.match_info["id"], reader=visit.party)
    if found is None or not found["versions"]:
        raise MissingError
    return found


def _open(version: dict[str, Any]) -> dict[str, Any]:
    document = strict_json.loads(version["document"].encode("utf-8"))
    if not isinstance(document, dict):
        raise MissingError
    return document


def _number(request: web.Request, name: str, default: int) -> int:
    given = request.query.get(name, str(default))
    if not (given.isascii() and given.isdigit() and len(given) < 6):
        raise MissingError
    return int(given)


async def show_profiles(request: web.Request) -> web.Response:
    """Show the deadline profiles and who uses them."""
    visit = visit_of(request)
    users: dict[str, list[str]] = {}
    for each in await list_agreements(visit.exchange, reader=visit.party):
        profile = each.newest.profile_on(visit.now.date())
        if profile is not None:
            users.setdefault(profile, []).append(each.newest.id)
    return render(request, "agreements/profiles.html", profiles=deadline_profiles.load(), users=users)


async def show_profile(request: web.Request) -> web.Response:
    """Show the terms of a profile, and what differs from another one if that is asked for."""
    visit, profiles = visit_of(request), deadline_profiles.load()
    name, other = request.match_info["id"], request.query.get("other", "")
    if name not in profiles or (other and other not in profiles):
        raise MissingError
    document = profiles[name]
    found = differences(_terms(profiles[other]), _terms(document), ("parameters",)) if other else ()
    return render(
        request,
        "agreements/profile.html",
        document=document,
        profiles=profiles,
        other=other,
        rows=document_words.rows(found, visit.lang),
        said=lambda member, value: document_words.value(member, value, visit.lang),
        type_title=lambda code: document_words.type_title(code, visit.lang),
    )


def _terms(profile: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return of each term what it comes to: how long, for whom, and what comes about at its end."""
    return [{name: each[name] for name in COMPARED if name in each} for each in profile["parameters"]]


ROUTES = (
    Route(method="GET", path="/agreements", handler=show_all, action="agreements-read"),
    Route(method="GET", path="/agreements/{id}", handler=show_one, action="agreements-read", sample=_SAMPLE),
    Route(
        method="GET",
        path="/agreements/{id}/changes",
        handler=show_changes,
        action="agreements-read",
        sample={"id": "ru-tj-representation"},
    ),
    Route(method="GET", path="/deadline-profiles", handler=show_profiles, action="agreements-read"),
    Route(
        method="GET",
        path="/deadline-profiles/{id}",
        handler=show_profile,
        action="agreements-read",
        sample=_PROFILE,
        query="other=cis-bilateral-default",
    ),
)
