"""Suspend a key: verified, logged, and from that leaf on no message of the key gets a place.

    verify  ->  under the log's lock: leaf, suspension, trust epoch + 1  ->  every process judges anew

A group that was checked before the epoch rose is sent back under the lock, in every process: so nothing depends on how
soon a process hears of it. What the key signed before keeps its place and stays valid; what it signed from
`compromised_since` on and was not delivered yet is held (see `read_inbox`).
"""

import secrets
from hashlib import sha256

from hub.core import instant
from hub.core import leaf as leaves
from hub.core.errors import ConflictError, TrustExpiredError, UnavailableError
from hub.core.receipt import Receipt
from hub.store import log, register, suspensions
from hub.store.connection import Connection
from hub.store.suspensions import Place
from hub.workflows.arrange_group import Accepted, Act, Entry
from hub.workflows.commit_group import RETRY_AFTER, GroupCommitter
from hub.workflows.exchange import Exchange
from hub.workflows.prove_log import make_receipt
from hub.workflows.read_trust import refresh_judgement
from hub.workflows.release_log import release_rest
from keys import suspension
from keys.suspension import Suspension

ROUNDS = 3
ACT = "suspension"


async def accept_suspension(exchange: Exchange, committer: GroupCommitter, token: bytes) -> Receipt:
    """Log a suspension and judge by it from its leaf on; the same statement again gets the same receipt.

    Raises:
        KeysError: the statement does not hold, or its signer may not say it.
        TrustExpiredError: nothing can be judged now.
        UnavailableError: in doubt; the same bytes may be sent again.
    """
    for _ in range(ROUNDS):
        known = await _find(exchange, token)
        if known is not None:
            return await _make_receipt_again(exchange, known)
        entry = await _make_entry(exchange, token)
        try:
            outcome = await committer.append(entry)
        except ConflictError:  # another process was first
            continue
        finally:
            await refresh_judgement(exchange)
        if isinstance(outcome, Accepted):
            return outcome.receipt
        # the trust epoch rose meanwhile: is the signer still one who may say it?
    raise UnavailableError(retry_after=RETRY_AFTER)


async def _make_entry(exchange: Exchange, token: bytes) -> Entry:
    """Judge the statement, and return what is to be logged."""
    judgement, now = exchange.judgement, exchange.clock.now()
    if judgement.trust.expires_at <= now:
        raise TrustExpiredError(retry_after=RETRY_AFTER)
    found = suspension.verify(token, judgement.trust, now)
    suspension.check_time(found, now)
    first = await _find_first(exchange, found)

    async def apply(conn: Connection, index: int) -> None:
        await suspensions.write(conn, found, index, first=first)
        await register.raise_trust_epoch(conn)

    act = Act(
        name=ACT,
        subject=found.participant,
        sha256=found.sha256,
        salt=secrets.token_hex(16),
        epoch=judgement.epoch,
    )
    return Entry(act=act, apply=apply)


async def _find_first(exchange: Exchange, found: Suspension) -> int | None:
    """Return the first place of the log that was given at `compromised_since` or later.

    Times in the log never decrease, and what is there does not change: so it may be looked for before the lock is held.
    """
    if found.compromised_since is None:
        return None
    async with exchange.pool.acquire() as conn:
        low, high = 0, (await log.read_end(conn)).size
        while low < high:
            middle = (low + high) // 2
            ((_, body),) = await log.read_leaves(conn, middle, middle + 1)
            at = instant.parse(leaves.parse(body).at)
            if at is not None and at < found.compromised_since:
                low = middle + 1
            else:
                high = middle
        return low


async def _find(exchange: Exchange, token: bytes) -> Place | None:
    async with exchange.pool.acquire() as conn:
        return await suspensions.find(conn, sha256(token).hexdigest())


async def _make_receipt_again(exchange: Exchange, place: Place) -> Receipt:
    async with exchange.pool.acquire() as conn:
        released, _ = await log.read_release(conn)
    if place.group_size > released:  # proofs need the tiles that only a release cuts
        await release_rest(exchange)
    async with exchange.pool.acquire() as conn:
        return await make_receipt(exchange, conn, index=place.index, group_size=place.group_size, leaf=place.leaf)
