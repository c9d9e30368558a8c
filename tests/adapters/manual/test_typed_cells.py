"""What a spreadsheet makes of what a person types: it is read as shown, or told, and never as something else."""

import datetime
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from adapters._files import workbook
from adapters._files.limits import Limits
from adapters._files.refusal import FileRefusedError
from adapters.manual.templates import write
from tests.adapters.manual.desk import fill, open_desk, own_ban

NOON = datetime.datetime(1985, 3, 1, 12, 0, 0, 1)  # noqa: DTZ001 - cells of a workbook know no zone


def shown(value: Any, number_format: str) -> str:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet["A1"] = value
    sheet["A1"].number_format = number_format
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    [(_, [text])] = workbook.read(io.BufferedReader(file), Limits())  # type: ignore[arg-type]
    return text


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (NOON, "dd.mm.yyyy", "01.03.1985"),
        (NOON, "mm-dd-yy", "01.03.1985"),
        (NOON, "[$-419]d\\ mmmm\\ yyyy;@", "01.03.1985"),
        (NOON, "mmm-yy", "03.1985"),
        (NOON, "yyyy", "1985"),
        (NOON, "dd.mm.yyyy h:mm", "01.03.1985 12:00:00"),
        (NOON.replace(hour=0), "yyyy-mm-dd h:mm:ss", "01.03.1985"),
        (NOON.date(), 'dd.mm.yyyy" г."', "01.03.1985"),
        (0.5, "0%", "50 %"),
        (0.854, "0.0%", "85,4 %"),
        (12.5, "General", "12,5"),
        (1234.0, "General", "1234"),
        (1234, "0000000", "0001234"),
        (1234, "General", "1234"),
        (85.4, "0.0", "85,4"),
        (True, "General", "да"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(value: Any, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


@pytest.mark.parametrize(
    ("value", "number_format"),
    [(NOON, "d-mmm"), (NOON, "h:mm"), (datetime.time(12, 5), "h:mm"), (datetime.timedelta(hours=30), "[h]:mm")],
)
def test_a_date_shown_in_part_is_told_with_its_place(value: Any, number_format: str) -> None:
    with pytest.raises(FileRefusedError) as caught:
        shown(value, number_format)

    [fault] = caught.value.faults
    assert (fault.code, fault.place) == ("date-shown-in-part", "R1C1")


def test_cells_of_a_template_are_text_before_anything_is_typed(tmp_path: Path) -> None:
    for path in write(tmp_path, "ru"):
        sheet: Any = openpyxl.load_workbook(path).active
        [columns] = sheet.column_dimensions.values()
        assert (columns.min, columns.max, columns.number_format) == (1, sheet.max_column, "@")


def test_a_month_of_birth_that_the_spreadsheet_made_a_day_stays_a_month(tmp_path: Path) -> None:
    with_month = openpyxl.load_workbook(io.BytesIO(fill("entry-ban", [own_ban()])))
    sheet: Any = with_month.active
    [column] = [cell.column_letter for cell in sheet[1] if cell.value == "Дата рождения"]
    sheet[f"{column}2"] = NOON
    sheet[f"{column}2"].number_format = "mmm-yy"
    file = io.BytesIO()
    with_month.save(file)
    with open_desk(tmp_path) as desk:
        desk.drop(file.getvalue(), "month.xlsx")
        [change] = desk.open_adapter().source.changes(None, 10).changes

    assert change.record["subject"]["birth"]["date"] == {"year": 1985, "month": 3}
