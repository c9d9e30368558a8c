import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from adapters._parts.faults import MappingError
from adapters._parts.json_form import document
from adapters.uz_mip import mapping
from adapters.uz_mip.mapping import FORMS, words
from adapters.uz_mip.mapping.letters import spelled
from hub.core.entry_ban import secrecy
from keys import strict_json
from schemas import catalogue
from tests.adapters.records import ban
from tests.adapters.strategy_table import BY_TYPE, with_names

GOLDEN = Path(mapping.__file__).parents[1] / "golden"
UZBEK = ("Sinovova-Gʻamma", "Oʻttizov", "Namunaʼliyev", "Choʻlpon-Namuna", "Sinov oʻgʻli")
quick = hypothesis_settings(
    max_examples=hypothesis_settings().max_examples // 6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def again(type_: str, record: dict[str, Any]) -> dict[str, Any]:
    """The record after it went through the national form, as bytes."""
    return document(FORMS[type_], strict_json.loads(strict_json.dumps(FORMS[type_].format(record))))


@pytest.mark.parametrize("type_", FORMS)
@quick
@given(data=st.data())
def test_a_record_says_the_same_after_going_through_the_national_form(type_: str, data: st.DataObject) -> None:
    record = data.draw(BY_TYPE[type_])
    if data.draw(st.booleans()):
        record = with_names(record, UZBEK, script="Latn", lang="uz", draw=data.draw)
    found = again(type_, record)

    assert in_one_order(found) == in_one_order(record)
    assert catalogue.load().validate(type_, "1.0", found) == []


def in_one_order(record: dict[str, Any]) -> str:
    """The record with the names of a person in one order: which of them stands first says nothing."""
    ordered = dict(record)
    for member in ("subject", "person"):
        if member in record:
            names = sorted(record[member]["names"], key=lambda name: json.dumps(name, sort_keys=True))
            ordered[member] = {**record[member], "names": names}
    return json.dumps(ordered, sort_keys=True)


@pytest.mark.parametrize("type_", FORMS)
def test_golden_documents_are_mapped_and_written_back(type_: str) -> None:
    national = strict_json.loads((GOLDEN / f"{type_}.national.json").read_bytes())
    record = strict_json.loads((GOLDEN / f"{type_}.json").read_bytes())

    assert document(FORMS[type_], national) == record
    assert FORMS[type_].format(record) == national
    assert catalogue.load().validate(type_, "1.0", record) == []


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (words.STATUSES, "ban-statuses"),
        (words.DIRECTIONS, "ban-directions"),
        (words.SEVERITIES, "ban-severities"),
        (words.ACTIONS, "ban-actions"),
        (words.PERIOD_KINDS, "ban-period-kinds"),
        (words.START_EVENTS, "ban-start-events"),
        (words.CHANGE_CAUSES, "ban-change-causes"),
        (words.APPEAL_OUTCOMES, "appeal-outcomes"),
        (words.SEXES, "sexes"),
        (words.SCRIPTS, "scripts"),
        (words.NAME_KINDS, "name-roles"),
        (words.DOCUMENT_TYPES, "document-types"),
        (words.DOCUMENT_CONDITIONS, "document-conditions"),
        (words.PROCEDURES, "readmission-procedures"),
        (words.SUBJECT_CLASSES, "subject-classes"),
        (words.DECISIONS, "readmission-decisions"),
        (words.TRAVEL_STATUSES, "travel-document-statuses"),
        (words.PERMIT_KINDS, "permit-kinds"),
        (words.CHECK_RESULTS, "citizenship-check-results"),
        (words.CHECK_REASONS, "citizenship-check-reasons"),
    ],
)
def test_every_code_of_a_list_has_one_national_word(table: dict[str, str], codes: str) -> None:
    assert sorted(table.values()) == sorted(catalogue.load().code_list(codes).travelling)


def changed(**members: Any) -> dict[str, Any]:
    """The golden ban with members of its person changed; None removes one."""
    card: dict[str, Any] = json.loads((GOLDEN / "entry-ban.national.json").read_bytes())
    person = {**card["shaxs"], **members}
    return {**card, "shaxs": {name: value for name, value in person.items() if value is not None}}


