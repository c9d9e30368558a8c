"""The examples of faults in the reference are what the rules say of them, and every fault has one."""

import pytest

from tests.contracts import error_sources, fault_examples, reference_pages

FAULTS = [
    *(said for said in error_sources.read("hub", "keys", "schemas") if said.shape == "fault"),
    *reference_pages.questions(),
]
# Where faults have no example, each with the reason.
WITHOUT = {
    "hub/console/pages/": "a page says it in its form, to who is signed in; what has to be typed stands in the text itself",
    "hub/console/case_steps.py": "the form of a step says it where nothing was chosen",
    "hub/console/record_": "the form of any record says it of what is typed; the text itself says what has to be",
    "hub/console/summary_form_faults.py": "the form of a summary says it of its head, and of a file that was not chosen",
}

REFUSED = {
    *("agreement-unknown", "agreement-not-in-force", "type-not-allowed", "purpose-not-allowed", "pair-not-allowed"),
    *("role-not-allowed", "exit-ban-not-allowed", "body-outsider", "recipient-unknown", "recipients-not-allowed"),
    *("message-expired", "sent-at-out-of-range", "type-unknown", "version-unknown", "id-conflict", "case-parties"),
    *("move-not-allowed", "reply-to-conflict", "revision-conflict", "document-revision-conflict", "receipt-conflict"),
    *("term-over", "silence-no-consent", "deemed-accepted", "restricted-detail-unasked"),
}


def is_excused(module):
    return module.startswith(tuple(WITHOUT))


@pytest.mark.parametrize("said", FAULTS, ids=lambda each: f"{each.code} {each.module}")
def test_a_fault_has_an_example_or_a_reason_why_it_has_none(said):
    assert (fault_examples.find(said) is None) == is_excused(said.module), "add one to fault_examples.json"


def test_nobody_is_excused_who_is_not_there():
    assert all(any(said.module.startswith(each) for said in FAULTS) for each in WITHOUT)


@pytest.mark.parametrize("example", fault_examples.read(), ids=lambda each: f"{each.code} {each.subject}")
def test_an_example_of_a_fault_breaks_the_rule_and_nothing_before_it(example):
    assert example.said, [each.fault.code for each in example.found]


def test_each_example_stands_at_a_fault_of_its_own():
    shown = [example for said in FAULTS if (example := fault_examples.find(said))]

    assert {id(each) for each in [*shown, *fault_examples.refusals()]} == {id(each) for each in fault_examples.read()}


def test_what_the_log_and_the_register_refuse_has_an_example():
    """Those of a handover that both sides sign differently, and of classes of persons, take too long a story."""
    assert {each.code for each in fault_examples.refusals()} >= REFUSED


def test_codes_that_mean_several_things_have_an_example_for_each():
    codes = [said.code for said in FAULTS if fault_examples.find(said)]

    assert codes.count("authority-mismatch") >= 3
    assert codes.count("period-ends-before-start") >= 3
    assert codes.count("record-unknown") == 3
