"""The validator of the hot path: `jsonschema-rs`, compiled once per record type and version.

A record that fits costs one call. Only a record that does not fit is walked again to say what is wrong. Formats are on,
references leave the process nowhere, and patterns run on the linear-time engine.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import jsonschema_rs

from schemas import outline, resolution
from schemas.formats import FORMATS
from schemas.judge import Finding, Judge, forbidden, named
from schemas.violation import UNREADABLE, Rule, Violation

# A record with more defects than this is not worth reading further.
MOST = 100


@dataclass(frozen=True, slots=True)
class Validator:
    """Says whether a record fits one schema, and if not, what is wrong with it."""

    rust: jsonschema_rs.Draft202012Validator = field(repr=False)
    schemas: Mapping[str, Mapping[str, Any]] = field(repr=False)
    judge: Judge = field(repr=False)

    def validate(self, record: Any) -> list[Violation]:
        """Return what is wrong with the record (at most `MOST` violations); empty when it fits."""
        try:
            if self.rust.is_valid(record):
                return []
            found = list(itertools.islice(self._findings(record), MOST))
        except ValueError:
            # Values that no JSON text can hold (lone surrogates, Decimal, sets). Strict reading keeps them out.
            return [_UNREADABLE]
        return [self.judge.violation(finding) for finding in found]

    def _findings(self, record: Any) -> Iterator[Finding]:
        for error in self.rust.iter_errors(record):
            path = tuple(error.instance_path)
            keyword = error.kind.name
            if keyword == "required":
                yield from named(path, [error.kind.value], keyword)
            elif keyword == "not":
                yield from (
                    Finding(path=(*path, name), rule=Rule(keyword="not")) for name in forbidden(error.kind.value)
                )
            else:
                yield Finding(path=path, rule=self._rule(error, keyword))

    def _rule(self, error: jsonschema_rs.ValidationError, keyword: str) -> Rule:
        node = self._node(error.absolute_keyword_location)
        return Rule(keyword=keyword, value=node.get(keyword), lists=resolution.names(node))

    def _node(self, location: str | None) -> Mapping[str, Any]:
        """Find the schema node that holds the failed keyword, from `urn…#/properties/a/pattern`."""
        urn, _, fragment = (location or "").partition("#")
        node: Any = self.schemas[urn]
        for step in fragment.split("/")[1:-1]:
            node = node[int(step)] if isinstance(node, list) else node[step.replace("~1", "/").replace("~0", "~")]
        return node if isinstance(node, dict) else {}


_UNREADABLE = Violation(
    pointer="",
    code=UNREADABLE,
    ru="Запись: есть значение, которое нельзя записать в JSON. Проверьте кодировку исходных данных.",
    en="The record: has a value that JSON cannot hold. Check the encoding of the source data.",
)


def _refuse(uri: str) -> NoReturn:
    raise LookupError(uri)


def make(schema: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> Validator:
    """Compile the validator of one schema; `shared` are the only other schemas it can reach.

    Raises:
        jsonschema_rs.ValidationError: the schema is no JSON Schema 2020-12, or refers to something outside `shared`.
    """
    registry = jsonschema_rs.Registry([(urn, dict(part)) for urn, part in shared.items()], retriever=_refuse)
    rust = jsonschema_rs.Draft202012Validator(
        dict(schema),
        registry=registry,
        retriever=_refuse,
        formats=dict(FORMATS),
        validate_formats=True,
        ignore_unknown_formats=False,
        pattern_options=jsonschema_rs.RegexOptions(),
    )
    members = {member.path: member for member in outline.walk(schema, shared)}
    return Validator(rust, {**shared, schema["$id"]: schema}, Judge(members))
