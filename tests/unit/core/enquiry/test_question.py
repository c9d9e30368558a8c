"""Who is asked about: zones are taken in, odd numbers are said, nothing of them is repeated."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.enquiry.question import Asked, fault, read_person
from schemas import screening_rules

TODAY = date(2026, 11, 21)
ZONE = ["P<TJKRAHMONOV<<FIRDAVS<<<<<<<<<<<<<<<<<<<<<<", "4001234563TJK9003152M3003149<<<<<<<<<<<<<<<6"]
PARTLY_BORN = ["P<TJKNAZAROV<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "4011111111TJK85<<<<1M2901019<<<<<<<<<<<<<<<8"]
UZBEK = ["P<UZBKARIMOVA<<GULNORA<<<<<<<<<<<<<<<<<<<<<<", "FA12345673UZB8804075F31040684070488523001640"]


def read(state: str = "TJ", **value: Any) -> Asked:
    """Read a person who stands at /p."""
    return read_person(value, "/p", state=state, today=TODAY, letters=screening_rules.russian_letters())


def codes(asked: Asked) -> tuple[list[str], list[str]]:
    """Return the codes of what is odd and of what is wrong."""
    return [each.code for each in asked.odd], [each.code for each in asked.wrong]


def test_nothing_to_search_by_is_wrong():
    assert codes(read(sex="M")) == ([], ["nothing-to-search-by"])
    assert codes(read(documents=[{"number": "1"}])) == ([], [])


def test_a_name_alone_is_wrong_for_no_answer_to_it_could_say_that_there_is_no_ban():
    name = {"surname": "Пробов", "given": "Тест", "script": "Cyrl", "role": "primary"}
    assert codes(read(names=[name])) == ([], ["name-alone"])
    assert codes(read(names=[name], documents=[])) == ([], ["name-alone"])
    for more in ({"birth": {"date": {"year": 1990}}}, {"documents": [{"number": "1"}]}):
        assert codes(read(names=[name], **more)) == ([], [])


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ({"year": 1990, "month": 2, "day": 30}, ["birth-impossible"]),
        ({"year": 1900, "month": 2, "day": 29}, ["birth-impossible"]),
        ({"year": 2026, "month": 11, "day": 23}, ["birth-in-future"]),
        ({"year": 2026, "month": 11, "day": 22}, []),
        ({"year": 2027}, ["birth-in-future"]),
        ({"year": 1992, "month": 2, "day": 29}, []),
    ],
)
def test_nobody_is_found_by_a_birth_that_cannot_be(born: dict[str, int], expected: list[str]):
    name = {"surname": "Пробов", "given": "Тест", "script": "Cyrl", "role": "primary"}
    asked = read(names=[name], birth={"date": born})

    assert codes(asked) == ([], expected)
    assert {each.pointer for each in asked.wrong} <= {"/p/birth/date"}


def test_a_zone_gives_name_document_birth_sex_and_citizenship():
    person = read(mrz=ZONE).person

    assert person == {
        "names": [{"surname": "RAHMONOV", "given": "FIRDAVS", "script": "Latn", "role": "mrz"}],
        "documents": [{"number": "400123456", "issuing_state": "TJK"}],
        "birth": {"date": {"year": 1990, "month": 3, "day": 15}},
        "sex": "M",
        "nationalities": [{"code": "TJK"}],
    }


def test_what_was_typed_stands_beside_the_zone():
    name = {"surname": "Раҳмонов", "script": "Cyrl", "role": "primary"}
    person = read(mrz=ZONE, names=[name], sex="F", birth={"date": {"year": 1991}}).person

    assert [each["role"] for each in person["names"]] == ["primary", "mrz"]
    assert (person["sex"], person["birth"]) == ("F", {"date": {"year": 1991}})


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        ("85<<<<1", {"date": {"year": 1985}}),
        ("8513<<0", {"date": {"year": 1985}}),
        ("8504<<9", {"date": {"year": 1985, "month": 4}}),
        ("8504325", {"date": {"year": 1985, "month": 4}}),
        ("8502304", {"date": {"year": 1985, "month": 2}}),
        ("<<<<<<0", None),
    ],
)
def test_of_a_date_of_birth_that_is_known_in_part_the_part_is_used(birth, expected):
    second = PARTLY_BORN[1].replace("85<<<<1", birth)
    assert read(mrz=[PARTLY_BORN[0], second]).person.get("birth") == expected


def test_a_zone_without_a_name_or_a_number_gives_none():
    person = read(mrz=["P<TJK" + "<" * 39, "<" * 9 + "0TJK9003152M3003149<<<<<<<<<<<<<<<6"]).person

    assert person["names"] == person["documents"] == []


def test_the_free_field_of_a_zone_is_an_identifier_where_it_is_one():
    identifier = {"scheme": "UZ-PINFL", "value": "40704885230016"}

    assert read(mrz=UZBEK).person["identifiers"] == [identifier]
    assert read(mrz=UZBEK, identifiers=[identifier]).person["identifiers"] == [identifier]
    assert "identifiers" not in read(mrz=ZONE).person
    assert "identifiers" not in read(mrz=[UZBEK[0], UZBEK[1].replace("40704885230016", "40704885230017")]).person
    wrong = UZBEK[1][:28] + "40704885230017" + UZBEK[1][42:]
    assert "identifiers" not in read(mrz=[UZBEK[0], wrong]).person


def test_a_wrong_check_digit_is_odd_and_lines_of_no_zone_are_wrong():
    smudged = read(mrz=[ZONE[0], "5" + ZONE[1][1:]])

    assert codes(smudged) == (["mrz-check-digit"] * 2, [])
    assert {each.en.partition(": ")[2].partition(".")[0] for each in smudged.odd} == {"number", "composite"}
    assert codes(read(mrz=["A" * 30, "B" * 31])) == ([], ["mrz-malformed"])


def test_a_wrong_identifier_is_wrong_for_its_own_state_and_odd_for_others():
    mistyped = [{"scheme": "KZ-IIN", "value": "061211600013"}]

    assert codes(read("KZ", identifiers=mistyped)) == ([], ["identifier-check-digit"])
    assert codes(read("TJ", identifiers=mistyped)) == (["identifier-check-digit"], [])
    (found,) = read("TJ", identifiers=mistyped).odd
    assert found.pointer.endswith("/identifiers/0/value")


@pytest.mark.parametrize(
    ("date", "found"),
    [
        ({"year": 1985, "month": 3, "day": 15}, []),
        ({"year": 1985, "month": 3, "day": 16}, ["identifier-birth-date"]),
        ({"year": 1985, "month": 3}, []),
    ],
)
def test_an_identifier_is_compared_with_a_whole_date_of_birth(date, found):
    identifier = [{"scheme": "KG-PIN", "value": "21503198500123"}]
    assert codes(read("TJ", identifiers=identifier, birth={"date": date})) == (found, [])


@given(st.text(alphabet="0123456789ABCDEF", min_size=9, max_size=9))
def test_what_is_said_of_a_number_never_repeats_it(number: str):
    asked = read("KZ", mrz=[ZONE[0], number + ZONE[1][9:]], identifiers=[{"scheme": "KZ-IIN", "value": number}])

    assert asked.wrong
    assert all(number not in each.ru + each.en for each in (*asked.odd, *asked.wrong))


def test_a_fault_names_its_field_in_both_languages():
    found = fault("/p", "mrz-check-digit", field="birth")
    assert ("birth" in found.ru, "birth" in found.en) == (True, True)


def test_a_russian_internal_passport_is_read_in_russian_letters() -> None:
    zone = ["PNRUSTESTOV<<IL98<PROBOVI3<<<<<<<<<<<<<<<<<<", "4511234569RUS8503150M<<<<<<<0150401770001<20"]
    name = read(mrz=zone).person["names"][0]

    assert name == {"surname": "ТЕСТОВ", "given": "ИЛЬЯ ПРОБОВИЧ", "script": "Cyrl", "role": "mrz"}
