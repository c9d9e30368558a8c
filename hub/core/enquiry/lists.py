"""How fresh each issuer's list is, as it was delivered to one participant.

A list is as fresh as the issuer's last signed statement of it (`ban-list-state`) that agrees with what was delivered:
bans alone say that something came, not that everything did. A list that was never stated so is not fresh.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """An issuer's list: of which moment it is, and until when it may be relied on; None: it was never stated."""

    issuer: str
    as_of: datetime | None
    until: datetime | None
    is_fresh: bool


def states_of(
    stated: Mapping[str, datetime],
    issuers: Iterable[str],
    *,
    terms: Mapping[str | None, timedelta],
    now: datetime,
) -> tuple[ListState, ...]:
    """Return the state of each issuer's list.

    Args:
        stated: of which moment each issuer's list is.
        issuers: whose lists are asked for.
        terms: how old each issuer's list may be; under None, any other's.
        now: the present.
    """
    return tuple(_state_of(issuer, stated.get(issuer), terms, now) for issuer in issuers)


def _state_of(issuer: str, as_of: datetime | None, terms: Mapping[str | None, timedelta], now: datetime) -> ListState:
    if as_of is None:
        return ListState(issuer=issuer, as_of=None, until=None, is_fresh=False)
    until = as_of + terms.get(issuer, terms[None])
    return ListState(issuer=issuer, as_of=as_of, until=until, is_fresh=now <= until)
