"""Every column of every table, as PostgreSQL names them: a change, a row less and a row twice are found by the audit.

What is not found is listed here with its reason, and in docs/reference/log.md with the same words.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from hub.core import leaf as leaves
from hub.store import suspensions
from hub.workflows.data_protection.log_access import Access, log_access
from hub.workflows.delivery.keep_attachment import keep_attachment
from hub.workflows.projections import ALL
from hub.workflows.reports.remind_states import ask_reminders
from hub.workflows.retention import retain_messages
from hub.workflows.trust.release_held import accept_release
from tests.integration.hubs import connected
from tests.integration.retention.conftest import Keeper
from tests.integration.retention.test_erasure import LONG, PAST
from tests.integration.suspensions import accept, statement
from tests.integration.workflows.audited import audit, fill
from tests.integration.workflows.test_held import signed
from tests.support.hub import make_message_id, now

REFERENCE = Path(__file__).parents[3] / "docs/reference/log.md"
DELETED, INSERTED = "a row less", "a row twice"
FIRST = {  # which row is changed, where the first one by its key is not the one that says most
    "message": "wrapped IS NOT NULL",
    "key_end": "index IS NOT NULL",
    "legal_hold": "closed IS NULL",
    "head": "kind = 'case'",
    "trust_document": "index IS NOT NULL",
}

UNSEEN = {
    "attachment": "named by the digest of what it holds, which the signed descriptor states: whoever fetches it compares",
    "attachment_chunk": "ciphertext that its recipient compares with the digest in the signed descriptor",
    "blind_index": (
        "search tokens, made from the messages: one less hides a message from a search, what is found is opened and compared"
    ),
    "erasure.at": "no leaf tells when a message was erased: only that it is not in the future",
    "erasure_journal": "how far the journal, which is a file, was followed",
    "key_report": "heartbeats: which process has which keys just now",
    "log_head.stopped": "the mark that stops signing: the audit tells it, and it is no finding",
    "projection": "how far a projection has followed the log",
    "schema_migration": "every process, the audit too, compares it with its own migrations before it begins",
    "summary_reminder": "who is to be reminded of a summary; what was said stands in the log as a notice",
    "told": "what was said once and is not said again: warnings, notices",
    "witnessed_checkpoint: a row less": (
        "a quorum is noted after its cosignatures; it is counted again with the next one"
    ),
}
"""Table, `table.column` or `table: a row less`, and why a change there is not found."""
PROJECTED = frozenset(table for projection in ALL for table in projection.tables)
"""Computed from the messages: a rebuild brings them back, and no audit looks at them."""

OF_THE_CONSOLE = frozenset({
    "absence", "account", "account_invitation", "account_secret", "agreement_proposal", "announcement",
    "attachment_opened", "calendar_feed",
    "case_assignment", "case_comment", "case_hold", "case_registration", "conformance_result", "console_audit", "console_secret",
    "console_session", "draft",
    "evidence_opened", "gateway_sync", "health_alert", "health_notice", "key_request", "key_request_step", "passkey",
    "passkey_answered", "resend_request", "safeguard_review", "saved_filter", "signing_key", "sync_run",
})  # fmt: skip
"""What people and the board of the console keep for themselves. None of it is said to anybody in the log; what people
did is a chain of its own (`hub.workflows.audit_console.first_broken`)."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table as PostgreSQL describes it: columns, those of its key, and those that are unique otherwise."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    unique: tuple[str, ...]


async def fill_all(keeper: Keeper) -> None:
    """Fill a hub so that every table has a row: also erased messages, keys that ended, and legal holds."""
    hub = keeper.hub
    for _ in range(2):
        await hub.submit(hub.ban(record=PAST))
    for _ in range(2):
        receipt = (await hub.submit(hub.ban())).receipt
        held: Any = leaves.parse(receipt.leaf)
        names = {"sender": held.sender, "message_id": held.id}
        await retain_messages.hold(hub.exchange, hub.process.committer, **names, reason="court", case="c-1")
    await retain_messages.release(hub.exchange, hub.process.committer, **names, reason="closed")
    said = Access(participant="tj-mvd", question="screening", purpose="entry-control", case="c-1", facts={})
    await log_access(hub.exchange, hub.process.committer, said)
    ids = [make_message_id() for _ in range(2)]
    for message_id in ids:
        await hub.submit(hub.ban(message_id=message_id))
    await fill(hub)
    await accept(hub, statement(hub, since=now() - timedelta(hours=1)))
    await accept_release(hub.exchange, hub.process.committer, signed(hub, ids[0]))
    async with connected(hub.dsn) as conn:
        await suspensions.tell(conn, "something")
    await keep_attachment(hub.exchange, "ru-guvm", sha256(b"x").hexdigest(), _pieces(), quota=1024)
    await ask_reminders(hub.exchange, asked_by="cis-ec", period="2020", participants=["tj-mvd"], due_on=None)
    await keeper.work()
    await keeper.pass_days(LONG)
    await keeper.pass_days(36)


async def _pieces() -> AsyncIterator[bytes]:
    yield b"x"


