"""Armenian documents and records, both ways."""

import contextlib
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from adapters._parts.faults import FormError, MappingError
from adapters.am_gip import mapping
from adapters.am_gip.mapping.values import CITIZENSHIP, DAY, MOMENT, PARTIAL, PSN
from adapters.am_gip.simulator.people import NAMING
from keys import strict_json
from schemas import catalogue
from tests.adapters import strategies
from tests.adapters.records import PERSON, ban
from tests.adapters.strategy_table import BY_TYPE

ARMENIAN = "Նմուշյան Փորձնական-Ջուր Օրինակ Թեստիկ Ուսումնյան Ղող Շաբլոն Ճերմակ և Ծովիկ"
GOLDEN = Path(mapping.__file__).parents[1] / "golden"
KIND_OF = {type_: kind for kind, type_ in mapping.KINDS.items()}


def read(kind: str, document: Any) -> dict[str, Any]:
    return mapping.DOCUMENTS.of_kind(kind).read(document, "am-mcs")


def native(records: Any) -> Any:
    return strategies.with_native_names(records, ARMENIAN, "Armn")


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
    if "authority" in record:
        record = {**record, "authority": {"participant": "am-mcs", **record["authority"]}}
    raw = strict_json.dumps(mapping.FORMS[type_].format(record))

    assert read(KIND_OF[type_], strict_json.loads(raw)) == record


@pytest.mark.parametrize("type_", sorted(mapping.FORMS))
def test_golden_documents_are_read_as_their_records(type_: str) -> None:
    written = json.loads((GOLDEN / f"{type_}.document.json").read_bytes())
    record = read(written["kind"], written["document"])

    assert mapping.KINDS[written["kind"]] == type_
    assert record == json.loads((GOLDEN / f"{type_}.record.json").read_bytes())
    assert not catalogue.load().validate(type_, "1.0", record)


def faults(path: tuple[Any, ...], value: object) -> list[tuple[str, str]]:
    document = copy.deepcopy(mapping.FORMS["entry-ban"].format(ban()))
    at: Any = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(MappingError) as caught:
        read("Entry_Ban", document)
    return [(fault.code, fault.place) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (("Status",), "ԱԿՏԻՎ", "word-unknown"),
        (("Status",), None, "member-missing"),
        (("Decision", "Date"), "31/02/2026", "date-invalid"),
        (("Decision", "Date"), 20260312, "text-expected"),
        (("Decision", "By_Court"), "ոչ", "flag-invalid"),
        (("Person", "Birth", "Birth_Date"), "12/13/1985", "date-invalid"),
        (("Person", "Novelty"), "1", "member-unknown"),
        (("Person", "Citizenship", 0, "CountryShortName"), "XYZ", "state-unknown"),
        (("Person", "Documents", 0, "Document_Number"), "ANЗ12", "letters-mixed"),
        (("Person", "Documents", 0, "Document_Number"), "ԱN1234567", "letters-mixed"),
        (("Person", "Documents", 0, "Document_Number"), "AN12345Օ7", "letters-mixed"),
        (("Person", "English_Last_Name"), "ТESTOV", "script-other"),
        (("Person", "Last_Name"), "Նmush", "script-other"),
        (("Person", "PNum"), "123", "psn-invalid"),
        (("Term", "Duration"), "երեք տարի", "duration-invalid"),
        (("Revision",), "1", "number-invalid"),
        (("Grounds",), "RU-26-8", "list-expected"),
        (("Person",), "Նմուշյան", "object-expected"),
    ],
)
def test_what_is_wrong_is_told_with_its_pointer(path: tuple[Any, ...], value: object, code: str) -> None:
    assert (code, "/Entry_Ban/" + "/".join(map(str, path))) in faults(path, value)


def test_a_person_without_any_surname_is_told() -> None:
    assert ("surname-missing", "/Entry_Ban/Person/Last_Name") in faults(("Person",), {"Genus": "M", "Citizenship": []})


