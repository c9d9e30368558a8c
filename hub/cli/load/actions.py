"""What `hub load` does: while one batch is with the hub, the next one is read and signed, and no more than that."""

import argparse
import asyncio
import json
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from hub.cli import files, protection_gate, sending
from hub.cli.command import Exit, Text
from hub.cli.connection import Connection, connect
from hub.cli.files import FileError
from hub.cli.load.progress import Done, Progress
from hub.client.answers import InDoubt, Refused, Result
from hub.client.errors import RetryLaterError
from hub.settings import Settings
from keys import strict_json
from keys.errors import StrictJsonError
from schemas import catalogue
from schemas.catalogue import UnknownRecordTypeError, UnknownVersionError

LONGEST = 1024 * 1024  # bytes of a line
MOST_BYTES = 7 * 1024 * 1024  # of a batch
PATIENCE = 600.0  # seconds without any progress
PAUSE, LONGEST_PAUSE = 0.5, 10.0
TELL_EVERY = 10.0
REFUSED = Text("строка {line}: отклонена [{code}] {pointers}", "line {line}: refused [{code}] {pointers}")
DONE = Text(
    "принято {accepted}, отклонено {refused}; {rate:.0f} записей в секунду, память {memory:.0f} МБ",
    "accepted {accepted}, refused {refused}; {rate:.0f} records a second, memory {memory:.0f} MB",
)
SO_FAR = Text("отправлено строк: {lines}", "lines submitted: {lines}")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Submit all lines, and say how many were accepted."""
    return asyncio.run(_load(arguments, settings))


async def _load(arguments: argparse.Namespace, settings: Settings) -> int:
    progress, begun = Progress(arguments.progress), time.monotonic()
    before, batch = progress.read()
    with ExitStack() as stack:
        lines = _open(arguments.file, stack)
        async with connect(arguments.config, settings) as connection:
            loader = _Loader(connection=connection, progress=progress, done=before, language=settings.language)
            if batch:
                await loader.send(batch)
            _pass_over(lines, loader.done.lines)
            signed = _sign(connection, arguments, lines, after=loader.done.lines)
            await loader.send_all(_batches(signed, arguments.batch))
    _tell(loader.done, before, time.monotonic() - begun, arguments, settings.language)
    return Exit.REFUSED if loader.done.refused else Exit.DONE


def _open(path: Path, stack: ExitStack) -> IO[bytes]:
    """Return the list.

    Raises:
        FileError: it cannot be read.
    """
    if str(path) == "-":
        return sys.stdin.buffer
    try:
        return stack.enter_context(path.open("rb"))
    except OSError as error:
        raise files.unreadable(path, error) from None


def _pass_over(lines: IO[bytes], count: int) -> None:
    for _ in range(count):
        lines.readline(LONGEST + 1)


def _sign(connection: Connection, arguments: argparse.Namespace, lines: IO[bytes], *, after: int) -> Iterator[bytes]:
    """Yield an envelope for each line; `after` lines were passed over.

    Raises:
        FileError: a line is no record.
        UnprocessableError: one waits for a protection officer.
    """
    member = _subject_member(arguments.type, arguments.version)
    number = after
    while line := lines.readline(LONGEST + 1):
        number += 1
        record = _record(line, number)
        now, subject = connection.clock.now(), record.get(member) if member else None
        protection_gate.check(connection.config, arguments.type, arguments.version, (subject, record), now)
        payload = sending.prepare(
            connection,
            record,
            type=arguments.type,
            version=arguments.version,
            to=arguments.to,
            purpose=arguments.purpose,
            agreement=arguments.agreement,
            subject=subject,
        )
        yield sending.sign(connection, payload)


def _subject_member(kind: str, version: str) -> str | None:
    """Return the member that the envelope's subject repeats."""
    try:
        return catalogue.load().record_type(kind, version).subject_member
    except (UnknownRecordTypeError, UnknownVersionError):
        return None  # the hub refuses it


