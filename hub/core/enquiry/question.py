"""Who is asked about: the machine-readable zone is taken in, and what is odd about its numbers is said, not echoed."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hub.core import record_persons
from hub.core.errors import Fault
from hub.core.identity import mrz as zones
from hub.core.identity import national_identifier, russian_zone
from hub.core.identity.mrz import Mrz, MrzDate, MrzMalformedError
from hub.core.identity.national_identifier import Severity

DAY = timedelta(days=1)  # it may be tomorrow already where the person was born
SEARCHED = ("names", "documents", "identifiers", "mrz")
TELLING = ("birth", "documents", "identifiers")  # one of them at least: of a name alone "no ban" cannot be said
# In whose passports the free field of the zone holds which national identifier.
OPTIONAL_FIELD: Mapping[str, str] = {"UZB": "UZ-PINFL", "KAZ": "KZ-IIN", "KGZ": "KG-PIN", "BLR": "BY-IDNO"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A person asked about, in the shape of person.json; `odd` are findings that stop nobody, `wrong` those that do."""

    person: Mapping[str, Any]
    zone: Mrz | None
    odd: tuple[Fault, ...]
    wrong: tuple[Fault, ...]


def read_person(
    value: Mapping[str, Any], pointer: str, *, state: str, today: date, letters: Mapping[str, str]
) -> Asked:
    """Read a person that fits the schema of questions.

    Args:
        value: the person as it was asked about.
        pointer: where it stands in the question.
        state: the asking authority's state (alpha-2): an error in its own numbers is an error.
        today: the day on which is asked.
        letters: which letter a sign of a name in the Russian internal passport stands for.
    """
    wrong: list[Fault] = []
    if not any(member in value for member in SEARCHED):
        wrong.append(fault(pointer, "nothing-to-search-by"))
    wrong += check_birth(value.get("birth", {}).get("date", {}), f"{pointer}/birth/date", today)
    zone = None
    if "mrz" in value:
        try:
            zone = zones.parse(value["mrz"], year=today.year, letters=letters)
        except MrzMalformedError:
            wrong.append(fault(f"{pointer}/mrz", "mrz-malformed"))
    person = _with_zone(value, zone)
    odd = [fault(f"{pointer}/mrz", "mrz-check-digit", field=name) for name in (zone.wrong if zone else ())]
    for found, severity in record_persons.check_person(person, pointer, state=state):
        (wrong if severity is Severity.ERROR else odd).append(found)
    if not wrong and not any(person.get(member) for member in TELLING):
        wrong.append(fault(pointer, "name-alone"))
    return Asked(person=person, zone=zone, odd=tuple(odd), wrong=tuple(wrong))


def check_birth(born: Mapping[str, int], pointer: str, today: date) -> Sequence[Fault]:
    """Return a fault where a partial date is no day of any calendar, or is yet to come: nobody can be found by it."""
    if not born:
        return []
    try:
        first = date(born["year"], born.get("month", 1), born.get("day", 1))
    except ValueError:
        return [fault(pointer, "birth-impossible")]
    return [fault(pointer, "birth-in-future")] if first > today + DAY else []


def _with_zone(value: Mapping[str, Any], zone: Mrz | None) -> dict[str, Any]:
    """Return the person with what its zone says beside what was typed."""
    person = {name: member for name, member in value.items() if name != "mrz"}
    if zone is None:
        return person
    script = "Cyrl" if zone.form == russian_zone.FORM else "Latn"
    name = {"surname": zone.surname, "script": script, "role": "mrz"}
    if zone.given:
        name["given"] = zone.given
    person["names"] = [*person.get("names", ()), *([name] if zone.surname else ())]
    document = {"number": zone.number, "issuing_state": zone.issuing_state}
    person["documents"] = [*person.get("documents", ()), *([document] if zone.number else ())]
    born = _partial(zone.birth)
    if "birth" not in person and born is not None:
        person["birth"] = {"date": born}
    person.setdefault("sex", zone.sex)
    person.setdefault("nationalities", [{"code": zone.nationality}])
    identifier = _identifier_of(zone)
    if identifier is not None and identifier not in person.get("identifiers", ()):
        person["identifiers"] = [*person.get("identifiers", ()), identifier]
    return person


def _partial(born: MrzDate) -> dict[str, int] | None:
    """Return a date of the zone as a partial date; None where not even a real year is known."""
    if born.year is None:
        return None
    if born.month is None or not 1 <= born.month <= 12:
        return {"year": born.year}
    if born.day is None or not 1 <= born.day <= calendar.monthrange(born.year, born.month)[1]:
        return {"year": born.year, "month": born.month}
    return {"year": born.year, "month": born.month, "day": born.day}


def _identifier_of(zone: Mrz) -> dict[str, str] | None:
    scheme = OPTIONAL_FIELD.get(zone.issuing_state)
    value = zone.optional.replace(" ", "")
    if scheme is None or "optional" in zone.wrong or national_identifier.check(scheme, value):
        return None
    return {"scheme": scheme, "value": value}


TEXTS: Mapping[str, tuple[str, str]] = {
    "nothing-to-search-by": (
        "Искать не по чему. Укажите имя, документ, персональный номер или машиносчитываемую зону.",
        "There is nothing to search by. Give a name, a document, an identifier or a machine-readable zone.",
    ),
    "name-alone": (
        "По одному имени нельзя сказать, что запрета нет. Добавьте дату рождения, хотя бы год, или номер документа.",
        "Of a name alone it cannot be said that there is no ban. Add a date of birth, the year at least, or a number.",
    ),
    "birth-impossible": (
        "Такого дня нет в календаре. Проверьте дату рождения: по ней никого не найти.",
        "The calendar has no such day. Check the date of birth: nobody can be found by it.",
    ),
    "birth-in-future": (
        "Этот день ещё не наступил. Проверьте дату рождения: по ней никого не найти.",
        "This day is yet to come. Check the date of birth: nobody can be found by it.",
    ),
    "mrz-malformed": (
        "Это не машиносчитываемая зона. Введите две строки по 44 или 36 знаков или три по 30.",
        "This is no machine-readable zone. Enter two lines of 44 or 36 characters, or three of 30.",
    ),
    "mrz-check-digit": (
        "Контрольная цифра машиносчитываемой зоны не сходится: {field}. Сверьте с документом.",
        "A check digit of the machine-readable zone is wrong: {field}. Compare with the document.",
    ),
    "mrz-differs": (
        "Машиносчитываемая зона не совпадает с введённым вручную. Сверьте с документом.",
        "The machine-readable zone differs from what was typed. Compare with the document.",
    ),
    "document-needed": (
        "Нужен документ своего государства: номер с кодом государства или машиносчитываемая зона.",
        "A document of your own state is needed: its number with the state's code, or its machine-readable zone.",
    ),
    "identity-incomplete": (
        "Нужны имя и дата рождения: введите их или машиносчитываемую зону.",
        "A name and a date of birth are needed: type them, or the machine-readable zone.",
    ),
    "document-expired": (
        "Срок действия документа истёк. Проверьте, не выдан ли новый.",
        "The document has expired. See whether a new one was issued.",
    ),
    "consent-in-future": (
        "Согласие датировано будущим днём. Исправьте дату.",
        "The consent bears a day that has not come. Mend the date.",
    ),
}


def fault(pointer: str, code: str, **facts: str) -> Fault:
    """Return a place of a question that is wrong or odd, in this room's words."""
    ru, en = TEXTS[code]
    return Fault(pointer=pointer, code=code, ru=ru.format(**facts), en=en.format(**facts))
