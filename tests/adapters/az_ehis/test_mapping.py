"""Azerbaijani documents and records, both ways."""

import contextlib
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree

from adapters._parts import xml_tree
from adapters._parts.faults import MappingError
from adapters._xroad import soap_assembly
from adapters.az_ehis import mapping
from adapters.az_ehis.mapping.letters import capitals
from adapters.az_ehis.mapping.values import CITIZENSHIP, FIN, NUMBER
from schemas import catalogue
from tests.adapters import strategies
from tests.adapters.records import PERSON, ban
from tests.adapters.strategy_table import BY_TYPE

AZERBAIJANI = "Testov Əlizadə-Test Sınaqlı İlkin-Işıq Nümunə oğlu qızı Şərq-Üç Göyçək"
GOLDEN = Path(mapping.__file__).parents[1] / "golden"
DOCUMENTS = soap_assembly.documents(mapping.KINDS, mapping.FORMS)
KIND_OF = {type_: kind for kind, type_ in mapping.KINDS.items()}


def written(type_: str, record: dict[str, Any]) -> bytes:
    kind = KIND_OF[type_]
    plain = mapping.FORMS[type_].format(record)
    return etree.tostring(xml_tree.document(kind, plain, mapping.NAMESPACE, "az"), encoding="utf-8")


def read(raw: bytes, participant: str = "az-sms") -> dict[str, Any]:
    element = etree.fromstring(raw)
    document = DOCUMENTS.of_kind(etree.QName(element).localname)
    return document.read(xml_tree.to_plain(element, mapping.NAMESPACE, document.form), participant)


def native(records: Any) -> Any:
    return strategies.with_native_names(records, AZERBAIJANI, "Latn", "az")


@hypothesis_settings(
    max_examples=hypothesis_settings.default.max_examples // 3,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(
    st.one_of(
        native(strategies.bans()).map(lambda record: ("entry-ban", record)),
        native(strategies.readmission_requests()).map(lambda record: ("readmission-request", record)),
        strategies.readmission_replies().map(lambda record: ("readmission-reply", record)),
        native(BY_TYPE["citizenship-check-request"]).map(lambda record: ("citizenship-check-request", record)),
        native(BY_TYPE["citizenship-check-reply"]).map(lambda record: ("citizenship-check-reply", record)),
        strategies.summaries().map(lambda record: ("situation-summary", record)),
    )
)
def test_a_record_written_as_a_national_document_is_read_again_the_same(made: tuple[str, dict[str, Any]]) -> None:
    type_, record = made
    assert not catalogue.load().validate(type_, "1.0", record)
    authority = {"participant": "az-sms"} if "authority" in record else {}

    again = read(written(type_, record))

    assert again == {**record, **({"authority": {**record["authority"], **authority}} if authority else {})}


@pytest.mark.parametrize("name", sorted(path.stem for path in GOLDEN.glob("*.xml")))
def test_golden_documents_are_read_as_their_records(name: str) -> None:
    record = read((GOLDEN / f"{name}.xml").read_bytes())

    assert record == json.loads((GOLDEN / f"{name}.json").read_bytes())
    element = etree.fromstring((GOLDEN / f"{name}.xml").read_bytes())
    assert not catalogue.load().validate(mapping.KINDS[etree.QName(element).localname], "1.0", record)


def test_every_record_type_has_a_golden_document() -> None:
    kinds = {etree.QName(etree.parse(path).getroot()).localname for path in GOLDEN.glob("*.xml")}

    assert kinds == set(mapping.KINDS)


