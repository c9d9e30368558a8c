"""One child process and its three pipes: a line in, a line out, everything bounded.

What comes on stdout is gathered up to one line of `wire.MAX_LINE` bytes; more, or anything that nobody asked for, is a
broken contract. Stderr goes to the adapter's log. The process leads a group of its own, so that killing it takes its
children along.
"""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from hub.sdk.adapter_process import wire
from hub.sdk.adapter_process.adapter_log import AdapterLog

STDIN, STDOUT = 0, 1
CLOSE_SECONDS = 2.0
KILL_SECONDS = 5.0
_EXIT_STATUS_SECONDS = 0.3  # how long an ended output waits for the exit status, which says more


class ChannelError(Exception):
    """The child broke the contract of lines; the text says how, never with what."""


class Channel(asyncio.SubprocessProtocol):
    """The pipes of one running child; use `Channel.open`."""

    def __init__(self, log: AdapterLog) -> None:
        self._log = log
        self._gathered = bytearray()
        self._answer: asyncio.Future[bytes] | None = None
        self._broken: str | None = None
        self._gone = asyncio.Event()
        self._transport: asyncio.SubprocessTransport

    @classmethod
    async def open(
        cls, command: Sequence[str], *, environment: Mapping[str, str], directory: Path, log: AdapterLog
    ) -> "Channel":
        """Start a process with this environment and nothing else, in a group of its own."""
        loop = asyncio.get_running_loop()
        _, channel = await loop.subprocess_exec(
            lambda: cls(log), *command, env=dict(environment), cwd=str(directory), start_new_session=True
        )
        return channel

    @property
    def pid(self) -> int | None:
        """The process's number."""
        return self._transport.get_pid()

    async def ask(self, line: bytes, seconds: float) -> bytes:
        """Write one line and return the line that answers it.

        Raises:
            ChannelError: no answer in time, too long an answer, an answer before the question, or the process ended.
        """
        if self._gathered:
            self._break("it spoke before it was asked")
        if self._broken:
            raise ChannelError(self._broken)
        self._answer = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                cast(asyncio.WriteTransport, self._transport.get_pipe_transport(STDIN)).write(line)
                return await self._answer
        except TimeoutError:
            raise ChannelError(f"no answer within {seconds:g} s") from None
        finally:
            self._answer = None

    async def close(self) -> None:
        """Close stdin, which asks the process to end; kill it when it does not."""
        pipe = self._transport.get_pipe_transport(STDIN)
        if pipe is not None:
            pipe.close()
        await self._wait(CLOSE_SECONDS)
        await self.kill()

    async def kill(self) -> None:
        """End the process and its group, and let go of the pipes even if somebody else still holds them."""
        if self._transport.get_returncode() is None:
            self._kill_group()
            await self._wait(KILL_SECONDS)
        self._transport.close()

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._transport.get_pid(), signal.SIGKILL)

    async def _wait(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._gone.wait()

    # What the event loop tells us

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast(asyncio.SubprocessTransport, transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Take a piece of stdout or stderr."""
        if fd != STDOUT:
            self._log.feed(data)
            return
        self._gathered += data
        if len(self._gathered) > wire.MAX_LINE:
            self._break(f"a line is longer than {wire.MAX_LINE} bytes")
        elif data.endswith(b"\n"):
            self._deliver()
        elif b"\n" in data:
            self._break("more than one line for one answer")

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:  # noqa: ARG002  (the protocol's)
        """Nothing more will come from this pipe."""
        if fd == STDOUT:
            asyncio.get_running_loop().call_later(_EXIT_STATUS_SECONDS, self._break, "its output ended")

    def process_exited(self) -> None:
        """The process has ended, by itself or not."""
        self._gone.set()
        self._kill_group()  # those whom it started and left behind; while one lives, the number is nobody else's
        code = self._transport.get_returncode()
        self._break(f"it exited with status {code}" if code is None or code >= 0 else f"it was ended by signal {-code}")

    def _deliver(self) -> None:
        line = bytes(self._gathered[:-1])
        if b"\n" in line:
            self._break("more than one line for one answer")
        elif self._answer is not None and not self._answer.done():
            self._gathered.clear()
            self._answer.set_result(line)
        # else: it stays gathered and is found by the next `ask`

    def _break(self, why: str) -> None:
        self._broken = self._broken or why
        self._gathered.clear()
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ChannelError(self._broken))
