"""Bounds judge values alike in both directions, and no value is well."""

from hub.core.health.threshold import Level, from_json, worst
from schemas import health_thresholds

KNOWN = from_json(health_thresholds.load())


def test_a_rising_measure_warns_at_its_bound_and_is_bad_at_the_next():
    age = KNOWN["queue-age"]

    assert [age.level(each) for each in (None, 0, 899, 900, 14_400)] == [
        Level.OK, Level.OK, Level.OK, Level.WARN, Level.BAD,
    ]  # fmt: skip
    assert [age.alerts(each) for each in (None, 900, 14_400)] == [False, False, True]


def test_a_falling_measure_is_worse_the_less_there_is():
    days = KNOWN["key-days"]

    assert [days.level(each) for each in (31, 30, 7.0, 0)] == [Level.OK, Level.WARN, Level.BAD, Level.BAD]
    assert [days.alerts(each) for each in (31, 30, 7)] == [False, True, True]
    assert days.alert_bound == 30


def test_the_worst_level_counts_and_of_none_all_is_well():
    assert worst([Level.OK, Level.BAD, Level.WARN]) is Level.BAD
    assert worst([]) is Level.OK


def test_the_objective_leaves_a_budget():
    assert round(KNOWN.objective.allowed, 6) == 0.01
