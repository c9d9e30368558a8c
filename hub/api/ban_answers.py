"""Answers about bans as JSON."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hub.core import instant
from hub.core.entry_ban.listing import SCHEME, Listed, ListState
from hub.workflows.bans.evaluate_amnesty import Evaluation
from hub.workflows.bans.read_ban_cases import TimedCase
from hub.workflows.bans.read_bans import BanPage, Clashing, StandingBan
from hub.workflows.bans.reconcile_bans import Comparison, View
from schemas.codes import CodeList


def page(found: BanPage) -> dict[str, Any]:
    """Return a page of bans."""
    bans = [_ban(each) for each in found.bans]
    return {"size": found.size, "on": found.on.isoformat(), "bans": bans, "next": found.next}


def one(found: StandingBan, clashes: Sequence[Clashing]) -> dict[str, Any]:
    """Return one ban."""
    others = [{"issuer": each.issuer, "ban_id": each.ban_id, "clash": each.clash.value} for each in clashes]
    return {**_ban(found), "clashes": others}


def _ban(found: StandingBan) -> dict[str, Any]:
    row, standing = found.row, found.standing
    return {
        "issuer": row.issuer,
        "ban_id": row.ban_id,
        "revision": row.revision,
        "index": row.index,
        "status": standing.status,
        "stated": row.status,
        "in_force": standing.is_in_force,
        "listed": standing.is_listed,
        "starts_on": _day(row.starts_on),
        "ends_on": _day(row.ends_on),
        "review_due": _day(row.review_due),
        "warnings": list(found.warnings),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def state(view: View, found: ListState) -> dict[str, Any]:
    """Return the state of a list."""
    return {**_view(view), **_state(found)}


def bucket(view: View, entries: Sequence[Listed]) -> dict[str, Any]:
    """Return the entries of a bucket."""
    return {**_view(view), "entries": [each._asdict() for each in entries]}


def _view(view: View) -> dict[str, Any]:
    return {"issuer": view.issuer, "on": view.on.isoformat(), "size": view.before, "released": view.released}


def _state(found: ListState) -> dict[str, Any]:
    return {"scheme": SCHEME, "count": found.count, "digest": found.digest, "buckets": list(found.buckets)}


def comparison(found: Comparison) -> dict[str, Any]:
    """Return how a sent state compares with the list as it was delivered."""
    shown = [
        {"bucket": number, "entries": [each._asdict() for each in entries]}
        for number, entries in sorted(found.shown.items())
    ]
    return {
        "index": found.index,
        "on": found.on.isoformat(),
        "equal": found.stated == found.delivered,
        "stated": {"count": found.stated.count, "digest": found.stated.digest},
        "delivered": {"count": found.delivered.count, "digest": found.delivered.digest},
        "differing": shown,
    }


def evaluation(found: Evaluation, reasons: CodeList) -> dict[str, Any]:
    """Return a page of proposals."""
    return {
        "act_id": found.act_id,
        "revision": found.revision,
        "on": found.on.isoformat(),
        "size": found.size,
        "proposals": [
            {
                "ban_id": each.ban_id,
                "revision": each.revision,
                "message": each.message,
                "verdict": each.proposal.verdict.value,
                "reason": each.proposal.reason,
                "texts": {lang: reasons.label(each.proposal.reason, lang) for lang in ("ru", "en")},
                "changes": each.proposal.changes,
            }
            for each in found.proposals
        ],
        "next": found.next,
    }


def case(found: TimedCase) -> dict[str, Any]:
    """Return a review, an enquiry or a hit."""
    one_case = found.case
    return {
        "kind": one_case.kind,
        "owner": one_case.owner,
        "subject": one_case.subject,
        "issuer": one_case.issuer,
        "ban_id": one_case.ban_id,
        "index": one_case.opened,
        "at": instant.format(one_case.opened_at),
        "answered": one_case.answered,
        "outcome": one_case.outcome,
        "clocks": [term.to_json() for term in found.terms],
    }
