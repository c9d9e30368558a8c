import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from adapters._files import coded, csv_rows, numbers, packing, periods
from adapters._files.csv_rows import EndRow
from adapters._files.limits import Limits
from adapters._files.tables import RowReader, Sheet, Table, protect, recognise
from adapters._parts import countries, dates
from adapters._parts.faults import Findings, FormError, MappingError
from adapters.tj_files import FORMS_OF_STATE
from adapters.tj_files.mapping import TABLES, entry_ban, figures, readmission
from hub.core.entry_ban import secrecy
from keys import strict_json
from schemas import catalogue
from schemas.figures import load as load_figures
from tests.adapters import strategies
from tests.adapters.records import ban
from tests.adapters.tj_files.harness import ban_row, figure_row, write_csv

GOLDEN = Path(entry_ban.__file__).parents[1] / "golden"
quick = hypothesis_settings(max_examples=35, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def reader_of(table: Table, cells: dict[str, str], findings: Findings) -> RowReader:
    """A reader of one row that holds the cells as a file would."""
    keys = list(cells)
    sheet = Sheet(table=table, places={key: at for at, key in enumerate(keys, 1)})
    return RowReader(sheet, (2, [protect(cells[key]) for key in keys]), findings)


def parse_ban(cells: dict[str, str]) -> dict[str, Any]:
    findings = Findings()
    record = entry_ban.parse(reader_of(entry_ban.TABLE, cells, findings), "ru-guvm")
    findings.settle()
    return record


def without(record: dict[str, Any], *members: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in members}


def told(record: dict[str, Any]) -> dict[str, Any]:
    """What of a ban the list tells (README.md): no appeal, source system, note, state of authority, English text."""
    plain = without(record, "appeal", "source_system")
    plain["decision"] = {**plain["decision"], "authority": {"name": plain["decision"]["authority"]["name"]}}
    if "change" in plain:
        plain["change"] = {name: plain["change"][name] for name in ("cause", "on")}
    if "reason_text" in plain:
        plain["reason_text"] = {"ru": plain["reason_text"]["ru"]}
    if "condition" in plain["period"]:
        plain["period"] = {**plain["period"], "condition": {"ru": plain["period"]["condition"]["ru"]}}
    return plain


@quick
@given(strategies.bans())
def test_an_entry_ban_says_the_same_after_going_through_the_list(record: dict[str, Any]) -> None:
    cells = entry_ban.format(record)

    assert parse_ban(cells) == told(record)
    assert entry_ban.format(parse_ban(cells)) == cells


def test_a_restricted_ban_leaves_the_register_without_what_would_tell_its_ground() -> None:
    record = {**ban(), "severity": "restricted"}
    record.pop("reason_text", None)
    parsed = parse_ban(entry_ban.format(record))

    assert parsed["grounds"] == ["RESTRICTED"]
    assert (parsed["decision"]["number"], parsed["decision"]["legal_basis"]) == ("-", {"law": "-", "article": "-"})
    assert [*secrecy.check(parsed)] == []


@quick
@given(strategies.readmission_requests())
def test_a_readmission_request_says_the_same_after_going_through_a_table(record: dict[str, Any]) -> None:
    findings = Findings()
    cells = readmission.format_request(record)
    parsed = readmission.parse_request(reader_of(readmission.REQUESTS, cells, findings), "ru-guvm")
    findings.settle()

    assert parsed == record


@quick
@given(strategies.readmission_replies())
def test_a_readmission_reply_says_the_same_after_going_through_a_table(record: dict[str, Any]) -> None:
    findings = Findings()
    cells = readmission.format_reply(record)
    parsed = readmission.parse_reply(reader_of(readmission.REPLIES, cells, findings), "tj-molme")
    findings.settle()

    plain = {**record, "authority": {"name": record["authority"]["name"], "participant": "tj-molme"}}
    if "reasons" in record:
        plain["reasons"] = [{**reason, "text": {"ru": reason["text"]["ru"]}} for reason in record["reasons"]]
    assert parsed == plain


@quick
@given(st.lists(st.lists(strategies.texts(), min_size=1), max_size=5))
def test_packed_cells_come_back_as_they_were(things: list[list[str]]) -> None:
    assert packing.unpack(packing.pack(things)) == things


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("М", "M"),
        ("муж.", "M"),
        ("Мужской", "M"),
        ("1", "M"),
        ("M", "M"),
        ("эркак", "M"),
        ("Ж", "F"),
        ("жен.", "F"),
        ("2", "F"),
        ("F", "F"),
        ("аёл", "F"),
        ("X", "X"),
    ],
)
def test_sex_is_read_in_every_form_met(written: str, code: str) -> None:
    assert parse_ban({**ban_row(), "sex": written})["subject"]["sex"] == code


