"""A step runs again at once while there is more, after a while when not, and later and later while it fails."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from hub.client.errors import RetryLaterError
from hub.client.retry import Backoff
from hub.clock import SystemClock
from hub.sdk.errors import LogForkError, TrustError
from hub.sdk.health import Health
from hub.sdk.loop import Loop, until


def make_loop(step: Callable[[], Awaitable[bool]], folder: Path, **members: object) -> Loop:
    """Return a loop."""
    health = Health(folder, participant="tj-molme", origin="mig.example/training")
    given = {"name": "push", "pause": 60.0, "stop": asyncio.Event(), "health": health, "clock": SystemClock()}
    return Loop(step=step, **{**given, **members})  # type: ignore[arg-type]


async def test_a_step_with_more_to_do_is_repeated_at_once_and_then_waits(tmp_path: Path) -> None:
    calls = []

    async def step() -> bool:
        calls.append(1)
        return len(calls) < 5

    loop = make_loop(step, tmp_path)
    task = asyncio.create_task(loop.run())
    await asyncio.sleep(0.05)
    assert len(calls) == 5

    loop.wake.set()
    await asyncio.sleep(0.05)
    assert len(calls) == 6

    loop.stop.set()
    async with asyncio.timeout(1):
        await task


async def test_a_failing_step_waits_as_long_as_it_was_asked_to_and_is_reported(tmp_path: Path) -> None:
    told = []

    async def step() -> bool:
        raise RetryLaterError("status 503", after=30)

    loop = make_loop(step, tmp_path, failed=told.append)
    task = asyncio.create_task(loop.run())
    await asyncio.sleep(0.05)

    assert 29 < loop.backoff.remaining <= 31
    assert [error.code for error in told] == ["hub-unavailable"]
    loop.health.write({}, SystemClock().now())
    written = json.loads((tmp_path / "health.json").read_text())
    assert written["status"] == "troubled"
    assert written["steps"]["push"]["problem"]["code"] == "hub-unavailable"
    assert written["steps"]["push"]["failures"] == 1
    loop.stop.set()
    async with asyncio.timeout(1):
        await task


async def test_success_ends_the_trouble(tmp_path: Path) -> None:
    calls = []

    async def step() -> bool:
        calls.append(1)
        if len(calls) == 1:
            raise TrustError(ru="нет", en="no")
        return False

    loop = make_loop(step, tmp_path, backoff=Backoff(first=0.001, most=0.002))
    task = asyncio.create_task(loop.run())
    await asyncio.sleep(0.1)

    assert str(loop.health.status) == "ok"
    assert loop.health.steps["push"].failures == 0
    loop.stop.set()
    await task


async def test_what_waiting_cannot_mend_ends_the_loop(tmp_path: Path) -> None:
    async def step() -> bool:
        raise LogForkError(seen=1, shown=2)

    with pytest.raises(LogForkError):
        await make_loop(step, tmp_path).run()


async def test_waiting_is_given_up_when_told_to_stop() -> None:
    stop, ended = asyncio.Event(), []

    async def wait() -> int:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(1)
        return 7

    asyncio.get_running_loop().call_later(0.02, stop.set)

    assert await until(stop, wait()) is None
    assert ended == [1]


async def test_what_is_done_in_time_is_returned_and_its_errors_too() -> None:
    async def work() -> int:
        return 7

    async def fail() -> int:
        raise RetryLaterError("x")

    assert await until(asyncio.Event(), work()) == 7
    with pytest.raises(RetryLaterError):
        await until(asyncio.Event(), fail())


def test_pauses_grow_with_a_part_drawn_by_lot_and_have_an_end() -> None:
    longest, shortest = Backoff(first=1, most=8, draw=lambda: 1.0), Backoff(first=1, most=8, draw=lambda: 0.0)

    assert [longest.fail() for _ in range(6)] == [1, 2, 4, 8, 8, 8]
    assert [shortest.fail() for _ in range(6)] == [0.5, 1, 2, 4, 4, 4]
    assert longest.fail(after=100) == 100
    longest.reset()
    assert (longest.remaining, longest.failures, longest.fail()) == (0.0, 0, 1)


async def test_the_pause_is_slept_once() -> None:
    backoff = Backoff(first=0.02, most=0.02, draw=lambda: 1.0)
    backoff.fail()

    await backoff.wait()

    assert backoff.remaining == 0.0
    await backoff.wait()


async def test_what_a_step_failed_by_being_mended_ends_its_waiting(tmp_path: Path) -> None:
    good = asyncio.Event()
    calls = []

    async def step() -> bool:
        calls.append(1)
        if not good.is_set():
            raise TrustError(ru="нет списка", en="no list")
        return False

    loop = make_loop(step, tmp_path, backoff=Backoff(first=60.0))
    task = asyncio.create_task(loop.run())
    await asyncio.sleep(0.05)
    loop.wake.set()  # more to do is no reason to try sooner
    await asyncio.sleep(0.05)
    assert len(calls) == 1

    good.set()
    loop.mended.set()
    await asyncio.sleep(0.05)
    assert (len(calls), loop.backoff.failures) == (2, 0)

    loop.stop.set()
    async with asyncio.timeout(1):
        await task
