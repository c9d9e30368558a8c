"""Words whose letters are of several alphabets are told; names of one alphabet, however written, are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.console.spelling import mixes_alphabets


@pytest.mark.parametrize("name", ["Tecтов", "Тестов-Tеstov", "ОБРАЗЦOВА", "Пробный Xасан", "Τестов"])
def test_a_word_of_several_alphabets_is_told(name):
    assert mixes_alphabets(name)


@pytest.mark.parametrize(
    "name",
    [
        "Тестов-Testov",
        "Ғуломов Тестбек",
        "OʻTKIROV",
        "Oʼzbek",
        "Թեստյան",
        "Ёлкин-Йод",
        "O'Test 12",
        "<b>Тестов</b>",
        "",
    ],
)
def test_words_of_one_alphabet_each_are_not_told(name):
    assert not mixes_alphabets(name)


@given(st.text(alphabet="абвгдёжзӣқғҳҷӯЁЖ- '"), st.text(alphabet="abcdefgéöşžABC- '"))
def test_names_of_one_alphabet_side_by_side_are_never_told(cyrillic, latin):
    assert not mixes_alphabets(f"{cyrillic} {latin}")
