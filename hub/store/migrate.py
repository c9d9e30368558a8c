"""Forward-only migrations: `hub/store/migrations/NNNN_name.sql`, applied once, in order, each in its own transaction.

What was applied is remembered with its SHA-256. The database is refused when it knows migrations that this program does
not (it is older than the database), or when a file changed after it was applied. An advisory lock lets one process
migrate at a time; a short lock timeout lets a migration fail rather than stop the hub's traffic behind it.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from hub.settings import StartError
from hub.store.connection import Connection

FOLDER = Path(__file__).parent / "migrations"
LOCK = 0x6875622D6D696772  # "hub-migr"
WAIT_FOR_LOCK = "120s"
WAIT_FOR_TABLE = "5s"


class MigrationError(StartError):
    """The database's tables and this program do not belong together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One numbered file: its number from 1, its name without number and ending, its SQL and the SQL's SHA-256."""

    number: int
    name: str
    sql: str
    sha256: str


def load(folder: Path = FOLDER) -> list[Migration]:
    """Read the migrations of a folder in order.

    Raises:
        ValueError: a file is not named NNNN_name.sql, or the numbers are not 1, 2, 3 ...
    """
    found = [_read(path) for path in sorted(folder.glob("*.sql"))]
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"{folder}: the migrations are not numbered 0001, 0002, 0003 ...")
    return found


async def migrate(conn: Connection, folder: Path = FOLDER) -> list[Migration]:
    """Apply what is missing and return it. The connection must not be in a transaction.

    Raises:
        MigrationError: the database is ahead, a file changed, a migration failed, or the locks were not to be had.
    """
    migrations = load(folder)
    await _lock(conn)
    try:
        await _make_table(conn)
        missing = _missing(migrations, await _applied(conn))
        for migration in missing:
            await _apply(conn, migration)
        return missing
    finally:
        if not conn.is_closed():
            await conn.execute("SELECT pg_advisory_unlock($1)", LOCK)


async def pending(conn: Connection, folder: Path = FOLDER) -> list[Migration]:
    """Return what `migrate` would apply; changes nothing.

    Raises:
        MigrationError: the database is ahead, or a file changed.
    """
    return _missing(load(folder), await _applied(conn))


async def require_current(conn: Connection, folder: Path = FOLDER) -> None:
    """Refuse to work on tables that are not this program's.

    Raises:
        MigrationError: a migration is missing, the database is ahead, or a file changed.
    """
    missing = await pending(conn, folder)
    if missing:
        raise MigrationError(
            "database-behind",
            f"База не обновлена: не хватает {len(missing)} шагов. Выполните «hub migrate».",
            f"The database is not up to date: {len(missing)} migrations are missing. Run `hub migrate`.",
        )


def _read(path: Path) -> Migration:
    match = re.fullmatch(r"(\d{4})_([a-z][a-z0-9_]*)\.sql", path.name)
    if match is None:
        raise ValueError(f"{path.name}: a migration is named NNNN_name.sql")
    raw = path.read_bytes()
    return Migration(number=int(match[1]), name=match[2], sql=raw.decode(), sha256=hashlib.sha256(raw).hexdigest())


async def _lock(conn: Connection) -> None:
    await conn.execute(f"SET lock_timeout = '{WAIT_FOR_LOCK}'")
    try:
        await conn.execute("SELECT pg_advisory_lock($1)", LOCK)
    except asyncpg.LockNotAvailableError:
        raise MigrationError(
            "migration-locked",
            f"Другой процесс обновляет базу дольше {WAIT_FOR_LOCK}. Дождитесь его и повторите.",
            f"Another process has been migrating the database for {WAIT_FOR_LOCK}. Wait for it, then try again.",
        ) from None
    finally:
        await conn.execute("RESET lock_timeout")


async def _make_table(conn: Connection) -> None:
    if await conn.fetchval("SELECT to_regclass('schema_migration')") is None:
        await conn.execute(
            "CREATE TABLE schema_migration (number integer PRIMARY KEY, name text NOT NULL, sha256 text NOT NULL,"
            " applied_at timestamptz NOT NULL DEFAULT clock_timestamp())"
        )


async def _applied(conn: Connection) -> dict[int, tuple[str, str]]:
    if await conn.fetchval("SELECT to_regclass('schema_migration')") is None:
        return {}
    rows = await conn.fetch("SELECT number, name, sha256 FROM schema_migration ORDER BY number")
    return {row["number"]: (row["name"], row["sha256"]) for row in rows}


def _missing(migrations: Sequence[Migration], applied: dict[int, tuple[str, str]]) -> list[Migration]:
    known = {migration.number: migration for migration in migrations}
    for number, (name, sha256) in applied.items():
        if number not in known:
            raise MigrationError(
                "database-ahead",
                f"База новее программы: шаг {number:04d}_{name} ей неизвестен. Запустите более новую версию узла.",
                f"The database is newer than this program, which lacks {number:04d}_{name}. Run a newer version.",
            )
        if known[number].sha256 != sha256:
            raise MigrationError(
                "migration-changed",
                f"Файл шага {number:04d}_{name} изменён после применения. Верните прежний; правки идут новым шагом.",
                f"The file of {number:04d}_{name} changed after it was applied. Restore it; changes go into a new one.",
            )
    return [migration for migration in migrations if migration.number not in applied]


async def _apply(conn: Connection, migration: Migration) -> None:
    try:
        async with conn.transaction():
            await conn.execute(f"SET LOCAL lock_timeout = '{WAIT_FOR_TABLE}'")
            await conn.execute(migration.sql)
            await conn.execute(
                "INSERT INTO schema_migration (number, name, sha256) VALUES ($1, $2, $3)",
                migration.number,
                migration.name,
                migration.sha256,
            )
    except asyncpg.PostgresError as error:
        place = f"{migration.number:04d}_{migration.name}"
        raise MigrationError(
            "migration-failed",
            f"Шаг {place} не прошёл ({error.sqlstate}: {error.args[0]}). База осталась на предыдущем шаге.",
            f"The migration {place} failed ({error.sqlstate}: {error.args[0]}). The database stays as before it.",
        ) from None
