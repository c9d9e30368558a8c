"""Figures that do not fit ask for an explanation; real ones that were rounded or truncated do not."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.statistics import situation_summary
from schemas import figures

REAL = figures.load()


def observation(indicator: str, value: float, **members: Any) -> dict[str, Any]:
    return {"indicator": indicator, "dims": {}, "value": value, "qualifier": "exact", **members}


def found(*observations: dict[str, Any]) -> list[tuple[str, str]]:
    record = {"observations": list(observations)}
    return [(fault.pointer, fault.code) for fault in situation_summary.check(record)]


def test_tajikistans_figures_of_2020_ask_only_about_the_asylum_decisions():
    """41 applications considered, 90 granted and 11 denied: printed so, and left so."""
    assert found(*REAL["tj-2020-h1"]["observations"]) == [("/observations/4/value", "outcomes-exceed-applications")]


def test_tajikistans_truncated_shares_of_2019_ask_nothing():
    assert found(*REAL["tj-2019"]["observations"]) == []


@pytest.mark.parametrize(("name", "position"), [("tj-2019", 1), ("tj-2020-h1", 1)])
def test_the_same_share_two_units_of_its_last_place_off_is_asked_about(name, position):
    observations = copy.deepcopy(list(REAL[name]["observations"]))
    share = observations[position]["share"]
    share["percent"] = round(share["percent"] + 2 * 10 ** -share["decimals"], 1)

    assert (f"/observations/{position}/share/percent", "share-does-not-fit") in found(*observations)


def test_decisions_may_be_fewer_than_applications():
    assert found(observation("ASY.APP", 41), observation("ASY.REC", 30), observation("ASY.REJ", 11)) == []
    assert found(observation("ASY.REC", 30), observation("ASY.REJ", 11)) == []
    assert found(observation("ASY.APP", 41), observation("ASY.REJ", 42)) == [
        ("/observations/0/value", "outcomes-exceed-applications")
    ]


def test_a_part_of_the_applications_is_not_compared_with_all_decisions():
    assert found(observation("ASY.APP", 5, dims={"sex": "F"}), observation("ASY.REC", 30)) == []


def test_figures_of_different_periods_are_not_compared():
    later = {"period": {"type": "year", "value": "2020"}}
    assert found(observation("ASY.APP", 41), observation("ASY.REC", 90, **later)) == []
    assert found(observation("ASY.APP", 41, **later), observation("ASY.REC", 90, **later)) == [
        ("/observations/0/value", "outcomes-exceed-applications")
    ]


def by_sex(total: dict[str, Any], male: float, female: float) -> list[tuple[str, str]]:
    return found(
        total, observation("LAB.OUT", male, dims={"sex": "M"}), observation("LAB.OUT", female, dims={"sex": "F"})
    )


def test_the_sexes_add_up_to_an_exact_total():
    assert by_sex(observation("LAB.OUT", 100), 60, 40) == []
    assert by_sex(observation("LAB.OUT", 100), 60, 39) == [("/observations/1", "parts-do-not-add-up")]
    assert by_sex(observation("LAB.OUT", 100, qualifier="over"), 60, 39) == []
    assert by_sex(observation("LAB.OUT", 100, qualifier="over"), 60, 41) == [("/observations/1", "parts-do-not-add-up")]


def test_other_parts_may_leave_a_rest_but_not_exceed_the_total():
    total = observation("STU.ENR", 100)
    uzbek, afghan = ({"citizenship": code} for code in ("UZB", "AFG"))

    assert found(total, observation("STU.ENR", 60, dims=uzbek), observation("STU.ENR", 10, dims=afghan)) == []
    assert found(total, observation("STU.ENR", 60, dims=uzbek), observation("STU.ENR", 41, dims=afghan)) == [
        ("/observations/1", "parts-do-not-add-up")
    ]


def test_parts_along_two_dimensions_at_once_or_without_a_total_are_not_added():
    both = {"sex": "M", "citizenship": "UZB"}
    assert found(observation("STU.ENR", 1), observation("STU.ENR", 60, dims=both)) == []
    assert found(observation("STU.ENR", 60, dims={"sex": "M"})) == []


@given(st.integers(1, 10**7), st.integers(0, 100), st.integers(0, 3))
def test_a_share_that_was_rounded_or_truncated_honestly_is_never_asked_about(total, percent, decimals):
    part = total * percent // 100
    true = part * 100 / total
    truncated = int(true * 10**decimals) / 10**decimals
    for stated in (round(true, decimals), truncated):
        share = {"percent": stated, "decimals": decimals}

        assert found(observation("X", total), observation("X", part, dims={"a": "b"}, share=share)) == []


def test_a_share_without_stated_decimals_is_judged_by_the_digits_it_has():
    total, dims = observation("X", 1000), {"a": "b"}

    assert found(total, observation("X", 129, dims=dims, share={"percent": 13})) == []
    assert found(total, observation("X", 129, dims=dims, share={"percent": 12.8})) == [
        ("/observations/1/share/percent", "share-does-not-fit")
    ]
    assert found(total, observation("X", 200, dims=dims, share={"percent": 20})) == []


def test_a_share_of_nothing_or_of_what_is_not_there_is_not_judged():
    share = {"percent": 50, "of_indicator": "Y"}
    assert found(observation("X", 1, share=share)) == []
    assert found(observation("Y", 0), observation("X", 0, share=share)) == []
    assert found(observation("Y", 2), observation("X", 1, share=share)) == []


@pytest.mark.parametrize(
    ("value", "comparison", "asked"),
    [
        (80, {"base_value": 100, "absolute_change": -20, "percent_change": -20}, []),
        (80, {"base_value": 100, "absolute_change": 20}, ["absolute_change"]),
        (80, {"base_value": 100, "percent_change": -21.5}, ["percent_change"]),
        (80, {"base_value": 100, "absolute_change": 1, "percent_change": 1}, ["absolute_change", "percent_change"]),
        (80, {"absolute_change": -20, "percent_change": -20}, []),
        (80, {"absolute_change": -20, "percent_change": -30}, ["percent_change"]),
        (80, {"base_value": 0, "percent_change": 5}, []),
        (80, {"base_value": 100}, []),
        (80, {"percent_change": -20}, []),
        (80, {}, []),
    ],
)
def test_a_change_must_fit_the_figures_beside_it(value, comparison, asked):
    assert found(observation("X", value, comparison=comparison)) == [
        (f"/observations/0/comparison/{member}", "change-does-not-fit") for member in asked
    ]


def test_a_figure_that_says_over_is_not_held_to_an_exact_change():
    comparison = {"base_value": 100, "absolute_change": 1, "percent_change": 1}
    assert found(observation("X", 80, qualifier="over", comparison=comparison)) == []


def test_a_state_speaks_of_itself_alone():
    assert situation_summary.check_area({"area": "TJ"}, "TJ") == []
    for other in ("RU", ""):
        found_there = situation_summary.check_area({"area": "TJ"}, other)
        assert [(fault.pointer, fault.code) for fault in found_there] == [("/area", "area-not-senders")]


def impossible(**members: Any) -> list[tuple[str, str]]:
    record = {"period": {"type": "year", "value": "2020"}, "area": "TJ", "observations": [], **members}
    return [(fault.pointer, fault.code) for fault in situation_summary.check_days(record)]


def test_a_day_that_no_calendar_has_is_refused():
    day = {"type": "instant", "value": "2021-02-29"}
    figure = observation("X", 1, period=day, comparison={"base_period": "2020-02-30", "base_value": 1})

    assert impossible() == []
    assert impossible(period=day) == [("/period/value", "date-impossible")]
    assert impossible(observations=[figure]) == [
        ("/observations/0/period/value", "date-impossible"),
        ("/observations/0/comparison/base_period", "date-impossible"),
    ]


def test_the_same_figure_twice_is_asked_about_once():
    one, part = observation("X", 1), observation("X", 1, dims={"sex": "M"})
    later = observation("X", 1, period={"type": "year", "value": "2020"})

    assert found(one, part, later) == []
    assert found(one, one, one) == [("/observations/1", "figure-stated-twice")]


def compared(value: str, base: str, **members: Any) -> list[str]:
    figure = observation("X", 1, comparison={"base_period": base, "base_value": 1}, **members)
    record = {"period": {"type": "any", "value": value}, "observations": [figure]}
    return [fault.code for fault in situation_summary.check(record)]


def test_a_figure_is_compared_with_the_same_period_of_the_year_before():
    assert compared("2020-H1", "2019-H1") == []
    assert compared("2020-H1", "2019-H2") == ["periods-not-comparable"]
    assert compared("2020-H1", "2019") == ["periods-not-comparable"]
    assert compared("2020-H1", "2018", period={"type": "year", "value": "2019"}) == []
    assert compared("2020-02-29", "2019-02-28") == []


def stated(codes: list[str], *parts: tuple[str, float], kind: str = "mainly") -> list[tuple[str, str]]:
    statement = {"indicator": "X", "kind": kind, "dimension": "citizenship", "codes": codes, "statement": {"en": "…"}}
    figures_given = [observation("X", value, dims={"citizenship": code}) for code, value in parts]
    record = {
        "observations": [observation("X", 100), observation("Y", 1), *figures_given],
        "rank_or_trend": [statement],
    }
    return [(fault.pointer, fault.code) for fault in situation_summary.check(record)]


def test_mainly_from_has_to_name_the_largest_parts():
    asked = [("/rank_or_trend/0/codes", "statement-does-not-fit")]

    assert stated(["UZB"], ("UZB", 60), ("AFG", 10)) == []
    assert stated(["AFG"], ("UZB", 60), ("AFG", 10)) == asked
    assert stated(["AFG", "UZB"], ("UZB", 60), ("AFG", 10), ("KAZ", 5)) == []
    assert stated(["AFG", "UZB"], ("UZB", 60), ("AFG", 10), ("KAZ", 11)) == asked


def test_mainly_from_is_not_judged_by_a_remainder_or_without_parts():
    assert stated(["UZB"], ("UZB", 10), ("OTHER", 60)) == []
    assert stated(["UZB"], ("AFG", 60)) == []
    assert stated(["UZB"]) == []


def test_what_is_no_statement_of_main_parts_is_left_alone():
    assert stated(["AFG"], ("UZB", 60), ("AFG", 10), kind="trend") == []


def test_tajikistans_students_are_asked_about():
    """Mainly from TM, IN and AF, while 1,907 of 2,979 are from UZ."""
    faults = situation_summary.check(REAL["tj-2019"])
    assert [(fault.pointer, fault.code) for fault in faults] == [("/rank_or_trend/0/codes", "statement-does-not-fit")]


@pytest.mark.parametrize("name", ["ru-2019", "tj-survey", "tj-talks"])
def test_the_other_real_figures_ask_nothing(name):
    assert situation_summary.check(REAL[name]) == []


def test_a_sound_summary_has_no_errors():
    figures_given = [observation("X", 1, comparison={"base_period": "2019", "base_value": 1}), observation("Y", 2)]
    assert impossible(observations=figures_given) == []
