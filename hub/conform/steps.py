"""What the steps of a scenario do, and what each of them expects."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.conform.door import Answered, Way
from hub.conform.messages import Flaw, Message
from hub.conform.scenario import Said, Scenario
from hub.conform.world import World
from hub.demo.waiting import wait_until

START_SECONDS = 90.0


class NotHeldError(Exception):
    """Something that a scenario expects did not happen, or something happened that must not."""

    def __init__(self, ru: str, en: str) -> None:
        super().__init__(en)
        self.said = Said(ru=ru, en=en)


@dataclass(slots=True)
class Play:
    """One scenario being played: the messages sent so far, by the names that its steps give them."""

    world: World
    sent: dict[str, list[Message]] = field(default_factory=dict)
    subjects: dict[str, str] = field(default_factory=dict)

    def answers(self, message: Message) -> list[Answered]:
        """Return the receipts about a message."""
        return self.world.door.answers.get(message.name, [])


async def play(world: World, scenario: Scenario) -> None:
    """Play one scenario; afterwards the client runs, its clock is right and the door behaves, whatever happened.

    Raises:
        NotHeldError: an expectation was not met.
        StartError: the run cannot go on.
    """
    world.door.behave()
    playing = Play(world)
    try:
        if not world.client.running:
            await _start(playing, {})
        for step in scenario.steps:
            await DOES[step["do"]](playing, step)
    finally:
        world.door.behave()
        world.set_clock(0)


async def _send(playing: Play, step: Mapping[str, Any]) -> None:
    world = playing.world
    subject = ""
    if step["same"]:
        subject = playing.subjects.setdefault(step["same"], f"CONFORM-{world.writer.written}-{step['same']}")
    made = [
        world.writer.write(
            world.now(), flaw=Flaw(step["flaw"]), subject=subject, revision=step["revision"], text=step["text"]
        )
        for _ in range(step["count"])
    ]
    playing.sent.setdefault(step["as"], []).extend(made)
    for message in made:
        await world.log(message)


async def _door(playing: Play, step: Mapping[str, Any]) -> None:
    playing.world.door.misbehave(step["on"], Way(step["way"]), step["times"])


async def _spoilt(playing: Play, step: Mapping[str, Any]) -> None:
    async def done() -> bool:
        _check_runs(playing)
        return all(one.done for one in playing.world.door.mischief)

    if not await wait_until(done, step["within"]):
        raise _silence()


async def _held(playing: Play, step: Mapping[str, Any]) -> None:
    try:
        await asyncio.wait_for(playing.world.door.holding.wait(), step["within"])
    except TimeoutError:
        raise _silence() from None


async def _answered(playing: Play, step: Mapping[str, Any]) -> None:
    messages = playing.sent[step["of"]]

    async def all_answered() -> bool:
        _check_runs(playing)
        return all(playing.answers(message) for message in messages)

    await wait_until(all_answered, step["within"])
    missing = sum(not playing.answers(message) for message in messages)
    if missing:
        raise NotHeldError(
            f"Без квитанции осталось сообщений: {missing} из {len(messages)}.",
            f"Messages without a receipt: {missing} of {len(messages)}.",
        )
    for message in messages:
        _check_answer(playing.answers(message)[0], step)


def _check_answer(answer: Answered, step: Mapping[str, Any]) -> None:
    wanted, code = step["status"], step["code"]
    if wanted not in {"any", answer.status}:
        raise NotHeldError(
            f"Квитанция говорит «{answer.status}» ({answer.code or '-'}), ожидалось «{wanted}».",
            f"The receipt says {answer.status!r} ({answer.code or '-'}), expected was {wanted!r}.",
        )
    if code and answer.code not in code.split("|"):
        raise NotHeldError(
            f"Код причины в квитанции {answer.code or '-'}, ожидался {code}.",
            f"The code of the receipt's reason is {answer.code or '-'}, expected was {code}.",
        )


async def _silent(playing: Play, step: Mapping[str, Any]) -> None:
    await asyncio.sleep(step["seconds"])
    early = sum(bool(playing.answers(message)) for message in playing.sent[step["of"]])
    if early:
        raise NotHeldError(
            f"Программа поверила тому, что не доказано, и ответила на сообщений: {early}.",
            f"The client believed what was not proven, and answered messages: {early}.",
        )


async def _once(playing: Play, step: Mapping[str, Any]) -> None:
    await asyncio.sleep(step["settle"])
    messages = playing.sent[step["of"]]
    several = sum(len(playing.answers(message)) > 1 for message in messages)
    if several:
        raise NotHeldError(
            f"На сообщений {several} квитанция выдана больше одного раза.",
            f"More than one receipt was given for messages: {several}.",
        )


async def _resent(playing: Play, step: Mapping[str, Any]) -> None:
    async def again() -> bool:
        return playing.world.door.resent > 0

    if not await wait_until(again, step["within"]):
        raise NotHeldError(
            "После потери ответа те же байты не были отправлены снова.",
            "After an answer was lost the same bytes were not sent again.",
        )


async def _patient(playing: Play, _step: Mapping[str, Any]) -> None:
    if playing.world.door.early:
        raise NotHeldError(
            "Программа обратилась снова раньше, чем просил узел (Retry-After).",
            "The client came back earlier than the hub had asked (Retry-After).",
        )


async def _kill(playing: Play, _step: Mapping[str, Any]) -> None:
    await playing.world.client.kill()


async def _stop(playing: Play, _step: Mapping[str, Any]) -> None:
    await playing.world.client.stop()


async def _start(playing: Play, _step: Mapping[str, Any]) -> None:
    """Start the client, and wait until it speaks: on a busy machine that takes longer than anything it does."""
    door, before = playing.world.door, playing.world.door.asked
    await playing.world.client.start()

    async def speaks() -> bool:
        _check_runs(playing)
        return door.asked > before

    if not await wait_until(speaks, START_SECONDS):
        raise _silence()


async def _clock(playing: Play, step: Mapping[str, Any]) -> None:
    playing.world.set_clock(step["seconds"])


async def _runs(playing: Play, _step: Mapping[str, Any]) -> None:
    _check_runs(playing)


def _check_runs(playing: Play) -> None:
    client = playing.world.client
    if client.process is not None and client.process.returncode is not None:
        status = client.process.returncode
        raise NotHeldError(
            f"Программа завершилась сама (код {status}). Её вывод: {client.log}",
            f"The client ended by itself (exit status {status}). What it said: {client.log}",
        )


def _silence() -> NotHeldError:
    return NotHeldError(
        "Программа не обратилась к узлу за отведённое время.", "The client did not ask the hub in the time given."
    )


DOES: Mapping[str, Callable[[Play, Mapping[str, Any]], Awaitable[None]]] = {
    "send": _send,
    "door": _door,
    "spoilt": _spoilt,
    "held": _held,
    "answered": _answered,
    "silent": _silent,
    "once": _once,
    "resent": _resent,
    "patient": _patient,
    "kill": _kill,
    "stop": _stop,
    "start": _start,
    "clock": _clock,
    "runs": _runs,
}
