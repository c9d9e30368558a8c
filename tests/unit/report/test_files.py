"""Every format says the same as the signed report, in both languages, always in the same bytes."""

import csv
import io
import json
import re
import zipfile
from typing import Any

import openpyxl
import pytest

from hub.report import document, files, tables
from hub.report.cell import Table, period_name
from hub.report.labels import Labels
from hub.report.render import render
from hub.report.sheet import Frozen
from hub.report.texts import TEXTS
from schemas import catalogue
from schemas.files import ROOT

EXAMPLES = {
    path.stem.removeprefix("valid-"): json.loads(path.read_text())
    for path in (ROOT / "situation-report/1.0/examples").glob("valid-*.json")
}
HALF, YEAR = EXAMPLES["first-half-of-2020"], EXAMPLES["year-2019"]
FROZEN = Frozen(id="01935000-0000-7000-8000-000000000001", sender="cis-ec", index=77, sha256="ab" * 32)
LANGUAGES = ("ru", "en")


def workbook(report: dict[str, Any], language: str = "ru", frozen: Frozen | None = FROZEN) -> Any:
    return openpyxl.load_workbook(io.BytesIO(render("xlsx", report, language, frozen)))


def lines(report: dict[str, Any], language: str = "ru") -> list[list[str]]:
    text = render("csv", report, language, FROZEN).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def made(report: dict[str, Any], language: str = "ru") -> dict[str, Table]:
    labels = Labels(catalogue=catalogue.load(), language=language)
    return {table.name: table for table in tables.make(report, labels)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_a_report_is_the_same_file_each_time(form, name, language):
    report = EXAMPLES[name]
    assert render(form, report, language, FROZEN) == render(form, report, language, FROZEN)


def test_a_report_is_the_same_pdf_each_time():
    assert render("pdf", HALF, "ru", FROZEN) == render("pdf", HALF, "ru", FROZEN)


def test_json_is_the_signed_record_itself():
    assert json.loads(render("json", HALF, "ru", FROZEN)) == HALF


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_sheet_of_the_workbook_says_what_its_table_says(name, language):
    book = workbook(EXAMPLES[name], language)
    for table in made(EXAMPLES[name], language).values():
        rows = list(book[table.title].iter_rows(values_only=True))
        assert rows[0] == table.columns
        for row, cells in zip(rows[1:], table.rows, strict=False):
            said = [cell.value if cell.value is not None else cell.text for cell in cells]
            assert ["" if value is None else value for value in row] == said


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_figure_of_the_report_stands_in_the_workbook(name):
    book = workbook(EXAMPLES[name], "en")
    values = {cell for page in book for row in page.iter_rows(values_only=True) for cell in row}
    for line in EXAMPLES[name]["figures"]:
        if line.get("qualifier") == "exact":
            assert line["value"] in values


def test_numbers_are_numbers_and_what_is_to_be_explained_is_marked():
    page = workbook(HALF)["Показатели"]
    rows = {row[0].value: row for row in page.iter_rows(min_row=2)}

    assert rows["Граждан выехало в трудовую миграцию"][2].value == 129_807
    assert rows["Вернулось трудовых мигрантов"][2].value == "более 90\u202f000"
    asked = rows["Рассмотрено ходатайств о статусе беженца"][2]
    assert (asked.value, asked.comment.text, asked.fill.start_color.rgb) == (41, "41 ?", "FFFFF2CC")


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_are_wide_enough_and_their_heads_stay_in_sight(language):
    book = workbook(HALF, language)
    for table in made(HALF, language).values():
        page = book[table.title]
        assert page.freeze_panes == "A2"
        for cell in page[1]:
            texts = [str(row[cell.column - 1].text) for row in table.rows]
            longest = max([len(str(cell.value)), *map(len, texts)])
            assert cell.font.bold
            assert page.column_dimensions[cell.column_letter].width >= min(longest, 40)


def test_charts_are_native_and_draw_what_stands_in_their_sheet():
    content = zipfile.ZipFile(io.BytesIO(render("xlsx", HALF, "en", FROZEN)))
    charts = sorted(name for name in content.namelist() if re.fullmatch(r"xl/charts/chart[0-9]+\.xml", name))
    first = content.read(charts[0]).decode()
    data = list(workbook(HALF, "en")["Chart data"].iter_rows(values_only=True))

    assert len(charts) == 8
    assert "<c:f>'Chart data'!$C$2</c:f>" in first
    assert "<c:barChart>" in first
    assert data[0] == ("Own citizens departed for labour migration", "first half of 2019", "first half of 2020")
    assert data[1] == ("Tajikistan", 300_284, 129_807)


def test_states_side_by_side_are_drawn_without_a_year_before():
    data = list(workbook(EXAMPLES["month-by-difference"], "en")["Chart data"].iter_rows(values_only=True))
    assert [row[:2] for row in data[:3]] == [
        ("Own citizens departed for labour migration", "July 2026"), ("Kazakhstan", 200), ("Russia", 20),
    ]  # fmt: skip


def test_without_anything_to_compare_nothing_is_drawn():
    assert "Графики" not in workbook(YEAR).sheetnames


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "ru",
            [
                "более 530\u202f883",
                "453\u202f870 [1]",
                "85,4\u202f%",
                "85,5\u202f%",
                "Доля в источнике усечена, а не округлена.",
            ],
        ),
        ("en", ["over 530,883", "453,870 [1]", "85.4%", "85.5%", "The share is truncated in the source, not rounded."]),
    ],
)
def test_the_text_file_shows_figures_as_printed_with_their_footnotes(language, words):
    shown = {cell for line in lines(YEAR, language) for cell in line}
    assert [word for word in words if word not in shown] == []


