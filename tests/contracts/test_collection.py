"""No test is given a time that was read while tests were collected: minutes lie between that and its turn.

What a module evaluates when it is imported counts: its own level, its classes' level, decorators and default arguments;
and so does a function of the tests that is called there and reads a clock itself, however deep.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CLOCKS = {"now", "utcnow", "today", "localtime", "gmtime", "monotonic", "perf_counter", "time_ns", "time.time"}


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that happen when this node is evaluated: not those inside a function that it defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        yield from (call for each in evaluated(node) for call in calls(each))
        return
    if isinstance(node, ast.Call):
        yield node
    for child in ast.iter_child_nodes(node):
        yield from calls(child)


def evaluated(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> list[ast.expr]:
    """Return what a function's definition evaluates at once: decorators and defaults."""
    defaults = [*node.args.defaults, *(each for each in node.args.kw_defaults if each is not None)]
    return defaults if isinstance(node, ast.Lambda) else [*node.decorator_list, *defaults]


def imported(tree: ast.Module) -> dict[str, str]:
    """Return what each imported name stands for, as a dotted name."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {each.asname or each.name: each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
    return found


def dotted(node: ast.expr) -> str:
    """Return a name, with what stands before its dots: a call there as `()`."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else "()"


def whole(names: dict[str, str], module: str, call: ast.Call) -> str:
    """Return the dotted name of what is called, as far as imports tell."""
    first, dot, rest = dotted(call.func).partition(".")
    return names.get(first, f"{module}.{first}") + dot + rest


class Readers:
    """Which functions of a set of modules read a clock, themselves or through each other."""

    def __init__(self, sources: dict[str, str]) -> None:
        trees = {module: ast.parse(source) for module, source in sources.items()}
        names = {module: imported(tree) for module, tree in trees.items()}
        self._called = {
            (module, node.name): {whole(names[module], module, call) for each in node.body for call in calls(each)}
            for module, tree in trees.items()
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        }
        self._early = [
            (f"{module}:{call.lineno}", whole(names[module], module, call))
            for module, tree in trees.items()
            for each in tree.body
            if not (isinstance(each, ast.If) and ast.unparse(each.test) == "__name__ == '__main__'")
            for call in calls(each)
        ]
        self._found: set[str] = set()
        while more := self._more():
            self._found |= more

    def _reads(self, name: str) -> bool:
        return name in CLOCKS or name.rpartition(".")[2] in CLOCKS or name in self._found

    def _more(self) -> set[str]:
        readers = {place for place, names in self._called.items() if any(self._reads(name) for name in names)}
        return {".".join(place) for place in readers} - self._found

    def early(self) -> list[str]:
        """Return where a clock is read at import, and through what."""
        return [f"{place}: {name}" for place, name in self._early if self._reads(name)]


def test_no_clock_is_read_while_tests_are_collected():
    paths = sorted((ROOT / "tests").rglob("*.py"))
    sources = {".".join(path.relative_to(ROOT).with_suffix("").parts): path.read_text("utf-8") for path in paths}

    assert Readers(sources).early() == []


@pytest.mark.parametrize(
    "source",
    [
        "NOW = now()",
        "NOW = clock.now()",
        "AT = datetime.datetime.now(datetime.UTC) + HOUR",
        "@pytest.mark.parametrize('at', [now() + HOUR])\ndef test_it(at): ...",
        "def make(at=now()): ...",
        "import time\ndef make(*, at=time.time()): ...",
        "make = lambda at=now(): at",
        "class Row:\n    at = date.today()",
        "from tests.other import later\nAT = later()",
        "from tests import other\nAT = other.later()",
        "import tests.other as other\nAT = other.later()",
        "def here():\n    return [later() for _ in range(2)]\nfrom tests.other import later\nAT = here()",
    ],
)
def test_a_clock_that_is_read_at_import_is_found(source):
    assert Readers({"tests.one": source, "tests.other": "def later(): return datetime.now()"}).early() != []


@pytest.mark.parametrize(
    "source",
    [
        "def test_it(): now()",
        "AT = lambda: now() + HOUR",
        "@pytest.mark.parametrize('at', [lambda: now()])\ndef test_it(at): ...",
        "from tests.other import fixed\nAT = fixed()",
        "NINE = datetime.time(9)",
    ],
)
def test_a_clock_that_is_read_later_is_not(source):
    assert Readers({"tests.one": source, "tests.other": "def fixed(): return datetime(2026, 1, 1)"}).early() == []
