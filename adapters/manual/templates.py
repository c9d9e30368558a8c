"""Writes the templates that people fill in: `python -m adapters.manual.templates FOLDER [--lang ru|en]`.

For each kind of record a workbook with its headings, and beside it a page that says column by column what to write,
with the words that are known. The words come from the catalogue, so templates made anew are up to date.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from html import escape
from io import BufferedWriter
from pathlib import Path

from adapters._files import atomic
from adapters._files.forms import figures, person
from adapters._files.forms.form import Form
from adapters._files.tables import Column, Table
from adapters._files.writing import xlsx_filler
from adapters.manual.tables import FORMS, PARTS
from schemas import catalogue, outline

_LANGS = ("ru", "en")
_MOST_WORDS = 60
_BY_CODE = frozenset(
    {"participants", "ban-grounds", "evidence-tiers", "languages", "refusal-reasons", "identifier-schemes"}
)
"""Lists whose codes are written, not their labels."""
_OTHERWISE: Mapping[str, str] = {
    **dict.fromkeys(("surname", "given", "patronymic"), "cyrillic"),
    **dict.fromkeys(("surname_latin", "given_latin", "patronymic_latin"), "latin"),
    "kind": "row_kind",
    "text_en": "english",
    "birth_date": "partial",
    "duration": "duration",
    "birth_state": "state",
    "document_state": "state",
    "citizenship": "state",
    "stops": "state",
    "dims": "dims",
    "period": "period",
}
"""Columns that are written otherwise than the record has it: their hint stands in place of the schema's description."""
_MEMBERS: Mapping[str, str] = {
    "period_kind": "/period/kind",
    "court": "/decision/court_ordered",
    "decision_authority": "/decision/authority/name",
    "change_cause": "/change/cause",
    "change_on": "/change/on",
    "care_needed": "/circumstances/care_needed",
    "security_measures": "/circumstances/security_measures",
    "ground_law": "/legal_ground/basis/law",
    "ground_article": "/legal_ground/basis/article",
    "ground_part": "/legal_ground/basis/part",
    "ground_number": "/legal_ground/decision_number",
    "ground_on": "/legal_ground/decided_on",
    "authority": "/authority/name",
}
"""Members that the forms name only as part of a larger one."""
_OF_FIGURES: Mapping[str, str] = {
    "qualifier": "/observations/0/qualifier",
    "status": "/observations/0/status",
    "change_percent": "/observations/0/comparison/percent_change",
    "share_of": "/observations/0/share/of_indicator",
    "rounding": "/observations/0/share/rounding",
    "codes": "/rank_or_trend/0/codes",
    "rank": "/rank_or_trend/0/rank",
    "direction": "/rank_or_trend/0/direction",
}
"""The same of figures."""
_LISTS: Mapping[str, str] = {
    "role": "name-roles",
    "script": "scripts",
    "tier": "evidence-tiers",
    "item": "evidence-items",
    "scheme": "identifier-schemes",
    "code": "refusal-reasons",
}
"""Code lists of what stands packed in a cell."""
_HINTS: Mapping[str, tuple[str, str]] = {
    "date": ("дата: дд.мм.гггг", "a date: dd.mm.yyyy"),
    "partial": ("дата или её часть: 12.03.1985, 03.1985, 1985, ок. 1985", "a date or part of one: 12.03.1985, 1985"),
    "moment": ("дата и время по Москве: дд.мм.гггг чч:мм", "date and time in Moscow: dd.mm.yyyy hh:mm"),
    "flag": ("да или нет", "yes or no"),
    "whole": ("целое число", "a whole number"),
    "duration": ("срок: 3 года, 6 мес., 90 дней", "a term: 3 года, 6 мес., 90 дней"),
    "state": ("название или код государства", "name or code of a state"),
    "dims": ("признак=значение, несколько через «;»", "dimension=value, several with “;” between"),
    "period": ("2025, 2025-Q1, 2025-H1, 2025-M03, 9 мес. 2025", "2025, 2025-Q1, 2025-H1, 2025-M03"),
    "cyrillic": ("кириллицей, как в документе", "in Cyrillic letters, as in the document"),
    "latin": ("латиницей, как в проездном документе", "in Latin letters, as in the travel document"),
    "english": ("то же по-английски, если есть", "the same in English, if there is such a text"),
    "row_kind": (
        "пусто — число; «текст» — о периоде; «источник»; «публикация» — «да» в «Значении»; вывод без числа: ",
        "empty: a number; “narrative”: on the period; “source”; “publication”: “yes” under Value; a statement: ",
    ),
    "many": ("несколько — через «|»", "several with “|” between"),
    "required": ("обязательно", "required"),
    "words": ("слова: ", "words: "),
    "packed": ("по порядку через «;»: ", "in this order with “;” between: "),
}


