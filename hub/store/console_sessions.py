"""Sessions of the console, by the digest of what their cookie holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.core.console.account import Account, Level, Session
from hub.store import queries
from hub.store.accounts import account_of
from hub.store.connection import Connection

_SQL = queries.load()


def _session(row: Any) -> Session:
    return Session(
        id=str(row["session"]),
        digest=row["digest"],
        account=str(row["account"]),
        level=Level(row["level"]),
        opened_at=row["opened_at"],
        seen_at=row["seen_at"],
        confirmed_at=row["confirmed_at"],
        agent=row["agent"],
    )


async def write(conn: Connection, session: Session) -> None:
    """Keep a new session."""
    await conn.execute(
        _SQL["write_session"],
        session.digest,
        UUID(session.id),
        UUID(session.account),
        session.level,
        session.opened_at,
        session.agent,
    )


async def read(conn: Connection, digest: bytes) -> tuple[Session, Account] | None:
    """Return the session of a token, with its account."""
    row = await conn.fetchrow(_SQL["read_session"], digest)
    return None if row is None else (_session(row), account_of(row))


async def read_all(conn: Connection, account: str) -> Sequence[Session]:
    """Return the account's sessions, newest first."""
    return [_session(row) for row in await conn.fetch(_SQL["read_sessions"], UUID(account))]


async def note_use(conn: Connection, digest: bytes, at: datetime) -> None:
    """Note that a session was used."""
    await conn.execute(_SQL["note_session_use"], digest, at)


async def confirm(conn: Connection, digest: bytes, at: datetime) -> None:
    """Note that the person of a session was confirmed."""
    await conn.execute(_SQL["confirm_session"], digest, at)


async def drop(conn: Connection, digest: bytes) -> None:
    """End one session."""
    await conn.execute(_SQL["drop_session"], digest)


async def drop_by_id(conn: Connection, account: str, session: str) -> bool:
    """End a session of the account; False where it has no such."""
    return await conn.fetchval(_SQL["drop_session_by_id"], UUID(account), UUID(session)) is not None


async def drop_all(conn: Connection, account: str, *, but: bytes | None = None) -> None:
    """End the account's sessions, but for one."""
    await conn.execute(_SQL["drop_sessions"], UUID(account), but)


async def drop_old(conn: Connection, before: datetime) -> None:
    """Let go of sessions that were opened before a time."""
    await conn.execute(_SQL["drop_old_sessions"], before)
