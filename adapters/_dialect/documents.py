"""All documents of a dialect, by record type."""

from collections.abc import Mapping

from adapters._dialect import citizenship, entry_ban, parts, readmission, summary
from adapters._dialect.dialect import Dialect
from adapters._parts.json_form import Form

VERSION = "1.0"


def make(dialect: Dialect) -> Mapping[str, Form]:
    """Return the form of each record type."""
    shared = parts.make(dialect)
    return {
        "entry-ban": entry_ban.make(dialect, shared),
        "readmission-request": readmission.make_request(dialect, shared),
        "readmission-reply": readmission.make_reply(dialect, shared),
        "citizenship-check-request": citizenship.make_request(dialect, shared),
        "citizenship-check-reply": citizenship.make_reply(dialect, shared),
        "situation-summary": summary.make(dialect, shared),
    }
