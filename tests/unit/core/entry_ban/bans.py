"""Records of bans and acts for tests: plainly fictitious, each changed by what a test says."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from hub.core.envelope import Envelope
from tests.support.records import unsigned


def ban(**changes: Any) -> dict[str, Any]:
    """Return a ban of three years from an exit."""
    return {
        "ban_id": "T-1",
        "revision": 1,
        "status": "active",
        "issuer": "ru-guvm",
        "decision": {"number": "T-1", "date": "2026-01-10", "court_ordered": False},
        "grounds": ["RU-27-12"],
        "severity": "migration",
        "period": {"kind": "duration", "duration": "P3Y", "start_event": "exit", "start_on": "2026-03-02"},
        "subject": {"names": [{"role": "primary"}], "nationalities": [{"code": "TJK"}]},
        "action": "refuse_entry",
        "as_of": "2026-11-21T09:00:00Z",
        **changes,
    }


def act(**changes: Any) -> dict[str, Any]:
    """Return an act that lifts bans of Tajik citizens for two grounds."""
    return {
        "act_id": "A-1",
        "revision": 1,
        "issuer": "ru-guvm",
        "status": "in_force",
        "act": {"number": "У-1", "date": "2026-03-20"},
        "window": {"from": "2026-03-25", "to": "2026-12-31"},
        "beneficiaries": ["TJK"],
        "eligible_grounds": ["RU-26-8", "RU-27-12"],
        "excluded_grounds": ["RU-27-3"],
        "excluded_if": ["court_ordered"],
        "effect": {"kind": "lift"},
        **changes,
    }


def envelope(kind: str, record: Mapping[str, Any], sender: str = "ru-guvm", **changes: Any) -> Envelope:
    """Return an envelope with a record."""
    return unsigned(kind, record, **{"sender": sender, "sent_at": datetime(2026, 11, 21, tzinfo=UTC), **changes})
