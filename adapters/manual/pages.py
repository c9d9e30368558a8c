"""A received record as a page that any browser opens: titles from the schema, labels from the code lists, one language.

The page is complete in itself: no script, no address, nothing is fetched. Every text is escaped.
"""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from hub.sdk.ports import Delivery
from schemas import catalogue, outline
from schemas.codes import UnknownCodeError

Path = tuple[str | int, ...]

_HEAD = (
    '<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<title>{title}</title><style>body{{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}}"
    "table{{border-collapse:collapse;width:100%}}th,td{{border:1px solid #777;padding:.3em .6em;text-align:left;"
    "vertical-align:top;white-space:pre-wrap}}th{{width:40%;font-weight:600}}</style></head><body>\n"
)
_ABOUT: Mapping[str, tuple[str, str]] = {
    "sender": ("Отправитель", "Sender"),
    "accepted_at": ("Принято узлом", "Accepted by the hub"),
    "index": ("Номер в журнале", "Number in the log"),
    "message_id": ("Номер сообщения", "Message"),
    "reply_to": ("Ответ на сообщение", "In reply to"),
}
_YES_NO: Mapping[str, tuple[str, str]] = {"ru": ("да", "нет"), "en": ("yes", "no")}


def make(delivery: Delivery, lang: str, files: Sequence[str] = ()) -> str:
    """Return the page of a delivery in `ru` or `en`; `files` are the names of what came with it."""
    title = catalogue.load().record_type(delivery.type, delivery.version).titles[lang]
    members = {member.path: member for member in catalogue.load().members(delivery.type, delivery.version)}
    rows = [(_name(path, members, lang), _value(value, path, members, lang)) for path, value in _leaves(delivery)]
    about = [(titles[lang == "en"], getattr(delivery, name)) for name, titles in _ABOUT.items()]
    heading = f"{title}: {delivery.subject}" if delivery.subject else title
    return "".join(
        [
            _HEAD.format(lang=lang, title=escape(heading)),
            f"<h1>{escape(heading)}</h1>\n",
            _table([(name, str(value)) for name, value in about if value is not None]),
            _table(rows),
            *(f'<p><a href="{escape(name, quote=True)}">{escape(name)}</a></p>\n' for name in files),
            "</body></html>\n",
        ]
    )


def _table(rows: Sequence[tuple[str, str]]) -> str:
    lines = (f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>\n" for name, value in rows)
    return f"<table>\n{''.join(lines)}</table>\n<br>\n"


def _leaves(delivery: Delivery) -> Iterator[tuple[Path, Any]]:
    # What was sealed stands in files of its own, opened.
    return _walk((), {name: value for name, value in delivery.record.items() if name != "sealed"})


def _walk(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Mapping) and value:
        for name, child in value.items():
            yield from _walk((*path, name), child)
    elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping | list):
        for number, child in enumerate(value):
            yield from _walk((*path, number), child)
    else:
        yield path, value


def _name(path: Path, members: Mapping[tuple[str, ...], outline.Member], lang: str) -> str:
    """Return the titles on the way to a value: «Лицо › Документы 2 › Номер»."""
    steps: list[str] = []
    for length, step in enumerate(path, 1):
        if isinstance(step, int):
            steps[-1] += f" {step + 1}"
            continue
        member = members.get(outline.place(path[:length]))
        steps.append((member.ru if lang == "ru" else member.en) if member is not None else step)
    return " › ".join(steps)


def _value(value: Any, path: Path, members: Mapping[tuple[str, ...], outline.Member], lang: str) -> str:
    member = members.get(outline.place(path))
    if isinstance(value, list | tuple):
        inner = members.get((*outline.place(path), outline.ITEM))
        return ", ".join(_label(item, inner, lang) for item in value) or "—"
    return _label(value, member, lang)


def _label(value: Any, member: outline.Member | None, lang: str) -> str:
    if isinstance(value, bool):
        return _YES_NO[lang][not value]
    if isinstance(value, Mapping) or value is None:
        return "—"
    lists = [] if member is None else member.node.get("x-codes", [])
    for name in [lists] if isinstance(lists, str) else lists:
        try:
            return f"{catalogue.load().code_list(name).label(value, lang)} ({value})"
        except UnknownCodeError:
            continue
    return str(value)