def test_the_file_says_which_message_it_shows():
    head = dict(line for line in lines(HALF, "en") if len(line) == 2)
    assert (head["Message"], head["Place in the log"], head["SHA-256 of the envelope"]) == (FROZEN.id, "77", "ab" * 32)
    assert head["Status"] == "Frozen and signed"


def test_a_draft_says_that_it_is_one():
    text = render("csv", HALF, "ru", None).decode("utf-8-sig")
    assert "Проект: обзор не зафиксирован" in text
    assert text.count("SHA-256 конверта") == 1


def test_what_a_sender_wrote_is_no_formula():
    report = {
        **HALF,
        "narratives": [{"area": "TJ", "text": {"en": '=HYPERLINK("x")'}}, {"area": "TJ", "text": {"ru": "+7"}}],
    }
    shown = [line[2] for line in lines(report, "en") if line[:2] == ["Tajikistan", "narrative"]]
    cells = list(workbook(report, "en")["Statements"].iter_rows(min_row=6))

    assert shown == ['\'=HYPERLINK("x")', "'+7"]
    assert [(row[2].value, row[2].data_type) for row in cells] == [('=HYPERLINK("x")', "s"), ("+7", "s")]


def test_a_rise_keeps_its_sign_in_the_text_file():
    assert any("+200" in line and "+9.4%" in line for line in lines(HALF, "en"))


def test_hidden_values_are_told_as_hidden():
    shown = [line for line in lines(EXAMPLES["small-cells"], "en") if "citizenship: Afghanistan" in line]
    (line,) = shown
    assert line[3].startswith("fewer than 5 [")
    other = [line for line in lines(EXAMPLES["small-cells"], "en") if "citizenship: other" in line]
    assert other[0][3].startswith("not shown [")


def test_mirror_statistics_say_that_nothing_is_corrected():
    table = made(EXAMPLES["month-by-difference"], "en")["mirror"]
    (row,) = table.rows

    assert [cell.text for cell in row[1:]] == ["Kazakhstan", "150", "Russia", "140", "−10", "−6.7%"]
    assert "neither is corrected" in table.note


def test_restated_figures_stand_beside_what_was_said_before():
    said = {
        "area": "RU",
        "indicator": "LAB.PAT",
        "dims": {"citizenship": "TJK"},
        "period": "2026-M03",
        "value": 101,
        "qualifier": "exact",
    }
    restated = [{**said, "before": {"value": 100, "qualifier": "about"}}, said]
    rows = made({**HALF, "restated": restated}, "en")["restated"].rows

    assert [[cell.text for cell in row[2:]] for row in rows] == [
        ["March 2026", "101", "about 100"],
        ["March 2026", "101", ""],
    ]
    assert rows[0][1].text == "Patents issued (citizenship: Tajikistan)"


def test_a_code_that_its_list_does_not_know_goes_by_itself():
    labels = Labels(catalogue=catalogue.load(), language="ru")
    assert labels.of("states", "ZZ") == "ZZ"
    assert labels.part({"sex": "Z"}) == "пол: Z"


def test_what_is_no_period_is_shown_as_it_stands():
    assert period_name("2020-H9", "ru") == "2020-H9"


def test_a_change_without_a_value_before_leaves_the_cell_empty():
    line = {**HALF["figures"][0], "change": {"base_period": "2019-H1", "stated": {"absolute_change": 5}}}
    (row,) = made({**HALF, "figures": [line]}, "en")["changes"].rows
    assert [cell.text for cell in row[4:]] == ["", "+5", "", ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pdf_is_tagged_named_and_uses_its_own_fonts(language):
    made_pdf = render("pdf", HALF, language, FROZEN)

    assert made_pdf.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in made_pdf
    assert b"/FontFile" in made_pdf
    assert (f"/Lang({language})".encode()) in made_pdf


def test_without_its_extra_the_pdf_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(document, "MODULE", "no_such_module")
    with pytest.raises(document.PdfMissingError) as caught:
        render("pdf", HALF, "ru", FROZEN)
    assert caught.value.code == "pdf-missing"


def test_the_words_are_said_in_both_languages():
    for ru, en in TEXTS.values():
        assert re.search("[а-яё№]", ru.lower())
        assert not re.search("[а-яё]", en.lower())


def test_the_file_is_named_by_period_edition_and_language():
    assert files.name_of(HALF, "xlsx", "ru") == "situation-report-2020-H1-1-ru.xlsx"


@pytest.mark.parametrize("form", files.FORMATS)
def test_a_report_with_nothing_in_it_is_a_file_all_the_same(form):
    empty = {name: [] if isinstance(value, list) else value for name, value in HALF.items()}
    assert render(form, empty, "ru", None)


def test_what_a_sender_wrote_is_no_markup_in_the_pdf():
    words = '#panic("x") $x$ *b* <l> `c` @ref // \\ #[#] [1] = title'
    report = {**HALF, "narratives": [{"area": "TJ", "text": {"ru": words}}], "footnotes": []}
    assert render("pdf", report, "ru", FROZEN).startswith(b"%PDF")
