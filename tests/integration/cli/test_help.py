"""Help, in two languages, as it was reviewed; and nothing heavy is loaded for it."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import hub.cli
import hub.cli.help
from hub.cli.command import Argument, Command, Exit, Text
from hub.cli.help import WIDTH

ROOT = Path(__file__).parents[3]


def all_commands(command: Command, path: tuple[str, ...] = ("hub",)) -> list[tuple[tuple[str, ...], Command]]:
    """Return every command with the words that call it."""
    below = [found for action in command.actions for found in all_commands(action, (*path, action.name))]
    return [(path, command), *below]


COMMANDS = all_commands(hub.cli.make_root())
PATHS = [path for path, _ in COMMANDS]


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_the_help_is_the_reviewed_one(hub, golden, path, language):
    shown = hub(*path[1:], "--help", "--language", language)

    assert (shown.status, shown.err) == (0, "")
    golden(f"{'-'.join(path)}.{language}.txt", shown.out)


def test_every_golden_file_belongs_to_a_command():
    names = {path.name for path in (ROOT / "tests/golden/cli").iterdir()}

    assert names == {f"{'-'.join(path)}.{language}.txt" for path in PATHS for language in ("ru", "en")}


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) for path in PATHS])
def test_everything_is_said_in_both_languages(path, command):
    texts = [command.title, command.about, *command.ends.values()]
    texts += [each.help for each in command.arguments]
    cyrillic = set("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")

    assert [text for text in texts if not cyrillic & set(text.ru.lower())] == []
    assert [text for text in texts if cyrillic & set(text.en.lower())] == []


DOES_BOTH = ("hub", "gateway")  # runs it; `check` looks it over


@pytest.mark.parametrize(("path", "command"), COMMANDS, ids=[" ".join(path) for path in PATHS])
def test_a_command_either_does_something_or_has_actions(path, command):
    assert (command.run is None) == bool(command.actions) or path == DOES_BOTH


def test_help_is_shown_even_where_settings_are_wrong(hub):
    assert hub("serve", "--help", HUB_POOL_SIZE="many").status == 0


def test_help_of_the_whole_is_not_narrowed_by_a_word_that_follows(hub):
    assert hub("--help", "serve").out == hub("--help").out


def test_help_lines_fit_a_terminal(hub):
    lines = [line for path in PATHS for line in hub(*path[1:], "--help", "--language", "ru").out.splitlines()]

    assert [line for line in lines if len(line) > WIDTH] == []


def test_a_long_option_gets_a_line_of_its_own():
    argument = Argument(name="--very-long-name-of-an-option", value=Text("ЧТО", "WHAT"), help=Text("да", "yes"))
    command = Command(name="x", title=Text("и", "i"), about=Text("о", "o"), arguments=(argument,))

    shown = hub.cli.help.render(command, ("hub", "x"), "en").splitlines()

    assert shown[shown.index("  --very-long-name-of-an-option WHAT") + 1] == " " * 28 + "yes"


def test_the_version_is_that_of_the_project(hub):
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert hub("--version").out == f"hub {version}\n"


def helps_without(modules: str, commands: str) -> int:
    """Ask for the help of commands in a Python that lacks these modules; return the sum of the exit statuses."""
    program = f"""
import sys
sys.modules |= dict.fromkeys({modules!r}.split())
from hub.cli import main
sys.exit(sum(main([command, "--help"]) for command in {commands!r}.split()))
"""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, cwd=ROOT).returncode


def test_a_members_site_needs_no_database_driver():
    assert helps_without("asyncpg hub.store", "gateway submit inbox verify keys") == 0
    assert helps_without("asyncpg", "migrate") != 0, "the test would not notice"


def test_keys_and_evidence_need_no_network_library():
    assert helps_without("aiohttp asyncpg uvloop hub.store", "verify keys trust") == 0


def test_every_exit_status_named_by_a_command_is_one_of_ours():
    assert {status for _, command in COMMANDS for status in command.ends} < set(Exit)
