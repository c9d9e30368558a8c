"""Records for tests of the core: the examples of the schemas, changed, in an envelope without a signature."""

import copy
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hub.core.envelope import Envelope

SCHEMAS = Path(__file__).parents[2] / "schemas"
SENT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def example(kind: str, name: str, **changes: Any) -> dict[str, Any]:
    """Return a valid example of a record type, with changed members; a member of None is left out."""
    record = json.loads((SCHEMAS / kind / "1.0" / "examples" / f"valid-{name}.json").read_text(encoding="utf-8"))
    changed = copy.deepcopy({**record, **changes})
    return {member: value for member, value in changed.items() if value is not None}


def wrap(kind: str, record: dict[str, Any], *, sender: str, to: tuple[str, ...], number: int = 1) -> Envelope:
    """Return the record as a participant would send it."""
    return unsigned(kind, record, id=f"id-{number}", sender=sender, to=to)


def unsigned(kind: str, record: Mapping[str, Any], /, **members: Any) -> Envelope:
    """Return the record in an envelope with these members; the others are plausible, or absent where they may be."""
    whole: dict[str, Any] = {
        "raw": b"",
        "sha256": "",
        "hub": "mig.example/test",
        "id": "id-1",
        "sender": "ru-guvm",
        "to": ("tj-mvd",),
        "sent_at": SENT,
        "type": kind,
        "version": "1.0",
        "subject": None,
        "reply_to": None,
        "agreement": None,
        "purpose": "-",
        "expires_at": None,
        "record": record,
    }
    return Envelope(**{**whole, **members})
