"""Reference pages made from the schemas: what a record holds, in Russian and English.

Pure: schemas and code lists in, Markdown out. `python -m schemas.publish` writes the pages to docs/reference/records;
a test makes them again and compares.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schemas import resolution
from schemas.codes import CodeList
from schemas.outline import ITEM, Member
from schemas.record_type import RecordType

# Longer lists are named, not printed.
LONGEST = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    lang: str
    heading: str
    facts: tuple[str, str, str, str, str]
    yes: str
    no: str
    columns: tuple[str, str, str, str]
    kinds: Mapping[str, str]
    codes: str
    up_to: str
    conditions: str
    when: str
    needed: str
    forbidden: str
    at_least: str
    at_most: str
    form: str


_RU = _Words(
    lang="ru",
    heading="На русском языке",
    facts=("Вид записи", "Версия", "Очередь", "Персональные данные", "Отправка группе"),
    yes="да",
    no="нет",
    columns=("Поле", "Вид", "Обязательно", "Содержание"),
    kinds={
        "object": "объект",
        "array": "список",
        "string": "строка",
        "integer": "целое число",
        "number": "число",
        "boolean": "да/нет",
        "date": "дата",
        "date-time": "время UTC",
    },
    codes="код",
    up_to="до",
    conditions="Условия",
    when="если",
    needed="нужно",
    forbidden="недопустимо",
    at_least="не менее",
    at_most="не более",
    form="вид",
)
_EN = _Words(
    lang="en",
    heading="In English",
    facts=("Record type", "Version", "Lane", "Person data", "May go to a group"),
    yes="yes",
    no="no",
    columns=("Member", "Kind", "Required", "Meaning"),
    kinds={
        "object": "object",
        "array": "list",
        "string": "text",
        "integer": "integer",
        "number": "number",
        "boolean": "true/false",
        "date": "date",
        "date-time": "UTC time",
    },
    codes="code",
    up_to="up to",
    conditions="Conditions",
    when="if",
    needed="needed",
    forbidden="not allowed",
    at_least="at least",
    at_most="at most",
    form="form",
)


def record_page(kind: RecordType, members: Iterable[Member]) -> str:
    """Return the page of one version of a record type."""
    known = tuple(members)
    lines = [f"# {kind.titles['ru']} / {kind.titles['en']} (`{kind.name}` {kind.version})", ""]
    for words in (_RU, _EN):
        lines += _part(kind, known, words)
    return "\n".join(lines).rstrip() + "\n"


def codes_page(lists: Iterable[CodeList]) -> str:
    """Return the page of all code lists."""
    lines = ["# Списки кодов / Code lists", ""]
    for item in lists:
        lines += [f"## `{item.name}`", "", f"{item.titles['ru']} / {item.titles['en']}. {item.source}.", ""]
        if len(item.entries) > LONGEST:
            lines += [f"{len(item.entries)} ({item.entries[0].code} … {item.entries[-1].code})", ""]
            continue
        lines += ["| | ru | en |", "|---|---|---|"]
        lines += [f"| `{entry.code}` | {_cell(entry.ru)} | {_cell(entry.en)} |" for entry in item.entries]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _part(kind: RecordType, members: Sequence[Member], words: _Words) -> list[str]:
    values = (
        kind.titles[words.lang],
        kind.version,
        f"`{kind.lane}`",
        words.yes if kind.person_data else words.no,
        words.yes if kind.groups_allowed else words.no,
    )
    facts = [f"- {name}: {value}" for name, value in zip(words.facts, values, strict=True)]
    lines = [f"## {words.heading}", "", _text(members[0], words), "", *facts, ""]
    lines += [f"| {' | '.join(words.columns)} |", "|---|---|---|---|"]
    lines += [_row(member, words) for member in members[1:] if member.path[-1] != ITEM or _plain(member)]
    conditions = [line for member in members for line in _conditions(member, words)]
    return [*lines, "", *([f"{words.conditions}:", "", *conditions, ""] if conditions else [])]


def _plain(member: Member) -> bool:
    """Items of a list are shown on their own only where they are no objects; their members follow anyway."""
    return member.node.get("type") != "object"


def _row(member: Member, words: _Words) -> str:
    cells = (f"`{_path(member.path)}`", _kind(member.node, words), words.yes if member.required else "")
    return f"| {' | '.join(cells)} | {_cell(_text(member, words))} |"


def _path(path: Sequence[str]) -> str:
    return ".".join(path).replace(f".{ITEM}", "[]")


def _text(member: Member, words: _Words) -> str:
    pair = (member.ru, member.description_ru) if words.lang == "ru" else (member.en, member.description_en)
    return f"**{pair[0]}** — {pair[1]}" if pair[0] else ""


def _kind(node: Mapping[str, Any], words: _Words) -> str:
    lists = resolution.names(node)
    if lists:
        return words.codes + " " + ", ".join(f"[`{name}`](codes.md#{name})" for name in lists)
    kind = words.kinds[node.get("format", node["type"])]
    if "maxItems" in node:
        return f"{kind} {node.get('minItems', 0)}…{node['maxItems']}"
    if "maximum" in node:
        return f"{kind} {node['minimum']}…{node['maximum']}"
    if "maxLength" in node and "format" not in node:
        return f"{kind}, {words.up_to} {node['maxLength']}"
    return kind


def _conditions(member: Member, words: _Words) -> Iterator[str]:
    where = f"`{_path(member.path)}`: " if member.path else ""
    for rule in member.node.get("allOf", ()):
        premise = ", ".join(_demands(rule["if"], words, given=True))
        yield f"- {where}{words.when} {premise} — {'; '.join(_demands(rule['then'], words, given=False))}"
    for name, others in member.node.get("dependentRequired", {}).items():
        yield f"- {where}{words.when} `{name}` — {words.needed} {_names(others)}"


def _demands(node: Mapping[str, Any], words: _Words, *, given: bool) -> Iterator[str]:
    if "required" in node and not (given and "properties" in node):
        yield _names(node["required"]) if given else f"{words.needed} {_names(node['required'])}"
    if "not" in node:
        yield f"{words.forbidden} {_names(node['not']['required'])}"
    for name, child in node.get("properties", {}).items():
        yield f"`{name}` {_demand(child, words)}"


def _demand(child: Mapping[str, Any], words: _Words) -> str:
    if "const" in child or "enum" in child:
        values = child.get("enum", [child.get("const")])
        return "= " + " | ".join(f"`{str(value).lower() if isinstance(value, bool) else value}`" for value in values)
    if "contains" in child:
        return "∋ " + f"`{child['contains']['const']}`"
    if "pattern" in child:
        return f"{words.form} `{_cell(child['pattern'])}`"
    if "minItems" in child:
        return f"{words.at_least} {child['minItems']}"
    return f"{words.at_most} {child['maxItems']}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
