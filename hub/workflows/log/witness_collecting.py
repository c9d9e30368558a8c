"""Collect witnesses' cosignatures on the named checkpoints, and show them to everybody who takes part.

    note ──log's signature──> our own log? ──no──> our key signed two logs, or our database is an old one: stop
                                  └──yes──> named? ──> each listed witness's cosignature is kept ──> quorum?

Anybody may bring a witness's cosignature: it proves itself. A note that our own key signed and that our log does not
contain is the one thing that we cannot find out by ourselves, and the reason why witnesses bring what they have seen.
Every key that has signed this log counts as its own, not only today's.
"""

from typing import Any

import structlog

from hub.core import witness as witnesses
from hub.core.checkpoint import Checkpoint
from hub.core.errors import CheckpointNotNamedError, IntegrityError, TooLargeError, WitnessUnknownError
from hub.core.merkle import EMPTY_ROOT
from hub.core.witness import Witnessed
from hub.store import log, witness
from hub.store.connection import Connection
from hub.store.witness import Named
from hub.telemetry import Event
from hub.workflows.exchange import Exchange
from hub.workflows.log.own_log import log_keys
from hub.workflows.log.prove_log import require_own
from hub.workflows.log.stop_signing import stopping
from keys import note
from keys.trustlist import TrustList

_logger = structlog.get_logger()


async def take_cosignatures(exchange: Exchange, raw: bytes) -> Witnessed:
    """Keep the listed witnesses' cosignatures of a named checkpoint; return what all kept ones say of it.

    Raises:
        TooLargeError: the note is longer than any with all witnesses.
        NoteError, CheckpointMalformedError, ProofError: it is no note of this log, or a cosignature is wrong.
        WitnessUnknownError: nobody listed cosigned it.
        CheckpointNotNamedError: it is not a checkpoint that witnesses were asked for.
        IntegrityError: our own key signed it, and it is not in our log.
    """
    if len(raw) > witnesses.MAX_NOTE:
        raise TooLargeError(limit=witnesses.MAX_NOTE)
    trust, logs = exchange.judgement.trust, log_keys(exchange.judgement, exchange.anchor)
    shown = witnesses.check(raw, trust, logs)
    async with stopping(exchange), exchange.pool.acquire() as conn:
        await _require_ours(exchange, conn, shown.checkpoint)
        if not shown.by:
            raise WitnessUnknownError
        named = await witness.read_named(conn, shown.checkpoint.size)
        if named is None or note.parse(named.note).text != note.parse(raw).text:
            raise CheckpointNotNamedError
        await _keep(conn, named, raw, trust)
        kept = await witness.read_named(conn, named.size)
        said = witnesses.check(named.note if kept is None else kept.note, trust, logs)
        if said.enough:
            await witness.mark_witnessed(conn, named.size, exchange.clock.now())
    _logger.info(Event.COSIGNED, size=named.size, participant=shown.by, count=len(said.by))
    return said


async def read_witnessing(exchange: Exchange) -> dict[str, Any]:
    """Return what witnesses compare: the named checkpoint, the newest with a quorum, the newest of each witness."""
    async with exchange.pool.acquire() as conn:
        newest = await witness.read_newest(conn)
        witnessed = await witness.read_newest_witnessed(conn)
        cosigned = await witness.read_newest_cosigned(conn, sorted(exchange.judgement.trust.witnesses))
    return {
        "named": None if newest is None else newest.named.note.decode("utf-8"),
        "witnessed": None if witnessed is None else witnessed.note.decode("utf-8"),
        "cosigned": [each.note.decode("utf-8") for each in cosigned],
    }


async def _require_ours(exchange: Exchange, conn: Connection, shown: Checkpoint) -> None:
    """Stop where the log's key signed what this log is not.

    Raises:
        IntegrityError: it did.
    """
    if shown.size == 0:
        if shown.root != EMPTY_ROOT:
            raise IntegrityError
        return
    end = await log.read_end(conn)
    if shown.size > end.size:
        raise IntegrityError
    await require_own(exchange, conn, shown.size, shown.root)


async def _keep(conn: Connection, named: Named, raw: bytes, trust: TrustList) -> None:
    owners = {(key.name, key.key_hash): name for name, key in trust.witnesses.items()}
    for line in note.parse(raw).signatures:
        owner = owners.get((line.name, line.key_hash))
        if owner is not None:
            await witness.write_cosignature(conn, witness=owner, size=named.size, line=line)
