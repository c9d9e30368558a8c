"""Spellings of names: official romanisation, keys, likeness. All names are test data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.identity import name_key, name_match, romanisation

LETTERS = st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяёғқҳҷӯӣәөүұңіўabcdefghijklmnopqrstuvwxyz'ʻ- ", max_size=30)

SPELLINGS = [
    ("Рахмонов", "Rahmonov", "Rakhmonov", "Raxmonov", "Раҳмонов"),
    ("Джумабаев", "Jumabayev", "Dzhumabaev"),
    ("Юсупова", "Yusupova", "Iusupova"),
    ("Шарипов", "Sharipov", "Шарипов"),
    ("Əliyev", "Aliyev", "Алиев"),
    ("Oʻrinov", "O'rinov", "Оринов"),
    ("Պետրոսյան", "Petrosyan", "Петросян", "Petrosian"),
    ("Щербаков", "Shcherbakov"),
    ("Гурбангулыев", "Gurbangulyýew", "Gurbangulyyev"),
]


@pytest.mark.parametrize(
    ("name", "state", "expected"),
    [
        ("ЩЕРБАКОВ", None, "SHCHERBAKOV"),
        ("Подъячев", "RU", "PODIEIACHEV"),
        ("Цой", "RU", "TSOI"),
        ("Юлия", "RU", "IULIIA"),
        ("Соловьёв", "RU", "SOLOVEV"),
        ("Ёлкін", "BY", "IOLKIN"),
        ("Гурко-Ўладаў", "BY", "HURKO-ULADAU"),
        ("Қодиров", "UZ", None),
        ("О'Тест", "RU", "OTEST"),
    ],
)
def test_the_spelling_of_travel_documents_is_that_of_icao(name: str, state: str | None, expected: str | None) -> None:
    assert romanisation.icao(name, state) == expected


@pytest.mark.parametrize("spellings", SPELLINGS)
def test_spellings_of_one_name_have_a_key_in_common_or_are_alike(spellings: tuple[str, ...]) -> None:
    first = name_key.keys(spellings[0])
    assert [name for name in spellings if name_match.similarity(first, name_key.keys(name)) < name_match.ALIKE] == []


def test_an_armenian_name_is_read_letter_by_letter() -> None:
    assert romanisation.latin("Հակոբյան Մուշեղ") == "hakobyan mushegh"


def test_tokens_are_divided_at_blanks_and_hyphens_and_what_is_no_letter_falls_away() -> None:
    assert name_key.tokens("Тестов-Пробный  Ali o‘g‘li 3 «—»") == ["testov", "probnyi", "ali", "ogli"]


def test_what_has_no_letter_has_no_key_and_is_like_nothing() -> None:
    assert name_key.keys("123") == frozenset()
    assert name_match.similarity(name_key.keys("123"), name_key.keys("Тестов")) == 0.0
    assert name_match.measure([]).recall_all == 0.0


def test_different_names_are_not_alike() -> None:
    pairs = [("Тестов", "Karimov"), ("Образцова", "Yusupova"), ("Пробный", "Sharipov")]
    assert all(name_match.similarity(name_key.keys(a), name_key.keys(b)) < name_match.ALIKE for a, b in pairs)


def test_other_vowels_between_the_same_consonants_are_alike_and_a_common_ending_alone_is_not() -> None:
    assert name_match.similarity(name_key.keys("Probaski"), name_key.keys("Пребуско")) == name_match.ALIKE
    assert name_match.similarity(name_key.keys("Probovenko"), name_key.keys("Притенко")) < name_match.ALIKE
    assert name_match.similarity(name_key.keys("Tes"), name_key.keys("Тестовский")) < name_match.ALIKE
    assert name_match.similarity(name_key.keys("Ia"), name_key.keys("Иоо")) < name_match.ALIKE


def test_measuring_counts_pairs_alarms_and_the_names_of_the_region() -> None:
    pairs = [("rahmonov", "рахмонов"), ("smith", "смит"), ("wolf", "тест"), ("petrosyan", "петросян")]
    recall = name_match.measure(pairs, shifts=(1,))

    assert (recall.pairs, recall.random_pairs) == (4, 4)
    assert (recall.recall_all, recall.recall_cis, recall.false_positive_rate) == (0.75, 1.0, 0.0)


@given(LETTERS)
def test_latin_letters_stay_what_they_are(name: str) -> None:
    once = romanisation.latin(name)
    assert romanisation.latin(once) == once
    assert set(once) <= set("abcdefghijklmnopqrstuvwxyz ")


@given(LETTERS, LETTERS)
def test_likeness_is_the_same_from_both_sides_and_whole_for_the_same(one: str, other: str) -> None:
    a, b = name_key.keys(one), name_key.keys(other)
    assert name_match.similarity(a, b) == pytest.approx(name_match.similarity(b, a))
    assert 0.0 <= name_match.similarity(a, b) <= 1.0
    assert not a or name_match.similarity(a, a) == 1.0


@given(st.text(max_size=40))
def test_any_text_has_tokens_and_keys(text: str) -> None:
    name_key.tokens(text)
    name_key.keys(text)
    romanisation.icao(text)
