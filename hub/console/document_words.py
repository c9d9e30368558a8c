"""What the members of registers' documents are called, and how their values are written: for tables and differences."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from babel import dates

from hub.console import texts
from hub.core.agreement.difference import Difference
from schemas import catalogue


def _(text: str) -> str:
    """Mark a text to be translated where it is shown."""
    return text


NAMES: Mapping[str, str] = {
    "version": _("Version"),
    "kind": _("Kind"),
    "titles": _("Title"),
    "parties": _("Parties"),
    "status": _("Status"),
    "signed_on": _("Signed on"),
    "valid_from": _("In force from"),
    "valid_until": _("In force until"),
    "effective_from": _("Judges from"),
    "ratifications": _("Ratifications"),
    "allows": _("What it allows"),
    "types": _("Record types"),
    "purposes": _("Purposes"),
    "senders": _("Senders"),
    "recipients": _("Recipients"),
    "obligations": _("Obligations by class of persons"),
    "executive_protocol": _("Executive protocol"),
    "deadline_profile": _("Deadline profile"),
    "legal_basis": _("Legal basis"),
    "reference_only": _("For reference only"),
    "source": _("Source"),
    "verified": _("Checked against its source"),
    "note": _("Note"),
    "in_force_from": _("In force from"),
    "parameters": _("Terms"),
    "parameter": _("Term"),
    "value": _("How much"),
    "unit": _("Unit"),
    "count": _("Counted"),
    "start": _("Begins with"),
    "acting": _("Who acts"),
    "met_by": _("Met by"),
    "stops": _("Stops"),
    "on_expiry": _("When it ends"),
    "rolls": _("Moves to a working day"),
    "article": _("Rule"),
    "procedures": _("Procedures"),
    "subject_classes": _("Classes of persons"),
    "states": _("States"),
    "escalate": _("Delivery is asked after in"),
    "fallback": _("Instead of a delivery"),
    "extension": _("Extension"),
    "ru": _("in Russian"),
    "en": _("in English"),
    "date": _("Day"),
    "id": _("Code"),
}
LISTS: Mapping[str, str] = {
    "kind": "agreement-kinds",
    "parties": "states",
    "party": "states",
    "states": "states",
    "status": "agreement-statuses",
    "purposes": "purposes",
    "senders": "participants",
    "recipients": "participants",
    "parameter": "deadline-parameters",
    "unit": "deadline-units",
    "stops": "deadline-stops",
    "on_expiry": "deadline-expiries",
    "subject_classes": "subject-classes",
    "procedures": "readmission-procedures",
}
DAYS = ("signed_on", "valid_from", "valid_until", "effective_from", "in_force_from", "date")


def name(member: str, lang: str) -> str:
    """Return what a member is called; one without a name by itself."""
    return texts.load(lang).gettext(NAMES[member]) if member in NAMES else member


def value(member: str, said: Any, lang: str) -> str:
    """Return a value as people write it: codes by their labels, days in words; what is nested is told in full."""
    _ = texts.load(lang).gettext
    if said is None or said == []:
        return "—"
    if isinstance(said, bool):
        return _("yes") if said else _("no")
    if isinstance(said, Mapping):
        return "; ".join(f"{name(key, lang)}: {value(key, each, lang)}" for key, each in said.items())
    if isinstance(said, list):
        return ", ".join(value(member, each, lang) for each in said)
    return _plain(member, str(said), lang)


def _plain(member: str, said: str, lang: str) -> str:
    if member == "types":
        return type_title(said, lang)
    if member in DAYS:
        return dates.format_date(date.fromisoformat(said), "long", locale=texts.LOCALES[lang])
    return label(LISTS[member], said, lang) if member in LISTS else said


def label(listed: str, code: str, lang: str) -> str:
    """Return the label of a code; one that its list does not have as it is."""
    entry = catalogue.load().code_list(listed).index.get(code)
    return code if entry is None else entry.label(lang)


def type_title(code: str, lang: str) -> str:
    """Return the title of a record type."""
    titles = {each.name: each.titles for each in catalogue.load().record_types()}
    return str(titles[code][lang]) if code in titles else code


def rows(found: Iterable[Difference], lang: str) -> list[tuple[str, str, str]]:
    """Return differences as rows: the place, what was, what is; "" where there was, or is, nothing."""
    return [
        (
            " › ".join(_place(each.place, lang)),
            "" if each.before is None else value(each.place[-1], each.before, lang),
            "" if each.after is None else value(each.place[-1], each.after, lang),
        )
        for each in found
    ]


def _place(place: tuple[str, ...], lang: str) -> list[str]:
    """Return the names of a place; the key of an item by what its list calls it."""
    found = []
    for number, member in enumerate(place):
        parent = place[number - 1] if number else ""
        listed = {"parameters": "deadline-parameters", "ratifications": "states"}.get(parent)
        if listed is None:
            found.append(name(member, lang))
            continue
        code, _, again = member.partition(" (")  # of items named alike, the later with its place
        found.append(label(listed, code, lang) + (f" ({again}" if again else ""))
    return found
