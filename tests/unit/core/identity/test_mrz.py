"""Machine-readable zones: the specimen of ICAO 9303, and zones of fictitious persons."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.identity import mrz, russian_zone
from hub.core.identity.check_digit import weighted_731
from hub.core.identity.mrz import Mrz, MrzDate, MrzMalformedError
from schemas import screening_rules

SPECIMEN = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
TAJIK = ("P<TJKRAHMONOV<<FIRDAVS<<<<<<<<<<<<<<<<<<<<<<", "4001234563TJK9003152M3003149<<<<<<<<<<<<<<<6")
UZBEK = ("P<UZBKARIMOVA<<GULNORA<<<<<<<<<<<<<<<<<<<<<<", "FA12345673UZB8804075F31040684070488523001640")
YEAR_ONLY = ("P<TJKNAZAROV<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", "4011111111TJK85<<<<1M2901019<<<<<<<<<<<<<<<8")
INTERNAL = ("PNRUSTESTOV<<IL98<PROBOVI3<<<<<<<<<<<<<<<<<<", "4511234569RUS8503150M<<<<<<<0150401770001<20")
CARD = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
LETTERS = screening_rules.russian_letters()
TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")


def read(lines: Sequence[str], *, year: int) -> Mrz:
    return mrz.parse(lines, year=year, letters=LETTERS)


def test_the_specimen_of_icao_is_read_whole() -> None:
    zone = read(SPECIMEN, year=2026)

    assert (zone.form, zone.document_code, zone.issuing_state, zone.nationality) == ("TD3", "P", "UTO", "UTO")
    assert (zone.number, zone.optional, zone.sex) == ("L898902C3", "ZE184226B", "F")
    assert (zone.surname, zone.given) == ("ERIKSSON", "ANNA MARIA")
    assert zone.birth == MrzDate(year=1974, month=8, day=12)
    assert zone.expires == MrzDate(year=2012, month=4, day=15)
    assert zone.wrong == ()


@pytest.mark.parametrize("lines", [TAJIK, UZBEK, YEAR_ONLY, CARD, TD2])
def test_all_check_digits_of_good_zones_are_right(lines: tuple[str, ...]) -> None:
    assert read(lines, year=2026).wrong == ()


def test_the_russian_internal_passport_writes_russian_letters_and_divides_its_series() -> None:
    """Its term is endless, so a filler stands for that check digit; any other check digit counts."""
    zone = read(INTERNAL, year=2026)

    assert (zone.form, zone.number, zone.wrong) == ("RU-internal", "4510123456", ())
    assert (zone.surname, zone.given) == ("ТЕСТОВ", "ИЛЬЯ ПРОБОВИЧ")
    assert russian_zone.cyrillic("2JIK W3UKAEV C4XYFHQ678", LETTERS) == "ЁЖИК ЩЧУКАЕВ ЦШЪЫФХЙЭЮЯ"

    line = INTERNAL[1]
    wrong = read((INTERNAL[0], f"{line[:27]}5{line[28:]}"), year=2026).wrong
    assert "expires" in wrong
    assert read((INTERNAL[0].replace("PNRUS", "P<RUS"), line), year=2026).number == "451123456"


def test_a_personal_number_stands_in_the_optional_field() -> None:
    assert read(UZBEK, year=2026).optional == "40704885230016"


def test_unknown_parts_of_a_date_are_unknown_and_count_as_zero() -> None:
    zone = read(YEAR_ONLY, year=2026)

    assert zone.birth == MrzDate(year=1985, month=None, day=None)
    assert (zone.surname, zone.given) == ("NAZAROV", "")


def test_a_date_of_which_nothing_is_known_is_right_too() -> None:
    line = "4011111111TJK<<<<<<0M2901019<<<<<<<<<<<<<<<"
    whole = line[:10] + line[13:20] + line[21:43]
    zone = read((YEAR_ONLY[0], f"{line}{weighted_731(whole)}"), year=2026)

    assert (zone.birth, zone.wrong) == (MrzDate(year=None, month=None, day=None), ())


@pytest.mark.parametrize(("lines", "form"), [(CARD, "TD1"), (TD2, "TD2")])
def test_cards_say_the_same_in_their_own_places(lines: tuple[str, ...], form: str) -> None:
    zone = read(lines, year=2026)

    assert (zone.form, zone.number, zone.surname, zone.given) == (form, "D23145890", "ERIKSSON", "ANNA MARIA")
    assert zone.birth == MrzDate(year=1974, month=8, day=12)


def test_a_number_of_more_than_nine_characters_goes_on_in_the_optional_field() -> None:
    digit = weighted_731("AB1234567890")
    first = f"I<UTOAB1234567<890{digit}<<<<<<<<<<<"
    rest = "7408122F1204159UTO<<<<<<<<<<<"
    composite = weighted_731(first[5:30] + rest[:7] + rest[8:15] + rest[18:29])
    zone = read((first, f"{rest}{composite}", CARD[2]), year=2026)

    assert (zone.number, zone.optional, zone.wrong) == ("AB1234567890", "", ())


def test_a_long_number_that_is_not_there_is_an_empty_one() -> None:
    zone = read(("I<UTOD23145890<<<<<<<<<<<<<<<<", *CARD[1:]), year=2026)

    assert zone.number == "D23145890"
    assert "number" in zone.wrong


def test_an_empty_optional_field_may_have_a_filler_for_its_digit() -> None:
    line = TAJIK[1][:42] + "<" + TAJIK[1][43]
    assert read((TAJIK[0], line), year=2026).wrong == ()


@pytest.mark.parametrize(("year", "expected"), [(2026, 1927), (2027, 2027)])
def test_nobody_was_born_after_the_present_year(year: int, expected: int) -> None:
    line = "4001234563TJK2703152M3003149<<<<<<<<<<<<<<<6"
    assert read((TAJIK[0], line), year=year).birth.year == expected


@pytest.mark.parametrize(
    ("place", "field"), [(3, "number"), (15, "birth"), (25, "expires"), (30, "optional"), (43, "composite")]
)
def test_a_wrong_character_is_found_by_its_fields_digit(place: int, field: str) -> None:
    line = SPECIMEN[1]
    other = "5" if line[place] != "5" else "6"
    wrong = read((SPECIMEN[0], line[:place] + other + line[place + 1 :]), year=2026).wrong
    assert field in wrong


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("P<TJK",),
        SPECIMEN[:1],
        (SPECIMEN[0], SPECIMEN[1][:-1]),
        (SPECIMEN[0], SPECIMEN[1].lower()),
        (SPECIMEN[0], SPECIMEN[1].replace("740812", "74O812")),
        (SPECIMEN[0], SPECIMEN[1].replace("L", "Л")),
        (*SPECIMEN, SPECIMEN[0]),
    ],
)
def test_what_is_no_zone_is_refused(lines: tuple[str, ...]) -> None:
    with pytest.raises(MrzMalformedError):
        read(lines, year=2026)


@given(st.lists(st.text(alphabet="AZ09<", min_size=30, max_size=44), max_size=3))
def test_whatever_is_put_in_is_read_or_refused(lines: list[str]) -> None:
    try:
        zone = read(lines, year=2026)
    except MrzMalformedError:
        return
    assert set(zone.wrong) <= {"number", "birth", "expires", "optional", "composite"}