@pytest.mark.parametrize(
    "written",
    ["Таджикистан", "Республика Таджикистан", "ТАДЖИКИСТАН", "TJK", "TJ", "762", "Таджикистан\u00a0", "tajikistan"],
)
def test_citizenship_is_read_in_every_form_met(written: str) -> None:
    assert parse_ban({**ban_row(), "citizenship": written})["subject"]["nationalities"] == [{"code": "TJK"}]


@pytest.mark.parametrize(
    ("written", "code"),
    [("Киргизия", "KGZ"), ("Кыргызстан", "KGZ"), ("СССР", "SUN"), ("ЛБГ", "XXA"), ("КНР", "CHN"), ("США", "USA")],
)
def test_former_and_short_names_of_states_are_read(written: str, code: str) -> None:
    assert countries.parse_citizenship(written) == code


def test_the_official_name_of_a_state_is_written() -> None:
    assert countries.format_name("KGZ") == "Кыргызстан"


@pytest.mark.parametrize("code", [entry.code for entry in catalogue.load().code_list("countries").entries])
def test_every_state_is_read_as_it_is_written(code: str) -> None:
    assert countries.parse_citizenship(countries.format_name(code)) == code
    assert countries.parse_citizenship(countries.format_numeric(code)) == code


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("12.03.1985", {"year": 1985, "month": 3, "day": 12}),
        ("12.03.1985 г.р.", {"year": 1985, "month": 3, "day": 12}),
        ("12.03.1985г.р.", {"year": 1985, "month": 3, "day": 12}),
        ("1985 г.р.", {"year": 1985}),
        ("1985 года рождения", {"year": 1985}),
        ("00.00.1985", {"year": 1985}),
        ("00.03.1985", {"year": 1985, "month": 3}),
        ("03.1985", {"year": 1985, "month": 3}),
        ("ок. 1985", {"year": 1985, "qualifier": "circa"}),
        ("около 1985 г.", {"year": 1985, "qualifier": "circa"}),
        ("1980-1985", {"year": 1980, "qualifier": "range", "until": {"year": 1985}}),
    ],
)
def test_dates_of_birth_are_read_as_far_as_they_are_known(written: str, date: dict[str, Any]) -> None:
    assert dates.parse_partial(written) == date


@pytest.mark.parametrize(
    "written", ["31.02.1985", "12.13.1985", "12/03/1985", "1985-03-12", "85", "1980-1975", "٣", "1200"]
)
def test_impossible_dates_are_refused(written: str) -> None:
    with pytest.raises(FormError):
        dates.parse_partial(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("530 883", 530883),
        ("530\u00a0883", 530883),
        ("530\u2009883", 530883),
        ("530\u202f883", 530883),
        ("530883", 530883),
        ("85,4", 85.4),
        ("85.4 %", 85.4),
        ("−170 477", -170477),
        ("-52", -52),
        ("90 тыс.", 90000),
        ("1,5 млн", 1500000.0),
    ],
)
def test_numbers_are_read_in_every_form_met(written: str, value: float) -> None:
    assert numbers.parse(written).value == value


@pytest.mark.parametrize(
    "written", ["", "5 30 883", "5308 83", "1,2,3", "1e5", "٣", "0x10", "NaN", "inf", "--5", "тыс."]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(FormError):
        numbers.parse(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2019", "2019"),
        ("2019 год", "2019"),
        ("I полугодие 2020 года", "2020-H1"),
        ("1 полугодие 2020 г.", "2020-H1"),
        ("2-е полугодие 2020", "2020-H2"),
        ("III квартал 2020", "2020-Q3"),
        ("4 кв. 2020", "2020-Q4"),
        ("9 месяцев 2020 года", "2020-9M"),
        ("июль 2020", "2020-M07"),
        ("январь – ноябрь 2020", "2020-C11"),
        ("на 01.07.2020", "2020-07-01"),
        ("2020-H1", "2020-H1"),
    ],
)
def test_periods_are_read_in_every_form_met(written: str, value: str) -> None:
    assert periods.parse(written)["value"] == value


