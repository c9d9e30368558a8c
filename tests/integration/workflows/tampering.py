"""Tamperings of a filled database: one change of one row, drawn by chance, as somebody with all rights could make it.

Each is a class (flip, delete, swap, truncate, duplicate, re-date) on a table of the exchange. Which row, which byte and
which bit are drawn; the change happens inside a transaction that is rolled back.
"""

import contextlib
import random
from dataclasses import dataclass
from typing import Any

import asyncpg


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table: its key, a column of bytes, a column of time or order (None: none)."""

    name: str
    key: tuple[str, ...]
    content: tuple[str, ...]
    order: tuple[str, ...] = ()
    where: str = "true"


TABLES = (
    Table(name="leaf", key=("index",), content=("body",)),
    Table(
        name="message",
        key=("index",),
        content=("body", "wrapped", "sha256", "sender", "type", "kid"),
        order=("group_size",),
    ),
    Table(name="tile", key=("level", "number"), content=("hashes", "root")),
    Table(name="log_group", key=("size",), content=("root",)),
    Table(name="log_head", key=("one",), content=("root", "frontier"), order=("size", "trust_epoch")),
    Table(name="log_release", key=("one",), content=("note",), order=("size",)),
    Table(name="inbox_entry", key=("recipient", "lane", "number"), content=("tombstone",), order=("index",)),
    Table(name="inbox_head", key=("recipient", "lane"), content=(), order=("number",)),
    Table(name="delivery", key=("index", "recipient"), content=("status",), order=("receipt", "first")),
    Table(name="head", key=("kind", "owner", "subject"), content=("state",), order=("version",)),
    Table(name="agreement", key=("id", "version"), content=("body", "sha256"), order=("index",)),
    Table(
        name="trust_document",
        key=("kind", "root", "version"),
        content=("body",),
        where="kind <> 'status' OR index IS NOT NULL",
    ),
    Table(name="statement", key=("index",), content=("body", "sha256", "participant", "kid", "about")),
    Table(name="suspension", key=("index",), content=("body", "sha256", "participant", "kid")),
    Table(name="named_checkpoint", key=("size",), content=("note",)),
    Table(name="cosignature", key=("witness", "size"), content=("signature", "key_hash")),
)


async def draw(conn: Any, table: Table, chance: random.Random) -> dict[str, Any] | None:
    """Return a row by chance."""
    count = await conn.fetchval(f"SELECT count(*) FROM {table.name} WHERE {table.where}")
    if count == 0:
        return None
    order = ", ".join(table.key)
    row = await conn.fetchrow(
        f"SELECT * FROM {table.name} WHERE {table.where} ORDER BY {order} OFFSET $1 LIMIT 1", chance.randrange(count)
    )
    return dict(row)


def at(table: Table, row: dict[str, Any], first: int = 1) -> tuple[str, list[Any]]:
    """Return the condition that names a row, and its parameters from `$first` on."""
    names = [f"{name} = ${first + place}" for place, name in enumerate(table.key)]
    return " AND ".join(names), [row[name] for name in table.key]


async def flip(conn: Any, table: Table, row: dict[str, Any], chance: random.Random) -> str | None:
    """Change one bit of a column of bytes, or one letter of a text."""
    columns = [name for name in table.content if row[name]]
    if not columns:
        return None
    column = chance.choice(columns)
    value = row[column]
    if isinstance(value, str):
        place = chance.randrange(len(value))
        changed: Any = value[:place] + ("x" if value[place] != "x" else "y") + value[place + 1 :]
    else:
        place = chance.randrange(len(value))
        changed = value[:place] + bytes([value[place] ^ (1 << chance.randrange(8))]) + value[place + 1 :]
    condition, names = at(table, row, 2)
    await conn.execute(f"UPDATE {table.name} SET {column} = $1 WHERE {condition}", changed, *names)
    return f"{column} of {names}"


async def truncate(conn: Any, table: Table, row: dict[str, Any], chance: random.Random) -> str | None:
    """Cut the end off a column of bytes."""
    columns = [name for name in table.content if isinstance(row[name], bytes) and len(row[name]) > 1]
    if not columns:
        return None
    column = chance.choice(columns)
    changed = row[column][: chance.randrange(1, len(row[column]))]
    condition, names = at(table, row, 2)
    await conn.execute(f"UPDATE {table.name} SET {column} = $1 WHERE {condition}", changed, *names)
    return f"{column} of {names}"


async def delete(conn: Any, table: Table, row: dict[str, Any], _chance: random.Random) -> str | None:
    """Take a row away."""
    if table.key == ("one",):
        return None
    condition, names = at(table, row)
    await conn.execute(f"DELETE FROM {table.name} WHERE {condition}", *names)
    return str(names)


async def swap(conn: Any, table: Table, row: dict[str, Any], chance: random.Random) -> str | None:
    """Give two rows each other's content."""
    other = await draw(conn, table, chance)
    columns = [name for name in (*table.content, *table.order) if other is not None and row[name] != other[name]]
    if other is None or not columns or all(row[name] == other[name] for name in table.key):
        return None
    for target, source in ((row, other), (other, row)):
        condition, names = at(table, target, 1 + len(columns))
        pairs = ", ".join(f"{name} = ${place}" for place, name in enumerate(columns, start=1))
        await conn.execute(f"UPDATE {table.name} SET {pairs} WHERE {condition}", *(source[c] for c in columns), *names)
    return f"{[row[name] for name in table.key]} and {[other[name] for name in table.key]}"


