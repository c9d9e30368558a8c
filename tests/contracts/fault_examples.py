"""Examples of faults: something valid, and what has to be changed for a rule to object.

Each is tried when it is read (`fault_trials`): the pointer that the reference shows is the one that the hub gave. A new
rule gets its example by one more entry of `fault_examples.json`:

    type, version, example, from, to   a record; `before`: earlier messages, oldest first (empty: it meets an empty log)
    agreement, registered              a version after the one registered, which is the release's with those changes
    document, module                   a file of the release, and the room that checks it
    question                           a question of screening, or a citizen's
    form, room                         what was typed into the console, and the room that reads it (`fault_forms`)
    site                               what happens at the member's site, in the words of `fault_sites`

`changes` are JSON pointers with their new values: null takes a member away, `"$null"` makes it null, and `{"$before":
[members]}` stands for members of the message before, or of that `number`. Of a record with sealed parts, `after_sealing`
are those made then. `module` tells apart what several rooms say in the same words.
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.contracts import fault_trials
from tests.contracts.error_sources import Said
from tests.contracts.fault_changes import NULL
from tests.contracts.fault_history import BEFORE
from tests.contracts.fault_trials import WHOLE, Found

FILE = Path(__file__).with_name("fault_examples.json")


@dataclass(frozen=True, kw_only=True)
class Example:
    """Something that a rule objects to: `given` is the entry of the file, `found` what was said against it."""

    given: Mapping[str, Any]
    found: tuple[Found, ...]

    @property
    def code(self) -> str:
        """The code that it stands for."""
        return str(self.given["code"])

    @property
    def said(self) -> Found | None:
        """What was said with that code; None when no rule objects any more."""
        return next((each for each in self.found if each.fault.code == self.code), None)

    @property
    def place(self) -> str:
        """The pointer that was given, as the page shows it."""
        if self.said is None:
            return ""
        pointer = f"`{self.said.fault.pointer}`" if self.said.fault.pointer else "the whole"
        return f"{pointer}, {self.said.as_what}" if self.said.as_what else pointer

    @property
    def subject(self) -> str:
        """What it is an example of, as the page shows it."""
        given = self.given
        if "type" in given:
            return f"`{given['type']}` {given['version']}"
        return next(words.format(**given) for member, words in _SUBJECTS.items() if member in given)

    def shown(self) -> str:
        """Return the example as the page shows it, the changes and all."""
        return "<br>".join(_lines(self.given))


_SUBJECTS = {
    "agreement": "agreement `{agreement}`",
    "document": "`schemas/{document}`",
    "question": "question",
    "form": "form of the console",
    "site": "gateway",
}


def _lines(given: Mapping[str, Any]) -> Iterator[str]:
    yield from _setting(given)
    yield from (f"registered: {each}" for each in _changes(given.get("registered", {})))
    yield from _changes(given.get("changes", {}))
    if given.get("sealed_to_stranger"):
        yield "sealed to a key that the trust list does not name"
    yield from (f"after sealing: {each}" for each in _changes(given.get("after_sealing", {})))
    if "question" in given:
        yield f"`{json.dumps(given['question'], ensure_ascii=False)}`"


def _setting(given: Mapping[str, Any]) -> Iterator[str]:
    """Yield what there is before anything is changed."""
    for number, each in enumerate(given.get("before", ()), start=1):
        yield f"before, {number}: `{each['type']}` {each['version']}, " + ", ".join(_lines(each))
    if given.get("before") == []:
        yield "before: nothing"
    words = {"profile": "terms of `schemas/deadline_profiles/{}.json`", "site": "{}", "example": "`{}`"}
    yield from (said.format(given[name]) for name, said in words.items() if name in given)
    yield from _changes({f"/{name}": given[name] for name in ("from", "to") if name in given} | given.get("form", {}))
    if "at" in given:
        yield f"`/sent_at`: `{json.dumps(given['at'])}`"


def _changes(changes: Mapping[str, Any]) -> Iterator[str]:
    for pointer, value in changes.items():
        if isinstance(value, Mapping) and BEFORE in value:
            wanted, which = value[BEFORE], value.get("number", "before")
            yield f"`{pointer}`: {wanted if isinstance(wanted, str) else ', '.join(wanted)} of the message {which}"
        else:
            shown = json.dumps(None if value == NULL else value, ensure_ascii=False)
            yield f"`{pointer}`: " + ("left out" if value is None else f"`{shown}`")


def refusals() -> list[Example]:
    """Return the examples of records that are refused as a whole, by their codes."""
    refused = [(each.fault.code, example) for example in read() for each in example.found if each.as_what == WHOLE]
    return sorted((example for code, example in refused if example.code == code), key=lambda each: each.code)


@functools.cache
def read() -> tuple[Example, ...]:
    """Return all examples, each tried."""
    given = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Example(given=each, found=tuple(fault_trials.judge(each))) for each in given)


def find(said: Said) -> Example | None:
    """Return the example of a fault as it stands in the code; None if there is none."""
    pattern = "".join(".+?" if part.startswith("{") else re.escape(part) for part in re.split(r"(\{\w+\})", said.en))
    for each in read():
        if each.given.get("module", said.module) != said.module or each.code != said.code:
            continue
        if each.said and re.fullmatch(pattern, each.said.fault.en, re.DOTALL):
            return each
    return None
