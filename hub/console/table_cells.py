"""Cells of a workbook as they are shown: 0.87 under "0%" is 87, 5.0999999999999996 is the 5.1 that was typed.

A program stores numbers in seventeen digits and shows them by a format. What people see in their table is what they
mean, so that is what is read. Days, fractions, powers and thousands left out have no place among figures: such a number
stays as it is stored, and the form shows it.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from xml.etree import ElementTree

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DIGITS, MOST_DECIMALS = 15, 10  # that a spreadsheet holds; that a figure is shown with
# Formats that a workbook need not spell out.
_BUILT_IN = {
    **dict(zip((1, 2, 3, 4, 9, 10), ("0", "0.00", "#,##0", "#,##0.00", "0%", "0.00%"), strict=True)),
    **dict.fromkeys((37, 38), "#,##0"),
    **dict.fromkeys((39, 40), "#,##0.00"),
}
# What is in a format as words: in quotes, behind a backslash, as wide as another sign, a colour or condition.
_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_PLAIN = re.compile(r"[^a-z@/?]*", re.IGNORECASE)
_THOUSANDS_OUT = re.compile(r",(?![0#,])")


def read_formats(styles: ElementTree.Element) -> Sequence[str]:
    """Return the format of each style of a workbook; "" where numbers are shown as they are.

    Raises:
        ValueError: the styles cannot be read.
    """
    own = {int(each.get("numFmtId", "")): each.get("formatCode", "") for each in styles.iter(f"{SPACE}numFmt")}
    listed = styles.find(f"{SPACE}cellXfs")
    kinds = [] if listed is None else [int(each.get("numFmtId", "0")) for each in listed.iter(f"{SPACE}xf")]
    return [own.get(kind, _BUILT_IN.get(kind, "")) for kind in kinds]


def say_number(stored: str, shown: str) -> str:
    """Return a stored number as a format shows it, with a point before decimals.

    Raises:
        ValueError: it is no number.
    """
    found = float(stored)
    if not isfinite(found):
        raise ValueError
    number = Decimal(f"{found:.{DIGITS}g}")
    plain = _WORDS.sub("", shown).partition(";")[0]
    decimals = _decimals(plain)
    if not _is_figure(plain) or abs(found) >= 10**DIGITS or len(decimals) > MOST_DECIMALS:
        return f"{number:f}"
    rounded = number.scaleb(2 * plain.count("%")).quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    text = f"{rounded:f}"
    optional = len(decimals) - len(decimals.rstrip("#"))
    return text if not optional else text[:-optional] + text[-optional:].rstrip("0")


def _is_figure(plain: str) -> bool:
    """Say whether a format, without its words, shows a number as it is or in per cent."""
    is_other = not _PLAIN.fullmatch(plain) or _THOUSANDS_OUT.search(plain) or plain.count("%") > 1
    return bool(re.search("[0#]", plain)) and not is_other


def _decimals(plain: str) -> str:
    """Return the places behind the point of a format: a digit that is always shown, or one that is if it is not 0."""
    found = re.search(r"\.([0#]*)", plain)
    return "" if found is None else found[1]
