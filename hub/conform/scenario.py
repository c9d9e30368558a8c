"""Scenarios as data: what is sent, what is expected, and which paragraph of the reference asks for it.

    packs/NN-name.json   {"name", "title": {ru, en}, "scenarios": [
        {"name", "title": {ru, en}, "sent": {ru, en}, "expected": {ru, en}, "asks": "docs/reference/…#…",
         "steps": [{"do": …, …}, …]}]}

What a step may do stands in `STEPS`, with its members and what they are when they are left out; `hub.conform.steps`
does it. A member that is not in the table, or of another type, is a mistake of the pack.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from keys import strict_json

PACKS = Path(__file__).parent / "packs"

STEPS: Mapping[str, Mapping[str, Any]] = {
    "send": {"as": "one", "count": 1, "flaw": "none", "same": "", "revision": 1, "text": ""},
    "door": {"on": "inbox", "way": "busy", "times": 1},
    "spoilt": {"within": 20},
    "held": {"within": 20},
    "answered": {"of": "one", "status": "processed", "code": "", "within": 30},
    "silent": {"of": "one", "seconds": 2},
    "once": {"of": "one", "settle": 1},
    "resent": {"within": 20},
    "patient": {},
    "kill": {},
    "stop": {},
    "start": {},
    "clock": {"seconds": 0},
    "runs": {},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The same said in both languages."""

    ru: str
    en: str

    def of(self, language: str) -> str:
        """Return it in "ru" or "en"."""
        return self.en if language == "en" else self.ru

    def format(self) -> dict[str, str]:
        """Return it as JSON."""
        return {"ru": self.ru, "en": self.en}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One thing that a client has to stand."""

    pack: str
    name: str
    title: Said
    sent: Said
    expected: Said
    asks: str
    steps: Sequence[Mapping[str, Any]]

    @property
    def revises(self) -> bool:
        """Tell whether it sends several revisions of one record."""
        return any(step.get("same") for step in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Scenarios about one subject."""

    name: str
    title: Said
    scenarios: Sequence[Scenario]


def read_packs(folder: Path = PACKS) -> tuple[Pack, ...]:
    """Return all packs, in the order of their files."""
    return tuple(_pack(strict_json.loads(path.read_bytes())) for path in sorted(folder.glob("*.json")))


def _pack(found: Any) -> Pack:
    name = str(found["name"])
    scenarios = tuple(_scenario(name, each) for each in found["scenarios"])
    return Pack(name=name, title=said(found["title"]), scenarios=scenarios)


def _scenario(pack: str, found: Any) -> Scenario:
    texts = {member: said(found[member]) for member in ("title", "sent", "expected")}
    steps = tuple(_step(each) for each in found["steps"])
    return Scenario(pack=pack, name=str(found["name"]), asks=str(found["asks"]), steps=steps, **texts)


def said(found: Mapping[str, str]) -> Said:
    """Return a text of a pack or protocol."""
    return Said(ru=str(found["ru"]), en=str(found["en"]))


def _step(found: Any) -> Mapping[str, Any]:
    """Return a step with all its members.

    Raises:
        ValueError: it is none, or a member of it is not.
    """
    known = STEPS.get(found.get("do"))
    given = {name: value for name, value in found.items() if name != "do"}
    if known is None or not given.keys() <= known.keys():
        raise ValueError(f"no such step: {found}")
    if any(type(value) is not type(known[name]) for name, value in given.items()):
        raise ValueError(f"a member of another type: {found}")
    return {"do": found["do"], **known, **given}
