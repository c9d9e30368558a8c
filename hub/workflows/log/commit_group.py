"""Group commit: many submissions, one transaction, one place in the log each.

Submissions of one process that wait together are committed together. Under the lock on `log_head`:

    lock  ->  read in a new statement  ->  arrange (pure)  ->  write in one statement  ->  COMMIT  ->  sign, answer

A statement that waited for a lock does not see what was committed while it waited: therefore the reading is a statement
of its own. Nothing is answered before COMMIT returned clean (reliability rules R1 and R2); in doubt the answer is 503,
and the sender resends the same bytes.
"""

import asyncio
import time
from collections.abc import Sequence

import structlog

from hub.core import retention
from hub.core.errors import ConflictError, HubError, IntegrityError, MalformedError, OverloadedError, UnavailableError
from hub.store import log, statements
from hub.store.connection import Connection, watch_commit
from hub.store.failures import FAILURES, BadDataError, InDoubtError, NumberTakenError
from hub.telemetry import Event, place_of
from hub.workflows.exchange import Exchange
from hub.workflows.log.arrange_group import Arrangement, Entry, Outcome, Refusal, arrange, needed_keys
from hub.workflows.log.candidate import Candidate
from hub.workflows.log.own_log import BehindError, catch_up, remember
from hub.workflows.log.release_log import Releaser, sign_checkpoint
from hub.workflows.log.stop_signing import stop_signing
from hub.workflows.log.write_group import write_group
from keys.errors import KeysError

_logger = structlog.get_logger()
RETRY_AFTER = 2
ATTEMPTS = 5
GATHERING = 0.005
GOOD_GROUP = 16


