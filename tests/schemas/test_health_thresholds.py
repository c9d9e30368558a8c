"""Thresholds of the exchange's health: they warn before they are bad, and stand where they can be measured."""

import copy

import pytest

from hub.core.health.flow import BOUNDS
from schemas import health_thresholds


def document():
    """Return the thresholds, to be changed."""
    return copy.deepcopy(dict(health_thresholds.load()))


def test_the_thresholds_of_the_release_fit_and_say_where_they_come_from():
    known = document()

    assert health_thresholds.check(known) == []
    assert known["source"]
    assert len({each["id"] for each in known["measures"]}) == len({each["metric"] for each in known["measures"]})


def test_the_objective_is_a_bound_that_times_of_delivery_are_counted_by():
    assert document()["objective"]["within_seconds"] in BOUNDS


@pytest.mark.parametrize("place", range(len(health_thresholds.load()["measures"])))
def test_a_bound_that_comes_before_its_warning_is_refused(place):
    turned = document()
    measure = turned["measures"][place]
    measure["warn"], measure["bad"] = measure["bad"], measure["warn"]

    assert [each.code for each in health_thresholds.check(turned)] == ["threshold-turned"]


def test_an_unknown_member_is_refused():
    assert health_thresholds.check({**document(), "colour": "green"}) != []
