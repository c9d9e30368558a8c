"""How a command ends when it could not be done: an exit status and what is said of it, never a traceback."""

import errno
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from hub.cli.command import Exit, Text
from hub.client.errors import ClientError, RefusedError, RetryLaterError
from hub.core.errors import Fault, HubError, IntegrityError
from hub.sdk.errors import StopError
from hub.settings import StartError
from hub.telemetry import Event
from keys.errors import KeyPlaceError, KeysError, TrustListAnchorError

# Not reachable now, yet nothing may be wrong with the settings: a supervisor should start the program again.
PASSING = frozenset({"database-unreachable", "migration-locked"})
PASSING_STATES = frozenset({"08", "53", "57"})  # classes of SQLSTATE: connection lost, no room, shutting down
UNREACHED = Text(
    "Узел недоступен ({why}). Проверьте сеть и адрес узла, затем повторите.",
    "The hub cannot be reached ({why}). Check the network and the hub's address, then try again.",
)
LOST = frozenset({errno.EPIPE, errno.ENOSPC, errno.EIO})  # of the output, where no file is named
INTERNAL = Text(
    "Внутренняя ошибка {instance} ({error}). Сообщите оператору её код; место покажет HUB_LOG_LEVEL=debug",
    "Internal error {instance} ({error}). Give the operator its id; HUB_LOG_LEVEL=debug shows the place",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """An exit status, and the lines for stderr."""

    status: Exit
    lines: tuple[str, ...] = ()


def explain(error: BaseException, language: str) -> Ending:
    """Return how the program ends after this error."""
    for kind, make in _KINDS:
        if isinstance(error, kind):
            return make(error, language)
    if isinstance(getattr(error, "sqlstate", None), str):  # the driver's errors; a member's site has no driver
        return _database(error, language)
    return _internal(error, language)


def tell(ending: Ending) -> int:
    """Say it on stderr; return the exit status."""
    for line in ending.lines:
        print(line, file=sys.stderr)
    return int(ending.status)


def in_one_line(text: str) -> str:
    """Return the text without line ends or other control characters that a value may have brought along."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def faults(found: Sequence[Fault], language: str) -> tuple[str, ...]:
    """Return a line for each place that is wrong."""
    return tuple(f"  {each.pointer}: {Text(each.ru, each.en).of(language)} [{each.code}]" for each in found)


def _say(text: str, code: str) -> str:
    return in_one_line(f"hub: {text} [{code}]")


def _cannot_start(error: StartError, language: str) -> Ending:
    status = Exit.LATER if error.code in PASSING else Exit.WRONG_USE
    return Ending(status=status, lines=(_say(error.text(language), error.code),))


def _wrong_file(error: KeysError, language: str) -> Ending:
    return Ending(status=Exit.WRONG_USE, lines=(_say(error.text(language), error.code),))


def _refused(error: HubError | KeysError, language: str) -> Ending:
    found = faults(getattr(error, "faults", ()), language)
    return Ending(status=Exit.REFUSED, lines=(_say(error.text(language), error.code), *found))


def _alarm(error: StopError | IntegrityError, language: str) -> Ending:
    return Ending(status=Exit.ALARM, lines=(_say(error.text(language), error.code),))


def _unreached(error: RetryLaterError, language: str) -> Ending:
    return Ending(status=Exit.LATER, lines=(_say(UNREACHED.of(language).format(why=error.why), error.code),))


def _hub_refused(error: RefusedError, language: str) -> Ending:
    said = error.problem.detail or error.text(language)
    return Ending(status=Exit.REFUSED, lines=(_say(said, error.problem.code),))


def _no_hub(error: ClientError, language: str) -> Ending:
    return Ending(status=Exit.REFUSED, lines=(_say(error.text(language), error.code),))


def _system(error: OSError, language: str) -> Ending:
    """A file or folder of the settings, or the output; anything else of the system is not foreseen."""
    if error.filename is not None:
        unusable = StartError(
            "file-unusable",
            f"{error.filename}: нет доступа ({error.strerror}). Проверьте путь и права.",
            f"{error.filename}: no access ({error.strerror}). Check path and permissions.",
        )
        return _cannot_start(unusable, language)
    if error.errno not in LOST:
        return _internal(error, language)
    lost = StartError(
        "output-lost",
        "Вывод записать не удалось; сама команда, возможно, выполнена. Освободите место и проверьте её действие.",
        "The output could not be written; the command itself may have been done. Make room, and look at what it did.",
    )
    said = () if error.errno == errno.EPIPE else (_say(lost.text(language), lost.code),)
    return Ending(status=Exit.OUTPUT_LOST, lines=said)


def _database(error: BaseException, language: str) -> Ending:
    sqlstate = str(getattr(error, "sqlstate", ""))
    status = Exit.LATER if sqlstate[:2] in PASSING_STATES else Exit.WRONG_USE
    refused = StartError(
        "database-refused",
        f"PostgreSQL отказал ({sqlstate}). Проверьте права роли и состояние базы.",
        f"PostgreSQL refused ({sqlstate}). Check the role's rights and the state of the database.",
    )
    return Ending(status=status, lines=(_say(refused.text(language), refused.code),))


def _internal(error: BaseException, language: str) -> Ending:
    """Something nobody foresaw: its words may quote anything, so only its class and an id are shown."""
    instance, name = secrets.token_hex(4), type(error).__name__
    if structlog.is_configured():  # by commands that run for long, and by HUB_LOG_LEVEL=debug
        structlog.get_logger().error(Event.REQUEST_FAILED, instance=instance, error=name, place=_place(error))
    text = INTERNAL.of(language).format(instance=instance, error=name)
    return Ending(status=Exit.INTERNAL, lines=(_say(text, "internal"),))


def _place(error: BaseException) -> str:
    """Return where the error was raised: file and line, never its values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "-" if trace is None else f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"


def _interrupted(_error: BaseException, _language: str) -> Ending:
    return Ending(status=Exit.INTERRUPTED)


_KINDS: Sequence[tuple[type[BaseException] | tuple[type[BaseException], ...], Callable[..., Ending]]] = (
    (StartError, _cannot_start),
    ((KeyPlaceError, TrustListAnchorError), _wrong_file),
    ((StopError, IntegrityError), _alarm),
    ((HubError, KeysError), _refused),
    (RetryLaterError, _unreached),
    (RefusedError, _hub_refused),
    (ClientError, _no_hub),
    (OSError, _system),
    (KeyboardInterrupt, _interrupted),
)
