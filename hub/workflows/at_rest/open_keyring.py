"""Load the keyring into this process, and follow it: a new key, a destroyed one, another master key need no restart.

Every process looks at the files once a second. What cannot be loaded leaves the keys in memory as they are, for
reading; but no new record is taken then, as it might never be read again. Each process reports in a table which keys it
has in memory, so that a key counts as destroyed only when nobody has it any more.
"""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from hub.clock import Clock
from hub.core import retention
from hub.core.retention import Term
from hub.settings import Settings, credentials_folder
from hub.store import erasure
from hub.store.connection import Connection, Pool
from hub.store.failures import FAILURES
from hub.telemetry import Event
from hub.workflows.vault import Vault
from keys import keyring, keyring_file, master_key
from keys.errors import KeyringBehindError, KeysError
from keys.keyring import Keyring
from keys.master_key import MasterKey
from schemas.catalogue import Catalogue

_logger = structlog.get_logger()
LOOK_SECONDS = 1.0
REPORT_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyringSource:
    """Where the keyring and its master key are."""

    folder: Path
    master: Path | str
    origin: str
    credentials: Path | None = None

    def masters(self) -> tuple[MasterKey, ...]:
        """Read the master keys, the one in use first.

        Raises:
            KeyPlaceError: they cannot be had.
        """
        return master_key.read(self.master, self.credentials)

    def load(self) -> Keyring:
        """Read and unwrap the keyring.

        Raises:
            KeyPlaceError: it cannot be had.
        """
        return keyring.load(self.folder, self.masters(), origin=self.origin)

    def stamp(self) -> tuple[object, ...]:
        """Return what changes whenever the files do."""
        return tuple(_stamp(Path(path)) for path in (self.folder / keyring_file.FILE, self.master))


def _stamp(path: Path) -> object:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size


def source_of(settings: Settings) -> KeyringSource:
    """Return where the settings say that the keyring is.

    Raises:
        SettingsError: they do not say it.
    """
    settings.need("origin", "keyring_dir", "master_key_file")
    return KeyringSource(
        folder=settings.path("keyring_dir"),
        master=settings.master_key_file or "",
        origin=str(settings.origin),
        credentials=credentials_folder(),
    )


def classes_of(catalogue: Catalogue) -> Mapping[str, Term]:
    """Return the retention classes of the catalogue."""
    return retention.terms({entry.code: entry.more for entry in catalogue.code_list("retention-classes").entries})


