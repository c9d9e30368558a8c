"""A made-up register of bans, and made-up questions about it: the same for the same seed, each person by his number.

What is drawn is written here as data. Persons of the register: 94 % with a full date of birth, 3 % with 1 January for
an unknown day, 2 % with the year only, the rest with a month or with nothing; 4 % with a mistyped name. Questions: half
about nobody in the register; a name in one of the spellings that the person's documents may carry; 35 % with one wrong
letter in the name, 6 % with a wrong or partial date of birth.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from hub.cli.bench import spelling
from hub.cli.bench.made_names import MadeName, make_name

Person = dict[str, Any]

_STATES = ("UZB", "UZB", "UZB", "TJK", "TJK", "TJK", "KGZ", "KGZ", "AZE", "ARM", "KAZ", "BLR", "RUS")
_FIRST_YEAR, _YEARS = 1955, 52
_SCHEMES = {"UZB": ("UZ-PINFL", 14), "KGZ": ("KG-PIN", 14), "KAZ": ("KZ-IIN", 12), "BLR": ("BY-IDNO", 14)}
_MISTYPED_IN_REGISTER = 0.04
_MISTYPED_IN_QUESTION = 0.35
_WRONG_DATE = 0.06
_STRANGER = 1 << 40  # numbers of persons who are not in the register
_BAN: Mapping[str, Any] = {
    "revision": 1,
    "status": "active",
    "issuer": "ru-guvm",
    "direction": "entry",
    "decision": {
        "number": "00-00/2026",
        "date": "2026-03-02",
        "authority": {"name": "Пробное управление", "participant": "ru-guvm", "state": "RUS"},
        "legal_basis": {"law": "114-ФЗ", "article": "27", "part": "12", "state": "RUS"},
        "court_ordered": False,
    },
    "grounds": ["RU-27-12"],
    "reason_text": {"ru": "Вымышленный запрет для измерений.", "en": "A made-up ban for measuring."},
    "severity": "migration",
    "period": {"kind": "duration", "duration": "P3Y", "start_event": "exit", "start_on": "2026-03-10"},
    "action": "refuse_entry",
    "as_of": "2026-11-21T09:00:00Z",
    "source_system": "bench",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Who is asked about, by name and birth and by document; `target` is his number in the register, or None."""

    named: Person
    numbered: Person
    target: int | None


def record_of(seed: int, number: int) -> Person:
    """Return the record of a ban of the register."""
    return {"ban_id": f"RU-2026-{number:08}", **_BAN, "subject": person_of(seed, number)}


def person_of(seed: int, number: int) -> Person:
    """Return a person of the register, or a stranger to it; always the same for the same seed and number."""
    random = Random(seed * 1_000_003 + number)  # noqa: S311 - made-up persons, the same every time
    state = random.choice(_STATES)
    name = make_name(random, state)
    birth = _birth(random)
    names = [_cyrillic(name, random), _latin(name, state, random)]
    if random.random() < _MISTYPED_IN_REGISTER:
        names = [_mistype(each, random) for each in names]
    return {
        "names": names,
        **({"birth": {"date": birth}} if birth else {}),
        "sex": name.sex,
        "nationalities": [{"code": state}],
        "documents": [_document(random, state)],
        "identifiers": list(_identifiers(random, state)),
    }


def questions(seed: int, size: int, count: int) -> Iterator[Question]:
    """Yield questions about a register of this size."""
    random = Random(seed + 1)  # noqa: S311 - as above
    for place in range(count):
        target = random.randrange(size) if place % 2 else None
        yield _question(random, seed, target, _STRANGER + place)


def _question(random: Random, seed: int, target: int | None, stranger: int) -> Question:
    number = stranger if target is None else target
    true = Random(seed * 1_000_003 + number)  # noqa: S311 - as above
    state = true.choice(_STATES)
    name = make_name(true, state)
    known = person_of(seed, number)
    asked = _spelled(name, state, random)
    if random.random() < _MISTYPED_IN_QUESTION:
        asked = _mistype(asked, random)
    date = known.get("birth", {}).get("date") or _day(random)
    if random.random() < _WRONG_DATE:
        date = _wrong(date, random)
    return Question(
        named={"names": [asked], "birth": {"date": date}, "sex": known["sex"]},
        numbered={"names": [asked], "documents": [_retyped(known["documents"][0], random)]},
        target=target,
    )


