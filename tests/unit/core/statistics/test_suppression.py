"""Small cells of asylum figures: hidden, and not to be found by subtraction."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.statistics import disclosure, listed, suppression
from hub.core.statistics.figure import Amount, Key
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


def hidden(amounts):
    """Return what is hidden of amounts by citizenship and sex; "" stands for all."""
    keys = {}
    for (citizenship, sex), value in amounts.items():
        dims = tuple(each for each in (("citizenship", citizenship), ("sex", sex)) if each[1])
        keys[Key("TJ", "ASY.APP", dims, "2020-H1")] = (citizenship, sex), Amount(value=Decimal(value))
    found = suppression.hide({key: amount for key, (_, amount) in keys.items()}, INDICATORS)
    return {keys[key][0] for key in found}


def test_parts_of_one_person_each_are_not_told_by_their_sum():
    shown = hidden({("", ""): 10, ("AFG", ""): 8, ("PAK", ""): 1, ("IRN", ""): 1})
    assert shown == {("AFG", ""), ("PAK", ""), ("IRN", "")}


def test_parts_that_are_all_as_large_as_small_ones_can_be_are_not_told_by_their_sum():
    shown = hidden({("", ""): 48, ("AFG", ""): 40, ("PAK", ""): 4, ("IRN", ""): 4})
    assert shown == {("AFG", ""), ("PAK", ""), ("IRN", "")}


def test_a_cell_of_a_cross_table_is_protected_along_each_of_its_margins():
    cells = {("AFG", "M"): 3, ("AFG", "F"): 7, ("PAK", "M"): 84, ("PAK", "F"): 6}
    shown = hidden({("", ""): 100, ("AFG", ""): 10, ("PAK", ""): 90, **cells})
    assert shown == set(cells)


def test_a_total_that_protects_a_small_one_is_not_told_by_its_own_parts():
    shown = hidden({("", ""): 41, ("AFG", ""): 3, ("IRQ", ""): 12, ("SYR", ""): 26, ("IRQ", "M"): 6, ("IRQ", "F"): 6})
    assert {("IRQ", ""), ("IRQ", "F"), ("IRQ", "M")} <= shown


def test_a_protecting_part_at_the_limit_does_not_tell_the_small_one():
    shown = hidden({("", ""): 35, ("AFG", ""): 1, ("IRQ", ""): 5, ("SYR", ""): 29})
    assert shown == {("AFG", ""), ("IRQ", ""), ("SYR", "")}


@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["AFG", "PAK", "IRQ"]), st.sampled_from("MF")), st.integers(0, 12), min_size=1
    )
)
def test_no_hidden_cell_of_a_whole_table_is_the_only_one_of_its_row_or_column(cells):
    rows, columns = ({key[place] for key in cells} for place in (0, 1))
    totals = {(row, ""): sum(value for key, value in cells.items() if key[0] == row) for row in rows}
    totals |= {("", column): sum(value for key, value in cells.items() if key[1] == column) for column in columns}
    kept = hidden({("", ""): sum(cells.values()), **totals, **cells})

    for total in totals:
        parts = [key for key in cells if total in ((key[0], ""), ("", key[1]))]
        others = [key for key in parts if cells[key] and key not in kept]
        unknown = [key for key in (*parts, total) if key in kept]
        assert len(unknown) != 1 or not others


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
    ("value", "qualifier", "refused"), [(3, "exact", True), (5, "under", False), (5, "exact", False)]
)
def test_a_small_value_is_refused_unless_it_is_blurred(value, qualifier, refused):
    said = record("KZ", "2026", observation("LAB.OUT", 1), observation("ASY.APP", value, qualifier=qualifier))
    found = [(fault.pointer, fault.code) for fault in listed.check_small(said, INDICATORS)]
    assert found == ([("/observations/1/value", "small-cell")] if refused else [])


def test_a_small_value_of_the_year_before_is_refused():
    comparison = {"base_period": "2025", "base_value": 3}
    said = record("KZ", "2026", observation("ASY.APP", 41, comparison=comparison))
    assert [fault.pointer for fault in listed.check_small(said, INDICATORS)] == ["/observations/0/comparison"]


def test_an_indicator_that_is_not_listed_is_not_judged():
    said = record("KZ", "2026", observation("ZZZ", 1))
    checks = (listed.check, listed.check_small, listed.check_told)
    assert [fault for check in checks for fault in check(said, INDICATORS)] == []
    assert disclosure.suppress(said, INDICATORS) == said


def test_before_it_is_signed_a_summary_loses_what_could_point_to_persons():
    part = observation("ASY.APP", 3, {"citizenship": "AFG"}, share={"percent": 7}, note={"en": "First ones."})
    others = [observation("ASY.APP", value, {"citizenship": code}) for code, value in (("IRQ", 9), ("SYR", 29))]
    small_before = {"base_period": "2025", "base_value": 2}
    whole = observation("ASY.APP", 41, comparison=small_before)
    said = record("KZ", "2026", observation("LAB.PAT", 1), whole, part, *others)

    assert [fault.pointer for fault in listed.check_told(said, INDICATORS)] == ["/observations/3/value"]
    sent = disclosure.suppress(said, INDICATORS)
    assert sent["observations"] == [
        observation("LAB.PAT", 1),
        observation("ASY.APP", 41),
        observation("ASY.APP", 5, {"citizenship": "AFG"}, qualifier="under", note={"en": "First ones."}),
        others[1],
    ]
    assert [*listed.check_small(sent, INDICATORS), *listed.check_told(sent, INDICATORS)] == []
    assert disclosure.suppress(sent, INDICATORS) is sent


def test_a_small_value_that_is_stated_twice_is_blurred_twice():
    said = record("KZ", "2026", observation("ASY.APP", 3), observation("ASY.APP", 41))
    assert [each["value"] for each in disclosure.suppress(said, INDICATORS)["observations"]] == [5, 41]
