"""The gateway: everything between a national system's adapter and the hub, at the member's site.

    pull ──> outbox ──> push ──> tell          the member speaks
    inbox-urgent, inbox-ordinary               the member is told
    trust                                      who may be believed
    witness                                    is there one log, the same for everybody
    approve                                    a contact person agrees before the gateway signs
    searches                                   what is said of searches by a rhythm, whatever was found
    schedule, orders ──> syncs                 what is sent by when, and whether it was
    ban-lists                                  whether others' stated lists are those held here
    health                                     how it is, and tidying

Each is a loop of its own over state on disk (`state`), so any of them may fail, and the whole may be killed, at any
point.
What nobody can repair by waiting (a forked log) ends all of them: `run` raises a `StopError`, exit status 4.
"""

from asyncio import Event, TaskGroup
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hub.client.errors import ClientError
from hub.client.retry import Backoff
from hub.clock import Clock
from hub.core import instant
from hub.sdk.assembly import Gateway, open_gateway
from hub.sdk.books.inbox import Lane
from hub.sdk.errors import AdapterFailedError, StateUnwritableError, StopError, TrustError, TryLaterError
from hub.sdk.loop import Loop, until, wait_any
from hub.sdk.settings.config import GatewayConfig
from hub.sdk.settings.config_values import ALWAYS
from hub.sdk.sync.sync_orders import Orders
from hub.settings import StartError

HEALTH_SECONDS = 5.0
IDLE_SECONDS = 30.0
ORDER_SECONDS = 1.0
AFTER_POLL_SECONDS = 0.1
TIDY = timedelta(hours=1)
Step = Callable[[], Awaitable[bool]]


async def run(config: GatewayConfig, stop: Event, clock: Clock) -> None:
    """Run a gateway until `stop` is set; the steps under way are finished first.

    Raises:
        StartError: the configuration, the key, the adapter's settings or the state directory cannot be used.
        StopError: the hub's log is not one; a person has to look.
    """
    async with open_gateway(config, clock) as gateway:
        failure: StartError | StopError | None = None
        try:
            await _start(gateway)
            async with TaskGroup() as group:
                for loop in make_loops(gateway, stop):
                    group.create_task(loop.run(), name=loop.name)
                group.create_task(_tidy(gateway, stop), name="health")
        except* StopError as stopped:
            failure = alarm = _first(stopped)
            gateway.health.fail("gateway", alarm, clock.now())
            await gateway.witness.tell(alarm)
        except* StartError as refused:
            failure = _first(refused)
        finally:
            gateway.health.stop()
            gateway.syncs.ticker.close()
            with suppress(StateUnwritableError):
                await gateway.site.disk.do(_write_health, gateway)
    if failure is not None:
        raise failure


def make_loops(gateway: Gateway, stop: Event) -> list[Loop]:
    """Return the gateway's loops, each waking those that its work concerns."""
    config, outbound = gateway.config, gateway.outbound
    waiting: list[Loop] = []  # all but the trust list's own
    trust = Loop(
        name="trust",
        step=_refresh(gateway, waiting),
        pause=config.trust_seconds,
        stop=stop,
        health=gateway.health,
        clock=gateway.site.clock,
    )

    def ask_trust(error: Exception) -> None:
        if isinstance(error, TrustError):
            trust.wake.set()

    def make(name: str, step: Step, pause: float) -> Loop:
        loop = replace(trust, name=name, step=step, pause=pause, failed=ask_trust)
        loop.wake, loop.mended, loop.backoff = Event(), Event(), Backoff()
        waiting.append(loop)
        return loop

    tell = make("tell", outbound.tell, IDLE_SECONDS)
    syncs = make("syncs", gateway.syncs.step, IDLE_SECONDS)
    gateway.syncs.ticker.wake = syncs.wake.set
    orders = make("orders", _heed(gateway, syncs), ORDER_SECONDS)
    push = make("push", _push(gateway, tell, syncs), IDLE_SECONDS)
    syncs.step = _sync(gateway, push, tell)
    pull = make("pull", _then(_pull(gateway), push, tell), config.source_seconds)
    schedule = make("schedule", _then(gateway.schedule.refresh, syncs), config.trust_seconds)
    approve = make("approve", _approve(gateway, push, tell), config.source_seconds)
    pause = _pause_after_poll(config)
    searches = make("searches", _then(gateway.searches.step, push), IDLE_SECONDS)
    lists = make("ban-lists", _then(gateway.lists.step, push), IDLE_SECONDS)
    lanes = [make(f"inbox-{lane}", _then(_read_lane(gateway, lane, stop), push, lists), pause) for lane in config.lanes]
    witness = make("witness", gateway.witness.step, config.witness_seconds)
    witness.backoff = Backoff(most=config.witness_seconds)  # what it waits for decides about an alarm
    return [trust, pull, push, tell, witness, approve, searches, schedule, orders, syncs, lists, *lanes]


def _pause_after_poll(config: GatewayConfig) -> float:
    return AFTER_POLL_SECONDS if config.long_poll_seconds else config.source_seconds


def _then(step: Step, *others: Loop) -> Step:
    """Return a step that wakes others when it has worked."""

    async def work() -> bool:
        more = await step()
        for other in others:
            other.wake.set()
        return more

    return work


