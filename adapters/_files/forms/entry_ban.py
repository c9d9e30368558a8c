"""A row of the list of entry bans <-> the record `entry-ban`.

The row says who, by whom, why, from when to when and what to do. What it leaves out of a record (appeals, the system it
came from, texts in English, parents) stays in the adapter's own state.
"""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from adapters._files import coded, numbers, packing, words
from adapters._files.forms.form import Form
from adapters._files.forms.person import PersonForm
from adapters._files.tables import RowReader, Table
from adapters._parts import dates
from adapters._parts.faults import FormError
from hub.core.entry_ban import secrecy

TYPE = "entry-ban"
VERSION = "1.0"

IN_FORCE = frozenset({"active", "pending_start", "reduced"})
"""Statuses of the active list; a ban that waits for its first day counts as in force."""

PLACES: Mapping[str, str] = {
    "/ban_id": "ban_id",
    "/revision": "revision",
    "/status": "status",
    "/issuer": "issuer",
    "/direction": "direction",
    "/decision/number": "decision_number",
    "/decision/date": "decision_date",
    "/decision/authority": "decision_authority",
    "/decision/legal_basis/law": "law",
    "/decision/legal_basis/article": "article",
    "/decision/legal_basis/part": "part",
    "/decision": "decision_number",
    "/grounds": "grounds",
    "/reason_text": "reason",
    "/severity": "severity",
    "/period/duration": "duration",
    "/period/start_event": "start_event",
    "/period/start_on": "start_on",
    "/period/end_on": "end_on",
    "/period/condition": "condition",
    "/period": "period_kind",
    "/action": "action",
    "/as_of": "as_of",
    "/change": "change_cause",
}
"""Which column a member of the record comes from; the longest fitting pointer counts."""

_DURATION = re.compile(r"(?a:([1-9]\d{0,3})) ?(лет|год|года|г|месяцев|месяца|месяц|мес|дней|дня|день|дн)\.?")
_UNITS = {"л": "Y", "г": "Y", "м": "M", "д": "D"}


def make(table: Table, person: PersonForm) -> Form:
    """Return the form of one state's list of bans."""
    return Form(
        table=table,
        parse=partial(_parse, person),
        format=partial(_format, person),
        places=PLACES,
        subject="ban_id",
        person="subject",
        author="issuer",
    )


def _parse(person: PersonForm, row: RowReader, issuer: str) -> dict[str, Any]:
    """Return the record of a row; what is wrong becomes faults of the reader."""
    severity = row.must_read("severity", words.SEVERITIES.parse, "migration")
    record = {
        "ban_id": row.need("ban_id"),
        "revision": row.must_read("revision", numbers.parse_whole, 1),
        "status": row.must_read("status", person.words.statuses.parse, "active"),
        "issuer": row.text("issuer") or issuer,
        "direction": row.read("direction", words.DIRECTIONS.parse) or "entry",
        "decision": _parse_decision(row, is_told=severity != secrecy.RESTRICTED),
        "grounds": row.read("grounds", _parse_grounds) or [],
        "reason_text": _text(row, "reason"),
        "severity": severity,
        "period": _parse_period(row),
        "subject": person.parse(row),
        "action": row.must_read("action", words.ACTIONS.parse, "contact_issuer"),
        "as_of": row.must_read("as_of", lambda text: dates.parse_moment(text, person.words.hours), ""),
        "change": _parse_change(row),
    }
    return secrecy.conceal({name: value for name, value in record.items() if value is not None})


