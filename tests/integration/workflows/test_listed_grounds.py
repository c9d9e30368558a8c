"""The list of grounds, as the hub holds it, against bans of its participants."""

import pytest

from hub.clock import SystemClock
from hub.core.errors import UnprocessableError
from hub.workflows.submission import listed_grounds
from schemas import catalogue
from tests.support.trust import make_trust
from tests.unit.core.entry_ban.bans import ban, envelope


@pytest.mark.parametrize(
    ("sender", "day", "found"),
    [
        ("ru-guvm", "2026-01-10", []),
        ("ru-guvm", "1996-08-15", []),
        ("ru-guvm", "1996-08-14", ["ground-not-in-force"]),
        ("kz-mvd", "1996-08-14", ["ground-of-another-state", "ground-not-in-force"]),
    ],
)
def test_a_ban_rests_on_its_own_state_s_law_as_it_was_on_the_day_of_the_decision(sender, day, found):
    record = ban(issuer=sender, decision={"number": "T-1", "date": day, "court_ordered": False})
    trust = make_trust(now=SystemClock().now()).list

    try:
        listed_grounds.check(envelope("entry-ban", record, sender), catalogue.load(), trust)
        codes = []
    except UnprocessableError as refused:
        codes = [fault.code for fault in refused.faults]

    assert codes == found
