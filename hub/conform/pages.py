"""The protocol of a run for people: lines for the terminal, a page in Russian or English without scripts."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from hub.conform.scenario import Said

Shown = Mapping[str, Any]

WORDS: Mapping[str, Said] = {
    "title": Said(ru="Протокол проверки соответствия", en="Protocol of conformance"),
    "held": Said(ru="выполнено", en="held"),
    "failed": Said(ru="НЕ выполнено", en="NOT held"),
    "all": Said(ru="Соответствует: выполнены все сценарии.", en="Conforms: every scenario held."),
    "not-all": Said(ru="Не соответствует.", en="Does not conform."),
    "subject": Said(ru="Проверялось", en="Tested"),
    "participant": Said(ru="Участник", en="Participant"),
    "version": Said(ru="Версия набора", en="Version of the kit"),
    "records": Said(ru="Вид записей", en="Record type"),
    "time": Said(ru="Время (UTC)", en="Time (UTC)"),
    "key": Said(ru="Ключ подписи", en="Signing key"),
    "counts": Said(ru="Выполнено, не выполнено", en="Held, not held"),
    "scenario": Said(ru="Сценарий", en="Scenario"),
    "sent": Said(ru="Что посылалось", en="What was sent"),
    "expected": Said(ru="Что ожидалось", en="What was expected"),
    "asks": Said(ru="Требование", en="Asked for by"),
    "outcome": Said(ru="Итог", en="Outcome"),
    "signed": Said(
        ru="Подпись проверяет команда hub conform verify в папке протокола; страница сделана из protocol.json.",
        en="hub conform verify checks the signature in the protocol's folder; this page is made from protocol.json.",
    ),
}
SUBJECTS: Mapping[str, Said] = {
    "gateway": Said(ru="шлюз с адаптером {about}", en="the gateway with the adapter {about}"),
    "command": Said(ru="программа участника: {about}", en="the participant's program: {about}"),
    "files": Said(ru="файлы папки {about}, без сети", en="the files of the folder {about}, offline"),
}
STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #767676;padding:.4rem;text-align:left;"
    "vertical-align:top}th{background:#eee}dt{font-weight:bold}.failed{font-weight:bold;color:#8a1f11}"
    ".held{color:#1a5e20}code{overflow-wrap:anywhere}"
)


def lines(shown: Shown, language: str) -> Iterator[str]:
    """Yield the protocol line by line."""
    for result in shown["results"]:
        yield line(result, language)
    yield ""
    yield verdict(shown, language)


def line(result: Shown, language: str) -> str:
    """Return one result in one line, and what was not as expected in a second."""
    mark = WORDS[result["verdict"]].of(language)
    said = f"{mark:12}  {result['pack']}/{result['name']}: {_of(result['title'], language)} ({result['seconds']} s)"
    if result["found"] is None:
        return _plain(said)
    return f"{_plain(said)}\n{'':14}{_plain(_of(result['found'], language))} {_plain(result['asks'])}"


def verdict(shown: Shown, language: str) -> str:
    """Return the sentence at the end."""
    all_held = shown["results"] and not shown["failed"]
    counts = f"{WORDS['counts'].of(language)}: {shown['held']}, {shown['failed']}"
    return f"{WORDS['all' if all_held else 'not-all'].of(language)} {counts}."


def subject(shown: Shown, language: str) -> str:
    """Return what was tested, in words."""
    return SUBJECTS[shown["subject"]].of(language).format(about=_plain(str(shown["about"])))


def _plain(text: str) -> str:
    """Return a text of a protocol, which anybody may have written, without what steers a terminal."""
    return "".join(each if each.isprintable() else " " for each in text)


def records(shown: Shown) -> str:
    """Return type and version of the records that were played with."""
    kind = shown["record_type"]
    return "—" if kind is None else f"{kind['type']} {kind['version']}"


def render(shown: Shown, language: str) -> bytes:
    """Return the page."""
    title = f"{WORDS['title'].of(language)}: {shown['participant']}"
    facts = {
        "subject": subject(shown, language),
        "participant": shown["participant"],
        "version": shown["version"],
        "records": records(shown),
        "time": f"{shown['started_at']} – {shown['ended_at']}",
        "key": shown["key"]["kid"],
    }
    listed = "".join(
        f"<dt>{escape(WORDS[name].of(language))}</dt><dd><code>{escape(str(value))}</code></dd>\n"
        for name, value in facts.items()
    )
    tables = "".join(_table(shown, pack, texts, language) for pack, texts in shown["titles"].items())
    page = (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        f'<meta name="viewport" content="width=device-width">\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n'
        f"<h1>{escape(title)}</h1>\n<p><strong>{escape(verdict(shown, language))}</strong></p>\n<dl>\n{listed}</dl>\n"
        f"{tables}<p>{escape(WORDS['signed'].of(language))}</p>\n</main>\n</body>\n</html>\n"
    )
    return page.encode()


def _table(shown: Shown, pack: str, texts: Mapping[str, str], language: str) -> str:
    names = ("scenario", "sent", "expected", "asks", "outcome")
    head = "".join(f'<th scope="col">{escape(WORDS[name].of(language))}</th>' for name in names)
    rows = "".join(_row(result, language) for result in shown["results"] if result["pack"] == pack)
    return f"<h2>{escape(_of(texts, language))}</h2>\n<table>\n<tr>{head}</tr>\n{rows}</table>\n"


def _row(result: Shown, language: str) -> str:
    found = "" if result["found"] is None else f"<br>{escape(_of(result['found'], language))}"
    mark = escape(WORDS[result["verdict"]].of(language))
    cells = (
        f'<th scope="row">{escape(_of(result["title"], language))}<br><code>{escape(result["name"])}</code></th>',
        f"<td>{escape(_of(result['sent'], language))}</td>",
        f"<td>{escape(_of(result['expected'], language))}</td>",
        f"<td><code>{escape(result['asks'])}</code></td>",
        f'<td><span class="{escape(result["verdict"])}">{mark}</span>{found}</td>',
    )
    return f"<tr>{''.join(cells)}</tr>\n"


def _of(texts: Mapping[str, str], language: str) -> str:
    return texts[language]
