import pytest

from tests.unit.core.statistics.summaries import (
    MEMBERS,
    cell,
    consolidated,
    footnotes,
    observation,
    record,
    summary,
)


def areas(shown, status):
    return [each["area"] for each in shown["completeness"] if each["status"] == status]


def test_completeness_names_every_member_in_the_order_of_the_report():
    shown = consolidated("2020-H1", record("TJ", "2020-H1", observation("LAB.OUT", 5)))

    assert [each["area"] for each in shown["completeness"]] == list(MEMBERS)
    assert areas(shown, "received") == ["TJ"]
    assert areas(shown, "missing") == [each for each in MEMBERS if each != "TJ"]


def test_an_observer_that_reports_stands_in_the_report_but_in_no_total():
    said = [record(area, "2020", observation("LAB.OUT", 5)) for area in ("TJ", "KZ", "TM")]
    shown = consolidated("2020", *said)

    assert shown["completeness"][-1] == {
        "area": "TM", "expected": False, "status": "received", "summaries": ["01935000-0000-7000-8000-000000000003"],
    }  # fmt: skip
    (total,) = shown["totals"]
    assert (total["value"], total["areas"], footnotes(shown, total)) == (10, ["KZ", "TJ"], ["Total of 2 of 8 states."])


def test_what_is_of_no_state_of_the_exchange_is_left_out():
    assert consolidated("2020", record("XX", "2020", observation("LAB.OUT", 5)))["figures"] == []


def test_a_total_is_as_precise_as_its_least_precise_figure():
    said = [
        record("TJ", "2020", observation("LAB.OUT", 5, qualifier="over")),
        record("KZ", "2020", observation("LAB.OUT", 1)),
    ]
    assert consolidated("2020", *said)["totals"][0]["qualifier"] == "over"
    said.append(record("UZ", "2020", observation("LAB.OUT", 1, qualifier="about")))
    assert consolidated("2020", *said)["totals"][0]["qualifier"] == "about"


def test_a_figure_in_another_unit_is_questioned_and_not_added():
    said = [record("TJ", "2020", observation("LAB.OUT", 5, unit="cases"))]
    said += [record(area, "2020", observation("LAB.OUT", 1)) for area in ("KZ", "UZ")]
    shown = consolidated("2020", *said)

    assert shown["totals"][0]["areas"] == ["KZ", "UZ"]
    assert [(each["area"], each["code"]) for each in shown["flags"]] == [("TJ", "unit-differs")]


def test_a_dimension_that_the_indicator_does_not_have_is_questioned():
    shown = consolidated("2020", record("TJ", "2020", observation("LAB.ORG", 5, {"sex": "F"})))
    assert [each["code"] for each in shown["flags"]] == ["dimension-unknown"]


def test_a_month_is_derived_from_cumulative_figures():
    said = [record("RU", f"2026-C{month:02}", observation("REG.PRIM", month * 100)) for month in (10, 11)]
    shown = consolidated("2026-M11", *said)
    line = cell(shown, "RU", "REG.PRIM")

    assert (line["value"], line["origin"], line["period"]) == (100, "derived", "2026-M11")
    assert footnotes(shown, line) == ["Derived by difference of cumulative figures."]
    assert areas(shown, "derived") == ["RU"]
    assert [each["period"] for each in shown["sources"]] == ["2026-C10", "2026-C11"]


def test_a_quarter_is_derived_likewise_and_january_to_june_is_half_a_year():
    said = [record("RU", f"2026-C{month:02}", observation("REG.PRIM", month * 100)) for month in (3, 6)]

    assert cell(consolidated("2026-Q2", *said), "RU", "REG.PRIM")["value"] == 300
    half = consolidated("2026-H1", *said)
    assert cell(half, "RU", "REG.PRIM")["value"] == 600
    assert areas(half, "received") == ["RU"]
    assert footnotes(half, cell(half, "RU", "REG.PRIM")) == ["Period of the figure: January–June 2026."]


