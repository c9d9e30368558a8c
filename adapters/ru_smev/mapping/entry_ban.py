"""`EntryBan` of the Russian register <-> the record `entry-ban`.

Amending, lifting and correcting are later revisions of one registry number, each with the complete card.
"""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from adapters._parts import dates
from adapters._parts.faults import Findings, FormError
from adapters._parts.xml_document import Reader, flag, one_of, whole_number
from adapters.ru_smev import names
from adapters.ru_smev.mapping import parts, person, words
from adapters.ru_smev.mapping.writing import Writer, make_document
from hub.core.entry_ban import secrecy

TYPE = "entry-ban"
VERSION = "1.0"

_GROUND_RU = re.compile(r"RU-(\d+)-([0-9.]+)")
_GROUND_POINT = re.compile(r"(?a:(\d+)\.(\d+(?:\.\d+)?))")
_UNITS = (("Years", "Y"), ("Months", "M"), ("Days", "D"))


def parse(element: etree._Element, root: etree._Element, issuer: str) -> dict[str, Any]:
    """Return the record of one `EntryBan`; `issuer` is the participant whose register it is.

    Raises:
        MappingError: the card cannot be mapped; its faults have XPaths from `root`.
    """
    findings = Findings()
    card = Reader(element, names.ENTRY_BAN, findings, root)
    record: dict[str, Any] = {
        "ban_id": card.need("RegistryNumber"),
        "revision": card.must_read("Revision", whole_number, 1),
        "status": card.must_read("Status", one_of(words.STATUSES), "active"),
        "issuer": card.text("Issuer") or issuer,
        "direction": card.must_read("Direction", one_of(words.DIRECTIONS), "entry"),
        "decision": _parse_decision(card.must_child("Decision")),
        "grounds": card.read_all("Ground", _ground),
        "reason_text": parts.parse_text(card.child("Reason")),
        "severity": card.must_read("Severity", one_of(words.SEVERITIES), "migration"),
        "period": _parse_period(card.must_child("Term")),
    }
    subject = card.must_child("Subject", names.PERSON)
    record["subject"] = {} if subject is None else person.parse(subject)
    record["action"] = card.must_read("Action", one_of(words.ACTIONS), "contact_issuer")
    record["as_of"] = card.must_read("AsOf", dates.parse_moment, "")
    record["source_system"] = card.text("SourceSystem")
    record["appeal"] = _parse_appeal(card.child("Appeal"))
    record["change"] = _parse_change(card.child("Change"))
    card.close()
    findings.settle()
    return secrecy.conceal(parts.known(record))


def format(record: Mapping[str, Any]) -> etree._Element:  # noqa: A001 - the inverse of parse
    """Return the `EntryBan` of a record."""
    card = make_document(names.ENTRY_BAN, "EntryBan")
    card.text("RegistryNumber", record["ban_id"])
    card.text("Revision", str(record["revision"]))
    card.text("Status", words.STATUS_WORDS[record["status"]])
    card.text("Issuer", record["issuer"])
    card.text("Direction", words.DIRECTION_WORDS[record["direction"]])
    _format_decision(card.child("Decision"), record["decision"])
    for ground in record["grounds"]:
        card.text("Ground", _GROUND_RU.sub(r"\1.\2", ground))
    parts.format_text(card, "Reason", record.get("reason_text"))
    card.text("Severity", words.SEVERITY_WORDS[record["severity"]])
    _format_period(card.child("Term"), record["period"])
    person.format(card.child("Subject", names.PERSON), record["subject"])
    card.text("Action", words.ACTION_WORDS[record["action"]])
    card.text("AsOf", dates.format_moment(record["as_of"]))
    card.text("SourceSystem", record.get("source_system"))
    if (appeal := record.get("appeal")) is not None:
        child = card.child("Appeal")
        child.flag("Filed", appeal["filed"])
        child.text("FiledOn", parts.day(appeal.get("filed_on")))
        child.text("Outcome", words.APPEAL_WORDS[appeal["outcome"]] if "outcome" in appeal else None)
    if (change := record.get("change")) is not None:
        child = card.child("Change")
        child.text("Cause", words.CAUSE_WORDS[change["cause"]])
        child.text("On", parts.day(change["on"]))
        child.text("DecisionNumber", change.get("decision_number"))
        parts.format_text(child, "Note", change.get("note"))
    return card.element


