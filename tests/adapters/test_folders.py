"""Every adapter folder has the same shape, and says honestly how far it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from adapters._parts import manifest
from schemas import catalogue
from tests.adapters.rules import RULES

ADAPTERS = sorted(
    path.parent
    for path in Path(manifest.__file__).parents[1].glob("*/manifest.json")
    if not path.parent.name.startswith("_")
)
DOCS = Path(__file__).parents[2] / "docs" / "reference" / "adapters"
each = pytest.mark.parametrize("folder", ADAPTERS, ids=lambda folder: folder.name)


def load(folder: Path) -> Any:
    return manifest.load(folder)


def test_there_are_adapters() -> None:
    assert {"ru_smev", "tj_files"} <= {folder.name for folder in ADAPTERS}


@each
def test_the_manifest_is_complete_and_named_like_its_folder(folder: Path) -> None:
    found = load(folder)

    assert found["id"] == folder.name
    assert set(found) == {
        "id",
        "name",
        "participants",
        "state",
        "owner",
        "transport",
        "records",
        "requirements",
        "settings",
    }
    for texts in (found["name"], found["owner"]):
        assert set(texts) == {"ru", "en"}
        assert all(texts.values())
    participants = catalogue.load().code_list("participants").index
    assert all(participants[name].more["state"] == found["state"] for name in found["participants"])
    for direction in ("to_hub", "from_hub"):
        for kind in found["records"][direction]:
            assert catalogue.load().record_type(kind, "1.0")


@each
def test_every_setting_is_declared_in_both_languages(folder: Path) -> None:
    for setting in load(folder)["settings"]:
        assert set(setting["description"]) == {"ru", "en"}, setting["name"]
        assert setting["required"] or "default" in setting
        assert not (setting["required"] and "default" in setting)
        assert ("choices" in setting) == (setting["type"] == "choice")
        assert setting["type"] in manifest.TYPES


@each
def test_the_quality_list_has_every_rule_with_its_state_and_reason(folder: Path) -> None:
    quality = json.loads((folder / "quality.json").read_bytes())

    assert list(quality["rules"]) == list(RULES)
    for rule, said in quality["rules"].items():
        assert said["status"] in {"done", "todo", "exempt"}, rule
        assert said["status"] == "done" or said["reason"], f"{rule} says why it is not done"


@each
def test_golden_files_tests_and_papers_are_there(folder: Path) -> None:
    tests = Path(__file__).parent / folder.name

    assert any((folder / "golden").iterdir())
    assert (folder / "README.md").read_text(encoding="utf-8").startswith("# ")
    assert (tests / "test_contract.py").exists()
    for heading in ("## What is evidenced", "## What is assumed"):
        assert heading in (folder / "README.md").read_text(encoding="utf-8")


@each
def test_the_reference_page_names_every_setting(folder: Path) -> None:
    page = (DOCS / f"{folder.name}.md").read_text(encoding="utf-8")

    for setting in load(folder)["settings"]:
        assert f"`{setting['name']}`" in page
