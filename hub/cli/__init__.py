"""The command line: `hub <command>`. It parses, calls and prints; what it does is done below.

A command is a module of this package with a `COMMAND`. Only the module that is called is imported: a member's site has
no PostgreSQL driver, and checking evidence needs no network library.
"""

import contextlib
import importlib
import io
import itertools
import os
import sys
from collections.abc import Sequence
from dataclasses import replace

from hub import settings
from hub.cli import ending, parser
from hub.cli.command import Command, Exit, Text
from hub.cli.parser import Parser
from hub.telemetry import configure_logging

COMMANDS = (
    "demo",
    "serve",
    "gateway",
    "migrate",
    "keyring",
    "retention",
    "account",
    "keys",
    "trust",
    "agreement",
    "calendar",
    "schedule",
    "sync",
    "submit",
    "load",
    "inbox",
    "attachment",
    "protection",
    "screen",
    "bans",
    "match",
    "requests",
    "report",
    "adapter",
    "conform",
    "verify",
    "log",
    "rebuild",
    "bench",
)


def make_root(names: Sequence[str] = COMMANDS) -> Command:
    """Return the command `hub` with these commands below it."""
    return Command(
        name="hub",
        title=Text("узел обмена миграционной информацией СНГ", "CIS migration information exchange hub"),
        about=Text(
            "Справка по команде: hub КОМАНДА --help. Настройки: docs/reference/settings.md. "
            "English: hub --language en, or HUB_LANGUAGE=en.",
            "Help on a command: hub COMMAND --help. Settings: docs/reference/settings.md.",
        ),
        actions=tuple(importlib.import_module(f"hub.cli.{name}").COMMAND for name in names),
    )


def make_parser(names: Sequence[str] = COMMANDS, language: str = "en") -> Parser:
    """Return the parser of these commands."""
    return parser.make(make_root(names), language)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status (docs/reference/exit-status.md). No error passes as a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = _language(given) or settings.language()
    _show_what_cannot_be_encoded()
    try:
        status = _run(given, language)
    except SystemExit as end:  # help and version
        status = int(end.code or 0)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  (the last door: nothing of it may reach the user)
        status = ending.tell(ending.explain(error, language))
    return _flush(status, language)


def _run(given: list[str], language: str) -> int:
    parsed = make_parser(_called(given) or COMMANDS, language).parse(given)
    loaded = replace(settings.load(), language=language)
    if loaded.log_level == "debug":
        configure_logging(loaded.log_level)
    return int(parsed.run(parsed, loaded))


def _called(given: Sequence[str]) -> list[str]:
    """Return the command that is called, if the line begins with one."""
    words = [word for before, word in zip(["", *given], given, strict=False) if before != "--language"]
    first = next((word for word in words if not word.startswith("--language")), "")
    return [first] if first in COMMANDS else []


def _language(given: Sequence[str]) -> str | None:
    """Return the language asked for on the command line, before the line is parsed in it."""
    for word, following in itertools.pairwise([*given, ""]):
        asked = following if word == "--language" else word.removeprefix("--language=")
        if word.startswith("--language") and asked in {"ru", "en"}:
            return asked
    return None


def _show_what_cannot_be_encoded() -> None:
    """On a terminal without Cyrillic letters, show their numbers instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flush(status: int, language: str) -> int:
    """Let the output go; where it cannot, keep the interpreter from trying once more at its end."""
    if sys.stdout is None:  # closed before we began: nobody wants it
        return status
    try:
        sys.stdout.flush()
    except OSError as error:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return status if status == Exit.OUTPUT_LOST else ending.tell(ending.explain(error, language))
    return status
