"""Keys at rest over time: made ahead, worn ones replaced, empty ones destroyed after the backup horizon and logged.

    open/2025-11  --after 12 months-->  what it still wraps is wrapped by open/2026-11
    entry-ban/2026-01  --emptied by erasure-->  35 days  -->  destroyed  -->  no process reports it  -->  leaf `erasure`

Within the horizon a backup could still bring the messages back; afterwards nothing can, so only then is it logged.
A key under which nothing was erased ends without a leaf.
"""

import contextlib
import secrets
from datetime import timedelta
from hashlib import sha256

import structlog

from hub.core import retention
from hub.core.errors import ConflictError, DamagedError
from hub.store import erasure, log
from hub.store.connection import Connection
from hub.store.erasure import EndedKey, KeptMessage
from hub.telemetry import Event
from hub.workflows.at_rest.erase_messages import destroy_keys, erase_due, follow_journal, is_unused
from hub.workflows.at_rest.open_keyring import KeyringSource, prepare_keys
from hub.workflows.exchange import Exchange
from hub.workflows.log.arrange_group import Act, Entry
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.projections.follow_messages import followed_to
from hub.workflows.retention.retain_messages import natural_key, read_envelope, settle
from keys import strict_json

_logger = structlog.get_logger()
HORIZON = timedelta(days=35)
FORGOTTEN = timedelta(days=1)  # a process that has not reported for so long is gone
BATCH = 200


class KeyRotation:
    """One process's share of the work; several may do it at once, as the database's locks decide who does what."""

    def __init__(self, exchange: Exchange, committer: GroupCommitter, source: KeyringSource) -> None:
        self._exchange = exchange
        self._committer = committer
        self._source = source
        self._released: int | None = None

    async def prepare(self) -> None:
        """Make the keys that will be needed; whoever uses them loads them by himself.

        Raises:
            KeyPlaceError: the keyring cannot be read or written.
        """
        exchange = self._exchange
        made = await prepare_keys(self._source, exchange.vault, exchange.clock)
        if made:
            _logger.info(Event.KEYS_MADE, count=len(made))

    async def step(self) -> int:
        """Do a little of everything that is due; return how many messages were changed.

        Raises:
            StartError, KeysError: the journal or the keyring cannot be used; nothing more is erased until it can.
        """
        exchange, source = self._exchange, self._source
        await follow_journal(exchange, source, writes=True)
        changed = await self._encrypt_plain() + await self._replace_worn()
        if await self._is_followed():
            changed += await erase_due(exchange, source)
        await self._end_keys()
        ended, now = await self._ended(), exchange.clock.now()
        over = [key.name for key in ended if key.destroyed is None and key.emptied + HORIZON <= now]
        if over:
            await destroy_keys(exchange, source, over)
        for key in ended:
            if key.destroyed is not None and key.erased:
                await self._log_end(key)
        return changed

    async def _is_followed(self) -> bool:
        """Say whether all that was released before the last step was followed: it may keep earlier messages longer."""
        exchange = self._exchange
        async with exchange.pool.acquire() as conn, conn.transaction():
            released, _ = await log.read_release(conn)
            followed = await followed_to(conn, exchange)
        before, self._released = self._released, released
        return before is not None and followed >= before

    async def _encrypt_plain(self) -> int:
        """Encrypt what was kept before records were encrypted."""
        exchange = self._exchange
        async with exchange.pool.acquire() as conn, conn.transaction():
            found = await erasure.read_plain(conn, BATCH)
            changed = [(each.index, exchange.vault.rewrap(each.body, self._natural_key(each))) for each in found]
            if changed:
                await erasure.encrypt_plain(conn, changed)
        return len(changed)

    async def _replace_worn(self) -> int:
        """Let no key of `open` or `hold` live on for the sake of a few messages."""
        month = retention.month_of(self._exchange.clock.now())
        worn = [name for name in self._exchange.vault.keyring.wrapping if retention.is_worn(name, month)]
        return sum([await self._replace(name, month) for name in worn])

    async def _replace(self, name: str, month: int) -> int:
        exchange, is_held = self._exchange, name.startswith(f"{retention.HOLD}/")
        async with exchange.pool.acquire() as conn, conn.transaction():
            found = await erasure.read_kept(conn, name, BATCH)
            changed = []
            for each in found:
                key = retention.key_name(retention.HOLD, month) if is_held else self._natural_key(each)
                with contextlib.suppress(DamagedError):  # the audit of the log names it; the others go on
                    changed.append((each.index, exchange.vault.rewrap(each.body, key)))
            await erasure.rewrap(conn, changed)
            if not is_held:
                kept = await erasure.read_at(conn, [place for place, _ in changed])
                read = [read_envelope(exchange, each) for each in kept]
                await settle(conn, exchange, [envelope for envelope in read if envelope is not None])
        return len(changed)

    def _natural_key(self, message: KeptMessage) -> str:
        return natural_key(self._exchange, read_envelope(self._exchange, message))

    async def _end_keys(self) -> None:
        """Note which keys that nothing new is wrapped by have become empty."""
        exchange, month = self._exchange, retention.month_of(self._exchange.clock.now())
        async with exchange.pool.acquire() as conn:
            known = await erasure.read_ended_names(conn)
            for name in exchange.vault.keyring.names:
                if name not in known and retention.is_past(name, month) and await is_unused(conn, name):
                    await erasure.end_key(conn, name, await erasure.count_erased(conn, name), exchange.shift)

    async def _ended(self) -> list[EndedKey]:
        async with self._exchange.pool.acquire() as conn:
            return await erasure.read_ended_keys(conn)

    async def _log_end(self, key: EndedKey) -> None:
        """Log that what was erased under a key is gone, once no process has the key in its memory."""
        async with self._exchange.pool.acquire() as conn:
            if await erasure.read_holders(conn, key.name, FORGOTTEN):
                return
        body = strict_json.dumps({"v": 1, "act": "erasure", "key": key.name, "messages": key.erased})

        async def apply(conn: Connection, index: int) -> None:
            await erasure.write_act(conn, index, f"erasure/{key.name}", body)
            await erasure.note_logged(conn, key.name, index)

        digest, salt = sha256(body).hexdigest(), secrets.token_hex(16)
        act = Act(name="erasure", subject=key.name, sha256=digest, salt=salt, raises_epoch=False)
        with contextlib.suppress(ConflictError):  # another process was first
            await self._committer.append(Entry(act=act, apply=apply))
