"""Belarusian files <-> records: golden files, round trips with і and ў, the personal number."""

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from adapters._files import csv_rows, xml_rows
from adapters._files.csv_rows import EndRow
from adapters._files.forms.form import Form
from adapters._files.limits import Limits
from adapters._files.tables import RowReader, Table, recognise
from adapters._files.writing import xml_filler
from adapters._parts.faults import Findings, MappingError
from adapters.by_files import FORMS_OF_STATE
from adapters.by_files.mapping import TABLES, citizenship_check, entry_ban, figures, readmission
from keys import strict_json
from schemas import catalogue
from tests.adapters import strategies

GOLDEN = Path(entry_ban.__file__).parents[1] / "golden"
quick = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=15)
FORMS = {
    "entry-bans": entry_ban.FORM,
    "readmission-requests": readmission.REQUEST_FORM,
    "readmission-replies": readmission.REPLY_FORM,
    "citizenship-check-requests": citizenship_check.REQUEST_FORM,
    "citizenship-check-replies": citizenship_check.REPLY_FORM,
}


def stream(raw: bytes) -> Any:
    return io.BufferedReader(io.BytesIO(raw))  # type: ignore[arg-type]


def xml(table: Table, rows: list[dict[str, str]]) -> bytes:
    raw = io.BytesIO()
    xml_filler(table, rows)(raw)  # type: ignore[arg-type]
    return raw.getvalue()


def records_of(form: Form, raw: bytes, participant: str = "by-mvd") -> list[dict[str, Any]]:
    """The records of an XML file, each examined as an own one."""
    sheet, rows = xml_rows.read(stream(raw), TABLES, Limits())
    findings = Findings()
    found = []
    for row in rows:
        reader = RowReader(sheet, row, findings)
        found.append(form.parse(reader, participant))
        if FORMS_OF_STATE.examine is not None:
            FORMS_OF_STATE.examine(form, found[-1], reader)
    findings.settle()
    return found


@pytest.mark.parametrize("name", FORMS)
def test_golden_files_are_mapped_and_written_back(name: str) -> None:
    form = FORMS[name]
    kept = strict_json.loads((GOLDEN / f"{name}.json").read_bytes())
    records = records_of(form, (GOLDEN / f"{name}.xml").read_bytes())

    assert records == kept
    assert records_of(form, xml(form.table, [form.format(record) for record in records])) == kept
    assert not any(catalogue.load().validate(form.kind, "1.0", record) for record in records)


def test_a_golden_table_is_mapped_like_xml() -> None:
    rows = csv_rows.read(stream((GOLDEN / "entry-bans.csv").read_bytes()), "auto", EndRow.REQUIRED, Limits())
    sheet = recognise(rows, TABLES)
    findings = Findings()
    [record] = [entry_ban.FORM.parse(RowReader(sheet, row, findings), "by-mvd") for row in rows]
    findings.settle()

    assert not catalogue.load().validate("entry-ban", "1.0", record)
    assert record["subject"]["identifiers"] == [{"scheme": "BY-IDNO", "value": "4150390B025PB8"}]
    assert [name.get("lang") for name in record["subject"]["names"]] == [None, "be"]
    assert [each["code"] for each in record["subject"]["nationalities"]] == ["TJK", "RUS"]


def test_golden_figures_are_mapped() -> None:
    sheet, rows = xml_rows.read(stream((GOLDEN / "statistics-2025.xml").read_bytes()), TABLES, Limits())
    findings = Findings()
    drafts: dict[str, Any] = {}
    for row in rows:
        figures.FORM.parse(RowReader(sheet, row, findings), "BY", drafts)
    findings.settle()

    record = drafts["2025"].record
    assert record["observations"][0]["dims"] == {"sex": "M", "destination": "RUS"}
    assert record["observations"][0]["value"] == 12345
    assert record["publication_consent"] is True
    assert not catalogue.load().validate("situation-summary", "1.0", record)


def without_languages(person: dict[str, Any]) -> dict[str, Any]:
    """A person with the names in the order of the columns; only the Belarusian spelling keeps its language."""
    return {**person, "names": sorted(person["names"], key=lambda name: sorted(name.items()))}


@quick
@given(strategies.readmission_requests(strategies.belarusians()))
def test_a_request_says_the_same_after_going_through_xml(record: dict[str, Any]) -> None:
    form = readmission.REQUEST_FORM
    sheet, rows = xml_rows.read(stream(xml(form.table, [form.format(record)])), TABLES, Limits())
    findings = Findings()
    [parsed] = [form.parse(RowReader(sheet, row, findings), "by-mvd") for row in rows]
    findings.settle()

    assert without_languages(parsed.pop("person")) == without_languages(record["person"])
    assert parsed == {name: value for name, value in record.items() if name != "person"}


@quick
@given(strategies.bans())
def test_a_ban_of_the_list_reads_as_it_was_written(record: dict[str, Any]) -> None:
    cells = entry_ban.format(record)
    sheet, rows = xml_rows.read(stream(xml(entry_ban.TABLE, [cells])), TABLES, Limits())
    findings = Findings()
    [parsed] = [entry_ban.parse(RowReader(sheet, row, findings), "ru-guvm") for row in rows]
    findings.settle()

    assert entry_ban.format(parsed) == cells


BAN = (GOLDEN / "entry-bans.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("3270287А012РВ2", "3270287A012PB3", "identifier-check-digit", "personalNumber"),
        ("3270287А012РВ2", "98765", "identifier-form", "personalNumber"),
        ("3270287А012РВ2", "3270287Ж012РВ2", "identifier-form", "personalNumber"),
        ("Тэстаў-Альфа", "Тэстаў-Aльфа", "script-other", "lastNameBel"),
        ("27.02.1987", "30.02.1987", "date-invalid", "birthDate"),
        ("муж.", "да", "word-unknown", "sex"),
        (">Таджикистан<", ">Атлантида<", "state-unknown", "citizenship"),
    ],
)
def test_a_wrong_element_is_named_by_its_path(old: str, new: str, code: str, place: str) -> None:
    with pytest.raises(MappingError) as caught:
        records_of(entry_ban.FORM, BAN.replace(old, new, 1).encode())

    assert [(fault.code, fault.place) for fault in caught.value.faults] == [(code, f"/entryBans/entryBan[1]/{place}")]
    assert new not in caught.value.faults[0].ru + caught.value.faults[0].en


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_elements_and_headings_are_unambiguous(table: Table) -> None:
    tags = [column.tag for column in table.columns]

    assert len(set(tags)) == len(tags)
    assert set(table.index().values()) == {column.key for column in table.columns}
