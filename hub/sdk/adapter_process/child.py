"""The adapter's own process: `python -m hub.sdk.adapter_process.child MODULE`.

    stdin    one JSON line with settings and limits, then one call per line
    stdout   one JSON line per answer; the adapter's own prints are turned to stderr, so they cannot end up in between
    stderr   whatever the adapter says

The process holds no key and no environment worth having. It ends when its stdin ends, or with its parent.
"""

import os
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from hub.sdk.adapter_process import limits, wire
from hub.sdk.ports import (
    Adapter,
    AdapterSettingsError,
    NationalSystemError,
    SinkUnavailableError,
    SourceUnavailableError,
)
from keys import strict_json

_KINDS: Mapping[type[NationalSystemError], wire.Trouble] = {
    SourceUnavailableError: wire.Trouble.SOURCE_UNAVAILABLE,
    SinkUnavailableError: wire.Trouble.SINK_UNAVAILABLE,
}


class _TooManyError(Exception):
    """The adapter gave more than it was asked for."""


def main(arguments: list[str]) -> int:
    """Serve the adapter of one module until stdin ends; returns the exit status."""
    calls, answers = _private_pipes()
    opening = wire.parse_line(calls.readline(wire.MAX_LINE))
    bounds = limits.parse(opening["limits"])
    limits.die_with_parent()
    limits.apply(bounds)
    try:
        adapter: Adapter = import_module(arguments[0]).make_adapter(opening["settings"])
        notes = wire.format_notes(getattr(adapter, "notes", ()))
    except Exception as error:  # noqa: BLE001 - an adapter may raise anything
        _answer(answers, {"id": 0, "error": _no_module(arguments[0], error) or _describe(error)})
        return 1
    _answer(answers, {"id": 0, "ok": notes})
    while line := calls.readline(wire.MAX_LINE):
        limits.allow_processor(bounds.cpu_seconds)
        _serve(adapter, wire.parse_line(line), answers)
    return 0


def _private_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout away from the adapter: it reads nothing and prints to stderr."""
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    return calls, answers


def _serve(adapter: Adapter, call: Mapping[str, Any], answers: BinaryIO) -> None:
    number = call["id"]
    try:
        answer = {"id": number, "ok": _CALLS[call["call"]](adapter, call)}
    except Exception as error:  # noqa: BLE001 - an adapter may raise anything
        answer = {"id": number, "error": _describe(error)}
    _answer(answers, answer)


def _changes(adapter: Adapter, call: Mapping[str, Any]) -> dict[str, Any]:
    limit = call["limit"]
    batch = wire.format_batch(adapter.source.changes(call["cursor"], limit), limit)
    if len(batch["changes"]) > limit:
        raise _TooManyError
    return batch


def _sent(adapter: Adapter, call: Mapping[str, Any]) -> dict[str, Any]:
    adapter.source.sent([wire.parse_sent(item) for item in call["outcomes"]])
    return {}


def _apply(adapter: Adapter, call: Mapping[str, Any]) -> dict[str, Any]:
    deliveries = [wire.parse_delivery(item) for item in call["deliveries"]]
    return wire.format_outcomes(adapter.sink.apply(deliveries), len(deliveries))


def _erase(adapter: Adapter, call: Mapping[str, Any]) -> dict[str, Any]:
    adapter.sink.erase(call["subjects"])
    return {}


_CALLS: Mapping[str, Callable[[Adapter, Mapping[str, Any]], dict[str, Any]]] = {
    "changes": _changes,
    "sent": _sent,
    "apply": _apply,
    "erase": _erase,
}


def _answer(answers: BinaryIO, answer: dict[str, Any]) -> None:
    try:
        line = strict_json.dumps(answer) + b"\n"
    except (TypeError, strict_json.StrictJsonError, RecursionError):
        line = _trouble(answer["id"], wire.Trouble.NOT_JSON)
    if len(line) > wire.MAX_LINE:
        line = _trouble(answer["id"], wire.Trouble.TOO_LARGE)
    answers.write(line)
    answers.flush()


def _trouble(number: int, kind: wire.Trouble) -> bytes:
    return strict_json.dumps({"id": number, "error": {"kind": str(kind)}}) + b"\n"


def _no_module(module: str, error: Exception) -> dict[str, Any] | None:
    """Say that there is no such adapter, if that is what is wrong: no module, or one that makes none."""
    missing = isinstance(error, ModuleNotFoundError) and error.name and f"{module}.".startswith(f"{error.name}.")
    no_adapter = isinstance(error, AttributeError) and error.name == "make_adapter"
    if not (missing or no_adapter):
        return None
    return {
        "kind": str(wire.Trouble.SETTING),
        "setting": "module",
        "ru": "такого адаптера здесь нет. Проверьте имя модуля и установку.",
        "en": "there is no such adapter here. Check the module's name and the installation.",
    }


def _describe(error: Exception) -> dict[str, Any]:
    """Say what was raised and where, without its message: a message may quote a record."""
    if isinstance(error, _TooManyError):
        return {"kind": str(wire.Trouble.TOO_MANY)}
    if isinstance(error, AdapterSettingsError):
        texts = {"setting": f"settings.{error.setting}", "ru": error.ru, "en": error.en}
        return {"kind": str(wire.Trouble.SETTING)} | {name: str(text)[: wire.MAX_TEXT] for name, text in texts.items()}
    for family, kind in _KINDS.items():
        if isinstance(error, family):
            return {"kind": str(kind), "cause": getattr(error, "cause", ""), "person": getattr(error, "person", False)}
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
    return {"kind": str(wire.Trouble.FAILED), "exception": type(error).__name__, "place": place}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
