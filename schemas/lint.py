r"""What a schema of ours may contain.

A schema is read by two validators here and by whatever the members use. So a schema stays inside what all of them
understand alike, and inside what costs little: closed objects, bounded strings, lists and numbers, references to own
parts only, and patterns that every engine runs in linear time with one meaning:

    ^ at the start, $ at the end and nowhere else
    characters, classes of characters and ranges, \uXXXX     (no . \d \w \s \p, no escapes of one engine only)
    ? {n} {n,m} after a character or class                   (never after a group: nothing nests)
    at most one * or + in a pattern                          (two of them can cost quadratic time)
    ( | ) for alternatives                                   (no lookaround, no backreference)
    at most 4,096 ways through ?, {n,m} and |                (an engine that backtracks may try each of them)
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemas import files, resolution
from schemas.formats import FORMATS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EXACT = 2**53 - 1
MOST_WAYS = 4096

_KEYWORDS = frozenset(
    {"$schema", "$id", "$ref", "title", "description", "x-ru", "x-codes", "type", "const", "enum", "format", "pattern"}
    | {"maxLength", "minLength", "minimum", "maximum", "items", "minItems", "maxItems", "uniqueItems", "contains"}
    | {"properties", "required", "additionalProperties", "minProperties", "dependentRequired"}
    | {"allOf", "if", "then", "not"}
)
_TOKEN = re.compile(
    r"(?P<one>\[\^?(?:[^\[\]\\&~|]|\\u[0-9A-F]{4})+\]|\\u[0-9A-F]{4}|\\[.*+?()|{}\[\]^$/]|[^\\\[\](){}|*+?.^$])"
    r"|(?P<open>\((?!\?))|(?P<close>\))|(?P<bar>\|)|(?P<count>\{[0-9]+(?:,[0-9]+)?\}|\?)|(?P<loop>[*+])"
)
_COUNT = re.compile(r"\{([0-9]+),([0-9]+)\}")
_SURROGATE = re.compile(r"\\uD[89A-F]")
_CYRILLIC = re.compile("[А-Яа-яЁё]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a schema may name: shared parts (URN) and code lists."""

    parts: Collection[str]
    lists: Collection[str]


def check(schema: Mapping[str, Any], around: Surroundings) -> list[str]:
    """Return what is wrong with a schema, each as `pointer: reason`; empty when it may be published."""
    problems = list(_head(schema))
    problems.extend(_node(schema, "", around))
    problems.extend(_words(schema, "/"))
    return problems


def check_pattern(pattern: str) -> str:
    """Return why a pattern is not portable or not linear; empty if it is both."""
    if not (pattern.startswith("^") and pattern.endswith("$") and len(pattern) > 2):
        return "not anchored with ^ and $"
    if _SURROGATE.search(pattern):
        return "names half of a surrogate pair"
    if "--" in pattern:
        return "two dashes mean a difference of classes to some engines"
    depth, loops, ways, before, position, body = 0, 0, 1, "", 0, pattern[1:-1]
    while position < len(body):
        token = _TOKEN.match(body, position)
        if token is None:
            return f"not in the portable subset at character {position + 1}"
        kind = str(token.lastgroup)
        depth += {"open": 1, "close": -1}.get(kind, 0)
        loops += kind == "loop"
        ways *= _choices(token.group())
        if why := _misplaced(kind, before, depth, loops) or _too_many(ways):
            return why
        before, position = kind, token.end()
    return "a group is not closed" if depth else _broken(pattern)


def _choices(part: str) -> int:
    """Return among how many ways an engine may have to choose at a part of a pattern."""
    if part in {"|", "?"}:
        return 2
    bounds = _COUNT.fullmatch(part)
    return max(int(bounds[2]) - int(bounds[1]) + 1, 1) if bounds else 1


def _too_many(ways: int) -> str:
    return "too many ways through optional parts and alternatives" if ways > MOST_WAYS else ""


