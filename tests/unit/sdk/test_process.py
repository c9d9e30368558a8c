"""An adapter's process can do what it likes: the gateway gets a right answer or a clear error, and goes on."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub.client.retry import Backoff
from hub.sdk.adapter_process.adapter_log import AdapterLog
from hub.sdk.adapter_process.limits import Limits
from hub.sdk.adapter_process.process import AdapterProcess, Launch
from hub.sdk.errors import AdapterFailedError, ConfigError, SystemUnavailableError
from hub.sdk.ports import Delivery, Note, Outcome, Problem, Sent, Verdict
from tests.adapters.hostile import MARK, MODES

MODULE = "tests.unit.sdk.misbehaving_adapter"
HOSTILE = "tests.adapters.hostile"
SMALL = Limits(memory_mb=512, cpu_seconds=2, file_mb=1, open_files=64, call_seconds=15, start_seconds=30)
HASTY = replace(SMALL, call_seconds=1, start_seconds=1)
Make = Callable[..., AdapterProcess]


@pytest.fixture
async def make(tmp_path: Path) -> AsyncIterator[Make]:
    """Makes adapters' processes that misbehave as told, and ends them."""
    made: list[AdapterProcess] = []

    def make_process(how: str, *, module: str = MODULE, limits: Limits = SMALL) -> AdapterProcess:
        launch = Launch(module=module, settings={"how": how, "mode": how}, directory=tmp_path, limits=limits)
        backoff = Backoff(first=0.01, most=0.02)
        made.append(AdapterProcess(launch, AdapterLog(tmp_path / "adapter.log"), backoff=backoff))
        return made[-1]

    yield make_process
    for process in made:
        await process.close()


def make_delivery(message_id: str = "m1", **members: Any) -> Delivery:
    """Return a delivery."""
    given: dict[str, Any] = {"index": 4, "sender": "ru-guvm", "type": "entry-ban", "version": "1.0", "subject": "S"}
    given |= {"reply_to": None, "accepted_at": "2026-11-21T09:00:00Z", "record": {"имя": "Образцова"}}
    return Delivery(message_id=message_id, **{**given, **members})


async def test_changes_come_through_the_pipe_unchanged(make: Make) -> None:
    batch = await make("right").changes(None, 10)

    assert [change.subject for change in batch.changes] == ["RU-1", "RU-2"]
    assert batch.changes[0].record == {"n": 1}
    assert (batch.cursor, batch.more) == ("1", False)


async def test_outcomes_deliveries_and_erasures_reach_the_adapter(make: Make, tmp_path: Path) -> None:
    process = make("refuses")
    problem = Problem(code="schema-type", pointer="/a", ru="неверно", en="wrong")

    await process.sent([Sent(origin={"row": 3}, message_id="m", verdict=Verdict.REFUSED, problems=(problem,))])
    outcomes = await process.apply([make_delivery("m1"), make_delivery("m2")])
    await process.erase(["S1", "S2"])

    assert outcomes[1] == Outcome(message_id="m2", problem=Problem(code="no", pointer="/x", ru="нет", en="no"))
    told = (tmp_path / "told").read_text()
    assert "Verdict.REFUSED" in told
    assert "'row': 3" in told
    assert (tmp_path / "erased").read_text() == "S1,S2"


HARMLESS = {"good", "print", "log-secret", "fork", "same-forever", "unknown-type", "invalid-record", "foreign-issuer"}
ENDLESS = {"sleep", "sleep-at-start", "print-endless"}
BAD_SINK = {mode for mode in MODES if mode.startswith("outcome-")}


@pytest.mark.parametrize("mode", sorted(set(MODES) - HARMLESS - BAD_SINK - {"bad-setting", "unavailable", "busy"}))
async def test_a_hostile_source_is_an_error_that_says_nothing_of_its_records(
    make: Make, tmp_path: Path, mode: str
) -> None:
    process = make(mode, module=HOSTILE, limits=HASTY if mode in ENDLESS else SMALL)

    with pytest.raises(AdapterFailedError) as caught:
        await process.changes(None, 1)

    assert MARK not in caught.value.ru + caught.value.en + str(caught.value)
    assert MARK not in (tmp_path / "adapter.log").read_text("utf-8")


