"""The parent's side of an adapter's process: start it, ask it, believe nothing it says, end it when it misbehaves.

    idle ──call──> asked ──answer──> idle
      ^              │ deadline, broken line, wrong number, exit
      └── pause ── ended (SIGKILL to its process group)

One call at a time. A process that broke its contract is never asked again; a new one is started after a growing pause.
"""

import asyncio
import os
import re
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import structlog

from hub.client.members import ShapeError
from hub.client.retry import Backoff
from hub.sdk.adapter_process import wire
from hub.sdk.adapter_process.adapter_log import AdapterLog
from hub.sdk.adapter_process.channel import Channel, ChannelError
from hub.sdk.adapter_process.limits import Limits
from hub.sdk.errors import AdapterFailedError, ConfigError, SystemUnavailableError
from hub.sdk.ports import Batch, Delivery, Note, Outcome, Sent
from hub.telemetry import Event
from keys import strict_json

_events = structlog.get_logger()
A = TypeVar("A")
T = TypeVar("T")
_NAME = re.compile(r"[A-Za-z_]\w{0,80}")
_PLACE = re.compile(r"[\w.-]{1,80}:\d{1,7}")
_CAUSE = re.compile(r"[A-Za-z0-9.-]{1,120}")
_SIDES: Mapping[str, str] = {wire.Trouble.SOURCE_UNAVAILABLE: "source", wire.Trouble.SINK_UNAVAILABLE: "sink"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """What it takes to start one adapter: its module, its settings, its bounds, the directory it starts in."""

    module: str
    settings: Mapping[str, Any]
    directory: Path
    limits: Limits = field(default_factory=Limits)


class AdapterProcess:
    """Calls the two ports of one adapter, in a process of its own."""

    def __init__(self, launch: Launch, log: AdapterLog, *, backoff: Backoff | None = None) -> None:
        self._launch = launch
        self._log = log
        self._backoff = backoff or Backoff(first=0.5, most=60.0)
        self._channel: Channel | None = None
        self._turn = asyncio.Lock()
        self.restarts = -1
        self.notes: tuple[Note, ...] = ()

    @property
    def pid(self) -> int | None:
        """The number of the process that runs now."""
        return None if self._channel is None else self._channel.pid

    async def start(self) -> None:
        """Start the process now, to learn early whether the adapter accepts its settings.

        Raises:
            ConfigError: the adapter refuses a setting.
            AdapterFailedError: the adapter does not start.
        """
        async with self._turn:
            if self._channel is None:
                await self._start()

    async def changes(self, cursor: str | None, limit: int) -> Batch:
        """Ask the source for changes; asks for fewer when the answer would be too long for one line.

        Raises:
            SystemUnavailableError: the national system does not answer.
            AdapterFailedError: the adapter broke its contract.
        """
        while True:
            try:
                answer = await self._call("changes", {"cursor": cursor, "limit": limit})
            except _TooLargeError:
                if limit == 1:
                    async with self._turn:
                        raise await self._broken("one change is longer than a line may be") from None
                limit //= 2
                continue
            return await self._believe(wire.parse_batch, answer, limit)

    async def sent(self, outcomes: Sequence[Sent]) -> None:
        """Tell the source what became of its changes.

        Raises:
            SystemUnavailableError: the national system does not answer.
            AdapterFailedError: the adapter broke its contract.
        """
        await self._call("sent", {"outcomes": [wire.format_sent(outcome) for outcome in outcomes]})

    async def apply(self, deliveries: Sequence[Delivery]) -> tuple[Outcome, ...]:
        """Have the sink apply records; returns one outcome each, in order.

        Raises:
            SystemUnavailableError: the national system does not answer.
            AdapterFailedError: the adapter broke its contract.
        """
        call = {"deliveries": [wire.format_delivery(delivery) for delivery in deliveries]}
        answer = await self._call("apply", call)
        return await self._believe(wire.parse_outcomes, answer, deliveries)

    async def erase(self, subjects: Sequence[str]) -> None:
        """Have the sink remove what the national system holds about these subjects.

        Raises:
            SystemUnavailableError: the national system does not answer.
            AdapterFailedError: the adapter broke its contract.
        """
        await self._call("erase", {"subjects": list(subjects)})

    async def close(self) -> None:
        """End the process: politely first, then by force."""
        async with self._turn:
            if self._channel is not None:
                await self._channel.close()
                self._channel = None

    async def _believe(self, parse: Callable[[object, A], T], answer: object, asked: A) -> T:
        try:
            return parse(answer, asked)
        except ShapeError as error:
            async with self._turn:
                raise await self._broken(str(error)) from None

    async def _call(self, name: str, arguments: Mapping[str, Any]) -> object:
        async with self._turn:
            channel = self._channel or await self._start()
            number = secrets.randbits(52)  # not to be guessed: what the adapter writes by itself answers nothing
            line = strict_json.dumps({"id": number, "call": name, **arguments}) + b"\n"
            answer = await self._ask(channel, line, number, self._launch.limits.call_seconds)
        if "ok" not in answer:
            raise self._trouble(name, answer["error"])
        self._backoff.reset()
        return answer["ok"]

    async def _start(self) -> Channel:
        await self._backoff.wait()
        self.restarts += 1
        self._channel = channel = await Channel.open(
            [sys.executable, "-P", "-s", "-B", "-m", "hub.sdk.adapter_process.child", self._launch.module],
            environment={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC", "PYTHONPATH": _import_path()},
            directory=self._launch.directory,
            log=self._log,
        )
        limits = self._launch.limits
        opening = strict_json.dumps({"settings": dict(self._launch.settings), "limits": limits.format()}) + b"\n"
        answer = await self._ask(channel, opening, 0, limits.start_seconds)
        if "ok" not in answer:
            error = await self._broken("it did not start: " + _describe(answer["error"]))
            raise _wrong_setting(answer["error"]) or error
        try:
            self.notes = wire.parse_notes(answer["ok"])
        except ShapeError as error:
            raise await self._broken(str(error)) from None
        return channel

    async def _ask(self, channel: Channel, line: bytes, number: int, seconds: float) -> Mapping[str, Any]:
        """Return the answer to one line; whatever else happens, the process is not asked again."""
        try:
            answer = wire.parse_line(await channel.ask(line, seconds))
        except (ChannelError, ShapeError) as error:
            raise await self._broken(str(error)) from None
        except BaseException:  # cancelled half-way: the answer still to come would be taken for the next one
            await self._broken("a call was given up")
            raise
        if answer.get("id") != number or set(answer) not in ({"id", "ok"}, {"id", "error"}):
            raise await self._broken("an answer to something else")
        return answer

    def _trouble(self, name: str, error: object) -> Exception:
        """Return the error that stands for the child's; the process stays, as its adapter may well go on."""
        members = error if isinstance(error, dict) else {}
        kind = members.get("kind")
        if kind == wire.Trouble.TOO_LARGE and name == "changes":
            return _TooLargeError()
        if isinstance(kind, str) and kind in _SIDES:
            self._backoff.reset()
            cause = members.get("cause")
            named = cause if isinstance(cause, str) and _CAUSE.fullmatch(cause) else ""
            return SystemUnavailableError(_SIDES[kind], named, person=members.get("person") is True)
        why = f"{name}: {_describe(error)}"
        self._log.note(why)
        return AdapterFailedError(why)

    async def _broken(self, why: str) -> AdapterFailedError:
        """End the process; the next one waits longer."""
        channel, self._channel = self._channel, None
        self._backoff.fail()
        self._log.note(f"ended: {why}")
        _events.warning(Event.ADAPTER_ENDED, adapter=self._launch.module)
        if channel is not None:
            await channel.kill()
        return AdapterFailedError(why)


class _TooLargeError(Exception):
    """The answer does not fit one line."""


def _wrong_setting(error: object) -> ConfigError | None:
    """Return what the adapter says about its settings, if that is why it did not start."""
    if not isinstance(error, dict) or error.get("kind") != wire.Trouble.SETTING:
        return None
    setting, ru, en = (" ".join(str(error.get(name, ""))[: wire.MAX_TEXT].split()) for name in ("setting", "ru", "en"))
    return ConfigError(place=f"[adapter] {setting}", ru=ru, en=en)


def _describe(error: object) -> str:
    """Return the child's words about its trouble, as far as they have the shape of a name or a place."""
    members = error if isinstance(error, dict) else {}
    kind, name, place = (members.get(member) for member in ("kind", "exception", "place"))
    words = [kind if kind in list(wire.Trouble) else "an answer of no known kind"]
    words += [name] if isinstance(name, str) and _NAME.fullmatch(name) else []
    words += ["at", place] if isinstance(place, str) and _PLACE.fullmatch(place) else []
    return " ".join(words)


def _import_path() -> str:
    """Return the directories that this process imports from, so that the child finds the same packages."""
    return os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path if entry and Path(entry).is_dir())
