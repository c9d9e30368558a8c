"""A report as PDF, set by Typst from a template of ours: accessible (PDF/UA-1), without fonts of the machine."""

import importlib
import re
from pathlib import Path
from typing import Any

from hub.core import instant
from hub.core.errors import UnavailableError
from hub.report.charts import Bars, bars_of
from hub.report.sheet import Sheet
from hub.report.texts import say
from keys import strict_json

MODULE = "typst"
TEMPLATE = Path(__file__).parent / "report.typ"
_DIGEST, _EIGHT = re.compile(r"[0-9a-f]{64}"), re.compile(".{8}")
WIDE = {"totals", "changes", "sources", "mirror"}


class PdfMissingError(UnavailableError):
    """Typst is not installed here."""

    code = "pdf-missing"
    ru = "Здесь не установлено то, чем делают PDF. Установите дополнение pdf или запросите xlsx, csv или json."
    en = "What makes PDFs is not installed here. Install the extra pdf, or ask for xlsx, csv or json."


def render(sheet: Sheet) -> bytes:
    """Return the document.

    Raises:
        PdfMissingError: the extra `pdf` is not installed.
    """
    try:
        typst = importlib.import_module(MODULE)
    except ImportError:
        raise PdfMissingError from None
    made_at = instant.parse(sheet.report["made_at"])
    document: bytes = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        sys_inputs={"data": strict_json.dumps(_data(sheet)).decode("utf-8")},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=None if made_at is None else int(made_at.timestamp()),
    )
    return document


def _data(sheet: Sheet) -> dict[str, Any]:
    """Return what the template shows."""
    language = sheet.labels.language
    return {
        "language": language,
        "council": say("council", language),
        "title": sheet.title,
        "head": [list(line) for line in sheet.head],
        "note": say("verify", language) if sheet.is_frozen else say("draft", language),
        "page": say("page", language),
        "charts_title": say("charts", language),
        "charts": [_chart(bars, sheet) for bars in bars_of(sheet.report, sheet.labels)],
        "tables": [
            {
                "title": table.title,
                "columns": list(table.columns),
                "rows": [[_breakable(cell.text) for cell in row] for row in table.rows],
                "right": [
                    any(row[place].value is not None for row in table.rows) for place in range(len(table.columns))
                ],
                "note": table.note,
                "small": table.name in WIDE,
            }
            for table in sheet.tables
        ],
    }


def _breakable(text: str) -> str:
    """Return a text whose long digests may be broken."""
    return _DIGEST.sub(lambda found: "\u200b".join(_EIGHT.findall(found[0])), text)


def _chart(bars: Bars, sheet: Sheet) -> dict[str, Any]:
    highest = max((value for _, values in bars.series for value in values if value is not None), default=0)
    return {
        "title": bars.title,
        "names": list(bars.names),
        "series": [
            {"name": name, "values": [_bar(value, highest, sheet) for value in values]} for name, values in bars.series
        ],
    }


def _bar(value: float | None, highest: float, sheet: Sheet) -> dict[str, Any]:
    if value is None:
        return {"share": 0, "text": "—"}
    return {"share": value / highest if highest else 0, "text": sheet.number(value)}
