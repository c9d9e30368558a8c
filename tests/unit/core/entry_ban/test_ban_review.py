"""Reviews: when they are due by the terms that are data, and when two bans on one person clash."""

import pytest

from hub.core.entry_ban import compatible, review
from hub.core.entry_ban.compatible import Clash, Placed
from hub.core.entry_ban.review import ReviewTerms
from schemas import catalogue
from tests.unit.core.entry_ban.bans import ban

TERMS = ReviewTerms(usual=36, long=60, warning=4)


@pytest.mark.parametrize(
    ("changes", "due", "warned"),
    [
        ({}, "2029-01-10", "2028-09-10"),
        ({"period": {"kind": "indefinite"}}, "2031-01-10", "2030-09-10"),
        ({"period": {"kind": "duration", "duration": "P5Y", "start_on": "2026-03-02"}}, "2031-01-10", "2030-09-10"),
        ({"period": {"kind": "fixed", "end_on": "2029-01-10"}}, "2029-01-10", "2028-09-10"),
        ({"period": {"kind": "fixed", "end_on": "2029-01-11"}}, "2031-01-10", "2030-09-10"),
        ({"review_due": "2027-06-30"}, "2027-06-30", "2027-02-28"),
    ],
)
def test_a_ban_is_reviewed_within_its_term_and_its_issuer_is_warned_before(changes, due, warned):
    found = review.review_of(ban(**changes), TERMS)

    assert (found.due.isoformat(), found.warn_from.isoformat()) == (due, warned)


def test_the_terms_are_data_and_unverified():
    entries = {entry.code: entry.more for entry in catalogue.load().code_list("ban-terms").entries}

    assert review.terms(entries) == TERMS
    assert not any(more["verified"] for more in entries.values())


def test_one_issuer_has_one_ban_on_a_person_and_others_agree_on_what_is_done():
    first = Placed(issuer="ru-guvm", ban_id="T-1", is_listed=True, action="refuse_entry")
    second = Placed(issuer="ru-guvm", ban_id="T-2", is_listed=True, action="refuse_entry")
    other = Placed(issuer="kz-mvd", ban_id="T-1", is_listed=True, action="contact_issuer")
    alike = Placed(issuer="kz-mvd", ban_id="T-1", is_listed=True, action="refuse_entry")
    over = Placed(issuer="ru-guvm", ban_id="T-2", is_listed=False, action="refuse_entry")

    assert compatible.clash(first, second) is Clash.SECOND_BAN
    assert compatible.clash(first, other) is Clash.OTHER_ACTION
    for harmless in (first, alike, over):
        assert compatible.clash(first, harmless) is None
    assert compatible.clash(over, first) is None
