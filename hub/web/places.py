"""Where a text that is not strict JSON is wrong, told without repeating it.

A pointer may name only what we have named ourselves: members of the envelope and of the record schemas. Where the
sender's own word comes, the pointer ends; the character's number leads there all the same.
"""

import functools
from collections.abc import Iterable
from typing import Any

from hub.core import envelope
from hub.core.errors import Fault
from keys.strict_json import StrictJsonError
from schemas import catalogue


def faults_of(error: StrictJsonError) -> tuple[Fault, ...]:
    """Return the place of the error, if it has one."""
    offset = error.facts.get("offset")
    if offset is None:
        return ()
    return (
        Fault(
            pointer=_pointer(error.facts.get("path", ())),
            code=error.code,
            ru=f"Знак {offset} содержимого, считая с нуля.",
            en=f"Character {offset} of the payload, counted from zero.",
        ),
    )


def _pointer(path: Any) -> str:
    known, steps = _known(), []
    for step in path:
        if not isinstance(step, int) and step not in known:
            break
        steps.append(f"/{step}")
    return "".join(steps)


@functools.cache
def _known() -> frozenset[str]:
    """Return every name that a member may have."""
    found = catalogue.load()
    schemas = (found.bundle(each.name, each.version) for each in found.record_types())
    return envelope.MEMBERS | frozenset(name for schema in schemas for name in _names(schema))


def _names(node: Any) -> Iterable[str]:
    if isinstance(node, dict):
        yield from node.get("properties", ())
        for value in node.values():
            yield from _names(value)
    elif isinstance(node, list):
        for value in node:
            yield from _names(value)
