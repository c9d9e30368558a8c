"""What a record names that is another's."""

from hub.core import reach
from hub.core.mover import HeadKey
from tests.unit.core.entry_ban.bans import envelope

BAN = {"ban": {"issuer": "ru-guvm", "ban_id": "T-1"}}
PAIR = {"am": {"owner": "tj-mvd", "case_id": "A-1"}, "pm": {"owner": "ru-guvm", "case_id": "P-1"}}


def test_hits_and_reviews_name_a_ban_and_proposals_a_search_and_remains():
    for kind in ("ban-hit-report", "ban-review-request"):
        assert reach.named(envelope(kind, BAN)) == {"/ban": HeadKey("ban", "ru-guvm", "T-1")}
    assert reach.named(envelope("match-proposal", PAIR)) == {
        "/am": HeadKey("search", "tj-mvd", "A-1"),
        "/pm": HeadKey("remains", "ru-guvm", "P-1"),
    }
    assert reach.named(envelope("ban-review-decision", BAN)) == {}


def test_what_is_unknown_is_said_at_the_member_that_names_it():
    assert (reach.unknown("/ban").pointer, reach.unknown("/ban").code) == ("/record/ban", "record-unknown")
