import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from lxml import etree

from adapters._parts.faults import MappingError
from adapters.ru_smev import names
from adapters.ru_smev.mapping import (
    citizenship_check,
    entry_ban,
    readmission_reply,
    readmission_request,
    summary,
    words,
)
from hub.core.entry_ban import secrecy
from keys import strict_json
from schemas import catalogue
from tests.adapters import strategies, strategy_table
from tests.adapters.records import PERSON, ban
from tests.adapters.records import readmission_request as asked

GOLDEN = Path(entry_ban.__file__).parents[1] / "golden"
quick = hypothesis_settings(max_examples=35, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def again(element: etree._Element) -> etree._Element:
    """The element as the other side reads it."""
    return etree.fromstring(etree.tostring(element, encoding="utf-8"))


def parse_ban(element: etree._Element) -> dict[str, Any]:
    return entry_ban.parse(element, element, "ru-guvm")


@quick
@given(strategies.bans())
def test_an_entry_ban_says_the_same_after_going_through_the_national_form(record: dict[str, Any]) -> None:
    element = again(entry_ban.format(record))

    assert catalogue.load().validate("entry-ban", "1.0", record) == []
    assert parse_ban(element) == record
    assert etree.tostring(entry_ban.format(parse_ban(element))) == etree.tostring(element)


def test_a_restricted_ban_leaves_the_register_without_what_would_tell_its_ground() -> None:
    record = {**ban(), "severity": "restricted"}
    record.pop("reason_text", None)
    parsed = parse_ban(again(entry_ban.format(record)))

    assert parsed["grounds"] == ["RESTRICTED"]
    assert (parsed["decision"]["number"], parsed["decision"]["legal_basis"]) == ("-", {"law": "-", "article": "-"})
    assert [*secrecy.check(parsed)] == []


def test_lines_of_texts_stay_lines() -> None:
    text = {"ru": "Первая строка.\nВторая.", "en": "First line.\n\nThird."}
    reasoned = ban(reason_text=text)
    assert parse_ban(again(entry_ban.format(reasoned))) == reasoned

    evidence = [{"tier": "N2A", "item": "copy_of_proof", "note": "Раз.\nДва."}]
    request = asked(evidence=evidence, route={"description": "Ташкент — Оренбург.\nПоездом."})
    element = again(readmission_request.format(request))
    assert readmission_request.parse(element, element, request["requesting_authority"]) == request


@quick
@given(strategies.readmission_requests())
def test_a_readmission_request_says_the_same_after_going_through_the_national_form(record: dict[str, Any]) -> None:
    element = again(readmission_request.format(record))

    assert readmission_request.parse(element, element, "ru-guvm") == record


@quick
@given(strategies.readmission_replies())
def test_a_readmission_reply_says_the_same_after_going_through_the_national_form(record: dict[str, Any]) -> None:
    element = again(readmission_reply.format(record))

    assert readmission_reply.parse(element, element) == record


@quick
@given(strategy_table.citizenship_check_requests())
def test_a_citizenship_check_says_the_same_after_going_through_the_national_form(record: dict[str, Any]) -> None:
    element = again(citizenship_check.format_request(record))

    assert citizenship_check.parse_request(element, element, "ru-guvm") == record


@quick
@given(strategy_table.citizenship_check_replies())
def test_the_reply_to_a_check_says_the_same_after_going_through_the_national_form(record: dict[str, Any]) -> None:
    element = again(citizenship_check.format_reply(record))

    assert citizenship_check.parse_reply(element, element) == record


@quick
@given(strategies.summaries())
def test_a_summary_says_the_same_after_going_through_the_national_form(record: dict[str, Any]) -> None:
    element = again(summary.format(record))

    assert summary.parse(element, element) == record


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.xml")))
def test_golden_documents_are_mapped_and_written_back(name: str) -> None:
    root = etree.fromstring((GOLDEN / f"{name}.xml").read_bytes(), etree.XMLParser(remove_blank_text=True))
    record = strict_json.loads((GOLDEN / f"{name}.json").read_bytes())
    document = root[0] if root.tag.endswith("Notice") else root
    parse, form = {
        "entry-ban": (lambda e: entry_ban.parse(e, root, "ru-guvm"), entry_ban.format),
        "entry-ban-pending": (lambda e: entry_ban.parse(e, root, "ru-guvm"), entry_ban.format),
        "readmission-request": (lambda e: readmission_request.parse(e, root, "ru-guvm"), readmission_request.format),
        "readmission-reply": (lambda e: readmission_reply.parse(e, root), readmission_reply.format),
        "citizenship-check-request": (
            lambda e: citizenship_check.parse_request(e, root, "ru-guvm"),
            citizenship_check.format_request,
        ),
        "citizenship-check-reply": (lambda e: citizenship_check.parse_reply(e, root), citizenship_check.format_reply),
        "situation-summary": (lambda e: summary.parse(e, root), summary.format),
    }[name]

    assert parse(document) == record
    assert parse(again(form(record))) == record
    type_ = name.removesuffix("-pending")
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
        (words.CHECK_REASONS, "citizenship-check-reasons"),
        (words.CHECK_RESULTS, "citizenship-check-results"),
        (words.PERIOD_TYPES, "period-types"),
        (words.QUALIFIERS, "value-qualifiers"),
        (words.UNITS, "units"),
        (words.OBSERVATION_STATUSES, "observation-statuses"),
        (words.ROUNDINGS, "roundings"),
        (words.STATEMENT_KINDS, "statement-kinds"),
        (words.TREND_DIRECTIONS, "trend-directions"),
    ],
)
def test_every_code_of_a_list_has_one_national_word(table: dict[str, str], codes: str) -> None:
    assert sorted(table.values()) == sorted(catalogue.load().code_list(codes).travelling)


