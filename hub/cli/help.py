"""What `--help` prints: made from the command's own data, the same on every version of Python and every terminal."""

import textwrap
from collections.abc import Iterator, Mapping

from hub.cli.command import LANGUAGE, Argument, Command, Exit, Text

WIDTH = 96
COLUMN = 26
ACTION = Text("КОМАНДА", "COMMAND")
OPTIONS = Text("[параметры]", "[options]")
HEADINGS = {
    "actions": Text("Команды", "Commands"),
    "arguments": Text("Параметры", "Options"),
    "ends": Text(
        "Статус завершения (остальные: docs/reference/exit-status.md)",
        "Exit status (the others: docs/reference/exit-status.md)",
    ),
}
REQUIRED = Text("обязательно", "required")
HELP = Argument(name="--help", help=Text("показать эту справку", "show this help"))
VERSION = Argument(name="--version", help=Text("показать версию", "show the version"))


def render(command: Command, path: tuple[str, ...], language: str) -> str:
    """Return the help of a command; `path` are the words that call it, such as ("hub", "keys", "show")."""
    parts = [
        f"{' '.join(path)}: {command.title.of(language)}\n",
        f"  {usage(command, path, language)}\n",
        textwrap.fill(command.about.of(language), WIDTH, break_on_hyphens=False) + "\n",
        *_table("actions", {each.name: each.title.of(language) for each in command.actions}, language),
        *_table("arguments", dict(_described(command, path, language)), language),
        *_table("ends", _ends(command.ends, language), language),
    ]
    return "\n".join(parts)


def usage(command: Command, path: tuple[str, ...], language: str) -> str:
    """Return how the command is called, in one line."""
    needed = [each.shown(language) for each in command.arguments if each.is_place or each.required]
    more = [ACTION.of(language) if command.run is None else f"[{ACTION.of(language)}]"] if command.actions else []
    optional = [OPTIONS.of(language)] if len(needed) < len(command.arguments) else []
    return " ".join([*path, *more, *needed, *optional])


def arguments_of(command: Command, path: tuple[str, ...]) -> tuple[Argument, ...]:
    """Return everything a command takes, with what every command takes."""
    return (*command.arguments, LANGUAGE, *([VERSION] if len(path) == 1 else []), HELP)


def _described(command: Command, path: tuple[str, ...], language: str) -> Iterator[tuple[str, str]]:
    for each in arguments_of(command, path):
        note = f" ({REQUIRED.of(language)})" if each.required else ""
        yield each.shown(language), each.help.of(language) + note


def _ends(ends: Mapping[Exit, Text], language: str) -> dict[str, str]:
    return {str(status.value): text.of(language) for status, text in ends.items()}


def _table(heading: str, rows: Mapping[str, str], language: str) -> Iterator[str]:
    """Yield a heading with rows of two columns, if there are rows."""
    if not rows:
        return
    yield HEADINGS[heading].of(language)
    for name, text in rows.items():
        begin = f"  {name:{COLUMN}}"
        if len(name) >= COLUMN:
            yield begin.rstrip()
            begin = " " * (COLUMN + 2)
        yield textwrap.fill(
            text, WIDTH, initial_indent=begin, subsequent_indent=" " * (COLUMN + 2), break_on_hyphens=False
        )
    yield ""
