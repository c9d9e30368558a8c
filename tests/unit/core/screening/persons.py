"""Made-up persons for the tests of screening."""

from typing import Any

from keys.blind_index import BlindKey

BLIND = BlindKey(bytes(32)).token


def named(surname: str, given: str = "", patronymic: str = "") -> dict[str, Any]:
    """Return a name of a person block."""
    parts = {"surname": surname, "given": given, "patronymic": patronymic}
    return {"script": "Cyrl", "role": "primary", **{member: text for member, text in parts.items() if text}}


def make(*names: dict[str, Any], born: str | None = "1985-03-15", **more: Any) -> dict[str, Any]:
    """Return a person block; `born` is YYYY, YYYY-MM or YYYY-MM-DD."""
    person: dict[str, Any] = {"names": list(names), "sex": "M", "nationalities": [{"code": "TJK"}], **more}
    if born is not None:
        person["birth"] = {"date": date(born)}
    return person


def date(text: str) -> dict[str, Any]:
    """Return a partial date."""
    return dict(zip(("year", "month", "day"), map(int, text.split("-")), strict=False))


def document(number: str, series: str = "", state: str = "TJK") -> dict[str, Any]:
    """Return a travel document."""
    found = {"type": "foreign_passport", "number": number, "issuing_state": state}
    return {**found, "series": series} if series else found