def _ground(text: str) -> str:
    """Return `RU-26-8` of the point `26.8` of the law 114-FZ; codes of other states stand as they are."""
    if (match := _GROUND_POINT.fullmatch(text)) is not None:
        return f"RU-{match[1]}-{match[2]}"
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9.-]{0,39}", text):
        raise FormError(
            "ground-invalid",
            "Основание — пункт закона 114-ФЗ вида 26.8 или код основания. Проверьте его по перечню.",
            "A ground is a point of the law 114-FZ such as 26.8, or a ground code. Check it against the list.",
        )
    return text


def _parse_decision(child: Reader | None) -> dict[str, Any]:
    if child is None:
        return {}
    decision = {
        "number": child.need("Number"),
        "date": child.must_read("Date", dates.parse_day, ""),
        "authority": parts.parse_authority(child.must_child("Authority")),
        "legal_basis": parts.parse_legal_basis(child.must_child("LegalBasis")),
        "court_ordered": child.must_read("CourtOrdered", flag, instead=False),
    }
    child.close()
    return decision


def _format_decision(child: Writer, decision: Mapping[str, Any]) -> None:
    child.text("Number", decision["number"])
    child.text("Date", parts.day(decision["date"]))
    parts.format_authority(child.child("Authority"), decision["authority"])
    parts.format_legal_basis(child.child("LegalBasis"), decision["legal_basis"])
    child.flag("CourtOrdered", decision["court_ordered"])


def _parse_period(child: Reader | None) -> dict[str, Any]:
    if child is None:
        return {}
    lengths = [(unit, child.read(name, whole_number)) for name, unit in _UNITS]
    given = [f"P{number}{unit}" for unit, number in lengths if number is not None]
    if len(given) > 1:
        child.fault(
            "term-ambiguous",
            "",
            "Срок указан в нескольких единицах. Оставьте одну: годы, месяцы или дни.",
            "The term is given in several units. Leave one: years, months or days.",
        )
    period = {
        "kind": child.must_read("Kind", one_of(words.PERIOD_KINDS), "indefinite"),
        "duration": given[0] if given else None,
        "start_event": child.read("StartEvent", one_of(words.START_EVENTS)),
        "start_on": child.read("From", dates.parse_day),
        "end_on": child.read("To", dates.parse_day),
        "condition": parts.parse_text(child.child("Condition")),
    }
    child.close()
    return parts.known(period)


def _format_period(child: Writer, period: Mapping[str, Any]) -> None:
    child.text("Kind", words.PERIOD_KIND_WORDS[period["kind"]])
    if (duration := period.get("duration")) is not None:
        unit = next(name for name, letter in _UNITS if letter == duration[-1])
        child.text(unit, duration[1:-1])
    event = period.get("start_event")
    child.text("StartEvent", None if event is None else words.START_EVENT_WORDS[event])
    child.text("From", parts.day(period.get("start_on")))
    child.text("To", parts.day(period.get("end_on")))
    parts.format_text(child, "Condition", period.get("condition"))


def _parse_appeal(child: Reader | None) -> dict[str, Any] | None:
    if child is None:
        return None
    appeal = {
        "filed": child.must_read("Filed", flag, instead=False),
        "filed_on": child.read("FiledOn", dates.parse_day),
        "outcome": child.read("Outcome", one_of(words.APPEAL_OUTCOMES)),
    }
    child.close()
    return parts.known(appeal)


def _parse_change(child: Reader | None) -> dict[str, Any] | None:
    if child is None:
        return None
    change = {
        "cause": child.must_read("Cause", one_of(words.CHANGE_CAUSES), "other"),
        "on": child.must_read("On", dates.parse_day, ""),
        "decision_number": child.text("DecisionNumber"),
        "note": parts.parse_text(child.child("Note")),
    }
    child.close()
    return parts.known(change)
