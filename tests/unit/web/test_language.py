"""The caller's language (RFC 9110 §12.5.4): Russian unless English is wanted more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.web import language


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "ru"),
        ("", "ru"),
        ("en", "en"),
        ("ru", "ru"),
        ("EN-GB", "en"),
        ("en-US,en;q=0.9", "en"),
        ("ru-RU, en;q=0.9", "ru"),
        ("en;q=0.8, ru;q=0.9", "ru"),
        ("en;q=.9, ru;q=0.8", "en"),
        ("tg, en;q=0.1", "en"),
        ("tg", "ru"),
        ("*", "ru"),
        ("en;q=0", "ru"),
        ("en;q=x", "ru"),
        ("en;q=", "ru"),
        ("en;q=٠.٩", "ru"),
        ("en;q=1e3", "ru"),
        ("en;q=0.00001", "ru"),
        ("en;level=1", "en"),
        ("english", "ru"),
        (";q=1", "ru"),
        (",,,", "ru"),
        ("x" * 300 + ",en", "ru"),
        ("en," + "x" * 100_000, "en"),
    ],
)
def test_the_header_decides(header, chosen):
    assert language.choose(header) == chosen


@given(st.text(max_size=300))
def test_any_header_gets_one_of_the_two(header):
    assert language.choose(header) in language.LANGUAGES