def faults_of(element: etree._Element) -> set[tuple[str, str]]:
    with pytest.raises(MappingError) as caught:
        parse_ban(element)
    return {(fault.code, fault.place) for fault in caught.value.faults}


def changed(path: str, text: str | None) -> etree._Element:
    """A card with one element changed, or removed."""
    card = entry_ban.format(ban())
    element = card.find(path, {"eb": names.ENTRY_BAN, "pd": names.PERSON})
    assert element is not None
    if text is None:
        element.getparent().remove(element)  # type: ignore[union-attr]
    else:
        element.text = text
    return card


@pytest.mark.parametrize(
    ("path", "text", "fault"),
    [
        ("eb:RegistryNumber", None, ("element-missing", "/EntryBan/RegistryNumber")),
        ("eb:RegistryNumber", " ", ("element-missing", "/EntryBan/RegistryNumber")),
        ("eb:Revision", "1.5", ("number-invalid", "/EntryBan/Revision")),
        ("eb:Revision", "٣", ("number-invalid", "/EntryBan/Revision")),
        ("eb:Status", "действует", ("word-unknown", "/EntryBan/Status")),
        ("eb:Decision", None, ("element-missing", "/EntryBan/Decision")),
        ("eb:Decision/eb:Date", "31.02.2026", ("date-invalid", "/EntryBan/Decision/Date")),
        ("eb:Decision/eb:Date", "2026-03-12", ("date-invalid", "/EntryBan/Decision/Date")),
        ("eb:Decision/eb:CourtOrdered", "да", ("flag-invalid", "/EntryBan/Decision/CourtOrdered")),
        ("eb:Ground", "ст. 26", ("ground-invalid", "/EntryBan/Ground")),
        ("eb:Term", None, ("element-missing", "/EntryBan/Term")),
        ("eb:Subject", None, ("element-missing", "/EntryBan/Subject")),
        ("eb:Subject/pd:FamilyName", "Тестoв", ("script-other", "/EntryBan/Subject/FamilyName")),
        ("eb:Subject/pd:FamilyNameLat", None, ("element-missing", "/EntryBan/Subject/FamilyNameLat")),
        ("eb:Subject/pd:BirthDate", "вчера", ("date-invalid", "/EntryBan/Subject/BirthDate")),
        ("eb:Subject/pd:Sex", "МУЖ", ("word-unknown", "/EntryBan/Subject/Sex")),
        (
            "eb:Subject/pd:Citizenship/pd:StateCode",
            "Атлантида",
            ("state-unknown", "/EntryBan/Subject/Citizenship/StateCode"),
        ),
        (
            "eb:Subject/pd:IdentityDocument/pd:IssuingState",
            "XXA",
            ("state-expected", "/EntryBan/Subject/IdentityDocument/IssuingState"),
        ),
        (
            "eb:Subject/pd:IdentityDocument/pd:Number",
            "ЖQ123",
            ("letters-mixed", "/EntryBan/Subject/IdentityDocument/Number"),
        ),
        ("eb:AsOf", "21.11.2026", ("date-invalid", "/EntryBan/AsOf")),
        ("eb:AsOf", "21.11.2026 25:00:00", ("date-invalid", "/EntryBan/AsOf")),
    ],
)
def test_a_wrong_element_is_named_by_code_and_xpath(path: str, text: str | None, fault: tuple[str, str]) -> None:
    assert fault in faults_of(changed(path, text))


