"""From a validator's finding to a violation: the same words whichever of the two validators found it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from schemas import outline
from schemas.outline import Member
from schemas.violation import CODES, Rule, Violation, describe


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a validator reports: where in the record, and which keyword of the schema failed."""

    path: tuple[str | int, ...]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Judge:
    """Turns findings about one record type into violations."""

    members: Mapping[tuple[str, ...], Member] = field(repr=False)

    def violation(self, finding: Finding) -> Violation:
        """Return the violation; a place the schema does not know is cut back to its nearest known parent."""
        path = self._known(finding.path)
        member = self.members[outline.place(path)]
        what_ru, what_en = describe(finding.rule)
        ru, en = self._name(path, member)
        code = CODES.get(finding.rule.keyword, "schema-other")
        return Violation(pointer=outline.pointer(path), code=code, ru=f"{ru}: {what_ru}", en=f"{en}: {what_en}")

    def _known(self, path: Sequence[str | int]) -> tuple[str | int, ...]:
        steps = tuple(path)
        while outline.place(steps) not in self.members:
            steps = steps[:-1]
        return steps

    def _name(self, path: Sequence[str | int], member: Member) -> tuple[str, str]:
        """Name the place; items of a list bear the list's name."""
        steps = outline.place(path)
        while steps and not member.ru:
            steps = steps[:-1]
            member = self.members[steps]
        return (f"«{member.ru}»", f"“{member.en}”") if steps else ("Запись", "The record")


def named(path: tuple[str | int, ...], names: Sequence[str], keyword: str) -> Iterator[Finding]:
    """Yield a finding for each named member below a place: one that is missing, or one that may not be there."""
    for name in names:
        yield Finding(path=(*path, name), rule=Rule(keyword=keyword))


def forbidden(value: Any) -> Sequence[str]:
    """Return the members that `{"not": {"required": [...]}}` forbids; other uses of `not` are refused by the linter."""
    return value.get("required", ()) if isinstance(value, dict) else ()
