"""Side by side: what was asked about a person, what a ban says of its own, and how the two agree.

One row for each thing that was compared. What one side does not have stands as an empty list.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.core.screening.score import Scored

Label = Callable[[str, str], str]
"""The label of a code of a list in the visitor's language: `label("sexes", "M")`."""
Person = Mapping[str, Any]
SHOWN = ("name", "birth", "sex", "state", "document", "identifier")
AGREES = 0.6  # from here on a thing agrees; down to 0 it does in part
_NAME_PARTS = ("surname", "given", "patronymic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing that was compared: both sides in words, `kind` ("ok", "warn", "bad"), the reason, its share in percent.

    `known` is None where the ban's own data are not shown.
    """

    name: str
    asked: tuple[str, ...]
    known: tuple[str, ...] | None
    kind: str
    ru: str
    en: str
    share: int


def rows(scored: Scored, asked: Mapping[str, Any], known: Mapping[str, Any] | None, label: Label) -> list[Row]:
    """Return the rows of a comparison.

    Args:
        scored: how the two compare.
        asked: the person asked about, in the shape of person.json.
        known: the subject of the ban; None: nothing of it is shown.
        label: gives the label of a code.
    """
    whole = sum(each.weight for each in scored.features) or 1.0
    return [
        Row(
            name=each.name,
            asked=tuple(values(each.name, asked, label)),
            known=None if known is None else tuple(values(each.name, known, label)),
            kind="ok" if each.agreement >= AGREES else "bad" if each.agreement < 0 else "warn",
            ru=each.ru,
            en=each.en,
            share=round(100 * each.weight / whole),
        )
        for each in scored.features
    ]


def values(name: str, person: Person, label: Label) -> Iterator[str]:
    """Yield what a person has of one of the things that are compared, in words."""
    if name in {"name", "misused-identity"}:
        yield from dict.fromkeys(full_name(each) for each in person.get("names", ()))
    elif name == "patronymic":
        yield from dict.fromkeys(each["patronymic"] for each in person.get("names", ()) if "patronymic" in each)
    elif name == "birth":
        yield from birth(person)
    elif name == "document":
        yield from documents(person, label)
    elif name == "identifier":
        yield from (f"{label('identifier-schemes', each['scheme'])}: {each['value']}" for each in _identifiers(person))
    elif name == "sex" and "sex" in person:
        yield label("sexes", person["sex"])
    elif name == "state":
        yield from (label("countries", each["code"]) for each in person.get("nationalities", ()))


def _identifiers(person: Mapping[str, Any]) -> Any:
    return person.get("identifiers", ())


def full_name(name: Mapping[str, Any]) -> str:
    """Return one spelling of a name, family name first."""
    return " ".join(name[part] for part in _NAME_PARTS if name.get(part))


def birth(person: Mapping[str, Any]) -> Iterator[str]:
    """Yield the date of birth as far as it is known, day first: 04.05.1990."""
    date = person.get("birth", {}).get("date")
    if date is not None:
        yield ".".join(f"{date[part]:02}" for part in ("day", "month", "year") if part in date)


def documents(person: Mapping[str, Any], label: Label) -> Iterator[str]:
    """Yield the documents: series and number, and which state issued it."""
    for each in person.get("documents", ()):
        number = f"{each.get('series', '')} {each['number']}".strip()
        yield f"{number}, {label('countries', each['issuing_state'])}" if "issuing_state" in each else number
