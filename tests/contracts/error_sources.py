"""Every error that the code can say, read from its source: code, Russian, English.

Four shapes are known: a class with `code`, `ru` and `en`; a call with a code and two texts, as of `SettingsError`; a
`Fault` with keywords; a call or a row with a code and a pair of texts that the module has a name for. Where a text has a
value in it, the value's name stands in braces.
"""

import ast
import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
OF_A_FAULT = {"pointer", "code", "ru", "en"}
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+|internal|malformed|forbidden|conflict|integrity|unauthenticated|keys")


@dataclass(frozen=True, order=True)
class Said:
    """One error: its code, its texts, the module it stands in, and in which shape."""

    code: str
    ru: str
    en: str
    module: str
    shape: str


@dataclass(frozen=True)
class Module:
    """What one module says and speaks of: its errors, the places its faults point at, the names in it."""

    said: frozenset[Said]
    pointers: dict[tuple[str, str, str], str]
    names: frozenset[str]


def read(*folders: str) -> list[Said]:
    """Return all errors of these folders, each once."""
    return sorted({said for path in paths(*folders) for said in read_module(path).said})


def pointers(*folders: str) -> dict[tuple[str, str, str], str]:
    """Return the places that the faults of these folders point at, by module, code and English text."""
    return {key: pointer for path in paths(*folders) for key, pointer in read_module(path).pointers.items()}


def paths(*folders: str) -> list[Path]:
    """Return the modules of these folders."""
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


@functools.cache
def read_module(path: Path) -> Module:
    """Read one module; several files of tests ask for all of them."""
    module, nodes = path.relative_to(ROOT).as_posix(), list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    return Module(
        said=frozenset(_said(nodes, module)),
        pointers=dict(_pointers(nodes, module)),
        names=frozenset(node.id for node in nodes if isinstance(node, ast.Name))
        | {node.attr for node in nodes if isinstance(node, ast.Attribute)},
    )


def _pointers(nodes: list[ast.AST], module: str) -> Iterator[tuple[tuple[str, str, str], str]]:
    for node in nodes:
        if isinstance(node, ast.Call) and {keyword.arg for keyword in node.keywords} >= OF_A_FAULT:
            named = {keyword.arg: _text(keyword.value) for keyword in node.keywords}
            yield (module, str(named["code"]), str(named["en"])), named["pointer"] or ""


def _said(nodes: list[ast.AST], module: str) -> Iterator[Said]:
    pairs = dict(_pairs(nodes))
    for node in nodes:
        if isinstance(node, ast.ClassDef):
            yield from _in_class(node, module)
        elif isinstance(node, ast.Call):
            yield from _in_call(node, module)
            yield from _by_name(node, module, pairs)
        elif isinstance(node, ast.Tuple):
            yield from _in_row(node, module, pairs)


def _pairs(nodes: list[ast.AST]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the pairs of texts that have a name."""
    for node in nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple) and isinstance(node.targets[0], ast.Name):
            texts = [_text(each) for each in node.value.elts]
            if len(texts) == 2 and texts[0] and texts[1]:
                yield node.targets[0].id, (texts[0], texts[1])


def _by_name(node: ast.Call, module: str, pairs: Mapping[str, tuple[str, str]]) -> Iterator[Said]:
    """Yield what a call like `_fault(place, "record-unknown", *_UNKNOWN)` makes: an error by its name, or a fault."""
    shape = "call" if isinstance(node.func, ast.Name) and node.func.id.endswith("Error") else "fault"
    for code, texts in itertools.pairwise(node.args):
        name = texts.value.id if isinstance(texts, ast.Starred) and isinstance(texts.value, ast.Name) else ""
        if name in pairs and _CODE.fullmatch(f"{_text(code)}"):
            yield Said(f"{_text(code)}", *pairs[name], module, shape)


def _in_row(node: ast.Tuple, module: str, pairs: Mapping[str, tuple[str, str]]) -> Iterator[Said]:
    """Yield the fault of a row like `("/login", "login-form", fits, _LOGIN)`."""
    texts = node.elts[-1] if len(node.elts) > 2 else None
    if isinstance(texts, ast.Name) and texts.id in pairs:
        pointer, code = (f"{_text(each)}" for each in node.elts[:2])
        if pointer.startswith("/") and _CODE.fullmatch(code):
            yield Said(code, *pairs[texts.id], module, "fault")


def _in_class(node: ast.ClassDef, module: str) -> Iterator[Said]:
    values = {name: text for statement in node.body for name, text in _assigned(statement)}
    values |= {
        keyword.arg: _text(keyword.value)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "__init__"
        for keyword in call.keywords
        if keyword.arg in {"ru", "en"}
    }
    if all(values.get(name) for name in ("code", "ru", "en")):
        yield Said(str(values["code"]), str(values["ru"]), str(values["en"]), module, "class")


def _assigned(statement: ast.stmt) -> Iterator[tuple[str, str | None]]:
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        yield statement.targets[0].id, _text(statement.value)
    elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
        yield statement.target.id, _text(statement.value)


def _in_call(node: ast.Call, module: str) -> Iterator[Said]:
    named = {keyword.arg: _text(keyword.value) for keyword in node.keywords}
    if named.keys() >= OF_A_FAULT:
        if named["code"] is not None:
            yield Said(named["code"], str(named["ru"]), str(named["en"]), module, "fault")
        return
    texts = [_text(argument) for argument in node.args[:3]]
    if len(texts) == 3 and all(texts) and _CODE.fullmatch(str(texts[0])) and " " in f"{texts[1]}":
        yield Said(str(texts[0]), str(texts[1]), str(texts[2]), module, "call")


def _text(node: ast.expr) -> str | None:
    """Return a string as it is written, with the names of its values in braces; None if it is no string."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_part(part) for part in node.values)
    return None


def _part(node: ast.expr) -> str:
    if not isinstance(node, ast.FormattedValue):
        return str(_text(node))
    if isinstance(node.value, ast.Attribute):
        return "{" + node.value.attr + "}"
    names = [each.id for each in ast.walk(node.value) if isinstance(each, ast.Name) and each.id not in {"len", "str"}]
    return "{" + names[0] + "}"
