"""Connections to PostgreSQL, and the three things the hub demands of it.

1. **It keeps what it acknowledged.** The hub does not run on a database with `fsync`, `full_page_writes` or
   `synchronous_commit` off: a receipt would promise what a power cut can take back.
2. **It is a primary, PostgreSQL 15 or later, in UTF-8.** Decisions are never taken from a standby.
3. **A commit that nobody confirmed is not a commit.** When the wait for a synchronous standby is cancelled, PostgreSQL
   reports success with a warning; `watch_commit` catches the warning, and the caller answers "in doubt".

No time limit is set around statements: a limit that strikes during COMMIT leaves it open whether it happened.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import asyncpg
import asyncpg.pool

from hub.settings import Settings, StartError
from hub.store.failures import FAILURES

# quoted: these classes take parameters only in the eyes of the type checker
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"

OLDEST = 150000
CONNECT_SECONDS = 10.0
CLOSE_SECONDS = 5.0
SESSION = {
    "application_name": "cis-migration-hub",
    "default_transaction_isolation": "read committed",  # the group commit rests on it: each statement sees anew
    # Every query of the hub goes by an index. While a table's statistics are young PostgreSQL would rather read all of
    # it, and keep that plan while the table grows.
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "enable_seqscan": "off",
    "idle_in_transaction_session_timeout": "60s",  # a stopped process must not hold the lock of the log for ever
    "jit": "off",  # the statements are short
    "timezone": "UTC",
}
DOUBTFUL = {"01000", "57P01"}  # WARNING without a code of its own; "terminating connection" during the wait
MUST_BE_ON = ("fsync", "full_page_writes", "synchronous_commit")


class DatabaseUnfitError(StartError):
    """The database cannot be reached, or must not be trusted with acknowledged records."""


class CommitWatch:
    """Whether a warning arrived that makes the commit doubtful."""

    in_doubt = False

    def __call__(self, _connection: object, message: Any) -> None:
        """Take a notice of the server; asyncpg hands it over before the statement's own result."""
        if message.sqlstate in DOUBTFUL:
            self.in_doubt = True


@contextlib.contextmanager
def watch_commit(conn: Connection) -> Iterator[CommitWatch]:
    """Watch the connection for warnings while a transaction is committed in the block; ask `in_doubt` afterwards.

    The words of the warning depend on the server's language, so its SQLSTATE decides: a plain warning (01000) has no
    other business during a commit, and a doubt too many costs the sender one repetition.
    """
    watch = CommitWatch()
    conn.add_log_listener(watch)
    try:
        yield watch
    finally:
        if not conn.is_closed():
            conn.remove_log_listener(watch)


@contextlib.asynccontextmanager
async def open_pool(settings: Settings) -> AsyncIterator[Pool]:
    """Open `settings.pool_size` connections to the database that `settings` names, checked fit for the hub.

    A connection comes back to the pool without a round trip: nothing in the hub changes a session, only transactions.

    Raises:
        SettingsError: HUB_DATABASE_URL is not set.
        DatabaseUnfitError: the database is unreachable or unfit.
    """
    try:
        pool = await asyncpg.create_pool(
            min_size=min(2, settings.pool_size),
            max_size=settings.pool_size,
            reset=_keep_session,
            **_arguments(settings),
        )
    except FAILURES as error:
        raise _unreachable(error) from None
    try:
        async with pool.acquire() as conn:
            await require_fit(conn, unsafe_allowed=settings.unsafe_database)
        yield pool
    finally:
        await _close(pool)


async def _close(pool: Pool) -> None:
    """Close the pool; a connection that nobody gives back (a task was ended while it opened one) is cut off.

    Whatever was begun has ended before: nothing that waits for a commit is cut off here.
    """
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(CLOSE_SECONDS):
            await pool.close()  # given up, it ends its connections itself


async def connect(settings: Settings) -> "asyncpg.Connection[asyncpg.Record]":
    """Open one connection, unchecked, for work outside the hub proper such as migrations.

    Raises:
        SettingsError: HUB_DATABASE_URL is not set.
        DatabaseUnfitError: the database is unreachable.
    """
    try:
        return await asyncpg.connect(**_arguments(settings))
    except FAILURES as error:
        raise _unreachable(error) from None


async def require_fit(conn: Connection, *, unsafe_allowed: bool = False) -> None:
    """Refuse a database that the hub must not run on.

    Raises:
        DatabaseUnfitError: too old, a standby, another encoding, or able to lose what it acknowledged.
    """
    names = ("server_version_num", "server_encoding", "in_hot_standby", *MUST_BE_ON)
    found = {name: await conn.fetchval("SELECT current_setting($1)", name) for name in names}
    if int(found["server_version_num"]) < OLDEST:
        raise _unfit("PostgreSQL старее версии 15. Обновите его.", "PostgreSQL is older than 15. Upgrade it.")
    if found["in_hot_standby"] == "on":
        raise _unfit(
            "Этот PostgreSQL — резервный сервер. Укажите в HUB_DATABASE_URL основной.",
            "This PostgreSQL is a standby. Name the primary in HUB_DATABASE_URL.",
        )
    if found["server_encoding"] != "UTF8":
        raise _unfit("База не в кодировке UTF8. Создайте её заново.", "The database is not in UTF8. Create it anew.")
    off = [name for name in MUST_BE_ON if found[name] == "off"]
    if off and not unsafe_allowed:
        words = ", ".join(off)
        raise _unfit(
            f"PostgreSQL может потерять подтверждённые записи: выключено {words}. Включите и запустите узел снова.",
            f"PostgreSQL may lose acknowledged records: {words} off. Switch on, and start the hub again.",
        )


async def _keep_session(_conn: object) -> None:
    """Do nothing when a connection returns to the pool; asyncpg itself ends an open transaction."""


def _arguments(settings: Settings) -> dict[str, Any]:
    settings.need("database_url")
    arguments: dict[str, Any] = {"dsn": settings.database_url, "timeout": CONNECT_SECONDS, "server_settings": SESSION}
    if settings.database_password_file is not None:
        arguments["password"] = _password_reader(settings.database_password_file)
    return arguments


def _password_reader(path: Path) -> Callable[[], str]:
    """Return a function that reads the password for each new connection, so that it can be changed while we run."""

    def read() -> str:
        try:
            return path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise DatabaseUnfitError(
                "database-password-unreadable",
                f"Файл HUB_DATABASE_PASSWORD_FILE {path} не читается. Проверьте путь и права.",
                f"The file of HUB_DATABASE_PASSWORD_FILE {path} cannot be read. Check its path and permissions.",
            ) from None

    return read


def _unreachable(error: Exception) -> DatabaseUnfitError:
    reason = getattr(error, "sqlstate", None) or type(error).__name__  # never its text: it may quote the address
    return DatabaseUnfitError(
        "database-unreachable",
        f"База данных недоступна ({reason}). Проверьте HUB_DATABASE_URL и состояние PostgreSQL.",
        f"The database cannot be reached ({reason}). Check HUB_DATABASE_URL and whether PostgreSQL runs.",
    )


def _unfit(ru: str, en: str) -> DatabaseUnfitError:
    return DatabaseUnfitError("database-unfit", ru, en)
