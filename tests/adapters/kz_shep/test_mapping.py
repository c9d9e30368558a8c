"""Kazakh documents and records say the same, both ways; what is wrong is told by XPath, reason and remedy."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree

from adapters._parts.faults import MappingError
from adapters._parts.xml_document import parse
from adapters.kz_shep import mapping
from adapters.kz_shep.mapping import values
from keys import strict_json
from schemas import catalogue
from tests.adapters import strategies, strategy_table
from tests.adapters.records import PERSON, ban

KAZAKH = "Тестов-Әлем Үлгіұлы Қосалқы-Сынақ Ғарыш-Үш Іні Ұя-Төрт Һ-Бес Өзенқызы"
GOLDEN = Path(mapping.__file__).parents[1] / "golden"
some = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def written(type_: str, record: dict[str, Any]) -> bytes:
    return etree.tostring(mapping.format(type_, record), encoding="utf-8")


def read(raw: bytes) -> dict[str, Any]:
    return mapping.parse(parse(raw, 1_000_000), "kz-mvd")


def native(records: Any) -> Any:
    return strategies.with_native_names(records, KAZAKH, "Cyrl", "kk")


@some
@given(
    st.one_of(
        native(strategies.bans()).map(lambda record: ("entry-ban", record)),
        native(strategies.readmission_requests()).map(lambda record: ("readmission-request", record)),
        strategies.readmission_replies().map(lambda record: ("readmission-reply", record)),
        native(strategy_table.citizenship_check_requests()).map(lambda record: ("citizenship-check-request", record)),
        native(strategy_table.citizenship_check_replies()).map(lambda record: ("citizenship-check-reply", record)),
        strategies.summaries().map(lambda record: ("situation-summary", record)),
    )
)
def test_a_record_written_as_a_national_document_is_read_again_the_same(made: tuple[str, dict[str, Any]]) -> None:
    type_, record = made
    assert not catalogue.load().validate(type_, "1.0", record)
    expected = {**record}
    if "authority" in record:
        expected["authority"] = {"participant": "kz-mvd", **record["authority"]}

    assert read(written(type_, record)) == expected


@pytest.mark.parametrize("type_", sorted(mapping.ELEMENTS))
def test_golden_documents_are_mapped_and_written_back(type_: str) -> None:
    record = strict_json.loads((GOLDEN / f"{type_}.json").read_bytes())

    assert isinstance(record, dict)
    assert read((GOLDEN / f"{type_}.xml").read_bytes()) == record
    assert read(written(type_, record)) == record
    assert catalogue.load().validate(type_, "1.0", record) == []


def faults(raw: bytes) -> list[tuple[str, str]]:
    with pytest.raises(MappingError) as caught:
        read(raw)
    assert all(fault.ru and fault.en for fault in caught.value.faults)
    return [(fault.code, fault.place) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("күшінде", "қолданыста", "word-unknown", "/entryBan/status"),
        ("<cm:date>2026-03-12", "<cm:date>2026-02-30", "date-invalid", "/entryBan/decision/date"),
        ("<cm:date>2026-03-12", "<cm:date>12.03.2026", "date-invalid", "/entryBan/decision/date"),
        ("1985-03-12", "1985-13-12", "date-invalid", "/entryBan/person/birth/birthDate"),
        ("1985-03-12", "1990/1985", "date-invalid", "/entryBan/person/birth/birthDate"),
        ("1985-03-12", "1985/1986/1987", "date-invalid", "/entryBan/person/birth/birthDate"),
        ("1985-03-12", "шамамен 1985/1990", "date-invalid", "/entryBan/person/birth/birthDate"),
        ("T14:00:00.000+05:00", "", "date-invalid", "/entryBan/actualDate"),
        ("T14:00:00.000+05:00", "T25:00:00", "date-invalid", "/entryBan/actualDate"),
        ("2026-11-21T14:00:00.000+05:00", "0001-01-01T00:00:00", "date-invalid", "/entryBan/actualDate"),
        ("<cm:ground>", "<cm:novelty>1</cm:novelty><cm:ground>", "member-unknown", "/entryBan/novelty"),
        ("<cm:ground>", "<x:new xmlns:x='urn:other'>1</x:new><cm:ground>", "member-unknown", "/entryBan/new"),
        ("TESTOV-JUFT", "ТЕSTOV-JUFT", "script-other", "/entryBan/person/surnameLat"),
        (">762</cm:country></cm:cit", ">атлантида</cm:country></cm:cit", "state-unknown", "/entryBan/person/citizenship[1]/country"),
        ("3 жыл", "үш жыл", "duration-invalid", "/entryBan/term/duration"),
        (">false<", ">жоқ<", "flag-invalid", "/entryBan/decision/byCourt"),
        ("<cm:revision>1<", "<cm:revision>бір<", "number-invalid", "/entryBan/revision"),
        ("<cm:gender>1<", "<cm:gender>3<", "word-unknown", "/entryBan/person/gender"),
        ("<cm:gender>", "<cm:iin>900315300011</cm:iin><cm:gender>", "iin-invalid", "/entryBan/person/iin"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_xpath(old: str, new: str, code: str, place: str) -> None:
    raw = written("entry-ban", ban()).decode()
    assert old in raw

    assert (code, place) in faults(raw.replace(old, new, 1).encode())


def test_no_value_of_a_person_stands_in_a_fault() -> None:
    raw = (
        written("entry-ban", ban())
        .decode()
        .replace("Тестов-Ҷуфт", "Секретoва")
        .replace("<cm:gender>1<", "<cm:gender>77<")
    )
    with pytest.raises(MappingError) as caught:
        read(raw.encode())
    told = json.dumps([[fault.place, fault.ru, fault.en] for fault in caught.value.faults], ensure_ascii=False)

    assert "Секрет" not in told
    assert "77" not in told


@pytest.mark.parametrize(
    ("iin", "fits"),
    [
        *((iin, True) for iin in ("061211600012", "791028302728", "900101300017", "900315300010")),
        *((iin, True) for iin in ("900315300111", "900315300123")),  # the second weighing
        *((iin, False) for iin in ("061211600013", "900315300100", "880101301300", "90031530001", "9003153000100")),
        ("９０0315300010", False),
    ],
)
def test_an_iin_is_held_to_its_check_digit(iin: str, fits: bool) -> None:
    if fits:
        assert values.read_iin(iin) == iin
    else:
        with pytest.raises(ValueError, match="iin-invalid"):
            values.read_iin(iin)


def test_an_iin_is_not_held_to_birth_and_sex_and_other_numbers_stand_beside_it() -> None:
    numbers = [{"scheme": "KZ-IIN", "value": "900315300010"}, {"scheme": "RU-SNILS", "value": "11223344595"}]
    record = ban(subject={**PERSON, "sex": "F", "identifiers": numbers})
    raw = written("entry-ban", record)

    assert b"<cm:iin>900315300010</cm:iin>" in raw
    assert read(raw) == record
    wrong = ban(subject={**PERSON, "identifiers": [{"scheme": "KZ-IIN", "value": "900315300011"}]})
    assert read(written("entry-ban", wrong)) == wrong


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-21T14:00:00.123+05:00", "2026-11-21T09:00:00Z"),
        ("2026-11-21T14:00:00", "2026-11-21T09:00:00Z"),
        ("2026-11-21T09:00:00.5Z", "2026-11-21T09:00:00Z"),
        ("2026-11-21T15:00:00+06:00", "2026-11-21T09:00:00Z"),
    ],
)
def test_a_moment_is_read_in_its_own_zone_and_without_one_in_astanas(text: str, instant: str) -> None:
    assert values.read_moment(text) == instant
    assert values.write_moment(instant) == "2026-11-21T14:00:00.000+05:00"


def test_a_restricted_ban_leaves_without_its_ground() -> None:
    raw = written("entry-ban", ban()).decode().replace("көші-қон", "жабық").replace("RU-26-8", "RESTRICTED")
    record = read(raw.encode())

    assert record["grounds"] == ["RESTRICTED"]
    assert record["decision"]["number"] == "-"


@pytest.mark.parametrize("name", sorted(mapping.DIALECT.words))
def test_every_national_word_stands_for_a_code_of_its_list(name: str) -> None:
    known = {"units-of-time": {"Y", "M", "D"}, "dimensions": None}.get(name, catalogue.load)
    codes = set(mapping.DIALECT.words[name].values())
    if callable(known):
        assert codes == set(catalogue.load().code_list(name).travelling)
    elif known is not None:
        assert codes == known
