"""The parts of a name: fathers, sons, daughters, stems. All names are test data."""

import pytest

from hub.core.identity import name_key, name_parts


def _keys(name: str) -> list[frozenset[str]]:
    return [part.keys for part in name_parts.parts(name)]


@pytest.mark.parametrize(
    "written",
    ["Пробек уулу Тест", "Probek uulu Test", "Пробек Тест", "PROBEK ULUU TEST"],
)
def test_son_and_daughter_are_no_parts_of_a_name(written: str) -> None:
    assert _keys(written) == [frozenset({"probek"}), frozenset({"test"})]


def test_a_name_that_is_only_the_word_for_son_keeps_it() -> None:
    assert _keys("Улы") == [frozenset({"uli"})]
    assert _keys("«—» 7") == []


@pytest.mark.parametrize("written", ["Али Пробек оглы", "Ali Probek oğlu", "Ali Probek o‘g‘li", "Али Пробекович"])
def test_the_father_is_told_by_what_follows_or_by_the_ending(written: str) -> None:
    own, father = name_parts.parts(written)
    assert (own.is_patronymic, father.is_patronymic) == (False, True)
    assert "probek" in father.keys | father.weak


def test_a_surname_that_ends_like_a_patronymic_is_none() -> None:
    assert [part.is_patronymic for part in name_parts.parts("Пробович")] == [False]
    assert [part.is_patronymic for part in name_parts.parts("Проба", is_father=True)] == [True]


@pytest.mark.parametrize("written", ["Пробмонов", "Пробмонова", "Probmonzoda", "Пробмонзаде", "Probmonov"])
def test_reformed_and_relatives_names_have_one_stem(written: str) -> None:
    (part,) = name_parts.parts(written)
    assert part.weak == {"probmon"}
    (bare,) = name_parts.parts("Пробмон")
    assert bare.weak == frozenset()
    assert part.keys <= name_parts.related(bare.keys, bare.weak)
    assert bare.keys <= name_parts.related(part.keys, part.weak)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Джафаров", "Ҷафаров", "Жафаров", "Jafarov", "Dzhafarov", "Djafarov", "Cəfərov"),
        ("Алексеев", "Alekseev", "Alexeev", "Alekseyev"),
        ("Əhmədov", "Ahmadov", "Ahmedov", "Ахмадов", "Ахмедов"),
        ("Ҷамшед", "Джамшед", "Jamshed", "Dzhamshed"),
        ("Ջան", "Джан", "Jan"),
        ("Артём", "Artyom", "Artem", "Артем"),
        ("Кузнецов", "Kuznetsov", "Kuznetcov", "Kuznecov"),
    ],
)
def test_spellings_of_the_region_share_a_key(spellings: tuple[str, ...]) -> None:
    known = [name_key.keys(each) for each in spellings]
    assert [each for each, keys in zip(spellings, known, strict=True) if keys.isdisjoint(known[0])] == []
