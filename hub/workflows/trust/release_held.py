"""Held messages: list them for a review, and let those go to their recipients that were their sender's own.

Released messages get a second, new number at the end of each inbox that they were held from; their first number stays a
tombstone. A gateway passes over the one, and verifies and applies the other once, as any message of its leaf's time.
"""

import secrets

from hub.core.errors import ConflictError, NothingHeldError, TrustExpiredError, UnavailableError
from hub.core.receipt import Receipt
from hub.store import statements, suspensions
from hub.store.connection import Connection
from hub.store.statements import Statement
from hub.store.suspensions import Held
from hub.workflows.exchange import Exchange
from hub.workflows.log.arrange_group import Accepted, Act, Entry
from hub.workflows.log.commit_group import RETRY_AFTER, GroupCommitter
from hub.workflows.log.repeat_receipt import find_place, repeat_receipt
from hub.workflows.trust.read_trust import refresh_judgement
from keys import release
from keys.release import Release
from schemas.catalogue import Catalogue

ROUNDS = 3
ACT = "release"
MOST = 100


async def read_held(exchange: Exchange, participant: str, *, after: int, limit: int = MOST) -> list[Held]:
    """Return a participant's messages that are held, from the place `after` of the log on, at most `limit`."""
    async with exchange.pool.acquire() as conn:
        return await suspensions.read_held(conn, participant, after=after, limit=limit)


async def accept_release(exchange: Exchange, committer: GroupCommitter, token: bytes) -> Receipt:
    """Log a release and renumber the messages; the same statement again gets the same receipt.

    Raises:
        KeysError: the statement does not hold, or its signer may not say it.
        NothingHeldError: none of its messages is held.
        TrustExpiredError: nothing can be judged now.
        UnavailableError: in doubt; the same bytes may be sent again.
    """
    for _ in range(ROUNDS):
        known = await find_place(exchange, token, statements.find)
        if known is not None:
            return await repeat_receipt(exchange, known)
        entry = await _make_entry(exchange, token)
        try:
            outcome = await committer.append(entry)
        except ConflictError:  # another process was first
            continue
        if isinstance(outcome, Accepted):
            return outcome.receipt
        await refresh_judgement(exchange)  # stale: may the signer still say it?
    raise UnavailableError(retry_after=RETRY_AFTER)


async def _make_entry(exchange: Exchange, token: bytes) -> Entry:
    judgement, now = exchange.judgement, exchange.clock.now()
    if judgement.trust.expires_at <= now:
        raise TrustExpiredError(retry_after=RETRY_AFTER)
    found = release.verify(token, judgement.trust, now)
    exchange.statement_quotas.charge(found.signer, now)
    async with exchange.pool.acquire() as conn:
        if not await suspensions.read_held_named(conn, found.participant, found.messages):
            raise NothingHeldError

    async def apply(conn: Connection, index: int) -> None:
        await statements.write(conn, _kept(found), index)
        for each in await suspensions.read_held_named(conn, found.participant, found.messages):
            await suspensions.release_held(conn, each, lane_of(each.type, exchange.catalogue))

    act = Act(
        name=ACT,
        subject=found.participant,
        sha256=found.sha256,
        salt=secrets.token_hex(16),
        raises_epoch=False,
        epoch=judgement.epoch,
    )
    return Entry(act=act, apply=apply)


def lane_of(record_type: str, catalogue: Catalogue) -> str:
    """Return the lane of a record type; it is the same for all its versions."""
    return next(str(each.lane) for each in catalogue.record_types() if each.name == record_type)


def _kept(found: Release) -> Statement:
    return Statement(
        kind=ACT,
        participant=found.participant,
        kid=found.signer,
        about=found.messages[0],
        said=found.at,
        sha256=found.sha256,
        token=found.token,
    )
