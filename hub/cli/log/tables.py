"""The part of `hub log` that reads the hub's own tables."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from hub.cli.database import with_database
from hub.cli.log import words as log_words
from hub.clock import make_clock
from hub.settings import Settings
from hub.store import audit as tables
from hub.store import migrate
from hub.store.connection import Connection, connect
from hub.workflows.at_rest.erasure_journal import ErasureJournal
from hub.workflows.at_rest.open_keyring import open_vault
from hub.workflows.audit.erased import places_of
from hub.workflows.audit.whole import Ground, Report, audit_log
from schemas import catalogue


async def audit(settings: Settings, notes: Mapping[str, bytes]) -> dict[str, Any]:
    """Audit the tables against these notes; return what is to be said.

    Raises:
        StartError: a setting is missing, or the database cannot be used.
    """
    async with _open(settings) as (conn, with_one):
        return _facts(await audit_log(conn, await _ground(with_one, notes)))


async def resume(settings: Settings, notes: Mapping[str, bytes]) -> dict[str, Any]:
    """Audit, and take the stop mark away if everything holds.

    Raises:
        StartError: as `audit`.
    """
    async with _open(settings) as (conn, with_one):
        report = await audit_log(conn, await _ground(with_one, notes))
        resumed = report.finding is None and await tables.resume(conn, report.size, report.root)
        return {**_facts(report), "stopped": not resumed}


@contextlib.asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[tuple[Connection, Settings]]:
    """Give a connection; a database that is named is audited without the log key and the trust folder."""
    settings.need("origin", "trust_anchor", "keyring_dir", "master_key_file")
    named = contextlib.nullcontext(settings) if settings.database_url is not None else with_database(settings)
    async with named as with_one:
        conn = await connect(with_one)
        try:
            await migrate.require_current(conn)
            yield conn, with_one
        finally:
            await conn.close()


async def _ground(settings: Settings, notes: Mapping[str, bytes]) -> Ground:
    clock, loaded = make_clock(settings), catalogue.load()
    vault, source = await open_vault(settings, loaded)
    return Ground(
        origin=str(settings.origin),
        anchor=str(settings.trust_anchor),
        now=clock.now(),
        vault=vault,
        catalogue=loaded,
        notes=notes,
        journal=await asyncio.to_thread(_journal, source.folder),
        tell=log_words.make_tell(settings.language),
    )


def _journal(folder: Path) -> dict[int, tuple[str, str]]:
    """Return what the erasure journal in the keyring's folder says.

    Raises:
        KeyPlaceError: it cannot be read.
    """
    entries, _ = ErasureJournal(folder).read()
    return places_of([(entry.key, entry.messages) for entry in entries])


def _facts(report: Report) -> dict[str, Any]:
    return {
        "origin": report.origin,
        "size": report.size,
        "root": report.root.hex(),
        "counts": dict(report.counts),
        "pending": list(report.pending),
        "stopped": report.stopped,
        "finding": report.finding,
    }