def faults(raw: bytes) -> list[tuple[str, str]]:
    with pytest.raises(MappingError) as caught:
        read(raw)
    return [(fault.code, fault.place) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("QÜVVƏDƏ", "AKTİV", "word-unknown", "/Qadaga/Status"),
        ("12.03.2026", "31.02.2026", "date-invalid", "/Qadaga/Qerar/Tarix"),
        ("12.03.1985", "12.13.1985", "date-invalid", "/Qadaga/Sexs/Dogum/Tarix"),
        ("<az:Esas>", "<az:Yeni>1</az:Yeni><az:Esas>", "member-unknown", "/Qadaga/Yeni"),
        ("<az:Esas>", "<x:Yeni xmlns:x='urn:other'>1</x:Yeni><az:Esas>", "member-unknown", "/Qadaga/Yeni"),
        ("TESTOV-JUFT", "ТЕSTOV-JUFT", "script-other", "/Qadaga/Sexs/SoyadPasport"),
        ("TACİKİSTAN</az:Olke></az:Vet", "X</az:Olke></az:Vet", "state-unknown", "/Qadaga/Sexs/Vetendasliq[1]/Olke"),
        ("400000001", "Ə1234567", "letters-mixed", "/Qadaga/Sexs/Sened[1]/Nomre"),
        ("3 il", "üç il", "duration-invalid", "/Qadaga/Muddet/Davametme"),
        (">XEYR<", ">YOX<", "flag-invalid", "/Qadaga/Qerar/MehkemeQerari"),
        ("<az:Redaksiya>1<", "<az:Redaksiya>bir<", "number-invalid", "/Qadaga/Redaksiya"),
    ],
)
def test_what_is_wrong_is_told_with_its_xpath(old: str, new: str, code: str, place: str) -> None:
    raw = written("entry-ban", ban()).decode()
    assert old in raw

    assert (code, place) in faults(raw.replace(old, new, 1).encode())


def test_a_fin_is_read_as_it_was_meant_and_other_numbers_stand_beside_it() -> None:
    assert FIN.read("a9rj7dm") == "A9RJ7DM"
    assert FIN.read("А9RJ7DM") == "A9RJ7DM"  # a Cyrillic look-alike
    assert FIN.read("A9RO7DM") == "A9R07DM"
    with pytest.raises(ValueError, match="fin-invalid"):
        FIN.read("A9RJ7D")
    numbers = [{"scheme": "AZ-FIN", "value": "A9RJ7DM"}, {"scheme": "TJ-INN", "value": "123456789"}]
    record = ban(subject={**PERSON, "identifiers": numbers})
    raw = written("entry-ban", record)

    assert b"<az:FIN>A9RJ7DM</az:FIN>" in raw
    assert read(raw) == record
    foreign = ban(subject={**PERSON, "identifiers": [{"scheme": "AZ-FIN", "value": "123"}]})
    assert read(written("entry-ban", foreign)) == foreign


def test_numbers_of_documents_are_brought_to_latin_capitals() -> None:
    raw = written("entry-ban", ban()).decode()
    for typed, meant in (("аа1234567", "AA1234567"), ("İa 123 45", "IA12345"), ("ıa12345", "IA12345")):
        record = read(raw.replace("400000001", typed).encode())

        assert record["subject"]["documents"][0]["number"] == meant


def test_words_are_read_in_any_case_terms_as_well() -> None:
    term = mapping.DIALECT.duration

    assert [term.read(text) for text in ("3 il", "3 İL", "3 i̇l", "90 GÜN", "6 Ay")] == [
        "P3Y",
        "P3Y",
        "P3Y",
        "P90D",
        "P6M",
    ]
    assert term.write("P3Y") == "3 il"
    assert mapping.DIALECT.coded("sexes").read("ki̇şi̇") == "M"  # as programs without Azerbaijani write small İ
    with pytest.raises(ValueError, match="duration-invalid"):
        term.read("3 ıl")


def test_an_other_name_without_surname_is_told() -> None:
    other = {"surname": "Пробная", "given": "Проба", "script": "Cyrl", "role": "previous"}
    raw = written("entry-ban", ban(subject={**PERSON, "names": [*PERSON["names"], other]})).decode()

    for nothing in ("-", "нет", "б/н", "yoxdur", "YOX"):
        assert faults(raw.replace("Пробная", nothing).encode()) == [
            ("surname-missing", "/Qadaga/Sexs/DigerAd[1]/Soyad")
        ]


