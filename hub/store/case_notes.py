"""What a participant's people add to a case for themselves: who works on it, comments, their registry's number.

And the filters that somebody has given a name. Nothing of this is ever shown to another participant.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from hub.core.mover import HeadKey
from hub.store import queries
from hub.store.connection import Connection
from keys.at_rest import Ciphertext

_SQL = queries.load()


class Place(NamedTuple):
    """A case as one participant sees it."""

    participant: str
    key: HeadKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Who works on a case (None: nobody any more), said by whom and when."""

    account: str | None
    name: str | None
    assigned_by: str
    assigned_at: datetime


async def assign(conn: Connection, place: Place, account: str | None, by: str, at: datetime) -> None:
    """Say who works on a case; None: nobody."""
    await conn.execute(
        _SQL["assign_case"], place.participant, *place.key, None if account is None else UUID(account), UUID(by), at
    )


async def read_assignment(conn: Connection, place: Place) -> Assignment | None:
    """Return who works on a case."""
    row = await conn.fetchrow(_SQL["read_assignment"], place.participant, *place.key)
    if row is None:
        return None
    return Assignment(**{**dict(row), "account": None if row["account"] is None else str(row["account"])})


async def list_colleagues(conn: Connection, participant: str) -> Sequence[tuple[str, str]]:
    """Return people who can work on cases, as (account, name)."""
    return [(str(row["id"]), row["name"]) for row in await conn.fetch(_SQL["list_colleagues"], participant)]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptComment:
    """A comment as it is kept: what it says is encrypted."""

    id: str
    account: str
    name: str
    written_at: datetime
    stored: Ciphertext = field(repr=False)


async def add_comment(conn: Connection, place: Place, comment: KeptComment) -> None:
    """Keep a comment."""
    stored = comment.stored
    who = (UUID(comment.id), place.participant, *place.key, UUID(comment.account), comment.written_at)
    await conn.execute(_SQL["add_comment"], *who, stored.key, stored.wrapped, stored.body)


async def read_comments(conn: Connection, place: Place) -> Sequence[KeptComment]:
    """Return the comments of a participant on a case, oldest first."""
    return [
        KeptComment(
            id=str(row["id"]),
            account=str(row["account"]),
            name=row["name"],
            written_at=row["written_at"],
            stored=Ciphertext(key=row["key"], wrapped=row["wrapped"], body=row["body"]),
        )
        for row in await conn.fetch(_SQL["read_comments"], place.participant, *place.key)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The number of a case in a participant's own registry, and the day; written down by whom, and when."""

    number: str
    registered_on: date
    name: str = ""
    changed_at: datetime | None = None


async def register(conn: Connection, place: Place, registration: Registration, by: str, at: datetime) -> None:
    """Write down the number of a case."""
    said = (registration.number, registration.registered_on, UUID(by), at)
    await conn.execute(_SQL["register_case"], place.participant, *place.key, *said)


async def read_registration(conn: Connection, place: Place) -> Registration | None:
    """Return the number of a case."""
    row = await conn.fetchrow(_SQL["read_registration"], place.participant, *place.key)
    return None if row is None else Registration(**dict(row))


async def save_filter(conn: Connection, account: str, name: str, query: str, at: datetime) -> None:
    """Keep a filter under a name."""
    await conn.execute(_SQL["save_filter"], UUID(account), name, query, at)


async def read_filters(conn: Connection, account: str) -> Sequence[tuple[str, str]]:
    """Return the filters of an account, as (name, query)."""
    return [(row["name"], row["query"]) for row in await conn.fetch(_SQL["read_filters"], UUID(account))]


async def drop_filter(conn: Connection, account: str, name: str) -> None:
    """Forget a filter."""
    await conn.execute(_SQL["drop_filter"], UUID(account), name)