def test_what_only_one_cumulative_figure_says_is_no_month():
    assert consolidated("2026-M11", record("RU", "2026-C11", observation("REG.PRIM", 5)))["figures"] == []
    assert consolidated("2026-M01", record("RU", "2026-C11", observation("REG.PRIM", 5)))["figures"] == []


def test_differences_of_rough_figures_are_rough():
    said = [record("RU", f"2026-C0{month}", observation("REG.PRIM", month, qualifier="over")) for month in (1, 2)]
    assert cell(consolidated("2026-M02", *said), "RU", "REG.PRIM")["qualifier"] == "about"


def test_a_cumulative_figure_that_decreases_is_asked_about_and_not_shown():
    said = [
        record("RU", "2026-C10", observation("REG.PRIM", 100)),
        record("RU", "2026-C11", observation("REG.PRIM", 90)),
    ]
    shown = consolidated("2026-M11", *said)

    assert shown["figures"] == []
    assert [each["code"] for each in shown["flags"]] == ["derived-negative"]


def test_stocks_are_not_subtracted_but_hold_at_the_end_of_a_period():
    said = [record("RU", f"2026-C{month}", observation("REG.STK", int(month))) for month in ("10", "11")]

    assert cell(consolidated("2026-M11", *said), "RU", "REG.STK")["value"] == 11
    assert consolidated("2026-Q3", *said)["figures"] == []


def test_a_stock_on_a_day_of_its_own_is_shown_with_the_day():
    shown = consolidated(
        "2026-H1",
        record(
            "RU",
            "2026-H1",
            observation("REG.STK", 7, period={"type": "instant", "value": "2026-06-15"}),
            observation("REG.STK", 8, period={"type": "instant", "value": "2026-07-01"}),
        ),
    )
    line = cell(shown, "RU", "REG.STK")

    assert (line["value"], line["period"]) == (8, "2026-07-01")
    assert footnotes(shown, line) == ["Period of the figure: as of 1 July 2026."]
    assert shown["restated"] == []


def test_a_period_is_an_instant_itself():
    said = record("RU", "2026-07-01", observation("REG.STK", 7), observation("LAB.PAT", 3))
    shown = consolidated("2026-07-01", said)

    assert (cell(shown, "RU", "REG.STK")["value"], cell(shown, "RU", "LAB.PAT")["value"]) == (7, 3)
    assert consolidated("2026-07-02", said)["figures"] == []


def test_a_revision_replaces_the_whole_summary_and_says_what_it_changed():
    first = record("TJ", "2020", observation("LAB.OUT", 5), observation("LAB.RET", 4), observation("STU.ENR", 3))
    second = record("TJ", "2020", observation("LAB.OUT", 6), observation("STU.ENR", 3), revision=2)
    shown = consolidated("2020", first, second)

    assert [each["indicator"] for each in shown["figures"]] == ["LAB.OUT", "STU.ENR"]
    assert footnotes(shown, cell(shown, "TJ", "LAB.OUT")) == ["Corrected by its sender; before: 5."]
    assert footnotes(shown, cell(shown, "TJ", "STU.ENR")) == []
    assert [each["revision"] for each in shown["sources"]] == [2]


def test_a_lower_revision_that_comes_late_changes_nothing():
    newer = record("TJ", "2020", observation("LAB.OUT", 6), revision=2)
    older = record("TJ", "2020", observation("LAB.OUT", 5))

    assert cell(consolidated("2020", newer, older), "TJ", "LAB.OUT")["value"] == 6


