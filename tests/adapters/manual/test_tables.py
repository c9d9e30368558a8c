"""The templates: every record goes through a row and back, in both languages, and every word told is read."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from adapters._files.coded import Coded
from adapters._files.forms.form import Form
from adapters._files.tables import RowReader, Sheet, recognise
from adapters._parts.faults import Findings
from adapters._parts.letters import is_nothing
from adapters.manual import templates
from adapters.manual.tables import FORMS, PARTS
from keys import strict_json
from schemas import catalogue
from tests.adapters.manual.desk import fill, open_desk
from tests.adapters.strategy_table import BY_TYPE

GOLDEN = Path(templates.__file__).parent / "golden"
quick = hypothesis_settings(
    max_examples=hypothesis_settings().max_examples // 6,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def again(form: Form, cells: dict[str, str]) -> dict[str, Any]:
    """The record of a row."""
    places = {column.key: at for at, column in enumerate(form.table.columns, 1)}
    findings = Findings()
    row = RowReader(Sheet(table=form.table, places=places), (2, [cells.get(key, "") for key in places]), findings)
    record = form.parse(row, "am-mcs")
    findings.settle()
    return record


def said(cells: dict[str, str]) -> dict[str, str]:
    """Cells without those that say that there is nothing."""
    return {key: cell for key, cell in cells.items() if not is_nothing(cell)}


@pytest.mark.parametrize("form", FORMS.documents, ids=lambda form: form.kind)
@quick
@given(data=st.data())
def test_a_row_says_the_same_after_it_was_written_again(form: Form, data: st.DataObject) -> None:
    cells = form.format(data.draw(BY_TYPE[form.kind]))

    assert said(form.format(again(form, cells))) == said(cells)


@pytest.mark.parametrize("lang", ["ru", "en"])
def test_templates_are_recognised_by_their_headings_in_both_languages(tmp_path: Path, lang: str) -> None:
    books = templates.write(tmp_path, lang)

    assert sorted(path.name for path in books) == sorted(f"{table.kind}.xlsx" for table in FORMS.tables)
    for table in FORMS.tables:
        headings = [templates.heading(column, lang) for column in table.columns]
        sheet = recognise(iter([(1, headings)]), FORMS.tables)
        assert sheet.table is table
        assert list(sheet.places) == [column.key for column in table.columns]


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("table", FORMS.tables, ids=lambda table: table.kind)
def test_the_page_of_a_template_explains_every_column(table: Any, lang: str) -> None:
    page = templates.explain(table, lang)

    for column in table.columns:
        assert templates.heading(column, lang) in page
    assert all(PARTS[part] for column in table.columns for part in column.parts)


@pytest.mark.parametrize("table", FORMS.tables, ids=lambda table: table.kind)
def test_no_column_of_a_template_is_left_without_a_word(table: Any) -> None:
    assert "<td></td>" not in templates.explain(table, "ru") + templates.explain(table, "en")


def test_words_with_commas_and_semicolons_are_told_from_those_beside_them() -> None:
    page = templates.explain(next(table for table in FORMS.tables if table.kind == "entry-ban"), "ru")

    assert "«ожидает начального события; считается действующим» (pending_start), «действует» (active)" in page
    assert "«закрытый» (restricted)" in page


@pytest.mark.parametrize(
    ("word", "member"),
    [
        ("", "observations"),
        ("figure", "observations"),
        ("показатель", "observations"),
        ("narrative", "narrative"),
        ("текст", "narrative"),
        ("source", "source_note"),
        ("источник", "source_note"),
        ("тенденция", "rank_or_trend"),
    ],
)
def test_every_kind_of_row_that_the_page_tells_is_read(tmp_path: Path, word: str, member: str) -> None:
    row = {"kind": word, "indicator": "граждан выехало в трудовую миграцию", "period": "2025", "value": "10"}
    with open_desk(tmp_path) as desk:
        figure = {**row, "kind": ""}
        desk.drop(
            fill("situation-summary", [figure, {**row, "dims": "пол=М", "direction": "increase", "text": "Рост."}]),
            "figures.xlsx",
        )
        [change] = desk.open_adapter().source.changes(None, 10).changes

    assert len(change.record[member]) == (2 if member == "observations" else 1)


def test_a_dimension_named_twice_is_told(tmp_path: Path) -> None:
    row = {"indicator": "граждан выехало в трудовую миграцию", "period": "2025", "value": "10", "dims": "пол=М; пол=Ж"}
    with open_desk(tmp_path) as desk:
        desk.drop(fill("situation-summary", [row]), "twice.xlsx")
        assert desk.open_adapter().source.changes(None, 10).changes == []
        assert desk.report("twice.xlsx")["faults"][0]["code"] == "dims-invalid"


@pytest.mark.parametrize(
    ("list_", "lang"), [(name, lang) for name in ("ban-statuses", "document-types", "sexes") for lang in ("ru", "en")]
)
def test_a_word_that_a_page_tells_is_read(list_: str, lang: str) -> None:
    codes = catalogue.load().code_list(list_)
    page = templates.explain(next(table for table in FORMS.tables if table.kind == "entry-ban"), lang)

    for code in codes.travelling:
        assert codes.label(code, lang).replace("'", "&#x27;") in page
        assert Coded(list_).parse(codes.label(code, lang)) == code


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("type_", ["entry-ban", "readmission-request", "citizenship-check-request"])
def test_golden_rows_become_records(tmp_path: Path, type_: str, lang: str) -> None:
    cells = strict_json.loads((GOLDEN / f"{type_}.row.json").read_bytes())
    record = strict_json.loads((GOLDEN / f"{type_}.json").read_bytes())
    with open_desk(tmp_path) as desk:
        desk.drop(fill(type_, [cells], lang=lang), "golden.xlsx")  # type: ignore[list-item]
        (change,) = desk.open_adapter().source.changes(None, 10).changes

    assert change.record == record
    assert catalogue.load().validate(type_, "1.0", record) == []


def test_an_empty_template_is_taken_and_sends_nothing(tmp_path: Path) -> None:
    with open_desk(tmp_path) as desk:
        desk.drop(fill("readmission-reply", []), "empty.xlsx")
        adapter = desk.open_adapter()
        batch = adapter.source.changes(None, 10)
        adapter.source.changes(batch.cursor, 10)

        assert batch.changes == []
        assert desk.names("done") == ["empty.xlsx"]


def test_the_command_writes_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr("sys.argv", ["templates", str(tmp_path / "new"), "--lang", "en"])
    templates.main()

    assert len(capsys.readouterr().out.splitlines()) == len(list((tmp_path / "new").glob("*.xlsx"))) == 6
