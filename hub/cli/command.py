"""A command as data: its names, what it takes, how it ends, each said in Russian and English.

The parser (`hub.cli.parser`), the help (`hub.cli.help`) and docs/reference/cli.md (`hub.cli.reference`) are all made
from it, so that none of them can say something else than the others.
"""

import argparse
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import Any

from hub.setting_values import one_of
from hub.settings import Settings


@dataclass(frozen=True, slots=True)
class Text:
    """The same said in both languages."""

    ru: str
    en: str

    def of(self, language: str) -> str:
        """Return it in "ru" or "en"."""
        return self.en if language == "en" else self.ru


class Exit(IntEnum):
    """How a command can end; docs/reference/exit-status.md describes each."""

    DONE = 0
    REFUSED = 1
    WRONG_USE = 2
    NOT_ANCHORED = 3
    ALARM = 4
    DOUBTFUL = 5
    INTERNAL = 70
    OUTPUT_LOST = 74
    LATER = 75
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """One thing a command takes: a place (`name` without dashes), an option with a value, or a flag (no `value`).

    `parse` makes the value from its text; what is out of bounds raises `hub.setting_values.WrongValueError`.
    """

    name: str
    help: Text
    value: Text | None = None
    parse: Callable[[str], Any] = str
    default: Any = None
    required: bool = False
    many: bool = False

    @property
    def is_place(self) -> bool:
        """Whether it is given by its place alone."""
        return not self.name.startswith("-")

    def shown(self, language: str) -> str:
        """Return it as it is written on the command line."""
        value = "" if self.value is None else self.value.of(language)
        return value if self.is_place else f"{self.name} {value}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command, or a group of actions; a group with `run` does that where no action is named.

    `ends` says what a status means for this command.
    """

    name: str
    title: Text
    about: Text
    arguments: tuple[Argument, ...] = ()
    ends: Mapping[Exit, Text] = field(default_factory=dict)
    actions: tuple["Command", ...] = ()
    run: Callable[[argparse.Namespace, Settings], int] | None = None


def later(module: str, name: str) -> Callable[[argparse.Namespace, Settings], int]:
    """Return a `run` that imports the module which does the work only when it is called."""

    def run(arguments: argparse.Namespace, settings: Settings) -> int:
        return int(getattr(importlib.import_module(module), name)(arguments, settings))

    return run


FILE = Text("ФАЙЛ", "FILE")
AS_JSON = Argument(name="--json", help=Text("вывести в JSON", "print JSON"))
CONFIG = Argument(
    name="--config",
    value=FILE,
    parse=Path,
    required=True,
    help=Text(
        "настройки участника (TOML), см. docs/reference/gateway.md",
        "the participant's settings (TOML), see docs/reference/gateway.md",
    ),
)
LANGUAGE = Argument(
    name="--language",
    value=Text("ЯЗЫК", "LANGUAGE"),
    parse=one_of("ru", "en"),
    help=Text("ru или en; иначе HUB_LANGUAGE", "ru or en; else HUB_LANGUAGE"),
)
