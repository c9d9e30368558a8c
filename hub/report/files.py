"""The formats of a report as a file, and what the file is called."""

from collections.abc import Mapping
from typing import Any

FORMATS: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
}


def name_of(report: Mapping[str, Any], name: str, language: str) -> str:
    """Return the name of the file: situation-report-2020-H1-2-ru.xlsx."""
    return f"situation-report-{report['period']['value']}-{report['edition']}-{language}.{name}"