def _spelled(name: MadeName, state: str, random: Random) -> Person:
    """Return a name as one of the documents or forms of the person has it."""
    drawn = random.random()
    if state == "ARM" and drawn < 0.15:
        return _name(spelling.armenian(name.surname), spelling.armenian(name.given), "", "Armn")
    return _cyrillic(name, random) if drawn < 0.4 else _latin(name, state, random)


def _cyrillic(name: MadeName, random: Random) -> Person:
    parts = (name.surname, name.given, name.patronymic)
    if random.random() < 0.6:  # a Russian office writes Russian letters
        parts = (spelling.russian(parts[0]), spelling.russian(parts[1]), spelling.russian(parts[2]))
    return _name(*parts, "Cyrl")


def _latin(name: MadeName, state: str, random: Random) -> Person:
    """Latin documents carry a patronymic now and then, as a second given name."""
    given = f"{name.given} {name.patronymic}".strip() if random.random() < 0.2 else name.given
    return _name(spelling.latin(name.surname, state, random), spelling.latin(given, state, random), "", "Latn")


def _name(surname: str, given: str, patronymic: str, script: str) -> Person:
    own = {"surname": surname, "given": given, "script": script, "role": "primary"}
    return {**own, "patronymic": patronymic} if patronymic else own


def _mistype(name: Person, random: Random) -> Person:
    member = random.choice([each for each in ("surname", "given") if len(name[each]) > 2])
    return {**name, member: spelling.mistype(name[member], random)}


def _day(random: Random) -> Person:
    return {
        "year": _FIRST_YEAR + int(_YEARS * random.random()),
        "month": 1 + int(12 * random.random()),
        "day": 1 + int(28 * random.random()),
    }


def _birth(random: Random) -> Person | None:
    day, drawn = _day(random), random.random()
    if drawn < 0.94:
        return day
    if drawn < 0.97:
        return {**day, "month": 1, "day": 1}
    if drawn < 0.99:
        return {"year": day["year"]}
    return {"year": day["year"], "month": day["month"]} if drawn < 0.995 else None


def _wrong(date: Person, random: Random) -> Person:
    """Return a date with one of the usual mistakes, or less of it."""
    day = {"month": 1, "day": 1, **date}
    return random.choice(
        (
            {**day, "year": day["year"] + random.choice((-1, 1))},
            {**day, "month": day["day"], "day": day["month"]} if day["day"] <= 12 else {**day, "day": 1, "month": 1},
            {**day, "day": day["day"] % 10 + 10},
            {"year": day["year"]},
            {**day, "month": 1, "day": 1},
        )
    )


def _document(random: Random, state: str) -> Person:
    number = f"{random.randrange(10**7):07}"
    series = random.choice(("AA", "AB", "AC", "FA", "КА", "МС"))
    apart = {"series": series, "number": number} if random.random() < 0.5 else {"number": f"{series} {number}"}
    return {"type": "foreign_passport", **apart, "issuing_state": state}


def _retyped(document: Person, random: Random) -> Person:
    """Return a document as another office writes it: the series joined, blanks, letters of the other alphabet."""
    whole = document.get("series", "") + random.choice(("", " ", " № ")) + document["number"]
    if random.random() < 0.5:
        whole = whole.translate(str.maketrans("ABCKM", "АВСКМ"))
    return {"type": document["type"], "number": whole, "issuing_state": document["issuing_state"]}


def _identifiers(random: Random, state: str) -> Iterator[Person]:
    if state in _SCHEMES and random.random() < 0.6:
        scheme, length = _SCHEMES[state]
        yield {"scheme": scheme, "value": "3" + f"{random.randrange(10 ** (length - 1)):0{length - 1}}"}