class GroupCommitter:
    """Gathers entries and commits them in groups; one per process. `append` waits for an entry's outcome."""

    def __init__(self, exchange: Exchange, releaser: Releaser) -> None:
        self._exchange = exchange
        self._releaser = releaser
        self._waiting: list[tuple[Entry, asyncio.Future[Outcome]]] = []
        self._wake = asyncio.Event()
        self._group: list[tuple[Entry, asyncio.Future[Outcome]]] = []

    def enter(self, entry: Entry) -> asyncio.Future[Outcome]:
        """Return what will be the entry's outcome: in the log, found to be there, or lost.

        The future raises UnavailableError: in doubt, resend the same bytes; IntegrityError: the log's state is not what
        was signed; or why the entry lost.

        Raises:
            OverloadedError: too many wait already.
            EncryptionKeyError: the envelope cannot be encrypted, so it cannot be kept.
            IntegrityError: signing has stopped.
        """
        if self._exchange.stopped:
            raise IntegrityError
        place, exchange = self._place_of(entry), self._exchange
        if place >= (exchange.waiting_limit if entry.act is None else exchange.group_limit):
            raise OverloadedError(retry_after=RETRY_AFTER)
        if entry.candidate is not None:
            entry = self._encrypted(entry, entry.candidate)
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.insert(place, (entry, future))
        self._wake.set()
        return future

    def _place_of(self, entry: Entry) -> int:
        """Return where it waits: acts before messages, as a suspension must not stand behind those it is to stop.

        No more acts wait than one group takes, so that they hold a message up by one group at most.
        """
        if entry.act is None:
            return len(self._waiting)
        return next((place for place, (each, _) in enumerate(self._waiting) if each.act is None), len(self._waiting))

    def _encrypted(self, entry: Entry, candidate: Candidate) -> Entry:
        """Encrypt the envelope, before the log's lock is waited for: it is held no longer for that."""
        vault, month = self._exchange.vault, retention.month_of(self._exchange.clock.now())
        vault.require_fit(month)
        stored = vault.seal(candidate.envelope, candidate.record_type, month)
        return Entry(candidate=candidate, stored=stored, act=entry.act, apply=entry.apply)

    async def append(self, entry: Entry) -> Outcome:
        """Wait for the outcome of one entry.

        Raises:
            HubError: as `enter`.
        """
        return await self.enter(entry)

    async def append_all(self, entries: Sequence[Entry]) -> list[Outcome | Refusal]:
        """Wait for several entries; an error stands in the place of its entry."""
        futures = [self._try_to_enter(entry) for entry in entries]
        return [each if isinstance(each, HubError | KeysError) else await _outcome_of(each) for each in futures]

    def _try_to_enter(self, entry: Entry) -> asyncio.Future[Outcome] | Refusal:
        try:
            return self.enter(entry)
        except HubError as refused:
            return refused

    async def run(self) -> None:
        """Commit groups until cancelled; a group once begun is finished first."""
        while True:
            await self._wake.wait()
            await self._gather()
            group, self._waiting = (
                self._waiting[: self._exchange.group_limit],
                self._waiting[self._exchange.group_limit :],
            )
            if not self._waiting:
                self._wake.clear()
            self._group = group
            await finish(asyncio.ensure_future(self._settle(group)))

    async def _gather(self) -> None:
        """Let more come while more is coming: fewer, larger groups cost everybody less.

        Each pass lets the loop read what has arrived. The wait ends with a pass that brought nothing, with a good
        group, or in any case after `GATHERING` seconds.
        """
        until, before = time.monotonic() + GATHERING, 0
        while before < len(self._waiting) < GOOD_GROUP and time.monotonic() < until:
            before = len(self._waiting)
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    async def drain(self, seconds: float) -> None:
        """Wait until nothing waits any more, at most so long."""
        waiting = [future for _, future in (*self._group, *self._waiting)]
        if waiting:
            await asyncio.wait(waiting, timeout=seconds)

    async def _settle(self, group: Sequence[tuple[Entry, asyncio.Future[Outcome]]]) -> None:
        entries = [entry for entry, _ in group]
        for (_, future), outcome in zip(group, await self._outcomes(entries), strict=True):
            if future.done():  # its caller has gone; the outcome stands all the same
                continue
            if isinstance(outcome, HubError | KeysError):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

    async def _outcomes(self, entries: Sequence[Entry]) -> Sequence[Outcome | Refusal]:
        """Commit a group; even a mistake of our own must leave nobody waiting."""
        try:
            return await self._commit(entries)
        except Exception as error:  # noqa: BLE001  (it may have struck before the commit or after)
            kind = type(error).__name__
            _logger.error(Event.COMMIT_IN_DOUBT, error=kind, place=place_of(error))  # noqa: TRY400 (never its words)
            return [UnavailableError(retry_after=RETRY_AFTER)] * len(entries)

    async def _commit(self, entries: Sequence[Entry]) -> Sequence[Outcome | Refusal]:
        """Commit a group; every failure becomes an error of each entry."""
        try:
            return await self._attempt(entries)
        except IntegrityError as error:
            await stop_signing(self._exchange)
            return [error] * len(entries)
        except (BadDataError, NumberTakenError) as failure:
            if len(entries) == 1:
                return [_refusal(failure, entries[0])]
            return [outcome for entry in entries for outcome in await self._commit([entry])]
        except FAILURES as failure:
            _logger.warning(Event.COMMIT_IN_DOUBT, error=type(failure).__name__, count=len(entries))
            self._exchange.metrics.in_doubt(len(entries))
            return [UnavailableError(retry_after=RETRY_AFTER)] * len(entries)

    async def _attempt(self, entries: Sequence[Entry]) -> Sequence[Outcome | Refusal]:
        for _ in range(ATTEMPTS - 1):
            try:
                return await self._transact(entries)
            except NumberTakenError:  # numbers taken since they were read: read again
                continue
            except BehindError:  # other processes have written much since our last group: outside the lock
                await catch_up(self._exchange)
        return await self._transact(entries)

    async def _transact(self, entries: Sequence[Entry]) -> Sequence[Outcome | Refusal]:
        exchange, begun = self._exchange, time.monotonic()
        async with exchange.pool.acquire() as conn:
            try:
                await log.begin_group(conn)
                arrangement = await self._write(conn, entries)
            except BaseException:
                await log.abandon_group(conn)
                raise
            # R2: no timeout and no cancellation around COMMIT; R1: a warning of the standby means in doubt.
            with watch_commit(conn) as watch:
                await log.commit_group(conn)
            if watch.in_doubt:
                raise InDoubtError("commit not confirmed by the standby")
        if arrangement.winners:
            remember(exchange, arrangement.frontier)
            note = sign_checkpoint(exchange, arrangement.frontier.size, arrangement.root)
            self._releaser.offer(arrangement.frontier.size, note)
            arrangement = arrangement.signed(note)
        seconds = time.monotonic() - begun
        exchange.metrics.group(len(entries), len(arrangement.winners), seconds=seconds, size=arrangement.frontier.size)
        return arrangement.outcomes()

    async def _write(self, conn: Connection, entries: Sequence[Entry]) -> Arrangement:
        exchange, own = self._exchange, self._exchange.own
        state = await log.read_group_state(
            conn,
            shift=exchange.shift,
            messages=[entry.message for entry in entries if entry.message],
            recipients=sorted({name for entry in entries for name in entry.recipients}),
            keys=needed_keys(entries),
            seen=own.size,
        )
        grown = own.append(state.unseen) if state.unseen else own
        if grown != state.frontier:  # it must grow out of what this process saw before
            raise BehindError if own.size + len(state.unseen) < state.frontier.size else IntegrityError
        spoken_of = sorted({index for entry in entries for index in entry.receipts_for})
        deliveries = await log.read_deliveries(conn, spoken_of) if spoken_of else {}
        awaited = sorted({entry.candidate.needed for entry in entries if entry.candidate and entry.candidate.needed})
        approvals = await statements.read_approvals(conn, awaited) if awaited else ()
        arrangement = arrange(entries, state, deliveries, origin=exchange.origin, approvals=approvals)
        if arrangement.winners:
            await write_group(conn, arrangement, state)
        return arrangement


def _refusal(failure: BadDataError | NumberTakenError, entry: Entry) -> HubError:
    """Return why an entry that stands alone has no place: an act came second; a message may well have one later."""
    if isinstance(failure, BadDataError):
        return MalformedError()
    return ConflictError() if entry.act is not None else UnavailableError(retry_after=RETRY_AFTER)


async def _outcome_of(future: asyncio.Future[Outcome]) -> Outcome | Refusal:
    try:
        return await future
    except (HubError, KeysError) as error:
        return error


async def finish(task: asyncio.Future[None]) -> None:
    """Wait for a task to its end even when cancelled; then pass the cancellation on."""
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled
