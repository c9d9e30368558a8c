"""What people type and the tables they send: read as meant, and nothing makes the reader fail in another way."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.console import asking, summary_rows, typed_codes
from hub.console.forms import Form
from hub.console.table_file import TableTooLargeError, read_table
from hub.core.errors import UnprocessableError


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1990", {"year": 1990}),
        ("05.1990", {"year": 1990, "month": 5}),
        ("4.5.1990", {"year": 1990, "month": 5, "day": 4}),
        ("04/05/1990", {"year": 1990, "month": 5, "day": 4}),
        ("1990-05-04", {"year": 1990, "month": 5, "day": 4}),
        ("вчера", None),
        ("", None),
    ],
)
def test_a_date_of_birth_is_read_as_it_is_written_in_passports(text, meant):
    assert asking.birth_of(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("129 807", 129807),
        ("129\u00a0807,5", 129807.5),
        ("12.50", 12.5),
        ("7,0", 7),
        ("-1", None),
        ("1e9", None),
        ("١٢", None),
        ("", None),
    ],
)
def test_a_number_is_read_as_it_is_written_in_tables(text, meant):
    assert typed_codes.number_of(text) == meant


@given(st.text(max_size=40))
def test_no_typed_text_makes_a_reader_fail(text):
    typed_codes.number_of(text)
    asking.birth_of(text)
    asking.person_of(Form(values=dict.fromkeys(asking.PERSON, text)))
    summary_rows.read_rows([dict.fromkeys(summary_rows.ALL, text)], text)


@given(st.one_of(st.binary(max_size=300), st.binary(max_size=300).map(lambda each: b"PK\x03\x04" + each)))
def test_no_bytes_make_the_reader_of_tables_fail_in_another_way(content):
    with contextlib.suppress(UnprocessableError):
        assert all(number >= 1 and any(cells) for number, cells in read_table(content))


def test_a_name_is_of_the_script_that_it_is_typed_in():
    assert [asking.script_of(each) for each in ("Пробный", "Probny", "Փորձ")] == ["Cyrl", "Latn", "Armn"]


def test_a_table_that_is_too_wide_is_too_large():
    with pytest.raises(TableTooLargeError):
        read_table(b";".join([b"x"] * 50))
