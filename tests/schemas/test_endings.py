"""Endings of versions: announced for what there is, with a source, in the right order."""

from datetime import date
from typing import Any

import pytest

from schemas import endings, files

SOURCE = {"ru": "решение Совета (образец)", "en": "decision of the Council (sample)"}


def ending(**changes: Any) -> dict[str, Any]:
    said = {"type": "entry-ban", "version": "1.0", "deprecated_on": "2027-01-01", "ends_on": "2027-12-31"}
    return {**said, "source": SOURCE, **changes}


def codes(*said: dict[str, Any]) -> list[str]:
    return [each.code for each in endings.check({"endings": list(said)})]


def test_the_endings_of_the_release_fit():
    assert endings.check(files.read(endings.FOLDER / "endings.json")) == []
    assert all(each.source["ru"] for each in endings.load().values())


def test_what_was_announced_is_read_by_type_and_version(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "read", lambda _path: {"endings": [ending(ends_on=None)]})
    found = endings.load.__wrapped__()

    assert found["entry-ban", "1.0"].deprecated_on == date(2027, 1, 1)
    assert found["entry-ban", "1.0"].ends_on is None


@pytest.mark.parametrize(
    "said", [ending(type="no-such-type"), ending(version="9.9"), ending(version="1.3"), ending(type="decision")]
)
def test_only_a_version_that_has_a_newer_one_can_end(said: dict[str, Any]):
    assert codes(said) == ["ending-version"]


def test_a_version_ends_once():
    assert codes(ending(), ending()) == ["ending-version"]


def test_a_version_does_not_end_before_it_is_deprecated():
    assert codes(ending(ends_on="2026-12-31")) == ["ending-turned"]


@pytest.mark.parametrize("said", [ending(source={"ru": "x"}), ending(colour="green"), ending(deprecated_on="soon")])
def test_what_does_not_fit_the_schema_is_refused(said: dict[str, Any]):
    assert codes(said) != []
