"""The console's audit: a chain that is only ever appended to, one at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from hub.core.console import audit
from hub.core.console.audit import AuditEntry, Deed
from hub.store import queries
from hub.store.connection import Connection

_SQL = queries.load()
NEWEST = 2**63 - 1


async def write(conn: Connection, deed: Deed, at: datetime) -> int:
    """Append a deed in the caller's transaction, which holds the chain until it ends; return its number."""
    await conn.execute(_SQL["lock_console_audit"])
    last = await conn.fetchrow(_SQL["last_deed"])
    number, previous = (last["number"] + 1, last["digest"]) if last else (1, audit.BEGINNING)
    await conn.execute(
        _SQL["write_deed"],
        number,
        at,
        None if deed.account is None else UUID(deed.account),
        deed.participant,
        deed.action,
        deed.object,
        deed.outcome,
        audit.chain(previous, number, at, deed),
    )
    return number


async def read_chain(conn: Connection, *, after: int, limit: int) -> Sequence[AuditEntry]:
    """Return entries in order."""
    return [_entry(row) for row in await conn.fetch(_SQL["read_chain"], after, limit)]


async def read_page(
    conn: Connection,
    participant: str | None,
    *,
    before: int = NEWEST,
    action: str | None = None,
    outcome: str | None = None,
    limit: int = 50,
) -> Sequence[AuditEntry]:
    """Return entries of a participant's people, or of all, newest first."""
    rows = await conn.fetch(_SQL["read_deeds"], participant, before, action, outcome, limit)
    return [_entry(row) for row in rows]


def _entry(row: Any) -> AuditEntry:
    return AuditEntry(
        number=row["number"],
        at=row["at"],
        deed=Deed(
            account=None if row["account"] is None else str(row["account"]),
            participant=row["participant"],
            action=row["action"],
            object=row["object"],
            outcome=row["outcome"],
        ),
        digest=row["digest"],
    )
