"""Every setting is documented, and every documented setting exists."""

import re
from dataclasses import MISSING
from pathlib import Path

from hub import settings

ROOT = Path(__file__).parents[2]


def shown(value: object) -> str:
    """Return a default as the documents write it: as in the environment, and nothing where there is none."""
    if value is None or value is MISSING:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, tuple):
        return ":".join(map(str, value)) if isinstance(value[-1], int) else ",".join(value)
    return str(value)


def test_the_reference_lists_every_setting_with_its_default_in_the_order_of_the_code():
    text = (ROOT / "docs/reference/settings.md").read_text()
    rows = re.findall(r"^\| `(HUB_\w+)` \| (?:`([^`]*)`)? ?\|", text, flags=re.MULTILINE)

    assert rows == [(name, shown(default)) for name, default in settings.variables().items()]


def test_the_example_of_the_environment_names_every_setting_once_and_shows_true_defaults():
    text = (ROOT / "deploy/hub.env.example").read_text()
    rows = re.findall(r"^(#?)(HUB_\w+)=(.*)$", text, flags=re.MULTILINE)
    defaults = {name: shown(default) for name, default in settings.variables().items()}

    assert sorted(name for _, name, _ in rows) == sorted(defaults)
    assert {name: value for commented, name, value in rows if commented and defaults[name]} == {
        name: default for name, default in defaults.items() if default
    }


def test_the_example_of_the_environment_is_accepted_as_it_is_and_with_every_line_that_is_commented_out():
    text = (ROOT / "deploy/hub.env.example").read_text()
    active = dict(re.findall(r"^(HUB_\w+)=(.*)$", text, flags=re.MULTILINE))
    every = dict(re.findall(r"^#?(HUB_\w+)=(.*)$", text, flags=re.MULTILINE))
    for name in ("HUB_CONFIG", "HUB_TRAINING_CLOCK"):  # a file that is not here; another environment
        every.pop(name)

    assert settings.load(active).origin == "mig.example/production"
    assert settings.load(every).pool_size == 8


def test_nothing_names_a_setting_that_does_not_exist():
    known = set(settings.variables()) | settings.NOT_SETTINGS
    code = [path.read_text() for folder in ("hub", "adapters") for path in (ROOT / folder).rglob("*.py")]
    texts = [path.read_text() for folder in ("docs", "deploy") for path in (ROOT / folder).rglob("*")
             if path.suffix in {".md", ".yaml", ".service", ".example", ".sh"}]  # fmt: skip
    named = {name for text in code for name in re.findall(r"[\"'](HUB_[A-Z_]*[A-Z])[\"'=]", text)}
    named |= {name for text in texts for name in re.findall(r"\bHUB_[A-Z][A-Z_]*[A-Z]\b", text)}

    assert named - known == set()
