"""The real figures of Tajikistan, number by number, as the source prints them."""

import pytest

from schemas import figures

YEAR = figures.load()["tj-2019"]
HALF = figures.load()["tj-2020-h1"]


def values(summary, dimension=None):
    """Return what a summary counts: totals by indicator, or parts by (indicator, code) along one dimension."""
    found = {}
    for figure in summary["observations"]:
        if dimension is None and not figure["dims"]:
            found[figure["indicator"]] = figure["value"]
        elif dimension in figure["dims"]:
            found[figure["indicator"], figure["dims"][dimension]] = figure["value"]
    return found


def figure(summary, indicator, **dims):
    (found,) = [item for item in summary["observations"] if (item["indicator"], item["dims"]) == (indicator, dims)]
    return found


@pytest.mark.parametrize("summary", [YEAR, HALF], ids=["2019", "2020-H1"])
def test_the_summaries_fit_their_schema_and_may_be_published(known, summary):
    assert known.validate(figures.NAME, figures.VERSION, summary) == []
    assert summary["publication_consent"] is True
    assert summary["area"] == "TJ"
    assert summary["source_note"]["ru"]


@pytest.mark.parametrize("summary", [YEAR, HALF], ids=["2019", "2020-H1"])
def test_each_figure_has_the_unit_and_dimensions_of_its_indicator(known, summary):
    indicators = known.code_list("indicators")
    for item in summary["observations"]:
        entry = indicators.entry(item["indicator"])
        assert item["unit"] == entry.more["unit"]
        assert set(item["dims"]) <= set(entry.more["dims"])


def test_labour_migration_of_2019():
    assert values(YEAR) == {"LAB.OUT": 530_883, "STU.ENR": 2_979}
    assert figure(YEAR, "LAB.OUT")["qualifier"] == "over"
    assert values(YEAR, "sex") == {("LAB.OUT", "M"): 453_870, ("LAB.OUT", "F"): 77_013}
    assert sum(values(YEAR, "sex").values()) == 530_883
    assert values(YEAR, "destination") == {("LAB.OUT", "RUS"): 518_066}


@pytest.mark.parametrize(
    ("dims", "percent"), [({"sex": "M"}, 85.4), ({"sex": "F"}, 14.5), ({"destination": "RUS"}, 97.5)], ids=str
)
def test_the_shares_of_2019_are_truncated(dims, percent):
    item = figure(YEAR, "LAB.OUT", **dims)

    assert item["share"] == {"percent": percent, "of_indicator": "LAB.OUT", "rounding": "truncated", "decimals": 1}
    assert item["value"] * 1000 // 530_883 / 10 == percent


def test_rounding_would_have_printed_other_shares_of_2019():
    assert round(453_870 * 100 / 530_883, 1) == 85.5
    assert round(518_066 * 100 / 530_883, 1) == 97.6


@pytest.mark.parametrize(("sex", "percent"), [("M", 87), ("F", 13)])
def test_the_shares_of_2020_are_rounded(sex, percent):
    item = figure(HALF, "LAB.OUT", sex=sex)

    assert (item["share"]["percent"], item["share"]["rounding"]) == (percent, "half_up")
    assert round(item["value"] * 100 / 129_807) == percent


def test_foreign_students_of_2019_leave_a_remainder_of_206():
    parts = values(YEAR, "citizenship")

    assert {code: value for (_, code), value in parts.items()} == {
        "TKM": 238,
        "UZB": 1_907,
        "USA": 60,
        "AFG": 132,
        "KAZ": 95,
        "KGZ": 100,
        "IND": 212,
        "CHN": 29,
    }
    assert 2_979 - sum(parts.values()) == 206


def test_students_are_said_to_come_mainly_from_states_that_are_not_the_first_by_number():
    """The source says so although 1,907 of 2,979 are from Uzbekistan; the statement stays."""
    (statement,) = [item for item in YEAR["rank_or_trend"] if item["indicator"] == "STU.ENR"]

    assert (statement["kind"], statement["codes"]) == ("mainly", ["TKM", "IND", "AFG"])


def test_labour_migration_of_the_first_half_of_2020():
    assert values(HALF, "sex") == {("LAB.OUT", "M"): 112_927, ("LAB.OUT", "F"): 16_880}
    assert sum(values(HALF, "sex").values()) == figure(HALF, "LAB.OUT")["value"] == 129_807
    comparison = figure(HALF, "LAB.OUT")["comparison"]
    assert (comparison["base_period"], comparison["absolute_change"], comparison["percent_change"]) == (
        *("2019-H1", -170_477, -57),
    )
    assert figure(HALF, "LAB.RET")["qualifier"] == "over"
    assert figure(HALF, "LAB.RET")["comparison"]["percent_change"] == -52
    assert figure(HALF, "LAB.RET")["value"] == 90_000


@pytest.mark.parametrize(
    ("indicator", "value", "before"),
    [
        ("ASY.REC", 90, 370),
        ("ASY.REJ", 11, 31),
        ("ASY.WDR", 416, 891),
        ("ASY.LOC", 90, 502),
        ("ASY.STK", 160, 253),
        ("REF.STK", 2_331, 2_131),
    ],
)
def test_asylum_figures_stand_beside_those_of_a_year_before(indicator, value, before):
    item = figure(HALF, indicator)

    assert (item["value"], item["comparison"]) == (value, {"base_period": "2019-H1", "base_value": before})


def test_the_contradiction_of_the_source_is_kept():
    totals = values(HALF)

    assert (totals["ASY.APP"], totals["ASY.REC"], totals["ASY.REJ"]) == (41, 90, 11)
    assert figure(HALF, "ASY.APP")["comparison"] == {"base_period": "2019-H1", "absolute_change": -134}


def test_codes_in_statements_are_of_the_dimension_they_name(known):
    dimensions = known.code_list("dimensions")
    for summary in (YEAR, HALF):
        for statement in summary["rank_or_trend"]:
            lists = dimensions.entry(statement["dimension"]).more["lists"] if "dimension" in statement else []
            allowed = {code for name in lists for code in known.code_list(name).travelling}
            assert set(statement.get("codes", ())) <= allowed


def test_over_forty_documents_were_signed_and_the_period_is_not_named():
    item = figure(figures.load()["tj-survey"], "COOP.DOC")

    assert (item["value"], item["qualifier"], item["unit"]) == (40, "over", "documents")
    assert item["note"]["ru"]


@pytest.mark.parametrize("name", ["ru-2019", "tj-survey", "tj-talks"])
def test_what_the_other_documents_say_fits_the_schema_and_names_its_source(known, name):
    said = figures.load()[name]

    assert known.validate(figures.NAME, figures.VERSION, said) == []
    assert "00" in said["source_note"]["ru"]
