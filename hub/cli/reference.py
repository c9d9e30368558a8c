"""The reference page of the command line, made from the commands; a test compares it.

python -m hub.cli.reference > docs/reference/cli.md
"""

import sys
from collections.abc import Iterator

from hub.cli import help as helps
from hub.cli import make_root
from hub.cli.command import Command

BEGIN = """# Command line

`hub` is one program for the hub's site, for a member's site, and for anybody who checks evidence.
This page is made from the commands: `python -m hub.cli.reference > docs/reference/cli.md`.
`hub COMMAND --help` says the same, in Russian or English.

- The hub is set by variables `HUB_*`, see [settings.md](settings.md);
  a member's commands read the gateway's file, see [gateway.md](gateway.md).
- `--language ru` or `--language en` may stand before or after the command;
  without it `HUB_LANGUAGE` counts, without that Russian.
- With `--json` one JSON value is printed to stdout. Programs read that; the text without it is for people.
- Complaints go to stderr: one line with a stable code in brackets,
  then, where places in a document are wrong, a line for each.
- How commands end is in [exit-status.md](exit-status.md).
"""


def render(root: Command) -> str:
    """Return the page."""
    return "\n".join([BEGIN, *_rows(root), *_sections(root, (root.name,))]).rstrip("\n") + "\n"


def _rows(root: Command) -> Iterator[str]:
    yield "| command | по-русски | does |"
    yield "|---|---|---|"
    for command in root.actions:
        yield f"| [`hub {command.name}`](#hub-{command.name}) | {command.title.ru} | {command.title.en} |"
    yield ""


def _sections(command: Command, path: tuple[str, ...]) -> Iterator[str]:
    for action in command.actions:
        below = (*path, action.name)
        yield f"{'#' * len(below)} {' '.join(below)}\n"
        yield f"`{helps.usage(action, below, 'en')}`\n"
        yield f"{action.about.en}\n"
        yield from _arguments(action)
        yield from _ends(action)
        yield from _sections(action, below)


def _arguments(command: Command) -> Iterator[str]:
    if not command.arguments:
        return
    yield "| argument | meaning |"
    yield "|---|---|"
    for each in command.arguments:
        note = " **required**" if each.required or each.is_place else ""
        yield f"| `{each.shown('en')}` | {each.help.en}{note} |"
    yield ""


def _ends(command: Command) -> Iterator[str]:
    if not command.ends:
        return
    yield "| status | meaning |"
    yield "|---|---|"
    yield from (f"| {status.value} | {text.en} |" for status, text in command.ends.items())
    yield ""


if __name__ == "__main__":
    sys.stdout.write(render(make_root()))
