"""By what the protection gate knows a person: whatever the spelling, and rather too often than not at all."""

from typing import Any

import pytest

from hub.core.record_objects import objects
from hub.core.screening import person, score
from hub.core.screening.score import Verdict
from hub.core.traits import ALWAYS, Trait, TraitKind, is_alike, is_certain, own_ids, persons, traits

BORN = (1985, 3, 15)


def somebody(surname: str, given: str = "", born: tuple[int, ...] = BORN, **more: Any) -> dict[str, Any]:
    """Return a person block; names without a given name have one part."""
    names = [{"surname": surname, **({"given": given} if given else {}), "script": "Cyrl", "role": "primary"}]
    date = dict(zip(("year", "month", "day"), born, strict=False))
    return {"names": names, "sex": "M", **({"birth": {"date": date}} if born else {}), **more}


def document(number: str, series: str = "") -> list[dict[str, str]]:
    return [
        {"type": "foreign_passport", "number": number, "issuing_state": "TJK", **({"series": series} if series else {})}
    ]


def finds(marked: dict[str, Any], asked: dict[str, Any]) -> bool:
    """Say whether a mark on one record holds back another."""
    matched = traits(None, marked) & (traits(None, asked) | ALWAYS)
    return is_certain(matched) or is_alike(asked, matched)


def known(one: dict[str, Any], other: dict[str, Any]) -> bool:
    there, back = finds({"person": one}, {"person": other}), finds({"person": other}, {"person": one})
    assert there is back, "who is marked first does not matter"
    return there


SPELLED = [
    ("Тестов-Гусейнов", "Ильхам", "TESTOV-HUSEYNOV", "ILHAM"),
    ("Гусейнов", "Ильхам", "HUSEYNOV", "ILHAM"),
    ("Курбонов", "Эмомали", "KURBANOV", "YEMOMALI"),
    ("Рахмонов", "Али", "RAHMONZODA", "ALI"),
    ("Рахмонов", "Али", "Раҳмон", "Али"),
    ("Оганесян", "Арам", "HOVHANNISYAN", "ARAM"),
    ("Зокиров", "Ҷамшед", "ZOKIROV", "JAMSHED"),
    ("Абдурахмонов", "Пробный", "ABDURAHMON", "PROBNYI"),
]


@pytest.mark.parametrize(("surname", "given", "other", "called"), SPELLED)
def test_a_person_with_the_same_day_of_birth_is_known_under_another_spelling(
    surname: str, given: str, other: str, called: str
) -> None:
    assert known(somebody(surname, given), somebody(other, called))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (document("1234567", "АА"), document("1234567")),
        (document("AO1234567"), document("A01234567")),
        (document("ІЗ123456"), document("I3123456")),
        (document("400 000-1", "АВ"), document("AB4000001")),
        (document("№ 4000001"), document("4000001")),
    ],
)
def test_a_document_is_known_in_another_writing_whoever_bears_it(
    one: list[dict[str, str]], other: list[dict[str, str]]
) -> None:
    assert known(somebody("Тестов", "Пример", documents=one), somebody("Пробный", "Карим", (1960,), documents=other))


def test_a_short_number_without_its_series_is_known_with_a_part_of_the_name() -> None:
    one = somebody("Тестов", "Пример", (1990,), documents=document("123456", "45 10"))
    assert known(one, somebody("TESTOV", "KARIM", (1960,), documents=document("123456")))
    assert not known(one, somebody("Пробный", "Карим", (1960,), documents=document("123456")))


def test_an_identifier_is_known_under_another_scheme_and_as_a_document() -> None:
    one = somebody("Тестов", "Пример", identifiers=[{"scheme": "BY-ID", "value": "З140583А008РВ5"}])
    other = somebody("Пробный", "Карим", (1960,), identifiers=[{"scheme": "other", "value": "3140583A008PB5"}])
    assert known(one, other)
    assert known(one, somebody("Пробный", "Карим", (1960,), documents=document("3140583A008PB5")))
    same = somebody("Пробный", "Карим", (1960,), identifiers=[{"scheme": "BY-ID", "value": "3140583A008PB5"}])
    assert is_certain(traits(None, {"person": one}) & traits(None, {"person": same}))


