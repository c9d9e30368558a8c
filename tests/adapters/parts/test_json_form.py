import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters._parts import iso_dates
from adapters._parts.faults import Findings, FormError, MappingError
from adapters._parts.json_form import FLAG, NUMBER, TEXT, WHOLE, Form, Here, Member, document, words

COLOURS = {"qizil": "red", "koʻk": "blue"}
INNER = Form(Member("raqam", "number", TEXT, required=True), Member("sana", "date", TEXT))


def _assemble(values: dict[str, Any], here: Here) -> dict[str, Any]:
    if values.get("whole") == 13:
        here.fault(FormError("unlucky", "ru", "en"), "butun")
    return {"all": values} if values else values


FORM = Form(
    Member("nom", "name", TEXT, required=True),
    Member("rang", "colour", words(COLOURS, {"red": "red"})),
    Member("qaror", "decision", INNER),
    Member("ilova", "parts", INNER, many=True),
    Member("ha", "yes", FLAG),
    Member("butun", "count", WHOLE),
    Member("son", "figure", NUMBER),
)
WHOLE_DOCUMENT = {
    "nom": "Sinov",
    "rang": "koʻk",
    "qaror": {"raqam": "1"},
    "ilova": [{"raqam": "2"}, {"raqam": "3", "sana": "x"}],
    "ha": False,
    "butun": 0,
    "son": 1.5,
}


def faults(form: Form, value: object) -> list[tuple[str, str]]:
    with pytest.raises(MappingError) as caught:
        document(form, value)
    return [(fault.code, fault.place) for fault in caught.value.faults]


def test_a_document_is_read_and_written_by_one_table() -> None:
    record = document(FORM, WHOLE_DOCUMENT)

    assert record == {
        "name": "Sinov",
        "colour": "blue",
        "decision": {"number": "1"},
        "parts": [{"number": "2"}, {"number": "3", "date": "x"}],
        "yes": False,
        "count": 0,
        "figure": 1.5,
    }
    assert FORM.format(record) == WHOLE_DOCUMENT


def test_all_faults_are_found_at_once_each_in_its_place() -> None:
    wrong = {
        "rang": "yashil",
        "qaror": [],
        "ilova": [{"raqam": 7}, "x", {"raqam": "1", "yangi/": 1}],
        "ha": "true",
        "butun": True,
        "son": "1",
        "boshqa": 1,
    }

    assert faults(FORM, {**wrong, "qaror": "x"}) == [
        ("member-missing", "/nom"),
        ("word-unknown", "/rang"),
        ("object-expected", "/qaror"),
        ("text-expected", "/ilova/0/raqam"),
        ("object-expected", "/ilova/1"),
        ("member-unknown", "/ilova/2/yangi~1"),
        ("flag-invalid", "/ha"),
        ("number-invalid", "/butun"),
        ("number-invalid", "/son"),
        ("member-unknown", "/boshqa"),
    ]


@pytest.mark.parametrize("value", [None, [], "x", 1])
def test_what_is_no_object_is_said_so(value: object) -> None:
    assert faults(FORM, value) == [("object-expected", "")]


@pytest.mark.parametrize("value", ["x", {"a": 1}, 3, [1] * 1001])
def test_a_list_is_needed_where_there_may_be_many(value: object) -> None:
    assert faults(FORM, {"nom": "x", "ilova": value}) == [("list-expected", "/ilova")]


def test_words_are_read_in_any_case_and_in_other_forms() -> None:
    for word, code in (("QIZIL", "red"), (" Red ", "red"), ("koʻk", "blue")):
        assert document(FORM, {"nom": "x", "rang": word})["colour"] == code


def test_a_record_with_a_member_that_has_no_place_is_not_written() -> None:
    with pytest.raises(ValueError, match="no place"):
        FORM.format({"name": "x", "sealed": []})
    with pytest.raises(KeyError):
        FORM.format({"name": "x", "colour": "green"})


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("/name", "/nom"),
        ("/decision/number", "/qaror/raqam"),
        ("/parts/1/date", "/ilova/1/sana"),
        ("/parts/1", "/ilova/1"),
        ("/parts", "/ilova"),
        ("/name/x", "/nom"),
        ("/nothing", ""),
        ("", ""),
    ],
)
def test_a_member_of_the_record_has_its_place_in_the_document(pointer: str, place: str) -> None:
    assert FORM.place_of(pointer) == place


def test_a_form_may_cut_the_members_differently() -> None:
    form = Form(
        Member("butun", "whole", WHOLE),
        assemble=_assemble,
        take_apart=lambda record: record["all"],
        places={"/all": "/butun", "/all/deep": "/chuqur"},
    )

    assert document(form, {"butun": 1}) == {"all": {"whole": 1}}
    assert form.format({"all": {"whole": 1}}) == {"butun": 1}
    assert form.place_of("/all/deep/x") == "/chuqur"
    assert form.place_of("/other") == ""
    assert faults(form, {"butun": 13}) == [("unlucky", "/butun")]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*WHOLE_DOCUMENT, "x"]), inner),
    max_leaves=12,
)


@given(json_values)
def test_no_json_makes_reading_fail_otherwise_than_by_faults(value: object) -> None:
    findings = Findings()

    FORM.parse(value, findings)


@given(st.dates(datetime.date(1850, 1, 1), datetime.date(2200, 12, 31)), st.integers(1, 3))
def test_partial_dates_come_back_as_they_were(date: datetime.date, known: int) -> None:
    parts = dict(list({"year": date.year, "month": date.month, "day": date.day}.items())[:known])

    assert iso_dates.parse_partial(iso_dates.format_partial(parts)) == parts


@pytest.mark.parametrize(
    "value", ["2026-02-30", "2026-2-3", "12.03.2026", "٢٠٢٦-01-01", "2026-W01-1", "1200-01-01", "", 20260101, None]
)
def test_what_is_no_day_is_refused(value: object) -> None:
    for read in (iso_dates.parse_day, iso_dates.parse_partial):
        with pytest.raises(FormError):
            read(value)


def test_a_day_without_its_month_is_no_date() -> None:
    with pytest.raises(FormError):
        iso_dates.parse_partial("1985-00-12")


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-11-21T14:00:00+05:00", "2026-11-21T09:00:00Z"),
        ("2026-11-21T09:00:00.123Z", "2026-11-21T09:00:00Z"),
        ("2026-01-01T02:00:00+05:00", "2025-12-31T21:00:00Z"),
    ],
)
def test_moments_are_read_with_their_offset(written: str, instant: str) -> None:
    assert iso_dates.parse_moment(written) == instant


def test_a_moment_is_written_with_the_offset_of_its_state() -> None:
    assert iso_dates.format_moment("2026-11-21T09:00:00Z", 5) == "2026-11-21T14:00:00+05:00"


@pytest.mark.parametrize(
    "value", ["2026-11-21T14:00:00", "2026-11-21", "2026-11-21T25:00:00Z", "0001-01-01T00:00:00+05:00", 5]
)
def test_what_is_no_moment_is_refused(value: object) -> None:
    with pytest.raises(FormError):
        iso_dates.parse_moment(value)
