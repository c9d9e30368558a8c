"""National documents and records say the same, in both directions; what is wrong is told by place, reason and remedy."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from adapters import kg_tunduk
from adapters._parts.faults import Fault, MappingError
from adapters.kg_tunduk.mapping import DOCUMENTS
from adapters.kg_tunduk.mapping.person import is_pin
from keys import strict_json
from schemas import catalogue
from tests.adapters.records import ban, readmission_request
from tests.adapters.strategy_table import BY_TYPE, with_names

GOLDEN = Path(kg_tunduk.__file__).parent / "golden"
LETTERS = ("Тестов-Өрүк", "Үлгү уулу", "Сыноо кызы", "Жаңыл", "Өрнөкбекович")
OWN = "kg-migration"
some = hypothesis_settings(
    max_examples=hypothesis_settings.default.max_examples // 5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def golden(name: str) -> Any:
    return strict_json.loads((GOLDEN / f"{name}.json").read_bytes())


def wire(document: Any) -> Any:
    """The document as the other side reads it."""
    return strict_json.loads(strict_json.dumps(document))


def with_author(record: dict[str, Any]) -> dict[str, Any]:
    """What the adapter adds of itself: the acting authority's participant."""
    if "authority" in record:
        record["authority"] = {"participant": OWN, **record["authority"]}
    return record


def unordered(record: dict[str, Any]) -> dict[str, Any]:
    """A record whose names and personal numbers stand in any order: some have fields of their own."""
    changed = dict(record)
    for member in {"subject", "person"} & set(record):
        changed[member] = dict(record[member])
        for listed in {"names", "identifiers"} & set(record[member]):
            changed[member][listed] = sorted(record[member][listed], key=lambda item: json.dumps(item, sort_keys=True))
    return changed


@pytest.mark.parametrize("type_", sorted(BY_TYPE))
def test_a_record_written_and_read_again_is_the_same(type_: str) -> None:
    @some
    @given(st.data())
    def check(data: Any) -> None:
        record = data.draw(BY_TYPE[type_])
        if data.draw(st.booleans()):
            record = with_names(record, LETTERS, script="Cyrl", lang="ky", draw=data.draw)
        document = DOCUMENTS.of_type(type_)
        assert document is not None
        again = document.read(wire(document.form.format(record)), OWN)

        acting = type_ in {"readmission-reply", "citizenship-check-request", "citizenship-check-reply"}
        assert unordered(again) == unordered(with_author(dict(record)) if acting else record)

    check()


@pytest.mark.parametrize("type_", sorted(BY_TYPE))
def test_golden_documents_are_mapped_and_written_back(type_: str) -> None:
    line, record = golden(f"{type_}.document"), golden(f"{type_}.record")
    document = DOCUMENTS.of_kind(line["kind"])

    assert document.type == type_
    assert document.read(line["document"], OWN) == record
    assert document.read(wire(document.form.format(record)), OWN) == record
    assert catalogue.load().validate(type_, "1.0", record) == []