@pytest.mark.parametrize("written", ["вчера", "мартобрь 2020", "2020-H3", "V квартал 2020", "на вчера"])
def test_what_is_no_period_is_refused(written: str) -> None:
    with pytest.raises(FormError):
        periods.parse(written)


@pytest.mark.parametrize(
    ("cells", "document"),
    [
        ({"document": "А 12345678"}, {"number": "A12345678"}),
        (
            {"document": "4510 123456", "document_state": "РФ", "document_type": "внутренний паспорт"},
            {"series": "4510", "number": "123456"},
        ),
        (
            {"document": "45 10 123456", "document_state": "РФ", "document_type": "внутренний паспорт"},
            {"series": "4510", "number": "123456"},
        ),
        ({"document": "721234567", "document_state": "RUS"}, {"series": "72", "number": "1234567"}),
        ({"document": "400000001"}, {"number": "400000001"}),
    ],
)
def test_series_and_number_written_in_one_piece_are_told_apart(cells: dict[str, str], document: dict[str, str]) -> None:
    row = {key: cell for key, cell in ban_row().items() if not key.startswith("document_")}
    found = parse_ban({**row, "document_state": "Таджикистан", **cells})["subject"]["documents"][0]

    assert {key: found[key] for key in document} == document
    assert "series" in document or "series" not in found


def test_words_for_nothing_are_nothing() -> None:
    record = parse_ban({**ban_row(), "patronymic": "нет", "birth_place": "-", "document_series": "б/н", "reason": "—"})

    assert "patronymic" not in record["subject"]["names"][0]
    assert "place" not in record["subject"]["birth"]
    assert "reason_text" not in record


@pytest.mark.parametrize(
    ("key", "cell", "code"),
    [
        ("surname", "Тестoв", "script-other"),
        ("surname_latin", "Testов", "script-other"),
        ("revision", "первая", "number-invalid"),
        ("status", "живой", "word-unknown"),
        ("sex", "да", "word-unknown"),
        ("citizenship", "Атлантида", "state-unknown"),
        ("birth_state", "ЛБГ", "state-expected"),
        ("birth_date", "31.02.1985", "date-invalid"),
        ("duration", "долго", "duration-invalid"),
        ("court", "возможно", "flag-invalid"),
        ("other_names", "прежнее; Пробный", "cell-packed-wrong"),
        ("identifiers", "ИНН", "cell-packed-wrong"),
        ("ban_id", "нет", "cell-empty"),
        ("surname_latin", "", "cell-empty"),
        ("decision_date", "", "cell-empty"),
    ],
)
def test_a_wrong_cell_is_named_by_row_column_and_code(key: str, cell: str, code: str) -> None:
    cells = {**ban_row(), key: cell}
    with pytest.raises(MappingError) as caught:
        parse_ban(cells)

    assert [(fault.code, fault.place) for fault in caught.value.faults] == [(code, f"R2C{list(cells).index(key) + 1}")]
    assert cell == "" or all(cell not in fault.ru + fault.en for fault in caught.value.faults)


@pytest.mark.parametrize(
    ("name", "kind", "parse", "form"),
    [
        ("entry-bans", "entry-ban", entry_ban.parse, entry_ban.format),
        ("readmission-requests", "readmission-request", readmission.parse_request, readmission.format_request),
        ("readmission-replies", "readmission-reply", readmission.parse_reply, readmission.format_reply),
    ],
)
def test_golden_tables_are_mapped_and_written_back(name: str, kind: str, parse: Any, form: Any) -> None:
    def records_of(raw: bytes) -> list[Any]:
        rows = csv_rows.read(io.BufferedReader(io.BytesIO(raw)), "auto", EndRow.REQUIRED, Limits())  # type: ignore[arg-type]
        sheet = recognise(rows, TABLES)
        findings = Findings()
        found = [parse(RowReader(sheet, row, findings), "tj-molme") for row in rows]
        findings.settle()
        return found

    kept = strict_json.loads((GOLDEN / f"{name}.json").read_bytes())
    records = records_of((GOLDEN / f"{name}.csv").read_bytes())
    table = next(table for table in TABLES if table.kind == kind)

    assert records == kept
    assert records_of(write_csv(table, [form(record) for record in records])) == kept
    assert not any(catalogue.load().validate(kind, "1.0", record) for record in records)


