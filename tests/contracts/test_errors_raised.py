"""Every error class is there for something: raised, tested for, or the family of others."""

import ast
from pathlib import Path

import pytest

from tests.contracts import error_sources

ROOT = Path(__file__).parents[2]
TABLES = sorted(path for package in ("keys", "hub/core") for path in (ROOT / package / "errors").glob("*.py"))


def classes() -> dict[str, list[str]]:
    """Return the error classes of the tables, each with the names of its parents."""
    return {
        node.name: [base.id for base in node.bases if isinstance(base, ast.Name)]
        for path in TABLES
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and node.name.endswith("Error")
    }


def used() -> frozenset[str]:
    """Return every name that code outside the tables speaks of, imports aside."""
    modules = error_sources.paths("hub", "keys", "adapters", "schemas")
    return frozenset[str]().union(*(error_sources.read_module(path).names for path in modules if path not in TABLES))


FOUND, USED = classes(), used()
FAMILIES = {parent for parents in FOUND.values() for parent in parents}


@pytest.mark.parametrize("name", sorted(FOUND))
def test_an_error_is_raised_somewhere_or_stands_for_others(name: str) -> None:
    assert name in USED | FAMILIES