def faults(change: dict[str, Any], within: str | None = "person") -> list[Fault]:
    line = golden("entry-ban.document")["document"]
    target = line if within is None else line[within]
    target |= change
    with pytest.raises(MappingError) as caught:
        DOCUMENTS.of_kind("entryBan").read({name: value for name, value in line.items() if value is not None}, OWN)
    return list(caught.value.faults)


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        ({"pin": "33103198500123"}, "pin", "pin-invalid"),
        ({"pin": "23202198500123"}, "pin", "pin-invalid"),
        ({"surname": "Tестов"}, "surname", "script-other"),
        ({"surnameLatin": "ТESTOV"}, "surnameLatin", "script-other"),
        ({"surname": None}, "surname", "member-missing"),
        ({"passportNumber": "ZБ1234"}, "passportNumber", "letters-mixed"),
        ({"passportCountry": None}, "passportCountry", "member-missing"),
        ({"passportCountry": "жарандыгы жок"}, "passportCountry", "state-expected"),
        ({"dateOfBirth": "30.02.1985"}, "dateOfBirth", "date-invalid"),
        ({"dateOfBirth": "1985-03-12"}, "dateOfBirth", "date-invalid"),
        ({"dateOfBirth": 1985}, "dateOfBirth", "text-expected"),
        ({"gender": "киши"}, "gender", "word-unknown"),
        ({"gender": None}, "gender", "member-missing"),
        ({"citizenships": [{"country": "Үлгүстан"}]}, "citizenships/0/country", "state-unknown"),
        ({"otherNumbers": [{"scheme": "RU-SNILS", "value": "Ж1"}]}, "otherNumbers/0/value", "identifier-invalid"),
        ({"nationality": "кыргыз"}, "nationality", "member-unknown"),
        ({"otherNames": [{"kind": "мурунку", "script": "кирилл"}]}, "otherNames/0/surname", "member-missing"),
    ],
)
def test_what_is_wrong_with_a_person_is_told_with_its_place(change: dict[str, Any], place: str, code: str) -> None:
    found = faults(change)

    assert (f"/entryBan/person/{place}", code) in {(fault.place, fault.code) for fault in found}
    assert all(fault.ru and fault.en for fault in found)


@pytest.mark.parametrize(
    ("change", "place", "code"),
    [
        ({"period": {"kind": "мөөнөт", "term": "3 года"}}, "period/term", "term-invalid"),
        ({"grounds": ["үлгү"]}, "grounds/0", "word-unknown"),
        ({"grounds": ["OVERSTAY"]}, "grounds/0", "word-unknown"),
        ({"revision": "2"}, "revision", "number-invalid"),
        ({"asOf": "2026-11-21T09:00:00Z"}, "asOf", "date-invalid"),
        ({"decision": []}, "decision", "object-expected"),
        ({"person": None}, "person", "member-missing"),
    ],
)
def test_what_is_wrong_with_a_ban_is_told_with_its_place(change: dict[str, Any], place: str, code: str) -> None:
    assert (f"/entryBan/{place}", code) in {(fault.place, fault.code) for fault in faults(change, None)}


def test_no_value_of_a_person_stands_in_a_fault() -> None:
    told = json.dumps([[f.place, f.ru, f.en] for f in faults({"pin": "9988776655", "surname": "Секретова1x"})])

    assert "9988776655" not in told
    assert "Секретова" not in told


def test_a_restricted_ban_leaves_without_its_ground() -> None:
    line = golden("entry-ban.document")["document"] | {"severity": "чектелген", "grounds": ["соттолгондук"]}
    record = DOCUMENTS.of_kind("entryBan").read(line, OWN)

    assert record["grounds"] == ["RESTRICTED"]
    assert "reason_text" not in record


def test_look_alike_letters_of_a_passport_are_read_as_its_machine_readable_zone_has_them() -> None:
    record = DOCUMENTS.of_kind("citizenshipCheckReply").read(
        golden("citizenship-check-reply.document")["document"], OWN
    )

    assert record["person"]["documents"][0]["series"] == "AN"


def test_a_record_the_register_has_no_place_for_is_not_written_in_part() -> None:
    document = DOCUMENTS.of_type("entry-ban")
    assert document is not None
    with pytest.raises(ValueError, match="no place"):
        document.form.format(ban(offence="x"))


def test_lines_of_a_note_and_of_a_route_stay_lines() -> None:
    evidence = [{"tier": "N2A", "item": "copy_of_proof", "note": "Раз.\nДва."}]
    record = readmission_request(evidence=evidence, route={"description": "Ош — Шымкент.\nПоездом."})
    document = DOCUMENTS.of_type("readmission-request")
    assert document is not None

    assert document.read(wire(document.form.format(record)), OWN) == record


def test_pins_are_held_to_their_form_only() -> None:
    assert is_pin("21503198500123")
    assert is_pin("10704199200456")
    assert not is_pin("2150319850012")
    assert not is_pin("\u0662" * 14)
