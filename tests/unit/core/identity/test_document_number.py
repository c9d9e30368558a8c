"""Document numbers as they are compared; all are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.identity import document_number


@pytest.mark.parametrize(
    ("number", "series"),
    [
        ("AB1234567", ""),
        ("ab 1234567", ""),
        ("АВ 1234567", ""),  # Cyrillic letters
        ("АВ № 1234567", ""),
        ("AB-1234567", ""),
        ("1234567", "AB"),
        ("1234567", "АВ"),
        ("AB1234567", "AB"),
        ("１２３４５６７", "ＡＢ"),
    ],
)
def test_a_number_is_the_same_however_it_was_typed(number: str, series: str) -> None:
    assert document_number.whole(number, series) == "AB1234567"


def test_digits_of_a_series_that_the_number_only_happens_to_begin_with_stay() -> None:
    assert document_number.whole("451234", "45") == "45451234"
    assert document_number.whole("4510123456", "4510") == "4510123456"


@pytest.mark.parametrize(
    ("full", "bare", "expected"),
    [
        ("AN1234567", "", {"AN1234567", "1234567"}),
        ("AN1234567", "123 4567", {"AN1234567", "1234567"}),
        ("4510123456", "123456", {"4510123456"}),  # six digits are in every series
        ("AB12O4I67", "", {"AB1204167", "1204167"}),
        ("400123456", "", {"400123456"}),
        ("", "", set()),
    ],
)
def test_a_document_is_found_without_its_series_where_the_number_is_long_enough(
    full: str, bare: str, expected: set[str]
) -> None:
    assert document_number.spellings(full, bare) == expected


@given(st.text(max_size=30), st.text(max_size=8))
def test_any_text_has_one_spelling(number: str, series: str) -> None:
    once = document_number.normalise(number)
    assert document_number.normalise(once) == once
    document_number.spellings(document_number.whole(number, series), number)
