"""Show the advice to a citizen as it is told and printed: lists with their verdicts, bans with their remedies.

What of a ban is shown is for `hub.core.enquiry.shown` to say.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from hub.core import instant
from hub.core.enquiry import shown
from hub.core.enquiry.lists import ListState
from hub.core.enquiry.shown import Label
from hub.core.enquiry.verdict import Found, Verdict
from hub.workflows.screening.answer_citizen import ADVICE, Advice
from schemas import screening_rules
from schemas.catalogue import Catalogue


def show_advice(advice: Advice, catalogue: Catalogue) -> dict[str, Any]:
    """Return the answer to a citizen, with the enquiries that wait to be signed; odd findings apart."""
    label, verdicts = labels(catalogue), advice.judged.of_issuer
    return {
        **frame(advice.at, advice.size, advice.access, ADVICE),
        "verdict": advice.judged.verdict.value,
        "hit_report": "none",
        "lists": [{**each, "verdict": verdicts[each["issuer"]].value} for each in list_states(advice.lists, label)],
        "bans": [
            _ban(each, label, advice.at.date(), is_known=verdicts[each.issuer] is Verdict.UNKNOWN)
            for each in advice.judged.found
            if each.is_hit
        ],
        "enquiries": list(advice.enquiries),
    }


def labels(catalogue: Catalogue) -> Label:
    """Return what gives the labels of a code."""

    def label(name: str, code: str) -> Mapping[str, str]:
        codes = catalogue.code_list(name)
        return {"ru": codes.label(code, "ru"), "en": codes.label(code, "en")}

    return label


def frame(at: datetime, size: int, access: int, purpose: str) -> dict[str, Any]:
    """Return what stands first in every answer: when, of which log size, the leaf of the access, the purpose."""
    return {"at": instant.format(at, seconds=True), "log_size": size, "access": access, "purpose": purpose}


def list_states(lists: Sequence[ListState], label: Label) -> list[dict[str, Any]]:
    """Return how fresh each issuer's list is."""
    return [
        {
            "issuer": each.issuer,
            "titles": label("participants", each.issuer),
            "as_of": _moment(each.as_of),
            "fresh": each.is_fresh,
            "until": _moment(each.until),
        }
        for each in lists
    ]


def _moment(at: datetime | None) -> str | None:
    return None if at is None else instant.format(at, seconds=True)


def _ban(found: Found, label: Label, on: date, *, is_known: bool) -> dict[str, Any]:
    """Return a ban as the citizen is told of it: with where to appeal, until when, and whom to call.

    `is_known`: the list is not fresh, so that this is only what was last known.
    """
    route = screening_rules.appeal_route(found.issuer, on) or {"appeal": None, "hotline": None}
    return {
        **shown.for_citizen(found, label),
        "last_known": is_known,
        "remedy": shown.remedy(found.record) or _route(route["appeal"]),
        "hotline": _hotline(route["hotline"]),
    }


def _route(appeal: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if appeal is None:
        return None
    return {**{name: appeal[name] for name in ("route", "term", "starts", "basis")}, "confirmed": appeal["verified"]}


def _hotline(entry: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {"number": entry["number"], "name": entry["name"], "confirmed": entry["verified"]}
