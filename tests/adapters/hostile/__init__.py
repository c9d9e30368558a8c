"""A hostile adapter: it breaks the contract on purpose, in the way its setting `mode` says.

    make_adapter({"mode": "endless-batch"})

It shows that the gateway holds whatever an adapter does. Modes of `make_adapter`, of `changes` and `apply`, and of both
are listed in `MODES`; `good` behaves, so that a test can prove that the fault and nothing else is what was caught.
"""

import logging
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hub.sdk.ports import (
    AdapterSettingsError,
    Batch,
    Change,
    Delivery,
    Outcome,
    Problem,
    Sent,
    SinkUnavailableError,
    SourceUnavailableError,
)
from tests.adapters.records import ban

MARK = "Тестов-Секретный"
"""Stands in every record and every exception of this adapter: it may be seen nowhere outside."""

MODES = (
    "good",
    "raise-at-start",
    "bad-setting",
    "exit-at-start",
    "sleep-at-start",
    "wrong-types",
    "not-a-batch",
    "endless-batch",
    "too-many",
    "huge-record",
    "deep-record",
    "huge-cursor",
    "huge-origin",
    "not-json",
    "lone-surrogate",
    "not-a-number",
    "raise",
    "raise-base",
    "unavailable",
    "print",
    "print-endless",
    "log-secret",
    "write-to-pipe",
    "sleep",
    "busy",
    "exit",
    "kill-itself",
    "eat-memory",
    "open-files",
    "fork",
    "unknown-type",
    "invalid-record",
    "foreign-issuer",
    "outcome-missing",
    "outcome-twice",
    "outcome-foreign",
    "outcome-wrong-type",
    "same-forever",
)


def make_change(**changed: Any) -> Change:
    """One ordinary change that carries the mark."""
    record = ban(decision={**ban()["decision"], "number": MARK})
    values: dict[str, Any] = {
        "type": "entry-ban",
        "version": "1.0",
        "subject": record["ban_id"],
        "to": ["tj-molme"],
        "agreement": "ru-tj-interior",
        "purpose": "entry-control",
        "record": record,
        "origin": {"place": MARK},
        **changed,
    }
    return Change(**values)


class HostileSource:
    """The reading side."""

    def __init__(self, mode: str) -> None:
        self._mode = mode

    def changes(self, cursor: str | None, limit: int) -> Any:
        _misbehave(self._mode, SourceUnavailableError)
        if cursor is not None and self._mode != "same-forever":
            return Batch(changes=[], cursor=cursor)
        return _BATCHES.get(self._mode, lambda _: _batch([make_change()]))(limit)

    def sent(self, outcomes: Sequence[Sent]) -> None:  # noqa: ARG002
        if self._mode == "raise":
            raise RuntimeError(MARK)


class HostileSink:
    """The writing side."""

    def __init__(self, mode: str) -> None:
        self._mode = mode

    def apply(self, deliveries: Sequence[Delivery]) -> Any:  # noqa: PLR0911 - one case per misdeed
        _misbehave(self._mode, SinkUnavailableError)
        good = [Outcome(message_id=delivery.message_id) for delivery in deliveries]
        match self._mode:
            case "outcome-missing":
                return good[1:]
            case "outcome-twice":
                return good + good
            case "outcome-foreign":
                return [Outcome(message_id="01930000-0000-7000-8000-0000000000ff") for _ in deliveries]
            case "outcome-wrong-type":
                return [{"message_id": delivery.message_id, "problem": MARK} for delivery in deliveries]
            case "endless-batch":
                return _endless_outcomes()
            case "huge-record":
                problem = Problem(code="x", pointer="", ru=MARK * 10_000_000, en="")
                return [Outcome(message_id=delivery.message_id, problem=problem) for delivery in deliveries]
        return good

    def erase(self, subjects: Sequence[str]) -> None:  # noqa: ARG002
        _misbehave(self._mode, SinkUnavailableError)


class HostileAdapter:
    """Both sides."""

    def __init__(self, mode: str) -> None:
        self.source = HostileSource(mode)
        self.sink = HostileSink(mode)


