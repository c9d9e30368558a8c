"""Reviews, enquiries and hits, as the projection keeps them: who asked whom about which ban, and what answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()


@dataclass(frozen=True, slots=True, kw_only=True)
class BanCase:
    """One of them; `opened` and `answered` are places in the log, `delivered` the leaf of the issuer's receipt."""

    kind: str
    owner: str
    subject: str
    issuer: str
    ban_id: str | None
    agreement: str | None
    opened: int
    opened_at: datetime
    answered: int | None
    answered_at: datetime | None
    outcome: str | None
    delivered: bytes | None = None


async def open_case(conn: Connection, case: BanCase) -> None:
    """Keep a review, an enquiry or a hit that was opened."""
    await conn.execute(
        _SQL["open_ban_case"],
        *(case.kind, case.owner, case.subject, case.issuer, case.ban_id),
        *(case.opened, case.opened_at, case.outcome, case.agreement),
    )


async def answer_case(
    conn: Connection, key: tuple[str, str, str], *, answered: int, at: datetime, outcome: str
) -> None:
    """Keep what answered it; `key` is kind, owner and subject."""
    await conn.execute(_SQL["answer_ban_case"], *key, answered, at, outcome)


async def forget(conn: Connection, indexes: Sequence[int]) -> None:
    """Let go of those that the messages at these places opened."""
    await conn.execute(_SQL["forget_ban_cases"], indexes)


async def clear(conn: Connection) -> None:
    """Let go of all."""
    await conn.execute(_SQL["clear_ban_cases"])


async def read_unanswered(conn: Connection, *, after: int, limit: int) -> Sequence[BanCase]:
    """Return reviews and enquiries of anybody that have no answer yet, by place."""
    return [BanCase(**row) for row in await conn.fetch(_SQL["read_unanswered_ban_cases"], after, limit)]


async def read_cases(conn: Connection, *, participant: str, after: int, limit: int, waiting: bool) -> Sequence[BanCase]:
    """Return a participant's, as the one who asked or the issuer, by place; `waiting`: only those without answer."""
    rows = await conn.fetch(_SQL["read_ban_cases"], participant, after, limit, waiting)
    return [BanCase(**row) for row in rows]
