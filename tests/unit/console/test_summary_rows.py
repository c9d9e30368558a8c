"""All that the schema's figures and statements may say can be typed, and comes back as it was."""

import json

import pytest

from hub.console.summary_rows import place_of, read_rows
from schemas import files

SUMMARIES = sorted((files.ROOT / "situation-summary").glob("**/*.json"))
REAL = [each for each in SUMMARIES if each.parent.name == "data" or each.name.startswith("valid-")]


def number(value, decimals=0):
    return f"{value:.{decimals}f}".replace(".", ",") if decimals else str(value).replace("-", "\u2212")


def part(dims):
    return "; ".join(f"{name}={code}" for name, code in dims.items())


def figure(said):
    """Return an observation as somebody types it."""
    comparison, share = said.get("comparison", {}), said.get("share", {})
    typed = {
        "indicator": said["indicator"], "part": part(said["dims"]), "value": number(said["value"]),
        "qualifier": said["qualifier"], "status": said["status"], "own_period": said.get("period", {}).get("value", ""),
        "share_of": share.get("of_indicator", ""), "share_rounding": share.get("rounding", ""),
        "base_period": comparison.get("base_period", ""), "change_rounding": comparison.get("rounding", ""),
    }  # fmt: skip
    typed |= {"share": number(share["percent"], share.get("decimals", 0))} if share else {}
    for name in ("base_value", "absolute_change", "percent_change"):
        if name in comparison:
            decimals = comparison.get("decimals", 0) if name == "percent_change" else 0
            typed[name] = number(comparison[name], decimals)
    return typed | {f"note_{lang}": text for lang, text in said.get("note", {}).items()}


def statement(said):
    """Return a statement as somebody types it."""
    typed = {"indicator": said["indicator"], "kind": said["kind"], "part": part(said.get("dims", {}))}
    typed |= {"rank": str(said["rank"])} if "rank" in said else {}
    typed |= {"direction": said["direction"]} if "direction" in said else {}
    typed |= {"named": f"{said['dimension']}={', '.join(said['codes'])}"} if "codes" in said else {}
    return typed | {f"note_{lang}": text for lang, text in said["statement"].items()}


def without_printed(said):
    """Return it without the decimals, which are those that were typed."""
    kept = {**said}
    for name in ("share", "comparison"):
        if name in kept:
            kept[name] = {key: value for key, value in kept[name].items() if key != "decimals"}
    return {key: value for key, value in kept.items() if key != "dims" or value or "kind" not in said}


@pytest.mark.parametrize("path", REAL, ids=lambda each: each.stem)
def test_every_known_summary_can_be_typed(path):
    record = json.loads(path.read_text(encoding="utf-8"))
    said = record.get("rank_or_trend", [])
    rows = [*map(figure, record["observations"]), {}, *map(statement, said)]
    found = read_rows(rows, record["period"]["value"])

    assert [each.fault.code for each in found.problems] == []
    assert [*map(without_printed, found.observations)] == [*map(without_printed, record["observations"])]
    assert [*map(without_printed, found.statements)] == [*map(without_printed, said)]


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ("/record/observations/0/value", (0, "value")),
        ("/record/observations/0/share/percent", (0, "share")),
        ("/record/observations/0/comparison/percent_change", (0, "percent_change")),
        ("/record/observations/0/comparison", (0, "base_value")),
        ("/record/observations/0/note/en", (0, "note_en")),
        ("/record/observations/0/something/else", (0, "indicator")),
        ("/record/rank_or_trend/0/codes/1", (2, "named")),
        ("/record/rank_or_trend/0/statement/ru", (2, "note_ru")),
        ("/record/rank_or_trend/0", (2, "indicator")),
        ("/record/period/value", None),
        ("", None),
    ],
)
def test_a_fault_of_the_record_is_told_in_its_row_and_column(pointer, place):
    rows = [{"indicator": "LAB.OUT", "value": "1"}, {}, {"indicator": "LAB.OUT", "kind": "trend", "note_ru": "Рост."}]
    assert place_of(pointer, read_rows(rows, "2026-H1")) == place
