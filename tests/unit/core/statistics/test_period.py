import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.statistics import period, words
from hub.core.statistics.period import PeriodKind, Span
from tests.unit.core.statistics.summaries import of


@pytest.mark.parametrize(
    ("value", "kind", "span", "end"),
    [
        ("2020-M07", PeriodKind.MONTH, Span(2020, 7, 7), "2020-07-31"),
        ("2020-M12", PeriodKind.MONTH, Span(2020, 12, 12), "2020-12-31"),
        ("2020-Q1", PeriodKind.QUARTER, Span(2020, 1, 3), "2020-03-31"),
        ("2020-Q4", PeriodKind.QUARTER, Span(2020, 10, 12), "2020-12-31"),
        ("2020-H1", PeriodKind.HALF, Span(2020, 1, 6), "2020-06-30"),
        ("2020-H2", PeriodKind.HALF, Span(2020, 7, 12), "2020-12-31"),
        ("2020-9M", PeriodKind.NINE_MONTHS, Span(2020, 1, 9), "2020-09-30"),
        ("2020-C02", PeriodKind.CUMULATIVE, Span(2020, 1, 2), "2020-02-29"),
        ("2020-C12", PeriodKind.CUMULATIVE, Span(2020, 1, 12), "2020-12-31"),
        ("2020", PeriodKind.YEAR, Span(2020, 1, 12), "2020-12-31"),
        ("2020-02-29", PeriodKind.INSTANT, None, "2020-02-29"),
    ],
)
def test_a_period_is_told_by_its_value(value, kind, span, end):
    found = of(value)

    assert (found.kind, found.span, found.end) == (kind, span, datetime.date.fromisoformat(end))
    assert found.to_json() == {"type": kind.value, "value": value}


@pytest.mark.parametrize(
    "value",
    *[
        [
            "2021-02-29",
            "2020-M13",
            "2020-Q5",
            "2020-H3",
            "2020-C00",
            "0000",
            "20",
            "",
            "2020-",
            "2020-7",
            "２０２０",
            "2020-13-01",
        ]
    ],
)
def test_what_is_no_period_is_none(value):
    assert period.parse(value) is None


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_none(text):
    found = period.parse(text)
    assert found is None or found.value == text


@pytest.mark.parametrize(
    ("value", "earlier"),
    [("2020-H1", "2019-H1"), ("2020", "2019"), ("2020-07-01", "2019-07-01"), ("2020-C11", "2019-C11")],
)
def test_the_comparable_period_is_of_the_same_kind_a_year_before(value, earlier):
    assert of(value).year_earlier() == of(earlier)


def test_a_leap_day_has_no_comparable_day():
    assert of("2020-02-29").year_earlier() is None


def test_what_precedes_a_span_within_its_year():
    assert Span(2020, 4, 6).before() == Span(2020, 1, 3)
    assert Span(2020, 1, 6).before() is None
    assert Span(2020, 4, 6).from_january() == Span(2020, 1, 6)


@pytest.mark.parametrize(
    ("value", "ru", "en"),
    [
        ("2020", "2020 г.", "2020"),
        ("2020-Q3", "III квартал 2020 г.", "third quarter of 2020"),
        ("2020-H1", "I полугодие 2020 г.", "first half of 2020"),
        ("2020-9M", "9 месяцев 2020 г.", "nine months of 2020"),
        ("2020-C11", "январь–ноябрь 2020 г.", "January–November 2020"),
        ("2020-C01", "январь 2020 г.", "January 2020"),
        ("2020-M07", "июль 2020 г.", "July 2020"),
        ("2020-07-01", "на 01.07.2020", "as of 1 July 2020"),
    ],
)
def test_a_period_has_a_name_in_both_languages(value, ru, en):
    assert (words.period(of(value), "ru"), words.period(of(value), "en")) == (ru, en)


def test_numbers_are_written_as_each_language_writes_them():
    assert words.amount(530883, "over", "ru") == "более 530\u202f883"
    assert words.amount(530883, "over", "en") == "over 530,883"
    assert words.amount(5, "under", "en") == "fewer than 5"
    assert words.number(1234.5, "ru") == "1\u202f234,5"
    assert (words.signed(-170477, "en"), words.signed(200, "en"), words.signed(0, "en")) == ("−170,477", "+200", "0")
    assert (words.percent(-56.8, "ru"), words.percent(-56.8, "en")) == ("−56,8\u202f%", "−56.8%")
