"""The index: who may be meant, found by name and birth, or by number. All persons are made up."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.core.screening import entry, person
from hub.core.screening.index import Index
from tests.unit.core.screening.persons import BLIND, date, document, make, named


def _index(*persons: dict[str, Any]) -> Index:
    index = Index(entry.numbering(BLIND))
    for key, each in enumerate(persons, start=1):
        index.add(entry.entry_of(key, person.describe(each), BLIND))
    return index


def _find(index: Index, asked: dict[str, Any], *, thorough: bool = False) -> list[int]:
    query = entry.query_of(person.describe(asked))
    return [each.key for each in index.find(query, thorough=thorough)]


def _exact(index: Index, asked: dict[str, Any]) -> list[int]:
    return index.exact(entry.exact_tokens(person.describe(asked), BLIND))


KNOWN = make(named("Раҳмонов", "Пробек", "Тестович"))


@pytest.mark.parametrize(
    "name",
    [
        named("Рахмонов", "Пробек"),
        named("RAKHMONOV", "PROBEK"),
        named("Rahmonov", "Probek", "Testovich"),
        named("Probek", "Raxmonov"),  # the order of Latin documents
        named("RAHMONOV PROBEK"),  # all in one field
        named("Раҳмон", "Пробек"),
        named("Rahmonzoda", "Probek"),
        named("Rahmonov", "Probekk"),
        named("Raxmоnоv", "Probek"),  # Cyrillic letters in a Latin name
    ],
)
def test_a_person_is_found_by_other_spellings_of_his_name(name: dict[str, Any]) -> None:
    index = _index(make(named("Другова", "Проба")), KNOWN)
    assert _find(index, make(name)) == [2]


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        (named("Պրոբյան", "Տեստ"), named("Probyan", "Test")),
        (named("Пробян", "Тест"), named("Պրոբյան", "Տեստ")),
        (named("Пробек уулу", "Тест"), named("Пробеков", "Тест")),
        (named("Пробов", "Али", "Тестбек оглы"), named("PROBOV", "ALI TESTBEK OGLU")),
        (named("Җафаров", "Проб"), named("Cəfərov", "Prob")),
    ],
)
def test_scripts_and_customs_of_the_region_are_one_name(known: dict[str, Any], asked: dict[str, Any]) -> None:
    assert _find(_index(make(known)), make(asked)) == [1]


def test_a_mistyped_name_is_found_on_the_day_at_once_and_elsewhere_thoroughly() -> None:
    index = _index(KNOWN)
    mistyped = named("Рахмонва", "Пробек")
    assert _find(index, make(mistyped)) == [1]
    assert _find(index, make(mistyped, born="1986-03-15")) == []
    assert _find(index, make(mistyped, born="1986-03-15"), thorough=True) == [1]


@pytest.mark.parametrize(
    ("known", "asked", "fast"),
    [
        ("1985-03-15", "1985-03-15", True),
        ("1985-03", "1985-03-15", True),
        ("1985", "1985-03-15", True),
        ("1985-01-01", "1985-03-15", True),
        ("1985-03-15", "1985", True),
        ("1985-03-15", "1985-03", True),
        ("1985-03-15", "1985-01-01", False),
        ("1985-03-05", "1985-05-03", True),
        ("1985-03-15", "1986-03-15", True),
        ("1985-03-15", "1985-03-16", False),
        ("1985-03-15", "1958-03-15", False),
        ("1985-03-15", "1985-04-20", None),
        ("1985-03-15", "1985-04", None),
    ],
)
def test_dates_that_agree_are_found_and_others_are_not(known: str | None, asked: str, fast: bool | None) -> None:
    index = _index(make(named("Пробов", "Тест"), born=known))
    question = make(named("Probov", "Test"), born=asked)
    assert _find(index, question) == ([1] if fast else [])
    assert _find(index, question, thorough=True) == ([] if fast is None else [1])


def test_without_a_date_in_the_register_the_whole_name_is_found() -> None:
    index = _index(make(named("Пробов", "Тест", "Образецович"), born=None))
    assert _find(index, make(named("Probov", "Test", "Образецович")), thorough=True) == [1]
    assert _find(index, make(named("Probov", "Test")), thorough=True) == [1]
    assert _find(index, make(named("Probov", "Test"), born="1985")) == [1]
    assert _find(index, make(named("Probov", "Inache")), thorough=True) == []


def test_a_single_name_in_the_register_is_found_by_the_part_of_the_name_that_it_is() -> None:
    index = _index(make(named("Пробов")), make(named("Пробов", "Другой")))
    assert _find(index, make(named("Probov", "Test"))) == [1]
    assert _find(index, make(named("Probov", "Test Ali Vali"))) == [1]
    index.remove(1)
    assert _find(index, make(named("Probov", "Test"))) == []


def test_a_single_name_that_is_one_of_five_parts_is_another_persons_where_the_father_is_not_known() -> None:
    index = _index(make(named("Проб")))
    parts = "Проб Образ Пример Учеба"

    assert _find(index, make(named("Тестов", parts))) == [1]
    assert _find(index, make(named("Тестов", parts, "Тестович"))) == []


def test_a_range_of_years_is_looked_through() -> None:
    born = {"date": {**date("1984"), "qualifier": "range", "until": date("1986")}}
    index = _index(make(named("Пробов", "Тест"), birth=born, born=None), make(named("Пробов", "Тест")))
    assert _find(index, make(named("Probov", "Test"), born="1986-07-01")) == [1]
    assert _find(index, make(named("Probov", "Test"), birth=born, born=None)) == [1, 2]


def test_without_a_date_the_whole_name_is_looked_for_everywhere() -> None:
    index = _index(KNOWN, make(named("Рахмонов", "Другой"), born=None), make(named("Рахмонов", "Пробек"), born=None))
    assert _find(index, make(named("Rahmonov", "Probek"), born=None)) == [1, 3]
    assert _find(index, make(named("Rahmonow", "Prolek"), born=None)) == []
    assert _find(index, make(named("Rahmonow", "Prolek"), born=None), thorough=True) == [1, 3]


@pytest.mark.parametrize("names", [(), (named("7"),), (named("Нетникого", "Никто"),)])
def test_who_has_no_name_or_an_unknown_one_is_not_found(names: tuple[dict[str, Any], ...]) -> None:
    index = _index(KNOWN, make())
    assert _find(index, make(*names), thorough=True) == []


def test_a_year_that_nobody_is_born_in_is_empty() -> None:
    assert _find(_index(KNOWN), make(named("Рахмонов", "Пробек"), born="1950"), thorough=True) == []


def test_the_likeliest_come_first_and_their_father_counts() -> None:
    others = [make(named("Рахмонов", "Пробек", father)) for father in ("Другович", "Тестович", "Иначевич")]
    index = _index(make(named("Рахмонов", "Пробег")), *others)
    assert _find(index, KNOWN)[0] == 3
    assert _find(index, KNOWN)[-1] == 1


def test_where_the_date_is_partial_the_father_tells_who_comes_first() -> None:
    fathers = ("Другович", "Тестович", "Иначевич")
    others = [make(named("Рахмонов", "Пробек", father), born="1985") for father in fathers]
    index = _index(*others, make(named("Иначев", "Пробек", "Тестович"), born="1985"))
    assert _find(index, KNOWN)[0] == 2
    assert sorted(_find(index, KNOWN)) == [1, 2, 3]


def test_names_of_two_letters_are_found_as_they_are() -> None:
    index = _index(make(named("Ли", "Ан"), born="1985"))
    assert _find(index, make(named("Li", "An")), thorough=True) == [1]
    assert _find(index, make(named("Lu", "An")), thorough=True) == []


@pytest.mark.parametrize(
    "number",
    [
        document("АВ1234567"),
        document("AB 1234567"),
        document("1234567", "AB"),
        document("1234567"),
        document("AB12З4567"),
    ],
)
def test_a_document_is_found_however_its_number_is_written(number: dict[str, Any]) -> None:
    index = _index(KNOWN, make(named("Пробов"), documents=[document("AB 1234567")]))
    assert _exact(index, {"documents": [number]}) == [2]


def test_an_identifier_is_found_by_scheme_and_value() -> None:
    index = _index(make(named("Пробов"), identifiers=[{"scheme": "KZ-IIN", "value": "900101300017"}]))
    assert _exact(index, {"identifiers": [{"scheme": "KZ-IIN", "value": "900101 300017"}]}) == [1]
    assert _exact(index, {"identifiers": [{"scheme": "TJ-INN", "value": "900101300017"}]}) == []
    assert _exact(index, {"identifiers": [{"scheme": "KZ-IIN", "value": "—"}]}) == []


def test_who_is_taken_in_again_is_replaced_and_who_is_removed_is_found_no_more() -> None:
    index = _index(make(named("Пробов", "Тест"), documents=[document("AB1234567")]))
    index.add(entry.entry_of(1, person.describe(make(named("Иначев", "Тест"))), BLIND))

    assert _find(index, make(named("Пробов", "Тест"))) == []
    assert _find(index, make(named("Иначев", "Тест"))) == [1]
    assert _exact(index, {"documents": [document("AB1234567")]}) == []
    assert (len(index), 1 in index) == (1, True)
    assert index.remove(1)
    assert not index.remove(1)
    assert (len(index), 1 in index) == (0, False)
    assert _find(index, make(named("Иначев", "Тест"))) == []


def test_who_left_is_swept_out_of_the_postings_in_time() -> None:
    index = _index(
        *(make(named(f"Пробов{'а' * (n % 7)}", "Тест"), documents=[document(f"AB{n:07}")]) for n in range(700))
    )
    full = index.sizes
    for key in range(1, 601):
        index.remove(key)
    for _ in range(3000):
        index.remove(0)

    left = index.sizes
    assert left["persons"] == 100
    assert left["name_postings"] < full["name_postings"] / 3
    assert left["exact_postings"] < full["exact_postings"] / 3
    assert 700 in index
    assert _exact(index, {"documents": [document("AB0000699")]}) == [700]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(["Пробов", "Пробова", "Тестов", "Образцов", "Иначев"]), min_size=1, max_size=12), st.data()
)
def test_whoever_is_in_the_register_is_found_by_his_own_name_and_date(surnames: list[str], data: st.DataObject) -> None:
    dates = data.draw(st.lists(st.sampled_from(["1985-03-15", "1985-01-01", "1985", None]), min_size=12, max_size=12))
    persons = [make(named(surname, "Тест"), born=born) for surname, born in zip(surnames, dates, strict=False)]
    index = _index(*persons)
    for key, each in enumerate(persons, start=1):
        assert key in _find(index, each)


def test_sizes_are_told() -> None:
    sizes = _index(KNOWN).sizes
    assert (sizes["persons"], sizes["days"], sizes["name_keys"], sizes["name_postings"]) == (1, 1, 3, 3)
    assert all(size >= 0 for size in sizes.values())
