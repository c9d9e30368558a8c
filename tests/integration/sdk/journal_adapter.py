"""A national system in three files, as plain as it gets, for the gateway's tests.

source.jsonl    one change per line; the cursor is a line number
applied.jsonl   one line per effect: a record that comes again adds none
calls.jsonl     one line per call, effect or not
outcomes.jsonl  what the source was told
erased.jsonl    what the sink was told to erase
"""

import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.sdk.ports import (
    AdapterSettingsError,
    Batch,
    Change,
    Delivery,
    Outcome,
    Part,
    Problem,
    Sent,
    SinkUnavailableError,
    SourceUnavailableError,
)


class Journal:
    """Source and sink over the files of one folder; files named `source-down`, `sink-down` make it unavailable."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.source = self.sink = self

    def changes(self, cursor: str | None, limit: int) -> Batch:
        """Return lines after the cursor."""
        if (self._folder / "source-down").exists():
            raise SourceUnavailableError("down")
        begin = int(cursor or 0)
        lines = _read(self._folder / "source.jsonl")
        chosen = [_change(line, begin + n) for n, line in enumerate(lines[begin : begin + limit])]
        end = begin + len(chosen)
        return Batch(changes=chosen, cursor=str(end), more=end < len(lines))

    def sent(self, outcomes: Sequence[Sent]) -> None:
        """Write outcomes down."""
        for sent in outcomes:
            codes = [problem.code for problem in sent.problems]
            self._write("outcomes.jsonl", {"line": sent.origin["line"], "verdict": str(sent.verdict), "codes": codes})

    def apply(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        """Apply each record once."""
        if (self._folder / "sink-down").exists():
            raise SinkUnavailableError("down")
        known = {line["id"] for line in _read(self._folder / "applied.jsonl")}
        return [self._apply(delivery, known) for delivery in deliveries]

    def erase(self, subjects: Sequence[str]) -> None:
        """Write down what is to be erased; what was applied stays, as it is the test's to look at."""
        self._write("erased.jsonl", {"subjects": list(subjects)})

    def _apply(self, delivery: Delivery, known: set[str]) -> Outcome:
        self._write("calls.jsonl", {"id": delivery.message_id, "subject": delivery.subject})
        if delivery.subject == "RU-UNWANTED":
            problem = Problem(code="no-such-person", pointer="/subject", ru="Нет такого лица.", en="No such person.")
            return Outcome(message_id=delivery.message_id, problem=problem)
        if delivery.subject == "RU-POISON":
            os._exit(9)
        if delivery.subject == "RU-SLOW":
            time.sleep(1)
        if delivery.message_id not in known:
            known.add(delivery.message_id)
            effect = {"id": delivery.message_id, "subject": delivery.subject, "record": dict(delivery.record)}
            effect["parts"] = [[part.media_type, part.content.decode()] for part in delivery.parts]
            self._write("applied.jsonl", effect)
        return Outcome(message_id=delivery.message_id)

    def _write(self, name: str, value: Mapping[str, Any]) -> None:
        with (self._folder / name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(value, ensure_ascii=False) + "\n")


def _change(line: dict[str, Any], number: int) -> Change:
    parts = [Part(media_type=kind, content=content.encode()) for kind, content in line.pop("parts", [])]
    return Change(origin={"line": number}, parts=parts, **line)


def _read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def make_adapter(settings: Mapping[str, Any]) -> Journal:
    """Return the adapter of a folder."""
    folder = Path(str(settings.get("folder", "")))
    if not folder.is_dir():
        raise AdapterSettingsError(setting="folder", ru="папки нет.", en="there is no folder.")
    return Journal(folder)
