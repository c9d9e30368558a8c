"""Small parts that several documents have: authority, legal basis, text in two languages."""

from collections.abc import Mapping
from typing import Any

from adapters._parts import countries, dates
from adapters._parts.xml_document import Reader
from adapters.ru_smev.mapping.writing import Writer


def known(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the members that have a value."""
    return {name: value for name, value in values.items() if value is not None}


def day(iso: str | None) -> str | None:
    """Return `dd.mm.yyyy` of ISO text, None of None."""
    return None if iso is None else dates.format_day(iso)


def parse_text(child: Reader | None) -> dict[str, str] | None:
    """Return a text in Russian, English or both, or None."""
    if child is None:
        return None
    text = known({"ru": child.lines("Ru"), "en": child.lines("En")})
    child.close()
    return text or None


def format_text(writer: Writer, name: str, text: Mapping[str, str] | None) -> None:
    """Append a text in two languages, if there is one."""
    if text is not None:
        child = writer.child(name)
        child.text("Ru", text.get("ru"))
        child.text("En", text.get("en"))


def parse_authority(child: Reader | None) -> dict[str, Any]:
    """Return an authority."""
    if child is None:
        return {}
    authority = {
        "name": child.need("Name"),
        "unit": child.text("Unit"),
        "participant": child.text("Participant"),
        "state": child.read("State", countries.parse_state),
    }
    child.close()
    return known(authority)


def format_authority(child: Writer, authority: Mapping[str, Any]) -> None:
    """Append the elements of an authority."""
    child.text("Name", authority["name"])
    child.text("Unit", authority.get("unit"))
    child.text("Participant", authority.get("participant"))
    child.text("State", _numeric(authority.get("state")))


def parse_legal_basis(child: Reader | None) -> dict[str, Any]:
    """Return the norm a decision rests on."""
    if child is None:
        return {}
    basis = {
        "law": child.need("Law"),
        "article": child.need("Article"),
        "part": child.text("Point"),
        "state": child.read("State", countries.parse_state),
    }
    child.close()
    return known(basis)


def format_legal_basis(child: Writer, basis: Mapping[str, Any]) -> None:
    """Append the elements of a norm."""
    child.text("Law", basis["law"])
    child.text("Article", basis["article"])
    child.text("Point", basis.get("part"))
    child.text("State", _numeric(basis.get("state")))


def parse_reason(child: Reader) -> dict[str, Any]:
    """Return the reason of a decision."""
    reason = {"code": child.need("Code"), "text": parse_text(child.child("Text"))}
    child.close()
    return known(reason)


def format_reason(child: Writer, reason: Mapping[str, Any]) -> None:
    """Append the elements of a reason."""
    child.text("Code", reason["code"])
    format_text(child, "Text", reason.get("text"))


def _numeric(state: str | None) -> str | None:
    return None if state is None else countries.format_numeric(state)
