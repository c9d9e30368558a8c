import copy
import re
import time

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import agreements, codes, files, lint, publish, resolution

LISTS = codes.load()
AROUND = lint.Surroundings(parts=resolution.parts(LISTS).keys(), lists=LISTS.keys())
SCHEMAS = [*publish.schemas(), agreements.SCHEMA]

TITLED = {"title": "Sample", "description": "A sample.", "x-ru": {"title": "Образец", "description": "Образец поля."}}


def sample(**members):
    return {
        "$schema": lint.DIALECT,
        "$id": "urn:cis-migration:schema:sample:1.0",
        **TITLED,
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {**TITLED, **node} for name, node in members.items()},
    }


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.relative_to(files.ROOT).as_posix())
def test_our_schemas_pass_the_linter(path):
    assert lint.check(files.read(path), AROUND) == []


def test_a_plain_sample_passes_the_linter():
    assert lint.check(sample(a={"type": "string", "maxLength": 5}), AROUND) == []


@pytest.mark.parametrize(
    ("node", "why"),
    [
        ({"type": "string"}, "unbounded string"),
        ({"type": ["string", "null"]}, "unbounded string"),
        ({"type": "array", "items": {"type": "boolean"}}, "unbounded list"),
        ({"type": "array", "maxItems": 3}, "unbounded list"),
        ({"type": "array", "maxItems": 3, "items": {"type": "string"}}, "unbounded string"),
        ({"type": "object", "properties": {}}, "open object"),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, "open object"),
        ({"type": "integer"}, "not bounded"),
        ({"type": "number", "minimum": 0}, "not bounded"),
        ({"type": "number", "minimum": 0, "maximum": 2**53}, "not bounded"),
        ({"maxLength": 3}, "no type"),
        ({"$ref": "https://example.org/person.json"}, "no shared part"),
        ({"$ref": "#/$defs/x"}, "no shared part"),
        ({"$ref": "urn:cis-migration:schema:shared:nobody:1.0"}, "no shared part"),
        ({"type": "string", "x-codes": "no-such-list"}, "does not exist"),
        ({"type": "string", "maxLength": 9, "format": "email"}, "format"),
        ({"type": "string", "maxLength": 9, "anyOf": []}, "keyword anyOf"),
        ({"type": "string", "maxLength": 9, "patternProperties": {}}, "keyword patternProperties"),
        ({"type": "boolean", "allOf": [{"const": True}]}, "only if with then"),
        ({"type": "boolean", "allOf": [{"if": True, "then": {}}]}, "not a schema object"),
        ({"type": "boolean", "allOf": [{"if": {"not": {"const": True}}, "then": {}}]}, "only with required"),
        ({"type": "boolean", "allOf": [{"if": {"pattern": r"^\d$"}, "then": {}}]}, "portable"),
        ({"type": "boolean", "title": ""}, "no English"),
        ({"type": "boolean", "x-ru": {"title": "Sample", "description": "Образец"}}, "no Russian"),
        ({"type": "boolean", "x-ru": {"title": "Образец"}}, "no Russian"),
    ],
)
def test_a_member_that_breaks_a_rule_is_refused(node, why):
    assert any(why in problem for problem in lint.check(sample(a=node), AROUND))


def test_words_are_demanded_of_the_members_of_list_items_too():
    items = {"type": "object", "additionalProperties": False, "properties": {"b": {"type": "boolean"}}}
    problems = lint.check(sample(a={"type": "array", "maxItems": 2, "items": items}), AROUND)

    assert problems == ["/a/*/b: no English title or description", "/a/*/b: no Russian title or description"]


@pytest.mark.parametrize(
    ("member", "value"), [("$schema", "http://json-schema.org/draft-07/schema#"), ("$id", "urn:x:y")]
)
def test_a_foreign_dialect_or_id_is_refused(member, value):
    schema = copy.deepcopy(sample())
    schema[member] = value

    assert [problem for problem in lint.check(schema, AROUND) if problem.startswith(f"/{member}")]


@pytest.mark.parametrize(
    "pattern",
    [
        "^(a+)+$",
        "^(a*)*$",
        "^(a|aa)+$",
        "^(ab){2}$",
        "^(ab)?$",
        "^a*b*$",
        "^[a-z]+[0-9]+$",
        "^a+?$",
        "^a{2,}$",
        r"^\d{3}$",
        r"^\w$",
        r"^\s$",
        r"^\p{L}$",
        r"^\bword$",
        r"^(a)\1$",
        "^(?=a)a$",
        "^(?:a)$",
        "^(?i)a$",
        "^(?<n>a)$",
        "^.$",
        "^a|b$",
        "^a$b$",
        "^^a$",
        "a$",
        "^a",
        "^$",
        "^[[:alpha:]]$",
        "^[a&&b]$",
        "^[a--b]$",
        "^[a~~b]$",
        "^(a$",
        "^a)$",
        "^[a$",
        r"^\x41$",
        r"^\uD83D$",
        r"^\u12$",
        r"^a\-b$",
        "^{3}$",
        "^[0-.]$",
        "^" + "a?" * 13 + "a{13}b$",
        "^[a-z]{0,80}[a-z]{0,80}$",
        "^" + "(a|aa)" * 13 + "$",
    ],
)
def test_a_pattern_that_is_slow_or_not_portable_is_refused(pattern):
    assert lint.check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern", ["^[0-9]{4}-(0[1-9]|1[0-2])$", r"^[^ \u0000-\u001F]*$", "^(a|(b|c))$", r"^a\.b$", "^x?y{2,3}$"]
)
def test_a_pattern_of_the_subset_is_taken(pattern):
    assert lint.check_pattern(pattern) == ""


PATTERNS = st.text(st.sampled_from(r"^$ab0-9[](){}|*+?.,2\du"), max_size=12).map(lambda body: f"^{body}$")


@given(pattern=PATTERNS, text=st.text(st.sampled_from("ab09-$^.,2 \n"), max_size=8))
def test_what_the_linter_takes_means_the_same_to_both_engines(pattern, text):
    if lint.check_pattern(pattern):
        return
    rust = jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions())

    assert rust.is_valid(text) == bool(re.search(pattern[:-1] + r"\Z", text))


def patterns(node):
    if isinstance(node, dict):
        yield from ([node["pattern"]] if isinstance(node.get("pattern"), str) else [])
        node = list(node.values())
    for child in node if isinstance(node, list) else ():
        yield from patterns(child)


def test_our_patterns_are_quick_even_in_a_backtracking_engine():
    found = {pattern for path in SCHEMAS for pattern in patterns(files.read(path))}
    assert len(found) > 15

    started = time.perf_counter()
    for pattern in found:
        for text in ("a" * 50_000 + "\n!", "1-" * 25_000 + "!", "А" * 50_000 + "\x00", "2020" * 12_000):
            re.search(pattern, text)

    assert time.perf_counter() - started < 2