async def read_tables(conn: Any) -> list[Table]:
    """Return every table of the exchange but those of projections."""
    rows = await conn.fetch("""
        SELECT relname AS name, array_agg(attname::text ORDER BY attnum) AS columns, (
          SELECT array_agg(k.attname::text) FROM pg_index JOIN pg_attribute AS k ON k.attrelid = indrelid
          WHERE indrelid = pg_class.oid AND indisprimary AND k.attnum = ANY (indkey)) AS key, (
          SELECT array_agg(k.attname::text) FROM pg_index JOIN pg_attribute AS k ON k.attrelid = indrelid
          WHERE indrelid = pg_class.oid AND indisunique AND NOT indisprimary AND indpred IS NULL
            AND k.attnum = indkey[indnatts - 1]) AS unique
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
        GROUP BY pg_class.oid, relname ORDER BY relname""")
    return [
        Table(name=row["name"], columns=tuple(row["columns"]), key=tuple(row["key"]), unique=tuple(row["unique"] or ()))
        for row in rows
        if row["name"] not in PROJECTED | OF_THE_CONSOLE
    ]


def changed(value: Any) -> list[Any]:
    """Return other values of the same kind."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1]
    if isinstance(value, str):
        return [value + "x", ""]
    if isinstance(value, bytes):
        return [value[: len(value) // 2] + bytes([value[len(value) // 2] ^ 1]) + value[len(value) // 2 + 1 :]]
    if isinstance(value, datetime):
        return [value + timedelta(days=3650), value - timedelta(days=3650)]
    return [UUID(int=value.int ^ 1)] if isinstance(value, UUID) else [[*value, "x"]]


def other(value: Any) -> Any:
    """Return a value that no row has."""
    if isinstance(value, int):
        return value + 10**4
    return value[::-1] + b"x" if isinstance(value, bytes) else changed(value)[0]


def changes(table: Table, row: dict[str, Any]) -> list[tuple[str, str, list[Any]]]:
    """Return every change of this row: what it is, its statement and the statement's parameters."""
    at = " AND ".join(f"{name} = ${place}" for place, name in enumerate(table.key, start=2))
    keys = [row[name] for name in table.key]
    found: list[tuple[str, str, list[Any]]] = []
    for column in table.columns:
        values = ["x", b"x", 1] if row[column] is None else [*changed(row[column]), None]
        update = f"UPDATE {table.name} SET {column} = $1 WHERE {at}"
        found += [(f"{table.name}.{column}", update, [value, *keys]) for value in values]
    found.append((f"{table.name}: {DELETED}", f"DELETE FROM {table.name} WHERE $1 AND {at}", [True, *keys]))
    for name in table.key:
        copy = {**row, **{each: other(row[each]) for each in (name, *table.unique)}}
        places = ", ".join(f"${place}" for place in range(1, len(copy) + 1))
        inserted = f"INSERT INTO {table.name} ({', '.join(copy)}) VALUES ({places})"
        found.append((f"{table.name}: {INSERTED}", inserted, list(copy.values())))
    return found


async def read_row(conn: Any, table: Table) -> dict[str, Any]:
    """Return the row to be changed."""
    condition, order = FIRST.get(table.name, "true"), ", ".join(table.key)
    row = await conn.fetchrow(f"SELECT * FROM {table.name} WHERE {condition} ORDER BY {order} LIMIT 1")
    assert row is not None, f"{table.name} is empty"
    return dict(row)


async def is_seen(conn: Any, keeper: Keeper, change: str, parameters: list[Any]) -> bool | None:
    """Make a change, audit, take it back; None where PostgreSQL itself refuses the value."""
    transaction = conn.transaction()
    await transaction.start()
    try:
        await conn.execute("SET LOCAL session_replication_role = replica")
        await conn.execute(change, *parameters)
        return (await audit(conn, keeper.hub)).finding is not None
    except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError):
        return None
    finally:
        await transaction.rollback()


async def test_a_change_of_any_column_of_any_table_is_found_or_listed(keeper: Keeper):
    await fill_all(keeper)
    missed: set[str] = set()
    async with connected(keeper.hub.dsn) as conn:
        sound = await audit(conn, keeper.hub)
        assert sound.finding is None, sound
        assert sound.counts["erased"] > 0
        for table in await read_tables(conn):
            for what, change, parameters in changes(table, await read_row(conn, table)):
                if what not in missed and await is_seen(conn, keeper, change, parameters) is False:
                    missed.add(what)
    listed = {what for what in missed if what in UNSEEN or re.split(r"[.:]", what)[0] in UNSEEN}
    needed = {name for name in UNSEEN if name in missed or any(re.split(r"[.:]", what)[0] == name for what in missed)}

    assert sorted(missed - listed) == []
    assert sorted(UNSEEN.keys() - needed) == [], "these are found: take them out of the list"


def test_what_the_audit_does_not_see_is_what_the_reference_says():
    _, _, section = REFERENCE.read_text("utf-8").partition("### What the audit does not see")
    listed = dict(re.findall(r"^\| `([^`]+)` \| (.+) \|$", section, re.MULTILINE))

    assert listed == UNSEEN
