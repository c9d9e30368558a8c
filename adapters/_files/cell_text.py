"""What a cell of a workbook shows: the value as its author sees it, as it would stand in a CSV file.

A spreadsheet makes something else of what is typed: «03.1985» becomes the first of March, «12/5» a day of this year,
«50 %» a half, «0012» a twelve. The format of the cell shows what was typed, so it decides; what shows too little to be
understood in one way is refused.
"""

import datetime
import re
from decimal import Decimal
from typing import Any

from adapters._files.csv_rows import formula
from adapters._files.refusal import place_of, refuse

_DECORATION = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
_PADDED = re.compile(r"0{2,}")
_WHOLE = 1e15  # beyond it a float does not hold every whole number
_HALF_A_SECOND = datetime.timedelta(milliseconds=500)


def show(cell: Any, row: int, column: int) -> str:
    """Return what a cell shows.

    Raises:
        FileRefusedError: it is a formula, an error, or a date or time that is shown in part.
    """
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise formula(row, column)
    if cell.data_type == "e":
        raise refuse(
            "cell-error",
            "В ячейке ошибка вычисления. Введите значение.",
            "The cell shows an error of calculation. Enter the value.",
            place_of(row, column),
        )
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, int | float):
        return _number(value, _plain(cell))
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return _date(value, _plain(cell), place_of(row, column))
    return str(value)


def _plain(cell: Any) -> str:
    """Return the format of a cell for positive values, in small letters, without words and colours."""
    return _DECORATION.sub("", cell.number_format or "").partition(";")[0].strip().lower()


def _number(value: float, shown: str) -> str:
    if "%" in shown:
        return _decimal(Decimal(repr(value)) * 100) + " %"
    if isinstance(value, int):
        return f"{value:0{len(shown)}d}" if _PADDED.fullmatch(shown) else str(value)
    return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else _decimal(Decimal(repr(value)))


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _date(value: datetime.date | datetime.time | datetime.timedelta, shown: str, place: str) -> str:
    if not isinstance(value, datetime.date) or "y" not in shown:
        raise refuse(
            "date-shown-in-part",
            "Программа таблиц превратила значение в дату или время и показывает лишь часть. "
            "Задайте ячейке текстовый формат и введите значение снова.",
            "The spreadsheet has made a date or time of the value and shows a part of it. "
            "Give the cell the text format and enter the value again.",
            place,
        )
    if isinstance(value, datetime.datetime) and "h" in shown:
        value = (value + _HALF_A_SECOND).replace(microsecond=0)
        if value.time() != datetime.time():
            return value.strftime("%d.%m.%Y %H:%M:%S")
    if "d" in shown:
        return value.strftime("%d.%m.%Y")
    return value.strftime("%m.%Y" if "m" in shown else "%Y")