def test_a_later_summary_restates_an_earlier_period():
    march = record("RU", "2026-M03", observation("LAB.PAT", 100))
    april = record(
        "RU",
        "2026-M04",
        observation("LAB.PAT", 90),
        observation("LAB.PAT", 101, period={"type": "month", "value": "2026-M03"}, status="revised"),
        observation("LAB.PERM", 7, period={"type": "month", "value": "2026-M03"}, status="revised"),
    )
    restated = consolidated("2026-M03", march, april)
    line = cell(restated, "RU", "LAB.PAT")

    assert line["value"] == 101
    assert footnotes(restated, line) == [
        "From the summary for: April 2026.",
        "Corrected by its sender; before: 100.",
        "Revised.",
    ]
    shown = consolidated("2026-M04", march, april)
    assert cell(shown, "RU", "LAB.PAT")["value"] == 90
    assert shown["restated"] == [
        {"area": "RU", "indicator": "LAB.PAT", "dims": {}, "period": "2026-M03", "value": 101, "qualifier": "exact",
         "before": {"value": 100, "qualifier": "exact"}},
        {"area": "RU", "indicator": "LAB.PERM", "dims": {}, "period": "2026-M03", "value": 7, "qualifier": "exact"},
    ]  # fmt: skip


def test_a_change_is_computed_from_what_was_reported_a_year_before():
    said = [record("KZ", "2025", observation("LAB.OUT", 200)), record("KZ", "2026", observation("LAB.OUT", 250))]
    change = cell(consolidated("2026", *said), "KZ", "LAB.OUT")["change"]

    assert change["base_period"] == "2025"
    assert (change["computed"]["absolute_change"], change["computed"]["percent_change"]) == (50, 25)
    assert "stated" not in change


def test_since_nothing_there_is_no_percentage():
    said = [record("KZ", "2025", observation("LAB.OUT", 0)), record("KZ", "2026", observation("LAB.OUT", 250))]
    assert "percent_change" not in cell(consolidated("2026", *said), "KZ", "LAB.OUT")["change"]["computed"]


@pytest.mark.parametrize(("then", "codes"), [(200, []), (201, ["base-differs"])])
def test_a_value_compared_with_that_is_not_the_one_reported_then_is_asked_about(then, codes):
    comparison = {"base_period": "2025", "base_value": then}
    said = [
        record("KZ", "2025", observation("LAB.OUT", 200)),
        record("KZ", "2026", observation("LAB.OUT", 250, comparison=comparison)),
    ]
    assert cell(consolidated("2026", *said), "KZ", "LAB.OUT")["questioned"] == codes


def test_a_decline_to_nothing_implies_no_value_before():
    said = record("KZ", "2026", observation("LAB.OUT", 0, comparison={"base_period": "2025", "percent_change": -100}))
    change = cell(consolidated("2026", said), "KZ", "LAB.OUT")["change"]

    assert change == {"base_period": "2025", "stated": {"percent_change": -100}}


def test_an_instant_on_a_leap_day_has_nothing_to_compare_with():
    assert "change" not in cell(
        consolidated("2020-02-29", record("KZ", "2020-02-29", observation("REG.STK", 1))), "KZ", "REG.STK"
    )


def test_shares_are_of_another_indicator_where_the_sender_says_so():
    said = record(
        "KZ",
        "2026",
        observation("LAB.OUT", 200),
        observation("LAB.RET", 50, share={"percent": 25, "of_indicator": "LAB.OUT"}),
    )
    assert cell(consolidated("2026", said), "KZ", "LAB.RET")["share"] == {"stated": 25, "computed": 25}


def test_two_authorities_of_a_state_both_report_and_the_later_figure_counts():
    one = summary(1, record("TJ", "2020", observation("LAB.OUT", 5), observation("STU.ENR", 1)), sender="tj-molme")
    two = summary(2, record("TJ", "2020", observation("LAB.OUT", 6)), sender="tj-mvd")
    shown = consolidated("2020", one, two)

    assert cell(shown, "TJ", "LAB.OUT")["value"] == 6
    assert cell(shown, "TJ", "STU.ENR")["value"] == 1
    assert len(shown["completeness"][MEMBERS.index("TJ")]["summaries"]) == 2


def test_the_public_edition_leaves_out_what_may_not_be_published():
    said = [
        record("TJ", "2020", observation("LAB.OUT", 5)),
        record("KZ", "2020", observation("LAB.OUT", 6), publication_consent=False, narrative={"ru": "Тест"}),
        record("TM", "2020", observation("LAB.OUT", 7), publication_consent=False),
    ]
    shown = consolidated("2020", *said, audience="public")

    assert {each["area"] for each in shown["figures"]} == {"TJ"}
    assert areas(shown, "withheld") == ["KZ", "TM"]
    assert shown["narratives"] == []
    assert [each["text"] for each in consolidated("2020", *said)["narratives"]] == [{"ru": "Тест"}]