def summaries(raw: bytes) -> dict[str, dict[str, Any]]:
    rows = csv_rows.read(io.BufferedReader(io.BytesIO(raw)), "auto", EndRow.REQUIRED, Limits())  # type: ignore[arg-type]
    sheet = recognise(rows, TABLES)
    drafts: dict[str, figures.Draft] = {}
    findings = Findings()
    for row in rows:
        figures.parse(RowReader(sheet, row, findings), "TJ", drafts)
    findings.settle()
    return {period: draft.record for period, draft in drafts.items()}


@pytest.mark.parametrize(("file", "kept"), [("figures-2019.csv", "tj-2019"), ("figures-2020-h1.csv", "tj-2020-h1")])
def test_the_real_figures_of_tajikistan_are_mapped_exactly(file: str, kept: str) -> None:
    golden = GOLDEN / file
    record = load_figures()[kept]

    assert summaries(golden.read_bytes()) == {record["period"]["value"]: record}


def test_one_file_may_hold_several_periods_and_all_kinds_of_statements() -> None:
    rows = [
        figure_row(),
        figure_row(
            period="2020-H1", value="свыше 90 тыс.", qualifier="", unit="чел.", status="предварительный", text="оценка"
        ),
        figure_row(kind="место", rank="3", value="", qualifier="", dims="гражданство=Россия", text="третье место"),
        figure_row(kind="публикация", value="нет", qualifier=""),
    ]
    found = summaries(write_csv(figures.TABLE, rows))

    assert found["2020-H1"]["observations"][0] == {
        "indicator": "LAB.OUT",
        "dims": {},
        "value": 90000,
        "qualifier": "over",
        "unit": "persons",
        "status": "preliminary",
        "note": {"ru": "оценка"},
    }
    assert found["2019"]["rank_or_trend"] == [
        {
            "indicator": "LAB.OUT",
            "kind": "rank",
            "dims": {"citizenship": "RUS"},
            "rank": 3,
            "statement": {"ru": "третье место"},
        }
    ]
    assert found["2019"]["publication_consent"] is False


@pytest.mark.parametrize(
    ("changed", "code", "key"),
    [
        ({"indicator": "пришельцев"}, "word-unknown", "indicator"),
        ({"period": "когда-то"}, "period-invalid", "period"),
        ({"value": "много"}, "number-invalid", "value"),
        ({"value": "много людей"}, "word-unknown", "value"),
        ({"dims": "Россия"}, "dims-invalid", "dims"),
        ({"dims": "пол=да"}, "word-unknown", "dims"),
        ({"change": "-5"}, "cell-empty", "base_period"),
        ({"kind": "песня"}, "word-unknown", "kind"),
        ({"kind": "текст"}, "cell-empty", "text"),
    ],
)
def test_a_wrong_figure_is_named_by_row_column_and_code(changed: dict[str, str], code: str, key: str) -> None:
    row = {**figure_row(), "base_period": "", "text": "", **changed}
    with pytest.raises(MappingError) as caught:
        summaries(write_csv(figures.TABLE, [row]))

    columns = [column.key for column in figures.TABLE.columns if column.key in row]
    assert (code, f"R2C{columns.index(key) + 1}") in {(fault.code, fault.place) for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("kind", "pointer", "key"),
    [
        ("entry-ban", "/subject/birth/date/day", "birth_date"),
        ("entry-ban", "/subject/documents/0/number", "document_number"),
        ("entry-ban", "/subject/documents/1/number", "other_documents"),
        ("entry-ban", "/subject", "surname"),
        ("entry-ban", "/period/end_on", "end_on"),
        ("entry-ban", "/no-such-member", None),
        ("readmission-request", "/person/sex", "sex"),
        ("readmission-reply", "/reasons/0/code", "reasons"),
    ],
)
def test_members_of_records_are_traced_back_to_columns(kind: str, pointer: str, key: str | None) -> None:
    assert FORMS_OF_STATE.column_of(kind, pointer) == key


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.kind)
def test_headings_are_unambiguous(table: Table) -> None:
    spelled = [heading for column in table.columns for heading in {column.heading, *column.also, column.key}]

    assert len(table.index()) == len(set(map(coded._fold, spelled))) or len(table.index()) <= len(spelled)
    assert len({table.index()[key] for key in table.index()}) == len(table.columns)


def test_values_of_a_list_are_never_formulas() -> None:
    cells = entry_ban.format(ban(reason_text={"ru": "=1+1"}))
    line = next(csv.reader([write_csv(entry_ban.TABLE, [cells]).decode("utf-8-sig").splitlines()[1]], delimiter=";"))

    assert "'=1+1" in line
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line)
