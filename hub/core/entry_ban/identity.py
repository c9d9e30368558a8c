"""Whose identity a ban names: changed names need evidence, a misused identity needs its owner's consent.

A renamed person keeps the ban: the new names stand beside the previous ones, and the issuer's own record says what
shows the change. Data of somebody whose identity was misused serve only to tell him from the banned person, and only as
far as he agreed, category by category (Regulation (EU) 2018/1862 Art. 62).
"""

from collections.abc import Mapping
from typing import Any

from hub.core.errors import Fault

PREVIOUS = "previous"
WITHOUT_EVIDENCE = frozenset({"1.0", "1.1"})  # versions that have no member for it


def has_unproven_names(record: Mapping[str, Any]) -> bool:
    """Say whether the record gives a previous name and no evidence of the change."""
    names = record.get("subject", {}).get("names", ())
    return "identity_changes" not in record and any(name["role"] == PREVIOUS for name in names)


def unproven() -> Fault:
    """Return what is said of a previous name without evidence."""
    return Fault(
        pointer="/subject/names",
        code="identity-evidence-missing",
        ru="Указано прежнее имя, но не указано, чем подтверждена смена. Добавьте identity_changes (версия записи 1.2).",
        en="A previous name is given without what shows the change. Add identity_changes (version 1.2 of the record).",
    )


def check(record: Mapping[str, Any], version: str) -> list[Fault]:
    """Return what is wrong with previous names and with the data of a misused identity."""
    faults = [unproven()] if version not in WITHOUT_EVIDENCE and has_unproven_names(record) else []
    misused = record.get("misused_identity")
    if misused is not None:
        agreed = frozenset(misused["consent"]["categories"])
        faults += [_unagreed(member) for member in sorted(misused["victim"]) if member not in agreed]
    return faults


def warn(record: Mapping[str, Any], version: str) -> list[Fault]:
    """Return what is odd in a record whose version cannot hold the evidence."""
    return [unproven()] if version in WITHOUT_EVIDENCE and has_unproven_names(record) else []


def _unagreed(member: str) -> Fault:
    return Fault(
        pointer=f"/misused_identity/victim/{member}",
        code="consent-missing",
        ru="На эти данные пострадавшего его согласия нет. Уберите их или получите согласие по этой категории.",
        en="The person did not consent to these data. Remove them, or obtain consent for this category.",
    )