@dataclass(slots=True, kw_only=True)
class KeyringFollower:
    """Keeps a vault as the files are, and reports its keys under the name of this process."""

    source: KeyringSource
    vault: Vault
    pool: Pool
    clock: Clock
    writes: bool = False
    process: str = field(default_factory=lambda: secrets.token_hex(8))
    _seen: tuple[object, ...] = ()
    _older: tuple[object, ...] = ()
    _reported: list[str] = field(default_factory=list)

    async def run(self) -> None:
        """Look and report until cancelled."""
        last = 0.0
        clock = asyncio.get_running_loop().time
        while True:
            with contextlib.suppress(*FAILURES):  # what is in memory serves until the database answers
                await self.look()
            if self.vault.keyring.names != self._reported or clock() - last >= REPORT_SECONDS:
                with contextlib.suppress(*FAILURES):
                    await self.report()
                    last = clock()
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Load the keyring if its files have changed; one that does not load is told, and tried again."""
        stamp = self.source.stamp()
        if stamp == self._older or (stamp == self._seen and self.vault.fault is None):
            return
        self._older = ()
        try:
            loaded = await self._load()
        except KeysError as error:
            if self.vault.fault != error.code:
                _logger.error(Event.KEYRING_REFUSED, code=error.code)  # noqa: TRY400  (its words name paths)
            self.vault.distrust(error.code)
            if isinstance(error, KeyringBehindError):  # it gets no younger
                self._older = stamp
            return
        if self._seen:
            _logger.info(Event.KEYRING_LOADED, count=len(loaded.names), number=loaded.serial)
        self._seen = stamp
        self.vault.take(loaded)

    async def _load(self) -> Keyring:
        """Return the keyring of the files without any key that was destroyed, and remember its serial.

        Raises:
            KeyringBehindError: it is an older copy, which this process cannot make good.
            KeyPlaceError: it cannot be had.
        """
        async with self.pool.acquire() as conn:
            seen = await erasure.read_keyring_serial(conn)  # first: what is loaded after it can only be newer
            destroyed = await erasure.read_destroyed_names(conn)
            loaded = await asyncio.to_thread(self.source.load)
            revived = destroyed.intersection(loaded.names)
            if revived or loaded.serial < seen:
                loaded = await self._take_older(conn, loaded, destroyed, seen)
            await erasure.raise_keyring_serial(conn, loaded.serial)
            return loaded

    async def _take_older(self, conn: Connection, loaded: Keyring, destroyed: frozenset[str], seen: int) -> Keyring:
        """Return an older copy as it is fit for use; whoever writes the keyring destroys again what was destroyed."""
        fit = loaded.without(destroyed)
        if self.vault.fault is None:
            count = len(loaded.names) - len(fit.names)
            _logger.error(Event.KEYRING_REVIVED, count=count, number=loaded.serial, before=seen)
        if loaded.serial <= self.vault.keyring.serial:
            self.vault.take(self.vault.keyring.without(destroyed) if self._seen else fit)
        if self.writes and {*await erasure.count_kept(conn)} - {"", *fit.names} <= destroyed:
            await asyncio.to_thread(self._destroy_again, destroyed, seen)
            return (await asyncio.to_thread(self.source.load)).without(destroyed)
        if loaded.serial < seen:
            raise KeyringBehindError(path=self.source.folder / keyring_file.FILE, serial=loaded.serial, seen=seen)
        return fit

    def _destroy_again(self, destroyed: frozenset[str], seen: int) -> None:
        today = self.clock.now().date()
        keyring.take_older(self.source.folder, destroyed, origin=self.source.origin, today=today, seen=seen)

    async def report(self) -> None:
        """Say which keys this process has in memory, and that it runs."""
        names = self.vault.keyring.names
        async with self.pool.acquire() as conn:
            await erasure.report_keys(conn, process=self.process, keys=names if names != self._reported else None)
        self._reported = names

    async def leave(self) -> None:
        """Say that this process ends; whoever does not get to say it is forgotten after a day."""
        with contextlib.suppress(*FAILURES):
            async with self.pool.acquire() as conn:
                await erasure.forget_process(conn, self.process)


@contextlib.asynccontextmanager
async def reporting(follower: KeyringFollower) -> AsyncIterator[None]:
    """Report the keys of this process before it does anything with them, and take the report back at its end."""
    await follower.report()
    try:
        yield
    finally:
        await follower.leave()


async def open_vault(settings: Settings, catalogue: Catalogue) -> tuple[Vault, KeyringSource]:
    """Load the keyring as the files have it; whoever serves from it lets a `KeyringFollower` look first.

    Raises:
        SettingsError: a setting is missing.
        KeyPlaceError: the keyring cannot be had.
    """
    source, classes = source_of(settings), classes_of(catalogue)
    loaded = await asyncio.to_thread(source.load)
    return Vault(loaded, classes), source


async def prepare_keys(source: KeyringSource, vault: Vault, clock: Clock) -> list[str]:
    """Make the keys that will be needed within three months and are not there; return their names.

    Raises:
        KeyPlaceError: the keyring cannot be read or written, or an older copy was put into its place.
    """
    now, seen = clock.now(), vault.keyring.serial
    if vault.fault is not None:  # what is not there may be in the newest copy
        return []
    known = {*vault.keyring.names, *vault.keyring.destroyed}
    wanted = retention.prepared(vault.classes, retention.month_of(now)) - known
    if not wanted:
        return []
    return await asyncio.to_thread(
        lambda: keyring.extend(
            source.folder, source.masters(), wanted, origin=source.origin, today=now.date(), seen=seen
        )
    )
