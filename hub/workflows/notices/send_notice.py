"""Send a notice of the hub: signed by the key of the participant `hub`, submitted and logged like any message."""

import structlog

from hub.core import envelope as envelopes
from hub.core.delivery import HUB
from hub.core.errors import IdConflictError, UnavailableError
from hub.core.notice import Notice
from hub.store import suspensions
from hub.telemetry import Event
from hub.workflows.exchange import Exchange
from hub.workflows.log.commit_group import GroupCommitter
from hub.workflows.submission.submit import Answer, submit_all
from keys import jws
from keys.jwk import Signer

_logger = structlog.get_logger()


class Herald:
    """Says for the hub what has to be said, once each; without a key of the hub it only logs that it could not.

    What was not said waits in the log for a worker that has the key.
    """

    def __init__(self, exchange: Exchange, committer: GroupCommitter, key: Signer | None) -> None:
        self.exchange = exchange
        self._committer = committer
        self._key = key
        self._logged: set[str] = set()

    async def say(self, *notices: Notice) -> bool:
        """Send notices, but none to the hub itself; False if there is no key to sign them by.

        What was sent before is found to be so.

        Raises:
            UnavailableError: in doubt; say them again later.
        """
        to_others = [each for each in notices if each.to != HUB]
        if self._key is None:
            for each in to_others:
                if self.is_first(f"{each.name}/{each.to}"):
                    _logger.warning(Event.NOTICE_UNSENT, kind=each.record["kind"], recipient=each.to)
            return False
        tokens = [jws.sign(each.payload(self.exchange.origin), self._key, envelopes.TYP) for each in to_others]
        for each, result in zip(to_others, await submit_all(self.exchange, self._committer, tokens), strict=True):
            if isinstance(result, UnavailableError):
                raise result
            if not isinstance(
                result, Answer | IdConflictError
            ):  # an id in use: it was said by an earlier key of the hub
                _logger.warning(Event.NOTICE_UNSENT, kind=each.record["kind"], recipient=each.to, code=result.code)
        return True

    def is_first(self, what: str) -> bool:
        """Say whether this process has not come to this before: what the log keeps no note of is logged once."""
        if what in self._logged:
            return False
        self._logged.add(what)
        return True

    async def was_told(self, what: str) -> bool:
        """Say whether this was finished before, by whatever process."""
        async with self.exchange.pool.acquire() as conn:
            return bool(await suspensions.read_told(conn, [what]))

    async def tell(self, what: str) -> bool:
        """Note that it is finished; False if another process was first."""
        async with self.exchange.pool.acquire() as conn:
            return await suspensions.tell(conn, what)
