"""A report as a file: XLSX, PDF, CSV or JSON, in Russian or English, always the same bytes for the same report.

Each file says which signed message it shows, or that it is a draft.
"""

from collections.abc import Callable, Mapping
from typing import Any

from hub.report import document, separated, spreadsheet, tables
from hub.report.cell import period_name
from hub.report.labels import Labels
from hub.report.sheet import Frozen, Sheet
from hub.report.texts import say
from keys import strict_json
from schemas import catalogue

Renderer = Callable[[Sheet], bytes]
RENDERERS: Mapping[str, Renderer] = {
    "xlsx": spreadsheet.render,
    "pdf": document.render,
    "csv": separated.render,
    "json": lambda sheet: strict_json.dumps(sheet.report) + b"\n",
}


def render(name: str, report: Mapping[str, Any], language: str, frozen: Frozen | None) -> bytes:
    """Return the bytes of a report as a file of one of `files.FORMATS`.

    Raises:
        PdfMissingError: the extra `pdf` is not installed.
    """
    return RENDERERS[name](sheet_of(report, language, frozen))


def sheet_of(report: Mapping[str, Any], language: str, frozen: Frozen | None) -> Sheet:
    """Return what every file of a report is made from."""
    labels = Labels(catalogue=catalogue.load(), language=language)
    return Sheet(
        report=report,
        labels=labels,
        title=f"{say('title', language)}: {period_name(report['period']['value'], language)}",
        head=_head(report, labels, frozen),
        tables=tuple(tables.make(report, labels)),
        is_frozen=frozen is not None,
    )


def _head(report: Mapping[str, Any], labels: Labels, frozen: Frozen | None) -> tuple[tuple[str, str], ...]:
    def line(name: str, value: object) -> tuple[str, str]:
        return say(name, labels.language), str(value)

    head = [
        line("edition", report["edition"]),
        line("audience", labels.of("report-audiences", report["audience"])),
        line("made_at", report["made_at"]),
        line("log_size", report["log_size"]),
    ]
    if frozen is None:
        return (*head, line("status", say("draft", labels.language)))
    return (
        *head,
        line("status", say("frozen", labels.language)),
        line("sender", labels.of("participants", frozen.sender)),
        line("message", frozen.id),
        line("index", frozen.index),
        line("sha256", frozen.sha256),
    )