def make_adapter(settings: Mapping[str, Any]) -> HostileAdapter:
    """Return an adapter that misbehaves as `mode` says.

    Raises:
        AdapterSettingsError: there is no such mode, or the mode is `bad-setting`.
    """
    mode = settings["mode"]
    if mode not in MODES or mode == "bad-setting":
        raise AdapterSettingsError(setting="mode", ru="Такого режима нет.", en="There is no such mode.")
    if mode == "raise-at-start":
        raise RuntimeError(MARK)
    if mode == "exit-at-start":
        sys.exit(7)
    if mode == "sleep-at-start":
        time.sleep(3600)
    return HostileAdapter(mode)


def _batch(changes: Any, cursor: str = "1") -> Batch:
    return Batch(changes=changes, cursor=cursor)


def _nested(depth: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(depth):
        value = {"x": value}
    return value


def _endless() -> Iterator[Change]:
    while True:
        yield make_change()


def _endless_outcomes() -> Iterator[Outcome]:
    while True:
        yield Outcome(message_id="01930000-0000-7000-8000-000000000001")


_BATCHES: Mapping[str, Any] = {
    "wrong-types": lambda _: _batch([make_change(type=7, to="tj-molme", record=[MARK])]),
    "not-a-batch": lambda _: {"changes": MARK},
    "endless-batch": lambda _: _batch(_endless()),
    "too-many": lambda limit: _batch([make_change() for _ in range(limit + 1)]),
    "huge-record": lambda _: _batch([make_change(record={"x": "Ы" * 20_000_000})]),
    "deep-record": lambda _: _batch([make_change(record=_nested(200))]),
    "huge-cursor": lambda _: _batch([make_change()], cursor="9" * 100_000),
    "huge-origin": lambda _: _batch([make_change(origin={"place": MARK * 100_000})]),
    "not-json": lambda _: _batch([make_change(record={"x": {1, 2}, "y": b"\x00"})]),
    "lone-surrogate": lambda _: _batch([make_change(record={"x": "\ud800"})]),
    "not-a-number": lambda _: _batch([make_change(record={"x": float("nan")})]),
    "unknown-type": lambda _: _batch([make_change(type="no-such-type")]),
    "invalid-record": lambda _: _batch([make_change(record={**ban(), "ban_id": MARK})]),
    "foreign-issuer": lambda _: _batch([make_change(record=ban(issuer="kz-mvd"))]),
}


def _misbehave(mode: str, unavailable: type[Exception]) -> None:  # noqa: C901, PLR0912 - one case per misdeed
    match mode:
        case "raise":
            raise RuntimeError(MARK)
        case "raise-base":
            raise KeyboardInterrupt(MARK)
        case "unavailable":
            raise unavailable("the national system rests")
        case "print":
            print('{"id": 1, "ok": {"changes": [], "cursor": "forged", "more": false}}')  # noqa: T201
            sys.stdout.flush()
        case "print-endless":
            while True:
                sys.stdout.write(MARK * 1000)
        case "log-secret":
            logging.getLogger("hostile").error("%s", MARK)
            sys.stderr.write(f"{MARK}\n")
        case "write-to-pipe":
            _write_to_all_pipes()
        case "sleep":
            time.sleep(3600)
        case "busy":
            while True:
                pass
        case "exit":
            sys.exit(0)
        case "kill-itself":
            os._exit(9)
        case "eat-memory":
            hoard = []
            while True:
                hoard.append(bytearray(50_000_000))
        case "open-files":
            files = []
            while True:
                files.append(open(os.devnull))  # noqa: PTH123, SIM115
        case "fork":
            if os.fork() == 0:
                time.sleep(3600)
                os._exit(0)


def _write_to_all_pipes() -> None:
    """Write a forged answer into every open descriptor, in the hope that one leads to the gateway."""
    for descriptor in range(1, 64):
        try:
            os.write(descriptor, b'{"id": 1, "ok": {"changes": [], "cursor": "forged", "more": false}}\n')
        except OSError:
            continue