@pytest.mark.parametrize("mode", sorted(HARMLESS))
async def test_what_only_looks_hostile_is_a_right_answer(make: Make, tmp_path: Path, mode: str) -> None:
    """What these records are worth is judged later, by the schemas."""
    process = make(mode, module=HOSTILE)

    assert len((await process.changes(None, 10)).changes) == 1
    assert (await process.apply([make_delivery()])) == (Outcome(message_id="m1"),)
    await process.close()
    log = tmp_path / "adapter.log"
    assert not log.exists() or MARK not in log.read_text("utf-8")


@pytest.mark.parametrize("mode", sorted(BAD_SINK | {"endless-batch", "raise"}))
async def test_a_hostile_sink_decides_nothing(make: Make, mode: str) -> None:
    with pytest.raises(AdapterFailedError):
        await make(mode, module=HOSTILE).apply([make_delivery("m1"), make_delivery("m2")])


async def test_outcomes_in_another_order_are_not_taken(make: Make) -> None:
    with pytest.raises(AdapterFailedError, match="in order"):
        await make("reversed").apply([make_delivery("m1"), make_delivery("m2")])


async def test_the_adapter_cannot_read_the_calls(make: Make) -> None:
    batch = await make("reads-the-calls").changes(None, 10)

    assert batch.changes[0].record == {"n": 0}


@pytest.mark.parametrize("how", ["too-large-a-number", "writes-a-big-file", "closes-everything", "forges-an-answer"])
async def test_other_ways_out_of_bounds_are_errors_too(make: Make, how: str) -> None:
    with pytest.raises(AdapterFailedError):
        await make(how).changes(None, 10)


async def test_an_adapter_that_does_not_answer_is_ended_at_its_deadline(make: Make) -> None:
    process = make("sleeps", limits=Limits(call_seconds=1))
    began = time.monotonic()

    with pytest.raises(AdapterFailedError, match="no answer within 1 s"):
        await process.changes(None, 10)

    assert time.monotonic() - began < 30


async def test_the_kernel_ends_an_adapter_that_burns_its_processor_time(make: Make) -> None:
    process = make("busy", module=HOSTILE, limits=replace(SMALL, cpu_seconds=1, call_seconds=30))

    with pytest.raises(AdapterFailedError, match="signal"):
        await process.changes(None, 10)


async def test_after_an_end_the_next_call_gets_a_new_process(make: Make) -> None:
    process = make("exits-at-once")

    for _ in range(2):
        with pytest.raises(AdapterFailedError):
            await process.changes(None, 10)

    assert process.restarts == 1


async def test_an_answer_that_is_too_long_is_asked_for_in_smaller_parts(make: Make) -> None:
    batch = await make("large-together").changes(None, 16)

    assert len(batch.changes) == 4


@pytest.mark.parametrize(("call", "side"), [("changes", "source"), ("apply", "sink")])
async def test_a_national_system_that_does_not_answer_is_told_from_an_adapter_that_fails(
    make: Make, call: str, side: str
) -> None:
    process = make("unavailable", module=HOSTILE)

    with pytest.raises(SystemUnavailableError, match=side) as caught:
        await (process.changes(None, 1) if call == "changes" else process.apply([make_delivery()]))

    assert "rests" not in str(caught.value)


@pytest.mark.parametrize(
    ("how", "side"),
    [
        ("denied", "source: Server.ServerProxy.AccessDenied"),
        ("denied-with-a-name", "source"),
        ("denied-with-a-list", "source"),
    ],
)
async def test_the_cause_of_silence_and_that_a_person_has_to_look_are_told(make: Make, how: str, side: str) -> None:
    with pytest.raises(SystemUnavailableError) as caught:
        await make(how).changes(None, 1)

    assert f"(сторона {side})" in caught.value.text("ru")
    assert "само это не пройдёт" in caught.value.text("ru")
    assert "will not mend" in caught.value.text("en")
    assert MARK not in caught.value.text("ru") + caught.value.text("en")