async def duplicate(conn: Any, table: Table, row: dict[str, Any], _chance: random.Random) -> str | None:
    """Put a copy of a row at the next free place of its key."""
    free = next((name for name in reversed(table.key) if type(row[name]) is int), None)
    if free is None:
        return None
    highest = await conn.fetchval(f"SELECT max({free}) FROM {table.name}")
    copied = {**row, free: highest + 1}
    if "id" in copied and table.name == "message":
        copied["sender"] = f"{row['sender']}-2"
    if table.name in {"statement", "suspension"}:
        copied["sha256"] = row["sha256"][::-1]
    columns = ", ".join(copied)
    places = ", ".join(f"${place}" for place in range(1, len(copied) + 1))
    await conn.execute(f"INSERT INTO {table.name} ({columns}) VALUES ({places})", *copied.values())
    return f"{[row[name] for name in table.key]} at {highest + 1}"


async def redate(conn: Any, table: Table, row: dict[str, Any], chance: random.Random) -> str | None:
    """Move a row in time or order."""
    if table.name == "leaf":
        return await _redate_leaf(conn, row, chance)
    if not table.order:
        return None
    column = chance.choice(table.order)
    condition, names = at(table, row, 2)
    moved = row[column] + chance.choice((-1, 1, 7))
    await conn.execute(f"UPDATE {table.name} SET {column} = $1 WHERE {condition}", moved, *names)
    return f"{column} of {names}"


async def _redate_leaf(conn: Any, row: dict[str, Any], chance: random.Random) -> str:
    """Write another digit into the time of a leaf."""
    body = row["body"]
    place = body.index(b'"at":"') + len('"at":"2026-11-22T00:00:00.') + chance.randrange(5)
    digit = chance.choice([each for each in b"0123456789" if each != body[place]])
    changed = body[:place] + bytes([digit]) + body[place + 1 :]
    await conn.execute("UPDATE leaf SET body = $1 WHERE index = $2", changed, row["index"])
    return f"leaf {row['index']}"


OPTIONS = {"--tampering-seed": "2026", "--tamperings": "100"}
WAYS = (flip, delete, swap, truncate, duplicate, redate)


async def tamper(conn: Any, chance: random.Random) -> tuple[str, str, str]:
    """Change one thing; return the way, the table and what it was."""
    while True:
        way, table = chance.choice(WAYS), chance.choice(TABLES)
        row = await draw(conn, table, chance)
        if row is None:
            continue
        with contextlib.suppress(asyncpg.UniqueViolationError):  # PostgreSQL refuses some
            async with conn.transaction():
                what = await way(conn, table, row, chance)
            if what is not None:
                return way.__name__, table.name, what
