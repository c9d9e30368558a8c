"""Who may do what in the console: role, action and ownership, as the policy table says; what it does not say is denied.

The table is data (`schemas/console/policy.json` and one file for each room in `schemas/console/rooms`):

    "case-decide": {"titles": {"ru": "...", "en": "..."}, "may": {"liaison": ["party"], "auditor": []}}

A name in `may` is a role, or a group of roles that the table defines. Ownership is what the data says of the object:

    none     there is no object: a list of what is one's own, a page about nothing in particular
    own      it belongs to the visitor's participant (or is his own account's, where the action is about accounts)
    party    it belongs to another participant, and the visitor's is named in it
    foreign  neither
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hub.core.console.account import GIVEN, Account, Role


class Ownership(StrEnum):
    """What an object is to the visitor's participant."""

    NONE = "none"
    OWN = "own"
    PARTY = "party"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The table: what is allowed, how actions are called, whose people hold a role.

    `titles` names every action in "ru" and "en"; `holders` says which roles
    of the trust list a participant may have so that its people hold a role of the console.
    """

    cells: frozenset[tuple[Role, str, Ownership]]
    titles: Mapping[str, Mapping[str, str]]
    holders: Mapping[Role, frozenset[str]]

    def may(self, account: Account | None, action: str, ownership: Ownership = Ownership.NONE) -> bool:
        """Say whether the account may do this; None is a visitor who has not signed in."""
        return any((role, action, ownership) in self.cells for role in roles_of(account))

    def may_ever(self, account: Account | None, action: str) -> bool:
        """Say whether there is any ownership with which the account may do this."""
        return any(self.may(account, action, ownership) for ownership in Ownership)

    def can_hold(self, role: Role, participant_role: str | None) -> bool:
        """Say whether people of such a participant can hold the role; None: of no participant."""
        return (participant_role or "hub") in self.holders.get(role, ())


def roles_of(account: Account | None) -> frozenset[Role]:
    """Return the roles that a visitor acts in."""
    return frozenset({Role.VISITOR}) if account is None else account.roles


def ownership_of(account: Account | None, owner: str | None, parties: frozenset[str] = frozenset()) -> Ownership:
    """Return what an object of this owner, in which these participants are named, is to the account."""
    participant = None if account is None else account.participant
    if participant is not None and participant == owner:
        return Ownership.OWN
    return Ownership.PARTY if participant in parties else Ownership.FOREIGN


def parse(document: Mapping[str, Any]) -> Policy:
    """Return the table of a document that fits its schema.

    Raises:
        ValueError: a role, a group or an ownership that there is not, or a role given without a holder.
    """
    groups = {name: [Role(each) for each in roles] for name, roles in document["groups"].items()}
    holders = {Role(name): frozenset(kinds) for name, kinds in document["holders"].items()}
    if frozenset(holders) != GIVEN:
        raise ValueError("every role that can be given needs its holders, and no other")
    return Policy(
        cells=frozenset(
            (role, action, Ownership(ownership))
            for action, row in document["actions"].items()
            for name, ownerships in row["may"].items()
            for role in _roles(name, groups)
            for ownership in ownerships
        ),
        titles={action: row["titles"] for action, row in document["actions"].items()},
        holders=holders,
    )


def _roles(name: str, groups: Mapping[str, list[Role]]) -> Iterator[Role]:
    if name in groups:
        yield from groups[name]
    else:
        yield Role(name)
