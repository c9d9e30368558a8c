"""Whose approval a new version needs: nobody but its parties brings an agreement into force or changes one in force.

    in force before or after          every party that takes part here, at least two
    in force before, no more after    one party: it may suspend or denounce
    neither                           nobody: a version that allows nothing changes nothing

A party approves by a signed, logged statement of a participant of that state over the version's digest.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from hub.core.agreement.version import Agreement, Status

BOTH = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """The parties that have to approve: all of `every`, and at least `at_least` of `among`."""

    every: frozenset[str]
    among: frozenset[str]
    at_least: int

    def missing(self, approved: Collection[str]) -> tuple[str, ...]:
        """Return the parties whose approval is still missing; empty: it is approved."""
        approving = self.among & frozenset(approved)
        lacking = self.every - approving
        if not lacking and len(approving) < self.at_least:
            lacking = self.among - approving
        return tuple(sorted(lacking))


def needed(before: Agreement | None, after: Agreement, states: Mapping[str, str | None]) -> Needed:
    """Return whose approval the version needs; `states` is the state of each participant of the trust list."""
    was = before is not None and before.status == Status.IN_FORCE and not before.reference_only
    if after.status == Status.IN_FORCE and not after.reference_only:
        named = after.named if before is None else after.named | before.named
        present = {state for name, state in states.items() if name in named and state in after.parties}
        return Needed(every=frozenset(filter(None, present)), among=after.parties, at_least=BOTH)
    if was:
        return Needed(every=frozenset(), among=after.parties, at_least=1)
    return Needed(every=frozenset(), among=after.parties, at_least=0)


def may_approve(participant: str, after: Agreement, states: Mapping[str, str | None]) -> bool:
    """Say whether a participant may approve for its state: a party's, and named where the version names any of it."""
    state = states.get(participant)
    if state is None or state not in after.parties:
        return False
    of_state = {name for name in after.named if states.get(name) == state}
    return participant in of_state or not of_state