def _broken(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error:
        return "a range ends before it begins"
    return ""


def _misplaced(kind: str, before: str, depth: int, loops: int) -> str:
    if depth < 0:
        return "a group is closed that was not opened"
    if kind == "bar" and depth == 0:
        return "alternatives outside a group escape the anchors"
    if kind in {"count", "loop"} and before != "one":
        return "a repetition stands after something else than one character or class"
    return "more than one unbounded repetition" if loops > 1 else ""


def _head(schema: Mapping[str, Any]) -> Iterator[str]:
    if schema.get("$schema") != DIALECT:
        yield "/$schema: not JSON Schema 2020-12"
    if not str(schema.get("$id", "")).startswith(files.URN):
        yield "/$id: not a URN of ours"


def _node(node: Mapping[str, Any], at: str, around: Surroundings) -> Iterator[str]:
    yield from _keywords(node, at)
    for why in _names(node, around):
        yield f"{at}: {why}"
    if "$ref" not in node:
        found = (look(node) for look in _BOUNDS)
        yield from (f"{at}: {problem}" for problem in found if problem)
    for step, child in _children(node):
        yield from _node(child, f"{at}/{step}", around)
    for number, rule in enumerate(node.get("allOf", ())):
        yield from _condition(rule, f"{at}/allOf/{number}")


def _keywords(node: Mapping[str, Any], at: str) -> Iterator[str]:
    for keyword in sorted(node.keys() - _KEYWORDS):
        yield f"{at}: keyword {keyword} is not used here"
    if "pattern" in node and (why := check_pattern(node["pattern"])):
        yield f"{at}/pattern: {why}"


def _children(node: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from ((f"properties/{name}", child) for name, child in node.get("properties", {}).items())
    if isinstance(node.get("items"), Mapping):
        yield "items", node["items"]


def _names(node: Mapping[str, Any], around: Surroundings) -> Iterator[str]:
    if "$ref" in node and node["$ref"] not in around.parts:
        yield "refers to something that is no shared part"
    for name in resolution.names(node):
        if name not in around.lists:
            yield f"names the code list {name}, which does not exist"
    if "format" in node and node["format"] not in FORMATS:
        yield "uses a format the validators do not know"


def _types(node: Mapping[str, Any]) -> set[str]:
    kinds = node.get("type", ())
    return {kinds} if isinstance(kinds, str) else set(kinds)


def _typed(node: Mapping[str, Any]) -> str | None:
    return None if _types(node) else "has no type"


def _closed(node: Mapping[str, Any]) -> str | None:
    is_open = "object" in _types(node) and node.get("additionalProperties") is not False
    return "is an open object" if is_open else None


def _bounded_string(node: Mapping[str, Any]) -> str | None:
    bounds = {"maxLength", "enum", "const", "x-codes"}
    return "is an unbounded string" if "string" in _types(node) and not bounds & node.keys() else None


def _bounded_list(node: Mapping[str, Any]) -> str | None:
    is_list = "array" in _types(node)
    return "is an unbounded list" if is_list and not {"maxItems", "items"} <= node.keys() else None


def _bounded_number(node: Mapping[str, Any]) -> str | None:
    if not {"integer", "number"} & _types(node):
        return None
    least, most = node.get("minimum"), node.get("maximum")
    if least is None or most is None or least < -EXACT or most > EXACT:
        return "is a number not bounded within ±(2^53-1)"
    return None


_BOUNDS: tuple[Callable[[Mapping[str, Any]], str | None], ...] = (
    _typed,
    _closed,
    _bounded_string,
    _bounded_list,
    _bounded_number,
)


def _condition(rule: Any, at: str) -> Iterator[str]:
    """Conditions narrow what the schema already says; they are `if`/`then` and need no bounds of their own."""
    if not isinstance(rule, Mapping) or rule.keys() != {"if", "then"}:
        yield f"{at}: only if with then"
        return
    for branch in ("if", "then"):
        yield from _narrowing(rule[branch], f"{at}/{branch}")


def _narrowing(node: Any, at: str) -> Iterator[str]:
    if not isinstance(node, Mapping):
        yield f"{at}: not a schema object"
        return
    yield from _keywords(node, at)
    if "not" in node and not (isinstance(node["not"], Mapping) and node["not"].keys() == {"required"}):
        yield f"{at}/not: only with required"
    for step, child in _children(node):
        yield from _narrowing(child, f"{at}/{step}")


def _words(node: Mapping[str, Any], at: str) -> Iterator[str]:
    """Demand a title and a description in both languages of the record and of each property."""
    russian = node.get("x-ru", {})
    if not node.get("title") or not node.get("description"):
        yield f"{at}: no English title or description"
    if not all(_CYRILLIC.search(russian.get(key, "")) for key in ("title", "description")):
        yield f"{at}: no Russian title or description"
    for name, child in node.get("properties", {}).items():
        yield from _words(child, f"{at.rstrip('/')}/{name}")
    items = node.get("items", {})
    for name, child in items.get("properties", {}).items():
        yield from _words(child, f"{at.rstrip('/')}/*/{name}")
