"""The command line: `hub <command>`. It parses, calls and prints; what it does is done below."""

import argparse
import sys
from collections.abc import Sequence

from hub import settings
from hub.cli import agreement, demo, gateway, inbox, keys, migrate, serve, submit, verify
from hub.core.errors import HubError
from hub.settings import StartError
from keys.errors import KeysError

COMMANDS = (demo, serve, gateway, migrate, keys, agreement, submit, inbox, verify)


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="hub", description="CIS migration information exchange hub / узел обмена миграционной информацией СНГ"
    )
    parser.add_argument("--language", choices=("ru", "en"), help="language of what is printed (default: HUB_LANGUAGE)")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status. 2: wrong use or wrong settings, told in one line."""
    parsed = make_parser().parse_args(arguments)
    language = parsed.language or "ru"
    try:
        loaded = settings.load()
        language = parsed.language or loaded.language
        return int(parsed.run(parsed, loaded))
    except StartError as error:
        print(f"hub: {error.text(language)} [{error.code}]", file=sys.stderr)
        return 2
    except (HubError, KeysError) as error:
        print(f"hub: {error.text(language)} [{error.code}]", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
