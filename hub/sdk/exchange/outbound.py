"""From the national system to the hub, in three steps that each can be repeated.

    pull   source ──changes──> sealed ──with the cursor, one transaction──> outbox
    push   outbox ──the stored bytes──> hub ──verified receipt, or problem──> outbox
    tell   outbox ──outcome──> source

`push` counts a message as sent only when its receipt holds: the leaf is ours, the log contains it, and it is the log
that was seen before. Until then the same bytes are sent again, which the hub answers with the same receipt.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from http import HTTPStatus

from hub.client.answers import Accepted, Fault, InDoubt, Problem, Refused, Result
from hub.client.errors import InDoubtError, RefusedError
from hub.core import envelope as envelopes
from hub.core import receipt as receipts
from hub.core.checkpoint import Checkpoint
from hub.core.errors import SentAtError
from hub.sdk import ports
from hub.sdk.books import ban_book
from hub.sdk.books.outbox import Declined, Outbox, Settled, Signed
from hub.sdk.books.waiting_room import Held
from hub.sdk.errors import UntrustedAnswerError
from hub.sdk.exchange.receipts import remake_receipt
from hub.sdk.ports import Change
from hub.sdk.site import Site
from hub.sdk.verification import Owner, check_receipt
from keys import jws

LINES = 100
LINES_BYTES = 4 * 1024 * 1024
TELL = 200
MOST_WAITING = 5000
NOT_FINAL = frozenset({"key-unknown", "key-not-valid", "key-suspended"})
"""Refusals that are not about the message: once the key is listed again, the same bytes are accepted."""
WRONG_CLOCK = timedelta(days=1)
"""A message younger than this and refused for its time speaks of a wrong clock, not of a message that came too late."""


class Outbound:
    """The sending side of one gateway."""

    def __init__(self, site: Site, outbox: Outbox, *, batch_size: int) -> None:
        self._site = site
        self._outbox = outbox
        self._batch_size = batch_size
        self._do = site.disk.do
        self._turn = asyncio.Lock()
        self.pulled = 0

    async def is_full(self) -> bool:
        """Tell whether so much waits that nothing more is taken from the source."""
        return await self._do(self._outbox.backlog) >= MOST_WAITING

    async def pull(self) -> bool:
        """Take one batch from the source; returns whether there is more. `pulled` counts the changes that came.

        Raises:
            TryLaterError: the source or the trust list cannot be used now; nothing has changed.
        """
        async with self._turn:  # the loop and a sync may ask at once, and each cursor is used once
            return not await self.is_full() and await self._pull()

    async def _pull(self) -> bool:
        self._site.trust.check_own_key(self._site.kid, self._site.participant)
        self._site.trust.check_own_keys()
        cursor = await self._do(self._outbox.cursor)
        batch = await self._site.adapter.changes(cursor, self._batch_size)
        if batch.changes or batch.cursor != cursor:
            sealed = await asyncio.to_thread(self._seal, batch.changes)  # a hardware module may be slow to sign
            types, now = [change.type for change in batch.changes], self._site.clock.now()
            note = partial(ban_book.note_in, bans=self._bans(batch.changes, sealed), now=now)
            await self._do(self._outbox.store_batch, sealed, batch.cursor, now, types=types, note=note)
            self.pulled += len(types)
        return batch.more

    def _seal(self, changes: Sequence[Change]) -> list[Signed | Declined | Held]:
        return [self._site.sealer.seal_change(change) for change in changes]

    def _bans(
        self, changes: Sequence[Change], sealed: Sequence[Signed | Declined | Held]
    ) -> Sequence[ban_book.BanSeen]:
        pairs = zip(changes, sealed, strict=True)
        found = [ban_book.given(change, item.message_id, self._site.participant) for change, item in pairs]
        return [each for each in found if each is not None]

    async def push(self) -> bool:
        """Send what waits, up to 100 envelopes; returns whether there is more.

        Raises:
            InDoubtError: the hub did not say what became of (some of) them; they wait.
            TryLaterError, ClientError: the answer cannot be used; they wait.
            StopError: the hub's log is not one.
        """
        waiting = await self._do(self._outbox.ready, LINES, LINES_BYTES)
        if not waiting:
            return False
        self._site.trust.check_own_keys()
        log = self._site.trust.current().log_verifier
        results = await self._submit(waiting)
        notes = dict.fromkeys(result.receipt.checkpoint for result in results if isinstance(result, Accepted))
        checkpoints = {signed: await self._site.history.admit(signed, log) for signed in notes}
        settled: list[Settled] = []
        trouble: Exception | None = None
        for signed, result in zip(waiting, results, strict=True):
            try:
                settled.append(self._judge(signed, result, checkpoints))
            except (UntrustedAnswerError, InDoubtError, RefusedError) as error:
                trouble = trouble or error
        await self._do(self._outbox.settle, settled, self._site.clock.now())
        if trouble:
            raise trouble
        return True

    async def tell(self) -> bool:
        """Tell the source final outcomes; returns whether there are more.

        Raises:
            TryLaterError: the source cannot be told now.
        """
        outcomes = await self._do(self._outbox.untold, TELL)
        if not outcomes:
            return False
        await self._site.adapter.sent(outcomes)
        await self._do(self._outbox.mark_told, [outcome.message_id for outcome in outcomes])
        return len(outcomes) == TELL

    async def _submit(self, waiting: Sequence[Signed]) -> Sequence[Result]:
        if len(waiting) == 1:
            return [await self._site.client.submit_one(waiting[0].envelope)]
        try:
            return await self._site.client.submit_lines([signed.envelope for signed in waiting])
        except RefusedError as error:  # the request as a whole
            if error.problem.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
                middle = len(waiting) // 2
                return [*await self._submit(waiting[:middle]), *await self._submit(waiting[middle:])]
            # Find out one by one which line it was.
            return [await self._site.client.submit_one(signed.envelope) for signed in waiting]

    def _judge(self, signed: Signed, result: Result, checkpoints: Mapping[bytes, Checkpoint]) -> Settled:
        """Return what is final about one message; raises where it has to be sent again."""
        if isinstance(result, InDoubt):
            raise InDoubtError("503", after=result.after)
        if isinstance(result, Refused):
            if not self._is_final(signed, result.problem.code):
                raise RefusedError(result.problem)
            pointers = [fault.pointer for fault in result.problem.faults]
            instead = remake_receipt(signed.envelope, pointers, self._site.sealer)
            return Settled(message_id=signed.message_id, problems=_problems(result.problem), instead=instead)
        owner = Owner(
            hub=self._site.origin, sender=self._site.participant, message_id=signed.message_id, sha256=signed.sha256
        )
        check_receipt(result.receipt, checkpoints[result.receipt.checkpoint], owner)
        warnings = tuple(_fault(fault) for fault in result.warnings)
        return Settled(message_id=signed.message_id, receipt=receipts.format(result.receipt), problems=warnings)

    def _is_final(self, signed: Signed, code: str) -> bool:
        """Tell a refusal of the message from one of our key or clock, which somebody will put right."""
        if code != SentAtError.code:
            return code not in NOT_FINAL
        sent_at = envelopes.parse(jws.read(signed.envelope, envelopes.TYP).payload, signed.envelope).sent_at
        return self._site.clock.now() - sent_at > WRONG_CLOCK


def _problems(problem: Problem) -> tuple[ports.Problem, ...]:
    """Return the hub's problem in the words of the ports."""
    if problem.faults:
        return tuple(_fault(fault) for fault in problem.faults)
    return (ports.Problem(code=problem.code, pointer="", **problem.texts),)


def _fault(fault: Fault) -> ports.Problem:
    return ports.Problem(code=fault.code, pointer=fault.pointer.removeprefix("/record"), **fault.texts)
