"""Documents cannot drift: what they say of commands, targets, pages and versions is compared with what there is."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import hub.cli
from hub.api import operations
from hub.cli import reference
from hub.cli.command import Command, Exit
from hub.cli.help import arguments_of
from tests.contracts.test_house import ROOT, files, place

DOCS = ROOT / "docs"
PAGES = files(".md")
INDEXED = ("reference", "how-to", "explanation", "adr", "tutorial")
FRAGMENT = re.compile(r"[a-z0-9-]+\.(added|changed|fixed|security|removed)\.md")
TEXTS = (
    ".py",
    ".md",
    ".toml",
    ".json",
    ".sql",
    ".yaml",
    ".service",
    ".example",
    ".sh",
    ".txt",
    ".xml",
    ".csv",
    ".lock",
)
# Who wrote something, and where, is no business of the project; the words are cut so that this file does not hold them.
OUTLANDISH = {
    "a writing machine": r"cla" + r"ude|anthro" + r"pic|chat" + r"gpt|open" + r"ai\b|copi" + r"lot|\bLL" + r"Ms?\b|assis" + r"tant",
    "an abbreviation for one": r"(?-i:\bA" + r"I\b)",
    "a ticket": r"\bissue" + r" ?#\d",
    "a place on one machine": r"/wo" + r"rk/|/Us" + r"ers/",
    "a package registry": r"py" + r"pi\.org|python" + r"hosted|npm" + r"js\.|crates" + r"\.io|docker" + r"\.io|proxy\.golang",
}  # fmt: skip
COUNTRY_CODES = {"schemas/codes/countries.json"}  # Anguilla


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(path: Path) -> Iterator[tuple[str, Path, str]]:
    """Yield a page's relative links: as written, the file, the anchor."""
    for written in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if "://" not in written:
            name, _, anchor = written.partition("#")
            yield written, (path.parent / name).resolve() if name else path, anchor


def quoted_commands(path: Path) -> Iterator[list[str]]:
    """Yield the words of every `hub …` in a page, from blocks and from code within the lines."""
    text = path.read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"^```(?:sh)?\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)).replace(
        "\\\n", " "
    )
    spoken = [*re.findall(r"^hub .*$", blocks, flags=re.MULTILINE), *re.findall(r"`(hub [^`\n]+)`", text)]
    for line in spoken:
        yield shlex.split(re.split(r" [|>;&]", line)[0], comments=True)


def find_command(
    words: list[str], command: Command, path: tuple[str, ...] = ("hub",)
) -> tuple[Command, tuple[str, ...]]:
    """Return the command that words call, with its path; options before it are passed over."""
    for word in words:
        below = {action.name: action for action in command.actions}
        if word in below:
            command, path = below[word], (*path, word)
    return command, path


def targets() -> set[str]:
    """Return the targets of the Makefile."""
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("path", PAGES, ids=place)
def test_no_link_is_dead(path):
    dead = [
        written
        for written, file, anchor in links(path)
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file))
    ]

    assert dead == []


@pytest.mark.parametrize("folder", INDEXED)
def test_no_page_is_an_orphan(folder):
    """A page that its folder's README (or, for the tutorial, the README of the project) does not name is not found."""
    index = DOCS / folder / "README.md"
    pages = {path for path in (DOCS / folder).rglob("*.md") if path != index}
    linked = {file for _, file, _ in links(index if index.exists() else ROOT / "README.md")}

    assert [place(page) for page in sorted(pages - linked)] == []


def test_the_front_page_leads_to_every_part_of_the_documents():
    linked = {file for _, file, _ in links(ROOT / "README.md")}
    parts = {(DOCS / folder / "README.md") for folder in INDEXED if folder != "tutorial"}

    assert {
        place(part) for part in parts | {DOCS / "glossary.md", DOCS / "changelog.md"} if part not in linked
    } == set()


def test_every_page_named_in_a_text_or_in_code_is_there():
    named = {
        (place(path), page)
        for path in files(*TEXTS)
        for page in re.findall(r"\bdocs/[\w/.-]+\.md\b", path.read_text(encoding="utf-8", errors="replace"))
    }

    assert [f"{path}: {page}" for path, page in sorted(named) if not (ROOT / page).exists()] == []


def test_the_page_of_the_command_line_is_made_from_the_commands():
    page = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")

    assert page == reference.render(hub.cli.make_root()), "run: python -m hub.cli.reference > docs/reference/cli.md"


def test_every_exit_status_is_described_and_no_other():
    page = (DOCS / "reference" / "exit-status.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", page, flags=re.MULTILINE)

    assert rows == [(str(status.value), status.name) for status in Exit]


def test_the_front_page_lists_every_command():
    table = re.findall(r"^\| `hub \w+`.*$", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    named = [name for row in table for name in re.findall(r"`hub (\w+)`", row)]

    assert sorted(named) == sorted(hub.cli.COMMANDS)


@pytest.mark.parametrize("path", [path for path in PAGES if path.name != "changelog.md"], ids=place)
def test_every_command_in_a_page_can_be_called_so(path):
    root = hub.cli.make_root()
    wrong = []
    for _, *words in quoted_commands(path):
        command, called = find_command(words, root)
        known = {each.name for each in (*arguments_of(command, called), *arguments_of(root, ("hub",)))}
        options = {word.partition("=")[0] for word in words if word.startswith("--")}
        if words[0] not in (*hub.cli.COMMANDS, "COMMAND", "КОМАНДА", *known) or not options <= known:
            wrong.append(words)

    assert wrong == []


@pytest.mark.parametrize("path", PAGES, ids=place)
def test_every_make_target_in_a_page_exists(path):
    named = set(re.findall(r"\bmake ([a-z]+)\b(?=[`\s])", "\n".join(code_of(path.read_text(encoding="utf-8")))))

    assert named <= targets()


def code_of(text: str) -> list[str]:
    """Return what stands in blocks and between backticks, each with a blank after it."""
    blocks = re.findall(r"^```.*?\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return [f"{code} " for code in [*blocks, *re.findall(r"`([^`\n]+)`", text)]]


def test_the_version_is_the_same_everywhere():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## (\S+)", (DOCS / "changelog.md").read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert newest is not None
    assert (newest[1], operations.VERSION) == (version, version)


def test_a_change_that_is_not_released_yet_says_of_what_kind_it_is():
    fragments = [path.name for path in (DOCS / "changelog.d").iterdir() if path.name != "README.md"]

    assert [name for name in fragments if not FRAGMENT.fullmatch(name)] == []


@pytest.mark.parametrize("kind", OUTLANDISH)
def test_the_project_speaks_of_itself_alone(kind):
    word = re.compile(OUTLANDISH[kind], flags=re.IGNORECASE)
    found = [
        f"{place(path)}:{number}"
        for path in [*files(*TEXTS), ROOT / "Makefile", ROOT / "deploy/Dockerfile", ROOT / ".ci/run"]
        if place(path) not in COUNTRY_CODES and word.search(text := path.read_text(encoding="utf-8", errors="replace"))
        for number, line in enumerate(text.splitlines(), start=1)
        if word.search(line)
    ]

    assert found == []
