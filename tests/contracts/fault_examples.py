"""Examples of faults in records: a valid example of a record type, and what has to be changed for a rule to object.

Each is tried when it is read: the pointer that the reference shows is the one that the rules gave. A new rule gets its
example by one more entry of `fault_examples.json`: `changes` are JSON pointers into the envelope's payload with their
new values, null takes a member away. `module` tells apart what several rooms say in the same words.
"""

import copy
import dataclasses
import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.core import protection, record_rules
from hub.core.envelope import Envelope
from hub.core.errors import Fault
from hub.core.protection import Rules
from hub.core.record_objects import objects
from schemas import catalogue, protection_rules
from tests.contracts.error_sources import Said
from tests.support.records import SENT, unsigned

ROOT = Path(__file__).parents[2]
FILE = Path(__file__).with_name("fault_examples.json")


@dataclass(frozen=True, kw_only=True)
class Example:
    """A record that a rule objects to: `given` is the entry of the file, `schema` what its schema says against it."""

    given: Mapping[str, Any]
    schema: tuple[str, ...]
    found: tuple[Fault, ...]

    @property
    def code(self) -> str:
        """The code that it stands for."""
        return str(self.given["code"])

    @property
    def fault(self) -> Fault | None:
        """The fault of that code; None when no rule objects any more."""
        return next((each for each in self.found if each.code == self.code), None)

    def shown(self) -> str:
        """Return the changes as the page shows them, and who sends it to whom."""
        parts = {**self.given.get("changes", {}), "/from": self.given["from"], "/to": self.given["to"]}
        return "<br>".join(f"`{pointer}`: `{_value(value)}`" for pointer, value in parts.items())


def _value(value: Any) -> str:
    return "(left out)" if value is None else json.dumps(value, ensure_ascii=False)


@functools.cache
def read() -> tuple[Example, ...]:
    """Return all examples, each tried."""
    return tuple(_try(each) for each in json.loads(FILE.read_text(encoding="utf-8")))


def find(said: Said) -> Example | None:
    """Return the example of a fault as it stands in the code; None if there is none yet."""
    pattern = "".join(".+?" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", said.en))
    for each in read():
        if each.given.get("module", said.module) != said.module:
            continue
        if each.code == said.code and each.fault and re.fullmatch(pattern, each.fault.en, re.DOTALL):
            return each
    return None


def _try(given: Mapping[str, Any]) -> Example:
    known = catalogue.load()
    kind = known.record_type(given["type"], given["version"])
    payload = _payload(given, kind.subject_member)
    envelope = _envelope(given, payload)
    errors, warnings = record_rules.check(
        envelope,
        objects(envelope.record),
        subject_member=kind.subject_member,
        is_reply=bool(kind.replies_to),
        state=envelope.sender[:2].upper(),
    )
    placed = [dataclasses.replace(fault, pointer=f"/record{fault.pointer}") for fault in warnings]
    rules = Rules(majority=protection_rules.majority(), refugee_codes=protection_rules.refugee_codes())
    held, _ = protection.check_at_hub(kind.name, kind.family, objects(payload["record"]), SENT.date(), rules=rules)
    violations = known.validate(given["type"], given["version"], payload["record"])
    return Example(
        given=given, schema=tuple(f"{each.pointer} {each.code}" for each in violations), found=(*errors, *held, *placed)
    )


def _payload(given: Mapping[str, Any], subject_member: str | None) -> dict[str, Any]:
    path = ROOT / "schemas" / given["type"] / given["version"] / "examples" / given["example"]
    record = json.loads(path.read_text(encoding="utf-8"))
    subject = record[subject_member] if subject_member else None
    payload = {"record": record, "subject": subject, "reply_to": given.get("reply_to")}
    for pointer, value in given.get("changes", {}).items():
        _put(payload, pointer, value)
    return payload


def _put(payload: dict[str, Any], pointer: str, value: Any) -> None:
    *path, last = pointer.removeprefix("/").split("/")
    place: Any = payload
    for name in path:
        place = place[int(name) if isinstance(place, list) else name]
    if value is None:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = copy.deepcopy(value)


def _envelope(given: Mapping[str, Any], payload: Mapping[str, Any]) -> Envelope:
    routing = {"sender": given["from"], "to": tuple(given["to"]), "version": given["version"], "sent_at": SENT}
    members = {"subject": payload["subject"], "reply_to": payload["reply_to"]}
    return unsigned(given["type"], payload["record"], **routing, **members)