def _record(line: bytes, number: int) -> dict[str, Any]:
    try:
        value = strict_json.loads(line, limit=LONGEST)
    except StrictJsonError as error:
        raise FileError(
            "line-not-json", f"Строка {number}: {error.text('ru')}", f"Line {number}: {error.text('en')}"
        ) from None
    if not isinstance(value, dict):
        raise FileError(
            "line-not-json",
            f"Строка {number}: нужен объект JSON. Исправьте список и запустите снова.",
            f"Line {number}: a JSON object is needed. Mend the list and run it again.",
        )
    return value


def _batches(envelopes: Iterator[bytes], count: int) -> Iterator[list[bytes]]:
    batch: list[bytes] = []
    size = 0
    for each in envelopes:
        if batch and size + len(each) > MOST_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(each)
        size += len(each) + 1
        if len(batch) == count:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Loader:
    """Sends batches in their order, each until its outcome is known."""

    def __init__(self, *, connection: Connection, progress: Progress, done: Done, language: str) -> None:
        self._connection = connection
        self._progress = progress
        self._language = language
        self._told = time.monotonic()
        self.done = done

    async def send_all(self, batches: Iterator[list[bytes]]) -> None:
        """Send every batch; the next one is made while one is under way."""
        sending: asyncio.Task[None] | None = None
        try:
            while batch := await asyncio.to_thread(next, batches, None):
                if sending is not None:
                    await sending
                sending = asyncio.create_task(self.send(batch))
        finally:
            if sending is not None:
                await sending

    async def send(self, batch: list[bytes]) -> None:
        """Send one batch until each of its lines is accepted or refused.

        Raises:
            RetryLaterError: the hub was not there for `PATIENCE` seconds; the batch is kept with the progress.
        """
        self._progress.begin(self.done, batch)
        known: list[Result] = [InDoubt()] * len(batch)
        pause, since = PAUSE, time.monotonic()
        while waiting := [place for place, result in enumerate(known) if isinstance(result, InDoubt)]:
            results = await self._try([batch[place] for place in waiting])
            for place, result in zip(waiting, results, strict=True):
                known[place] = result
            settled = sum(not isinstance(result, InDoubt) for result in results)
            pause, since = (PAUSE, time.monotonic()) if settled else (min(2 * pause, LONGEST_PAUSE), since)
            if not settled and time.monotonic() - since > PATIENCE:
                raise RetryLaterError(f"{PATIENCE:.0f} s")
            if settled < len(waiting):
                await asyncio.sleep(max(pause, *(each.after for each in results if isinstance(each, InDoubt))))
        self._settle(known)

    async def _try(self, batch: list[bytes]) -> list[Result]:
        try:
            return await self._connection.client.submit_lines(batch)
        except RetryLaterError as error:
            return [InDoubt(after=error.after)] * len(batch)

    def _settle(self, results: list[Result]) -> None:
        """Count, name what was refused, and remember."""
        for line, result in enumerate(results, start=self.done.lines + 1):
            if isinstance(result, Refused):
                pointers = " ".join(fault.pointer for fault in result.problem.faults)
                text = REFUSED.of(self._language).format(line=line, code=result.problem.code, pointers=pointers)
                print(text.rstrip(), file=sys.stderr)
        refused = sum(isinstance(result, Refused) for result in results)
        self.done = replace(
            self.done,
            lines=self.done.lines + len(results),
            accepted=self.done.accepted + len(results) - refused,
            refused=self.done.refused + refused,
        )
        self._progress.end(self.done)
        if time.monotonic() - self._told >= TELL_EVERY:
            self._told = time.monotonic()
            print(SO_FAR.of(self._language).format(lines=self.done.lines), file=sys.stderr)


def _tell(done: Done, before: Done, seconds: float, arguments: argparse.Namespace, language: str) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = (done.lines - before.lines) / max(seconds, 1e-9)
    shown = {"accepted": done.accepted, "refused": done.refused, "rate": rate, "memory": memory}
    if arguments.json:
        print(json.dumps({**shown, "lines": done.lines, "seconds": round(seconds, 3)}))
    else:
        print(DONE.of(language).format(**shown))
