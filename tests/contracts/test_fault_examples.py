"""The examples of faults in the reference are what the rules say of them."""

import pytest

from tests.contracts import error_sources, fault_examples

FAULTS = [said for said in error_sources.read("hub", "keys", "schemas") if said.shape == "fault"]


@pytest.mark.parametrize(
    "example", fault_examples.read(), ids=lambda each: f"{each.code} {each.given['type']} {each.given['from']}"
)
def test_an_example_of_a_fault_fits_its_schema_and_breaks_the_rule(example):
    assert example.schema == ()
    assert example.fault, [each.code for each in example.found]


def test_each_example_stands_at_a_fault_of_its_own():
    shown = [example for said in FAULTS if (example := fault_examples.find(said))]

    assert {id(each) for each in shown} == {id(each) for each in fault_examples.read()}


def test_codes_that_mean_several_things_have_an_example_for_each():
    codes = [said.code for said in FAULTS if fault_examples.find(said)]

    assert codes.count("authority-mismatch") >= 3
    assert codes.count("period-ends-before-start") >= 3
