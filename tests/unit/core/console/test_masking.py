"""Masked names tell no more than they are meant to."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.console.masking import MASK, SHOWN, masked_name


@pytest.mark.parametrize(
    ("surname", "given_name", "shown"),
    [
        ("Тестов-Пробный", "Иван", "И. Тес***"),
        ("Әліева-Образцова", "Жанар", "Ж. Әлі***"),
        ("Ҷамшедова", "", "Ҷам***"),
        ("Ли", "Ан", "А. Л***"),
        ("О", "Ан", "А. ***"),
        ("", "", "***"),
        ("O'TESTOVA", "'Ali", "A. OTE***"),
        ("\u202eТестов", "\u200bИван", "И. Тес***"),
        ("<b>Тестов</b>", "", "bТе***"),
        ("И\u0306ог", "И\u0306", "Й. Й***"),
        ("а\u0301\u0301бвг", "", "а\u0301\u0301б***"),
    ],
)
def test_a_name_is_masked(surname, given_name, shown):
    assert masked_name(surname, given_name) == shown


def test_marks_that_stand_on_no_letter_are_left_out():
    assert masked_name("\u0301Тестов") == "Тес***"


@given(st.text(), st.text())
def test_never_more_than_three_letters_nor_half_of_a_surname_is_shown(surname, given_name):
    shown = masked_name(surname, given_name).removesuffix(MASK).rpartition(". ")[2]
    letters = [each for each in shown if unicodedata.category(each).startswith("L")]
    all_letters = [each for each in unicodedata.normalize("NFC", surname) if unicodedata.category(each).startswith("L")]

    assert len(letters) <= min(SHOWN, len(all_letters) // 2)
    assert all(unicodedata.category(each)[0] in "LM" for each in shown)


@given(st.text(alphabet="абвгд", min_size=6, max_size=40))
def test_how_long_a_surname_is_cannot_be_told(surname):
    assert len(masked_name(surname)) == SHOWN + len(MASK)
