"""Fictitious persons and their records as facts, from a seed; a state gives its own names, letters and transliteration.

Surnames say that they are test data («Тестов-Альфа»). Beside the members of `facts` each record has, for national forms
that ask for more: `native` (surname, given, patronymic in the state's own letters), `birth_place`, `issued_on`,
`expires_on` of the document, and for requests `evidence` as `tier` and `item`.
"""

import datetime
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_GROUNDS = ("OVERSTAY", "FALSE-DOCUMENT", "ILLEGAL-WORK", "REPEATED-OFFENCES", "BORDER-RULES")

CHANGES = ("amend", "lift", "correct")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Names of test persons in a state's letters, and how they are spelt in the travel document and in Russian."""

    surnames: tuple[str, ...]
    given: tuple[str, ...]
    patronymics: tuple[str, ...]
    places: tuple[str, ...]
    to_latin: Callable[[str], str]  # letters A to Z, hyphen, space; in capitals
    to_cyrillic: Callable[[str], str]


def by_letters(pairs: str) -> Callable[[str], str]:
    """Return a spelling by letters, `"а=a ш=sh ъ="`; others stay; capitals lead as found."""
    table = {left: right for left, _, right in (pair.partition("=") for pair in pairs.split())}

    def spell(text: str) -> str:
        return "".join(_spelt(letter, table) for letter in text)

    return spell


def _spelt(letter: str, table: Mapping[str, str]) -> str:
    if letter in table:
        return table[letter]
    small = table.get(letter.lower())
    return letter if small is None else small[:1].upper() + small[1:]


def make_person(chance: random.Random, serial: int, naming: Naming, citizenship: str) -> dict[str, Any]:
    """Return a person; `serial` makes the document number unique."""
    native = {
        "surname": chance.choice(naming.surnames),
        "given": chance.choice(naming.given),
        "patronymic": chance.choice(naming.patronymics) if chance.random() < 0.6 else None,
    }
    issued = datetime.date(chance.randint(2018, 2024), chance.randint(1, 12), chance.randint(1, 28))
    return {
        **{name: None if text is None else naming.to_cyrillic(text) for name, text in native.items()},
        "surname_latin": naming.to_latin(native["surname"] or "").upper(),
        "given_latin": naming.to_latin(native["given"] or "").upper(),
        "birth_date": _birth(chance),
        "sex": chance.choice("MF"),
        "citizenship": [citizenship],
        "document_type": "foreign_passport",
        "document_series": None,
        "document_number": f"{citizenship[0]}{chance.choice('ABCEHKMPX')}{serial:07d}",
        "native": native,
        "birth_place": chance.choice(naming.places),
        "issued_on": issued.isoformat(),
        "expires_on": issued.replace(year=issued.year + 10).isoformat(),
    }


def make_ban(
    chance: random.Random, serial: int, person: Mapping[str, Any], *, issuer: str, prefix: str
) -> dict[str, Any]:
    """Return an active ban; `prefix` begins its number (`KG-2026`)."""
    years = chance.choice((1, 3, 5))
    decided = datetime.date(chance.randint(2024, 2026), chance.randint(1, 10), chance.randint(1, 28))
    return {
        "ban_id": f"{prefix}-{serial:06d}",
        "revision": 1,
        "status": "active",
        "issuer": issuer,
        **person,
        "grounds": [chance.choice(_GROUNDS)],
        "period_kind": "duration",
        "duration": f"P{years}Y",
        "start_event": "decision_effective",
        "start_on": decided.isoformat(),
        "end_on": _end(decided, years),
        "action": "refuse_entry",
        "decision_number": f"{chance.randint(1, 99)}/{serial}",
        "decision_date": decided.isoformat(),
    }


def change_ban(chance: random.Random, how: str, ban: Mapping[str, Any], naming: Naming) -> dict[str, Any]:
    """Return the next revision: cut short (`amend`), lifted (`lift`), or under another name (`correct`)."""
    revised = {**ban, "revision": ban["revision"] + 1}
    if how == "amend":
        end = _end(datetime.date.fromisoformat(ban["start_on"]), 1)
        return {**revised, "status": "reduced", "duration": "P1Y", "end_on": end}
    if how == "lift":
        return {**revised, "status": "lifted"}
    given = chance.choice(naming.given)
    spelt = {"given": naming.to_cyrillic(given), "given_latin": naming.to_latin(given).upper()}
    return {**revised, **spelt, "native": {**ban["native"], "given": given}}


def make_request(
    serial: int, person: Mapping[str, Any], *, parties: tuple[str, str], prefix: str, today: str
) -> dict[str, Any]:
    """Return a readmission request of the first party to the second, for one of its nationals."""
    return {
        "case_id": f"{prefix}-R-{serial:05d}",
        "requesting": parties[0],
        "requested": parties[1],
        "procedure": "ordinary",
        "subject_class": "own_national",
        **person,
        "evidence": {"tier": "N2A", "item": "copy_of_proof"},
        "interview_requested": False,
        "requested_on": today,
    }


def make_check(
    chance: random.Random, serial: int, person: Mapping[str, Any], *, parties: tuple[str, str], prefix: str, today: str
) -> dict[str, Any]:
    """Return a request of the first party to check with the second whether a person is its citizen."""
    return {
        "check_id": f"{prefix}-C-{serial:05d}",
        "requesting": parties[0],
        "requested": parties[1],
        "reason": chance.choice(("readmission", "no_documents")),
        **person,
        "evidence": {"tier": "N2B", "item": "person_statement"},
        "requested_on": today,
    }


def make_summary(chance: random.Random, area: str, period: str) -> dict[str, Any]:
    """Return figures of a state (alpha-2) for a year, as indicator and value."""
    figures = [["LAB.OUT", chance.randint(1_000, 90_000)], ["BAN.NEW", chance.randint(100, 900)]]
    return {"area": area, "period": period, "observations": figures}


def _birth(chance: random.Random) -> str:
    """Return a date of birth in the proportions of real lists: most full, many with the year only."""
    year, month, day = chance.randint(1955, 2004), chance.randint(1, 12), chance.randint(1, 28)
    return f"{day:02d}.{month:02d}.{year}" if chance.random() < 0.85 else str(year)


def _end(start: datetime.date, years: int) -> str:
    """Return the last day of a term: the day before its anniversary."""
    return (start.replace(year=start.year + years) - datetime.timedelta(days=1)).isoformat()
