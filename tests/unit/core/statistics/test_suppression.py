"""Small cells of asylum figures: hidden, and not to be found by subtraction."""

import pytest

from hub.core.statistics import listed
from tests.unit.core.statistics.summaries import INDICATORS, cell, consolidated, footnotes, observation, record


def applications(*parts, total=None, **members):
    whole = [] if total is None else [observation("ASY.APP", total, **members)]
    cells = [observation("ASY.APP", value, {"citizenship": code}) for code, value in parts]
    return record("KZ", "2026", *whole, *cells)


@pytest.mark.parametrize("value", [1, 4])
def test_from_one_to_four_is_shown_as_fewer_than_five(value):
    shown = consolidated("2026", applications(("AFG", value)))
    line = cell(shown, "KZ", "ASY.APP", citizenship="AFG")

    assert (line["value"], line["qualifier"], line["hidden"]) == (5, "under", "small")
    assert footnotes(shown, line)[0].startswith("A value from 1 to below the limit")


@pytest.mark.parametrize("value", [0, 5, 41])
def test_nought_and_five_are_shown(value):
    line = cell(consolidated("2026", applications(("AFG", value))), "KZ", "ASY.APP", citizenship="AFG")
    assert (line["value"], "hidden" in line) == (value, False)


def test_what_the_sender_blurred_itself_is_shown_as_sent():
    said = record("KZ", "2026", observation("ASY.APP", 4, qualifier="under"))
    assert "hidden" not in cell(consolidated("2026", said), "KZ", "ASY.APP")


def test_figures_of_other_indicators_are_shown_however_small():
    said = record("KZ", "2026", observation("LAB.PAT", 1))
    assert cell(consolidated("2026", said), "KZ", "LAB.PAT")["value"] == 1


def test_a_small_part_is_not_to_be_found_by_subtraction():
    shown = consolidated("2026", applications(("AFG", 3), ("IRQ", 9), ("SYR", 29), total=41))

    assert cell(shown, "KZ", "ASY.APP")["value"] == 41
    assert cell(shown, "KZ", "ASY.APP", citizenship="AFG")["hidden"] == "small"
    second = cell(shown, "KZ", "ASY.APP", citizenship="IRQ")
    assert (second["hidden"], "value" in second) == ("secondary", False)
    assert footnotes(shown, second)[0].startswith("Not given")
    assert cell(shown, "KZ", "ASY.APP", citizenship="SYR")["value"] == 29
    assert shown["residuals"] == []


def test_two_small_parts_protect_each_other():
    shown = consolidated("2026", applications(("AFG", 3), ("IRQ", 2), ("SYR", 36), total=41))
    assert cell(shown, "KZ", "ASY.APP", citizenship="SYR")["value"] == 36


def test_hidden_parts_have_neither_share_nor_change():
    part = observation(
        "ASY.APP", 3, {"citizenship": "AFG"}, share={"percent": 7}, comparison={"base_period": "2025", "base_value": 9}
    )
    line = cell(
        consolidated("2026", record("KZ", "2026", observation("ASY.APP", 41), part)), "KZ", "ASY.APP", citizenship="AFG"
    )
    assert line.keys().isdisjoint({"share", "change"})


def test_a_change_does_not_tell_a_small_value_of_the_year_before():
    comparison = {"base_period": "2025", "base_value": 3}
    line = cell(
        consolidated("2026", record("KZ", "2026", observation("ASY.APP", 41, comparison=comparison))), "KZ", "ASY.APP"
    )
    assert "change" not in line


def test_neither_does_a_correction():
    said = [applications(total=3), {**applications(total=41), "revision": 2}]
    shown = consolidated("2026", *said)
    assert footnotes(shown, cell(shown, "KZ", "ASY.APP")) == []


def test_neither_does_a_month_by_difference():
    said = [record("KZ", f"2026-C0{month}", observation("ASY.APP", value)) for month, value in ((5, 40), (6, 42))]
    line = cell(consolidated("2026-M06", *said), "KZ", "ASY.APP")
    assert (line["value"], line["hidden"]) == (5, "small")


def test_neither_does_what_is_said_of_another_period():
    earlier = {"period": {"type": "year", "value": "2025"}, "status": "revised"}
    said = [
        record("KZ", "2025", observation("ASY.APP", 2)),
        record("KZ", "2026", observation("ASY.APP", 3, **earlier)),
    ]
    assert consolidated("2026", *said)["restated"] == [
        {"area": "KZ", "indicator": "ASY.APP", "dims": {}, "period": "2025", "value": 5, "qualifier": "under"}
    ]


def test_a_total_over_states_leaves_small_values_out_and_says_so():
    said = [record(area, "2026", observation("ASY.APP", value)) for area, value in (("KZ", 3), ("RU", 40), ("TJ", 41))]
    shown = consolidated("2026", *said)
    (total,) = shown["totals"]

    assert (total["value"], total["areas"]) == (81, ["RU", "TJ"])
    assert "Without small values that are not shown." in footnotes(shown, total)


@pytest.mark.parametrize(
    ("value", "qualifier", "asked"), [(3, "exact", True), (5, "under", False), (5, "exact", False)]
)
def test_a_sender_is_asked_to_blur_a_small_value_itself(value, qualifier, asked):
    said = record("KZ", "2026", observation("LAB.OUT", 1), observation("ASY.APP", value, qualifier=qualifier))
    found = [(fault.pointer, fault.code) for fault in listed.check_small(said, INDICATORS)]
    assert found == ([("/observations/1/value", "small-cell")] if asked else [])


def test_an_indicator_that_is_not_listed_is_not_judged():
    said = record("KZ", "2026", observation("ZZZ", 1))
    assert [*listed.check(said, INDICATORS), *listed.check_small(said, INDICATORS)] == []
