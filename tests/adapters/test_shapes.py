"""Tables of fields, and the two wire forms they are read from."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from adapters._parts import xml_tree
from adapters._parts.faults import Findings, MappingError
from adapters._parts.forms import LINES, TEXT, coded
from adapters._parts.shapes import Own, Part, Place, Plain, Shape, Value, texts

NAMESPACE = "urn:cis-migration:test:1"
COLOUR = coded({"qırmızı": "red", "al": "red", "göy": "blue"}, str.casefold)


def _read_pair(plain: Plain, record: dict[str, Any], at: Place) -> None:
    if found := dict(texts(plain, at)):
        record["pair"] = [found.get("Bir", ""), found.get("Iki", "")]


def _write_pair(record: Any, plain: Plain) -> None:
    if "pair" in record:
        plain.update({name: text for name, text in zip(("Bir", "Iki"), record["pair"], strict=True) if text})


INNER = Shape(Value("number", "Nomre", TEXT, needed=True), Value("note", "Qeyd", LINES))
FLAT = Shape(Value("place", "Yer", TEXT))
TABLE = Shape(
    Value("id", "Id", TEXT, needed=True),
    Value("colours", "Reng", COLOUR, many=True, needed=True),
    Part("inner", "Ic", INNER),
    Part("many", "Cox", INNER, many=True),
    Part("birth", "", FLAT),
    Own(("pair",), ("Bir", "Iki"), _read_pair, _write_pair),
)
WORDS = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=5)
INNERS = st.fixed_dictionaries({"number": WORDS}, optional={"note": st.lists(WORDS, min_size=1).map("\n".join)})
RECORDS = st.fixed_dictionaries(
    {"id": WORDS, "colours": st.lists(st.sampled_from(["red", "blue"]), max_size=3)},
    optional={
        "inner": INNERS,
        "many": st.lists(INNERS, min_size=1, max_size=3),
        "birth": st.fixed_dictionaries({"place": WORDS}),
        "pair": st.tuples(WORDS, st.one_of(st.just(""), WORDS)).map(list),
    },
)


def read(plain: Any) -> dict[str, Any]:
    findings = Findings()
    record = TABLE.read(plain, Place(findings, "/X"))
    findings.settle()
    return record


def faults(plain: Any) -> list[tuple[str, str]]:
    with pytest.raises(MappingError) as caught:
        read(plain)
    return [(fault.code, fault.place) for fault in caught.value.faults]


@given(RECORDS)
def test_what_was_written_is_read_again_from_plain_trees_and_from_xml(record: dict[str, Any]) -> None:
    record = {name: _normal(value) for name, value in record.items()}
    plain = TABLE.write(record)
    element = xml_tree.document("X", plain, NAMESPACE, "x")

    assert read(plain) == record
    assert read(xml_tree.to_plain(etree.fromstring(etree.tostring(element)), NAMESPACE)) == record


def _normal(value: Any) -> Any:
    import unicodedata  # noqa: PLC0415

    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_normal(item) for item in value]
    return {name: _normal(item) for name, item in value.items()}


def test_every_word_of_a_code_is_read_and_the_first_is_written() -> None:
    assert read({"Id": "1", "Reng": ["AL", "qırmızı", "göy"]})["colours"] == ["red", "red", "blue"]
    assert TABLE.write({"id": "1", "colours": ["red"]})["Reng"] == ["qırmızı"]


@pytest.mark.parametrize(
    ("plain", "found"),
    [
        ({}, [("element-missing", "/X/Id")]),
        ("text", [("element-missing", "/X")]),
        ({"Id": ["1", "2"]}, [("element-repeated", "/X/Id")]),
        ({"Id": {"@lang": "az"}}, [("value-expected", "/X/Id")]),
        ({"Id": 1}, [("text-expected", "/X/Id")]),
        ({"Id": "1", "Reng": ["göy", "ag"]}, [("word-unknown", "/X/Reng[2]")]),
        ({"Id": "1", "Ic": [{}, {}]}, [("element-repeated", "/X/Ic[2]")]),
        ({"Id": "1", "Ic": {"Qeyd": "x"}}, [("element-missing", "/X/Ic/Nomre")]),
        ({"Id": "1", "Cox": [{"Nomre": "1"}, "x"]}, [("element-missing", "/X/Cox[2]")]),
        ({"Id": "1", "Bir": ["a", "b"]}, [("element-repeated", "/X/Bir")]),
        ({"Id": "1", "{urn:other}Yeni": "x"}, [("element-unknown", "/X/Yeni")]),
        ({"Reng": "ag"}, [("element-missing", "/X/Id"), ("word-unknown", "/X/Reng[1]")]),
    ],
)
def test_what_is_wrong_is_told_with_its_place(plain: Any, found: list[tuple[str, str]]) -> None:
    assert faults(plain) == found


@pytest.mark.parametrize(
    ("xml", "place"),
    [
        ("<Id kind='1'>1</Id>", "/X/Id"),
        ("<Id>1</Id><o:New xmlns:o='urn:other'/>", "/X/New"),
        ("<Id>1</Id>text", "/X/#text"),
        ("text<Id>1</Id>", "/X/#text"),
    ],
)
def test_foreign_elements_attributes_and_loose_text_are_told(xml: str, place: str) -> None:
    element = etree.fromstring(f"<X xmlns='{NAMESPACE}'>{xml}</X>")

    assert [at for _, at in faults(xml_tree.to_plain(element, NAMESPACE))] == [place]


def test_the_schema_instance_is_no_attribute_of_a_document() -> None:
    xml = f"<X xmlns='{NAMESPACE}' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><Id i:type='t'>1</Id></X>"

    assert read(xml_tree.to_plain(etree.fromstring(xml), NAMESPACE)) == {"id": "1", "colours": []}


def test_a_member_without_a_place_is_not_dropped_in_silence() -> None:
    with pytest.raises(ValueError, match="novelty"):
        TABLE.write({"id": "1", "colours": [], "novelty": 1})
    with pytest.raises(KeyError):
        TABLE.write({"id": "1", "colours": ["green"]})