def _pull(gateway: Gateway) -> Step:
    """Return the step that asks the source, or where only syncs ask it, one that does nothing."""

    async def work() -> bool:
        return gateway.config.pull == ALWAYS and await gateway.outbound.pull()

    return work


def _push(gateway: Gateway, tell: Loop, syncs: Loop) -> Step:
    """Return the step that sends; a sync that waits for the hub's answers is woken by them."""

    async def work() -> bool:
        more = await gateway.outbound.push()
        tell.wake.set()
        if more:
            syncs.wake.set()
        return more

    return work


def _sync(gateway: Gateway, *others: Loop) -> Step:
    """Return the step of the syncs, which wakes others only when the source gave something."""

    async def work() -> bool:
        before = gateway.outbound.pulled
        try:
            return await gateway.syncs.step()
        finally:
            if gateway.outbound.pulled != before:
                for other in others:
                    other.wake.set()

    return work


def _heed(gateway: Gateway, syncs: Loop) -> Step:
    """Return the step that looks what people at the site have ordered of syncs, and has it done."""
    known = Orders(now=frozenset(), paused=frozenset())

    async def work() -> bool:
        nonlocal known
        before, known = known, await gateway.site.disk.do(gateway.orders.read)
        if known.now or known != before:
            syncs.wake.set()
        return False

    return work


def _approve(gateway: Gateway, *others: Loop) -> Step:
    """Return the step of the waiting room, which wakes others only when something has left it."""

    async def work() -> bool:
        if await gateway.desk.step():
            for other in others:
                other.wake.set()
        return False

    return work


def _refresh(gateway: Gateway, waiting: Sequence[Loop]) -> Step:
    """Return the step that fetches the trust list; a changed one is tried at once by those that failed."""

    async def work() -> bool:
        before = gateway.site.trust.last
        fresh = await gateway.site.trust.refresh()
        if before is None or fresh.version != before.version:
            for loop in waiting:
                loop.mended.set()
        gateway.site.trust.check_own_keys()
        return False

    return work


def _read_lane(gateway: Gateway, lane: Lane, stop: Event) -> Step:
    async def work() -> bool:
        page = await until(stop, gateway.inbound.read(lane, gateway.config.long_poll_seconds))
        return page is not None and await gateway.inbound.handle(lane, page)

    return work


async def _start(gateway: Gateway) -> None:
    await gateway.site.trust.restore()
    await gateway.schedule.restore()
    with suppress(ClientError, TryLaterError):  # the loops will try, and say why not
        await gateway.site.trust.refresh()
    try:
        await gateway.site.adapter.start()
    except AdapterFailedError as error:  # it may recover, and the loops will try
        gateway.health.fail("pull", error, gateway.site.clock.now())


async def _tidy(gateway: Gateway, stop: Event) -> None:
    """Write the health file, and forget what is older than it has to be kept."""
    tidied = gateway.site.clock.now() - TIDY
    while not stop.is_set():
        now = gateway.site.clock.now()
        with suppress(StateUnwritableError):  # the loops say so
            if now - tidied >= TIDY:
                before = now - timedelta(days=gateway.config.keep_days)
                await gateway.site.disk.do(gateway.outbox.forget, before)
                await gateway.site.disk.do(gateway.inbox.forget, before)
                await gateway.site.disk.do(gateway.book.forget, before)
                await gateway.site.disk.do(gateway.bans.forget, before)
                tidied = now
            await gateway.site.disk.do(_write_health, gateway)
        await wait_any(HEALTH_SECONDS, stop)


def _write_health(gateway: Gateway) -> None:
    trust, alarm = gateway.site.trust.last, gateway.inbound.alarm
    if alarm is not None:
        gateway.health.fail("own-messages", alarm, gateway.site.clock.now())
    facts = {
        "outbox": gateway.outbox.counts(),
        "approval": {"waiting": gateway.room.count()},
        "notices": gateway.inbox.notices(),
        "syncs": gateway.book.facts(),
        "ban-lists": gateway.list_notes.facts(),
        "inbox": gateway.inbox.counts()
        | {f"cursor-{lane}": gateway.inbox.cursor(lane) for lane in gateway.config.lanes}
        | {"tombstones": gateway.inbound.tombstones, "foreign-receipts": gateway.inbound.foreign_receipts}
        | {"own-copies": gateway.inbound.copies},
        "log": {
            "size": gateway.site.history.size,
            "cosigned": gateway.witness.cosigned,
            "witnessed": gateway.witness.witnessed,
            "unproven": len(gateway.site.history.unproven),
            "notes-passed-over": gateway.witness.passed_over,
        },
        "trust": None
        if trust is None
        else {
            "version": list(trust.version),
            "expires_at": instant.format(trust.expires_at, seconds=True),
            "unknown-own-keys": list(gateway.site.trust.unknown),
        },
        "adapter": {"restarts": gateway.site.adapter.restarts, "lines-not-kept": gateway.log.dropped},
    }
    gateway.health.write(facts, gateway.site.clock.now())


def _first(group: BaseExceptionGroup[Any]) -> Any:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