def person_of(**members: Any) -> dict[str, Any]:
    subject = document(FORMS["entry-ban"], changed(**members))["subject"]
    assert isinstance(subject, dict)
    return subject


def faults_of(card: Any) -> set[tuple[str, str]]:
    with pytest.raises(MappingError) as caught:
        document(FORMS["entry-ban"], card)
    return {(fault.code, fault.place) for fault in caught.value.faults}


@pytest.mark.parametrize("sign", "'`´‘’ʼʻ")
def test_whatever_sign_is_typed_uzbek_names_have_one_spelling(sign: str) -> None:
    person = person_of(
        surname_latin=f"O{sign}ttizov", name_latin=f"Namuna{sign}li", patronym_latin=f"Sinov o{sign}g{sign}li"
    )
    name = next(name for name in person["names"] if name.get("lang") == "uz")

    assert (name["surname"], name["given"], name["patronymic"]) == ("Oʻttizov", "Namunaʼli", "Sinov oʻgʻli")
    assert document(FORMS["entry-ban"], {**changed(), "toifa": f"ma{sign}muriy"})["severity"] == "administrative"


def test_names_of_the_travel_document_stay_as_they_were_typed() -> None:
    assert person_of(surname_engl="O'PROBE")["names"][1]["surname"] == "O'PROBE"
    assert spelled("Sinov") == "Sinov"


@pytest.mark.parametrize(
    ("written", "code"), [("erkak", "M"), ("Ayol", "F"), ("эркак", "M"), ("аёл", "F"), ("1", "M"), ("2", "F")]
)
def test_sexes_are_read_in_both_scripts_and_as_numbers(written: str, code: str) -> None:
    assert person_of(sex=written)["sex"] == code


@pytest.mark.parametrize(
    "written", ["O‘zbekiston", "Oʻzbekiston Respublikasi", "ЎЗБЕКИСТОН", "Узбекистан", "UZB", "UZ", "860"]
)
def test_a_state_is_read_however_it_is_written(written: str) -> None:
    assert person_of(citizenship=[{"davlat": written}])["nationalities"] == [{"code": "UZB"}]


def test_stateless_is_a_citizenship_and_no_state() -> None:
    assert person_of(citizenship=[{"davlat": "fuqaroligi yoʻq shaxs"}])["nationalities"] == [{"code": "XXA"}]
    assert ("state-expected", "/shaxs/birth_country") in faults_of(changed(birth_country="fuqaroligi yoʻq"))


def test_dates_are_read_in_both_forms_that_registers_have() -> None:
    card = {**changed(), "qaror": {**changed()["qaror"], "sana": "12.03.2026"}}

    assert document(FORMS["entry-ban"], card)["decision"]["date"] == "2026-03-12"


@pytest.mark.parametrize(
    ("number", "is_read"),
    [
        ("41503852300177", True),
        ("4150385 2300177", True),
        ("30101990123458", True),  # the check digit is wrong: for the hub to warn of, not for us to refuse
        ("71503852300177", False),
        ("43903852300177", False),
        ("4150385230017", False),
        ("4150385230017Щ", False),
    ],
)
def test_a_personal_number_has_its_form(number: str, is_read: bool) -> None:
    if is_read:
        assert person_of(pinpp=number)["identifiers"][0] == {"scheme": "UZ-PINFL", "value": number.replace(" ", "")}
    else:
        assert {place for _, place in faults_of(changed(pinpp=number))} == {"/shaxs/pinpp"}


def test_a_number_that_is_no_pinfl_stays_in_the_list_of_numbers() -> None:
    record = ban(subject={**ban()["subject"], "identifiers": [{"scheme": "UZ-PINFL", "value": "999"}]})

    assert again("entry-ban", record)["subject"]["identifiers"] == [{"scheme": "UZ-PINFL", "value": "999"}]


