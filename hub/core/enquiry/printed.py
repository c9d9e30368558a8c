"""The sheets of an answer as plain text, and as one HTML page that prints on paper."""

from collections.abc import Sequence
from html import escape

from hub.core.enquiry.sheet import Part, Sheet

_STYLE = (
    "body{font:11pt/1.4 serif;max-width:180mm;margin:0 auto;padding:10mm}"
    "section+section{break-before:page}h1{font-size:15pt}h2{font-size:12pt;margin:4mm 0 1mm}"
    ".verdict{border:1px solid;padding:3mm;font-weight:bold}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #999;padding:1mm 2mm;text-align:left;vertical-align:top}th{width:40%;font-weight:normal}"
    ".signature{margin-top:12mm}"
)


def as_text(sheets: Sequence[Sheet]) -> str:
    """Return the sheets as plain text."""
    return "\n\n".join(_text(each) for each in sheets) + "\n"


def _text(sheet: Sheet) -> str:
    lines = [sheet.title.upper(), "", sheet.verdict]
    for part in sheet.parts:
        lines += ["", *([part.heading] if part.heading else [])]
        lines += [f"  {label}: {value}" if label else f"  {value}" for label, value in part.lines]
    return "\n".join([*lines, "", *sheet.notes, "", f"{sheet.signature}: ____________________"])


def as_html(sheets: Sequence[Sheet]) -> str:
    """Return the sheets as one HTML page, a sheet of paper each."""
    title = escape(sheets[0].title)
    body = "\n".join(_html(each) for each in sheets)
    return (
        f'<!DOCTYPE html>\n<html lang="{sheets[0].language}">\n<head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _html(sheet: Sheet) -> str:
    parts = "\n".join(_part(each) for each in sheet.parts)
    notes = "\n".join(f"<p>{escape(note)}</p>" for note in sheet.notes)
    return (
        f'<section lang="{escape(sheet.language)}">\n<h1>{escape(sheet.title)}</h1>\n'
        f'<p class="verdict">{escape(sheet.verdict)}</p>\n{parts}\n{notes}\n'
        f'<p class="signature">{escape(sheet.signature)}: ____________________</p>\n</section>'
    )


def _part(part: Part) -> str:
    heading = f"<h2>{escape(part.heading)}</h2>\n" if part.heading else ""
    rows = "\n".join(f"<tr><th>{escape(label)}</th><td>{escape(value)}</td></tr>" for label, value in part.lines)
    return f"{heading}<table>\n{rows}\n</table>"
