"""What of a ban an answer shows: to an authority that acts on it, all but what is restricted; to a citizen, less.

A restricted ban shows that it is one, and nothing that its grounds could be guessed from: not the law, not the number
of the decision. Whoever needs more asks the issuer with a reason.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from hub.core.enquiry.effect import effect_of
from hub.core.enquiry.verdict import Found, Judged, Verdict

RESTRICTED = "restricted"
Label = Callable[[str, str], Mapping[str, str]]
"""The label of a code of a list in both languages: `label("ban-statuses", "active")`."""
_OPEN = ("ban_id", "revision", "direction", "action", "as_of")
_LEARNT = {"ru": "со дня, когда лицо узнало о запрете", "en": "from the day on which the person learned of the ban"}
_ACTED_ON = frozenset({"number", "date", "authority", "legal_basis", "court_ordered"})


def for_authority(found: Found, label: Label) -> dict[str, Any]:
    """Return a ban as it is shown to an authority that acts on it."""
    record = found.record
    shown: dict[str, Any] = {
        "match": found.scored.verdict.value,
        "score": round(found.scored.score, 3),
        "features": [_feature(each) for each in found.scored.features],
        "issuer": found.issuer,
        **{name: record[name] for name in _OPEN},
        **_state(found, label),
        "grounds": [{"code": code, **label("ban-grounds", code)} for code in record["grounds"]],
    }
    if record["severity"] != RESTRICTED:
        shown["decision"] = {name: record["decision"][name] for name in sorted(_ACTED_ON & record["decision"].keys())}
    else:
        shown["grounds"] = [{"code": "RESTRICTED", **label("ban-grounds", "RESTRICTED")}]
    return shown


def for_citizen(found: Found, label: Label) -> dict[str, Any]:
    """Return a ban as it is told to the person himself: whose, of which class, from when until when."""
    return {
        "issuer": found.issuer,
        **_state(found, label),
        "direction": {"code": found.record["direction"], **label("ban-directions", found.record["direction"])},
        "as_of": found.record["as_of"],
    }


def remedy(record: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return where and until when the issuer itself says that a ban is appealed against; None where it does not."""
    said = record.get("remedy")
    if said is None:
        return None
    words = said.get("text", {})
    name = said["authority"]["name"]
    route = {language: f"{name}. {words[language]}" if language in words else name for language in ("ru", "en")}
    return {"route": route, "term": said.get("term"), "starts": _LEARNT, "basis": None, "confirmed": True}


def as_doubt(found: Found) -> dict[str, Any]:
    """Return a ban that may be another person's: what makes it doubtful, and nothing of the ban itself."""
    return {"match": found.scored.verdict.value, "score": round(found.scored.score, 3), "issuer": found.issuer} | {
        "features": [_feature(each) for each in found.scored.features]
    }


def of_judged(judged: Judged, label: Label, *, home: bool) -> dict[str, Any]:
    """Return verdicts and bans of one person; `home`: to an authority that advises its own citizen."""
    bans = [
        as_doubt(each) if home and not each.is_hit else for_authority(each, label)
        for each in sorted(judged.found, key=lambda each: (-each.scored.score, each.index))
    ]
    return {
        "verdict": judged.verdict.value,
        "issuers": [{"issuer": issuer, "verdict": verdict.value} for issuer, verdict in judged.of_issuer.items()],
        "bans": bans,
    }


def hit_report(judged: Judged, *, allowed: bool) -> str:
    """Return whether a hit report is "expected" by the issuer, or "none" is; `allowed`: the purpose allows one.

    None is of a ban that has not begun.
    """
    held = any(each.is_hit and each.standing.is_in_force for each in judged.found)
    return "expected" if allowed and held and judged.verdict is Verdict.BAN else "none"


def _state(found: Found, label: Label) -> dict[str, Any]:
    record, period, standing = found.record, found.record["period"], found.standing
    return {
        "severity": {"code": record["severity"], **label("ban-severities", record["severity"])},
        "effect": effect_of(record, standing).value,
        "status": {"code": standing.status, **label("ban-statuses", standing.status)},
        "period": {
            **{name: period.get(name) for name in ("kind", "duration")},
            "start_on": _day(standing.span.start),
            "start_event": _labelled(label, "ban-start-events", period.get("start_event")),
            "end_on": _day(standing.span.end),
            "condition": None if record["severity"] == RESTRICTED else period.get("condition"),
        },
        "appeal": record.get("appeal"),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _labelled(label: Label, name: str, code: str | None) -> dict[str, Any] | None:
    return None if code is None else {"code": code, **label(name, code)}


def _feature(feature: Any) -> dict[str, Any]:
    return {
        "name": feature.name,
        "agreement": feature.agreement,
        "weight": round(feature.weight, 3),
        "ru": feature.ru,
        "en": feature.en,
    }