@pytest.mark.parametrize(
    ("typed", "number"), [("FА1234567", "FA1234567"), ("fa 1234567", "FA1234567"), ("№ 400000001", "400000001")]
)
def test_look_alike_letters_in_document_numbers_are_folded(typed: str, number: str) -> None:
    papers = [{"turi": "biometrik_pasport", "number": typed, "davlat": "UZB"}]

    assert person_of(documents=papers)["documents"][0]["number"] == number


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"surname_cyrl": "Тестoв"}, ("script-other", "/shaxs/surname_cyrl")),
        ({"surname_latin": None, "name_latin": "Sinov"}, ("member-missing", "/shaxs/surname_latin")),
        ({"surname_engl": None, "surname_cyrl": None}, ("member-missing", "/shaxs/surname_cyrl")),
        ({"sex": "ayolkishi"}, ("word-unknown", "/shaxs/sex")),
        ({"sex": None}, ("member-missing", "/shaxs/sex")),
        ({"birth_date": "1979-02-30"}, ("date-invalid", "/shaxs/birth_date")),
        ({"birth_date_mark": "oraliq"}, ("date-invalid", "/shaxs/birth_date_until")),
        ({"citizenship": [{"davlat": "Atlantida"}]}, ("state-unknown", "/shaxs/citizenship/0/davlat")),
        ({"citizenship": "UZB"}, ("list-expected", "/shaxs/citizenship")),
        (
            {"documents": [{"turi": "boshqa", "number": "ЖQ1", "davlat": "UZB"}]},
            ("letters-mixed", "/shaxs/documents/0/number"),
        ),
        ({"documents": [{"turi": "boshqa", "davlat": 860}]}, ("text-expected", "/shaxs/documents/0/davlat")),
        ({"identifiers": [{"tizim": "TJ-INN", "qiymat": "Щ1"}]}, ("identifier-invalid", "/shaxs/identifiers/0/qiymat")),
        (
            {"boshqa_ismlar": [{"turi": "avvalgi", "yozuv": "lotin", "surname": "Синов"}]},
            ("script-other", "/shaxs/boshqa_ismlar/0/surname"),
        ),
        ({"yangi": 1}, ("member-unknown", "/shaxs/yangi")),
    ],
)
def test_a_wrong_member_is_named_by_code_and_pointer(members: dict[str, Any], fault: tuple[str, str]) -> None:
    assert fault in faults_of(changed(**members))


def test_a_person_without_any_name_is_a_fault() -> None:
    names = {f"{part}_{suffix}": None for part in ("surname", "name", "patronym") for suffix in ("cyrl", "engl")}

    assert ("member-missing", "/shaxs/surname_engl") in faults_of(changed(**names))


@pytest.mark.parametrize("term", ["3 years", "0 yil", "3", 3, "P3Y"])
def test_a_term_is_a_number_with_its_unit(term: Any) -> None:
    card = changed()

    assert ("duration-invalid", "/muddat/davomiylik") in faults_of(
        {**card, "muddat": {**card["muddat"], "davomiylik": term}}
    )


def test_a_restricted_ban_leaves_without_what_would_tell_its_ground() -> None:
    card = {**changed(), "toifa": "yopiq"}
    record = document(FORMS["entry-ban"], card)

    assert record["grounds"] == ["RESTRICTED"]
    assert [*secrecy.check(record)] == []
    assert ("member-missing", "/qaror/organ") in faults_of({**card, "qaror": {"raqam": "1"}})


def test_faults_do_not_quote_values() -> None:
    with pytest.raises(MappingError) as caught:
        document(FORMS["entry-ban"], changed(surname_cyrl="Secretная", sex="Secret", pinpp="Secret"))

    assert "ecret" not in repr(caught.value.faults) + str(caught.value)


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("/subject/documents/0/number", "/shaxs/documents"),
        ("/subject/names/0", "/shaxs/surname_engl"),
        ("/decision/legal_basis/law", "/qaror/asos/qonun"),
        ("/grounds/1", "/asoslar/1"),
    ],
)
def test_a_problem_of_the_hub_is_told_in_its_national_place(pointer: str, place: str) -> None:
    assert FORMS["entry-ban"].place_of(pointer) == place
