"""Accounts and sessions of the console: who somebody is, which roles he holds, how he has signed in, and how long."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

_LOGIN = re.compile(r"[a-z0-9](?:[._-]?[a-z0-9]){1,63}")
LONGEST_NAME = 200
NOTE_AFTER = timedelta(seconds=60)
CONFIRMED_FOR = timedelta(minutes=5)
"""So long after a person has shown who he is he may sign without showing it again."""


class Role(StrEnum):
    """What a person does; `VISITOR` has not signed in, `NEWCOMER` has only been invited."""

    LIAISON = "liaison"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"
    SECRETARIAT_OFFICER = "secretariat-officer"
    OBSERVER_READER = "observer-reader"
    INTEGRATOR = "integrator"
    AUDITOR = "auditor"
    OPERATOR = "operator"
    NEWCOMER = "newcomer"
    VISITOR = "visitor"


GIVEN = frozenset(Role) - {Role.NEWCOMER, Role.VISITOR}  # roles that an account can be given


class AccountStatus(StrEnum):
    """Whether an account can be used. Who is invited has no way to sign in yet but the invitation."""

    INVITED = "invited"
    ACTIVE = "active"
    LOCKED = "locked"


class Level(StrEnum):
    """How a person has signed in."""

    INVITATION = "invitation"
    PASSWORD = "password"  # noqa: S105  (the name of a way, no secret)
    PASSKEY = "passkey"
    DEMO = "demo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's account. `participant` is None for an operator of the hub itself; `zone` is a name of the IANA list.

    `is_demo`: it belongs to the demo, where one click signs in; it has no secrets.
    """

    id: str
    login: str
    participant: str | None
    name: str
    roles: frozenset[Role]
    lang: str
    zone: str
    status: AccountStatus
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a session lasts unused, and how long at all."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in browser. `id` names it in lists; `digest` is SHA-256 of what its cookie holds.

    `confirmed_at`: when its person has shown last that he is there, after he had signed in.
    """

    id: str
    digest: bytes
    account: str
    level: Level
    opened_at: datetime
    seen_at: datetime
    agent: str
    confirmed_at: datetime | None = None

    def is_open(self, now: datetime, limits: Limits) -> bool:
        """Say whether it has neither rested nor lasted too long."""
        return now - self.seen_at < limits.idle and now - self.opened_at < limits.absolute

    def is_confirmed(self, now: datetime) -> bool:
        """Say whether its person has signed in, or confirmed himself, a short while ago; in the demo nobody can."""
        if self.level is Level.DEMO:
            return True
        return now - (self.confirmed_at or self.opened_at) < CONFIRMED_FOR

    def is_stale(self, now: datetime) -> bool:
        """Say whether it is time to note that it is used; not each page needs a write."""
        return now - self.seen_at >= NOTE_AFTER


def is_login(text: str) -> bool:
    """Say whether this can be a login: 2 to 64 small Latin letters and digits, parted by single `.`, `-`, `_`."""
    return len(text) <= 64 and _LOGIN.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Say whether this can be shown as a person's name: one line, nothing invisible, at most 200 characters."""
    return text == text.strip() and 0 < len(text) <= LONGEST_NAME and text.isprintable()
