"""Who signs in to the console: a contact person's account, and the session of one browser."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What a contact person does."""

    LIAISON = "liaison"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"
    SECRETARIAT_OFFICER = "secretariat-officer"
    OBSERVER_READER = "observer-reader"
    INTEGRATOR = "integrator"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class AccountStatus(StrEnum):
    """Whether an account may sign in."""

    ACTIVE = "active"
    LOCKED = "locked"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person's account. `participant` is the participant he works for; the operator of the hub has none.

    `zone` is the person's city as the tz database names it, `lang` "ru" or "en".
    """

    id: str
    participant: str | None
    name: str
    roles: frozenset[Role]
    lang: str
    zone: str
    status: AccountStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser's session: `id` names it in lists (never the secret of the cookie), `csrf` goes into its forms."""

    id: str
    csrf: str
    opened_at: datetime
    seen_at: datetime
