"""The facts by which records are held back without a mark."""

from schemas import codes, files, protection_rules


def test_whoever_is_eighteen_is_of_age():
    assert protection_rules.majority() == 18


def test_the_codes_that_show_a_refugee_are_those_so_named_among_the_codes_of_citizenship():
    named = {each.code for each in codes.load()["citizenship-status"].entries if "refugee" in each.en}
    assert protection_rules.refugee_codes() == named != set()


def test_each_fact_has_a_source():
    assert all(fact["source"] for fact in files.read(protection_rules.FILE).values())