def test_names_stand_in_three_scripts_and_others_follow() -> None:
    names = [
        {"surname": "Нмушян", "given": "Оринак", "script": "Cyrl", "role": "primary"},
        {"surname": "NMUSHYAN", "given": "ORINAK", "script": "Latn", "role": "primary"},
        {"surname": "Նմուշյան", "given": "Օրինակ", "patronymic": "Փորձի", "script": "Armn", "role": "primary"},
        {"surname": "NMUSHIAN", "script": "Latn", "role": "mrz"},
    ]
    record = ban(subject={**PERSON, "names": names, "identifiers": [{"scheme": "AM-PSN", "value": "6507900123"}]})
    person = mapping.FORMS["entry-ban"].format(record)["Person"]

    assert (person["Last_Name"], person["English_Last_Name"], person["Russian_Last_Name"]) == (
        "Նմուշյան",
        "NMUSHYAN",
        "Нмушян",
    )
    assert person["Other_Names"] == [{"Kind": "ՄԵՔԵՆԱՅԱԸՆԹԵՌՆԵԼԻ", "Script": "ԼԱՏԻՆԵՐԵՆ", "Last_Name": "NMUSHIAN"}]
    assert person["PNum"] == "6507900123"
    assert read("Entry_Ban", mapping.FORMS["entry-ban"].format(record)) == record


@pytest.mark.parametrize("nothing", ["չկա", "Չունի", "-"])
def test_a_patronymic_that_says_that_there_is_none_is_none(nothing: str) -> None:
    name = {"surname": "Նմուշյան", "given": "Օրինակ", "patronymic": "Փորձի", "script": "Armn", "role": "primary"}
    document = mapping.FORMS["entry-ban"].format(ban(subject={**PERSON, "names": [name]}))
    document["Person"] = {key: nothing if value == "Փորձի" else value for key, value in document["Person"].items()}

    assert "patronymic" not in read("Entry_Ban", document)["subject"]["names"][0]


def test_written_forms_of_the_country_are_read() -> None:
    assert DAY.read("12/03/2026") == DAY.read("12.03.2026") == "2026-03-12"
    assert PARTIAL.read("00/00/1985") == {"year": 1985}
    assert PARTIAL.read("մոտ 1985") == {"year": 1985, "qualifier": "circa"}
    assert MOMENT.read("21/11/2026 13:00:00") == "2026-11-21T09:00:00Z"
    assert CITIZENSHIP.read("Հայաստանի Հանրապետություն") == CITIZENSHIP.read("ARM") == CITIZENSHIP.read("051") == "ARM"
    assert mapping.DIALECT.duration.read("3 ՏԱՐԻ") == mapping.DIALECT.duration.read("3 տարի") == "P3Y"
    assert PSN.read("65 0790 0123") == "6507900123"
    with pytest.raises(FormError):
        PSN.read("65079A0123")


def test_test_persons_are_spelt_in_latin_and_cyrillic() -> None:
    for name in (*NAMING.surnames, *NAMING.given):
        assert NAMING.to_latin(name).isascii()
        assert not set(NAMING.to_cyrillic(name).lower()) - set("абвгдежзийклмнопрстуфхцчшщъыьэюя-")


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document but the whole."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for step, item in inner for found in [(*path, step), *places(item, (*path, step))]]


ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=5,
)


@hypothesis_settings(max_examples=hypothesis_settings.default.max_examples // 2, deadline=None)
@given(st.data())
def test_whatever_stands_in_a_document_it_is_mapped_or_told(data: st.DataObject) -> None:
    type_ = data.draw(st.sampled_from(sorted(mapping.FORMS)))
    written = json.loads((GOLDEN / f"{type_}.document.json").read_bytes())
    path = data.draw(st.sampled_from(places(written["document"])))
    at: Any = written["document"]
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = data.draw(ANYTHING)
    with contextlib.suppress(MappingError):  # and nothing else: what is wrong is told
        record = read(written["kind"], written["document"])
        catalogue.load().validate(type_, "1.0", record)
