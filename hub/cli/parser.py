"""Commands as `argparse` reads them; what is wrong on the command line is said in one line, in one language."""

import argparse
import re
from collections.abc import Callable, Sequence
from importlib import metadata
from typing import Any, NoReturn

from hub.cli import help as helps
from hub.cli.command import LANGUAGE, Argument, Command, Text
from hub.setting_values import WrongValueError
from hub.settings import StartError

# What argparse says, and how it is said here; the last catches what a value's own parser said.
COMPLAINTS: Sequence[tuple[str, Text]] = (
    (r"the following arguments are required: (?P<what>.+)", Text("не указано: {what}", "missing: {what}")),
    (r"unrecognized arguments: (?P<what>.+)", Text("лишнее: {what}", "not understood: {what}")),
    (r"argument (?P<where>\S+): expected one argument", Text("у {where} нет значения", "{where} has no value")),
    (
        r"argument (?P<where>\S+): ignored explicit argument .*",
        Text("{where} не принимает значения", "{where} takes no value"),
    ),
    (
        r"argument \S+: invalid choice: (?P<what>'.*?'|\".*?\") \(.*",
        Text("нет такой команды: {what}", "there is no such command: {what}"),
    ),
    (r"argument (?P<where>\S+): (?P<what>.+)", Text("{where}: {what}", "{where}: {what}")),
)


# A thumbprint is 43 characters of base64url, and one in 64 begins with the sign of an option. Such a word is marked
# before argparse sees it, and unmarked before anybody else does; no word of a command line can hold the mark.
THUMBPRINT = re.compile(r"-[A-Za-z0-9_-]{42}")
MARK = "\0"


class UsageError(StartError):
    """The command was not called as it can be called."""

    def __init__(self, path: Sequence[str], complaint: Text) -> None:
        called = " ".join(path)
        super().__init__(
            "arguments-wrong",
            f"{complaint.ru}. Справка: {called} --help.",
            f"{complaint.en}. Help: {called} --help.",
        )


class Parser(argparse.ArgumentParser):
    """A parser of one command, with our own help and our own complaints."""

    command: Command
    path: tuple[str, ...]
    language: str

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """Parse a command line, on which a thumbprint is a value whatever it begins with.

        Raises:
            UsageError: it is not one.
        """
        return self.parse_args([MARK + word if THUMBPRINT.fullmatch(word) else word for word in words])

    def format_help(self) -> str:
        """Return the command's help."""
        return helps.render(self.command, self.path, self.language)

    def print_help(self, file: Any = None) -> None:
        """Print the command's help; the inherited method passes over output that cannot be written."""
        print(self.format_help(), end="", file=file)

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments.

        Raises:
            UsageError: always.
        """
        raise UsageError(self.path, _complaint(message.replace(MARK, "")))


def make(root: Command, language: str) -> Parser:
    """Return the parser of a command and everything below it."""
    parser = Parser(prog=root.name, add_help=False, allow_abbrev=False)
    version = f"{root.name} {metadata.version('cis-migration-hub')}"
    parser.add_argument(helps.VERSION.name, action="version", version=version)
    _fill(parser, root, (root.name,), language)
    return parser


def _fill(parser: Parser, command: Command, path: tuple[str, ...], language: str) -> None:
    parser.command, parser.path, parser.language = command, path, language
    parser.add_argument("-h", helps.HELP.name, action="help")
    for argument in (*command.arguments, LANGUAGE):
        _add(parser, argument, language)
    if command.actions:
        needed = command.run is None
        group = parser.add_subparsers(metavar=helps.ACTION.of(language), required=needed, parser_class=Parser)
        for action in command.actions:
            below = group.add_parser(action.name, add_help=False, allow_abbrev=False)
            _fill(below, action, (*path, action.name), language)
    if command.run is not None:
        parser.set_defaults(run=command.run)


def _add(parser: Parser, argument: Argument, language: str) -> None:
    if argument.value is None:
        parser.add_argument(argument.name, action="store_true")
        return
    options: dict[str, Any] = {"metavar": argument.value.of(language), "type": _in_language(argument.parse, language)}
    if argument.is_place:
        parser.add_argument(argument.name, **options)
        return
    if argument.many:
        options |= {"action": "append", "default": []}
    elif argument is LANGUAGE:
        options["default"] = argparse.SUPPRESS  # one given before the command is not forgotten after it
    else:
        options["default"] = argument.default
    parser.add_argument(argument.name, required=argument.required, **options)


def _in_language(parse: Callable[[str], Any], language: str) -> Callable[[str], Any]:
    def convert(text: str) -> Any:
        try:
            return parse(text.removeprefix(MARK))
        except WrongValueError as error:
            raise argparse.ArgumentTypeError(Text(error.ru, error.en).of(language)) from None

    return convert


def _complaint(message: str) -> Text:
    for pattern, text in COMPLAINTS:
        match = re.fullmatch(pattern, message, flags=re.DOTALL)
        if match is not None:
            return Text(text.ru.format(**match.groupdict()), text.en.format(**match.groupdict()))
    return Text(f"неверные параметры ({message})", f"wrong arguments ({message})")
