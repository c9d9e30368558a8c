"""Name a checkpoint for witnessing: every few seconds the newest released one, if the log has grown.

Witnesses that all cosign the same few checkpoints make a quorum of each; one of every group they could not follow.
Acceptance never waits for them: a quorum that does not come is told as an event and a metric, and changes nothing.
"""

import structlog

from hub.core.errors import IntegrityError
from hub.store import log, witness
from hub.store.connection import Connection
from hub.telemetry import Event
from hub.workflows.exchange import Exchange
from hub.workflows.log.own_log import log_keys, open_own
from hub.workflows.log.prove_log import require_own
from hub.workflows.log.stop_signing import stopping

_logger = structlog.get_logger()
LAG_SECONDS = 60.0


class Naming:
    """Names checkpoints, and knows whether it was told that their quorum is late; one per worker."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._late = False

    async def step(self) -> None:
        """Name the newest released checkpoint if it is larger than the one named last, and tell how witnessing goes.

        Raises:
            IntegrityError: what is released is not this process's own log; signing has stopped.
        """
        async with stopping(self._exchange), self._exchange.pool.acquire() as conn:
            await self._name(conn)
            await self._tell(conn)

    async def _name(self, conn: Connection) -> None:
        exchange = self._exchange
        released, signed = await log.read_release(conn)
        newest = await witness.read_newest(conn)
        if released <= (0 if newest is None else newest.named.size):
            return
        if newest is not None:
            await self._require_own(conn, newest.named.note)
        await self._require_own(conn, signed)
        await witness.name_checkpoint(conn, released, signed, exchange.clock.now())

    async def _require_own(self, conn: Connection, signed: bytes) -> None:
        exchange = self._exchange
        shown = open_own(signed, log_keys(exchange.judgement, exchange.anchor))
        if exchange.stopped or shown.size == 0:
            raise IntegrityError
        await require_own(exchange, conn, shown.size, shown.root)

    async def _tell(self, conn: Connection) -> None:
        newest, witnessed = await witness.read_newest(conn), await witness.read_newest_witnessed(conn)
        since = None if newest is None else newest.waiting_since
        lag = 0.0 if since is None else max(0.0, (self._exchange.clock.now() - since).total_seconds())
        self._exchange.metrics.witnessing(witnessed=0 if witnessed is None else witnessed.size, lag=lag)
        late = lag > LAG_SECONDS
        if late != self._late:
            event = Event.WITNESSING_BEHIND if late else Event.WITNESSING_CAUGHT_UP
            _logger.warning(event, seconds=round(lag), size=0 if newest is None else newest.named.size)
        self._late = late
