"""The second opinion: the same judgement by `jsonschema`, the reference implementation in pure Python.

It is some hundred times slower than the validator of the hot path and exists to be compared with it: a test holds the
two against each other on every example and on many broken records. A member that wants to check the hub's verdicts with
another library can use it too.

One rule of Python has to be put right: in its regular expressions `$` also matches before a newline at the end of the
text, in ECMA-262 and in the hot path's engine it does not.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import jsonschema
import jsonschema.validators
from jsonschema.protocols import Validator as Protocol
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from schemas import codes, outline, record_type, resolution
from schemas.formats import FORMATS
from schemas.judge import Finding, Judge, forbidden, named
from schemas.violation import Rule, Violation


def _pattern(_: Any, pattern: str, instance: Any, __: Any) -> Iterator[jsonschema.ValidationError]:
    text = pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern
    if isinstance(instance, str) and re.search(text, instance) is None:
        yield jsonschema.ValidationError("pattern")


_Validator = jsonschema.validators.extend(jsonschema.Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


def _format_checker() -> jsonschema.FormatChecker:
    checker = jsonschema.FormatChecker(formats=())
    for name, function in FORMATS.items():
        checker.checks(name)(lambda value, says=function: not isinstance(value, str) or says(value))
    return checker


@dataclass(frozen=True, slots=True)
class Reference:
    """Says what is wrong with a record, slowly."""

    validator: Protocol = field(repr=False)
    judge: Judge = field(repr=False)

    def validate(self, record: Any) -> list[Violation]:
        """Return what is wrong with the record; empty when it fits."""
        found = {(*finding.path, finding.rule.keyword): finding for finding in self._findings(record)}
        return [self.judge.violation(finding) for finding in found.values()]

    def _findings(self, record: Any) -> Iterator[Finding]:
        for error in self.validator.iter_errors(record):
            path, keyword = tuple(error.absolute_path), str(error.validator)
            value: Any = error.validator_value
            instance: Any = error.instance
            if keyword == "required":
                yield from named(path, _absent(value, instance), keyword)
            elif keyword == "dependentRequired":
                wanted = [name for trigger, names in value.items() if trigger in instance for name in names]
                yield from named(path, _absent(wanted, instance), "required")
            elif keyword == "not":
                yield from named(path, forbidden(value), keyword)
            else:
                node = error.schema if isinstance(error.schema, dict) else {}
                yield Finding(path=path, rule=Rule(keyword=keyword, value=value, lists=resolution.names(node)))


def _absent(names: Sequence[str], instance: Mapping[str, Any]) -> list[str]:
    return [name for name in names if name not in instance]


def make(schema: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> Reference:
    """Make the slow validator of one schema; `shared` are the only other schemas it can reach.

    Raises:
        jsonschema.SchemaError: the schema is no JSON Schema 2020-12.
    """
    _Validator.check_schema(schema)
    # Without `$schema`: meeting it behind a `$ref`, the library would go on with its own class, and our `$` be lost.
    plain = {urn: {key: value for key, value in part.items() if key != "$schema"} for urn, part in shared.items()}
    resources = [(urn, DRAFT202012.create_resource(part)) for urn, part in plain.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    validator = _Validator(dict(schema), registry=registry, format_checker=_format_checker())
    members = {member.path: member for member in outline.walk(schema, shared)}
    return Reference(validator, Judge(members))


def load() -> Mapping[tuple[str, str], Reference]:
    """Make the slow validators of all record types, by name and version.

    Raises:
        CatalogueFileError: a file of the catalogue is missing or damaged.
    """
    lists = codes.load()
    shared = resolution.parts(lists)
    types = record_type.load()
    return {(item.name, item.version): make(resolution.with_codes(item.schema, lists), shared) for item in types}
