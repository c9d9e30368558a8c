"""Suspend a key: verified, logged, and from that leaf on no message of the key gets a place.

    verify  ->  under the log's lock: leaf, suspension, trust epoch + 1  ->  every process judges anew

A group that was checked before the epoch rose is sent back under the lock, in every process: so nothing depends on how
soon a process hears of it. What the key signed before keeps its place and stays valid; what it signed from
`compromised_since` on and was not delivered yet is held (see `read_inbox`).

A key that is suspended is not suspended again, unless more of its messages are to be held: whoever says so gets the
receipt of what stands. How many statements one key may sign is limited, and counted only when its signature holds.
"""

import secrets

from hub.core import instant
from hub.core import leaf as leaves
from hub.core.errors import ConflictError, TrustExpiredError, UnavailableError
from hub.core.receipt import Receipt
from hub.store import log, register, suspensions
from hub.store.connection import Connection
from hub.store.statements import Place
from hub.workflows.exchange import Exchange, Judgement
from hub.workflows.log.arrange_group import Accepted, Act, Entry
from hub.workflows.log.commit_group import RETRY_AFTER, GroupCommitter
from hub.workflows.log.repeat_receipt import find_place, repeat_receipt
from hub.workflows.trust.read_trust import refresh_judgement
from keys import suspension
from keys.suspension import Suspension

ROUNDS = 3
ACT = "suspension"


async def accept_suspension(exchange: Exchange, committer: GroupCommitter, token: bytes) -> Receipt:
    """Log a suspension and judge by it from its leaf on; one that adds nothing gets the receipt that stands.

    Raises:
        KeysError: the statement does not hold, or its signer may not say it.
        TrustExpiredError: nothing can be judged now.
        OverloadedError: its signer has said too much already.
        UnavailableError: in doubt; the same bytes may be sent again.
    """
    for _ in range(ROUNDS):
        known = await find_place(exchange, token, suspensions.find)
        if known is not None:
            return await repeat_receipt(exchange, known)
        judgement = exchange.judgement
        found = _judge(exchange, judgement, token)
        first = await _find_first(exchange, found)
        if (standing := await _find_standing(exchange, judgement, found, first)) is not None:
            return await repeat_receipt(exchange, standing)
        entry = _make_entry(judgement, found, first)
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


def _judge(exchange: Exchange, judgement: Judgement, token: bytes) -> Suspension:
    """Return what the statement says, if its signer may say it, and has not said too much."""
    now = exchange.clock.now()
    if judgement.trust.expires_at <= now:
        raise TrustExpiredError(retry_after=RETRY_AFTER)
    found = suspension.verify(token, judgement.trust, now)
    suspension.check_time(found, now)
    exchange.statement_quotas.charge(found.signer, now)
    return found


def _make_entry(judgement: Judgement, found: Suspension, first: int | None) -> Entry:
    """Return what is to be logged."""

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


async def _find_standing(
    exchange: Exchange, judgement: Judgement, found: Suspension, first: int | None
) -> Place | None:
    """Return where a suspension of the key stands beside which this one would change nothing."""
    applied = judgement.suspensions.get(found.kid)
    if applied is None:
        return None
    async with exchange.pool.acquire() as conn:
        return await suspensions.find_standing(conn, found.kid, applied.sha256, first)
