"""Whose grounds a ban rests on, and whether it lasts as long as is usual for them."""

from datetime import date

import pytest

from hub.core.entry_ban import grounds
from hub.core.entry_ban.grounds import Ground
from schemas import catalogue
from tests.unit.core.entry_ban.bans import ban

COMMON = Ground(states=frozenset(), usual=None, start_event=None)
OVERSTAY = grounds.from_entry({"issuers": ["RU"], "usual_period": "P3Y", "start_event": "exit"})
LONG = grounds.from_entry({"issuers": ["RU"], "usual_period": "P5Y"})
LISTED = {"OTHER": COMMON, "RU-27-12": OVERSTAY, "RU-27-13": LONG}
DURATION = {"kind": "duration", "duration": "P3Y", "start_event": "exit"}


def test_a_ground_of_another_states_law_is_an_error():
    record = ban(grounds=["OTHER", "RU-27-12"])

    assert list(grounds.check(record, LISTED, "RU")) == []
    (fault,) = grounds.check(record, LISTED, "KZ")
    assert (fault.pointer, fault.code) == ("/grounds/1", "ground-of-another-state")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"period": DURATION}, []),
        ({"period": {**DURATION, "duration": "P36M"}}, []),
        ({"period": {**DURATION, "duration": "P50Y"}}, ["period-unusual"]),
        ({"period": {**DURATION, "duration": "P50Y"}, "grounds": ["OTHER"]}, []),
        ({"period": {**DURATION, "duration": "P5Y"}, "grounds": ["RU-27-12", "RU-27-13"]}, []),
        ({"period": {**DURATION, "duration": "P1Y"}, "status": "reduced"}, []),
        ({"period": {"kind": "fixed", "start_on": "2026-03-02", "end_on": "2029-03-01"}}, []),
        ({"period": {"kind": "fixed", "start_on": "2026-03-02", "end_on": "2029-03-02"}}, ["period-unusual"]),
        ({"period": {"kind": "indefinite"}}, ["period-unusual"]),
        ({"period": {"kind": "fixed"}}, []),
        ({"period": {**DURATION, "start_event": "expulsion"}}, ["start-event-unusual"]),
    ],
)
def test_a_period_that_is_not_usual_for_the_ground_is_asked_about(changes, found):
    assert [fault.code for fault in grounds.warn(ban(**changes), LISTED)] == found


def test_a_ground_counts_only_if_it_was_in_force_on_the_day_of_the_decision():
    record = ban(grounds=["OTHER", "RU-27-12"], decision={"date": "1995-06-01"})
    known = catalogue.load().code_list("ban-grounds")

    for day, found in ((grounds.decided_on(record), ["/grounds/1"]), (date(1996, 8, 15), [])):
        valid = [code for code in record["grounds"] if known.contains(code, day)]
        assert [fault.pointer for fault in grounds.check_day(record, valid)] == found
