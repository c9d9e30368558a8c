"""Fictitious persons from a seed: their surnames say that they are test data («Тестов-Альфа», TESTOV-ALFA)."""

import random
from dataclasses import dataclass

_ROOTS = ("Тестов", "Пробный", "Образцов", "Примеров", "Учебный", "Макетов", "Шаблонов", "Тестзода", "Пробиён")
_ENDS = ("Альфа", "Бета", "Гамма", "Дельта", "Қамар", "Ғарб", "Ҳавз", "Ҷуфт", "Ӯрта", "Щука", "Эталон", "Юг", "Ёлка")
_GIVEN = ("Проба", "Пример", "Образец", "Макет", "Шаблон", "Эталон", "Опыт", "Тестбек", "Ҷавоб", "Мисол")
_PATRONYMICS = ("Пробович", "Примерович", "Эталонович", "Макетович", "Тестзода")
_PLACES = ("г. Примерный", "Учебный район", "с. Образцово", "пос. Макет")

_PAIRS = (
    "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch "
    "ш=sh щ=shch ъ= ы=y ь= э=e ю=yu я=ya қ=q ғ=gh ҳ=h ҷ=j ӯ=u ӣ=i"
)
_LATIN = dict(pair.split("=") for pair in _PAIRS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person as the register knows him; `birth` and the document are as typed, `number` as it really is."""

    family: str
    first: str
    patronymic: str | None
    family_latin: str
    first_latin: str
    previous_family: str | None
    birth: str
    place: str
    sex: str
    document_type: str | None
    series_typed: str | None
    number_typed: str | None
    series: str | None
    number: str | None
    issued: str | None
    expires: str | None


def to_latin(text: str) -> str:
    """Return the Latin spelling in capitals."""
    return "".join(_LATIN.get(letter, letter) for letter in text.lower()).upper()


def make_person(chance: random.Random, serial: int) -> Person:
    """Return one fictitious person; `serial` makes the document number unique."""
    family = f"{chance.choice(_ROOTS)}-{chance.choice(_ENDS)}"
    first = chance.choice(_GIVEN)
    kind, series_typed, number_typed, series, number = _document(chance, serial)
    issued_year = chance.randint(2015, 2024)
    day = f"{chance.randint(1, 28):02d}.{chance.randint(1, 12):02d}"
    return Person(
        family=family,
        first=first,
        patronymic=chance.choice(_PATRONYMICS) if chance.random() < 0.6 else None,
        family_latin=to_latin(family),
        first_latin=to_latin(first),
        previous_family=f"{chance.choice(_ROOTS)}-Прежний" if chance.random() < 0.1 else None,
        birth=_birth(chance),
        place=chance.choice(_PLACES),
        sex=chance.choice("МЖ"),
        document_type=kind,
        series_typed=series_typed,
        number_typed=number_typed,
        series=series,
        number=number,
        issued=f"{day}.{issued_year}" if kind else None,
        expires=f"{day}.{issued_year + 10}" if kind else None,
    )


def _birth(chance: random.Random) -> str:
    """Return a date of birth in the proportions of real lists: most full, many with the year only."""
    year, month, day = chance.randint(1955, 2004), chance.randint(1, 12), chance.randint(1, 28)
    draw = chance.random()
    if draw < 0.78:
        return f"{day:02d}.{month:02d}.{year}"
    if draw < 0.94:
        return str(year)
    return f"{month:02d}.{year}" if draw < 0.96 else f"ок. {year}"


def _document(chance: random.Random, serial: int) -> tuple[str | None, str | None, str | None, str | None, str | None]:
    """Return type, series and number as typed, series and number as they are."""
    draw = chance.random()
    if draw < 0.05:
        return None, None, None, None, None
    if draw < 0.75:
        number = f"40{serial:07d}"
        return "ЗАГРАНПАСПОРТ_ЭЛЕКТРОННЫЙ", None, number, None, number
    if draw < 0.9:
        # Typed in the Russian layout: the letter of the passport is a Latin A.
        return "ЗАГРАНПАСПОРТ", None, f"А {serial:08d}", None, f"A{serial:08d}"
    return "СВИДЕТЕЛЬСТВО_О_РОЖДЕНИИ", "I-ТД", f"№ {serial:07d}", "I-ТД", f"{serial:07d}"
