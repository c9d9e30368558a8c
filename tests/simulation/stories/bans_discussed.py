"""Bans that wait for an exit, are met, asked about and reviewed, fall under an act, and stand in a stated list."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from hub.core.entry_ban import listing
from hub.core.entry_ban.listing import Listed
from tests.simulation.story import Basis, Step, Story
from tests.support.hub import make_ban

ISSUER, HOME = "ru-guvm", "tj-mvd"
BASIS = Basis(purpose="entry-control", agreement="cis-2000")
PENDING = {"kind": "duration", "duration": "P3Y", "start_event": "exit"}
AUTHORITY = {"name": "Испытательный орган", "participant": ISSUER}


def stories(random: Random, year: int) -> Iterator[Story]:
    """Tell of bans that begin in this year, and of what was said about them."""
    number = year * 100_000 + 50_000
    while True:
        number += 1
        begun = date(year, 1, 1) + timedelta(days=random.randrange(300))
        days = [begun + timedelta(days=place * random.randrange(1, 40)) for place in range(8)]
        yield _story(number, sorted(days), random)


def _story(number: int, days: list[date], random: Random) -> Story:
    ban_id = f"TEST-{number:08d}"
    ban = {"issuer": ISSUER, "ban_id": ban_id}
    asked = {"requesting_authority": HOME}
    story = [_ban(number, days[0], revision=1, status="pending_start", period=PENDING)]
    story.append(_step(days[1], HOME, "ban-status-enquiry", _enquiry(number, days[1])))
    answer = {"result": "in_force", "ban": ban, "status": "pending_start", "answered_on": f"{days[1]}"}
    answered = {"enquiry_id": f"E-{number}", **asked, **answer, "as_of": _as_of(days[1])}
    story.append(_step(days[1], ISSUER, "ban-status-answer", answered, answers=1))
    begun = {**PENDING, "start_on": f"{days[2]}"}
    story.append(
        _ban(number, days[2], revision=2, status="active", period=begun, change=_change("start_event", days[2]))
    )
    story.append(_step(days[3], HOME, "ban-hit-report", _hit(number, ban, days[3])))
    story.append(_step(days[4], HOME, "ban-review-request", _request(number, ban, days[4])))
    outcome = random.choice(("upheld", "lifted"))
    decision = {"outcome": outcome, "reasons": ["amnesty" if outcome == "lifted" else "grounds_remain"]}
    decided = {"review_id": f"R-{number}", "ban": ban, **asked, **decision, "decided_on": f"{days[5]}"}
    story.append(_step(days[5], ISSUER, "ban-review-decision", {**decided, "authority": AUTHORITY}, answers=5))
    story.append(_step(days[5], ISSUER, "amnesty-act", _act(number, days[5])))
    if outcome == "lifted":
        change = _change("amnesty", days[6])
        story.append(_ban(number, days[6], revision=3, status="lifted", period=begun, change=change))
    story.append(_step(days[7], ISSUER, "ban-list-state", _state(ban_id, days[7])))
    return story


def _ban(number: int, day: date, **changes: Any) -> Step:
    record = make_ban(number, issuer=ISSUER, **{**changes, "as_of": _as_of(day)})
    return _step(day, ISSUER, "entry-ban", record, version="1.2")


def _step(day: date, sender: str, kind: str, record: dict[str, Any], **more: Any) -> Step:
    return BASIS.step(day, sender, [HOME if sender == ISSUER else ISSUER], kind, record, **more)


def _as_of(day: date) -> str:
    return f"{day.isoformat()}T06:00:00Z"


def _change(cause: str, day: date) -> dict[str, str]:
    return {"cause": cause, "on": day.isoformat()}


def _enquiry(number: int, day: date) -> dict[str, Any]:
    asked = {"enquiry_id": f"E-{number}", "requesting_authority": HOME, "issuer": ISSUER}
    about = {"questions": ["in_force", "identity"], "case_number": f"{number}", "asked_on": day.isoformat()}
    return {**asked, "person": make_ban(number)["subject"], **about}


def _hit(number: int, ban: dict[str, str], day: date) -> dict[str, Any]:
    return {
        "hit_id": f"H-{number}",
        "ban": ban,
        "reporting_authority": HOME,
        "at": _as_of(day),
        "occasion": "border_exit",
        "matched_by": ["document"],
        "outcome": "issuer_contacted",
    }


def _request(number: int, ban: dict[str, str], day: date) -> dict[str, Any]:
    return {
        "review_id": f"R-{number}",
        "ban": ban,
        "requesting_authority": HOME,
        "applicant": "person",
        "causes": ["family_life"],
        "consent": True,
        "requested_on": day.isoformat(),
    }


def _act(number: int, day: date) -> dict[str, Any]:
    basis = {"law": "Учебный закон", "article": "1"}
    return {
        "act_id": f"A-{number}",
        "revision": 1,
        "issuer": ISSUER,
        "status": "in_force",
        "act": {"number": f"У-{number}", "date": day.isoformat(), "authority": AUTHORITY, "legal_basis": basis},
        "window": {"from": day.isoformat()},
        "beneficiaries": ["TJK"],
        "eligible_grounds": [],
        "excluded_grounds": [],
        "excluded_if": ["court_ordered"],
        "effect": {"kind": "lift"},
        "as_of": _as_of(day),
    }


def _state(ban_id: str, day: date) -> dict[str, Any]:
    state = listing.state_of([Listed(ban_id, 2, "active")])
    stated = {"count": state.count, "digest": state.digest, "buckets": list(state.buckets)}
    about = {"issuer": ISSUER, "holder": ISSUER, "scheme": listing.SCHEME}
    return {**about, "on": day.isoformat(), "as_of": _as_of(day), **stated}