def _format(person: PersonForm, record: Mapping[str, Any]) -> dict[str, str]:
    """Return the cells of a record by column key."""
    period, change = record["period"], record.get("change")
    event = period.get("start_event")
    return {
        "ban_id": record["ban_id"],
        "revision": str(record["revision"]),
        "status": person.words.statuses.format(record["status"]),
        "issuer": record["issuer"],
        "direction": words.DIRECTIONS.format(record["direction"]),
        **person.format(record["subject"]),
        "grounds": packing.pack([[ground] for ground in record["grounds"]]),
        "reason": _any_text(record.get("reason_text")),
        "severity": words.SEVERITIES.format(record["severity"]),
        "period_kind": words.PERIOD_KINDS.format(period["kind"]),
        "duration": _format_duration(period.get("duration")),
        "start_event": "" if event is None else words.START_EVENTS.format(event),
        "start_on": _day(period.get("start_on")),
        "end_on": _day(period.get("end_on")),
        "condition": _any_text(period.get("condition")),
        "action": words.ACTIONS.format(record["action"]),
        **_format_decision(record["decision"]),
        "change_cause": "" if change is None else words.CHANGE_CAUSES.format(change["cause"]),
        "change_on": "" if change is None else _day(change["on"]),
        "as_of": dates.format_moment(record["as_of"], person.words.hours),
    }


def _parse_decision(row: RowReader, *, is_told: bool) -> dict[str, Any]:
    """Return the decision; where its ground is not told, a dash stands for number, law and article."""
    read = row.need if is_told else lambda key: row.text(key) or secrecy.UNSAID
    basis = {"law": read("law"), "article": read("article"), "part": row.text("part")}
    return {
        "number": read("decision_number"),
        "date": row.must_read("decision_date", dates.parse_day, ""),
        "authority": {"name": row.need("decision_authority")},
        "legal_basis": {name: value for name, value in basis.items() if value is not None},
        "court_ordered": bool(row.read_raw("court", coded.parse_flag)),
    }


def _format_decision(decision: Mapping[str, Any]) -> dict[str, str]:
    return {
        "decision_number": decision["number"],
        "decision_date": _day(decision["date"]),
        "decision_authority": decision["authority"]["name"],
        "law": decision["legal_basis"]["law"],
        "article": decision["legal_basis"]["article"],
        "part": decision["legal_basis"].get("part", ""),
        "court": coded.format_flag(decision["court_ordered"]),
    }


def _parse_period(row: RowReader) -> dict[str, Any]:
    period = {
        "kind": row.must_read("period_kind", words.PERIOD_KINDS.parse, "indefinite"),
        "duration": row.read("duration", _parse_duration),
        "start_event": row.read("start_event", words.START_EVENTS.parse),
        "start_on": row.read("start_on", dates.parse_day),
        "end_on": row.read("end_on", dates.parse_day),
        "condition": _text(row, "condition"),
    }
    return {name: value for name, value in period.items() if value is not None}


def _parse_change(row: RowReader) -> dict[str, Any] | None:
    cause = row.read("change_cause", words.CHANGE_CAUSES.parse)
    return None if cause is None else {"cause": cause, "on": row.must_read("change_on", dates.parse_day, "")}


def _parse_grounds(text: str) -> list[str]:
    return [part.upper() for part in re.split(r"\s*[|;,]\s*", text) if part]


def _parse_duration(text: str) -> str:
    match = _DURATION.fullmatch(text.casefold())
    if match is None:
        raise FormError(
            "duration-invalid",
            "Срок пишется числом с единицей: «3 года», «6 мес.», «90 дней».",
            "A term is a number with its unit: «3 года», «6 мес.», «90 дней».",
        )
    return f"P{match[1]}{_UNITS[match[2][0]]}"


def _format_duration(duration: str | None) -> str:
    if duration is None:
        return ""
    number, unit = int(duration[1:-1]), duration[-1]
    if unit == "Y":
        return f"{number} {_counted(number, 'год', 'года', 'лет')}"
    return f"{number} {'мес.' if unit == 'M' else 'дн.'}"


def _counted(number: int, one: str, few: str, many: str) -> str:
    """Return the Russian form of a noun after a number."""
    if number % 10 == 1 and number % 100 != 11:
        return one
    return few if number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14} else many


def _text(row: RowReader, key: str) -> dict[str, str] | None:
    text = row.text(key)
    return None if text is None else {"ru": text}


def _any_text(text: Mapping[str, str] | None) -> str:
    return "" if text is None else text.get("ru") or text.get("en", "")


def _day(iso: str | None) -> str:
    return "" if iso is None else dates.format_day(iso)