def write(folder: Path, lang: str) -> list[Path]:
    """Write the templates in `ru` or `en`; returns their workbooks.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder, table, lang) for table in FORMS.tables]


def _write(folder: Path, table: Table, lang: str) -> Path:
    book = folder / f"{table.kind}.xlsx"
    atomic.write(book, xlsx_filler([heading(column, lang) for column in table.columns], []))
    page = explain(table, lang).encode()

    def fill(file: BufferedWriter) -> None:
        file.write(page)

    atomic.write(book.with_suffix(".html"), fill)
    return book


def heading(column: Column, lang: str) -> str:
    """Return the heading of a column in a language."""
    return column.heading if lang == "ru" else column.also[0]


def explain(table: Table, lang: str) -> str:
    """Return the page that explains a template."""
    title = catalogue.load().record_type(table.kind, "1.0").titles[lang]
    pointers = _pointers(table)
    members = {member.path: member for member in catalogue.load().members(table.kind, "1.0")}
    rows = ""
    for column in table.columns:
        hints = "; ".join(_hints(column, members.get(pointers.get(column.key, ("?",))), lang))
        rows += f"<tr><th>{escape(heading(column, lang))}</th><td>{escape(hints)}</td></tr>\n"
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f'<body><h1>{escape(title)}</h1>\n<table border="1">\n{rows}</table></body></html>\n'
    )


def _pointers(table: Table) -> dict[str, tuple[str, ...]]:
    """Return the place in the record of each column, as the outline writes it; of several the first."""
    form = FORMS.find(table.kind)
    found: dict[str, tuple[str, ...]] = {}
    own = ((pointer, key) for key, pointer in _MEMBERS.items())
    for pointer, key in (*own, *_places(form)):
        found.setdefault(key, outline.place([_step(step) for step in pointer.split("/")[1:]]))
    return found


def _step(text: str) -> str | int:
    return int(text) if text.isdigit() else text


def _places(form: Form | None) -> Iterator[tuple[str, str]]:
    if form is None:
        yield from ((pointer, key) for key, pointer in _OF_FIGURES.items())
        yield from ((f"/observations/0{pointer}", key) for pointer, key in figures.PLACES.items())
        return
    yield from form.places.items()
    if form.person is not None:
        yield from ((f"/{form.person}{pointer}", key) for pointer, key in person.PLACES.items())


def _hints(column: Column, member: outline.Member | None, lang: str) -> Iterator[str]:
    at = _LANGS.index(lang)
    if column.required:
        yield _HINTS["required"][at]
    if column.parts:
        yield _HINTS["packed"][at] + "; ".join(PARTS[part][at] for part in column.parts)
    if column.repeats or column.parts:
        yield _HINTS["many"][at]
    if column.key in _OTHERWISE:
        yield _HINTS[_OTHERWISE[column.key]][at] + (_words("statement-kinds", at) if column.key == "kind" else "")
    elif column.parts:
        yield from (f"{PARTS[part][at]}: {_words(_LISTS[part], at)}" for part in column.parts if part in _LISTS)
    elif member is not None:
        yield from _written(column, member, at)


def _written(column: Column, member: outline.Member, at: int) -> Iterator[str]:
    """Yield what the schema says of a column: its description, the form of its values, the words of its lists."""
    description = (member.description_ru, member.description_en)[at]
    if description:
        yield description
    node = member.node
    if column.repeats and isinstance(node.get("items"), Mapping):
        node = node["items"]
    forms = (("format", "date", "date"), ("format", "date-time", "moment"), ("type", "boolean", "flag"))
    for name, value, hint in (*forms, ("type", "integer", "whole")):
        if node.get(name) == value:
            yield _HINTS[hint][at]
    lists = node.get("x-codes", [])
    for name in [lists] if isinstance(lists, str) else lists:
        if words := _words(name, at):
            yield _HINTS["words"][at] + words


def _words(name: str, at: int) -> str:
    """Return the words of a code list; empty when they are too many to read."""
    codes = catalogue.load().code_list(name)
    if len(codes.travelling) > _MOST_WORDS:
        return ""
    labels = {code: codes.label(code, _LANGS[at]) for code in codes.travelling}
    if name in _BY_CODE:
        return ", ".join(f"{_quoted(code, at)} ({label})" for code, label in labels.items())
    return ", ".join(f"{_quoted(label, at)} ({code})" for code, label in labels.items())


def _quoted(text: str, at: int) -> str:
    """Return a word as it is told from those beside it: some have commas and semicolons in them."""
    return f"«{text}»" if at == 0 else f"“{text}”"


def main() -> None:
    """Read the command line and write the templates."""
    parser = argparse.ArgumentParser(prog="adapters.manual.templates", description="Templates to fill in")
    parser.add_argument("folder", type=Path, help="where to write them")
    parser.add_argument("--lang", choices=_LANGS, default="ru", help="language of headings and explanations")
    arguments = parser.parse_args()
    for path in write(arguments.folder, arguments.lang):
        sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main()