@pytest.mark.parametrize("born", [(1985,), (1985, 3), (1985, 1, 1), (1985, 3, 16), (1986, 3, 15), (1975, 3, 15), ()])
def test_two_parts_of_a_name_are_enough_where_the_birth_date_may_be_the_same(born: tuple[int, ...]) -> None:
    assert known(somebody("Тестов", "Карим"), somebody("TESTOV", "KARIM", born))
    assert not known(somebody("Тестов", "Карим"), somebody("TESTOV", "YUSUF", born or (1985,)))


def test_somebody_with_one_name_is_known_by_it() -> None:
    assert known(somebody("Тестов"), somebody("TESTOV", "KARIM", (1985,)))
    assert known(somebody("Тестов", born=()), somebody("TESTOV", born=()))


def test_a_span_of_years_is_known_by_each_of_them_and_a_very_long_one_as_no_date() -> None:
    one = somebody("Тестов", "Карим")
    for date in ({"year": 1980, "qualifier": "range", "until": {"year": 1990}}, {"year": 1984, "qualifier": "circa"}):
        assert known(one, {**somebody("TESTOV", "KARIM"), "birth": {"date": date}})
    far = {"year": 1990, "qualifier": "range", "until": {"year": 1995}}
    assert not known(one, {**somebody("TESTOV", "KARIM"), "birth": {"date": far}})
    long = {"year": 1900, "qualifier": "range", "until": {"year": 1930}}
    assert known(one, {**somebody("TESTOV", "KARIM"), "birth": {"date": long}})


def test_other_people_are_left_in_peace() -> None:
    one = somebody("Тестов", "Карим", documents=document("4000001"))
    assert not known(one, somebody("Пробный", "Юсуф"))
    assert not known(one, somebody("Тестов", "Карим", (1960, 7, 9)))
    assert not known(one, somebody("Пробный", "Юсуф", documents=document("4000002")))


def test_whom_the_screening_finds_the_gate_finds_too() -> None:
    people = [somebody(name, given, born) for name, given, *_ in SPELLED for born in (BORN, (1985,), (1985, 1, 1))]
    people += [
        somebody(name, given, born) for *_, name, given in SPELLED for born in (BORN, (1985, 15, 3), (1984, 3, 15))
    ]
    found = 0
    for one in people:
        for other in people:
            if score.score(person.describe(one), person.describe(other)).verdict is not Verdict.NO_MATCH:
                found += 1
                assert known(one, other), (one["names"], other["names"])
    assert found > len(people)


def test_a_case_or_ban_is_known_wherever_a_record_names_it() -> None:
    report = {"hit_id": "H-1", "ban": {"issuer": "ru-mvd", "ban_id": "B-1"}, "note": "B-2"}
    assert is_certain(traits("B-1", {}) & traits("H-1", report))
    assert not traits("B-2", {}) & traits("H-1", report)
    assert own_ids({"check_id": "P-1", "parts": {"case_id": "C-1"}, "x_id": 5}) == ["P-1"]


def test_a_document_that_stands_alone_is_known() -> None:
    marked = {"person": somebody("Тестов", "Карим", documents=document("4000001"))}
    assert finds(marked, {"hit_id": "H-1", "document": document("4000001")[0]})


def test_nothing_is_no_trait() -> None:
    empty = {
        "documents": [{"number": ""}, {}],
        "identifiers": [{"value": " "}, 5],
        "names": [{"surname": ""}, {"given": 3}],
    }
    assert traits(None, {"person": empty}) == {Trait(TraitKind.UNDATED, "")}


def test_a_very_long_name_costs_no_more_than_a_name() -> None:
    assert len(traits(None, {"person": somebody("а" * 5000, " ".join(["Карим"] * 500))})) < 1000


def test_persons_are_found_however_deep_they_stand() -> None:
    nested = {"entries": [{"subject": somebody("Тестов")}, {"subject": {"names": []}}]}
    assert len(list(persons(objects(nested)))) == 2
    deep: Any = somebody("Тестов")
    for _ in range(40):
        deep = {"in": deep}
    assert list(persons(objects(deep))) == []