def test_a_patronymic_that_says_that_there_is_none_is_none() -> None:
    name = {"surname": "Əlizadə-Test", "given": "İlkin", "patronymic": "Nümunə", "script": "Latn", "role": "primary"}
    raw = written("entry-ban", ban(subject={**PERSON, "names": [*PERSON["names"], {**name, "lang": "az"}]})).decode()

    (found,) = [each for each in read(raw.replace("Nümunə", "Yoxdur").encode())["subject"]["names"] if "lang" in each]
    assert "patronymic" not in found


def test_i_and_dotless_i_are_two_letters() -> None:
    assert capitals("Qırğızıstan ilkin") == "QIRĞIZISTAN İLKİN"
    assert CITIZENSHIP.read("qırğızıstan") == "KGZ"
    assert CITIZENSHIP.read("Azərbaycan Respublikası") == "AZE"
    assert CITIZENSHIP.read("Россия") == CITIZENSHIP.read("RUSİYA") == CITIZENSHIP.read("643") == "RUS"
    assert CITIZENSHIP.write("KGZ") == "QIRĞIZISTAN"
    assert CITIZENSHIP.write("DEU") == "DEU"


@pytest.mark.parametrize(("text", "value"), [("530 883", 530883), ("12,5", 12.5), ("-57", -57), ("0", 0)])
def test_figures_have_a_decimal_comma(text: str, value: float) -> None:
    assert NUMBER.read(text) == value
    assert NUMBER.read(NUMBER.write(value)) == value


def test_the_states_own_spelling_is_told_from_that_of_the_passport() -> None:
    names = [
        {"surname": "ALIZADA-TEST", "given": "ILKIN", "script": "Latn", "role": "primary"},
        {"surname": "Əlizadə-Test", "given": "İlkin", "patronymic": "Nümunə oğlu", "script": "Latn", "role": "primary"}
        | {"lang": "az"},
    ]
    raw = written("entry-ban", ban(subject={**PERSON, "names": names})).decode()

    assert "<az:Soyad>Əlizadə-Test</az:Soyad>" in raw
    assert "<az:SoyadPasport>ALIZADA-TEST</az:SoyadPasport>" in raw
    assert read(raw.encode())["subject"]["names"] == names


def test_a_restricted_ban_leaves_without_its_ground() -> None:
    raw = written("entry-ban", ban()).decode().replace("MİQRASİYA", "MƏHDUD").encode()
    record = read(raw)

    assert record["grounds"] == ["RESTRICTED"]
    assert record["decision"]["number"] == "-"


TAGS = st.sampled_from([f"{{{mapping.NAMESPACE}}}Ad", "{urn:other}Ad", "Ad"])
TEXTS = st.text(st.characters(categories=("L", "N", "P")), max_size=8)
DAMAGES = {
    "drop": lambda element, _: element.getparent().remove(element),
    "double": lambda element, _: element.getparent().append(copy.deepcopy(element)),
    "rename": lambda element, draw: setattr(element, "tag", draw(TAGS)),
    "empty": lambda element, _: element.clear(),
    "text": lambda element, draw: setattr(element, "text", draw(TEXTS)),
    "attribute": lambda element, _: element.set("nov", "1"),
    "nest": lambda element, draw: etree.SubElement(element, draw(TAGS)),
}


@hypothesis_settings(max_examples=hypothesis_settings.default.max_examples // 2, deadline=None)
@given(st.data())
def test_whatever_becomes_of_an_element_the_document_is_mapped_or_told(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(path.stem for path in GOLDEN.glob("*.xml"))))
    root = etree.fromstring((GOLDEN / f"{name}.xml").read_bytes())
    element = data.draw(st.sampled_from(list(root.iterdescendants())))
    DAMAGES[data.draw(st.sampled_from(sorted(DAMAGES)))](element, data.draw)
    with contextlib.suppress(MappingError):  # and nothing else: what is wrong is told
        record = read(etree.tostring(root))
        catalogue.load().validate(mapping.KINDS[etree.QName(root).localname], "1.0", record)