async def test_a_wrong_setting_of_the_adapter_is_one_clear_line(make: Make) -> None:
    with pytest.raises(ConfigError) as caught:
        await make("bad-setting", module=HOSTILE).start()

    assert caught.value.text("en") == "[adapter] settings.mode: There is no such mode."


async def test_what_the_settings_leave_open_is_told_at_the_start(make: Make) -> None:
    process = make("notes")
    await process.start()

    assert process.notes == (Note(setting="signing_key_file", ru="не задана", en="not set"),)


@pytest.mark.parametrize("how", ["endless-notes", "long-notes"])
async def test_notes_out_of_bounds_are_no_start(make: Make, how: str) -> None:
    with pytest.raises(AdapterFailedError):
        await make(how).start()


async def test_an_adapter_that_is_not_installed_is_a_wrong_setting(make: Make) -> None:
    with pytest.raises(ConfigError, match=r"\[adapter\] module"):
        await make("right", module="adapters.xx_nowhere").start()


async def test_an_adapter_that_fails_to_start_says_where_but_not_with_what(make: Make) -> None:
    with pytest.raises(AdapterFailedError, match=r"RuntimeError at __init__\.py:\d+"):
        await make("raise-at-start", module=HOSTILE).start()


async def test_the_adapter_sees_no_environment_worth_having(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DATABASE_URL", "postgresql://secret")

    batch = await make("environment").changes("c7", 1)

    assert batch.changes[0].record["names"] == ["LANG", "PATH", "PYTHONPATH", "TZ"]
    assert batch.changes[0].record["cursor"] == "c7"


async def test_what_the_adapter_started_ends_with_it(make: Make, tmp_path: Path) -> None:
    process = make("leaves-a-child", limits=Limits(call_seconds=5))

    with pytest.raises(AdapterFailedError):
        await process.changes(None, 1)

    child = int((tmp_path / "pid").read_text())
    for _ in range(100):
        if not _is_running(child):
            return
        await asyncio.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("a process of the adapter is left over")


async def test_a_call_that_is_given_up_ends_the_process(make: Make) -> None:
    """Its answer, still to come, would be taken for the next call's."""
    process = make("sleeps", limits=Limits(call_seconds=30))
    await process.start()
    task = asyncio.ensure_future(process.changes(None, 1))
    await asyncio.sleep(0.2)

    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert process.restarts == 0
    with pytest.raises(AdapterFailedError):
        async with asyncio.timeout(10):
            await AdapterProcess.changes(make("exits-at-once"), None, 1)


async def test_an_adapter_ends_with_its_gateway(tmp_path: Path) -> None:
    """A gateway that was killed and started again must not work on the national system beside its own ghost."""
    script = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from hub.sdk.adapter_process.adapter_log import AdapterLog\n"
        "from hub.sdk.adapter_process.process import AdapterProcess, Launch\n"
        "async def main():\n"
        f"    launch = Launch(module={MODULE!r}, settings={{'how': 'sleeps'}}, directory=Path({str(tmp_path)!r}))\n"
        f"    process = AdapterProcess(launch, AdapterLog(Path({str(tmp_path)!r}) / 'log'))\n"
        "    await process.start()\n"
        "    print(process.pid, flush=True)\n"
        "    await process.changes(None, 1)\n"
        "asyncio.run(main())\n"
    )
    gateway = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE, env={"PYTHONPATH": str(Path.cwd())}
    )
    assert gateway.stdout is not None
    adapter = int(await gateway.stdout.readline())
    async with asyncio.timeout(10):
        while not (tmp_path / "asleep").exists():
            await asyncio.sleep(0.02)
    assert _is_running(adapter)

    gateway.kill()
    await gateway.wait()

    for _ in range(100):
        if not _is_running(adapter):
            return
        await asyncio.sleep(0.05)
    pytest.fail("the adapter's process is left over")


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