def test_a_person_without_any_surname_and_with_strange_numbers_is_a_fault() -> None:
    card = entry_ban.format(
        ban(
            subject={
                **PERSON,
                "names": [{"surname": "X", "script": "Latn", "role": "alias"}],
                "identifiers": [{"scheme": "TJ-INN", "value": "1"}],
            }
        )
    )
    card.find(".//{*}OtherName/{*}FamilyName").text = "-"  # type: ignore[union-attr]
    card.find(".//{*}Identifier/{*}Value").text = "Щ1"  # type: ignore[union-attr]

    assert faults_of(card) == {
        ("element-missing", "/EntryBan/Subject/OtherName/FamilyName"),
        ("identifier-invalid", "/EntryBan/Subject/Identifier/Value"),
    }
    other = card.find(".//{*}OtherName")
    other.getparent().remove(other)  # type: ignore[union-attr,arg-type]
    assert ("element-missing", "/EntryBan/Subject/FamilyName") in faults_of(card)


def test_all_faults_of_a_card_are_found_at_once() -> None:
    card = changed("eb:Status", "?")
    card.remove(card.find(f"{{{names.ENTRY_BAN}}}Term"))  # type: ignore[arg-type]
    etree.SubElement(card, f"{{{names.ENTRY_BAN}}}Novelty")
    etree.SubElement(card, "Foreign")

    assert {code for code, _ in faults_of(card)} == {"word-unknown", "element-missing", "element-unknown"}


def test_faults_do_not_quote_values() -> None:
    card = changed("eb:Subject/pd:FamilyName", "СекретнаяФамилияQ")
    with pytest.raises(MappingError) as caught:
        parse_ban(card)

    assert "Секретная" not in repr(caught.value.faults) + str(caught.value)


def test_repeated_elements_and_ambiguous_terms_are_faults() -> None:
    card = entry_ban.format(ban())
    etree.SubElement(card, f"{{{names.ENTRY_BAN}}}Revision").text = "2"
    term = card.find(f"{{{names.ENTRY_BAN}}}Term")
    etree.SubElement(term, f"{{{names.ENTRY_BAN}}}Days").text = "3"  # type: ignore[arg-type]

    assert faults_of(card) == {("element-repeated", "/EntryBan/Revision[2]"), ("term-ambiguous", "/EntryBan/Term")}


@pytest.mark.parametrize(
    ("typed", "kind", "number"),
    [
        ("А 12345678", "ЗАГРАНПАСПОРТ", "A12345678"),
        ("№ 400000001", "ЗАГРАНПАСПОРТ", "400000001"),
        ("аа1234567", "УДОСТОВЕРЕНИЕ_ЛИЧНОСТИ", "AA1234567"),
        ("IV-АБ 123456", "СВИДЕТЕЛЬСТВО_О_РОЖДЕНИИ", "IV-АБ123456"),
        ("АB1", "ИНОЙ", "AB1"),
        ("ЖВB1", "ИНОЙ", "ЖВВ1"),
    ],
)
def test_look_alike_letters_in_document_numbers_are_folded(typed: str, kind: str, number: str) -> None:
    card = changed("eb:Subject/pd:IdentityDocument/pd:Number", typed)
    card.find(".//{*}TypeCode").text = kind  # type: ignore[union-attr]

    assert parse_ban(card)["subject"]["documents"][0]["number"] == number


@pytest.mark.parametrize("nothing", ["-", "нет", "б/н", "НЕТ", "—"])
def test_a_patronymic_that_says_nothing_is_none(nothing: str) -> None:
    record = parse_ban(changed("eb:Subject/pd:Patronymic", nothing))

    assert "patronymic" not in record["subject"]["names"][0]


def test_the_moment_of_a_card_is_moscow_time() -> None:
    record = parse_ban(changed("eb:AsOf", "21.11.2026 02:30:00"))

    assert record["as_of"] == datetime.datetime(2026, 11, 20, 23, 30, tzinfo=datetime.UTC).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