def test_consent_withdrawn_by_a_revision_covers_the_first_edition_too():
    said = record("KZ", "2020", observation("LAB.OUT", 6))
    shown = consolidated("2020", said, {**said, "revision": 2, "publication_consent": False}, audience="public")
    assert shown["figures"] == []


def test_a_day_that_no_calendar_has_is_not_counted():
    """The hub refuses it; a report made from anything else must not stumble."""
    said = record("KZ", "2020", observation("REG.STK", 6, period={"type": "instant", "value": "2020-02-30"}))
    assert consolidated("2020", said)["figures"] == []


def test_an_indicator_that_is_not_listed_is_not_shown():
    assert consolidated("2020", record("KZ", "2020", observation("ZZZ", 6)))["figures"] == []


def test_parts_that_name_a_remainder_leave_none():
    said = record("KZ", "2020", observation("STU.ENR", 9), observation("STU.ENR", 5, {"citizenship": "UZB"}))
    other = record("KZ", "2020", *said["observations"], observation("STU.ENR", 4, {"citizenship": "OTHER"}))
    both = record("KZ", "2020", *said["observations"], observation("STU.ENR", 4, {"citizenship": "TJK"}))
    alone = record("KZ", "2020", said["observations"][1])

    assert [each["value"] for each in consolidated("2020", said)["residuals"]] == [4]
    assert consolidated("2020", other)["residuals"] == []
    assert consolidated("2020", both)["residuals"] == []
    assert consolidated("2020", alone)["residuals"] == []


def test_mirror_statistics_show_both_sides_and_change_neither():
    said = [
        record("TJ", "2026", observation("LAB.OUT", 1000, {"destination": "RUS"})),
        record("RU", "2026", observation("REG.PRIM", 1300, {"citizenship": "TJK", "purpose": "WORK"})),
    ]
    shown = consolidated("2026", *said)

    assert shown["mirror"] == [
        {
            "pair": "labour-departures",
            "left_area": "TJ",
            "right_area": "RU",
            "left": {"value": 1000, "qualifier": "exact"},
            "right": {"value": 1300, "qualifier": "exact"},
            "difference": 300,
            "percent": 30,
        }
    ]
    assert cell(shown, "TJ", "LAB.OUT", destination="RUS")["value"] == 1000


def test_against_nothing_there_is_no_percentage_of_difference():
    said = [
        record("TJ", "2026", observation("LAB.OUT", 0, {"destination": "RUS"})),
        record("RU", "2026", observation("REG.PRIM", 3, {"citizenship": "TJK", "purpose": "WORK"})),
    ]
    (line,) = consolidated("2026", *said)["mirror"]
    assert (line["difference"], "percent" in line) == (3, False)


def test_the_same_summaries_make_the_same_report_in_any_order():
    said = [
        summary(place, record(area, "2020", observation("LAB.OUT", place))) for place, area in enumerate(MEMBERS, 1)
    ]
    assert consolidated("2020", *said) == consolidated("2020", *reversed(said))


def test_what_goes_without_saying_is_left_out():
    """A report has to fit into an envelope: thousands of figures are final, stated, in their unit, and undisputed."""
    plain = consolidated("2020", record("TJ", "2020", observation("LAB.OUT", 5)))["figures"]
    odd = {"unit": "cases", "status": "preliminary"}
    said = consolidated("2020", record("TJ", "2020", observation("LAB.OUT", 5, **odd)))["figures"]

    assert plain == [{"area": "TJ", "indicator": "LAB.OUT", "dims": {}, "value": 5, "qualifier": "exact"}]
    assert said == [{**plain[0], **odd, "questioned": ["unit-differs"], "footnotes": [1]}]
