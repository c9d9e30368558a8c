"""What `hub log` says: progress, counts, the first bad entry. And what it reads: notes to compare a log with."""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import Text
from hub.cli.files import FileError
from hub.core.audit import Finding
from keys import note, strict_json
from keys.errors import KeysError, StrictJsonError

EVERY = 2.0
PROGRESS = Text("hub: проверено записей журнала: {done} из {size}", "hub: {done} of {size} leaves checked")
FACTS = Text("Журнал {origin}: число записей {size}, корень {root}.", "Log of {origin}: {size} leaves, root {root}.")
SOUND = Text("Всё сходится.", "Everything holds.")
BROKEN = Text(
    "НЕ сходится. Первая неверная запись: {where} — {what} [{code}].",
    "It does NOT hold. First bad entry: {where}: {what} [{code}].",
)
STOPPED = Text(
    "Подпись остановлена. Если причина устранена: hub log resume.",
    "Signing is stopped. Once the cause is mended: hub log resume.",
)
PENDING = Text("Стирание ещё не записано в журнал: {keys}.", "Erased, and not yet logged: {keys}.")
WORDS: Mapping[str, Text] = {
    "leaves": Text("записей журнала", "leaves"),
    "messages": Text("сообщений", "messages"),
    "erased": Text("из сообщений стёрто", "of the messages, erased"),
    "acts": Text("действий узла и заявлений в журнале", "acts and statements in the log"),
    "checkpoints": Text("подписанных контрольных точек", "signed checkpoints"),
    "trust list": Text("документов списка доверия", "documents of the trust list"),
    "agreements": Text("версий соглашений", "versions of agreements"),
    "statements": Text("заявлений о ключах и хранении", "statements about keys and retention"),
    "inboxes": Text("входящих ящиков", "inboxes"),
    "deliveries": Text("ответов получателей (квитанций)", "answers of recipients (receipts)"),
    "cases and bans": Text("дел и запретов", "cases and bans"),
    "accesses": Text("обращений к данным о лицах", "accesses to data on persons"),
    "tiles": Text("плиток", "tiles"),
    "entries": Text("записей журнала прочитано целиком", "leaves read in full"),
    "receipts": Text("своих квитанций", "receipts of our own"),
}


def make_tell(language: str) -> Callable[[int, int], None]:
    """Return what says how far an audit is, every few seconds, on stderr."""
    said = time.monotonic()

    def tell(done: int, size: int) -> None:
        nonlocal said
        if time.monotonic() - said >= EVERY:
            said = time.monotonic()
            print(PROGRESS.of(language).format(done=done, size=size), file=sys.stderr)

    return tell


def show(facts: Mapping[str, Any], language: str, *, as_json: bool) -> str:
    """Return a report: `origin`, `size`, `root` (hex), `counts`, `pending`, `stopped`, `finding` or None."""
    found: Finding | None = facts["finding"]
    if as_json:
        told = None if found is None else {"where": found.where, "code": found.code, "what": found.text(language)}
        return json.dumps({**facts, "ok": found is None, "finding": told}, ensure_ascii=False)
    lines = [FACTS.of(language).format(**facts)]
    lines += [f"  {count:>10}  {WORDS[name].of(language)}" for name, count in facts["counts"].items()]
    if facts["pending"]:
        lines.append(PENDING.of(language).format(keys=", ".join(facts["pending"])))
    if facts["stopped"]:
        lines.append(STOPPED.of(language))
    if found is None:
        return "\n".join([*lines, SOUND.of(language)])
    bad = BROKEN.of(language).format(where=found.where, what=found.text(language), code=found.code)
    return "\n".join([*lines, bad])


def read_notes(paths: Sequence[Path]) -> dict[str, bytes]:
    """Return the signed notes in these files, by what to call them; a gateway's fork.json holds two.

    Raises:
        FileError: a file cannot be read, or holds no note.
    """
    found: dict[str, bytes] = {}
    for path in paths:
        content = files.read(path)
        for name, raw in _notes_in(content).items():
            try:
                note.parse(raw)
            except KeysError as error:
                raise FileError("file-no-note", f"{path}: {error.text('ru')}", f"{path}: {error.text('en')}") from None
            found[f"{path.name}{name}"] = raw
    return found


def _notes_in(content: bytes) -> dict[str, bytes]:
    if not content.lstrip().startswith(b"{"):
        return {"": content}
    try:
        value = strict_json.loads(content)
    except StrictJsonError:
        return {"": content}
    named = value if isinstance(value, dict) else {}
    return {f" ({name})": str(named.get(name, "")).encode() for name in ("seen", "shown")}
