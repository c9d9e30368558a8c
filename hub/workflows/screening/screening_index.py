"""The index of bans in the memory of a process with the role `screening`: filled from the released log, following it.

    released messages of `TYPES`  ->  opened  ->  described, blinded  ->  the index, under their place in the log
                                  ->  what issuers said of their lists, by issuer and recipient

Every revision of a ban has an entry of its own. Which of them a caller may see, and which is the newest, is looked up
for the candidates of each question: the memory holds nothing that could be shown.
"""

import asyncio
import secrets
from collections.abc import Sequence

import structlog

from hub.core import instant
from hub.core import leaf as leaves
from hub.core.enquiry.errors import ScreeningBehindError
from hub.core.entry_ban import TYPE as ENTRY_BAN
from hub.core.entry_ban.listing import TYPE as LIST_STATE
from hub.core.errors import HubError
from hub.core.leaf import MessageLeaf
from hub.core.screening import entry, person
from hub.core.screening.index import Index
from hub.store import log, projections
from hub.store.failures import FAILURES
from hub.store.notifications import Bell
from hub.store.projections import TypedMessage
from hub.telemetry import Event, place_of
from hub.workflows.bans.agreed_lists import AgreedLists, Stated
from hub.workflows.exchange import Exchange
from hub.workflows.retention.retain_messages import read_envelope
from keys.blind_index import BlindKey

_logger = structlog.get_logger()
TYPES = (ENTRY_BAN, LIST_STATE)
BATCH = 100  # messages between two looks at what else the process has to do
WINDOW = 10_000  # leaves looked through at once
POLL = 2.0  # seconds, where no bell rings
PAUSE = 1.0
RETRY_AFTER = 5
KEY_BYTES = 32


class ScreeningIndex:
    """One process's index. `size` is how much of the log it reflects; its blind key is drawn anew for each process."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self.blind = BlindKey(secrets.token_bytes(KEY_BYTES)).token
        self.found = Index(entry.numbering(self.blind))
        self.size = 0
        self._goal: int | None = None
        self.lists = AgreedLists(exchange)

    def require_ready(self) -> None:
        """Return if everything that was released when the process began is in the index.

        Raises:
            ScreeningBehindError: it is not yet, so that an answer would lack bans.
        """
        if self._goal is None or self.size < self._goal:
            raise ScreeningBehindError(retry_after=RETRY_AFTER)

    async def run(self, released: Bell) -> None:
        """Follow the log until cancelled."""
        while not released.closed:
            rung = released.waiter()
            try:
                await self._catch_up()
                await self.lists.follow()
            except (*FAILURES, HubError) as error:
                _logger.warning(Event.TICK_FAILED, kind="screening", error=type(error).__name__, place=place_of(error))
                await asyncio.sleep(PAUSE)
                continue
            try:
                async with asyncio.timeout(POLL):
                    await rung.wait()
            except TimeoutError:
                continue

    async def _catch_up(self) -> None:
        """Take in what was released, and let others work after every batch."""
        while True:
            if await self.step():
                return
            await asyncio.sleep(0)

    async def step(self) -> bool:
        """Take in a batch; return whether everything released is in the index now.

        Raises:
            EncryptionKeyError: a record's key is not to be had now; nothing was passed over.
        """
        async with self._exchange.pool.acquire() as conn:
            released, _ = await log.read_release(conn)
            end = min(self.size + WINDOW, released)
            found = await projections.read_typed(conn, self.size, end, TYPES, BATCH)
        for each in found:
            self._take(each)
        self.size = found[-1].message.index + 1 if len(found) == BATCH else max(end, self.size)
        if self._goal is None:
            self._goal = released
        return self.size >= released

    def forget(self, places: Sequence[int]) -> None:
        """Leave out what was erased."""
        for place in places:
            self.found.remove(place)

    def _take(self, found: TypedMessage) -> None:
        envelope, leaf = read_envelope(self._exchange, found.message), leaves.parse(found.leaf)
        if envelope is None or not isinstance(leaf, MessageLeaf):
            return
        index = found.message.index
        if envelope.type == ENTRY_BAN:
            described = person.describe(envelope.record["subject"])
            self.found.add(entry.entry_of(index, described, self.blind))
        elif envelope.record["holder"] == envelope.record["issuer"] == envelope.sender:
            self._take_state(index, envelope.sender, leaf, envelope.record["as_of"])

    def _take_state(self, index: int, issuer: str, leaf: MessageLeaf, text: str) -> None:
        """Remember of which moment an issuer's list is; none is of a moment after its own leaf."""
        said, logged = instant.parse(text), instant.parse(leaf.at)
        if said is None or logged is None:
            return
        for recipient in leaf.to:
            self.lists.claim(issuer, recipient, Stated(index=index, as_of=min(said, logged)))
