"""National identifiers: published and synthetic vectors, and how much a finding weighs."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.identity import check_digit, national_identifier
from hub.core.identity.national_identifier import SCHEMES, Finding, Severity, check, normalise, severity
from schemas import catalogue

RIGHT = {
    "KZ-IIN": ["061211600012", "791028302728", "900101300017", "900315300010", "900315300111", "900315300123"],
    "BY-IDNO": ["3270287A012PB2", "3041088A042PB2", "4150390B025PB8"],
    "UZ-PINFL": ["30101901234569", "41503852300177", "52902042601232", "60101131110016"],
    "MD-IDNP": ["2004005012345", "2001012345679", "0912000123455"],
    "RU-SNILS": ["112-233-445 95", "087-654-303 00", "123-456-789 64", "001-001-998 77"],
    "RU-INN12": ["500100732259", "123456789047"],
    "KG-PIN": ["21503198500123", "10704199200456"],
    "AZ-FIN": ["A9RJ7DM"],
    "AM-PSN": ["3101850011"],
    "RU-PASS-INT": ["4510 123456"],
    "GE-PN": ["01001012345"],
    "TJ-INN": ["whatever it is"],
}
WRONG = [
    ("KZ-IIN", "061211600013", Finding.CHECK_DIGIT),
    ("KZ-IIN", "900315300100", Finding.NEVER_ISSUED),
    ("KZ-IIN", "880101300105", Finding.NEVER_ISSUED),
    ("BY-IDNO", "3270287A012PB3", Finding.CHECK_DIGIT),
    ("BY-IDNO", "3270287Z012PB2", Finding.FORM),
    ("UZ-PINFL", "30101990123458", Finding.CHECK_DIGIT),
    ("UZ-PINFL", "32109876543210", Finding.CHECK_DIGIT),
    ("UZ-PINFL", "33113901234569", Finding.FORM),
    ("MD-IDNP", "2001012345678", Finding.CHECK_DIGIT),
    ("RU-SNILS", "11223344596", Finding.CHECK_DIGIT),
    ("RU-INN12", "123456789037", Finding.CHECK_DIGIT),
    ("KG-PIN", "33103198500123", Finding.FORM),
    ("KG-PIN", "23202198500123", Finding.FORM),
    ("AZ-FIN", "A9RO7DM", Finding.FORM),
    ("AM-PSN", "310185001", Finding.FORM),
]


@pytest.mark.parametrize(("scheme", "value"), [(name, value) for name, values in RIGHT.items() for value in values])
def test_a_right_number_has_nothing_odd(scheme: str, value: str) -> None:
    assert check(scheme, normalise(value)) == ()


@pytest.mark.parametrize(("scheme", "value", "finding"), WRONG)
def test_a_wrong_number_is_found(scheme: str, value: str, finding: Finding) -> None:
    assert check(scheme, value) == (finding,)


def test_cyrillic_look_alikes_and_blanks_are_no_difference() -> None:
    assert normalise("3270287а012\u00a0РВ2") == "3270287A012PB2"
    assert normalise("112-233-445 95") == "11223344595"


@pytest.mark.parametrize(
    ("scheme", "value", "birth", "sex"),
    [
        ("KZ-IIN", "791028302728", date(1979, 10, 28), "M"),
        ("KZ-IIN", "061211600012", date(2006, 12, 11), "F"),
        ("KG-PIN", "21503198500123", date(1985, 3, 15), "M"),
        ("KG-PIN", "10704199200456", date(1992, 4, 7), "F"),
        ("UZ-PINFL", "41503852300177", date(1985, 3, 15), "F"),
        ("BY-IDNO", "3270287A012PB2", date(1987, 2, 27), "M"),
    ],
)
def test_what_a_number_says_of_its_bearer_is_compared(scheme: str, value: str, birth: date, sex: str) -> None:
    other = "F" if sex == "M" else "M"

    assert check(scheme, value, birth=birth, sex=sex) == ()
    assert check(scheme, value, birth=birth, sex="X") == ()
    assert check(scheme, value, birth=date(1970, 1, 1), sex=other) == (Finding.BIRTH_DATE, Finding.SEX)


def test_a_number_that_says_nothing_of_its_bearer_contradicts_nobody() -> None:
    digit = check_digit.kz_iin("90031500001")
    assert check("KZ-IIN", f"90031500001{digit}", birth=date(1970, 1, 1), sex="F") == ()
    assert check("RU-INN12", "500100732259", birth=date(1970, 1, 1), sex="F") == ()


def test_an_impossible_date_in_a_kazakh_number_is_no_fault_of_its_form() -> None:
    digit = check_digit.kz_iin("90993130001")
    assert check("KZ-IIN", f"90993130001{digit}", birth=date(1990, 9, 9)) == ()


@pytest.mark.parametrize(
    ("scheme", "finding", "own", "expected"),
    [
        ("KZ-IIN", Finding.CHECK_DIGIT, True, Severity.ERROR),
        ("KZ-IIN", Finding.CHECK_DIGIT, False, Severity.WARNING),
        ("KZ-IIN", Finding.BIRTH_DATE, True, Severity.HINT),
        ("KZ-IIN", Finding.SEX, False, Severity.HINT),
        ("BY-IDNO", Finding.SEX, True, Severity.WARNING),
        ("BY-IDNO", Finding.FORM, True, Severity.ERROR),
        ("UZ-PINFL", Finding.CHECK_DIGIT, True, Severity.WARNING),
        ("UZ-PINFL", Finding.FORM, True, Severity.ERROR),
    ],
)
def test_how_much_a_finding_weighs(scheme: str, finding: Finding, own: bool, expected: Severity) -> None:
    assert severity(scheme, finding, own=own) is expected


def test_every_scheme_with_rules_stands_in_the_code_list() -> None:
    listed = {entry.code for entry in catalogue.load().code_list("identifier-schemes").entries}
    assert set(SCHEMES) <= listed


@given(st.sampled_from(["UZ-PINFL", "BY-IDNO", "MD-IDNP"]), st.data())
def test_one_wrong_digit_is_always_found(scheme: str, data: st.DataObject) -> None:
    value = data.draw(st.sampled_from(RIGHT[scheme]))
    place = data.draw(st.sampled_from([at for at, character in enumerate(value) if character.isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != value[place]]))
    assert check(scheme, value[:place] + other + value[place + 1 :])


@given(st.text(max_size=24))
def test_any_text_is_judged_without_a_fall(text: str) -> None:
    for scheme in SCHEMES:
        assert isinstance(national_identifier.check(scheme, normalise(text)), tuple)
