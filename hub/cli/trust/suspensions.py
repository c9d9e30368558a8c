"""Suspensions that were made online, brought to a machine without a network in a file: read, verified, and shown.

The file is what the hub answers to `GET /v1/trust-list`, or one statement as `hub keys suspend --output` writes it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from hub.cli import files
from hub.cli.command import FILE, Argument, Text
from hub.cli.files import FileError
from hub.cli.trust.changes import reason_in_words
from hub.client.answers import parse_trust_documents
from hub.client.members import ShapeError
from keys import instant, strict_json, suspension
from keys.errors import KeysError, StatementLiftedError
from keys.suspension import Logged, Suspension
from keys.trust_offline import Offline
from keys.trust_participants import KeyStatus

TITLE = Text("ПРИОСТАНОВКИ, ОБЪЯВЛЕННЫЕ ЧЕРЕЗ СЕТЬ", "SUSPENSIONS MADE ONLINE")
NONE = Text("в файле нет ни одной", "the file has none")
LINE = Text(
    "ключ {who}: {kid}, с {since}, причина: {why}{doubt}\n    заявление {digest}\n    {state}",
    "key of {who}: {kid}, since {since}, reason: {why}{doubt}\n    statement {digest}\n    {state}",
)
DOUBT = Text("; мог быть у других с {since}", "; others may have had it since {since}")
FILE_OF = Argument(
    name="--suspensions",
    value=FILE,
    parse=Path,
    help=Text(
        "приостановки, объявленные через сеть: ответ GET /v1/trust-list или одно заявление; ключи из --restore "
        "возвращаются, остальные приостанавливает и список",
        "suspensions made online: the answer to GET /v1/trust-list, or one statement; keys of --restore come back, the "
        "list suspends the others too",
    ),
)
SHOWN = Argument(
    name="--suspensions",
    value=FILE,
    parse=Path,
    help=Text(
        "показать, что список решает о приостановках, объявленных через сеть (ответ GET /v1/trust-list)",
        "show what the list decides about suspensions made online (the answer to GET /v1/trust-list)",
    ),
)


class State(StrEnum):
    """What a list says of a suspension that was made online."""

    COUNTS = "counts"
    LIFTED = "lifted"
    LISTED = "listed"


STATES = {
    State.COUNTS: Text(
        "ДЕЙСТВУЕТ: список о ней не говорит. Учесть её: hub trust propose … --suspensions ФАЙЛ; снять: также "
        "--restore {kid}",
        "COUNTS: the list says nothing of it. To take it in: hub trust propose … --suspensions FILE; to lift it: and "
        "--restore {kid}",
    ),
    State.LIFTED: Text("снята этим списком", "lifted by this list"),
    State.LISTED: Text("ключ вне действия по самому списку", "the list itself has the key out of force"),
}


def read_undecided(path: Path | None, listed: Offline, roots: Sequence[bytes], now: datetime) -> list[Suspension]:
    """Return what the file's statements say, without those that the list has decided; none where no file is named.

    Raises:
        FileError: the file cannot be read, or a statement in it does not hold.
    """
    told = [] if path is None else [(each, _judge(path, each, listed, roots)) for each in _read(path, now)]
    return [suspension.read(each.token, each.since) for each, state in told if state is not State.LIFTED]


def describe(path: Path, listed: Offline, roots: Sequence[bytes], now: datetime, language: str) -> list[str]:
    """Return in plain words what a list says of the suspensions in a file.

    Raises:
        FileError: as above.
    """
    lines = ["", TITLE.of(language)]
    for said, state in _shown(path, listed, roots, now):
        doubted = said.compromised_since
        facts = {
            "who": said.participant,
            "kid": said.kid,
            "since": instant.format(said.since),
            "why": reason_in_words(said.reason.value).of(language),
            "doubt": DOUBT.of(language).format(since=instant.format(doubted)) if doubted else "",
            "digest": said.sha256,
            "state": STATES[state].of(language).format(kid=said.kid),
        }
        lines.append(f"  {LINE.of(language).format(**facts)}")
    return lines if len(lines) > 2 else [*lines, f"  {NONE.of(language)}"]


def as_json(path: Path, listed: Offline, roots: Sequence[bytes], now: datetime) -> list[dict[str, Any]]:
    """Return the same as JSON.

    Raises:
        FileError: as above.
    """
    return [
        {
            "digest": said.sha256,
            "participant": said.participant,
            "kid": said.kid,
            "reason": said.reason.value,
            "since": instant.format(said.since),
            "compromised_since": instant.format(said.compromised_since) if said.compromised_since else None,
            "state": state.value,
        }
        for said, state in _shown(path, listed, roots, now)
    ]


def _shown(path: Path, listed: Offline, roots: Sequence[bytes], now: datetime) -> Iterable[tuple[Suspension, State]]:
    for each in _read(path, now):
        state = _judge(path, each, listed, roots)
        yield suspension.read(each.token, each.since), state


def _judge(path: Path, logged: Logged, listed: Offline, roots: Sequence[bytes]) -> State:
    """Return what the list says of a statement that holds.

    Raises:
        FileError: it does not hold.
    """
    try:
        key = listed.key(suspension.read(logged.token, logged.since).kid)
        try:
            suspension.verify(logged.token, listed, logged.since, roots=roots)
        except StatementLiftedError:
            return State.LIFTED if key.status is KeyStatus.ACTIVE else State.LISTED
    except KeysError as error:
        raise FileError("suspension-wrong", f"{path}: {error.text('ru')}", f"{path}: {error.text('en')}") from None
    return State.COUNTS if key.status is KeyStatus.ACTIVE else State.LISTED


def _read(path: Path, now: datetime) -> list[Logged]:
    """Return the statements of a file and when each was logged, in whole seconds as documents have them.

    Raises:
        FileError: it cannot be read, or holds something else.
    """
    content = files.read(path)
    try:
        if content.lstrip().startswith(b"{"):
            told = parse_trust_documents(strict_json.loads(content, limit=files.MOST)).suspensions
        else:
            told = (Logged(token=content.strip(), since=suspension.read(content.strip(), now).at),)
    except (KeysError, ShapeError):
        raise FileError(
            "suspensions-malformed",
            f"{path}: это не приостановки. Сохраните в файл ответ узла на GET /v1/trust-list или заявление целиком.",
            f"{path}: these are no suspensions. Save the hub's answer to GET /v1/trust-list, or a whole statement.",
        ) from None
    return [Logged(token=each.token, since=min(now, _whole(each.since))) for each in told]


def _whole(at: datetime) -> datetime:
    """Return the next whole second: what was accepted in the same one, but before, stays accepted."""
    return (at + timedelta(microseconds=999_999)).replace(microsecond=0)
