"""The figures of the source documents, number by number: sent as summaries, they come out as they went in."""

import pytest

from tests.unit.core.statistics.summaries import REAL, cell, consolidated, footnotes

YEAR = consolidated("2019", REAL["tj-2019"], REAL["ru-2019"])
HALF = consolidated("2020-H1", REAL["tj-2019"], REAL["tj-2020-h1"])


def told(shown, code, **dims):
    line = cell(shown, "TJ", code, **dims)
    return line["qualifier"], line["value"]


def test_departures_for_labour_migration_in_2019_with_truncated_shares():
    assert told(YEAR, "LAB.OUT") == ("over", 530_883)
    for dims, value, stated, computed in (
        ({"sex": "M"}, 453_870, 85.4, 85.5),
        ({"sex": "F"}, 77_013, 14.5, 14.5),
        ({"destination": "RUS"}, 518_066, 97.5, 97.6),
    ):
        line = cell(YEAR, "TJ", "LAB.OUT", **dims)
        assert (line["value"], line["qualifier"]) == (value, "exact")
        assert line["share"] == {"stated": stated, "rounding": "truncated", "decimals": 1, "computed": computed}
        assert footnotes(YEAR, line) == ["The share is truncated in the source, not rounded."]
        assert line["questioned"] == []


def test_departures_in_the_first_half_of_2020_with_rounded_shares_and_the_decline():
    line = cell(HALF, "TJ", "LAB.OUT")
    assert (line["value"], line["qualifier"]) == (129_807, "exact")
    assert line["change"]["base_period"] == "2019-H1"
    assert (line["change"]["stated"]["absolute_change"], line["change"]["stated"]["percent_change"]) == (-170_477, -57)
    assert line["change"]["computed"] == {
        "base_value": 300_284,
        "base_qualifier": "exact",
        "absolute_change": -170_477,
        "percent_change": -56.8,
    }
    assert [cell(HALF, "TJ", "LAB.OUT", sex=sex)["share"]["stated"] for sex in "MF"] == [87, 13]
    assert [cell(HALF, "TJ", "LAB.OUT", sex=sex)["value"] for sex in "MF"] == [112_927, 16_880]


def test_over_ninety_thousand_came_back_by_fifty_two_per_cent_fewer():
    line = cell(HALF, "TJ", "LAB.RET")

    assert (line["value"], line["qualifier"]) == (90_000, "over")
    assert line["change"]["stated"]["percent_change"] == -52
    assert line["change"]["implied_base"] == 187_500
    assert "computed" not in line["change"]


@pytest.mark.parametrize(
    ("code", "value", "before", "percent"),
    [
        ("ASY.APP", 41, 175, -76.6),
        ("ASY.REC", 90, 370, -75.7),
        ("ASY.REJ", 11, 31, -64.5),
        ("ASY.WDR", 416, 891, -53.3),
        ("ASY.LOC", 90, 502, -82.1),
        ("ASY.STK", 160, 253, -36.8),
        ("REF.STK", 2_331, 2_131, 9.4),
    ],
)
def test_asylum_figures_and_their_changes(code, value, before, percent):
    line = cell(HALF, "TJ", code)

    assert (line["value"], line["qualifier"]) == (value, "exact")
    assert (line["change"]["computed"]["base_value"], line["change"]["computed"]["percent_change"]) == (before, percent)


def test_forty_one_applications_against_ninety_and_eleven_decisions_ask_for_an_explanation():
    assert cell(HALF, "TJ", "ASY.APP")["questioned"] == ["outcomes-exceed-applications"]
    (flag,) = HALF["flags"]
    assert (flag["area"], flag["indicator"], flag["code"]) == ("TJ", "ASY.APP", "outcomes-exceed-applications")
    assert flag["text"]["ru"].endswith("требует пояснения.")
    assert "explanation" not in flag


def test_foreign_students_leave_206_others():
    parts = {line["dims"]["citizenship"]: line["value"] for line in YEAR["figures"] if "citizenship" in line["dims"]}

    assert told(YEAR, "STU.ENR") == ("exact", 2_979)
    assert parts == {
        "TKM": 238, "UZB": 1_907, "USA": 60, "AFG": 132, "KAZ": 95, "KGZ": 100, "IND": 212, "CHN": 29,
    }  # fmt: skip
    assert YEAR["residuals"] == [{"area": "TJ", "indicator": "STU.ENR", "dimension": "citizenship", "value": 206}]


def test_students_mainly_from_others_than_the_first_by_number_ask_for_an_explanation():
    (flag,) = YEAR["flags"]
    (statement,) = [each for each in YEAR["statements"] if each["indicator"] == "STU.ENR"]

    assert (flag["indicator"], flag["code"]) == ("STU.ENR", "statement-does-not-fit")
    assert statement["questioned"]
    assert statement["text"]["en"] == "Foreign students mainly come from Turkmenistan, India and Afghanistan."


def test_mainly_from_afghanistan_is_not_questioned_where_no_parts_are_given():
    mainly = [each for each in HALF["statements"] if each["kind"] == "mainly"]

    assert {each["indicator"] for each in mainly} == {"REF.STK", "ASY.STK"}
    assert not any(each["questioned"] for each in mainly)


def test_over_forty_documents_signed_in_recent_years():
    shown = consolidated("2020-10-31", REAL["tj-survey"])
    line = cell(shown, "TJ", "COOP.DOC")

    assert (line["value"], line["qualifier"], line["unit"], line["period"]) == (40, "over", "documents", "2020-10-31")
    assert footnotes(shown, line) == ["During recent years; the source does not say since when."]


def test_rank_and_trend_of_tajikistan_in_russia():
    russian = {each["kind"]: each["text"]["en"] for each in YEAR["statements"] if each["area"] == "RU"}

    assert russian["among_first"].startswith("Tajikistan is among the top five countries")
    assert russian["trend"].startswith("There is an increase")


def test_trade_and_regions_of_the_talks():
    trade = cell(consolidated("2016", REAL["tj-talks"]), "TJ", "COOP.TRADE")
    regions = cell(consolidated("2017", REAL["tj-talks"]), "TJ", "COOP.REGIONS")

    assert (trade["qualifier"], trade["value"], trade["unit"]) == ("over", 1000, "usd_million")
    assert (regions["qualifier"], regions["value"], regions["unit"]) == ("about", 80, "regions")


def test_an_explanation_sent_in_a_revision_stands_beside_the_flag():
    said = REAL["tj-2020-h1"]
    note = {"ru": "Решения приняты и по заявлениям прошлых периодов.", "en": "Decisions also on earlier applications."}
    revised = {**said, "revision": 2, "observations": [
        {**each, "note": note} if each["indicator"] == "ASY.APP" else each for each in said["observations"]
    ]}  # fmt: skip
    shown = consolidated("2020-H1", said, revised)

    (flag,) = shown["flags"]
    assert flag["explanation"] == note
    line = cell(shown, "TJ", "ASY.APP")
    assert (line["value"], footnotes(shown, line)) == (41, [note["en"]])


def test_a_statement_is_explained_by_the_note_beside_its_total():
    said = REAL["tj-2019"]
    note = {"en": "By growth, not by number."}
    revised = {**said, "revision": 2, "observations": [
        {**each, "note": note} if (each["indicator"], each["dims"]) == ("STU.ENR", {}) else each
        for each in said["observations"]
    ]}  # fmt: skip

    (flag,) = consolidated("2019", said, revised)["flags"]
    assert flag["explanation"] == note
